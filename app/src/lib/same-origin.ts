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
