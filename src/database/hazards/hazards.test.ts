import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { CatalogFacts } from './facts.ts';
import { noFacts, TINY } from './facts.ts';
import { milliseconds } from './locks/time.ts';
import { hazardsPage, SQUAWK_OTHERWISE } from './page.ts';
import { type MigrationSource, migrationPhase, planWith } from './plan.ts';
import { refusalsOf, refusedBy } from './refusals.ts';
import { FAMILIES, RULES } from './rules/index.ts';
import { factsWith, tableFacts } from './testing.ts';

const large = tableFacts('public.orders', 1_200_000, 310 * 1024 ** 2);
const source = (version: string, sql: string): MigrationSource => ({
  version,
  name: 'x',
  file: `${version}_x.sql`,
  checksum: '',
  sql,
});

async function plan(sql: string | readonly string[], facts: CatalogFacts = factsWith(large)) {
  const files = typeof sql === 'string' ? [sql] : sql;
  return (
    await planWith(
      files.map((text, index) => source(String(index + 1), text)),
      facts,
    )
  ).pending;
}

function refuse(pending: Awaited<ReturnType<typeof plan>>): void {
  const refused = refusedBy(refusalsOf(pending, new Map()));
  if (refused) throw refused;
}

async function hazards(sql: string | readonly string[], facts?: CatalogFacts) {
  return (await plan(sql, facts)).flatMap(({ statements }) => statements.flatMap((each) => each.hazards));
}

/** squawk 2.66's rules. https://squawkhq.com/docs/rules */
const SQUAWK =
  `require-concurrent-index-creation require-concurrent-index-deletion constraint-missing-not-valid
  adding-field-with-default adding-foreign-key-constraint changing-column-type adding-not-nullable-field
  adding-serial-primary-key-field renaming-column renaming-table disallowed-unique-constraint ban-drop-database
  prefer-bigint-over-int prefer-bigint-over-smallint prefer-identity prefer-repack prefer-robust-stmts prefer-text-field
  prefer-timestamp-tz ban-char-field ban-drop-column ban-drop-table ban-drop-not-null transaction-nesting
  adding-required-field ban-concurrent-index-creation-in-transaction unused-ignore ban-create-domain-with-constraint
  ban-alter-domain-with-add-constraint ban-truncate-cascade require-timeout-settings ban-uncommitted-transaction
  require-enum-value-ordering require-table-schema identifier-too-long require-concurrent-partition-detach
  require-concurrent-reindex require-lock-timeout require-statement-timeout ban-duplicate-column-assignments`.split(
    /\s+/,
  );

describe('the rules', () => {
  it('are all in the index, once', async () => {
    const files = (await readdir(new URL('rules', import.meta.url))).filter(
      (name) => name.endsWith('.ts') && name !== 'index.ts',
    );
    const index = await readFile(new URL('rules/index.ts', import.meta.url), 'utf8');
    for (const file of files) expect(index).toContain(`'./${file}'`);
    expect(FAMILIES).toHaveLength(files.length);
    expect(RULES.size).toBe(FAMILIES.flatMap((family) => family.rules).length);
  });

  it("cover squawk's", () => {
    const covered = new Set([
      ...[...RULES.values()].flatMap((rule) => rule.squawk ?? []),
      ...Object.keys(SQUAWK_OTHERWISE),
    ]);
    expect(SQUAWK.filter((rule) => !covered.has(rule))).toEqual([]);
  });

  it('are documented', async () => {
    await expect(hazardsPage()).toMatchFileSnapshot('../../../docs/hazards.md');
  });
});

describe('size', () => {
  const sql = 'create index i on orders (a)';
  it.each([
    ['large', factsWith(large), 'refused'],
    ['of a size nobody knows', noFacts(), 'refused'],
    ['tiny', factsWith(tableFacts('public.orders', TINY.rows, TINY.bytes)), 'info'],
    ['one row too many', factsWith(tableFacts('public.orders', TINY.rows + 1, TINY.bytes)), 'refused'],
    ['one byte too many', factsWith(tableFacts('public.orders', TINY.rows, TINY.bytes + 1)), 'refused'],
  ])('decides about time: a table %s', async (_what, facts, severity) => {
    expect(await hazards(sql, facts)).toMatchObject([{ rule: 'index-not-concurrent', severity }]);
  });

  it('does not count for what is lost', async () => {
    const tiny = factsWith(tableFacts('public.orders', 1, 8192));
    expect(await hazards('drop table orders', tiny)).toMatchObject([
      { rule: 'drop-table', severity: 'refused' },
    ]);
  });

  it('is shown', async () => {
    expect((await hazards(sql))[0]?.message).toContain('public.orders (about 1,200,000 rows, 310 MB)');
    const { facts } = await planWith([source('1', sql)], factsWith(large));
    expect(facts).toEqual([{ relation: 'public.orders', rows: 1_200_000, bytes: 310 * 1024 ** 2 }]);
  });
});

describe('memory', () => {
  it('knows what an earlier file of the release made', async () => {
    const files = [
      'create table private.fresh (a int)',
      'create index i on private.fresh (a); alter table private.fresh drop column a',
    ];
    expect(await hazards(files)).toEqual([]);
    const [, second] = await plan(files);
    expect(second?.statements.map(({ locks }) => locks.length)).toEqual([1, 1]);
    expect(second?.phase).toBe('expand');
  });

  it('follows renames and drops', async () => {
    const files = [
      'alter table orders rename to purchases',
      'create index i on purchases (a)',
      'drop table purchases',
      'create table orders (a int)',
      'create index j on orders (a)',
    ];
    const found = await hazards(files);
    expect(found.filter(({ rule }) => rule === 'index-not-concurrent').map(({ message }) => message)).toEqual(
      ['i is built over public.purchases (about 1,200,000 rows, 310 MB) while writes wait'],
    );
  });

  it('takes a validated check for proof', async () => {
    const files = [
      'alter table orders add constraint k check (a is not null) not valid',
      'alter table orders validate constraint k',
      'alter table orders alter a set not null',
    ];
    expect((await hazards(files)).map(({ rule }) => rule)).toEqual([
      'constraint-tightens',
      'column-becomes-required',
    ]);
  });
});

describe('allowances', () => {
  it('carry their reason, on their own statement alone', async () => {
    const sql =
      '-- shiplock: allow=drop-column reason="unused"\nalter table orders drop column a;\nalter table orders drop column b;';
    const found = await hazards(sql);
    expect(found.map(({ allowed }) => allowed?.reason)).toEqual(['unused', undefined]);
    const pending = await plan(sql);
    expect(() => refuse(pending)).toThrow(/1_x\.sql:3 is refused by drop-column/);
    expect(() =>
      refuse(pending.map((each) => ({ ...each, statements: each.statements.slice(0, 1) }))),
    ).not.toThrow();
  });

  it('of a rule that does not exist are refused, with the nearest one', async () => {
    await expect(plan('-- shiplock: allow=drop-colum reason=x\nselect 1')).rejects.toMatchObject({
      code: 'SHIPLOCK_MIGRATION_UNKNOWN_RULE',
      problem: { next: expect.stringContaining('drop-column') },
    });
  });
});

describe('phases', () => {
  it('refuse a contract file ahead of an expand one, and say how to split', async () => {
    const pending = await plan(['alter table orders drop column a', 'create table private.b (id int)']);
    expect(pending.map(({ phase }) => phase)).toEqual(['contract', 'expand']);
    expect(() => refuse(pending)).toThrow(
      /SHIPLOCK_PLAN_CONTRACT_FIRST: 1_x\.sql \(.*\) is a contract migration and comes before the expand migration 2_x\.sql/,
    );
    expect(() => refuse([...pending].reverse())).toThrow(/SHIPLOCK_PLAN_HAZARD/);
  });

  it('take a policy or trigger that is dropped and made again for replaced', async () => {
    const replaced =
      'drop policy if exists p on orders; create policy p on orders using (a > 0); drop trigger t on orders; create trigger t before insert on orders for each row execute function f()';
    const [replacing] = await plan(replaced);
    const [dropping] = await plan('drop policy p on orders');
    expect([replacing?.phase, dropping?.phase]).toEqual(['expand', 'contract']);
    // Dropped for good by a later file: the first one alone would be tolerated, the two of them are not.
    const both = await plan([replaced, 'drop policy p on orders']);
    expect(both.map(({ phase }) => phase)).toEqual(['contract', 'contract']);
  });

  it('can be declared', async () => {
    const [first, second] = await plan([
      '-- shiplock: phase=expand\nalter table orders alter a set not null',
      '-- shiplock: phase=contract\nselect 1',
    ]);
    expect([first?.phase, second?.phase]).toEqual(['expand', 'contract']);
    expect(migrationPhase([])).toBe('expand');
  });
});

it('hides what may be a secret', async () => {
  const [file] = await plan(
    "create role r password 'hunter2';\nselect vault.create_secret('hunter2');\ncreate user mapping for r server s options (password 'hunter2')",
  );
  expect(JSON.stringify(file)).not.toContain('hunter2');
});

it('looks into DO blocks and data-changing WITH parts', async () => {
  const found = await hazards(
    'do $$ begin if true then drop table orders; end if; end $$;\nwith gone as (delete from orders returning *) select count(*) from gone',
  );
  expect(found.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['drop-table', 'delete-rows']));
});

it('relies on nothing that a DO block may have done', async () => {
  const block =
    'do $$ begin if false then drop table orders; create table orders (a int); alter table orders rename to o; end if; end $$';
  const found = await hazards(`${block};\ncreate index i on orders (a)`);
  expect(found.at(-1)).toMatchObject({ rule: 'work-under-exclusive-lock' });
  expect(found.map(({ rule }) => rule)).toContain('index-not-concurrent');
  const fresh = 'do $$ begin create table private.fresh (a int); end $$; create index i on private.fresh (a)';
  expect((await hazards(fresh)).map(({ rule }) => rule)).toEqual([]);
});

it('plans 250 files and a long one quickly', async () => {
  const files = Array.from(
    { length: 250 },
    (_, i) =>
      `create table t${i} (id bigint primary key, b text);\nalter table t${i} enable row level security;\ncreate index on t${i} (b);\nalter table orders add column c${i} int;`,
  );
  const long = Array.from(
    { length: 20_000 },
    (_, i) => `insert into private.rows (a, b) values (${i}, 'x');`,
  ).join('\n');
  // Some 1.2 s on a slow machine; what grows with the square of it would take minutes, and time out.
  expect(await plan([...files, long])).toBeDefined();
});

describe('a statement that the role’s statement_timeout may end', () => {
  const huge = { ...tableFacts('public.orders', 40_000_000, 9 * 1024 ** 3), empty: false };
  const facts = (statementTimeoutMs?: number): CatalogFacts => ({
    ...factsWith(huge, tableFacts('public.small', 500, 8192)),
    ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }),
  });
  const found = async (sql: string | readonly string[], timeout?: number) =>
    (await hazards(sql, facts(timeout)))
      .filter(({ rule }) => rule === 'statement-timeout-too-short')
      .map(({ severity, message }) => `${severity}: ${message}`);
  const MINUTES = 2 * 60_000;

  it.each([
    'create index concurrently i on orders (id)',
    'create index i on orders (id)',
    'alter table orders validate constraint c',
    'alter table orders alter a type bigint',
    'update orders set a = 1',
    // What another file sets is reset.
    ['set statement_timeout = 0; select 1', 'create index concurrently i on orders (id)'],
    "set statement_timeout = '5min'; create index concurrently i on orders (id)",
    'set statement_timeout = 0; reset statement_timeout; create index concurrently i on orders (id)',
  ])('is a warning: %s', async (sql) => {
    const [said, ...more] = await found(sql, MINUTES);
    expect(more).toEqual([]);
    expect(said).toMatch(
      /^warning: public.orders \(about 40,000,000 rows, 9.0 GB\) might take 8 min on a small/,
    );
  });

  it.each([
    'set statement_timeout = 0; create index concurrently i on orders (id)',
    "set local statement_timeout = '2h'; create index i on orders (id)",
    "set statement_timeout = 'x'; create index i on orders (id)",
    'create index concurrently i on small (id)',
    'alter table orders add column b int',
    'create table fresh (id int); create index on fresh (id)',
    '-- shiplock: batch rows=1000\nupdate orders set a = 1 where a is null',
  ])('is nothing to say: %s', async (sql) => expect(await found(sql, MINUTES)).toEqual([]));

  it('is nothing where the role has no timeout', async () => {
    expect(await found('create index i on orders (id)')).toEqual([]);
    expect(await found('create index i on orders (id)', 0)).toEqual([]);
    expect(await found('create index i on orders (id)', 3_600_000)).toEqual([]);
  });

  it('reads times as settings have them', () => {
    const times = ['120000', '2min', '120s', '120000ms', '0.5h', '1d', '250us'].map(milliseconds);
    expect(times).toEqual([120_000, 120_000, 120_000, 120_000, 1_800_000, 86_400_000, 0.25]);
    expect(milliseconds('soon')).toBeUndefined();
  });
});
