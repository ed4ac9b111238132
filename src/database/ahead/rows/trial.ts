import { qualifiedName, quoteName } from '../../sql/names.ts';
import type { Statement } from '../../sql/parse.ts';

/** A constraint that a statement puts on rows that are there. */
export interface Trial {
  readonly statement: Statement;
  /** `public.orders`. */
  readonly table: string;
  /** The planner's estimate. */
  readonly rows: number;
  /** Columns of the primary key; empty: there is none. */
  readonly key: readonly string[];
  /** Expressions in it were written by whoever wrote the migration. */
  readonly fromFile: boolean;
  readonly rule: Broken;
}

/** What rows must not be. Expressions are SQL. */
export type Broken =
  | { readonly kind: 'null'; readonly columns: readonly string[] }
  | { readonly kind: 'check'; readonly name: string; readonly expression: string }
  | {
      readonly kind: 'double';
      /** For people. */
      readonly name: string;
      readonly expressions: readonly string[];
      readonly where?: string | undefined;
      readonly nullsAlike: boolean;
    }
  | {
      readonly kind: 'orphan';
      readonly columns: readonly string[];
      readonly parent: string;
      readonly parentColumns: readonly string[];
      readonly full: boolean;
    };

const EXAMPLES = 3;

/**
 * One SELECT: how many rows (or groups of rows) break the rule, and up to three of them by their key. Without a primary
 * key they go by their place in the table.
 * @param percent of the table's blocks that are read; undefined: all
 */
export function trialSql({ table, key, rule }: Trial, percent?: number): string {
  const sample = percent === undefined ? '' : ` tablesample system (${percent})`;
  const from = `${quoted(table)}${sample}`;
  const t = quoteName(table.split('.').at(-1) ?? '');
  const columns = key.length > 0 ? key.map((column) => `${t}.${quoteName(column)}`) : [`${t}.ctid`];
  const order = columns.join(', ');
  const label = `concat_ws(', ', ${columns.map((column) => `${column}::text`).join(', ')})`;
  if (rule.kind === 'double') {
    const filled = rule.nullsAlike ? [] : rule.expressions.map((each) => `(${each}) is not null`);
    const conditions = [...(rule.where === undefined ? [] : [`(${rule.where})`]), ...filled];
    const where = conditions.length > 0 ? ` where ${conditions.join(' and ')}` : '';
    return `select count(*)::text as count, (array_agg(rows order by rows))[1:${EXAMPLES}] as examples from (
      select array_to_string((array_agg(${label} order by ${order}))[1:2], ' and ') as rows from ${from}${where}
      group by ${rule.expressions.map((each) => `(${each})`).join(', ')} having count(*) > 1) d`;
  }
  return `select count(*)::text as count, (array_agg(${label} order by ${order}))[1:${EXAMPLES}] as examples from ${from} where ${breaks(rule, t)}`;
}

/** SQL that the file's author wrote. */
export function expressionsIn(rule: Broken): readonly string[] {
  if (rule.kind === 'check') return [rule.expression];
  return rule.kind === 'double'
    ? [...rule.expressions, ...(rule.where === undefined ? [] : [rule.where])]
    : [];
}

function breaks(rule: Exclude<Broken, { kind: 'double' }>, t: string): string {
  if (rule.kind === 'null')
    return rule.columns.map((column) => `${t}.${quoteName(column)} is null`).join(' or ');
  if (rule.kind === 'check') return `not (${rule.expression})`;
  const ours = rule.columns.map((column) => `${t}.${quoteName(column)}`);
  const filled = ours.map((column) => `${column} is not null`).join(' and ');
  const same = ours
    .map((column, at) => `shiplock_parent.${quoteName(rule.parentColumns[at] ?? '')} = ${column}`)
    .join(' and ');
  const orphan = `${filled} and not exists (select from ${quoted(rule.parent)} shiplock_parent where ${same})`;
  // MATCH FULL: all of them are null, or none.
  return rule.full && ours.length > 1
    ? `(${orphan}) or (num_nulls(${ours}) between 1 and ${ours.length - 1})`
    : orphan;
}

const quoted = (name: string): string => qualifiedName(...name.split('.'));

/** `3 rows of public.orders have no customer_id: id 4, id 7, id 9`. */
export function broken(
  { table, key, rule }: Trial,
  { count, examples }: { readonly count: number; readonly examples: readonly string[] },
): string {
  const name = key.length > 0 ? key.join(', ') : 'ctid';
  const shown = examples.map((each) => `${name} ${each}`).join('; ');
  const more = count > examples.length ? '; …' : '';
  const rows = `${count} ${count === 1 ? 'row' : 'rows'} of ${table}`;
  const one = count === 1;
  switch (rule.kind) {
    case 'null':
      return `${rows} ${one ? 'has' : 'have'} no ${rule.columns.join(' or ')}: ${shown}${more}`;
    case 'check':
      return `${rows} ${one ? 'does' : 'do'} not satisfy ${rule.name}: ${shown}${more}`;
    case 'double':
      return `${count} ${one ? 'value' : 'values'} of ${rule.name} in ${table} ${one ? 'stands' : 'stand'} in several rows: ${shown}${more}`;
    case 'orphan':
      return `${rows} ${one ? 'points' : 'point'} by ${rule.columns.join(', ')} to no row of ${rule.parent}: ${shown}${more}`;
  }
}
