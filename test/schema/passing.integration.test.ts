import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SchemaSnapshot } from '../../src/release/snapshot.ts';
import { drift } from '../../src/schema/drift/drift.ts';
import { databaseSchema } from '../../src/schema/index.ts';
import { checkRls } from '../../src/schema/rls/check.ts';
import { writeRls } from '../../src/schema/rls/file.ts';
import { fingerprint, schemaSnapshot } from '../../src/schema/snapshot/snapshot.ts';
import { emptyDatabase, type TestDatabase } from './support/platform.ts';

/** What comes and goes without anybody's decision is a remark; what it opens is a finding. */

let database: TestDatabase;
let folder: string;
let before: SchemaSnapshot;
const query = (sql: string) => database.db.query(sql);
beforeAll(async () => {
  database = await emptyDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'shiplock-passing-'));
  await query(`alter default privileges in schema public grant all on tables to anon, authenticated;
    create table public.events (day date, who uuid, n int not null, primary key (day, n)) partition by range (day);
    create index events_who on public.events (who);
    alter table public.events enable row level security;
    create policy own on public.events for select to authenticated using (who = (select auth.uid()));
    create table public.events_rest partition of public.events default;
    create table public.events_1 partition of public.events for values from ('2026-01-01') to ('2026-02-01');
    alter table public.events_1 enable row level security; alter table public.events_rest enable row level security;
    create table public.marks (day date, n int, foreign key (day, n) references public.events);
    create table public.plain (id int primary key); create extension pg_trgm schema extensions;
    create schema closed; create table closed.logs (id int, at date) partition by range (at);`);
  before = await schemaSnapshot(database.db);
  await writeRls(database.db, { workspace: folder, file: 'made/rls.json' });
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Makes a change, looks, and takes it back. */
async function look(change: string, undo: string) {
  await query(change);
  const live = await schemaSnapshot(database.db);
  const rls = await checkRls(database.db, { workspace: folder, file: 'made/rls.json' });
  await query(undo);
  return { ...(await drift(before, live)), moved: fingerprint(live) !== fingerprint(before), rls, live };
}

const GONE = 'alter table public.events detach partition public.events_2; drop table public.events_2';
const FEBRUARY = `create table public.events_2 partition of public.events for values from ('2026-02-01') to ('2026-03-01')`;

describe('objects that come and go by themselves', () => {
  test.each([
    [
      'a job makes a partition and closes it',
      `${FEBRUARY}; alter table public.events_2 enable row level security`,
      GONE,
      '1 partition added (public.events_2)',
    ],
    [
      'a partition that no API role may use',
      `${FEBRUARY}; revoke all on public.events_2 from anon, authenticated`,
      GONE,
      '1 partition added',
    ],
    [
      'with the policy of its parent',
      `${FEBRUARY}; alter table public.events_2 enable row level security; create policy own on public.events_2 for select to authenticated using (who = (select auth.uid()))`,
      GONE,
      '1 partition added',
    ],
    [
      'with an index of its own',
      `${FEBRUARY}; alter table public.events_2 enable row level security; create index on public.events_2 (n)`,
      GONE,
      '1 partition added',
    ],
    [
      'in a schema of its own',
      "create table closed.logs_1 partition of closed.logs for values from ('2026-01-01') to ('2026-02-01')",
      'drop table closed.logs_1',
      '1 partition added (closed.logs_1)',
    ],
    [
      'a publication of Realtime',
      'create publication supabase_realtime_messages_publication_v9 for table auth.users',
      'drop publication supabase_realtime_messages_publication_v9',
      'the platform changed publication supabase_realtime_messages_publication_v9',
    ],
    [
      'an extension is updated',
      "update pg_extension set extversion = '1.9' where extname = 'pg_trgm'",
      "update pg_extension set extversion = '1.6' where extname = 'pg_trgm'",
      'the platform updated pg_trgm',
    ],
  ])('%s: a remark', async (_, change, undo, remark) => {
    const { state, findings, remarks, moved, rls } = await look(change, undo);
    expect(findings).toEqual([]);
    expect(state).toBe('clean');
    expect(remarks?.join()).toContain(remark);
    expect(moved).toBe(false);
    expect(rls.findings).toEqual([]);
  });

  test('a job drops the oldest partition: a remark for drift, matrix and fingerprint', async () => {
    const { state, remarks, moved, rls } = await look(
      'alter table public.events detach partition public.events_1; drop table public.events_1',
      `create table public.events_1 partition of public.events for values from ('2026-01-01') to ('2026-02-01'); alter table public.events_1 enable row level security`,
    );
    expect({ state, remarks, moved, rls: rls.outcome }).toEqual({
      state: 'clean',
      remarks: ['1 partition removed (public.events_1)'],
      moved: false,
      rls: 'pass',
    });
    expect(rls.detail).toContain('1 partition removed');
  });
});

describe('what lets somebody past the parent is found', () => {
  test.each([
    ['without row level security, and granted', FEBRUARY, 'rls public.events_2'],
    [
      'with a grant that the parent lacks',
      `${FEBRUARY}; alter table public.events_2 enable row level security; grant select on public.events_2 to public`,
      'grant public.events_2 public SELECT',
    ],
    [
      'with a policy of its own',
      `${FEBRUARY}; alter table public.events_2 enable row level security; create policy open on public.events_2 using (true)`,
      'policy public.events_2 "open"',
    ],
  ])('a partition %s', async (_, change, object) => {
    const { state, findings, moved, rls } = await look(change, GONE);
    expect(state).toBe('drift');
    expect(findings.map((each) => each.object)).toContain(object);
    expect(moved).toBe(true);
    if (!object.startsWith('grant')) expect(rls.outcome).toBe('fail');
  });

  test.each([
    [
      'a table that only inherits',
      'create table public.child () inherits (public.plain)',
      'drop table public.child',
      'relation public.child',
    ],
    [
      'a partition that was detached',
      'alter table public.events detach partition public.events_1',
      `alter table public.events attach partition public.events_1 for values from ('2026-01-01') to ('2026-02-01')`,
      'relation public.events_1',
    ],
    [
      'a publication of the project',
      'create publication ours for table public.plain, auth.users',
      'drop publication ours',
      'publication ours',
    ],
    ['an empty publication', 'create publication ours', 'drop publication ours', 'publication ours'],
    [
      'an extension in another schema',
      'alter extension pg_trgm set schema public',
      'alter extension pg_trgm set schema extensions',
      'extension pg_trgm',
    ],
    [
      'the default partition',
      'alter table public.events detach partition public.events_rest',
      'alter table public.events attach partition public.events_rest default',
      'relation public.events_rest',
    ],
  ])('%s is drift as before', async (_, change, undo, object) => {
    const { findings, moved } = await look(change, undo);
    expect(findings.map((each) => each.object)).toContain(object);
    expect(moved).toBe(true);
  });
});

describe('one list of what is ignored', () => {
  const schema = (ignore: { schemas?: string[]; names?: string[]; kinds?: string[] }) =>
    databaseSchema({
      database: async () => database.db,
      workspace: folder,
      verifyDir: 'verify',
      rlsFile: 'made/rls.json',
      usageFile: 'usage.json',
      ignore: { schemas: [], names: [], kinds: [], ...ignore },
    });

  test.each<[{ schemas?: string[]; names?: string[] }]>([
    [{ schemas: ['cache'] }],
    [{ names: ['cache.*'] }],
    [{ names: ['*ca*e.ta*'], schemas: ['cache'] }],
  ])('%j serves drift, matrix and fingerprint, and is counted', async (ignore) => {
    const ignoring = schema(ignore);
    const fingerprintBefore = await ignoring.fingerprint();
    await query(
      'create schema cache; create table cache.table_1 (id int); grant usage on schema cache to anon; grant select on cache.table_1 to anon',
    );
    const [seen, looked] = [await ignoring.drift(before), await schema({}).drift(before)];
    const reports = await ignoring.verify({ snapshot: before });
    const same = (await ignoring.fingerprint()) === fingerprintBefore;
    await query('drop schema cache cascade');
    expect(looked.outcome).toBe('fail');
    expect(seen.findings.filter(({ object }) => !/schema cache/.test(object))).toEqual([]);
    expect(seen.detail).toMatch(/\d objects ignored by the settings/);
    const rls = reports.find(({ check }) => check === 'rls');
    expect([rls?.outcome, rls?.detail]).toEqual([
      'pass',
      expect.stringContaining('1 object ignored by the settings'),
    ]);
    expect(same).toBe(ignore.schemas !== undefined);
  });

  test('a kind', async () => {
    await query('create index passing on public.plain (id)');
    const { outcome, detail } = await schema({ kinds: ['index'] }).drift(before);
    await query('drop index passing');
    expect([outcome, detail]).toEqual(['pass', expect.stringContaining('ignored')]);
  });
});

describe('an upgrade of the server', () => {
  const upgraded = (live: SchemaSnapshot): SchemaSnapshot => ({
    ...live,
    server: (before.server ?? 0) + 10_000,
    objects: Object.fromEntries(
      Object.entries(live.objects).map(([id, { kind, properties }]) => {
        const printed = Object.fromEntries(
          Object.entries(properties).map(([name, value]) => [
            name,
            typeof value === 'string' && ['definition', 'using'].includes(name) ? `(${value})` : value,
          ]),
        );
        return [
          id,
          { kind, properties: kind === 'relation' ? { ...printed, ownerLacks: ['MAINTAIN'] } : printed },
        ];
      }),
    ),
  });

  test('is one finding, a new baseline, and no SQL', async () => {
    const { findings } = await drift(before, upgraded(before));
    expect(findings).toEqual([
      {
        object: 'server',
        message: expect.stringMatching(
          /^new baseline: PostgreSQL \d\d became \d\d, and prints \d+ objects differently/,
        ),
      },
    ]);
  });

  test('hides no change of its own, and drops nothing because of it', async () => {
    const { live } = await look(
      'create table public.extra (id int); alter table public.plain add column note text; alter table public.plain drop constraint plain_pkey',
      'drop table public.extra; alter table public.plain drop column note, add primary key (id)',
    );
    const { findings } = await drift(before, upgraded(live));
    expect(findings.map(({ object }) => object)).toEqual(
      expect.arrayContaining([
        'server',
        'relation public.extra',
        'column public.plain.note',
        'constraint public.plain plain_pkey',
      ]),
    );
    expect(
      findings.filter(
        ({ mend }) => mend !== undefined && !/^(?:alter table \S+ add|create|grant)/.test(mend),
      ),
    ).toEqual([]);
  });

  test('a patch of the same version is none', async () => {
    expect(await drift(before, { ...before, server: (before.server ?? 0) + 1 })).toEqual({
      state: 'clean',
      findings: [],
    });
    expect(fingerprint({ ...before, server: (before.server ?? 0) + 1 })).toBe(fingerprint(before));
  });
});
