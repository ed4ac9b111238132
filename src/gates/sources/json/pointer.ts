/**
 * The value at a JSON Pointer, undefined where there is none: https://www.rfc-editor.org/rfc/rfc6901#section-4.
 * `-`, which stands behind the last element of an array, is none.
 */
export function pointed(document: unknown, pointer: string): unknown {
  let at = document;
  for (const token of tokensOf(pointer)) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, token)) return undefined;
    if (Array.isArray(at) && !/^(?:0|[1-9]\d*)$/.test(token)) return undefined;
    at = Reflect.get(at, token);
  }
  return at;
}

/** Whether a text is a pointer: empty for the whole document, or `/` and its tokens, with `~` only as `~0` and `~1`. */
export function isPointer(text: string): boolean {
  return /^(?:\/(?:[^/~]|~[01])*)*$/u.test(text);
}

/** `~1` first, so that `~01` becomes `~1` and not `/`. */
function tokensOf(pointer: string): string[] {
  const [, ...tokens] = pointer.split('/');
  return tokens.map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A dotted path, as older settings have it, as a pointer. */
export function pointerOf(dotted: string): string {
  return dotted
    .split('.')
    .map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
