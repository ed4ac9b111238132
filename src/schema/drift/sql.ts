import { ident } from '../../database/sql/ident.ts';
import { type Item, text } from '../model/view.ts';

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
  const { type } = item.kind === 'relation' ? item.properties : { type: item.kind };
  return ({ 'partitioned table': 'table', 'composite type': 'type' } as Record<string, string>)[type] ?? type;
}

export const kindOf = (item: Item): string =>
  ({ procedure: 'procedure', aggregate: 'aggregate' })[text(item, 'kind')] ?? 'function';

/** What a function sets while it runs; `alter` is the statement without its end. */
export function settingsOf(alter: string, want: readonly string[], have: readonly string[]): string[] {
  const name = (setting: string) => setting.split('=')[0] ?? '';
  const extra = have.filter((s) => !want.some((w) => name(w) === name(s)));
  const missing = want.filter((s) => !have.includes(s));
  return [
    ...extra.map((s) => `${alter} reset ${name(s)};`),
    ...missing.map((s) => `${alter} set ${name(s)} = ${settingValue(s)};`),
  ];
}

/** Lists of names are kept as written in SQL; every other setting is one text. */
function settingValue(setting: string): string {
  const [name = ''] = setting.split('=', 1);
  const value = setting.slice(name.length + 1);
  const isList = [
    'search_path',
    'temp_tablespaces',
    'session_preload_libraries',
    'local_preload_libraries',
  ].includes(name);
  return isList && value !== '' && value !== '""' ? value : literal(value === '""' ? '' : value);
}
