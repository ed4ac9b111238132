import { type Item, text } from '../../../release/verdict/model.ts';
import { ident } from '../ident.ts';

export { ident };

/** Small words of the SQL that mends. */
export const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;
export const named = (item: Item): string => item.id.slice(item.kind.length + 1);
export const on = (item: Item): string => text(item, 'relation');
export const col = (item: Item): string => ident(text(item, 'name'));
export const fromMigration = (item: Item): string => `-- run again the migration that creates ${item.id}`;

/** The word after `alter`. */
export function alterWord(item: Item): string {
  if (item.kind === 'function') return kindOf(item);
  if (item.kind === 'enum') return 'type';
  return item.kind === 'relation'
    ? text(item, 'type').replace('partitioned ', '').replace('composite ', '')
    : item.kind;
}

export const kindOf = (item: Item): string =>
  ({ procedure: 'procedure', aggregate: 'aggregate' })[text(item, 'kind')] ?? 'function';
