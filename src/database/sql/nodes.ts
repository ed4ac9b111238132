import type { Node } from 'libpg-query';
import type { Statement } from './statement.ts';

/** A syntax node whose kind is not known beforehand: its fields, each to be looked at before it is used. */
export type Fields = Readonly<Record<string, unknown>>;

/** Tags of syntax nodes, e.g. `CreateStmt`. */
export type Tag = KeysOf<Node>;
type KeysOf<T> = T extends unknown ? keyof T : never;
/** Fields of the node that has this tag, as the parser's types say them. */
export type FieldsOf<K extends Tag> = Extract<Node, Record<K, unknown>>[K];

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Fields of a statement whatever it is, for code that asks many kinds the same question. Code about one kind narrows
 * the node instead: `'DropStmt' in node` gives `node.DropStmt` its own type.
 */
export function fieldsOf({ node }: Pick<Statement, 'node'>): Fields {
  const fields: unknown = Object.values(node)[0];
  return isFields(fields) ? fields : {};
}

/** Schema and name of a RangeVar, with its tag around it or without: fields of either form hold them. */
export function relationOf(range: unknown): {
  readonly schema: string | undefined;
  readonly name: string | undefined;
  /** What the statement itself calls it. */
  readonly alias: string | undefined;
} {
  const given = isFields(range) ? (range['RangeVar'] ?? range) : undefined;
  const { schemaname, relname, alias } = isFields(given) ? given : {};
  return {
    schema: text(schemaname),
    name: text(relname),
    alias: isFields(alias) ? text(alias['aliasname']) : undefined,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
