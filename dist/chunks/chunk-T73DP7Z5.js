import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);

// src/runner/inputs.ts
var INPUTS = {
  environment: {
    description: "Environment to ship to, as named in the settings file (without one: `staging` or `production`)."
  },
  "environment-kind": {
    description: "`staging` or `production`; only needed for other names without a settings file."
  },
  settings: {
    description: "Settings file, relative to the workspace. Default: `shiplock.yml` if it exists."
  },
  commit: {
    description: "Full SHA of the commit. Default: the commit of this run (for a pull request, its head)."
  },
  "release-id": { description: "Release to work on. Default: found by environment and commit." },
  "dry-run": {
    description: "`true`: print every outside call that Shiplock would make, and change nothing.",
    default: "false"
  },
  "working-directory": {
    description: "Folder to upload, relative to the workspace. Overrides `app.directory`."
  },
  "database-url": {
    description: "Connection string of this environment\u2019s Postgres: the direct host or the session pooler, not port 6543.",
    env: "SHIPLOCK_DATABASE_URL",
    secret: true
  },
  "staging-database-url": {
    description: "Connection string of the required environment\u2019s Postgres: its record must show that this commit finished there.",
    env: "SHIPLOCK_STAGING_DATABASE_URL",
    secret: true
  },
  "rehearsal-database-url": {
    description: "Connection string of a role that can create databases, on any server except production\u2019s: Shiplock rehearses pending migrations there up, down and up, and the plan says whether the release can be rolled back.",
    env: "SHIPLOCK_REHEARSAL_DATABASE_URL",
    secret: true
  },
  "rehearsal-template": {
    description: "Database on that server to copy for the rehearsal: one that has what the platform provides (auth, storage)."
  },
  "report-directory": {
    description: "Folder for machine-readable reports on the migrations: `migrations.json` and `migrations.sarif`."
  },
  contract: {
    description: "`true`: apply the contract migrations of the live release instead, after its soak time; this ends its rollback window. `force` with a reason skips the soak time and the proof.",
    default: "false"
  },
  standalone: {
    description: "`true`: check the environment as it is, outside of a release, and compare its schema with the one that the live release left. For scheduled runs.",
    default: "false"
  },
  down: {
    description: "Versions of migrations to undo with their down files after traffic was rolled back, newest first, separated by commas."
  },
  "down-consent": {
    description: "Versions with a down file that is allowed to lose data, separated by commas."
  },
  "vercel-token": { description: "Vercel access token.", env: "VERCEL_TOKEN", secret: true },
  "vercel-project": { description: "Vercel project id or name. Overrides `vercel.project`." },
  "vercel-team": { description: "Vercel team id. Overrides `vercel.team`." },
  "vercel-protection-bypass": {
    description: "Secret that opens deployment protection for the gate\u2019s probes.",
    env: "VERCEL_AUTOMATION_BYPASS_SECRET",
    secret: true
  },
  "github-token": {
    description: "Token with `deployments: write`, `pull-requests: write` and `actions: read`. Without it, Shiplock skips GitHub.",
    env: "GITHUB_TOKEN",
    secret: true
  },
  "sentry-token": {
    description: "Sentry token for releases. Without it, Shiplock skips Sentry.",
    env: "SENTRY_AUTH_TOKEN",
    secret: true
  },
  "sentry-issues-token": {
    description: "Second Sentry token with `event:read`, for the watch gate. Default: the first one.",
    env: "SENTRY_ISSUES_TOKEN",
    secret: true
  },
  "sentry-org": { description: "Sentry organization slug. Overrides `sentry.org`." },
  "sentry-project": { description: "Sentry project slug. Overrides `sentry.project`." },
  "slack-token": {
    description: "Slack bot token with `chat:write` and `channels:history`. Without it, Shiplock skips Slack.",
    env: "SLACK_BOT_TOKEN",
    secret: true
  },
  "slack-channel": { description: "Slack channel id (C\u2026). Overrides `slack.channel`." },
  "supabase-url": {
    description: "The Supabase project\u2019s URL, `https://<ref>.supabase.co`: `verify-schema` checks that its Data API does not expose what must be closed. Needs `supabase-key`.",
    env: "SUPABASE_URL"
  },
  "supabase-key": {
    description: "The project\u2019s publishable (or anon) key, which every browser has. Not the secret one.",
    env: "SUPABASE_PUBLISHABLE_KEY",
    secret: true
  },
  "lease-wait-minutes": {
    description: "How long to wait for another release that holds the environment.",
    default: "0"
  },
  "promote-deadline-seconds": {
    description: "How long to wait for the confirmation that traffic moved.",
    default: "180"
  },
  "wait-minutes": { description: "How long to wait for approvals; 0 checks once.", default: "0" },
  "pull-request": { description: "Number of the pull request." },
  "approval-job": { description: "Name of the job that approves.", default: "Approve and ship" },
  "approval-step": { description: "Name of its step that runs the approval gate.", default: "Approve" },
  "shown-plan-hash": {
    description: "Hash of the plan that people saw when GitHub asked for the environment\u2019s review: `needs.<plan job>.outputs.plan-hash`. Reviews that name no hash count only for this plan."
  },
  "accept-pin": {
    description: "`true`: ship although somebody rolled back outside of Shiplock; the plan shows it. For `rollback` with `to`: go back although somebody moved production outside of Shiplock.",
    default: "false"
  },
  "confirmed-by": {
    description: "Login of the second person who confirms that breaking the glass was justified."
  },
  "break-glass-reason": {
    description: "Ship without the required approvals, or inside a freeze window, for this reason (at least 20 characters). Only for people named in approvals.breakGlass.people. Shiplock records and announces it, and a second person must confirm it."
  },
  to: {
    description: "Roll back to this release instead of the previous one: its id, or at least 7 digits of its commit. Works over several releases, and finds out what serves."
  },
  reason: { description: "The reason, for the record and the notice." },
  "hold-id": {
    description: "Lift this hold instead: `hold_\u2026`, or the id of the release that was rolled back."
  },
  "held-commit": {
    description: "Full SHA: hold only releases that contain this commit. Default: hold the environment."
  },
  force: {
    description: "`true`: roll back even if the verdict is unsafe or unknown, or if the release in `to` was rolled back itself. Needs a reason.",
    default: "false"
  },
  phase: {
    description: "Which gate: `gate` (staged deployment, before traffic) or `watch` (live domains, after).",
    default: "gate"
  },
  url: {
    description: "Probe this URL instead of the release\u2019s deployment; the record is not needed then."
  },
  directory: { description: "Folder of built JavaScript and source maps to inject and upload." },
  version: { description: "Release name in the error tracker. Default: the commit." },
  message: { description: "Text of the notice." },
  state: {
    description: "State that the notice shows: `running`, `waiting`, `succeeded`, `failed` or `rolled-back`.",
    default: "running"
  }
};
var RELEASE_INPUTS = [
  "environment",
  "environment-kind",
  "settings",
  "commit",
  "release-id",
  "dry-run",
  "database-url",
  "vercel-token",
  "vercel-project",
  "vercel-team",
  "github-token"
];
var ERROR_TRACKER_INPUTS = [
  "sentry-token",
  "sentry-org",
  "sentry-project"
];
var NOTICE_INPUTS = ["slack-token", "slack-channel"];

export {
  INPUTS,
  RELEASE_INPUTS,
  ERROR_TRACKER_INPUTS,
  NOTICE_INPUTS
};
