/** @module-tag full */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { planRole } from '../../../test/support/plan-role.ts';
import { type FreshDatabase, freshDatabase } from '../../../test/support/postgres.ts';
import { connect, type PgDatabase } from '../../database/connection.ts';
import { sha256 } from '../canonical.ts';
import { installedVersion, installRecord } from './install.ts';
import { authorityOf, Proposals } from './proposals.ts';
import { newReleaseId, ReleaseRecord } from './record.ts';
import { RECORD_SCHEMA } from './schema/index.ts';
import { V1 } from './schema/v1.ts';
import { verifyChain } from './verify.ts';

/** Records of version 1 are out there, with events in them and with the planning role's old rights. */
const COMMIT = 'a'.repeat(40);
const planner = `planner_${randomBytes(5).toString('hex')}`;
let fresh: FreshDatabase;
let owner: PgDatabase;
const open: PgDatabase[] = [];

async function as(role: string): Promise<PgDatabase> {
  const url = new URL(fresh.url);
  url.username = role;
  url.password = role;
  const db = await connect(url.href);
  open.push(db);
  return db;
}

/** A record as version 1 left it: installed, with a release that shipped and one that the planning role opened. */
async function recordOfVersion1(): Promise<{
  readonly shipped: string;
  readonly planned: string;
  head: string;
}> {
  await owner.query(V1);
  await owner.query('insert into shiplock.schema_version (version) values (1)');
  await owner.query(`grant usage on schema shiplock to ${planner}; grant select, insert on all tables in schema shiplock to ${planner};
    grant execute on function shiplock.open, shiplock.append, shiplock.acquire to ${planner};
    grant update (holder) on shiplock.lease to ${planner};
    create policy planner_writes on shiplock.event for all to ${planner} using (true) with check (true)`);
  const record = new ReleaseRecord(owner);
  const draft = {
    environment: 'production',
    commit: COMMIT,
    replaces: null,
    runId: '1',
    runUrl: null,
    actor: 'ada',
  };
  const [shipped, planned] = [newReleaseId(), newReleaseId()];
  await record.open({ ...draft, id: shipped }, 'deploy');
  const append = (phase: string, kind: string, body: object) =>
    owner.query(
      `select shiplock.append($1, (select token from shiplock.lease where holder = $1), 'ada', $2, $3, $4)`,
      [shipped, phase, kind, JSON.stringify(body)],
    );
  await append('plan', 'planned', { plan: {}, hash: 'x' });
  await owner.query(`select shiplock.acquire('production', $1, 600)`, [shipped]);
  await append('finalize', 'closed', { result: 'released', serves: shipped });
  await new ReleaseRecord(await as(planner)).open({ ...draft, id: planned, runId: '2' }, 'plan');
  return { shipped, planned, head: (await verifyChain(owner)).head };
}

beforeEach(async () => {
  fresh = await freshDatabase();
  owner = await connect(fresh.url);
  open.push(owner);
  await owner.query(`create role ${planner} login password '${planner}'`);
});
afterEach(async () => {
  await owner.query(`drop owned by ${planner}; drop role ${planner}`);
  await Promise.all(open.splice(0).map((each) => each.close()));
  await fresh.drop();
});

it('the text of version 1 is what it was when it shipped', () => {
  expect(sha256(V1)).toBe('308aad1bf7b753aeef85018826b6ac3543a7d69175f52ffc2a341fed93afc80c');
});

it('keeps every event, and goes on with the chain', async () => {
  const { shipped, head } = await recordOfVersion1();
  const before = await new ReleaseRecord(owner).events(shipped);
  expect(await installRecord(owner)).toBe(true);
  expect(await installedVersion(owner)).toBe(RECORD_SCHEMA.length);
  expect(await installRecord(owner)).toBe(false);
  expect(await new ReleaseRecord(owner).events(shipped)).toEqual(before);
  const report = await verifyChain(owner, { head });
  expect(report).toMatchObject({ intact: true });
  expect((await new ReleaseRecord(owner).serving('production'))?.id).toBe(shipped);
});

it('appends for the shipping role alone, though somebody let others call its functions', async () => {
  await recordOfVersion1();
  await installRecord(owner);
  await owner.query(`grant usage on schema shiplock to ${planner};
    grant execute on all functions in schema shiplock to ${planner}`);
  const [release] = await owner.query<{ id: string }>('select id from shiplock.release limit 1');
  const lesser = await as(planner);
  const before = (await verifyChain(owner)).head;
  await expect(
    lesser.query(`select * from shiplock.append('${release?.id}', null, 'ada', 'plan', 'observed', '{}')`),
  ).rejects.toMatchObject({ code: 'SHIPLOCK_DATABASE_PERMISSION' });
  await expect(
    lesser.query(
      `select * from shiplock.open('rel_1', 'production', '${COMMIT}', null, null, null, 'ada', 'deploy', '{}')`,
    ),
  ).rejects.toMatchObject({ code: 'SHIPLOCK_DATABASE_PERMISSION' });
  expect((await verifyChain(owner)).head).toBe(before);
});

it('takes every right to write from everybody but the owner', async () => {
  await recordOfVersion1();
  await installRecord(owner);
  const lesser = await as(planner);
  for (const sql of [
    `select * from shiplock.open('rel_1', 'production', '${COMMIT}', null, null, null, 'ada', 'plan', '{}')`,
    `select * from shiplock.append('rel_1', null, 'ada', 'plan', 'planned', '{}')`,
    `select * from shiplock.acquire('production', 'rel_1', 300)`,
    `insert into shiplock.event select * from shiplock.event`,
    `update shiplock.lease set holder = 'me'`,
  ])
    await expect(lesser.query(sql), sql).rejects.toMatchObject({ code: 'SHIPLOCK_DATABASE_PERMISSION' });
  const policies = await owner.query<{ name: string }>(
    `select polname as name from pg_policy p join pg_class c on c.oid = p.polrelid
      where relnamespace = 'shiplock'::regnamespace and polcmd <> 'r'`,
  );
  expect(policies).toEqual([]);
  expect(await authorityOf(owner)).toBe('ship');
  expect(await authorityOf(lesser).catch(() => 'none')).toBe('none');
});

it('attack 3: a release that the planning role opened in version 1 is nobody’s newest release of the commit', async () => {
  const { shipped, planned } = await recordOfVersion1();
  await installRecord(owner);
  const record = new ReleaseRecord(owner);
  expect(await record.release(planned)).toBeDefined();
  expect((await record.latest('production', COMMIT))?.id).toBe(shipped);
  expect(await record.latest('production', COMMIT, '2')).toBeUndefined();
});

it('belongs to the owner though a member of it upgrades, and the owner reads what others propose', async () => {
  const [boss, member] = [`boss_${planner}`, `member_${planner}`];
  await owner.query(`create role ${boss} login password '${boss}'; create role ${member} login password '${member}' in role ${boss};
    grant create on database ${fresh.name} to ${boss}`);
  const first = await as(boss);
  await first.query(V1);
  await first.query('insert into shiplock.schema_version (version) values (1)');
  const second = await as(member);
  expect(await installRecord(second)).toBe(true);
  expect(await authorityOf(second)).toBe('ship');
  const of = { releaseId: newReleaseId(), environment: 'production', commit: COMMIT, runId: null };
  await new Proposals(second).staged(of, 'dpl_1');
  expect(await new Proposals(first).candidates(of)).toHaveLength(1);
  await owner.query(`drop owned by ${boss}, ${member}; drop role ${member}; drop role ${boss}`);
});

it('the roles of plan-role.sql get their rights whichever comes first, and twice does no harm', async () => {
  const verifier = `verify_of_${planner}`;
  await planRole(owner, verifier);
  await owner.query(V1);
  await owner.query('insert into shiplock.schema_version (version) values (1)');
  await planRole(owner, verifier);
  await installRecord(owner);
  await planRole(owner, verifier);
  await owner.query(`grant shiplock_plan to ${planner}`);
  const lesser = await as(planner);
  expect(await authorityOf(lesser)).toBe('plan');
  expect(await new ReleaseRecord(lesser).recent(undefined, 5)).toEqual([]);
  await owner.query(`drop owned by ${verifier}; drop role ${verifier}`);
});
