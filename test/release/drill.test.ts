import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../src/database/connection.ts';
import type { Gate, ReleaseContext } from '../../src/release/context.ts';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { Session } from '../../src/release/session.ts';
import { ship } from '../../src/release/ship.ts';
import { foldState } from '../../src/release/state.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, gateThat, MemoryHosting } from './context.ts';

const opened: { close(): Promise<void> }[] = [];
let fresh: FreshDatabase;
let workspace: string;
let hosting: MemoryHosting;
let first: string;
let firstMoves: readonly string[];
/** What served before. */
let old: string;
let commits = 0;
const nextCommit = () => (++commits).toString(16).padStart(4, '0').repeat(10);
const id = (commit: string) => `dpl_${commit.slice(0, 4)}`;
const moves = () => hosting.writes.filter((write) => !write.startsWith('stage'));

async function staging(commit: string, gate: Gate = gateThat('pass')) {
  const made = await contextFor({ url: fresh.url, workspace, hosting, commit });
  opened.push(made.db);
  return { ...made, gate, environment: { ...made.environment, drill: true } };
}
/** Says no about the domains while this commit should serve there. */
const refuses =
  (commit: string): Gate =>
  (target) =>
    gateThat(target.commit === commit ? 'fail' : 'pass')(target);
async function end(commit: string) {
  const { db } = await staging(commit);
  const record = new ReleaseRecord(db);
  return foldState(await record.events((await record.latest('staging', commit))!.id));
}
const go = (release: ReleaseContext) => ship(release, { approvalWaitMs: 0 });

beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-drill-'));
  await mkdir(path.join(workspace, 'migrations'));
  await writeFile(path.join(workspace, 'migrations/20260101000000_one.sql'), 'select 1;');
  hosting = new MemoryHosting();
  first = nextCommit();
  await go(await staging(first));
  firstMoves = moves();
  old = first;
});
beforeEach(async () => {
  hosting.writes.length = 0;
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});
afterAll(async () => {
  await fresh.drop();
  await rm(workspace, { recursive: true, force: true });
});

it('the first release has nothing to go back to, and says so', async () => {
  expect((await end(first)).drill?.none?.reason).toBe('no release served before');
  expect(firstMoves).toEqual([`promote ${id(first)}`]);
});

it('goes back and forward with a gate after each, records it, and production’s plan shows it', async () => {
  const commit = nextCommit();
  const asked: string[] = [];
  const release = await staging(commit, (target) => {
    asked.push(target.commit);
    return gateThat('pass')(target);
  });
  await go(release);
  expect(moves()).toEqual([`promote ${id(commit)}`, `rollback ${id(old)}`, `promote ${id(commit)}`]);
  // Before promote, and twice in the drill.
  expect(asked).toEqual([commit, old, commit]);
  const { drill, closed } = await end(commit);
  expect(closed?.result).toBe('released');
  expect(drill).toMatchObject({ back: { decision: 'pass' }, forward: { decision: 'pass' } });
  expect(drill?.back?.tookMs).toBeGreaterThanOrEqual(0);
  old = commit;
  expect(await production(commit)).toContain('Rollback drill on staging: went back');
});

/** Production's plan of this commit, on the same server. */
async function production(commit: string): Promise<string> {
  const made = await contextFor({ url: fresh.url, workspace, hosting: new MemoryHosting(), commit });
  opened.push(made.db);
  const requires = { environment: 'staging', database: () => connect(fresh.url), drill: true };
  const environment = { ...made.environment, name: 'production', kind: 'production' as const, requires };
  await deploy({ ...made, environment });
  return (await plan({ ...made, environment })).summary;
}

it('a way back that does not pass is told, fails no release, and production that requires it refuses', async () => {
  const commit = nextCommit();
  const release = await staging(commit, refuses(old));
  await go(release);
  expect(release.said.join('\n')).toContain('the way back does not pass its gate');
  expect((await end(commit)).closed?.result).toBe('released');
  expect(hosting.serving.deploymentId).toBe(id(commit));
  await expect(production(commit)).rejects.toMatchObject({
    code: 'SHIPLOCK_PLAN_NOT_PROVED',
    message: expect.stringContaining('after going back the gate said fail'),
  });
  old = commit;
});

it('cut short with the old version in service, it goes on there and repeats no move', async () => {
  const commit = nextCommit();
  const release = await staging(commit);
  const move = hosting.move.bind(hosting);
  hosting.move = async (request) => {
    if (request.kind === 'promote' && hosting.writes.includes(`rollback ${id(old)}`)) throw new Error('cut');
    return move(request);
  };
  await expect(go(release)).rejects.toMatchObject({ code: 'SHIPLOCK_WATCH_UNDECIDED' });
  expect(hosting.serving.deploymentId).toBe(id(old));
  hosting.move = move;
  await go(await staging(commit));
  expect(moves()).toEqual([`promote ${id(commit)}`, `rollback ${id(old)}`, `promote ${id(commit)}`]);
  expect((await end(commit)).closed?.result).toBe('released');
  old = commit;
});

it('a release that does not pass once it is back is rolled back', async () => {
  const commit = nextCommit();
  let asked = 0;
  // The gate before promote and that of the way back pass.
  const release = await staging(commit, (target) => gateThat(++asked === 3 ? 'fail' : 'pass')(target));
  await expect(go(release)).rejects.toMatchObject({ code: 'SHIPLOCK_GATE_FAILED' });
  expect(hosting.serving.deploymentId).toBe(id(old));
  expect((await end(commit)).closed?.result).toBe('rolled-back');
});

it('is not done where the code before might not work on the schema, and nothing moves', async () => {
  const commit = nextCommit();
  const release = await staging(commit);
  const verdict: ReleaseContext['verdict'] = async () => ({
    ...{
      answer: 'unsafe',
      reasons: [{ answer: 'unsafe', object: 'table public.t', why: 'it is gone' }],
      observed: [],
    },
  });
  await go({ ...release, verdict });
  expect(moves()).toEqual([`promote ${id(commit)}`]);
  expect((await end(commit)).drill?.none?.reason).toContain('table public.t: it is gone');
});

describe('a drill that was killed, and a person who moves traffic before it runs again', () => {
  let commit: string;
  const serves = (deploymentId: string, pinned = false, job?: MemoryHosting['serving']['job']) => {
    hosting.serving = { deploymentId, pinned, ...(job ? { job } : {}) };
    hosting.writes.length = 0;
  };
  const byHand = (type: 'promote' | 'rollback', to: string, requestedAt = Date.now() + 60_000) =>
    serves(to, type === 'rollback', { type, to, requestedAt, state: 'succeeded' });
  const where = () => [hosting.serving.deploymentId, hosting.writes];

  /** The job ends when it is about to say that this step is over. */
  async function cutBefore(step: string) {
    const { append } = Session.prototype;
    const cut = vi.spyOn(Session.prototype, 'append').mockImplementation(function (this: Session, ...args) {
      if (args[1].is === 'drilled' && args[1].step === step) throw new Error('cut');
      return append.apply(this, args);
    });
    await expect(go(await staging(commit))).rejects.toMatchObject({ code: 'SHIPLOCK_WATCH_UNDECIDED' });
    cut.mockRestore();
  }
  const refused = async (what: string) => {
    const found = hosting.serving.deploymentId;
    await expect(go(await staging(commit))).rejects.toMatchObject({
      code: 'SHIPLOCK_WATCH_UNDECIDED',
      message: expect.stringContaining(what),
    });
    expect(where()).toEqual([found, []]);
  };

  beforeEach(() => {
    commit = nextCommit();
    serves(id(old));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    if ((await end(commit)).closed?.result === 'released') old = commit;
    else {
      serves(id(old));
      await rollback(await staging(commit), { reason: 'over', force: false });
    }
  });

  it('to another deployment, from the version that the drill had brought back: it stays there', async () => {
    await cutBefore('back');
    byHand('promote', 'dpl_hot_fix');
    await refused('the rollback drill stopped: production serves dpl_hot_fix, not dpl_');
  });

  it('forward to the release itself: the drill is not done, and the release is closed', async () => {
    await cutBefore('back');
    byHand('promote', id(commit));
    await go(await staging(commit));
    expect(where()).toEqual([id(commit), []]);
    const { drill, closed } = await end(commit);
    expect([drill?.none?.reason, drill?.back, closed?.result]).toEqual([
      `somebody moved traffic forward to ${id(commit)} before the drill did`,
      undefined,
      'released',
    ]);
  });

  it('with a pin on the version that the drill had brought back: it stays pinned', async () => {
    await cutBefore('back');
    byHand('rollback', id(old));
    await refused(`${id(old)} serves by somebody's decision, pinned`);
  });

  it('back again, after the drill had gone forward: what serves is not taken for the release', async () => {
    await cutBefore('forward');
    expect(hosting.serving.deploymentId).toBe(id(commit));
    byHand('rollback', id(old));
    await refused(`production serves ${id(old)}, not ${id(commit)}`);
  });

  it('or nobody does: it finishes, and repeats no move', async () => {
    await cutBefore('forward');
    hosting.writes.length = 0;
    await go(await staging(commit));
    expect(where()).toEqual([id(commit), []]);
    expect((await end(commit)).closed?.result).toBe('released');
  });

  it('while the drill has the previous version in service, with a pin: it stays pinned', async () => {
    const release = await staging(commit, (target) => {
      if (target.commit === old) byHand('rollback', id(old));
      return gateThat('pass')(target);
    });
    const { move } = hosting;
    hosting.move = async (request) => {
      const moved = await move.call(hosting, request);
      byHand(request.kind, request.to, 1);
      return moved;
    };
    await expect(go(release)).rejects.toMatchObject({ code: 'SHIPLOCK_WATCH_UNDECIDED' });
    hosting.move = move;
    expect(where()).toEqual([id(old), []]);
  });

  it('a rollback of the drill whose end nobody saw, and the release brought back: not sent again', async () => {
    const { move } = hosting;
    hosting.move = async (request) => {
      const moved = await move.call(hosting, request);
      if (request.kind === 'rollback') throw new Error('cut');
      return moved;
    };
    const { confirm } = hosting;
    hosting.confirm = async (request) =>
      hosting.writes.includes(`rollback ${id(old)}`)
        ? { state: 'ambiguous', evidence: {}, why: 'unseen' }
        : confirm.call(hosting, request);
    await expect(go(await staging(commit))).rejects.toMatchObject({
      code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
    });
    Object.assign(hosting, { move, confirm });
    byHand('promote', id(commit));
    await refused(`production serves ${id(commit)}, not ${id(old)}`);
  });

  it.each([
    ['moved to another deployment', () => byHand('promote', 'dpl_hot_fix'), 'dpl_hot_fix'],
    ['pinned', () => byHand('rollback', id(commit)), undefined],
  ])('before the drill began, %s: nothing is moved', async (_, act, serving) => {
    const watch: Gate = (target) => {
      act();
      return gateThat('pass')(target);
    };
    const going = go({ ...(await staging(commit)), watch });
    if (serving) await expect(going).rejects.toMatchObject({ code: 'SHIPLOCK_WATCH_UNDECIDED' });
    else await going;
    expect(where()).toEqual([serving ?? id(commit), []]);
    if (!serving) expect((await end(commit)).drill?.none?.reason).toContain('pinned');
  });
});
