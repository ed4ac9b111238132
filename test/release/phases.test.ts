import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReleaseContext } from '../../src/release/context.ts';
import type { ShiplockError } from '../../src/release/errors.ts';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { Session } from '../../src/release/session.ts';
import { ship } from '../../src/release/ship.ts';
import { foldState } from '../../src/release/state.ts';
import { approve } from '../../src/release/steps/approve.ts';
import { contract } from '../../src/release/steps/contract.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { gate } from '../../src/release/steps/gate.ts';
import { migrate } from '../../src/release/steps/migrate.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { promote } from '../../src/release/steps/promote.ts';
import { verify } from '../../src/release/steps/verify.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, gateThat, MemoryHosting } from './context.ts';

const options = { approvalWaitMs: 0 };
const STEPS: Readonly<Record<string, (context: ReleaseContext) => Promise<unknown>>> = {
  deploy,
  plan,
  approve: (release) => approve(release, { waitMs: 0 }),
  migrate,
  verify,
  gate,
  promote,
};
let fresh: FreshDatabase;
let workspace: string;
let hosting: MemoryHosting;
const opened: { close(): Promise<void> }[] = [];

async function context(
  letter: string,
  extra: Partial<Parameters<typeof contextFor>[0]> = {},
): Promise<ReleaseContext & Pick<Awaited<ReturnType<typeof contextFor>>, 'said' | 'db'>> {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit: letter.repeat(40), ...extra });
  opened.push(made.db);
  return made;
}
const migration = (name: string, sql: string) => writeFile(path.join(workspace, 'migrations', name), sql);
async function exists(relation: string): Promise<boolean> {
  const { db } = await contextFor({ url: fresh.url, workspace, hosting, commit: 'f'.repeat(40) });
  opened.push(db);
  const [row] = await db.query<{ there: boolean }>('select to_regclass($1) is not null as there', [relation]);
  return row?.there === true;
}
const refusal = async (work: Promise<unknown>): Promise<ShiplockError['problem']> =>
  work.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: ShiplockError) => error.problem,
  );

beforeEach(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-phases-'));
  for (const folder of ['migrations', 'verify']) await mkdir(path.join(workspace, folder));
  hosting = new MemoryHosting();
  await migration(
    '20260101000000_base.sql',
    'create table public.orders (id int primary key, note text, legacy text, older text); alter table public.orders enable row level security; grant select on public.orders to anon;',
  );
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((db) => db.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

it('a whole folder ships onto a database where nothing serves, in one go', async () => {
  await migration(
    '20260102000000_close.sql',
    'drop extension if exists pg_graphql; revoke all on all tables in schema public from anon; alter table public.orders drop column legacy;',
  );
  await migration(
    '20260103000000_more.sql',
    'create table public.more (id int primary key); alter table public.more enable row level security;',
  );
  await ship(await context('a'), options);
  expect(await exists('public.more')).toBe(true);
});

describe('a production release that was cut off', () => {
  const production = async (letter: string) => {
    const made = await context(letter);
    let asked = 0;
    const release: ReleaseContext = {
      ...made,
      environment: { ...made.environment, name: 'production', kind: 'production' },
      approvals: (request) => {
        asked += 1;
        return made.approvals(request);
      },
    };
    return { release, asked: () => asked };
  };
  const until = async (release: ReleaseContext, phases: readonly string[]) => {
    for (const phase of phases) await STEPS[phase]!(release);
  };

  it('after its migrations goes on under the plan that was approved: nobody is asked again', async () => {
    const first = await production('a');
    await until(first.release, ['deploy', 'plan', 'approve', 'migrate']);
    const again = await production('a');
    await ship(again.release, options);
    expect([first.asked(), again.asked()]).toEqual([1, 0]);
  });

  it('after its promote goes on as well', async () => {
    const first = await production('a');
    await until(first.release, ['deploy', 'plan', 'approve', 'migrate', 'verify', 'gate', 'promote']);
    const again = await production('a');
    await ship(again.release, options);
    expect(again.asked()).toBe(0);
  });

  it('is planned and asked about again where somebody else changed the schema meanwhile', async () => {
    const first = await production('a');
    await until(first.release, ['deploy', 'plan', 'approve', 'migrate']);
    const { db } = await contextFor({ url: fresh.url, workspace, hosting, commit: 'f'.repeat(40) });
    opened.push(db);
    await db.query('alter table public.orders add column by_hand int');
    const again = await production('a');
    await ship(again.release, options).catch(() => undefined);
    expect(again.asked()).toBe(1);
  });
});

it('a gate that went on undecided says so when it runs again', async () => {
  const release = await context('a');
  for (const phase of ['deploy', 'plan', 'approve', 'migrate', 'verify']) await STEPS[phase]!(release);
  const undecided: ReleaseContext['gate'] = async (about) => ({
    ...(await gateThat('inconclusive')(about)),
    proceed: true,
  });
  const first = await gate({ ...release, gate: undecided });
  expect([first.state, first.outputs['decision']]).toEqual(['done', 'inconclusive']);
  const again = await gate(await context('a'));
  expect([again.state, again.outputs['decision']]).toEqual(['already', 'inconclusive']);
  expect(again.summary).toContain('inconclusive');
});

describe('a contract file', () => {
  const drop =
    '-- shiplock: allow=drop-column reason="unused"\nalter table public.orders drop column legacy;';
  beforeEach(async () => {
    await ship(await context('a'), options);
    await migration('20260201000000_drop.sql', drop);
  });

  it('that soaks longer than another is applied by a later job of the same release', async () => {
    await migration('20260202000000_drop.sql', drop.replace('legacy', 'older'));
    await ship(await context('b'), options);
    const how = { force: true, reason: 'unused' };
    await rm(path.join(workspace, 'migrations/20260202000000_drop.sql'));
    expect((await contract(await context('b'), how)).outputs.applied).toBe('20260201000000');
    await migration('20260202000000_drop.sql', drop.replace('legacy', 'older'));
    expect((await contract(await context('b'), how)).outputs.applied).toBe('20260202000000');
    expect((await contract(await context('b'), how)).state).toBe('already');
  });

  it.each(['call-ended', 'snapshot-kept', 'phase-done'])(
    'that a job applied before it was killed at "%s" is recorded by the next one, with the schema that it left',
    async (at) => {
      await ship(await context('b'), options);
      const { append } = Session.prototype;
      const cut = vi.spyOn(Session.prototype, 'append').mockImplementation(function (this: Session, ...args) {
        if (args[0] === 'contract' && args[1].is === at) throw new Error('cut');
        return append.apply(this, args);
      });
      const how = { force: true, reason: 'unused' };
      await expect(contract(await context('b'), how)).rejects.toThrow('cut');
      cut.mockRestore();
      expect((await contract(await context('b'), { force: false })).state).toBe('done');
      const { db, schema } = await contextFor({ url: fresh.url, workspace, hosting, commit: 'b'.repeat(40) });
      opened.push(db);
      const record = new ReleaseRecord(db);
      const { id } = (await record.latest('staging', 'b'.repeat(40)))!;
      const { applied } = foldState(await record.events(id));
      expect(applied).toContain('20260201000000');
      expect(await record.snapshotOf(id)).toEqual(await schema.snapshot());
      expect((await contract(await context('b'), { force: false })).state).toBe('already');
    },
  );

  it('is passed by, and its soak time counts from the first release that served with it', async () => {
    const second = await context('b');
    await ship(second, options);
    expect(second.said.join('\n')).toMatch(
      /20260201000000_drop\.sql.* waits until 24 h after this release first serves; .*shiplock contract/,
    );
    await migration('20260202000000_more.sql', 'create table public.more (id int primary key);');
    const later = await context('c');
    const third = await ship(later, options);
    expect(later.said.join('\n')).toMatch(
      /20260201000000_drop\.sql.* of release .* until 20.*shiplock contract/,
    );
    expect(third.find(({ phase }) => phase === 'migrate')?.summary).toMatch(/drop\.sql.* waits: until 20/);
    expect(await exists('public.more')).toBe(true);
    const plan = third.find(({ phase }) => phase === 'plan')?.summary ?? '';
    expect(plan).toMatch(/20260201000000_drop\.sql.* of release `rel_.*waits: until 20/);
    expect(plan).toContain('`migrate` with `contract: true`');
    const problem = await refusal(contract(await context('c'), { force: false }));
    expect(problem.code).toBe('SHIPLOCK_CONTRACT_SOAKING');
    expect(problem.what).toMatch(/20260201000000_drop\.sql of release rel_\S+ until 20/);
    const forced = await contract(await context('c'), { force: true, reason: 'the column must go' });
    expect(forced.state).toBe('done');
    expect(forced.outputs).toEqual({
      'release-id': third[0]?.outputs['release-id'],
      applied: '20260201000000',
    });
    const [kept] = await (await context('c')).db.query<{ body: string }>(
      `select body::text from shiplock.event where kind = 'intent' and phase = 'contract'`,
    );
    expect(kept?.body).toContain('the column must go');
    expect((await contract(await context('c'), { force: true })).state).toBe('already');
    // What follows is planned as if it had always been in order.
    await migration('20260203000000_last.sql', 'create table public.last (id int primary key);');
    await ship(await context('d'), options);
    expect(await exists('public.last')).toBe(true);
  });

  it('ahead of expand files is refused with every file and the whole table, and the release changes nothing', {
    tags: 'full',
  }, async () => {
    await migration(
      '20260202000000_tight.sql',
      'alter table public.orders add constraint n check (note <> $$x$$);',
    );
    await migration(
      '20260203000000_more.sql',
      'create table public.more (id int primary key); delete from public.orders;',
    );
    const problem = await refusal(ship(await context('b'), options));
    expect(problem.code).toBe('SHIPLOCK_PLAN_CONTRACT_FIRST');
    for (const file of ['20260201000000_drop.sql', '20260202000000_tight.sql'])
      expect(problem.what).toContain(file);
    expect(problem.what).toContain("note = 'x'");
    expect(problem.what).toContain('is refused by delete-rows');
    expect(problem.evidence).toContain('20260203000000');
    expect(await exists('public.more')).toBe(false);
  });
});

it('a file that adds and takes away is refused, with the two files that it splits into', async () => {
  await ship(await context('a'), options);
  await migration(
    '20260201000000_both.sql',
    '-- for the new form\nalter table public.orders add column kind text;\n-- shiplock: allow=drop-column reason="unused"\nalter table public.orders drop column legacy;\ncreate table public.forms (id int primary key);\n',
  );
  const problem = await refusal(ship(await context('b'), options));
  expect(problem.code).toBe('SHIPLOCK_PLAN_MIXED_FILE');
  expect(problem.what).toContain('column public.orders.kind, table public.forms');
  expect(problem.evidence).toContain('20260201000001_both_contract.sql');
  const [now = '', later = ''] = [...(problem.evidence ?? '').matchAll(/^(`{3,})sql\n(.*?)^\1$/gms)].map(
    ([, , sql]) => sql,
  );
  expect(now).toContain('-- for the new form\nalter table public.orders add column kind text;');
  expect(now).toContain('create table public.forms');
  expect(later).toBe(
    '-- shiplock: allow=drop-column reason="unused"\nalter table public.orders drop column legacy;\n',
  );
  // As it is written, it ships: what adds at once, what takes away later.
  await migration('20260201000000_both.sql', now);
  await migration('20260201000001_both_contract.sql', later);
  await ship(await context('c'), options);
  expect(await exists('public.forms')).toBe(true);
});

it('a file that says what it is goes its way', { tags: 'full' }, async () => {
  await ship(await context('a'), options);
  await migration(
    '20260201000000_both.sql',
    '-- shiplock: phase=contract\nalter table public.orders add column kind text;\n-- shiplock: allow=drop-column reason="unused"\nalter table public.orders drop column legacy;\n',
  );
  expect((await ship(await context('b'), options)).at(-1)?.outputs['result']).toBe('released');
});
