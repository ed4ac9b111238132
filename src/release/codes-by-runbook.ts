/**
 * Every error code, by the runbook (`runbooks/<name>.md`) that says what to do. This table is the only place that knows
 * codes: the type of `code` comes from it, and so do the runbooks' front matter and docs/errors.md (`npm run build`).
 *
 * - `kind`: `configuration` if the caller's inputs, settings, files or credentials are wrong; `failure` for the rest.
 * - `mayRollbackAnswer`: whether a failure after `migrate` began may be answered by rollback. Ambiguity is settled by
 *   reading, not by another write; somebody else's lease is not ours to undo under; a plan that moved has changed nothing
 *   yet; a release that somebody rejected waits for them; one that a freeze window caught waits for its end.
 * - `neutral`: nothing went wrong and there is nothing to do: the run ends without an error.
 * - `summary`: what happened, in one line of markdown.
 */
export type Kind = 'configuration' | 'failure';

export interface Row {
  readonly kind: Kind;
  readonly mayRollbackAnswer: boolean;
  readonly summary: string;
  readonly neutral?: true;
}

const NO_ROLLBACK = { mayRollbackAnswer: false };

const row = <K extends Kind>(
  kind: K,
  summary: string,
  { mayRollbackAnswer } = { mayRollbackAnswer: true },
) => ({
  ...{ kind, mayRollbackAnswer, summary },
});
const failure = (summary: string, answer?: typeof NO_ROLLBACK) => row('failure', summary, answer);
const mistake = (summary: string, answer?: typeof NO_ROLLBACK) => row('configuration', summary, answer);

export const CODES_BY_RUNBOOK = {
  approval: {
    SHIPLOCK_APPROVAL_PENDING: failure(
      'fewer people than `approvals.required` have approved this exact plan',
    ),
    SHIPLOCK_APPROVAL_UNMEETABLE: failure(
      'fewer people can approve than must approve; waiting does not help',
    ),
    SHIPLOCK_APPROVAL_REJECTED: failure(
      'somebody rejected the plan and has not approved it since',
      NO_ROLLBACK,
    ),
    SHIPLOCK_APPROVAL_EXPIRED: failure('the approval is older than `approvals.expireHours`', NO_ROLLBACK),
    SHIPLOCK_APPROVAL_UNREAD: failure('could not read whether somebody rejected the plan since', NO_ROLLBACK),
    SHIPLOCK_APPROVAL_FROZEN: failure('a freeze window of the settings is open'),
    SHIPLOCK_APPROVAL_BREAK_GLASS_REASON: mistake('the break-glass reason is too short, or nobody gave it'),
    SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN: mistake(
      'this person is not allowed to break the glass for this release',
    ),
    SHIPLOCK_RELEASE_FROZEN: failure('a freeze window began after the plan was approved', NO_ROLLBACK),
    SHIPLOCK_GLASS_NOT_BROKEN: mistake('the release has no broken glass that could be confirmed'),
    SHIPLOCK_GLASS_NOT_CONFIRMED: failure('no second person has confirmed the broken glass'),
  },
  'build-failed': {
    SHIPLOCK_DEPLOY_BUILD_FAILED: failure('the build at hosting failed or was canceled'),
    SHIPLOCK_DEPLOY_GONE: failure('the staged deployment was deleted, retired or replaced at hosting'),
  },
  'contract-refused': {
    SHIPLOCK_CONTRACT_NOT_SERVING: failure('the commit is not the one that serves this environment'),
    SHIPLOCK_CONTRACT_SOAKING: failure('the soak time (`rollback.soakHours`) is not over'),
    SHIPLOCK_CONTRACT_STILL_NEEDED: failure(
      'the live release uses what the contract migrations remove, or might use it',
    ),
  },
  'database-connection': {
    SHIPLOCK_DATABASE_URL: mistake('the connection string cannot be read'),
    SHIPLOCK_DATABASE_POOLER: mistake('the pooler cannot do what the connection string or a migration needs'),
    SHIPLOCK_DATABASE_PASSWORD: mistake('the server does not accept the user and password'),
    SHIPLOCK_DATABASE_UNKNOWN: mistake('the server has no database of that name'),
    SHIPLOCK_DATABASE_SHADOWED: mistake('a role that only plans could replace functions that Shiplock calls'),
    SHIPLOCK_DATABASE_PERMISSION: mistake('the role lacks a privilege; the message names it'),
    SHIPLOCK_DATABASE_READ_ONLY: failure('the database is read-only'),
    SHIPLOCK_DATABASE_DISK_FULL: failure('the server’s disk is full'),
    SHIPLOCK_DATABASE_CONNECTIONS: failure('the server has no connection left'),
    SHIPLOCK_DATABASE_UNREACHABLE: mistake('no connection to the server could be made'),
    SHIPLOCK_DATABASE_TLS: mistake('TLS could not be set up as `sslmode` asks'),
    SHIPLOCK_DATABASE_CUT: failure('the connection was lost'),
    SHIPLOCK_DATABASE_ERROR: failure('the server reported another error; its SQLSTATE is in the message'),
  },
  'doctor-and-internal': {
    SHIPLOCK_DOCTOR: failure('at least one connection that a release needs does not work'),
    SHIPLOCK_INTERNAL: failure('an unexpected error: a bug in Shiplock'),
  },
  'gate-cannot-decide': {
    SHIPLOCK_GATE_PROTECTED: mistake(
      'Deployment Protection or a firewall answered instead of the application',
    ),
    SHIPLOCK_GATE_PATH: mistake('a probe’s path leads to another host'),
    SHIPLOCK_GATE_SQL: mistake('a gate’s SQL is not exactly one SELECT that only reads'),
    SHIPLOCK_GATE_SOURCE: failure(
      'the SQL query or JSON endpoint did not return the numbers that the gate needs',
    ),
    SHIPLOCK_GATE_JSON_PLAIN: mistake('a JSON endpoint with headers from secrets is not asked over HTTPS'),
    SHIPLOCK_GATE_EMPTY: mistake('the gate has no probe and no other source, or no URL to probe'),
    SHIPLOCK_WATCH_UNDECIDED: failure(
      'something kept the watch from a verdict; traffic stays where it is',
      NO_ROLLBACK,
    ),
  },
  'gate-says-no': {
    SHIPLOCK_GATE_FAILED: failure('the samples show a failure rate that is too high'),
    SHIPLOCK_GATE_INCONCLUSIVE: failure('undecided at `deadlineSeconds`, and `onInconclusive` is `fail`'),
  },
  github: {
    SHIPLOCK_GITHUB_TOKEN: mistake('GitHub does not accept the token'),
    SHIPLOCK_GITHUB_FORBIDDEN: mistake('the token lacks a permission; the message names it'),
    SHIPLOCK_GITHUB_NOT_FOUND: failure('the requested object does not exist, or the token cannot see it'),
    SHIPLOCK_GITHUB_REFUSED: failure('GitHub refused the request; its reason is in the message'),
    SHIPLOCK_GITHUB_RATE_LIMITED: failure(
      'GitHub’s rate limit is used up; the message says how long to wait',
    ),
    SHIPLOCK_GITHUB_UNREACHABLE: failure('no connection, a 5xx answer, or no answer within the deadline'),
    SHIPLOCK_GITHUB_ANSWER: failure('GitHub’s answer is incomplete or has an unknown shape'),
    SHIPLOCK_GITHUB_REPOSITORY: mistake('the repository is not written `owner/name`'),
  },
  held: {
    SHIPLOCK_HOLD_UNKNOWN: mistake('no hold has this id', NO_ROLLBACK),
    SHIPLOCK_QUARANTINE_UNKNOWN: failure(
      'could not tell whether the release contains a commit that is held',
      NO_ROLLBACK,
    ),
    SHIPLOCK_RELEASE_HELD: failure('somebody holds the environment', NO_ROLLBACK),
    SHIPLOCK_RELEASE_QUARANTINED: failure(
      'the release contains a commit that was rolled back, or that somebody holds',
      NO_ROLLBACK,
    ),
    SHIPLOCK_RELEASE_SOAKING: failure(
      'the commit has not served long enough in the required environment',
      NO_ROLLBACK,
    ),
  },
  lease: {
    SHIPLOCK_LEASE_BUSY: failure('another job of the same release is running', NO_ROLLBACK),
    SHIPLOCK_LEASE_EXPIRED: failure('the lease ran out before the call was sent', NO_ROLLBACK),
    SHIPLOCK_LEASE_HELD: failure('another release holds the lease', NO_ROLLBACK),
    SHIPLOCK_LEASE_STALE: failure('another release took over the lease', NO_ROLLBACK),
  },
  'migration-down': {
    SHIPLOCK_DOWN_MISSING: mistake('there is no `supabase/rollbacks/<version>.sql`'),
    SHIPLOCK_DOWN_CONSENT: mistake(
      'the down file might lose data, and nobody consented to that for this version',
    ),
    SHIPLOCK_DOWN_ORDER: mistake(
      'newer migrations are in the way, or the down file cannot run in one transaction',
    ),
  },
  'migration-file-unreadable': {
    SHIPLOCK_MIGRATION_SYNTAX: mistake('a migration has a syntax error'),
    SHIPLOCK_MIGRATION_PSQL: mistake('a migration uses a psql command or variable'),
    SHIPLOCK_MIGRATION_COPY_STDIN: mistake('a migration uses `COPY … FROM STDIN`'),
    SHIPLOCK_MIGRATION_MERGE_MARKERS: mistake('a migration has the markers of an unresolved merge'),
    SHIPLOCK_MIGRATION_DIRECTIVE: mistake('a comment that Shiplock or another tool reads is not valid here'),
  },
  'migration-stopped': {
    SHIPLOCK_MIGRATE_FAILED: failure('a release needs its migrations, and they did not finish'),
    SHIPLOCK_MIGRATION_SQL: failure('the server refused a statement of a migration'),
    SHIPLOCK_MIGRATION_TRANSACTION: mistake('a migration’s own transaction statements cannot run as written'),
    SHIPLOCK_MIGRATION_ENCODING: mistake('a migration is not UTF-8'),
    SHIPLOCK_MIGRATION_BATCH: mistake('a statement marked `-- shiplock: batch` cannot run in batches'),
    SHIPLOCK_MIGRATE_LOCK_TIMEOUT: failure('other sessions held a lock for the whole lock budget'),
    SHIPLOCK_MIGRATE_MUTEX_HELD: failure('another process is migrating this database'),
    SHIPLOCK_MIGRATE_MUTEX_LOST: failure('the session that holds the migration lock lost it'),
    SHIPLOCK_MIGRATE_RESUME_CHANGED: failure(
      'a file that had started was edited or removed before it finished',
    ),
    SHIPLOCK_MIGRATE_VERIFY: failure('the verify SQL of a migration does not hold, or could not run'),
  },
  'migrations-disagree': {
    SHIPLOCK_MIGRATIONS_FOLDER: mistake('the folder of migrations, or a file in it, cannot be read'),
    SHIPLOCK_MIGRATIONS_EMPTY: mistake('the folder has no migrations'),
    SHIPLOCK_MIGRATION_DUPLICATE: mistake('two files have the same version'),
    SHIPLOCK_MIGRATION_EDITED: mistake('an applied file was edited'),
    SHIPLOCK_MIGRATION_GAP: mistake('an applied file has statements after the last one that was recorded'),
    SHIPLOCK_MIGRATION_FILE_MISSING: mistake('the history has a version that the folder lacks'),
    SHIPLOCK_MIGRATION_OUT_OF_ORDER: mistake('a new file has a version before the newest applied one'),
    SHIPLOCK_MIGRATION_CHANGED: mistake('a file is not the one that was planned and approved'),
    SHIPLOCK_MIGRATION_HISTORY: mistake('the name of the history table cannot be used'),
  },
  'migrations-supabase-cli': {
    SHIPLOCK_MIGRATE_CLI: failure('the Supabase CLI failed, or left a file unrecorded'),
    SHIPLOCK_MIGRATION_CLI: mistake(
      'the program `supabase` is neither on the job’s PATH nor in the workspace',
    ),
  },
  'other-project': {
    SHIPLOCK_DEPLOY_OTHER_PROJECT: failure(
      'the deployment’s variables lead to another project than the one that is migrated',
    ),
  },
  'outside-call': {
    SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS: failure(
      'a call was sent, and nothing shows whether it took effect',
      NO_ROLLBACK,
    ),
    SHIPLOCK_OUTSIDE_CALL_NOT_DONE: failure('the vendor accepted a call and then did not do it'),
    SHIPLOCK_STOPPED: failure('the job was cancelled; the message names the call that was under way'),
  },
  'plan-does-not-hold': {
    SHIPLOCK_PLAN_DRIFT: failure('something that the approved plan covers has changed', NO_ROLLBACK),
    SHIPLOCK_PLAN_MISSING: failure('the release has no plan, or its plan was voided'),
    SHIPLOCK_PLAN_NOT_PROVED: failure('this commit has not finished on the environment named by `requires`'),
    SHIPLOCK_APPROVAL_MISSING: failure('the current plan is not approved', NO_ROLLBACK),
  },
  'plan-refused': {
    SHIPLOCK_PLAN_OPEN_TABLES: failure(
      'a table is open to `anon` or `authenticated`, and nothing says it is meant to be',
    ),
    SHIPLOCK_PLAN_SCHEMA_AHEAD: failure('a schema file has something that no migration creates'),
    SHIPLOCK_PLAN_CONTRACT_FIRST: mistake('a contract migration comes before an expand migration'),
    SHIPLOCK_PLAN_MIXED_FILE: mistake('a contract migration also adds what the new code might need'),
    SHIPLOCK_PLAN_HAZARD: mistake('a statement is dangerous, and nobody allowed it'),
    SHIPLOCK_MIGRATION_UNKNOWN_RULE: mistake('a comment allows a hazard that does not exist'),
  },
  policy: {
    SHIPLOCK_POLICY_ENVIRONMENT: mistake('the default branch’s settings do not have this environment'),
    SHIPLOCK_POLICY_UNREADABLE: mistake(
      'the rules of the default branch or of an earlier release cannot be read',
    ),
  },
  'promote-refused': {
    SHIPLOCK_PRODUCTION_BUSY: failure(
      'a promotion, rollback or rolling release that Shiplock did not start is in progress',
    ),
    SHIPLOCK_PRODUCTION_MOVED: failure('production serves another deployment than expected'),
    SHIPLOCK_PRODUCTION_PINNED: failure(
      'somebody rolled back outside of Shiplock, and production is pinned there',
    ),
    SHIPLOCK_VERCEL_CONFLICT: failure(
      'Vercel answered 409, and the domains do not show that it was already done',
    ),
  },
  'ready-route': {
    SHIPLOCK_READY_ROUTE: mistake('the deployment does not say which release it is'),
  },
  record: {
    SHIPLOCK_RECORD_BROKEN: failure('the record is not as it was written'),
    SHIPLOCK_RECORD_LOCKED: failure('another session holds the record’s lock'),
    SHIPLOCK_RECORD_NEWER: failure('a newer Shiplock has upgraded this database’s record'),
    SHIPLOCK_RECORD_NOT_INSTALLED: mistake(
      'the database has no record of releases, or an older one',
      NO_ROLLBACK,
    ),
    SHIPLOCK_RELEASE_IN_DOUBT: failure(
      'the restored record lost a move of traffic after this plan',
      NO_ROLLBACK,
    ),
  },
  'release-order': {
    SHIPLOCK_RESUME_SEVERAL: mistake('several releases are under way, and none of them is named'),
    SHIPLOCK_RESUME_OTHER_COMMIT: mistake('the release under way ships another commit than the checkout has'),
    SHIPLOCK_PHASE_ORDER: failure('an earlier phase of this release is not done'),
    SHIPLOCK_RELEASE_CLOSED: failure('the release was finalized, rolled back or abandoned', NO_ROLLBACK),
    SHIPLOCK_RELEASE_MISMATCH: mistake(
      '`release-id` names a release of another commit or environment',
      NO_ROLLBACK,
    ),
    SHIPLOCK_RELEASE_NOT_FOUND: mistake('the record has no such release', NO_ROLLBACK),
    SHIPLOCK_RELEASE_OVERTAKEN: {
      ...failure(
        'a newer release that contains this commit serves; the run ends without an error',
        NO_ROLLBACK,
      ),
      neutral: true,
    },
  },
  rolling: {
    SHIPLOCK_ROLLING_SETTINGS: mistake(
      '`traffic.rolling` of the settings and the rolling releases configured at hosting differ',
    ),
    SHIPLOCK_ROLLING_ABORTED: failure('somebody aborted the rolling release of this release'),
    SHIPLOCK_ROLLING_MOVED: failure('somebody else advanced or ended the rolling release at the same moment'),
    SHIPLOCK_ROLLING_UNREAD: failure(
      'could not read the rolling release while it was in progress',
      NO_ROLLBACK,
    ),
    SHIPLOCK_ROLLING_STALLED: failure('hosting did not go on to the next stage in time'),
  },
  'rollback-refused': {
    SHIPLOCK_ROLLBACK_DOWN_NOT_REHEARSED: failure(
      'the down files were not rehearsed with this release’s plan',
    ),
    SHIPLOCK_ROLLBACK_UNSAFE: failure('the previous release’s code does not work with the live schema'),
    SHIPLOCK_ROLLBACK_UNKNOWN: failure(
      'could not prove that the previous release works with the live schema',
    ),
    SHIPLOCK_ROLLBACK_NO_TARGET: failure('this is the first release of the environment'),
    SHIPLOCK_ROLLBACK_REPEATED: failure(
      'this run already decided that rollback, and another release has served since',
    ),
    SHIPLOCK_ROLLBACK_TARGET: mistake('`to` names no release that served before the one that serves'),
    SHIPLOCK_ROLLBACK_TARGET_BAD: failure('the release in `to` was rolled back or never finished'),
    SHIPLOCK_ROLLBACK_TARGET_GONE: failure('hosting no longer has the deployment to go back to'),
  },
  'schema-checks': {
    SHIPLOCK_PROJECT_CONFIG: mistake('`supabase/config.toml` is not valid'),
    SHIPLOCK_SCHEMA_CONTRACT: mistake('`supabase/usage.json` is not valid'),
    SHIPLOCK_SCHEMA_RLS_FILE: mistake('`supabase/rls.json` is not valid'),
  },
  sentry: {
    SHIPLOCK_SENTRY_TOKEN: mistake('Sentry does not accept the token'),
    SHIPLOCK_SENTRY_FORBIDDEN: mistake('`sentry-token` lacks a scope; the message names it'),
    SHIPLOCK_SENTRY_ISSUES_FORBIDDEN: mistake('reading errors needs a second token, `sentry-issues-token`'),
    SHIPLOCK_SENTRY_NOT_FOUND: failure('Sentry has no such organization, project or release'),
    SHIPLOCK_SENTRY_REFUSED: failure('Sentry refused the request; its reason is in the message'),
    SHIPLOCK_SENTRY_RATE_LIMITED: failure(
      'Sentry’s rate limit is used up; the message says how long to wait',
    ),
    SHIPLOCK_SENTRY_UNREACHABLE: failure('no connection, a 5xx answer, or no answer within the deadline'),
    SHIPLOCK_SENTRY_HOST: mistake('`sentry.url` in the settings is not a host of sentry.io'),
    SHIPLOCK_SENTRY_ANSWER: failure('Sentry’s answer is incomplete, redirects, or has an unknown shape'),
    SHIPLOCK_SENTRY_CLI_MISSING: mistake('sentry-cli is neither on PATH nor in the workspace'),
    SHIPLOCK_SENTRY_CLI_FAILED: failure('sentry-cli failed; its first error line is in the message'),
    SHIPLOCK_SOURCE_MAPS_MISSING: failure(
      'the error tracker does not have the source map of a file that would be served',
    ),
    SHIPLOCK_SENTRY_MAPS_DIRECTORY: mistake('the folder of built JavaScript does not exist'),
  },
  'settings-and-inputs': {
    SHIPLOCK_INPUT_MISSING: mistake('a required input is empty'),
    SHIPLOCK_INPUT_INVALID: mistake('an input has a value it cannot take'),
    SHIPLOCK_SETTINGS_MISSING: mistake('the settings file cannot be read'),
    SHIPLOCK_SETTINGS_YAML: mistake('the settings file is not usable YAML'),
    SHIPLOCK_SETTINGS_UNKNOWN_KEY: mistake('the settings file has an unknown key'),
    SHIPLOCK_SETTINGS_INVALID: mistake('the settings file has a value that its key cannot take'),
    SHIPLOCK_ENVIRONMENT_UNKNOWN: mistake('the settings have no environment of that name'),
    SHIPLOCK_EVENT_FILE: mistake('the run’s event file is missing or broken'),
  },
  slack: {
    SHIPLOCK_SLACK_TOKEN: mistake('Slack does not accept the bot token'),
    SHIPLOCK_SLACK_SCOPE: mistake('the Slack app lacks a scope; the message names it'),
    SHIPLOCK_SLACK_CHANNEL: mistake('the channel does not exist, is archived, or the app is not in it'),
    SHIPLOCK_SLACK_CHANNEL_ID: mistake('the channel is given by name instead of by id'),
    SHIPLOCK_SLACK_REFUSED: failure('Slack refused the request; its reason is in the message'),
    SHIPLOCK_SLACK_RATE_LIMITED: failure('Slack’s rate limit is used up'),
    SHIPLOCK_SLACK_UNREACHABLE: failure(
      'no connection, a 5xx answer, no answer within the deadline, or one that cannot be read',
    ),
  },
  'upload-refused': {
    SHIPLOCK_UPLOAD_REFUSED: mistake('the commit has files that must not be uploaded'),
    SHIPLOCK_UPLOAD_FOLDER: mistake('the commit has no such folder, or nothing in it to upload'),
    SHIPLOCK_UPLOAD_NO_COMMIT: mistake('the git checkout is missing or incomplete'),
    SHIPLOCK_PREBUILT_NOT_ALLOWED: mistake(
      'the protected branch does not allow deployments that the job itself built (`vercel.prebuilt`)',
    ),
    SHIPLOCK_PREBUILT_ROLE: mistake('a role that can only plan cannot say what a commit was built into'),
    SHIPLOCK_PREBUILT_FOLDER: mistake(
      'the folder is not an output of `vercel build`, its build failed, or it was built for another target',
    ),
    SHIPLOCK_PREBUILT_CHANGED: mistake('the checkout that was built is not as the commit has it'),
    SHIPLOCK_DEPLOY_SOURCE_DIFFERS: failure('the deployment does not hold the files of the commit'),
    SHIPLOCK_DEPLOY_SOURCE_UNKNOWN: failure('hosting has no list of the deployment’s files'),
  },
  vendor: {
    SHIPLOCK_VENDOR_ACCESS: mistake('the vendor does not accept the token, or it lacks a permission'),
    SHIPLOCK_VENDOR_REFUSED: failure('the vendor refused the request; its reason is in the message'),
    SHIPLOCK_VENDOR_RATE_LIMITED: failure('the vendor’s rate limit is used up'),
    SHIPLOCK_VENDOR_UNREACHABLE: failure('no connection, a 5xx answer, or no answer within the deadline'),
    SHIPLOCK_VENDOR_ANSWER: failure('the vendor’s answer is incomplete, redirects, or has an unknown shape'),
  },
  'vercel-access': {
    SHIPLOCK_VERCEL_TOKEN: mistake(
      'the Vercel token is empty or not valid, or its account does not have permission',
    ),
    SHIPLOCK_VERCEL_TEAM: mistake('the Vercel team is given as a slug instead of an id'),
    SHIPLOCK_VERCEL_API_ADDRESS: mistake('the address of the Vercel API is not an http(s) URL'),
    SHIPLOCK_VERCEL_CONFIRM_PATH: mistake('`vercel.confirmPath` leads to another host'),
    SHIPLOCK_VERCEL_PROJECT_UNKNOWN: mistake(
      'Vercel has no such project or deployment for this token and team',
    ),
  },
  'vercel-answers': {
    SHIPLOCK_VERCEL_UNREACHABLE: failure('no connection, a 5xx answer, or no answer within the deadline'),
    SHIPLOCK_VERCEL_ANSWER: failure('Vercel’s answer has an unknown shape'),
    SHIPLOCK_VERCEL_RATE_LIMITED: failure('Vercel’s rate limit is used up'),
    SHIPLOCK_VERCEL_REFUSED: failure('Vercel refused the request; its reason is in the message'),
    SHIPLOCK_VERCEL_BUILD_DEADLINE: failure('the deployment neither finished nor failed in time'),
  },
  'verify-failed': {
    SHIPLOCK_VERIFY_FAILED: failure('at least one check of the migrated schema failed or could not run'),
    SHIPLOCK_VERIFY_API_STALE: failure('the Data API does not serve what the migrations created'),
  },
} as const satisfies Record<string, Readonly<Record<`SHIPLOCK_${string}`, Row>>>;
