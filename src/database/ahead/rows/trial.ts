import { qualifiedName, quoteName } from '../../sql/names.ts';
import type { Statement } from '../../sql/parse.ts';

/** A constraint that a statement puts on rows that are there. */
export interface Trial {
  readonly statement: Statement;
  /** `public.orders`, as the database has it now. */
  readonly table: string;
  /** Tables that inherit from it stay out. */
  readonly only: boolean;
  /** The planner's estimate. */
  readonly rows: number;
  /** Columns of the primary key; empty: there is none. */
  readonly key: readonly string[];
  /** Expressions of the rule were written by whoever wrote the migration. */
  readonly fromFile: boolean;
  /** The columns as pending statements leave them; undefined: as they are. */
  readonly shape?: readonly Column[] | undefined;
  /** Pending statements that change the rows before, in short: then the rows of today decide nothing. */
  readonly after?: string | undefined;
  /** It runs under a condition that nobody can tell. */
  readonly unsure?: boolean | undefined;
  readonly rule: Broken;
}

export interface Column {
  readonly name: string;
  /** SQL over the table's own columns. */
  readonly sql: string;
  /** Whoever wrote the migration wrote it. */
  readonly fromFile: boolean;
}

/** What rows must not be. Expressions are SQL. */
export type Broken =
  | { readonly kind: 'null'; readonly columns: readonly string[]; readonly of?: string }
  | {
      readonly kind: 'check';
      readonly name: string;
      readonly expression: string;
      /** Of domains: the column that VALUE stands for. */
      readonly column?: string;
    }
  | {
      readonly kind: 'double';
      /** For people. */
      readonly name: string;
      readonly expressions: readonly string[];
      readonly where?: string | undefined;
      readonly nullsAlike: boolean;
    }
  | {
      readonly kind: 'overlap';
      readonly name: string;
      readonly elements: readonly { readonly expression: string; readonly operator: string }[];
      readonly where?: string | undefined;
    }
  | {
      readonly kind: 'orphan';
      readonly columns: readonly string[];
      readonly parent: string;
      /** Undefined: the parent is new, and nothing is in it. */
      readonly parentColumns: readonly string[] | undefined;
      readonly onlyParent: boolean;
      readonly full: boolean;
    };

const EXAMPLES = 3;

/**
 * One SELECT: how many rows (or groups of rows) break the rule, and up to three of them by their key. Without a primary
 * key they go by their place in the table.
 * @param percent of the table's blocks that are read; undefined: all
 */
export function trialSql(trial: Trial, percent?: number): string {
  const { rule } = trial;
  const t = quoteName(trial.table.split('.').at(-1) ?? '');
  const from = source(trial, t, percent);
  const columns = keyOf(trial).map((column) => `${t}.${column}`);
  const order = columns.join(', ');
  const label = `concat_ws(', ', ${columns.map((column) => `${column}::text`).join(', ')})`;
  const count = 'count(*)::text as count';
  if (rule.kind === 'double') {
    const filled = rule.nullsAlike ? [] : rule.expressions.map((each) => `(${each}) is not null`);
    return `select ${count}, (array_agg(rows order by rows))[1:${EXAMPLES}] as examples from (
      select array_to_string((array_agg(${label} order by ${order}))[1:2], ' and ') as rows from ${from}${where([rule.where, ...filled])}
      group by ${rule.expressions.map((each) => `(${each})`).join(', ')} having count(*) > 1) d`;
  }
  if (rule.kind === 'overlap') {
    const values = rule.elements.map(({ expression }, at) => `(${expression}) as e${at}`);
    const meets = rule.elements.map(({ operator }, at) => `a.e${at} ${operator} b.e${at}`);
    return `with shiplock_rows as materialized (select ${label} as label, row_number() over (order by ${order}) as n, ${values.join(', ')}
        from ${from}${where([rule.where])}),
      met as materialized (select a.* from shiplock_rows a where exists (
        select from shiplock_rows b where b.n <> a.n and ${meets.join(' and ')}))
      select (select count(*)::text from met) as count, array(select label || ' and ' || other from (
        select a.n, a.label, (select b.label from met b where b.n > a.n and ${meets.join(' and ')} order by b.n limit 1) as other
        from met a) pairs where other is not null order by n limit ${EXAMPLES}) as examples`;
  }
  if (rule.kind === 'check' && rule.column !== undefined) {
    return `select ${count}, (array_agg(shiplock_label order by shiplock_place))[1:${EXAMPLES}] as examples from (
      select ${label} as shiplock_label, row(${order}) as shiplock_place, ${t}.${quoteName(rule.column)} as value from ${from}) v
      where not (${rule.expression})`;
  }
  return `select ${count}, (array_agg(${label} order by ${order}))[1:${EXAMPLES}] as examples from ${from} where ${breaks(rule, t)}`;
}

/**
 * For ranges, in the time of a sort: of those that nothing meets, each ends before the next one begins, so the first two
 * that meet are neighbours. -1 rows: they are no ranges. Undefined: it cannot be asked this way.
 */
export function neighbourSql(trial: Trial): string | undefined {
  const { rule } = trial;
  const ranges =
    rule.kind === 'overlap' ? rule.elements.filter(({ operator }) => /&&\)?$/.test(operator)) : [];
  const [range] = ranges;
  if (rule.kind !== 'overlap' || ranges.length !== 1 || !range) return undefined;
  const same = rule.elements.filter((each) => each !== range);
  if (same.some(({ operator }) => !/(?:^|\.)=\)?$/.test(operator))) return undefined;
  const t = quoteName(trial.table.split('.').at(-1) ?? '');
  const label = `concat_ws(', ', ${keyOf(trial).map((column) => `${t}.${column}::text`)})`;
  const by = same.map(({ expression }) => `(${expression})`);
  const filled = [range, ...same].map(({ expression }) => `(${expression}) is not null`);
  const neighbor = `over (${by.length > 0 ? `partition by ${by} ` : ''}order by (${range.expression}))`;
  return `with met as (select label, other, type from (
      select ${label} as label, lag(${label}) ${neighbor} as other, (${range.expression}) as range,
        lag((${range.expression})) ${neighbor} as before, pg_typeof((${range.expression})) as type
      from ${source(trial, t, undefined)}${where([rule.where, ...filled])}) neighbor
      where range ${range.operator} before)
    select (select case when exists (select from met join pg_catalog.pg_type y on y.oid = met.type where y.typtype <> 'r') then '-1'
        when count(*) > 0 then (count(*) + 1)::text else '0' end from met) as count,
      array(select other || ' and ' || label from met limit ${EXAMPLES}) as examples`;
}

function source({ table, only, shape }: Trial, t: string, percent: number | undefined): string {
  const sample = percent === undefined ? '' : ` tablesample system (${percent})`;
  const from = `${only ? 'only ' : ''}${quoted(table)}`;
  if (!shape) return `${from}${sample}`;
  const columns = shape.map(({ name, sql }) => `${sql} as ${quoteName(name)}`);
  return `(select ${[...columns, `${t}.ctid as ctid`].join(', ')} from ${from} as ${t}${sample}) ${t}`;
}

function keyOf({ key, shape }: Pick<Trial, 'key' | 'shape'>): readonly string[] {
  const known = key.every((column) => !shape || shape.some(({ name }) => name === column));
  return key.length > 0 && known ? key.map(quoteName) : ['ctid'];
}

function where(conditions: readonly (string | undefined)[]): string {
  const all = conditions.filter((each) => each !== undefined).map((each) => `(${each})`);
  return all.length > 0 ? ` where ${all.join(' and ')}` : '';
}

/** SQL that the file's author wrote. */
export function expressionsIn({ rule, shape = [], fromFile }: Trial): readonly string[] {
  const made = shape.flatMap((column) => (column.fromFile ? [column.sql] : []));
  if (!fromFile) return made;
  const condition = 'where' in rule && rule.where !== undefined ? [rule.where] : [];
  switch (rule.kind) {
    case 'check':
      return [...made, rule.expression];
    case 'double':
      return [...made, ...rule.expressions, ...condition];
    case 'overlap':
      return [
        ...made,
        ...rule.elements.map(({ expression, operator }) => `(${expression}) ${operator} (${expression})`),
        ...condition,
      ];
  }
  return made;
}

function breaks(rule: Extract<Broken, { kind: 'null' | 'check' | 'orphan' }>, t: string): string {
  if (rule.kind === 'null')
    return rule.columns.map((column) => `${t}.${quoteName(column)} is null`).join(' or ');
  if (rule.kind === 'check') return `not (${rule.expression})`;
  const ours = rule.columns.map((column) => `${t}.${quoteName(column)}`);
  const filled = ours.map((column) => `${column} is not null`).join(' and ');
  const same = ours.map(
    (column, at) => `shiplock_parent.${quoteName(rule.parentColumns?.[at] ?? '')} = ${column}`,
  );
  const parent = `${rule.onlyParent ? 'only ' : ''}${quoted(rule.parent)} shiplock_parent`;
  const orphan = rule.parentColumns
    ? `${filled} and not exists (select from ${parent} where ${same.join(' and ')})`
    : filled;
  // MATCH FULL: all of them are null, or none.
  return rule.full && ours.length > 1
    ? `(${orphan}) or (num_nulls(${ours}) between 1 and ${ours.length - 1})`
    : orphan;
}

const quoted = (name: string): string => qualifiedName(...name.split('.'));

/** `3 rows of public.orders have no customer_id: id 4; id 7; id 9`. */
export function broken(
  trial: Trial,
  { count, examples }: { readonly count: number; readonly examples: readonly string[] },
): string {
  const { table, rule } = trial;
  const name = keyOf(trial)[0] === 'ctid' ? 'ctid' : trial.key.join(', ');
  const shown = examples.map((each) => `${name} ${each}`).join('; ');
  const more = count > examples.length && rule.kind !== 'overlap' ? '; …' : '';
  const number = count.toLocaleString('en-US');
  const one = count === 1;
  const rows = `${number} ${one ? 'row' : 'rows'} of ${table}`;
  const told = `: ${shown}${more}`;
  switch (rule.kind) {
    case 'null':
      return `${rows} ${one ? 'has' : 'have'} no ${rule.columns.join(' or ')}${rule.of ? ` (${rule.of})` : ''}${told}`;
    case 'check':
      return `${rows} ${one ? 'does' : 'do'} not satisfy ${rule.name}${told}`;
    case 'double':
      return `${number} ${one ? 'value' : 'values'} of ${rule.name} in ${table} ${one ? 'occurs' : 'occur'} in several rows${told}`;
    case 'overlap':
      return `${rows} conflict with each other under ${rule.name}${told}`;
    case 'orphan':
      return `${rows} ${one ? 'refers' : 'refer'} by ${rule.columns.join(', ')} to no row of ${rule.parent}${rule.parentColumns ? '' : ' (new)'}${told}`;
  }
}
