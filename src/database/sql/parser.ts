import { setFlagsFromString } from 'node:v8';
import type { Node, ScanToken } from 'libpg-query';

/** PostgreSQL's own parser and scanner, compiled to WebAssembly: 1.7 MB, so it is loaded only where SQL is read. */
export interface Parser {
  parse(sql: string): readonly RawStatement[];
  /** Tokens with byte offsets, comments included. */
  scan(sql: string): readonly ScanToken[];
  /** Syntax tree of a PL/pgSQL body, given its whole DO or CREATE FUNCTION statement. */
  plpgsql(sql: string): unknown;
}

/** A statement as the parser reports it. Both numbers count UTF-8 bytes; a missing length means "to the end". */
export interface RawStatement {
  readonly stmt?: Node;
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}

/** The parser refused the text. `position` counts characters (code points) from 0, as the server does. */
export class ParserError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.name = 'ParserError';
    this.position = position;
  }
}

let loading: Promise<Parser> | undefined;
let loaded: Parser | undefined;

/** Loads the parser once per process. */
export function loadParser(): Promise<Parser> {
  loading ??= load();
  return loading;
}

/** The parser, for code that works on statements: whoever has a statement has loaded it. */
export function loadedParser(): Parser {
  if (!loaded) throw new Error('the SQL parser is not loaded yet: call loadParser() first');
  return loaded;
}

/**
 * V8 would compile the parser a second time while it runs, for code that is busy for long. The parser's largest
 * functions make that dear, in the background, while the server wants the same cores: 250 migrations took 150 ms and
 * 290 MB with it, 45 ms and 90 MB without (bench/migrate.ts has the whole). Said before the module is loaded: https://nodejs.org/api/v8.html#v8setflagsfromstringflags
 */
function compileOnce(): void {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}

async function load(): Promise<Parser> {
  compileOnce();
  const library = await import('libpg-query');
  await library.loadModule();
  loaded = {
    parse(sql) {
      // The library refuses the empty text, which for us is a file without statements.
      if (sql === '') return [];
      const parse = (text: string) => (library.parseSync(text) as { stmts?: RawStatement[] }).stmts ?? [];
      try {
        return parse(sql);
      } catch (error) {
        if (!library.hasSqlDetails(error)) throw error;
        const joined = joinedLiterals(sql, (text) => library.scanSync(text).tokens);
        if (joined !== undefined) return loaded?.parse(joined) ?? parse(joined);
        throw new ParserError(error.message, error.sqlDetails?.cursorPosition ?? 0);
      }
    },
    scan(sql) {
      return sql === '' ? [] : library.scanSync(sql).tokens;
    },
    plpgsql(sql) {
      return library.parsePlPgSQLSync(sql);
    },
  };
  return loaded;
}

/** `'a'`, `E'a'`, and those that the library has no name for: `U&'a'`, `B'10'`, `X'1F'`. Not `$$a$$`. */
const isLiteral = ({ tokenName, text }: ScanToken): boolean =>
  tokenName === 'SCONST' ? !text.startsWith('$') : /^(?:b|x|u&)'/i.test(text);

/**
 * The server continues a literal over line comments (`'a' -- why` and `'b'` on the next line are one), which this
 * scanner does not: the comments between two literals become blanks of the same length, so that every place stays.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS
 */
function joinedLiterals(sql: string, scan: (sql: string) => readonly ScanToken[]): string | undefined {
  if (!sql.includes('--')) return undefined;
  let tokens: readonly ScanToken[];
  try {
    tokens = scan(sql);
  } catch {
    return undefined;
  }
  const bytes = Buffer.from(sql);
  let changed = false;
  for (const [index, token] of tokens.entries()) {
    if (!isLiteral(token)) continue;
    let next = index + 1;
    while (tokens[next]?.tokenName === 'SQL_COMMENT') next += 1;
    const follows = tokens[next];
    if (next === index + 1 || follows?.tokenName !== 'SCONST' || !follows.text.startsWith("'")) continue;
    for (const comment of tokens.slice(index + 1, next)) bytes.fill(' ', comment.start, comment.end);
    changed = true;
  }
  return changed ? bytes.toString() : undefined;
}

/** Scanner names of comments; every other token is code. */
export function isComment(token: ScanToken): boolean {
  return token.tokenName === 'SQL_COMMENT' || token.tokenName === 'C_COMMENT';
}
