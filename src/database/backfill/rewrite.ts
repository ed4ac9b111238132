import { qualifiedName, quoteName } from '../sql/names.ts';
import { fieldsOf, relationOf } from '../sql/nodes.ts';
import type { Statement } from '../sql/parse.ts';
import { loadedParser } from '../sql/parser.ts';
import { byteOffsets } from '../sql/places.ts';
import { nameList } from '../sql/walk.ts';

/** The table that a batched statement changes. */
export interface BatchTarget {
  /** For `from`, as written: with its schema where it has one. */
  readonly table: string;
  /** The name that the statement's own conditions use for it. */
  readonly alias: string;
}

export function targetOf(statement: Statement): BatchTarget {
  const { schema, name = '', alias } = relationOf(fieldsOf(statement)['relation']);
  return { table: qualifiedName(schema, name), alias: quoteName(alias ?? name) };
}

/** Columns that an UPDATE changes; those of a DELETE are none. To assign a column to itself changes nothing. */
export function changedColumns(statement: Statement): readonly string[] {
  const { targetList = [] } =
    (
      statement.node as {
        UpdateStmt?: { targetList?: { ResTarget?: { name?: string; val?: unknown } }[] };
      }
    ).UpdateStmt ?? {};
  return targetList.flatMap(({ ResTarget: { name, val } = {} }) => {
    const [only, more] = nameList((val as { ColumnRef?: { fields?: unknown } })?.ColumnRef?.fields);
    return name === undefined || (only === name && more === undefined) ? [] : name;
  });
}

/**
 * The statement with one more condition. Its WHERE is found among the scanner's tokens at depth 0, so that one in a
 * sub-select, a string or a comment is not taken for it.
 */
export function withCondition(text: string, condition: string): string {
  const toUnit = byteOffsets(text);
  let depth = 0;
  let whereEnd: number | undefined;
  let end = text.length;
  for (const token of loadedParser().scan(text)) {
    if (token.text === '(' || token.text === '[') depth += 1;
    else if (token.text === ')' || token.text === ']') depth -= 1;
    else if (depth === 0 && token.text.toLowerCase() === 'where') whereEnd = toUnit(token.end);
    else if (depth === 0 && token.text.toLowerCase() === 'returning') {
      end = toUnit(token.start);
      break;
    }
  }
  const [head, tail] = [text.slice(0, end), text.slice(end)];
  if (whereEnd === undefined) return `${head}\n where ${condition}\n${tail}`;
  // A comment at the end of a line would swallow the bracket: hence the line breaks.
  return `${text.slice(0, whereEnd)} (${text.slice(whereEnd, end)}\n) and ${condition}\n${tail}`;
}
