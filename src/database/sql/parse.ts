import { isComment, loadParser, type Parser, ParserError, type RawStatement } from './parser.ts';
import { byteOffsets, positions } from './places.ts';
import { copyFromStdinProblem, mergeMarkerInBody, nulByte, readsStdin, syntaxProblem } from './refusals.ts';
import { makeStatement, type Statement } from './statement.ts';

export { type Directive, directives, directivesOf } from './directives.ts';
export { endsTransactionInside, isSavepoint, makesReadOnly, meansNothingAlone } from './inside-only.ts';
export type { Statement } from './statement.ts';
export {
  cannotRunInTransaction,
  setsLockTimeout,
  setsSession,
  setsTransaction,
  type TransactionControl,
  transactionControl,
} from './transaction.ts';

/**
 * Splits a migration into its statements with PostgreSQL's own parser. A text without statements gives `[]`. What the
 * server would not take is refused here, before anything runs: syntax errors, psql commands, `COPY … FROM STDIN`,
 * merge markers, each with its own code and place.
 */
export async function parseSql(sql: string, file: string): Promise<Statement[]> {
  const parser = await loadParser();
  // A byte-order mark is white space here, as it is for psql; one unit for one unit keeps every index.
  const text = sql.startsWith('\uFEFF') ? ` ${sql.slice(1)}` : sql;
  const nul = text.indexOf('\u0000');
  if (nul !== -1) throw nulByte(text, nul, file);
  let raw: readonly RawStatement[];
  try {
    raw = parser.parse(text);
  } catch (error) {
    if (error instanceof ParserError) throw syntaxProblem(parser, text, file, error);
    throw error;
  }
  const statements = locate(parser, text, raw);
  const refused = mergeMarkerInBody(parser, text, file) ?? copyFromStdin(statements, file);
  if (refused) throw refused;
  return statements;
}

function locate(parser: Parser, text: string, raw: readonly RawStatement[]): Statement[] {
  const toUnit = byteOffsets(text);
  const toPosition = positions(text);
  const statements: Statement[] = [];
  for (const { stmt, stmt_location: start = 0, stmt_len: length } of raw) {
    if (!stmt) continue;
    const from = toUnit(start);
    const to = length ? toUnit(start + length) : text.length;
    const source = text.slice(from, to);
    const skipped = leadingBlank(parser, source);
    statements.push(makeStatement(parser, source.slice(skipped).trimEnd(), stmt, toPosition(from + skipped)));
  }
  return statements;
}

/** Length of white space and comments before the first token. The parser skips most of it by itself. */
function leadingBlank(parser: Parser, source: string): number {
  if (/^[A-Za-z(]/.test(source)) return 0;
  for (const token of parser.scan(source)) {
    if (!isComment(token)) return byteOffsets(source)(token.start);
  }
  return 0;
}

function copyFromStdin(statements: readonly Statement[], file: string) {
  const copy = statements.find((statement) => readsStdin(statement.node));
  return copy && copyFromStdinProblem(copy, file);
}
