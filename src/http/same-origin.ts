/**
 * Paths that settings give, and hosts that get a secret. A URL parser takes `//host/x`, `/\host`, and either with a tab or
 * a line break inside, for another host: https://url.spec.whatwg.org/#relative-slash-state. So a path is judged by what it
 * resolves to, and never by its looks.
 */

/** Two origins that nobody has; a path that stays on both is a path. */
const NOWHERE = ['https://a.invalid', 'http://b.invalid:1'];

/** What no path needs, and what makes another host of it: to proxies that decode before they route, `/%2f` is `//`. */
const PLAIN = /^\/(?![/\\]|%2f|%5c)[^\s\\\p{Cc}]*$/iu;

/** Whether this is a path that stays on whatever http(s) origin it is asked of. */
export function isOwnPath(path: string): boolean {
  if (!PLAIN.test(path)) return false;
  return NOWHERE.every((origin) => {
    const url = URL.parse(path, origin);
    // `/..//x` is asked for as `//x`.
    return url?.origin === origin && PLAIN.test(url.pathname);
  });
}

/** Why settings refuse a path, after its name. */
export const OWN_PATH =
  'must be a path on the same host: it must start with a single / and name no other host (as //host and /\\host do)';

/**
 * The URL of a path on the origin of `base`. Asked with a secret, it must be fetched with `redirect: 'manual'`: a redirect
 * carries headers along. @throws RangeError where the path leads to another origin
 */
export function onSameOrigin(path: string, base: string): URL {
  const { origin } = new URL(base);
  const url = new URL(path, base);
  if (!isOwnPath(path) || url.origin !== origin) throw new RangeError('the path leads to another host');
  return url;
}

/** A host name with an optional port, as a domain is written; a scheme is for local stand-ins. */
export function isDomain(text: string): boolean {
  const bare = text.replace(/^https?:\/\//, '');
  if (!/^[\p{L}\p{N}.-]+(?::\d{1,5})?$/u.test(bare) || !URL.canParse(`https://${bare}`)) return false;
  const { pathname, username, search, hash } = new URL(`https://${bare}`);
  return pathname === '/' && username === '' && search === '' && hash === '';
}

/** An absolute web address without credentials in it. */
export function isWebAddress(text: string): boolean {
  if (!/^https?:\/\/[^\s\\/]/i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
