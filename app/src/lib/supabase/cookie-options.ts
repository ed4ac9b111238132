/** The lifetime of a session in seconds: as long as the database lets one work (`private.session_is_open`). */
const SESSION_SECONDS = 12 * 60 * 60;

const isSecure = (protocol: string | null) => protocol?.split(',')[0]?.trim().replace(':', '') !== 'http';

/**
 * Only the server reads the session, so scripts in the page need not be able to. With the prefix `__Host-` a browser takes
 * the cookie from this host alone, over https: no other subdomain can plant a session. Over plain http (a developer's
 * machine) browsers would drop such a cookie. `protocol`: as in `x-forwarded-proto`.
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
 */
export function cookieOptions(protocol: string | null) {
  const secure = isSecure(protocol);
  const name = secure ? '__Host-session' : 'session';
  return { name, httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
}

/**
 * The same with the lifetime of a session: @supabase/ssr sets 400 days, whatever it is given. What it removes (0) stays
 * removed.
 */
export function forASession<Options extends { maxAge?: number }>(options: Options): Options {
  return options.maxAge === 0 ? options : { ...options, maxAge: SESSION_SECONDS };
}

/** Whether a cookie of this name holds the session, or a part of it. */
export function isSessionCookie(name: string, protocol: string | null): boolean {
  const session = cookieOptions(protocol).name;
  return name === session || (name.startsWith(`${session}.`) && /^\d+$/.test(name.slice(session.length + 1)));
}
