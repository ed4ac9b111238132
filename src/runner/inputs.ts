import { configurationError } from '../release/errors.ts';

export interface InputSpec {
  readonly description: string;
  readonly default?: string;
  /** Read when the input is empty, so that secrets can come by `env:` alone. */
  readonly env?: string;
  /** Masked before anything else happens. */
  readonly secret?: boolean;
}

/**
 * Every input of every action, once. An action's manifest names the ones it takes; `action.yml` and the README tables
 * are generated from here.
 */
export const INPUTS = {
  environment: {
    description:
      'Environment to ship to, as named in the settings file (or `staging`/`production` without one).',
  },
  'environment-kind': {
    description: '`staging` or `production`; needed only without a settings file and for other names.',
  },
  settings: {
    description: 'Settings file, relative to the workspace. Default: `shiplock.yml` where it exists.',
  },
  commit: {
    description: 'Full SHA of the commit. Default: the commit of this run (the head of a pull request).',
  },
  'release-id': { description: 'Release to work on. Default: found by environment and commit.' },
  'dry-run': {
    description: '`true`: print every outside call that would be made, and change nothing.',
    default: 'false',
  },
  'working-directory': {
    description: 'Folder that is uploaded, relative to the workspace. Overrides `app.directory`.',
  },
  'database-url': {
    description:
      'Connection string of this environment’s Postgres: the direct host or the session pooler, not port 6543.',
    env: 'SHIPLOCK_DATABASE_URL',
    secret: true,
  },
  'staging-database-url': {
    description:
      'Connection string of the required environment’s Postgres, to read in its record that this commit finished there.',
    env: 'SHIPLOCK_STAGING_DATABASE_URL',
    secret: true,
  },
  'rehearsal-database-url': {
    description:
      'Connection string of a role that may create databases, on any server but production’s: pending migrations are rehearsed there up, down and up, and the plan tells whether the release can be rolled back.',
    env: 'SHIPLOCK_REHEARSAL_DATABASE_URL',
    secret: true,
  },
  'rehearsal-template': {
    description:
      'Database on that server to start the rehearsal from: one that has what the platform brings (auth, storage).',
  },
  'report-directory': {
    description: 'Folder for the migrations’ report for machines: `migrations.json` and `migrations.sarif`.',
  },
  contract: {
    description:
      '`true`: apply the contract migrations of the serving release instead, after its soak time; closes its rollback window. `force` with a reason goes on without soak time and proof.',
    default: 'false',
  },
  standalone: {
    description:
      '`true`: check the environment as it is, outside of a release, and compare its schema with the one the serving release left. For a schedule.',
    default: 'false',
  },
  down: {
    description:
      'Versions of migrations to undo with their down files after traffic went back, newest first, separated by commas.',
  },
  'down-consent': { description: 'Versions whose down file may lose data, separated by commas.' },
  'vercel-token': { description: 'Vercel access token.', env: 'VERCEL_TOKEN', secret: true },
  'vercel-project': { description: 'Vercel project id or name. Overrides `vercel.project`.' },
  'vercel-team': { description: 'Vercel team id. Overrides `vercel.team`.' },
  'vercel-protection-bypass': {
    description: 'Secret that opens deployment protection for the gate’s probes.',
    env: 'VERCEL_AUTOMATION_BYPASS_SECRET',
    secret: true,
  },
  'github-token': {
    description:
      'Token with `deployments: write`, `pull-requests: write` and `actions: read`. Without it GitHub is left out.',
    env: 'GITHUB_TOKEN',
    secret: true,
  },
  'sentry-token': {
    description: 'Sentry token for releases. Without it Sentry is left out.',
    env: 'SENTRY_AUTH_TOKEN',
    secret: true,
  },
  'sentry-issues-token': {
    description: 'Second Sentry token with `event:read`, for the watch gate. Default: the first one.',
    env: 'SENTRY_ISSUES_TOKEN',
    secret: true,
  },
  'sentry-org': { description: 'Sentry organization slug. Overrides `sentry.org`.' },
  'sentry-project': { description: 'Sentry project slug. Overrides `sentry.project`.' },
  'slack-token': {
    description: 'Slack bot token with `chat:write` and `channels:history`. Without it Slack is left out.',
    env: 'SLACK_BOT_TOKEN',
    secret: true,
  },
  'slack-channel': { description: 'Slack channel id (C…). Overrides `slack.channel`.' },
  'supabase-url': {
    description:
      'The Supabase project’s URL, `https://<ref>.supabase.co`: verify asks its Data API whether what must be closed is closed. Needs `supabase-key`.',
    env: 'SUPABASE_URL',
  },
  'supabase-key': {
    description: 'The project’s publishable (or anon) key, as every browser has it. Not the secret one.',
    env: 'SUPABASE_PUBLISHABLE_KEY',
    secret: true,
  },
  'lease-wait-minutes': {
    description: 'How long to wait for another release that holds the environment.',
    default: '0',
  },
  'promote-deadline-seconds': {
    description: 'How long to look for the confirmation that traffic moved.',
    default: '180',
  },
  'wait-minutes': { description: 'How long to wait for approvals; 0 looks once.', default: '0' },
  'pull-request': { description: 'Number of the pull request.' },
  'approval-job': { description: 'Name of the job that approves.', default: 'Approve and ship' },
  'approval-step': { description: 'Name of its step that is the approval gate.', default: 'Approve' },
  'shown-plan-hash': {
    description:
      'Hash of the plan that people were shown when the environment’s review was asked for: `needs.<plan job>.outputs.plan-hash`. Reviews that name no hash count for this plan only.',
  },
  'accept-pin': {
    description: '`true`: ship over a rollback that somebody made outside of Shiplock. The plan shows it.',
    default: 'false',
  },
  'confirmed-by': {
    description: 'Login of the second person who confirms that breaking the glass was right.',
  },
  'break-glass-reason': {
    description:
      'At least 20 characters: go on without the approvals required, or inside a freeze window. For people whom approvals.breakGlass.people names; recorded, announced, and to be confirmed by a second person.',
  },
  reason: { description: 'Why; goes into the record and the notice.' },
  force: {
    description: '`true`: roll back though the verdict is unsafe or unknown. Needs a reason.',
    default: 'false',
  },
  phase: {
    description: 'Which gate: `gate` (staged deployment, before traffic) or `watch` (live domains, after).',
    default: 'gate',
  },
  url: {
    description: 'Probe this URL instead of what the release’s record says; the record is then not needed.',
  },
  directory: { description: 'Folder of built JavaScript and source maps to inject and upload.' },
  version: { description: 'Release name in the error tracker. Default: the commit.' },
  message: { description: 'Text of the notice.' },
  state: {
    description: 'State the notice shows: `running`, `waiting`, `succeeded`, `failed` or `rolled-back`.',
    default: 'running',
  },
} as const satisfies Record<string, InputSpec>;

export type InputName = keyof typeof INPUTS;
export type Inputs = Partial<Record<InputName, string>>;

/** What every action that works on a release takes. A token that only some of them use is in a list of its own. */
export const RELEASE_INPUTS = [
  'environment',
  'environment-kind',
  'settings',
  'commit',
  'release-id',
  'dry-run',
  'database-url',
  'vercel-token',
  'vercel-project',
  'vercel-team',
  'github-token',
] as const satisfies readonly InputName[];

/** For actions that tell the error tracker about the release, or count its errors. */
export const ERROR_TRACKER_INPUTS = [
  'sentry-token',
  'sentry-org',
  'sentry-project',
] as const satisfies readonly InputName[];

/** For actions that publish to the release's thread. */
export const NOTICE_INPUTS = ['slack-token', 'slack-channel'] as const satisfies readonly InputName[];

export function required(inputs: Inputs, name: InputName): string {
  const value = inputs[name];
  if (value) return value;
  const spec: InputSpec = INPUTS[name];
  throw configurationError({
    code: 'SHIPLOCK_INPUT_MISSING',
    what: `the input ${name} is missing`,
    notDone: ['nothing was changed'],
    next: `Set \`with: ${name}:\`${spec.env ? ` or \`env: ${spec.env}:\`` : ''}${spec.secret ? '' : ` (on the command line \`--${name}\`)`}. ${spec.description}`,
  });
}

export function flag(inputs: Inputs, name: InputName): boolean {
  const value = (inputs[name] ?? 'false').toLowerCase();
  if (value === 'true' || value === 'false') return value === 'true';
  throw invalid(name, value, '`true` or `false`');
}

/** Comma-separated values; empty means none. */
export function list(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

export function number(inputs: Inputs, name: InputName): number {
  const value = inputs[name] ?? (INPUTS[name] as InputSpec).default ?? '0';
  const parsed = Number(value);
  if (value.trim() !== '' && Number.isFinite(parsed) && parsed >= 0) return parsed;
  throw invalid(name, value, 'a number of 0 or more');
}

export function oneOf<T extends string>(
  inputs: Inputs,
  name: InputName,
  allowed: readonly T[],
): T | undefined {
  const value = inputs[name];
  if (value === undefined || value === '') return undefined;
  if ((allowed as readonly string[]).includes(value)) return value as T;
  throw invalid(name, value, allowed.map((a) => `\`${a}\``).join(', '));
}

function invalid(name: InputName, value: string, takes: string) {
  return configurationError({
    code: 'SHIPLOCK_INPUT_INVALID',
    what: `the input ${name} is ${JSON.stringify((INPUTS[name] as InputSpec).secret ? '***' : value)}; it takes ${takes}`,
    notDone: ['nothing was changed'],
    next: `Correct \`with: ${name}:\` (on the command line \`--${name}\`).`,
  });
}
