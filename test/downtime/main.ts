import '../faults/hooks.ts';
import { parseArgs } from 'node:util';
import { startLoad } from '../../rehearsal/load.ts';
import { until } from '../support/until.ts';
import { ACTS, type Act } from './acts.ts';
import { type Users, usersOf } from './users.ts';
import { type Seen, seen } from './verdict.ts';

const { storyOf } = await import('../faults/stories.ts');
const { traceOf } = await import('../faults/trace.ts');
const { World } = await import('../faults/world.ts');

/**
 * `npm run test:downtime`: people who are signed in and people who are not use production all the while that jobs of the
 * built dist/ promote, go through the stages of a rolling release, abort one, and roll back. No request may fail, and none
 * may be answered by a version that nobody approved, or by one that was taken away. `--requests 3000` ends sooner.
 * Ends with 1 if one did, if a job failed, or if fewer requests came by than are to be looked at.
 */
const { values } = parseArgs({ options: { requests: { type: 'string', default: '30000' } } });
const REQUESTS = Number(values.requests);
/** Asked for, and at least what has to come by. */
const PER_SECOND = 240;
const LEAST_PER_SECOND = 200;
const SIGNED_IN = 20;
/** Before a job begins and after it has ended: what it changes shows on both sides. */
const AROUND = 120;

let users: Users | undefined;
const world = await World.open({}, async (cloud) => {
  users = await usersOf(cloud, SIGNED_IN);
});
const failures: string[] = [];
const rows = new Map<Act, Seen[]>(ACTS.map((act) => [act, []]));
try {
  const { broken } = await traceOf(world, []);
  failures.push(...broken);
  while (failures.length === 0 && total((one) => one.requests) < REQUESTS)
    for (const act of ACTS) await played(act);
} finally {
  await users?.close();
  await world.close();
}

/** Every other visitor is signed in. */
function visits() {
  const { domain } = world;
  return (users?.all ?? []).flatMap(({ id, token }) => [
    { url: `${domain}/api/health/ready`, user: undefined },
    { url: `${domain}/api/me`, headers: { authorization: `Bearer ${token}` }, user: id },
  ]);
}

async function played(act: Act): Promise<void> {
  await world.restore(act.from);
  const traffic = world.cloud.vercel.traffic('production');
  const comeBy = async () => {
    const from = traffic.requests;
    await until('people who use production', () => traffic.requests >= from + AROUND);
  };
  const all = visits();
  const load = startLoad({ visits: all, perSecond: PER_SECOND });
  const story = storyOf(act.story);
  try {
    await comeBy();
    const allowed = await act.play(world, async () => {
      const ended = await world.spawn(world.next, story.action, story.inputs(world));
      if (ended.errorCode === 'SHIPLOCK_APPROVAL_PENDING') return;
      if (ended.code !== 0) throw new Error(`${act.name}: ${ended.errorCode}\n${ended.lines.join('\n')}`);
    });
    await comeBy();
    const { samples } = await load.stop();
    const found = seen(
      samples,
      all.map(({ user }) => user),
      allowed(),
    );
    rows.get(act)?.push(found);
    failures.push(...found.wrong.map((what) => `${act.name}: ${what}`));
    const untrue = await story.holds(world);
    if (untrue) failures.push(`${act.name}: ${untrue}`);
    if (found.by.size !== 2)
      failures.push(
        `${act.name}: ${found.by.size} versions answered, and not the one before and the one after`,
      );
  } catch (error) {
    failures.push(error instanceof Error ? error.message : String(error));
  } finally {
    load.kill();
  }
}

function total(of: (one: Seen) => number, some: readonly Seen[] = [...rows.values()].flat()): number {
  return some.reduce((sum, one) => sum + of(one), 0);
}

const line = (name: string, some: readonly Seen[] | undefined): string => {
  const sum = (of: (one: Seen) => number) => total(of, some);
  const perSecond =
    sum((one) => one.requests) /
    Math.max(
      1,
      sum((one) => one.seconds),
    );
  const slowest = Math.max(0, ...(some ?? [...rows.values()].flat()).map((one) => one.slowest));
  const figures = [
    some?.length ?? [...rows.values()].flat().length,
    ...[sum((one) => one.requests), sum((one) => one.signedIn), Math.round(perSecond)],
    ...[sum((one) => one.failed), sum((one) => one.unapproved), slowest],
  ];
  return `│ ${name.padEnd(15)} ${figures.map((one) => `│ ${String(one).padStart(9)} `).join('')}│\n`;
};
const heads = ['times', 'requests', 'signed in', 'per s', 'failed', 'not appr.', 'p99 ms'];
process.stdout.write(
  `│ ${''.padEnd(15)} ${heads.map((one) => `│ ${one.padStart(9)} `).join('')}│\n${[...rows].map(([act, some]) => line(act.name, some)).join('')}${line('all', undefined)}`,
);
const requests = total((one) => one.requests);
const bad = total((one) => one.failed + one.unapproved);
const rate =
  requests /
  Math.max(
    1,
    total((one) => one.seconds),
  );
if (rate < LEAST_PER_SECOND)
  failures.push(`${Math.round(rate)} requests/s came by, fewer than ${LEAST_PER_SECOND}`);
if (requests < REQUESTS) failures.push(`${requests} requests came by, fewer than ${REQUESTS}`);
for (const one of new Set(failures)) process.stdout.write(`✗ ${one}\n`);
process.stdout.write(
  bad === 0
    ? `0 of ${requests} shows a rate below ${((3 / requests) * 100).toFixed(4)} % (3/n, at 95 %)\n`
    : `${bad} of ${requests}\n`,
);
process.exit(failures.length > 0 || bad > 0 ? 1 : 0);
