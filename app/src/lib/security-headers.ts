import { NO_PAGE_POLICY } from './csp.ts';

/** Headers that are the same on every answer, files included. The Content-Security-Policy is in `csp.ts`. */
export const STATIC_SECURITY_HEADERS: { key: string; value: string }[] = [
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains; preload' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  // Older browsers do not know `frame-ancestors`.
  { key: 'X-Frame-Options', value: 'DENY' },
  // Addresses of prescriptions must not travel to other sites.
  { key: 'Referrer-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value:
      'accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
  },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'X-Permitted-Cross-Domain-Policies', value: 'none' },
  { key: 'Origin-Agent-Cluster', value: '?1' },
];

/** Of files and health answers, which the proxy does not see. */
export const NO_PAGE_HEADERS: { key: string; value: string }[] = [
  { key: 'Content-Security-Policy', value: NO_PAGE_POLICY },
];
