import { type Commit, Road } from '../test/road/support/road.ts';

/**
 * How long a rollback takes on the local cloud: the action as the runner starts it, from the decision until every domain
 * answers as the old version (its output `milliseconds`), and from the start of the process to its end. Between two
 * rollbacks the newer version is promoted by hand, as somebody would at Vercel.
 */
const RUNS = 20;
const GOAL_MS = 2_000;

const road = await Road.open();
try {
  const [older, newer] = [await road.commit(), await road.commit()];
  const target = await shipped(older);
  await shipped(newer);
  const deployment = await deploymentOf(newer);
  const decided: number[] = [];
  const whole: number[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    const began = performance.now();
    const { code, outputs, log } = await road.act(newer, 'staging', 'rollback', {
      inputs: { to: target, reason: `measured, run ${run}`, 'accept-pin': 'true' },
      env: { GITHUB_RUN_ID: `9${run}` },
    });
    whole.push(performance.now() - began);
    if (code !== 0) throw new Error(log.join('\n'));
    const { release } = await road.serving('staging');
    if (release !== target) throw new Error(`after the rollback ${release ?? 'nothing'} serves`);
    decided.push(Number(outputs['milliseconds']));
    await road.promoteByHand('staging', deployment);
  }
  const figures = {
    runs: RUNS,
    decisionToServedMs: median(decided),
    processMs: Math.round(median(whole)),
    goalMs: GOAL_MS,
  };
  process.stdout.write(
    process.argv.includes('--json')
      ? `${JSON.stringify(figures)}\n`
      : `rollback, median of ${RUNS}: ${figures.decisionToServedMs} ms from the decision to all domains (goal ${GOAL_MS}), ${figures.processMs} ms for the whole process\n`,
  );
  if (figures.decisionToServedMs > GOAL_MS) process.exitCode = 1;
} finally {
  await road.close();
}

async function shipped(commit: Commit): Promise<string> {
  const { code, outputs, log } = await road.act(commit, 'staging', 'ship');
  if (code !== 0) throw new Error(log.join('\n'));
  return outputs['release-id'] ?? '';
}

async function deploymentOf(commit: Commit): Promise<string> {
  const events = await road.events('staging');
  const found = events.find(({ sha, body }) => sha === commit.sha && body['is'] === 'deployed');
  return String(found?.body['deploymentId']);
}

function median(list: readonly number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}
