import { cut } from '../../present/text.ts';
import { isComment, loadParser, type Parser } from './parser.ts';

const STRINGS = new Set(['SCONST', 'USCONST', 'BCONST', 'XCONST']);
const NUMBERS = new Set(['ICONST', 'FCONST']);
const LONGEST = 120;

/**
 * Shows the shape of a statement and never what is in it: values may be personal data, and messages are kept. A text
 * that was cut off in a string (as pg_stat_activity does) is shown up to its first value.
 */
export async function withoutValues(): Promise<(sql: string) => string> {
  const parser = await loadParser();
  return (sql) => {
    const shape = shapeOf(parser, sql);
    return cut(shape, LONGEST);
  };
}

function shapeOf(parser: Parser, sql: string): string {
  try {
    let end = 0;
    let shape = '';
    for (const token of parser.scan(sql)) {
      if (isComment(token)) continue;
      shape += `${token.start > end ? ' ' : ''}${shown(token)}`;
      end = token.end;
    }
    return shape.trim();
  } catch {
    const [known = ''] = /^[^'"$\d/-]*/.exec(sql) ?? [];
    return `${known.replace(/\s+/g, ' ').trim()} …`;
  }
}

function shown({ tokenName, text }: { readonly tokenName: string; readonly text: string }): string {
  if (STRINGS.has(tokenName)) return "'…'";
  return NUMBERS.has(tokenName) ? '…' : text;
}
