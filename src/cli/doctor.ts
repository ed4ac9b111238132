import type { ReleaseContext } from '../release/context.ts';
import { failure, ShiplockError } from '../release/errors.ts';
import type { PolicyDecision } from '../release/policy.ts';
import type { Door } from '../runner/action.ts';
import { withRelease } from '../runner/compose.ts';

/** Tries each connection a release needs, read-only, and says each result. A check that fails fails the command. */
export async function doctor(door: Door): Promise<string> {
  const work = async (context: ReleaseContext) => {
    const checks: [string, () => Promise<string>][] = [
      [
        'database',
        async () => {
          await (await context.database()).query('select 1');
          return 'reachable';
        },
      ],
      ['schema', async () => `readable, fingerprint ${(await context.schema.fingerprint()).slice(0, 12)}`],
      ['migrations', async () => `${(await context.migrations?.pending())?.pending.length ?? 0} pending`],
      [
        'hosting',
        async () =>
          `serves ${(await context.hosting.live()).deploymentId ?? 'nothing yet'} on ${(await context.hosting.domains()).join(', ')}`,
      ],
      [
        'code host',
        async () =>
          context.codeHost
            ? `commit by ${(await context.codeHost.authorship({ from: undefined, to: context.commit })).people.map((one) => one.login).join(', ')}`
            : 'left out: no github-token',
      ],
      ['rules', async () => rules(await context.policy.again())],
      ['error tracker', async () => (context.errorTracker ? 'configured' : 'left out: no sentry-token')],
      ['notices', async () => (context.notices ? 'configured' : 'left out: no slack-token')],
    ];
    const lines: string[] = [];
    let bad = 0;
    for (const [name, check] of checks) {
      try {
        lines.push(`ok    ${name.padEnd(14)} ${await check()}`);
      } catch (error) {
        bad += 1;
        lines.push(
          `FAIL  ${name.padEnd(14)} ${error instanceof ShiplockError ? `${error.message}. ${error.problem.next}` : String(error)}`,
        );
      }
    }
    if (bad === 0) return lines.join('\n');
    throw failure({
      code: 'SHIPLOCK_DOCTOR',
      what: `${bad} of ${checks.length} checks failed:\n${lines.join('\n')}`,
      notDone: ['nothing was changed'],
      next: 'Mend what is marked FAIL, and run doctor again.',
    });
  };
  return withRelease(door, work, 'commit');
}

function rules({ policy, sources, warnings, notes }: PolicyDecision): string {
  const { changes } = policy;
  const waits = changes.filter(({ takes }) => takes === 'next').map(({ key }) => key);
  return [
    `by ${sources.join(', ')}`,
    ...(waits.length > 0 ? [`changed for the next release: ${waits.join(', ')}`] : []),
    ...warnings,
    ...notes,
  ].join('; ');
}
