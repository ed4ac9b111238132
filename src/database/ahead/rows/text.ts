import type { Node, ScanToken } from 'libpg-query';
import { isComment, loadedParser } from '../../sql/parser.ts';

/** What stands in the brackets of CREATE UNIQUE INDEX or EXCLUDE, and the condition behind them. */
export interface Elements {
  /** As they are written, without collation, operator class, order and operator. */
  readonly columns: readonly string[];
  readonly where: string | undefined;
}

/**
 * The source of expressions in a statement, found by PostgreSQL's own scanner: the parser keeps where an expression
 * begins, not where it ends. Places are bytes of the statement. Undefined where the words do not stand as expected.
 */
export interface Source {
  /** What stands in the brackets after a word (CHECK, AS), for what begins at this byte. */
  inBrackets(location: number, word: string): string | undefined;
  /** What stands after a word (DEFAULT, USING), up to one of these bytes or the end of the command. */
  after(location: number, word: string, ends?: readonly number[]): string | undefined;
  /** Of CREATE INDEX. */
  index(): Elements | undefined;
  /** Of an exclusion constraint that begins at this byte. */
  exclusion(location: number): Elements | undefined;
}

export function sourceOf(text: string): Source {
  const bytes = Buffer.from(text);
  const tokens = loadedParser()
    .scan(text)
    .filter((token) => !isComment(token));
  const is = (at: number, word: string) => tokens[at]?.text.toLowerCase() === word;
  const slice = (from: ScanToken | undefined, to: ScanToken | undefined) =>
    from && to && to.end > from.start ? bytes.subarray(from.start, to.end).toString() : undefined;
  const find = (location: number, word: string) =>
    tokens.findIndex(({ start }, at) => start >= location && is(at, word));
  /** Index of the bracket that closes the one at `open`. */
  const closing = (open: number): number => {
    let depth = 0;
    for (let at = open; at >= 0 && at < tokens.length; at += 1) {
      if (is(at, '(')) depth += 1;
      if (is(at, ')')) depth -= 1;
      if (depth === 0) return at;
    }
    return -1;
  };
  /** Index of the next comma outside brackets, or of the end. */
  const comma = (from: number, end = tokens.length): number => {
    let at = from;
    while (at < end && !is(at, ',')) at = is(at, '(') && closing(at) > 0 ? closing(at) + 1 : at + 1;
    return Math.min(at, end);
  };
  const columnsIn = (open: number, end: number): readonly string[] | undefined => {
    const columns: string[] = [];
    for (let at = open + 1; at < end; at = comma(at, end) + 1) {
      // An expression in brackets, a call, or a name.
      const bracket = is(at, '(') ? at : callAt(at, end);
      const text = slice(tokens[at], tokens[bracket < 0 ? at : closing(bracket)]);
      if (text === undefined) return undefined;
      columns.push(text);
    }
    return columns;
  };
  const elements = (open: number, where: (word: number) => string | undefined): Elements | undefined => {
    const end = closing(open);
    const columns = open < 0 || end < 0 ? undefined : columnsIn(open, end);
    if (!columns) return undefined;
    return { columns, where: where(tokens.findIndex((_, at) => at > end && is(at, 'where'))) };
  };
  return {
    inBrackets(location, word) {
      const open = find(location, word) + 1;
      return open > 0 && is(open, '(') ? slice(tokens[open + 1], tokens[closing(open) - 1]) : undefined;
    },
    after(location, word, ends = []) {
      const from = find(location, word) + 1;
      if (from === 0) return undefined;
      const stop = tokens.findIndex(({ start }, at) => at >= from && ends.some((end) => start >= end));
      return slice(tokens[from], tokens[comma(from, stop < 0 ? undefined : stop) - 1]);
    },
    index() {
      const on = tokens.findIndex((_, at) => is(at, 'on'));
      const open = tokens.findIndex((_, at) => at > on && is(at, '('));
      return on < 0
        ? undefined
        : elements(open, (word) => (word < 0 ? undefined : slice(tokens[word + 1], tokens.at(-1))));
    },
    exclusion(location) {
      const open = tokens.findIndex((_, at) => at > find(location, 'exclude') && is(at, '('));
      return elements(open, (word) =>
        word > 0 && is(word + 1, '(') && word < comma(open)
          ? slice(tokens[word + 2], tokens[closing(word + 1) - 1])
          : undefined,
      );
    },
  };

  /** The bracket of a call that begins here: `lower(`, `public.lower(`. -1: a plain name. */
  function callAt(from: number, end: number): number {
    let at = from + 1;
    while (at < end && is(at, '.')) at += 2;
    return at < end && is(at, '(') ? at : -1;
  }
}

/** The statements of a text, each with its own tree: places in it count from its own beginning. */
export function statementsIn(text: string): { readonly text: string; readonly node: Node }[] {
  const parser = loadedParser();
  const raw = parser.parse(text);
  const [only, ...more] = raw;
  if (only?.stmt && more.length === 0 && (only.stmt_location ?? 0) === 0) return [{ text, node: only.stmt }];
  const bytes = Buffer.from(text);
  return raw.flatMap(({ stmt_location: start = 0, stmt_len: length }) => {
    const part = bytes.subarray(start, length ? start + length : undefined).toString();
    const node = parser.parse(part)[0]?.stmt;
    return node ? [{ text: part, node }] : [];
  });
}
