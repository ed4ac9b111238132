/**
 * Only the server reads the session, so scripts in the page need not be able to. `Secure` unless the request came over
 * plain http (a developer's machine), where browsers would drop the cookie. `protocol`: as in `x-forwarded-proto`.
 */
export function cookieOptions(protocol: string | null) {
  const secure = protocol?.split(',')[0]?.trim().replace(':', '') !== 'http';
  return { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
}
