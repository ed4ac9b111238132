/**
 * A strict Content-Security-Policy: scripts run only with this answer's nonce, or when such a script loads them.
 * Without fallbacks for browsers that know no `'strict-dynamic'`: each has known it since March 2022, and the others are
 * left with a page that works without scripts. https://web.dev/articles/strict-csp
 */
export function contentSecurityPolicy(options: {
  readonly nonce: string;
  /** Origins that the browser may send reports to (Sentry). */
  readonly connect?: readonly string[];
  /** Origins that the answer to a form may lead to (Stripe). */
  readonly form?: readonly string[];
  /** React's development build needs `eval` to rebuild server stacks. */
  readonly development?: boolean;
  /** Only over https: a browser on plain http would turn to a port that speaks no TLS. */
  readonly secure?: boolean;
}): string {
  const development = options.development ? " 'unsafe-eval'" : '';
  const directives = [
    "default-src 'self'",
    `script-src 'nonce-${options.nonce}' 'strict-dynamic'${development}`,
    // The development overlay writes style tags of its own.
    options.development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${options.nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    ['connect-src', "'self'", ...(options.connect ?? [])].join(' '),
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    ['form-action', "'self'", ...(options.form ?? [])].join(' '),
    "frame-ancestors 'none'",
    ...(options.secure ? ['upgrade-insecure-requests'] : []),
  ];
  return directives.join('; ');
}

/** Of an answer that is no page: whatever is in it, nothing of it runs, loads or is framed. */
export const NO_PAGE_POLICY =
  "default-src 'none'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** 128 random bits, as the standard asks for: https://www.w3.org/TR/CSP3/#security-nonces */
export function createNonce(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
}
