import type { GithubCodeHost } from '../codehost/index.ts';
import type { JsonObject } from '../release/canonical.ts';
import type { EnvironmentFacts, ReleaseContext } from '../release/context.ts';
import type { Database, ErrorTracker, Hosting, Notices } from '../release/ports.ts';
import { projectOf } from '../release/project.ts';
import { describeProduction } from '../release/steps/live.ts';
import { usageFileOf } from '../settings/load.ts';
import { asObject, ownOf, projectOf as policyProject } from '../settings/policy.ts';
import type { EnvironmentSettings, Settings } from '../settings/schema.ts';
import type { Door } from './action.ts';
import { composeApprovals } from './compose-approvals.ts';
import { composeBackend } from './compose-backend.ts';
import { composeGate, composeReady } from './compose-gate.ts';
import { composeHosting } from './compose-hosting.ts';
import { composePolicy, type PolicyBasis } from './compose-policy.ts';
import { composeRehearsal } from './compose-rehearsal.ts';
import { composeReports } from './compose-reports.ts';
import { composePrebuilt, composeSource } from './compose-source.ts';
import { commitOf, type RunFacts, runFacts } from './github.ts';
import type { InputName } from './inputs.ts';
import { type Inputs, missing, orDefault, required } from './values.ts';

/** What the caller has read already. */
interface Read {
  readonly settings?: Settings | undefined;
}

/**
 * The composition root: inputs, settings and the runner's environment become one ReleaseContext. Vendors' packages
 * are imported when they are first needed, so that each action loads its own only.
 */
export async function compose(
  door: Pick<Door, 'inputs' | 'say' | 'warn'>,
  basis: PolicyBasis = 'witnesses',
  read: Read = {},
): Promise<ReleaseContext & { close(): Promise<void> }> {
  const { inputs, say, warn } = door;
  const facts = runFacts();
  const name = required(inputs, 'environment');
  const commit =
    inputs.to === undefined ? commitOf(inputs, facts) : (inputs.commit ?? facts.sha ?? NO_COMMIT);
  const open: Database[] = [];
  const connectTo = async (url: string, input: InputName, readOnly: boolean): Promise<Database> => {
    const { connect } = await import('../database/connection.ts');
    const database = await connect(url, { applicationName: `shiplock ${name}`, input, readOnly });
    open.push(database);
    return database;
  };
  let main: Promise<Database> | undefined;
  const database = () => {
    main ??= connectTo(required(inputs, 'database-url'), 'database-url', false);
    return main;
  };
  const codeHost = await composeCodeHost(inputs, facts);
  const { policy, settings } = await composePolicy({
    ...{ door, facts, name, commit, codeHost, database, basis, ...read },
    hosting: async (under) => (inputs['vercel-token'] ? composeHosting(inputs, under) : undefined),
  });
  // What needs no hosting, such as a look at the schema alone, needs no token of it.
  const hosting = inputs['vercel-token'] ? await composeHosting(inputs, settings) : undefined;
  const errorTracker = await composeErrorTracker(inputs, settings, facts);
  return {
    environment: {
      ...environmentFacts(name, settings, inputs, (url) => connectTo(url, 'staging-database-url', true)),
      ...composeProjects(inputs, settings, policy.decision.policy.others, hosting),
    },
    policy,
    commit,
    actor: facts.actor,
    run: { id: facts.runId, url: facts.runUrl, preview: inputs['pull-request'] },
    source: composeSource(inputs, settings, facts, commit, say),
    prebuilt: await composePrebuilt(inputs, settings, facts, commit, say),
    releaseId: inputs['release-id'],
    database,
    get hosting() {
      if (!hosting) throw missing('vercel-token');
      return hosting;
    },
    backend: await composeBackend(inputs, settings),
    codeHost,
    errorTracker,
    notices: await composeNotices(inputs, settings),
    migrations: await composeMigrations(inputs, settings, facts),
    schema: await composeSchema(database, settings, facts, inputs),
    rehearse: composeRehearsal(inputs, settings, facts, database),
    writeReports: composeReports(inputs, facts),
    ready: composeReady(settings),
    gate: composeGate('before', settings.gates.gate, {
      ...{ errorTracker, environment: name, database, fast: settings.fastLane.gate },
    }),
    watch: composeGate('after', settings.gates.watch, {
      ...{ errorTracker, environment: name, database, fast: settings.fastLane.watch },
    }),
    ...composeApprovals(settings, inputs, facts, codeHost, policy.decision.policy),
    verdict: async (previous, live) => {
      const { verdictOf } = await import('../schema/verdict/index.ts');
      return verdictOf(previous, live);
    },
    dryRun: orDefault(inputs, 'dry-run'),
    say,
    warn,
    close: async () => {
      await Promise.allSettled(open.map((each) => each.close()));
    },
  };
}

/** A rollback to a named release asks the record, and no commit. */
const NO_COMMIT = '0'.repeat(40);

/** Of this environment, and of the one that it requires: what the policy says of that, for a commit proves nothing. */
function composeProjects(
  inputs: Inputs,
  settings: EnvironmentSettings,
  others: JsonObject,
  hosting: Hosting | undefined,
): Pick<EnvironmentFacts, 'project' | 'requiredProject'> {
  const called = inputs['vercel-project'] ?? settings.vercel.project;
  const required = settings.requires === undefined ? undefined : others[settings.requires];
  const theirs = required === undefined ? undefined : policyProject(asObject(required)).project;
  return {
    ...(called === undefined ? {} : { project: projectOf(called, hosting && (() => hosting.names())) }),
    ...(theirs === undefined ? {} : { requiredProject: projectOf(theirs) }),
  };
}

/** Composes, works, and closes what was opened, whatever happens. */
export async function withRelease<T>(
  door: Pick<Door, 'inputs' | 'say' | 'warn'>,
  work: (context: ReleaseContext) => Promise<T>,
  basis: PolicyBasis = 'witnesses',
  read: Read = {},
): Promise<T> {
  const context = await compose(door, basis, read);
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

/** For error reports: what production serves now, read from hosting. */
export async function describe(door: Pick<Door, 'inputs' | 'say' | 'warn'>): Promise<string | undefined> {
  const quiet = { inputs: door.inputs, say: () => undefined, warn: () => undefined };
  return withRelease(quiet, (context) => describeProduction(context), 'commit');
}

export function environmentFacts(
  name: string,
  settings: EnvironmentSettings,
  inputs: Inputs,
  connectReadOnly: (url: string) => Promise<Database>,
): EnvironmentFacts {
  const stagingUrl = inputs['staging-database-url'];
  return {
    name,
    kind: settings.kind,
    ...(settings.requires
      ? {
          requires: {
            environment: settings.requires,
            ...{ soakHours: settings.requiresSoakHours, drill: settings.requiresDrill },
            ...(stagingUrl ? { database: () => connectReadOnly(stagingUrl) } : {}),
          },
        }
      : {}),
    settings: ownOf(settings),
    unknownVerdict: settings.rollback.unknownVerdict,
    ...{ soakHours: settings.rollback.soakHours, drill: settings.rollback.drill },
    quarantine: quarantines(settings),
    fastLanes: settings.fastLane.for,
    rolling: settings.traffic?.rolling?.stages,
    prebuilt: settings.vercel.prebuilt,
    previewDomain: settings.vercel.previewDomain,
    acceptPin: orDefault(inputs, 'accept-pin'),
    requiredChecks: settings.database.requiredChecks,
    leaseWaitSeconds: orDefault(inputs, 'lease-wait-minutes') * 60,
    promoteDeadlineMs: orDefault(inputs, 'promote-deadline-seconds') * 1000,
  };
}

function quarantines({ kind, rollback }: EnvironmentSettings): boolean {
  return rollback.quarantine === 'always' || (rollback.quarantine === 'production' && kind === 'production');
}

export async function composeCodeHost(inputs: Inputs, facts: RunFacts): Promise<GithubCodeHost | undefined> {
  const token = inputs['github-token'];
  if (!token || !facts.repository) return undefined;
  const { githubCodeHost } = await import('../codehost/index.ts');
  // A job's own token may not ask who it is; its comments are this login's.
  const actorLogin = token.startsWith('ghs_') ? 'github-actions[bot]' : undefined;
  return githubCodeHost({
    token,
    repository: facts.repository,
    apiUrl: facts.apiUrl,
    ...(actorLogin ? { actorLogin } : {}),
  });
}

export async function composeErrorTracker(
  inputs: Inputs,
  settings: EnvironmentSettings,
  facts: RunFacts,
): Promise<ErrorTracker | undefined> {
  const token = inputs['sentry-token'];
  const org = inputs['sentry-org'] ?? settings.sentry?.org;
  const project = inputs['sentry-project'] ?? settings.sentry?.project;
  if (!token || !org || !project) return undefined;
  const { sentryErrorTracker } = await import('../errortracker/index.ts');
  const issuesToken = inputs['sentry-issues-token'];
  const named = process.env['SENTRY_URL'];
  return sentryErrorTracker({
    token,
    org,
    project,
    workspace: facts.workspace,
    ...(named ? { apiUrl: named } : {}),
    ...(settings.sentry ? { settingsUrl: settings.sentry.url } : {}),
    ...(settings.sentry?.repository ? { repository: settings.sentry.repository } : {}),
    ...(issuesToken ? { issuesToken } : {}),
  });
}

export async function composeNotices(
  inputs: Inputs,
  settings: EnvironmentSettings,
): Promise<Notices | undefined> {
  const token = inputs['slack-token'];
  const channel = inputs['slack-channel'] ?? settings.slack?.channel;
  if (!token || !channel) return undefined;
  const { slackNotices } = await import('../notices/index.ts');
  const apiUrl = process.env['SHIPLOCK_SLACK_API_URL'];
  const onCall = settings.slack?.onCall ?? [];
  return slackNotices({ token, channel, onCall, ...(apiUrl ? { apiUrl } : {}) });
}

export async function composeMigrations(inputs: Inputs, settings: EnvironmentSettings, facts: RunFacts) {
  const url = inputs['database-url'];
  if (!url) return undefined;
  const { migrationEngine } = await import('../database/migrations/index.ts');
  const { database } = settings;
  return migrationEngine({
    url,
    workspace: facts.workspace,
    directory: database.migrations,
    rollbacks: database.rollbacks,
    verifyDirectory: database.verify,
    lockTimeoutMs: database.lockTimeoutSeconds * 1000,
    lockBudgetMs: database.lockBudgetSeconds * 1000,
    engine: database.engine,
    ...(database.outOfOrder.allow ? { outOfOrder: database.outOfOrder.reason } : {}),
    files: database.files,
    openTables: database.openTables,
    usage: usageFileOf(database),
  });
}

async function composeSchema(
  database: () => Promise<Database>,
  settings: EnvironmentSettings,
  facts: RunFacts,
  inputs: Inputs,
) {
  const { databaseSchema } = await import('../schema/index.ts');
  const {
    'database-url': advisorsUrl,
    'rehearsal-database-url': adminUrl,
    'rehearsal-template': template,
  } = inputs;
  return databaseSchema({
    database,
    workspace: facts.workspace,
    verifyDir: settings.database.verify,
    rlsFile: settings.database.rls,
    usageFile: usageFileOf(settings.database),
    ignore: settings.database.ignore,
    openTables: settings.database.openTables,
    testsDir: settings.database.tests,
    advisorsAllow: settings.database.advisorsAllow,
    ...(settings.database.advisors && advisorsUrl ? { advisorsUrl } : {}),
    api: composeApi(inputs),
    ahead: async () => {
      const { schemaAhead } = await import('../database/project/ahead.ts');
      return schemaAhead({
        workspace: facts.workspace,
        migrations: settings.database.migrations,
        adminUrl,
        template,
      });
    },
  });
}

/** Both or none: half of it would be a check that silently does not run. */
function composeApi(inputs: Inputs) {
  const { 'supabase-url': url, 'supabase-key': key } = inputs;
  if (!url && !key) return undefined;
  return { url: required(inputs, 'supabase-url'), key: required(inputs, 'supabase-key') };
}
