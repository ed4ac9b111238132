import type { ScanToken } from 'libpg-query';
import type { Statement } from '../../sql/parse.ts';
import { isComment, loadedParser } from '../../sql/parser.ts';

/**
 * The source of expressions in a statement, found by PostgreSQL's own scanner: the parser keeps where an expression
 * begins, not where it ends. Undefined where the words do not stand as expected.
 */
export interface Source {
  /** What stands in the brackets after CHECK, where the constraint begins at this byte of the statement. */
  check(location: number): string | undefined;
  /** The columns of CREATE INDEX as they are written, without order and operator class. */
  indexColumns(): readonly string[] | undefined;
  /** The condition of a partial index. */
  where(): string | undefined;
}

export function sourceOf(statement: Statement): Source {
  const bytes = Buffer.from(statement.text);
  const tokens = loadedParser()
    .scan(statement.text)
    .filter((token) => !isComment(token));
  const is = (at: number, word: string) => tokens[at]?.text.toLowerCase() === word;
  const slice = (from: ScanToken | undefined, to: ScanToken | undefined) =>
    from && to ? bytes.subarray(from.start, to.end).toString() : undefined;
  /** Index of the bracket that closes the one at `open`. */
  const closing = (open: number): number => {
    let depth = 0;
    for (let at = open; at < tokens.length; at += 1) {
      if (is(at, '(')) depth += 1;
      if (is(at, ')')) depth -= 1;
      if (depth === 0) return at;
    }
    return -1;
  };
  const columnList = (): readonly [number, number] | undefined => {
    const on = tokens.findIndex((_, at) => is(at, 'on'));
    const open = tokens.findIndex((_, at) => at > on && is(at, '('));
    return on < 0 || open < 0 ? undefined : [open, closing(open)];
  };
  return {
    check(location) {
      const word = tokens.findIndex(({ start }, at) => start >= location && is(at, 'check'));
      if (word < 0 || !is(word + 1, '(')) return undefined;
      return slice(tokens[word + 2], tokens[closing(word + 1) - 1]);
    },
    indexColumns() {
      const [open, end] = columnList() ?? [-1, -1];
      if (end < 0) return undefined;
      const columns: string[] = [];
      for (let at = open + 1; at < end; ) {
        const first = at;
        // An expression in brackets, a call, or a name; what follows is order and operator class.
        const bracket = is(at, '(') ? at : callAt(at, end);
        const last = bracket < 0 ? at : closing(bracket);
        const text = slice(tokens[first], tokens[last]);
        if (text === undefined) return undefined;
        columns.push(text);
        for (at = last + 1; at < end && !is(at, ','); at += 1) if (is(at, '(')) at = closing(at);
        at += 1;
      }
      return columns;
    },
    where() {
      const [, end] = columnList() ?? [-1, -1];
      const word = tokens.findIndex((_, at) => at > end && is(at, 'where'));
      return end < 0 || word < 0 ? undefined : slice(tokens[word + 1], tokens.at(-1));
    },
  };

  /** The bracket of a call that begins here: `lower(`, `public.lower(`. -1: a plain name. */
  function callAt(from: number, end: number): number {
    let at = from + 1;
    while (at < end && is(at, '.')) at += 2;
    return at < end && is(at, '(') ? at : -1;
  }
}
