import type { Node } from 'libpg-query';
import type { Statement } from '../sql/parse.ts';
import { loadedParser, type Parser } from '../sql/parser.ts';
import { constant, nameList } from '../sql/walk.ts';

/** SQL that the server reads with a statement: the statement itself, and the parts of the code in it. */
export interface Piece {
  readonly statement: Statement;
  readonly text: string;
  readonly nodes: readonly Node[];
  /** `runs` with the migration; `checked` whole when the function is made; `kept` until somebody calls it. */
  readonly when: 'runs' | 'checked' | 'kept';
  /** The server looks its names up when the migration runs; else only when this branch of the code is reached. */
  readonly sure: boolean;
}

/** All SQL of a file, with the code of DO blocks and functions in SQL and PL/pgSQL. */
export function piecesOf(statements: readonly Statement[]): readonly Piece[] {
  let checks = true;
  return statements.flatMap((statement) => {
    checks = checksBodies(statement) ?? checks;
    const itself = {
      statement,
      text: statement.text,
      nodes: [statement.node],
      when: 'runs',
      sure: true,
    } as const;
    return [itself, ...inside(loadedParser(), statement, checks)];
  });
}

/** https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-CHECK-FUNCTION-BODIES */
function checksBodies({ node }: Statement): boolean | undefined {
  if (!('VariableSetStmt' in node) || node.VariableSetStmt.name !== 'check_function_bodies') return undefined;
  const value = constant(node.VariableSetStmt.args?.[0]) ?? 'on';
  return !['off', 'false', 'no', '0'].includes(value.toLowerCase());
}

function inside(parser: Parser, statement: Statement, checks: boolean): readonly Piece[] {
  const { node } = statement;
  if ('DoStmt' in node)
    return language(node.DoStmt.args, 'plpgsql') === 'plpgsql' ? ofBlock(parser, statement, 'runs') : [];
  if (!('CreateFunctionStmt' in node)) return [];
  const { options } = node.CreateFunctionStmt;
  const written = language(options, 'sql');
  if (written === 'plpgsql') return ofBlock(parser, statement, 'kept');
  const body = written === 'sql' ? option(options, 'as') : undefined;
  const [text] = body && 'List' in body ? nameList(body.List.items) : [];
  const nodes = text === undefined ? undefined : read(parser, text);
  if (!nodes || text === undefined) return [];
  return [{ statement, text, nodes, when: checks ? 'checked' : 'kept', sure: true }];
}

function language(options: readonly Node[] | undefined, otherwise: string): string {
  const found = option(options, 'language');
  return found && 'String' in found ? (found.String.sval ?? '').toLowerCase() : otherwise;
}

function option(options: readonly Node[] | undefined, name: string): Node | undefined {
  for (const node of options ?? [])
    if ('DefElem' in node && node.DefElem.defname === name) return node.DefElem.arg;
  return undefined;
}

type Fields = Record<string, unknown>;

/** How PL/pgSQL reads an expression: https://github.com/postgres/postgres/blob/REL_18_STABLE/src/include/parser/parser.h */
const STATEMENT = 0;
const EXPRESSION = 2;

function ofBlock(parser: Parser, statement: Statement, when: Piece['when']): readonly Piece[] {
  let tree: unknown;
  try {
    tree = parser.plpgsql(statement.text);
  } catch {
    // What our parser cannot read is named by `opaque-code`.
    return [];
  }
  const pieces: Piece[] = [];
  const add = (text: string | undefined, sure: boolean) => {
    const nodes = text === undefined ? undefined : read(parser, text);
    if (nodes && text !== undefined) pieces.push({ statement, text, nodes, when, sure });
  };
  const visit = (value: unknown, sure: boolean): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, sure);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [tag, held] of Object.entries(value)) {
      if (tag === 'PLpgSQL_expr') add(written(parser, held as Fields), sure);
      if (tag === 'PLpgSQL_stmt_dynexecute') add(given(parser, held as Fields), sure);
      visit(held, sure && !BRANCHES.has(tag));
    }
  };
  visit(tree, true);
  return pieces;
}

const BRANCHES = new Set(['then_body', 'elsif_list', 'else_body', 'case_when_list', 'exceptions']);

function written(parser: Parser, { query, parseMode }: Fields): string | undefined {
  if (typeof query !== 'string') return undefined;
  if ((parseMode ?? STATEMENT) === STATEMENT) return query;
  if (parseMode === EXPRESSION) return `SELECT ${query}`;
  // `variable := expression`
  const tokens = tryScan(parser, query);
  const sign = tokens.find(({ text }) => text === ':=') ?? tokens.find(({ text }) => text === '=');
  return sign ? `SELECT ${Buffer.from(query).subarray(sign.end).toString()}` : undefined;
}

/** EXECUTE of a plain string. */
function given(parser: Parser, fields: Fields): string | undefined {
  const { query } = ((fields['query'] as Fields | undefined)?.['PLpgSQL_expr'] ?? {}) as Fields;
  const [select] = typeof query === 'string' ? (read(parser, `SELECT ${query}`) ?? []) : [];
  if (!select || !('SelectStmt' in select)) return undefined;
  const [target] = select.SelectStmt.targetList ?? [];
  return target && 'ResTarget' in target ? constant(target.ResTarget.val) : undefined;
}

function tryScan(parser: Parser, text: string) {
  try {
    return parser.scan(text);
  } catch {
    return [];
  }
}

function read(parser: Parser, text: string): Node[] | undefined {
  try {
    return parser.parse(text).flatMap(({ stmt }) => (stmt ? [stmt] : []));
  } catch {
    return undefined;
  }
}
