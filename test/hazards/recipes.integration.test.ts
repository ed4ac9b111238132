import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import { RULES } from '../../src/database/hazards/rules/index.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';

/** Partitioned tables that are in use, too large for hazards about time to be remarks. */
const SCHEMA = `
  create table customers (id int primary key);
  insert into customers select generate_series(1, 100);
  create table events (id int not null, day date not null, customer int, note text) partition by range (day);
  create table events_1 partition of events for values from ('2026-01-01') to ('2026-02-01');
  create table events_2 partition of events for values from ('2026-02-01') to ('2026-03-01');
  insert into events select i, date '2026-01-01' + i % 59, i % 100 + 1 from generate_series(1, 12000) i;
  create table later (like events);
  insert into later select i, '2026-03-05', 1 from generate_series(1, 12000) i;
  analyze;`;

interface Recipe {
  readonly rule: string;
  /** What the advice is about. */
  readonly instead: string;
  /** Each step that the advice names, in its order, and the files that it stands for. */
  readonly steps: readonly (readonly [named: string, ...files: string[]])[];
}

const RECIPES: readonly Recipe[] = [
  {
    rule: 'index-on-partitioned',
    instead: 'create index events_note on events (note)',
    steps: [
      ['CREATE INDEX ON ONLY', 'create index events_note on only events (note)'],
      [
        'CREATE INDEX CONCURRENTLY',
        'create index concurrently events_1_note on events_1 (note)',
        'create index concurrently events_2_note on events_2 (note)',
      ],
      [
        'ALTER INDEX … ATTACH PARTITION',
        'alter index events_note attach partition events_1_note; alter index events_note attach partition events_2_note',
      ],
    ],
  },
  {
    rule: 'add-foreign-key-to-partitioned',
    instead: 'alter table events add constraint c foreign key (customer) references customers',
    steps: [
      [
        'Add it NOT VALID to each partition',
        'alter table events_1 add constraint c foreign key (customer) references customers not valid; alter table events_2 add constraint c foreign key (customer) references customers not valid',
      ],
      [
        'VALIDATE each in another migration',
        'alter table events_1 validate constraint c; alter table events_2 validate constraint c',
      ],
      [
        'then add it to the partitioned table',
        'alter table events add constraint c foreign key (customer) references customers',
      ],
    ],
  },
  {
    rule: 'add-unique-constraint-to-partitioned',
    instead: 'alter table events add constraint u unique (id, day)',
    steps: [
      ['ALTER TABLE ONLY … ADD CONSTRAINT', 'alter table only events add constraint u unique (id, day)'],
      [
        'CREATE UNIQUE INDEX CONCURRENTLY',
        'create unique index concurrently u_1 on events_1 (id, day)',
        'create unique index concurrently u_2 on events_2 (id, day)',
      ],
      [
        'ALTER TABLE partition ADD CONSTRAINT … USING INDEX',
        'alter table events_1 add constraint u_1 unique using index u_1; alter table events_2 add constraint u_2 unique using index u_2',
      ],
      [
        'ALTER INDEX … ATTACH PARTITION',
        'alter index u attach partition u_1; alter index u attach partition u_2',
      ],
    ],
  },
  {
    rule: 'attach-partition-scans',
    instead: "alter table events attach partition later for values from ('2026-03-01') to ('2026-04-01')",
    steps: [
      [
        'First add a CHECK equal to the bounds to the partition, NOT VALID',
        "alter table later add constraint bounds check (day >= '2026-03-01' and day < '2026-04-01') not valid",
      ],
      ['then validate it', 'alter table later validate constraint bounds'],
      ['', "alter table events attach partition later for values from ('2026-03-01') to ('2026-04-01')"],
    ],
  },
  {
    rule: 'detach-partition-not-concurrent',
    instead: 'alter table events detach partition events_1',
    steps: [['DETACH PARTITION … CONCURRENTLY', 'alter table events detach partition events_1 concurrently']],
  },
];

let database: FreshDatabase;
let db: PgDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  db = await connect(database.url);
  await db.client.query(SCHEMA);
});
afterAll(async () => {
  await db?.close();
  await database?.drop();
});

/** Time hazards that the plan would still refuse or warn of. */
async function hazards(sql: string): Promise<string[]> {
  const { pending } = await planMigrations(
    [{ version: '1', name: 'x', file: 'x.sql', checksum: '', sql }],
    db,
  );
  return pending
    .flatMap(({ statements }) => statements.flatMap((each) => each.hazards))
    .filter(({ rule, severity }) => severity === 'refused' && RULES.get(rule)?.threat === 'stall')
    .map(({ rule }) => rule);
}

it.each(RECIPES)(
  'the advice of $rule is taken by the server, and by the plan',
  async ({ rule, instead, steps }) => {
    const advice = RULES.get(rule)?.instead ?? '';
    const before = await planned(instead);
    expect(before).toContain(rule);
    let at = 0;
    for (const [named, ...files] of steps) {
      const found = advice.indexOf(named, at);
      expect(found, `"${named}" in "${advice}"`).toBeGreaterThanOrEqual(at);
      at = found + named.length;
      for (const sql of files) {
        expect(await hazards(sql), sql).toEqual([]);
        await db.client.query(sql);
      }
    }
    // What the advice says beyond the steps names no SQL.
    expect(advice.slice(at)).not.toMatch(/[A-Z]{3,}/);
  },
);

async function planned(sql: string): Promise<string[]> {
  const { pending } = await planMigrations(
    [{ version: '1', name: 'x', file: 'x.sql', checksum: '', sql }],
    db,
  );
  return pending.flatMap(({ statements }) =>
    statements.flatMap((each) => each.hazards.map(({ rule }) => rule)),
  );
}

it('leaves whole what was put together from parts', async () => {
  const [row] = await db.query<{ broken: string[] }>(
    `select array(select indexrelid::regclass::text from pg_index where not indisvalid) || array(
       select conname::text from pg_constraint where not convalidated) as broken`,
  );
  expect(row?.broken).toEqual([]);
});
