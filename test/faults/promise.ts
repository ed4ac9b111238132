import { recordVerify } from '../../src/cli/record-verify.ts';
import { CODES, type Code } from '../../src/release/codes.ts';
import { ShiplockError } from '../../src/release/errors.ts';
import type { Outcome } from './runs.ts';
import { withEnvironment } from './runs.ts';
import type { World } from './world.ts';

/** What has to be so whatever went wrong: each function says in words what is not. */

/** What a step did and was shown. */
export interface Seen {
  readonly forth: number;
  readonly back: number;
  /** Hosting showed it an old state. */
  readonly stale: boolean;
  /** When it last asked hosting (ms since the epoch): what moved since then it could not know. */
  readonly asked: number;
}

/** A step's end is one of the table, and what it says is so. */
export async function trueWords(
  world: Pick<World, 'servingId' | 'staleServingId' | 'servedUntil' | 'moving'>,
  /** Why what a step that ended well promises is not so. */
  holds: () => Promise<string | undefined>,
  outcome: Outcome,
  seen: Seen,
): Promise<readonly string[]> {
  const { code, signal, errorCode, problem, lines } = outcome;
  if (signal !== null) return [];
  if (code === 0) {
    const untrue = await holds();
    return untrue === undefined ? [] : [`ended with 0, but ${untrue}`];
  }
  const wrong: string[] = [];
  if (!(errorCode in CODES)) wrong.push(`ended with ${code} and no code of the table: ${lines.at(-1)}`);
  if (errorCode === ('SHIPLOCK_INTERNAL' satisfies Code)) wrong.push(`ended as a bug: ${lines.join(' | ')}`);
  const notDone = problem?.notDone?.join('; ') ?? '';
  // Its own rollback, which a failed release tries, is told apart in the log.
  const undid = lines.some((line) => line.endsWith('; rolling back'));
  if (/no traffic was/.test(notDone) && seen.forth + (undid ? 0 : seen.back) > 0)
    wrong.push(`says "${notDone}", but traffic moved`);
  // While a move is on its way, what serves is what did when somebody looked.
  const [, said] = /serves deployment (\S+?)[,.]?(?:\s|$)/.exec(problem?.production ?? '') ?? [];
  const serves = world.servingId();
  // It says so "as hosting shows it", and nobody else can be asked: an old state is what was shown, and a job may end a moment later.
  const wasShown = (seen.stale && said === world.staleServingId()) || said === world.servedUntil(seen.asked);
  if (said !== undefined && said !== serves && !wasShown && !world.moving())
    wrong.push(`says that production serves ${said}, but ${serves} does`);
  return wrong;
}

/** The chain of the record is whole, and agrees with what the code host keeps of it. */
export async function wholeRecord(world: World): Promise<readonly string[]> {
  const { env } = world.step(world.next, 'record');
  try {
    const told = await withEnvironment(env, () =>
      recordVerify.run(
        {
          inputs: {
            environment: 'production',
            'database-url': env['SHIPLOCK_DATABASE_URL']!,
            'github-token': env['GITHUB_TOKEN']!,
          },
          ...{ say: () => undefined, warn: () => undefined, summarize: async () => undefined },
        },
        { json: false, head: undefined },
      ),
    );
    return told.startsWith('intact: ') ? [] : [`record verify: ${told}`];
  } catch (error) {
    return [`record verify: ${error instanceof ShiplockError ? error.problem.what : String(error)}`];
  }
}

/** What is made once a release is there once. */
export async function madeOnce(world: World): Promise<readonly string[]> {
  const { github, sentry, slack, vercel } = world.cloud;
  const { sha } = world.next;
  const releases = new Set(
    vercel.state.deployments.flatMap(({ env }) =>
      env['SHIPLOCK_COMMIT'] === sha ? [env['SHIPLOCK_RELEASE_ID']] : [],
    ),
  );
  const most = Math.max(1, releases.size, await world.releases(world.next));
  const [channel] = slack.state.channels;
  const counted: Readonly<Record<string, number>> = {
    'deployments at hosting': vercel.state.deployments.filter(({ env }) => env['SHIPLOCK_COMMIT'] === sha)
      .length,
    'deployments at the code host': github.state.repositories
      .flatMap(({ deployments }) => deployments)
      .filter((one) => one.sha === sha).length,
    'messages in the channel':
      (channel?.messages ?? []).filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts)
        .length - world.messagesBefore,
    'releases at the error tracker': sentry.state.releases.filter(({ version }) => version === sha).length,
    'deploys at the error tracker':
      sentry.state.releases.find(({ version }) => version === sha)?.deploys.length ?? 0,
  };
  return Object.entries(counted).flatMap(([what, many]) => (many > most ? [`${many} ${what}`] : []));
}
