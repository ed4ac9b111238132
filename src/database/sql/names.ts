/** A name in quotes, whatever is in it: as SQL text that means this very object. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"schema"."name"` from the parts that are there. */
export function qualifiedName(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined)
    .map(quoteName)
    .join('.');
}
