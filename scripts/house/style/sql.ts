import type { Text } from './text.ts';

/**
 * The comments of SQL, lines that follow one another as one. Directives of Shiplock and pgTAP are names, and go with what
 * is beside them. A file of ours has no comment in a literal.
 */
export function commentsOf(file: string, source: string): Text[] {
  const found: Text[] = [];
  for (const [at, line] of source.split('\n').entries()) {
    const [, words] = /(?:^|\s)--\s?(.*)$/.exec(line) ?? [];
    if (words === undefined || words.startsWith('shiplock:')) continue;
    const last = found.at(-1);
    const follows = last && last.line + last.text.split('\n').length === at + 1 && /^\s*--/.test(line);
    if (follows) found[found.length - 1] = { ...last, text: `${last.text}\n${words}` };
    else found.push({ file, line: at + 1, text: words });
  }
  return found.map((one) => ({ ...one, text: one.text.replaceAll('\n', ' ') }));
}
