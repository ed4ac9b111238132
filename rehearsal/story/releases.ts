import { count } from '../../src/present/count.ts';
import { NOTICES_SQL } from './changes.ts';
import { badSpan, failures, lastCall, underLoad } from './load.ts';
import type { People } from './people.ts';
import {
  approveByComment,
  deploy,
  finalize,
  migrateToGate,
  planAndApprove,
  promote,
  serving,
  shipToStaging,
  watch,
} from './road.ts';
import { type ReleaseAtWork, type Stage, short } from './stage.ts';
import { seconds } from './terminal.ts';

/** Runs both; the first failure is thrown after both ended, so that nothing goes on behind the story's back. */
async function together(...work: readonly Promise<unknown>[]): Promise<void> {
  for (const one of await Promise.allSettled(work)) if (one.status === 'rejected') throw one.reason;
}

const timed = async <T>(stage: Stage, what: string, work: () => Promise<T>): Promise<T> => {
  const started = Date.now();
  try {
    return await work();
  } finally {
    stage.story.times.push({ what, milliseconds: Date.now() - started });
  }
};

const head = (stage: Stage, release: ReleaseAtWork) =>
  stage.terminal.heading(`Release ${release.story.number}: ${release.story.title}`);

/** 1: good, from nothing to production. */
export async function firstRelease(
  stage: Stage,
  people: People,
  one: ReleaseAtWork,
  next: ReleaseAtWork,
): Promise<void> {
  head(stage, one);
  await timed(stage, 'release 1: staging, both builds', () =>
    together(shipToStaging(stage, one), deploy(stage, one, 'production')),
  );
  await timed(stage, 'release 1: production', async () => {
    let authorCould = true;
    const approve = async ({ hash }: { hash: string }) => {
      authorCould = await people.review('ada', one.runs.production, 'production', `Mine: ${hash}`);
      await people.review('grace', one.runs.production, 'production', `Read it. ${hash}`);
    };
    const road = async () => {
      await planAndApprove(stage, one, approve);
      stage.claim(
        one,
        `approved by ${one.story.approvedBy}; the author's own review was ${authorCould ? 'taken' : 'refused'}`,
        one.story.approvedBy === 'grace' && !authorCould,
      );
      await migrateToGate(stage, one);
      await stage.cloud.postgres.sql('production', NOTICES_SQL);
      await promote(stage, one);
      await watch(stage, one);
      await finalize(stage, one);
    };
    // The next commit is built for both meanwhile: nothing of it is visible to anybody.
    await together(road(), deploy(stage, next, 'staging'), deploy(stage, next, 'production'));
  });
  const now = await serving(stage, 'production');
  stage.claim(one, `production serves release 1 (${short(now)})`, now === one.story.ids.production);
  one.story.outcome = `serves production as ${short(now)}`;
}

/** 2: an expand migration, and a promote that no user notices. */
export async function expandUnderLoad(
  stage: Stage,
  people: People,
  two: ReleaseAtWork,
  next: ReleaseAtWork,
  previous: ReleaseAtWork,
): Promise<void> {
  head(stage, two);
  const { faults } = stage.cloud;
  const gone = ['slack.*', 'sentry.finalize-release', 'sentry.record-deploy'];
  for (const call of gone) faults.set({ call, fault: 'refuse', times: 'always' });
  stage.terminal.line('  Slack refuses every call from here on, Sentry those that close a release.');
  await timed(stage, 'release 2: staging without Slack and Sentry', async () => {
    const staging = await shipToStaging(stage, two);
    const said = staging.annotations.filter(
      (one) => one.level === 'warning' && one.message.includes('was skipped'),
    );
    const skipped = [...new Set(said.map((one) => one.message.split(' ')[0]!))].sort();
    stage.claim(
      two,
      `staging ended well without Slack and Sentry, and said what it skipped: ${skipped.join(', ')}`,
      skipped.length >= 3,
    );
  });
  for (const call of gone) faults.clear(call);

  await timed(stage, 'release 2: plan and approval, release 3 staged', async () => {
    // The author says yes first; that must not be enough.
    const road = () =>
      planAndApprove(stage, two, async (plan) => {
        await approveByComment(people, two, 'ada')(plan);
        await approveByComment(people, two, 'grace')(plan);
      });
    await together(road(), deploy(stage, next, 'staging'));
    const plan = two.story.planMarkdown;
    stage.claim(
      two,
      'the plan shows the migration with its lock: ACCESS EXCLUSIVE on public.notices',
      /20261001090000/.test(plan) && /access ?exclusive/i.test(plan) && /public\.notices/.test(plan),
    );
    stage.claim(
      two,
      `approved by ${two.story.approvedBy}; its author ada approved too, which did not count`,
      two.story.approvedBy === 'grace',
    );
  });

  await timed(stage, 'release 2: production under load', async () => {
    stage.terminal.line(
      '  Users arrive at the production domain: constant load until the watch gate has decided.',
    );
    const load = underLoad(stage, two, 'Migrate and promote under load');
    try {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      load.mark('migrate');
      await migrateToGate(stage, two);
      await promote(stage, two);
      load.mark('promote', lastCall(stage, 'vercel.promote'));
      const { outputs } = await watch(stage, two);
      stage.claim(two, `the watch gate decided: ${outputs['reason']}`, outputs['decision'] === 'pass');
      load.mark('watch passed');
    } catch (error) {
      load.abandon();
      throw error;
    }
    const result = await load.stop({
      [previous.story.ids.production!]: 'release 1',
      [two.story.ids.production!]: 'release 2',
    });
    await finalize(stage, two);
    const bad = result.failed > 0 ? ` (${failures(result)})` : '';
    stage.claim(
      two,
      `${result.failed} of ${count(result.samples.length, 'request')} failed through migrate and promote${bad}`,
      result.failed === 0,
    );
    stage.claim(
      two,
      `the load was constant: ${result.perSecond.toFixed(0)} requests a second (at least 100)`,
      result.perSecond >= 100,
    );
    const named = new Set(result.samples.flatMap((one) => (one.release ? [one.release] : [])));
    stage.claim(
      two,
      'users saw release 1 before and release 2 after, and nothing else',
      named.size === 2 && named.has(two.story.ids.production!),
    );
  });
  const now = await serving(stage, 'production');
  stage.claim(two, `production serves release 2 (${short(now)})`, now === two.story.ids.production);
  const lost = stage.story.loads.find((one) => one.release === two.story.number)?.failed;
  two.story.outcome = `serves production as ${short(now)}; ${lost === 0 ? 'no request' : `${lost} requests`} failed`;
}

/** 3: bad where nobody could see it before; the watch gate does, and rollback answers. */
export async function badRelease(
  stage: Stage,
  people: People,
  three: ReleaseAtWork,
  next: ReleaseAtWork | undefined,
  previous: ReleaseAtWork,
): Promise<void> {
  head(stage, three);
  await timed(stage, 'release 3: staging, production build', () =>
    together(shipToStaging(stage, three), deploy(stage, three, 'production')),
  );
  await timed(stage, `release 3: plan to gate${next ? ', release 4 staged' : ''}`, async () => {
    const road = async () => {
      await planAndApprove(stage, three, approveByComment(people, three, 'linus'), 'before');
      await migrateToGate(stage, three);
    };
    await together(road(), ...(next ? [deploy(stage, next, 'staging')] : []));
  });
  await timed(stage, 'release 3: promote, watch, rollback under load', async () => {
    const load = underLoad(stage, three, 'A bad release, and back');
    try {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await promote(stage, three);
      load.mark('promote', lastCall(stage, 'vercel.promote'));
      const gate = await watch(stage, three, 'failed');
      load.mark('watch failed');
      stage.claim(
        three,
        'passed staging and the gate before traffic; the watch gate failed it',
        gate.code === 1,
      );
      await stage.act({
        release: three,
        environment: 'production',
        action: 'rollback',
        inputs: { reason: 'the watch gate failed' },
      });
      load.mark('rollback', lastCall(stage, 'vercel.rollback'));
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    } catch (error) {
      load.abandon();
      throw error;
    }
    const result = await load.stop({
      [previous.story.ids.production!]: 'release 2',
      [three.story.ids.production!]: 'release 3',
    });
    const bad = badSpan(result.samples);
    stage.claim(
      three,
      `${bad.failed} requests failed in ${seconds(bad.milliseconds)}, from the first bad answer to the last`,
      bad.failed > 0,
    );
    stage.claim(
      three,
      `no request that started in the last ${seconds(bad.quietMs)} failed, after the rollback`,
      bad.quietMs >= 1_000,
    );
    three.story.outcome = `rolled back: users saw errors for ${seconds(bad.milliseconds)}`;
  });
  const now = await serving(stage, 'production');
  stage.claim(
    three,
    `production serves release 2 again (${short(now)})`,
    now === previous.story.ids.production,
  );
  const seen = stage.cloud.sentry.issues().length;
  stage.claim(three, `Sentry has ${count(seen, 'issue')} from it`, seen > 0);
}

/** 4: the runner dies between the promote's intent and its outcome; the same action is run again. */
export async function killedAndResumed(stage: Stage, people: People, four: ReleaseAtWork): Promise<void> {
  head(stage, four);
  const { cloud } = stage;
  await timed(stage, 'release 4: staging, production build', () =>
    together(shipToStaging(stage, four), deploy(stage, four, 'production')),
  );
  await timed(stage, 'release 4: plan to gate', async () => {
    await liftQuarantine(stage, four);
    await planAndApprove(stage, four, approveByComment(people, four, 'grace'), 'before');
    await migrateToGate(stage, four);
  });
  await timed(stage, 'release 4: killed, resumed, finalized', async () => {
    const before = promotes(stage);
    let pid: number | undefined;
    cloud.faults.setCallingProcess(() => pid);
    cloud.faults.set({ call: 'vercel.promote', fault: 'kill-caller-after' });
    await stage.act({
      ...{ release: four, environment: 'production', action: 'promote', expect: 'killed' },
      onStart: (started) => {
        pid = started;
      },
    });
    cloud.faults.clear('vercel.promote');
    cloud.faults.setCallingProcess(undefined);
    const open = await pendingIntents(stage, four);
    stage.claim(
      four,
      'the runner was killed by SIGKILL after Vercel took the promote; the record has its intent and no outcome',
      open === 1,
    );
    await stage.act({
      release: four,
      environment: 'production',
      action: 'promote',
      label: 'promote, run again',
    });
    const posted = promotes(stage) - before;
    stage.claim(four, `resumed with ${posted} promote request to Vercel in all`, posted === 1);
    await watch(stage, four);
    await finalize(stage, four);
  });
  const now = await serving(stage, 'production');
  stage.claim(four, `production serves release 4 (${short(now)})`, now === four.story.ids.production);
  four.story.outcome = `serves production as ${short(now)}; promoted once, though its runner died`;
}

/** Release 4 fixes the fault of release 3 and contains its commit: somebody says so before it can be planned. */
async function liftQuarantine(stage: Stage, four: ReleaseAtWork): Promise<void> {
  const of = { release: four, environment: 'production' } as const;
  const stopped = await stage.act({ ...of, action: 'plan', label: 'plan, quarantined', expect: 'failed' });
  const said = stopped.log.join('\n');
  stage.claim(
    four,
    'its plan stops: it contains the commit of release 3, which was rolled back',
    said.includes('SHIPLOCK_RELEASE_QUARANTINED'),
  );
  const [hold] = await stage.cloud.postgres.sql<{ id: string }>(
    'production',
    `select release_id as id from shiplock.event where kind = 'closed' and body ->> 'result' = 'rolled-back'`,
  );
  await stage.act({
    ...{ ...of, action: 'hold' },
    label: 'lift the hold',
    inputs: { 'hold-id': hold?.id ?? '', reason: 'release 4 takes the fault out again' },
  });
}

const promotes = (stage: Stage) =>
  stage.cloud.log.of('vercel.promote').filter((one) => one.method === 'POST').length;

/** Intents of the promote that no outcome and no observation has answered yet. */
async function pendingIntents(stage: Stage, release: ReleaseAtWork): Promise<number> {
  const rows = await stage.cloud.postgres.sql<{ kind: string; n: number }>(
    'production',
    `select kind, count(*)::int as n from shiplock.event e join shiplock.release r on r.id = e.release_id
      where r.commit_sha = $1 and body ->> 'call' = 'vercel.promote' group by kind`,
    [release.story.commit],
  );
  const count = (kind: string) => rows.find((one) => one.kind === kind)?.n ?? 0;
  return count('intent') - count('outcome') - count('observed');
}
