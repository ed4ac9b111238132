/**
 * Did a page of this site send this request? Browsers say so in `Sec-Fetch-Site` and in `Origin`, and no page can set
 * either: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 * Next.js compares Origin and host for Server Actions too; this also refuses what says neither.
 */
export function isSameOrigin(headers: Pick<Headers, 'get'>): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const origin = headers.get('origin');
  if (origin === null) return site === 'same-origin';
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return URL.canParse(origin) && host !== null && new URL(origin).host === host;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request is to be refused because another site may have sent it: it changes something, and no page of ours says
 * that it sent it. A bearer token is no cookie: no browser adds one by itself, so a request that has one and no session
 * is whoever holds the token.
 */
export function isRefusedAsForeign(request: {
  readonly method: string;
  readonly headers: Pick<Headers, 'get'>;
}): boolean {
  if (READS.has(request.method) || isSameOrigin(request.headers)) return false;
  const bearer = /^Bearer \S/i.test(request.headers.get('authorization') ?? '');
  return !bearer || request.headers.get('cookie') !== null;
}
