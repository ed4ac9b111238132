import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../test/support/postgres.ts';
import { until } from '../../../test/support/until.ts';
import { connect, type PgDatabase } from '../../database/connection.ts';
import { sha256 } from '../canonical.ts';
import { acquireLease, giveBack } from '../lease.ts';
import { installRecord } from './install.ts';
import { newReleaseId, ReleaseRecord } from './record.ts';
import { verifyChain } from './verify.ts';

const say = () => undefined;
let fresh: FreshDatabase;
let db: PgDatabase;
let record: ReleaseRecord;

const draft = (environment: string) => ({
  id: newReleaseId(),
  environment,
  commit: 'a'.repeat(40),
  replaces: null,
  runId: '1',
  runUrl: null,
  actor: 'ada',
});
const opened = (environment = 'production') => record.open(draft(environment), 'deploy');

beforeAll(async () => {
  fresh = await freshDatabase();
  db = await connect(fresh.url);
  await installRecord(db);
  record = new ReleaseRecord(db);
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

describe('the record', () => {
  it('is installed once, whoever asks and however many at once', async () => {
    const other = await freshDatabase();
    const connections = await Promise.all([1, 2, 3, 4].map(() => connect(other.url)));
    const did = await Promise.all(connections.map(installRecord));
    expect(did.filter(Boolean)).toHaveLength(1);
    await Promise.all(connections.map((c) => c.close()));
    await other.drop();
  });

  it('refuses UPDATE, DELETE and TRUNCATE', async () => {
    await opened();
    for (const sql of [
      `update shiplock.event set actor = 'eve'`,
      'delete from shiplock.event',
      'truncate shiplock.event cascade',
      `update shiplock.release set actor = 'eve'`,
      'delete from shiplock.release',
    ]) {
      await expect(db.query(sql), sql).rejects.toThrow(/append-only/);
    }
  });

  it('keeps large parts under their digest, for good, and no event names one that is not there', async () => {
    const { id } = await opened('parts');
    const append = (body: object, parts: readonly string[]) =>
      db.query("select from shiplock.append($1, null, 'ada', 'plan', 'observed', $2, $3)", [
        id,
        JSON.stringify(body),
        parts,
      ]);
    const part = '{"large":"part"}';
    const digest = sha256(part);
    await expect(append({ kept: { plan: digest } }, [])).rejects.toThrow(/does not have/);
    await expect(append({ kept: { plan: digest } }, ['another'])).rejects.toThrow(/does not have/);
    await append({ kept: { plan: digest } }, [part]);
    await append({ kept: { plan: digest } }, []);
    const stored = 'select content from shiplock.body where digest = $1';
    expect(await db.query(stored, [digest])).toMatchObject([{ content: part }]);
    for (const sql of [
      "update shiplock.body set content = 'another'",
      'delete from shiplock.body',
      'truncate shiplock.body',
    ])
      await expect(db.query(sql), sql).rejects.toThrow(/append-only/);
    await expect(
      db.query("insert into shiplock.body values ($1, 'another')", [sha256('a third')]),
    ).rejects.toThrow(/body_has_its_digest/);
  });

  it('has one release of a run, however many of its jobs open it at once', async () => {
    const jobs = await Promise.all([1, 2, 3, 4].map(() => connect(fresh.url)));
    const releases = await Promise.all(
      jobs.map((job) => new ReleaseRecord(job).openForRun(draft('at-once'), 'deploy')),
    );
    expect(new Set(releases.map(({ id }) => id)).size).toBe(1);
    const next = { ...draft('at-once'), runId: '2' };
    expect((await record.openForRun(next, 'deploy')).id).toBe(next.id);
    const local = [draft('at-once'), draft('at-once')].map((each) => ({ ...each, runId: null }));
    for (const each of local) expect((await record.openForRun(each, 'deploy')).id).toBe(each.id);
    expect(await record.recent('at-once', 10)).toHaveLength(4);
    await Promise.all(jobs.map((job) => job.close()));
  });

  it('keeps a whole chain under writers that append at once', async () => {
    const releases = await Promise.all([opened('a'), opened('b'), opened('c')]);
    const connections = await Promise.all(releases.map(() => connect(fresh.url)));
    await Promise.all(
      releases.map(async (release, i) => {
        const own = new ReleaseRecord(connections[i]!);
        for (let n = 0; n < 20; n += 1) {
          await own.append({
            releaseId: release.id,
            token: null,
            actor: 'ada',
            phase: 'plan',
            saying: { is: 'call-settled', call: `memory.${n}`, result: 'not-done' },
          });
        }
      }),
    );
    await Promise.all(connections.map((c) => c.close()));
    const report = await verifyChain(db);
    expect(report).toMatchObject({ intact: true });
    expect(report.events).toBeGreaterThan(60);
  });

  it('finds one changed byte, a missing event and a cut-off end', async () => {
    const other = await freshDatabase();
    const own = await connect(other.url);
    await installRecord(own);
    const there = new ReleaseRecord(own);
    const release = await there.open(
      {
        id: newReleaseId(),
        environment: 'p',
        commit: 'b'.repeat(40),
        replaces: null,
        runId: null,
        runUrl: null,
        actor: 'ada',
      },
      'deploy',
    );
    for (let n = 0; n < 5; n += 1) {
      await own.query(`select shiplock.append($1, null, 'ada', 'plan', 'observed', '{"word":"good"}')`, [
        release.id,
      ]);
    }
    const { head } = await verifyChain(own);
    await own.query('alter table shiplock.event disable trigger append_only');
    await own.query(`update shiplock.event set body = '{"word":"gooD"}' where seq = 3`);
    expect((await verifyChain(own)).flaws).toMatchObject([{ seq: '3', kind: 'changed' }]);
    await own.query(`update shiplock.event set body = '{"word":"good"}' where seq = 3`);
    expect(await verifyChain(own)).toMatchObject({ intact: true });
    await own.query('delete from shiplock.event where seq = 6');
    expect(await verifyChain(own)).toMatchObject({ intact: true });
    expect((await verifyChain(own, { head })).flaws[0]?.why).toContain('cut off');
    await own.query('delete from shiplock.event where seq = 2');
    expect((await verifyChain(own)).intact).toBe(false);
    await own.close();
    await other.drop();
  });
});

describe('the lease', () => {
  it('is held by one release; the other is told who holds it', async () => {
    const [first, second] = [await opened('lease-1'), await opened('lease-1')];
    const lease = await acquireLease(db, { environment: 'lease-1', holder: first.id, say });
    await expect(acquireLease(db, { environment: 'lease-1', holder: second.id, say })).rejects.toThrow(
      new RegExp(`SHIPLOCK_LEASE_HELD: ${first.id} holds the lease`),
    );
    await giveBack(db, lease);
    expect((await acquireLease(db, { environment: 'lease-1', holder: second.id, say })).token).toBe(
      lease.token + 1,
    );
  });

  it('lets one of two that start at once through, and the waiting one after it', async () => {
    const [a, b] = [await opened('lease-2'), await opened('lease-2')];
    const [one, two] = await Promise.all([connect(fresh.url), connect(fresh.url)]);
    const first = await acquireLease(one, { environment: 'lease-2', holder: a.id, say });
    const said: string[] = [];
    const waiting = acquireLease(two, {
      environment: 'lease-2',
      holder: b.id,
      waitSeconds: 20,
      say: (line) => said.push(line),
    });
    await until('a word', () => said.length > 0);
    expect(said[0]).toContain(a.id);
    await giveBack(one, first);
    expect((await waiting).holder).toBe(b.id);
    await Promise.all([one.close(), two.close()]);
  });

  it('fences a stale runner: with its old token it can append nothing', async () => {
    const [stale, fresh2] = [await opened('lease-3'), await opened('lease-3')];
    const old = await acquireLease(db, { environment: 'lease-3', holder: stale.id, seconds: 0, say });
    await acquireLease(db, { environment: 'lease-3', holder: fresh2.id, say });
    const append = (token: number | null) =>
      record.append({
        releaseId: stale.id,
        token,
        actor: 'ada',
        phase: 'promote',
        saying: { is: 'call-begun', call: 'memory.promote', atMs: 1 },
      });
    await expect(append(old.token)).rejects.toThrow(/SHIPLOCK_LEASE_STALE/);
    await expect(append(null)).rejects.toThrow(/SHIPLOCK_LEASE_STALE/);
    await expect(append(old.token + 1)).rejects.toThrow(/SHIPLOCK_LEASE_STALE/);
  });

  it('fences a stale runner of the very release that took the lease again', async () => {
    const [release, other] = [await opened('lease-4'), await opened('lease-4')];
    const old = await acquireLease(db, { environment: 'lease-4', holder: release.id, seconds: 0, say });
    await giveBack(db, await acquireLease(db, { environment: 'lease-4', holder: other.id, say }));
    const now = await acquireLease(db, { environment: 'lease-4', holder: release.id, say });
    const append = (token: number) =>
      record.append({
        releaseId: release.id,
        token,
        actor: 'ada',
        phase: 'gate',
        saying: { is: 'gated', decision: 'pass' },
      });
    await expect(append(old.token)).rejects.toThrow(/SHIPLOCK_LEASE_STALE/);
    await append(now.token);
  });

  /** A release whose process has closed it, and was killed before it gave the lease back. */
  async function closedWithLease(environment: string) {
    const process = await connect(fresh.url);
    const release = await opened(environment);
    const { token } = await acquireLease(process, { environment, holder: release.id, say });
    const event = { releaseId: release.id, token, actor: 'ada', phase: 'finalize' } as const;
    await new ReleaseRecord(process).append({
      ...event,
      saying: { is: 'closed', result: 'released', serves: null },
    });
    return { release, process, token };
  }

  it('is free when its release is over and the process that held it is gone', async () => {
    const over = await closedWithLease('lease-5');
    await over.process.close();
    const next = await opened('lease-5');
    const lease = await acquireLease(db, { environment: 'lease-5', holder: next.id, say });
    expect(lease.token).toBe(over.token + 1);
  });

  it('is waited for while the process of a release that is over still runs', async () => {
    const over = await closedWithLease('lease-6');
    const next = await opened('lease-6');
    const waiting = acquireLease(db, { environment: 'lease-6', holder: next.id, say });
    const stillHeld = await db.query<{ holder: string }>(
      `select holder from shiplock.lease where environment = 'lease-6'`,
    );
    expect(stillHeld).toEqual([{ holder: over.release.id }]);
    await over.process.close();
    expect((await waiting).token).toBe(over.token + 1);
  });

  it('stays with a release that is not over, though its process is gone', async () => {
    const process = await connect(fresh.url);
    const release = await opened('lease-7');
    await acquireLease(process, { environment: 'lease-7', holder: release.id, say });
    await process.close();
    const next = await opened('lease-7');
    await expect(acquireLease(db, { environment: 'lease-7', holder: next.id, say })).rejects.toThrow(
      `SHIPLOCK_LEASE_HELD: ${release.id} holds the lease`,
    );
  });
});
