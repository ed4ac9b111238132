import { describe, expect, it } from 'vitest';
import { migrationsMarkdown } from '../../present/migrations.ts';
import type { PendingMigrations } from '../../release/ports.ts';
import { planWith } from '../hazards/plan.ts';
import { factsWith, tableFacts } from '../hazards/testing.ts';
import { planJson, planSchema } from './json.ts';
import { planSarif } from './sarif.ts';

const FILES: readonly [string, string, string][] = [
  [
    '20260101000000',
    'notes',
    'create table notes (id bigint primary key, body text);\nalter table notes enable row level security;\nalter table orders add column note_id bigint;\n',
  ],
  [
    '20260102000000',
    'totals_|_by_`day`',
    'create index orders_day on orders (day);\ncreate index concurrently orders_total on orders (total)',
  ],
  [
    '20260103000000',
    'legacy',
    '-- shiplock: allow=drop-column reason="no code reads it since 4.2 @here"\nalter table orders drop column "legacy|total";\nupdate settings set a = 1;\n',
  ],
  [
    '20260104000000',
    'keys',
    "create role reporter password 'hunter2';\nalter table customers alter column id type bigint;\n",
  ],
];

async function example(): Promise<PendingMigrations> {
  const sources = FILES.map(([version, name, sql]) => ({
    version,
    name,
    sql,
    file: `supabase/migrations/${version}_${name}.sql`,
    checksum: version.padStart(64, '0'),
  }));
  const facts = factsWith(
    tableFacts('public.orders', 1_200_000, 310 * 1024 ** 2),
    tableFacts('public.customers', 80_000, 22 * 1024 ** 2),
    tableFacts('public.settings', 3, 16_384),
  );
  return {
    ...(await planWith(sources, facts)),
    appliedCount: 41,
    ignored: [{ file: 'supabase/migrations/TEMPLATE.sql', why: 'its name has no version' }],
  };
}

describe('reports', () => {
  it('tell an approver in half a minute', async () => {
    await expect(migrationsMarkdown(await example())).toMatchFileSnapshot(
      '../../present/golden/migrations.golden.md',
    );
  });

  it('tell machines', async () => {
    const text = planJson(await example());
    planSchema.parse(JSON.parse(text));
    await expect(text).toMatchFileSnapshot('golden/plan.golden.json');
  });

  it('tell code scanning', async () => {
    const text = planSarif(await example(), '0.0.0');
    await expect(text).toMatchFileSnapshot('golden/plan.golden.sarif');
    const { runs } = JSON.parse(text);
    for (const result of runs[0].results)
      expect(runs[0].tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(
      runs[0].results.find(({ ruleId }: { ruleId: string }) => ruleId === 'drop-column').suppressions,
    ).toHaveLength(1);
  });

  it('never show secrets', async () => {
    const plan = await example();
    for (const text of [migrationsMarkdown(plan), planJson(plan), planSarif(plan, '0')])
      expect(text).not.toContain('hunter2');
  });

  it('say what they leave out of a comment', async () => {
    const plan = await example();
    const pending = Array.from({ length: 2_000 }, (_, index) => ({
      ...plan.pending[index % 4]!,
      version: String(index),
    }));
    const text = migrationsMarkdown({ ...plan, pending }, { limit: 60_000, whole: 'the job summary' });
    expect(text.length).toBeLessThan(65_000);
    expect(text).toMatch(/… and [\d,]+ more migrations/);
    expect(text).toMatch(/Details of [\d,]+ migrations omitted/);
  });

  describe('show what has to be decided, however long the file before it is', () => {
    const many = Array.from(
      { length: 400 },
      (_, at) =>
        `create function report_number_${at}(p bigint) returns bigint language sql stable security definer set search_path = '' as $$ select ${at}::bigint $$;`,
    ).join('\n');
    const allowed = '-- shiplock: allow=drop-column reason="unused since 4.2"\n';
    it.each([
      ['an allowance and its reason', `${allowed}alter table orders drop column legacy;`, 'unused since 4.2'],
      ['a refusal', 'alter table orders drop column legacy;', '⛔ `drop-column`'],
      [
        'two allowances of one statement',
        `-- shiplock: allow=drop-column reason="unused since 4.2"\n-- shiplock: allow=set-not-null reason="checked by hand"\nalter table orders drop column legacy, alter column total set not null;`,
        'checked by hand',
      ],
      [
        'one in the middle',
        `${allowed}alter table orders drop column legacy;\n${many.replaceAll('number', 'more')}`,
        'unused since 4.2',
      ],
      [
        'the same one thirty times, with its count',
        Array.from({ length: 30 }, (_, at) => `${allowed}alter table orders drop column legacy_${at};`).join(
          '\n',
        ),
        'unused since 4.2',
      ],
    ])('%s', async (_name, sql, said) => {
      const source = {
        version: '1',
        name: 'big',
        file: 'big.sql',
        checksum: '0'.repeat(64),
        sql: `${many}\n${sql}`,
      };
      const facts = factsWith(tableFacts('public.orders', 1_200_000, 310 * 1024 ** 2));
      const plan = { ...(await planWith([source], facts)), appliedCount: 0, ignored: [] };
      for (const limit of [60_000, 6_000, 2_000]) {
        const text = migrationsMarkdown(plan, { limit, whole: 'the job summary' });
        expect(text).toContain(said);
        expect(text.length).toBeLessThan(Math.max(limit * 1.5, 6_000));
      }
    });
  });

  it('show statements as they are: no markup, no sign that nobody sees', async () => {
    const sql =
      'alter table orders add constraint k check (note ~ \'a\\|b`<img src=x>@team\') not valid;\nalter table orders drop column "a\u202eb";';
    const sources = [{ version: '1', name: 'x', file: '1_x.sql', checksum: '', sql }];
    const planned = await planWith(sources, factsWith(tableFacts('public.orders', 20_000, 2 ** 21)));
    const markdown = migrationsMarkdown({ ...planned, appliedCount: 0, ignored: [] });
    const row = markdown.split('\n').find((each) => each.startsWith('| 1 |')) ?? '';
    // Cells end at pipes; a backslash takes away the meaning of whatever follows it.
    expect(row.replace(/\\./g, '').split('|')).toHaveLength(6);
    expect(row).toContain('<code>');
    expect(row).not.toMatch(/<img|@team/);
    expect(markdown).not.toContain('\u202e');
    expect(markdown).toContain('\\u{202e}');
  });

  it('tell a declared phase from one that was found', async () => {
    const sql = '-- shiplock: phase=expand\nalter table orders alter a set not null';
    const sources = [{ version: '1', name: 'x', file: '1_x.sql', checksum: '', sql }];
    const planned = await planWith(sources, factsWith(tableFacts('public.orders', 20_000, 2 ** 21)));
    const markdown = migrationsMarkdown({ ...planned, appliedCount: 0, ignored: [] });
    expect(markdown).toContain('| expand, declared (found: contract) |');
    expect(markdown).toContain('`alter table orders alter a set not null` (contract)');
  });

  it('say when there is nothing', () => {
    expect(migrationsMarkdown({ pending: [], appliedCount: 3, ignored: [], facts: [] })).toContain(
      'No pending migrations (3 applied)',
    );
  });
});
