import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { lostEnd } from '../../src/release/record/restored.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, MemoryHosting } from './context.ts';

/** Two settings files in one repository, both with `staging`, and one database. */

class Project extends MemoryHosting {
  asked = 0;
  readonly id: string;
  name: string;
  constructor(id: string, name: string) {
    super();
    this.id = id;
    this.name = name;
  }
  override async names() {
    this.asked += 1;
    return [this.id, this.name];
  }
}

const [A, B] = ['a'.repeat(40), 'b'.repeat(40)] as const;
const options = { approvalWaitMs: 0 };
const opened: { close(): Promise<void> }[] = [];
const shop = new Project('prj_shop', 'shop');
const admin = new Project('prj_admin', 'admin');
let fresh: FreshDatabase;
let workspace: string;

/** `called`: what the settings call the project. */
async function context(hosting: Project, commit: string, called = hosting.name) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit, project: called });
  opened.push(made.db);
  return made;
}
const record = async (hosting: Project, called?: string) => {
  const { db, environment } = await context(hosting, A, called);
  return new ReleaseRecord(db, environment.project);
};
const staged = (hosting: Project) => hosting.writes.filter((write) => write.startsWith('stage')).length;

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-two-apps-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(path.join(workspace, 'migrations/20260101000000_one.sql'), 'select 1;');
  await ship(await context(shop, A), options);
});
afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

it('the second one, in the same run and of the same commit, is deployed and has no release to replace', async () => {
  const second = await context(admin, A);
  await ship(second, options);
  expect([staged(shop), staged(admin)]).toEqual([1, 1]);
  expect(admin.serving.deploymentId).toBe('dpl_aaaa');
  const mine = await (await record(admin)).serving('staging');
  expect(mine?.replaces).toBeNull();
  expect((await (await record(shop)).serving('staging'))?.id).not.toBe(mine?.id);
  expect((await (await record(shop)).finished('staging', A))?.id).not.toBe(mine?.id);
});

it('each replaces, and rolls back to, its own', async () => {
  await ship(await context(shop, B), options);
  expect(shop.serving.deploymentId).toBe('dpl_bbbb');
  await rollback(await context(shop, B), { reason: 'it is bad', force: false });
  expect(shop.serving.deploymentId).toBe('dpl_aaaa');
  expect(admin.writes.filter((write) => write.startsWith('rollback'))).toEqual([]);
});

it('a release id of the other one is refused by name', async () => {
  const mine = await (await record(admin)).serving('staging');
  const wrong = { ...(await context(shop, A)), releaseId: mine!.id };
  await expect(deploy(wrong)).rejects.toMatchObject({
    code: 'SHIPLOCK_RELEASE_MISMATCH',
    problem: { what: expect.stringMatching(/prj_admin.*shop/) },
  });
});

it('is found by id and by name alike, without asking hosting; and after it was renamed', async () => {
  shop.asked = 0;
  const byId = await (await record(shop, 'prj_shop')).serving('staging');
  const byName = await (await record(shop, 'shop')).serving('staging');
  expect(byId?.id).toBe(byName?.id);
  expect(shop.asked).toBe(0);
  shop.name = 'boutique';
  expect((await (await record(shop, 'boutique')).serving('staging'))?.id).toBe(byId?.id);
  expect(shop.asked).toBe(1);
  expect(await (await record(new Project('prj_new', 'new'))).serving('staging')).toBeUndefined();
});

it('a release of which no project is known answers for all, as before', async () => {
  const { db } = await context(shop, A);
  const all = new ReleaseRecord(db);
  const release = {
    ...{ id: 'rel_old', environment: 'staging', commit: 'c'.repeat(40) },
    ...{ replaces: null, runId: null, runUrl: null, actor: 'ada' },
  };
  await all.open(release, 'deploy');
  expect((await (await record(admin)).latest('staging', 'c'.repeat(40)))?.id).toBe('rel_old');
});

it('a head of the record that another database has for the other one does not make this one look restored', async () => {
  const { db } = await context(shop, A);
  const head = {
    ...{ seq: 100_000, hash: 'f'.repeat(64), releaseId: 'rel_x', deploymentId: '1' },
    ...{ by: 'bot', at: new Date().toISOString() },
  };
  expect(await lostEnd(db, [{ ...head, project: ['prj_elsewhere', 'elsewhere'] }])).toBeUndefined();
  expect(await lostEnd(db, [{ ...head, project: ['prj_shop', 'shop'] }])).toBeDefined();
  expect(await lostEnd(db, [head])).toBeDefined();
});
