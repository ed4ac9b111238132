import path from 'node:path';
import { count } from '../present/count.ts';
import type { ReleaseContext } from '../release/context.ts';
import { failure, ShiplockError } from '../release/errors.ts';
import type { PolicyDecision } from '../release/policy.ts';
import type { HostingSetup } from '../release/ports.ts';
import { installedVersion } from '../release/record/install.ts';
import { rightsIn } from '../release/record/proposals.ts';
import { shadowed } from '../release/standing.ts';
import { type Door, telling } from '../runner/action.ts';
import { withRelease } from '../runner/compose.ts';
import { runFacts } from '../runner/github.ts';
import { required } from '../runner/values.ts';
import { environmentSettings } from '../settings/load.ts';
import { settingsAsFarAsRight } from '../settings/remains.ts';
import type { EnvironmentSettings, Settings } from '../settings/schema.ts';
import { defineCommand } from './command.ts';
import { type AppFolders, appFolder, gitDeployments, readyRoute, type Seen } from './doctor-checks.ts';
import { onTerminal } from './on-terminal.ts';

type Check = readonly [name: string, look: () => Promise<Seen>];

/**
 * Tries each connection that a release needs, read-only, and says each result: `ok` of what it looked at, `--` of what
 * it did not look at, with the reason, `FAIL` of the rest. A check that fails fails the command.
 */
export const doctor = defineCommand({
  inputs: [
    'environment',
    'environment-kind',
    'settings',
    'commit',
    'working-directory',
    'database-url',
    'vercel-token',
    'vercel-project',
    'vercel-team',
    'vercel-protection-bypass',
    'github-token',
    'sentry-token',
    'sentry-org',
    'sentry-project',
    'slack-token',
    'slack-channel',
  ],
  // Without database-url the rest can still be looked at.
  required: ['environment', 'vercel-token'],
  here: true,
  run: async (door) => {
    const found = await lookAtSettings(door);
    const { settings, own, wrong } = found;
    const settingsCheck: Check = ['settings', async () => seenOf(found)];
    const asked = telling(door, { 'environment-kind': own.kind });
    const look = (checks: readonly Check[]) => examine([settingsCheck, ...checks]);
    try {
      return await withRelease(
        asked,
        async (context) => look(checksOf(context, appFolders(door, own), told(door, own))),
        'commit',
        { settings },
      );
    } catch (error) {
      // What the settings would have said can be missing for all the rest.
      if (!wrong || !(error instanceof ShiplockError) || error.code === 'SHIPLOCK_DOCTOR') throw error;
      return look([['connections', () => Promise.reject(error)]]);
    }
  },
});

interface Found {
  /** As far as they are right. */
  readonly settings: Settings | undefined;
  readonly own: EnvironmentSettings;
  readonly wrong: ShiplockError | undefined;
}

/** Whatever is wrong with the settings is one finding: the other checks go on with what is right in them. */
async function lookAtSettings({ inputs }: Door): Promise<Found> {
  const { settings, wrong } = await settingsAsFarAsRight(runFacts().workspace, inputs.settings);
  const name = required(inputs, 'environment');
  const kind = inputs['environment-kind'];
  try {
    return { settings, wrong, own: environmentSettings(settings, name, kind) };
  } catch (error) {
    if (!(error instanceof ShiplockError)) throw error;
    const own = environmentSettings(undefined, name, kind ?? 'production');
    return { settings: undefined, wrong: wrong ?? error, own };
  }
}

async function seenOf({ settings, wrong }: Found): Promise<Seen> {
  if (wrong) throw wrong;
  if (!settings) return { skipped: 'there is no settings file, so the defaults apply' };
  return { seen: `valid, with ${count(Object.keys(settings.environments).length, 'environment')}` };
}

async function examine(checks: readonly Check[]): Promise<string> {
  const lines: string[] = [];
  let bad = 0;
  for (const [name, look] of checks) {
    const line = (mark: string, text: string) =>
      lines.push(`${mark.padEnd(6)}${name.padEnd(16)} ${onTerminal(text)}`);
    try {
      const found = await look();
      if ('seen' in found) line('ok', found.seen);
      else line('--', `not checked: ${found.skipped}`);
    } catch (error) {
      bad += 1;
      line(
        'FAIL',
        error instanceof ShiplockError ? `${error.message}. ${error.problem.next}` : String(error),
      );
    }
  }
  if (bad === 0) return lines.join('\n');
  throw failure({
    code: 'SHIPLOCK_DOCTOR',
    what: `${bad} of ${count(checks.length, 'check')} failed:\n${lines.join('\n')}`,
    notDone: ['nothing was changed'],
    next: 'Fix what is marked FAIL, and run doctor again.',
  });
}

function checksOf(context: ReleaseContext, app: AppFolders, to: Told): readonly Check[] {
  const { hosting, codeHost, commit } = context;
  let asked: Promise<HostingSetup> | undefined;
  const setup = async () => {
    asked ??= hosting.setup?.();
    return asked;
  };
  return [
    ['database', () => database(context)],
    [
      'schema',
      async () => ({ seen: `readable, fingerprint ${(await context.schema.fingerprint()).slice(0, 12)}` }),
    ],
    ['migrations', () => migrations(context)],
    [
      'hosting',
      async () => {
        const { deploymentId = 'nothing yet', unasked = [] } = await hosting.live();
        const domains = (await hosting.domains()).join(', ') || 'no domain';
        const away = [...((await hosting.elsewhere?.())?.values() ?? [])];
        return { seen: [`serves ${deploymentId} on ${domains}`, ...unasked, ...away].join('; ') };
      },
    ],
    ['git deployments', async () => ofSetup(await setup(), (found) => gitDeployments(found, app))],
    [
      'app folder',
      async () =>
        ofSetup(await setup(), async (found) => appFolder(found, app, await context.source.files())),
    ],
    ['ready route', () => readyRoute(context)],
    [
      'code host',
      async () => {
        if (!codeHost) return { skipped: 'no github-token, or no GITHUB_REPOSITORY' };
        const { people } = await codeHost.authorship({ from: undefined, to: commit });
        return { seen: `commit by ${people.map((one) => one.login).join(', ')}` };
      },
    ],
    ['rules', async () => ({ seen: rules(await context.policy.again()) })],
    [
      'error tracker',
      async () => ({ skipped: context.errorTracker ? unused(to.errors) : 'no sentry-token' }),
    ],
    ['notices', async () => ({ skipped: context.notices ? unused(to.notices) : 'no slack-token' })],
  ];
}

const unused = (where: string) => `configured for ${where}; the first release will be the first to use it`;

async function database(context: ReleaseContext): Promise<Seen> {
  const db = await context.database();
  await db.query('select 1');
  const version = await installedVersion(db);
  if (version === 0) return { seen: 'reachable; the first deploy installs the record (schema shiplock)' };
  const { authority, creator } =
    version >= 2 ? await rightsIn(db) : { authority: 'read' as const, creator: undefined };
  if (creator !== undefined) throw shadowed(creator);
  const rights = { ship: 'can ship', plan: 'can plan but not ship', read: 'can only read' }[authority];
  return { seen: `reachable, the record has version ${version}, this role ${rights}` };
}

async function migrations(context: ReleaseContext): Promise<Seen> {
  if (!context.migrations) return { skipped: 'no database-url' };
  const live = await context.hosting.live();
  const found = await context.migrations.pending({ refuse: false, serves: live.deploymentId !== undefined });
  const [refused] = found.refusals ?? [];
  if (refused) throw new ShiplockError(refused);
  return { seen: `${found.appliedCount} applied, ${found.pending.length} pending` };
}

async function ofSetup<T>(setup: T | undefined, look: (setup: T) => Promise<Seen>): Promise<Seen> {
  return setup ? look(setup) : { skipped: 'this hosting does not say how the project is set up' };
}

/** Whom a release will tell of itself. */
interface Told {
  readonly errors: string;
  readonly notices: string;
}

function told({ inputs }: Door, { sentry, slack }: EnvironmentSettings): Told {
  const [org, project] = [inputs['sentry-org'] ?? sentry?.org, inputs['sentry-project'] ?? sentry?.project];
  return { errors: `${org}/${project}`, notices: `channel ${inputs['slack-channel'] ?? slack?.channel}` };
}

function appFolders({ inputs }: Door, { app }: EnvironmentSettings): AppFolders {
  const directory = inputs['working-directory'] ?? app.directory;
  return { directory, uploaded: path.resolve(runFacts().workspace, directory) };
}

function rules({ policy, sources, warnings, notes }: PolicyDecision): string {
  const { changes } = policy;
  const waits = changes.filter(({ takes }) => takes === 'next').map(({ key }) => key);
  return [
    `by ${sources.join(', ')}`,
    ...(waits.length > 0 ? [`changes with the next release: ${waits.join(', ')}`] : []),
    ...warnings,
    ...notes,
  ].join('; ');
}
