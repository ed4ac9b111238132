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
      'Environment to ship to, as named in the settings file (without one: `staging` or `production`).',
  },
  'environment-kind': {
    description: '`staging` or `production`; only needed for other names without a settings file.',
  },
  settings: {
    description: 'Settings file, relative to the workspace. Default: `shiplock.yml` if it exists.',
  },
  commit: {
    description: 'Full SHA of the commit. Default: the commit of this run (for a pull request, its head).',
  },
  'release-id': { description: 'Release to work on. Default: found by environment and commit.' },
  'dry-run': {
    description: '`true`: print every outside call that Shiplock would make, and change nothing.',
    default: 'false',
  },
  'working-directory': {
    description: 'Folder to upload, relative to the workspace. Overrides `app.directory`.',
  },
  prebuilt: {
    description:
      'Folder `.vercel/output` that `vercel build` made in this job, relative to the workspace: Shiplock uploads it and Vercel builds nothing. Needs `vercel.prebuilt` in the protected branch’s settings.',
  },
  'database-url': {
    description:
      'Connection string of this environment’s Postgres: the direct host or the session pooler, not port 6543.',
    env: 'SHIPLOCK_DATABASE_URL',
    secret: true,
  },
  'staging-database-url': {
    description:
      'Connection string of the required environment’s Postgres: its record must show that this commit finished there.',
    env: 'SHIPLOCK_STAGING_DATABASE_URL',
    secret: true,
  },
  'rehearsal-database-url': {
    description:
      'Connection string of a role that can create databases, on any server except production’s: Shiplock rehearses pending migrations there up, down and up, and the plan says whether the release can be rolled back.',
    env: 'SHIPLOCK_REHEARSAL_DATABASE_URL',
    secret: true,
  },
  'rehearsal-template': {
    description:
      'Database on that server to copy for the rehearsal: one that has what the platform provides (auth, storage).',
  },
  'report-directory': {
    description:
      'Folder for machine-readable reports on the migrations: `migrations.json` and `migrations.sarif`.',
  },
  contract: {
    description:
      '`true`: apply the contract migrations of the live release instead, after its soak time; this ends its rollback window. `force` with a reason skips the soak time and the proof.',
    default: 'false',
  },
  standalone: {
    description:
      '`true`: check the environment as it is, outside of a release, and compare its schema with the one that the live release left. For scheduled runs.',
    default: 'false',
  },
  down: {
    description:
      'Versions of migrations to undo with their down files after traffic was rolled back, newest first, separated by commas.',
  },
  'down-consent': {
    description: 'Versions with a down file that is allowed to lose data, separated by commas.',
  },
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
      'Token with `deployments: write`, `pull-requests: write` and `actions: read`. Without it, Shiplock skips GitHub.',
    env: 'GITHUB_TOKEN',
    secret: true,
  },
  'sentry-token': {
    description: 'Sentry token for releases. Without it, Shiplock skips Sentry.',
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
    description:
      'Slack bot token with `chat:write` and `channels:history`. Without it, Shiplock skips Slack.',
    env: 'SLACK_BOT_TOKEN',
    secret: true,
  },
  'slack-channel': { description: 'Slack channel id (C…). Overrides `slack.channel`.' },
  'supabase-url': {
    description:
      'The Supabase project’s URL, `https://<ref>.supabase.co`: `verify-schema` checks that its Data API does not expose what must be closed. Needs `supabase-key`.',
    env: 'SUPABASE_URL',
  },
  'supabase-key': {
    description: 'The project’s publishable (or anon) key, which every browser has. Not the secret one.',
    env: 'SUPABASE_PUBLISHABLE_KEY',
    secret: true,
  },
  'lease-wait-minutes': {
    description: 'How long to wait for another release that holds the environment.',
    default: '0',
  },
  'promote-deadline-seconds': {
    description: 'How long to wait for the confirmation that traffic moved.',
    default: '180',
  },
  'wait-minutes': { description: 'How long to wait for approvals; 0 checks once.', default: '0' },
  'pull-request': {
    description:
      'Number of the pull request. For `deploy` and `plan`: what is staged is a preview of it, and `preview-close` makes its entry at GitHub inactive.',
  },
  'approval-job': { description: 'Name of the job that approves.', default: 'Approve and ship' },
  'approval-step': { description: 'Name of its step that runs the approval gate.', default: 'Approve' },
  'shown-plan-hash': {
    description:
      'Hash of the plan that people saw when GitHub asked for the environment’s review: `needs.<plan job>.outputs.plan-hash`. Reviews that name no hash count only for this plan.',
  },
  'accept-pin': {
    description:
      '`true`: ship even though somebody rolled back outside of Shiplock; the plan shows it. For `rollback` with `to`: roll back even though somebody moved production outside of Shiplock.',
    default: 'false',
  },
  'confirmed-by': {
    description: 'Login of the second person who confirms that breaking the glass was justified.',
  },
  'break-glass-reason': {
    description:
      'Ship without the required approvals, or inside a freeze window, for this reason (at least 20 characters). Only for people named in approvals.breakGlass.people. Shiplock records and announces it, and a second person must confirm it.',
  },
  to: {
    description:
      'Roll back to this release instead of the previous one: its id, or at least 7 digits of its commit. Works over several releases, and finds out what serves.',
  },
  reason: { description: 'The reason, for the record and the notice.' },
  'hold-id': {
    description: 'Lift this hold instead: `hold_…`, or the id of the release that was rolled back.',
  },
  'held-commit': {
    description: 'Full SHA: hold only releases that contain this commit. Default: hold the environment.',
  },
  force: {
    description:
      '`true`: roll back even if the verdict is unsafe or unknown, or if the release in `to` was rolled back itself. Needs a reason.',
    default: 'false',
  },
  phase: {
    description: 'Which gate: `gate` (staged deployment, before traffic) or `watch` (live domains, after).',
    default: 'gate',
  },
  url: {
    description: 'Probe this URL instead of the release’s deployment; the record is not needed then.',
  },
  directory: { description: 'Folder of built JavaScript and source maps to inject and upload.' },
  version: { description: 'Release name in the error tracker. Default: the commit.' },
  message: { description: 'Text of the notice.' },
  state: {
    description: 'State that the notice shows: `running`, `waiting`, `succeeded`, `failed` or `rolled-back`.',
    default: 'running',
  },
} as const satisfies Record<string, InputSpec>;

export type InputName = keyof typeof INPUTS;

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
