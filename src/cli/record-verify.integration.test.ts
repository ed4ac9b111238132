import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/postgres.ts';
import { connect, type PgDatabase } from '../database/connection.ts';
import { acquireLease } from '../release/lease.ts';
import type { OutsideHead } from '../release/record/head.ts';
import { installRecord } from '../release/record/install.ts';
import { newReleaseId, ReleaseRecord } from '../release/record/record.ts';
import { lostEnd } from '../release/record/restored.ts';
import type { Restored } from '../release/record/restored-body.ts';
import { verifyRecord } from './record-verify.ts';

let fresh: FreshDatabase;
let db: PgDatabase;
let record: ReleaseRecord;
let release: string;
let outside: OutsideHead[];
let failing: Error | undefined;
const codeHost = {
  vendor: 'github',
  recordHeads: async () => {
    if (failing) throw failing;
    return outside;
  },
};
const verify = (more: Partial<Parameters<typeof verifyRecord>[1]> = {}) =>
  verifyRecord(db, { head: undefined, json: false, codeHost, environment: undefined, ...more });
const append = () =>
  record.append({
    releaseId: release,
    token: null,
    actor: 'ada',
    phase: 'plan',
    saying: { is: 'call-settled', call: 'memory.look', result: 'not-done' },
  });
const tell = (token: number, lost: Restored) =>
  record.append({
    releaseId: release,
    token,
    actor: 'ada',
    phase: 'record',
    saying: { is: 'restored', ...lost },
  });
const about = { releaseId: 'rel_1', deploymentId: '7', by: 'shiplock[bot]', at: '2026-01-01T00:00:00Z' };
const now = async (): Promise<OutsideHead> => ({
  ...about,
  at: new Date().toISOString(),
  ...(await record.head()),
});
/** What a restore to the moment after this event leaves. */
const restoreTo = (seq: number) =>
  db.query(`alter table shiplock.event disable trigger append_only; delete from shiplock.event where seq > ${seq};
    alter table shiplock.event enable trigger append_only`);

beforeAll(async () => {
  fresh = await freshDatabase();
  db = await connect(fresh.url);
  await installRecord(db);
  record = new ReleaseRecord(db);
  const draft = { environment: 'p', commit: 'a'.repeat(40), replaces: null, runId: null, runUrl: null };
  release = (await record.open({ id: newReleaseId(), actor: 'ada', ...draft }, 'deploy')).id;
  for (let n = 0; n < 9; n += 1) await append();
});
beforeEach(() => {
  outside = [];
  failing = undefined;
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

describe('record verify', () => {
  it('takes a head by place and hash, or by the hash alone', async () => {
    const { seq, hash } = await record.head();
    for (const head of [hash, `${seq}:${hash}`, `${seq}:${hash.slice(0, 32)}`])
      expect(await verify({ head })).toContain(`intact: 10 events, head ${seq}:${hash}`);
    await expect(verify({ head: `${seq - 1}:${hash}` })).rejects.toThrow(/SHIPLOCK_RECORD_BROKEN/);
  });

  it('compares with the heads at the code host, and fails where it cannot read them', async () => {
    outside = [await now()];
    expect(await verify()).toContain('compared with 1 head known elsewhere');
    expect(await verify({ codeHost: undefined })).toContain('GITHUB_TOKEN');
    failing = new Error('GitHub is away');
    await expect(verify()).rejects.toThrow('GitHub is away');
  });

  it('names who claims a head that the record does not have', async () => {
    outside = [{ ...about, seq: 900, hash: 'f'.repeat(64), by: 'eve', deploymentId: '66' }];
    await expect(verify()).rejects.toThrow(
      /event 900 is not the last one: deployment 66 .*the record ends at event 10.*lost its end or was changed, or somebody posted .*eve/,
    );
    outside = [{ ...about, seq: 5, hash: 'f'.repeat(64) }];
    await expect(verify()).rejects.toThrow(/event 5 .*the record has a different one there/);
  });

  it('after a restore says so once the record tells of it, and what is lost later is found all the same', async () => {
    await append();
    // Somebody claims an event that is far off.
    outside = [await now(), { ...(await now()), seq: 9_000_000, hash: 'e'.repeat(64), by: 'eve' }];
    await restoreTo(8);
    await expect(verify()).rejects.toThrow(/event 11 is not the last one/);
    const lost = (await lostEnd(db, outside))!;
    expect(lost).toMatchObject({ lost: { after: { seq: 8 }, to: { seq: 9_000_000 } }, inDoubt: [release] });
    const lease = await acquireLease(db, { environment: 'p', holder: release, say: () => undefined });
    await tell(lease.token, lost);
    expect(await verify()).toMatch(
      /intact: 9 events.*\n.*\nrestored: event 9 says .*events 9 to 9000000.*eve/,
    );
    expect(await lostEnd(db, outside)).toBeUndefined();
    for (let n = 0; n < 5; n += 1) await append();
    outside.push({ ...(await now()), at: new Date(Date.now() + 600_000).toISOString() });
    await restoreTo(12);
    await expect(verify()).rejects.toThrow(/event 14 is not the last one/);
    expect(await lostEnd(db, outside)).toMatchObject({ lost: { after: { seq: 12 }, to: { seq: 14 } } });
  });

  it('finds what a second restore lost, though the first one reached further and was told a moment before', async () => {
    const at = (second: number) => `2027-02-01T00:00:${String(second).padStart(2, '0')}Z`;
    const kept = { ...(await now()), at: at(0) };
    for (let n = 0; n < 10; n += 1) await append();
    outside = [{ ...(await now()), at: at(5) }, kept];
    await restoreTo(kept.seq);
    const lease = await acquireLease(db, { environment: 'p', holder: release, say: () => undefined });
    await tell(lease.token, (await lostEnd(db, outside))!);
    expect(await verify()).toContain('intact');
    const told = (await record.head()).seq;
    for (let n = 0; n < 3; n += 1) await append();
    outside = [{ ...(await now()), at: at(9) }, ...outside];
    await restoreTo(told + 1);
    await expect(verify()).rejects.toThrow(new RegExp(`event ${told + 3} is not the last one`));
    expect(await lostEnd(db, outside)).toMatchObject({ lost: { to: { seq: told + 3 } } });
  });

  it('explains every head that was lost, also those that only `record verify` reads', async () => {
    const at = (second: number) => `2027-03-01T00:00:${String(second).padStart(2, '0')}Z`;
    const kept = { ...(await now()), at: at(0) };
    const lost: OutsideHead[] = [];
    for (let n = 1; n <= 3; n += 1) {
      await append();
      lost.unshift({ ...(await now()), at: at(n) });
    }
    await restoreTo(kept.seq);
    // Noticed by a phase under the lease: those before it have appended already, and told their head.
    for (let n = 0; n < 2; n += 1) await append();
    const read = [{ ...(await now()), at: at(9) }, lost[0]!, kept];
    const found = (await lostEnd(db, read))!;
    const lease = await acquireLease(db, { environment: 'p', holder: release, say: () => undefined });
    await tell(lease.token, found);
    outside = [...read, ...lost];
    expect(await verify()).toContain('intact');
    // It explains nothing that was written before.
    outside = [{ ...kept, hash: 'f'.repeat(64) }];
    await expect(verify()).rejects.toThrow(/has a different one there/);
  });
});
