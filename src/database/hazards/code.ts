import type { Node } from 'libpg-query';
import { piecesOf } from '../ahead/code.ts';
import type { Statement } from '../sql/parse.ts';

const cache = new WeakMap<Statement, readonly Node[]>();

/** The statements in the code of a function, as far as they can be read. */
export function codeOf(statement: Statement): readonly Node[] {
  const node = 'CreateFunctionStmt' in statement.node ? statement.node.CreateFunctionStmt : undefined;
  if (!node) return [];
  const known = cache.get(statement);
  if (known) return known;
  const body = node.sql_body ? [node.sql_body] : [];
  const found = [
    ...body,
    ...piecesOf([statement]).flatMap(({ when, nodes }) => (when === 'runs' ? [] : nodes)),
  ];
  cache.set(statement, found);
  return found;
}
