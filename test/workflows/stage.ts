import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Cloud } from '../../rehearsal/cloud/index.ts';
import { root } from '../../scripts/project.ts';
import { connect } from '../../src/database/connection.ts';
import { runAct } from './act.ts';
import { checkoutPin, commit, makeCaller, makeCheckout, makeLibrary } from './repositories.ts';

const ENVIRONMENTS = ['staging', 'production'] as const;
const AUTHOR = 'ada';

/** A change on its way: a commit and its pull request. */
export interface Change {
  readonly sha: string;
  readonly title: string;
  readonly pull: number;
}

/** What the workflows of one event led to. */
export interface Ended extends Running {
  readonly code: number;
  readonly lines: readonly string[];
}

/** Workflows under way, for whoever acts on them. */
export interface Running {
  readonly sha: string;
  readonly run: number;
}

/** A repository that imports our workflows, at the stand-ins of its vendors. */
export class Stage {
  readonly caller: string;
  /** Every line that act printed, of all runs. */
  readonly printed: string[] = [];
  readonly #cloud: Cloud;
  readonly #scratch: string;
  readonly #binary: string;
  readonly #signal: AbortSignal;
  readonly #smallApp: boolean;
  #repositories: Readonly<Record<string, string>> = {};
  #contents: Readonly<Record<string, string>> = {};

  constructor(given: {
    cloud: Cloud;
    scratch: string;
    binary: string;
    signal: AbortSignal;
    smallApp: boolean;
  }) {
    this.#cloud = given.cloud;
    this.#smallApp = given.smallApp;
    this.#scratch = given.scratch;
    this.#binary = given.binary;
    this.#signal = given.signal;
    this.caller = path.join(given.scratch, 'caller');
  }

  async set(): Promise<void> {
    const cloud = this.#cloud;
    const [library, checkout] = [path.join(this.#scratch, 'library'), path.join(this.#scratch, 'checkout')];
    const home = await makeLibrary(library, 'acme/shiplock');
    await makeCaller(this.caller, {
      ...{ repository: cloud.github.repository, settings: settings(cloud), home },
      smallApp: this.#smallApp,
    });
    // The rules of a release are read from the default branch, which is there before the first pull request.
    this.#contents = { 'shiplock.yml': settings(cloud) };
    cloud.github.addCommit({ message: 'Start', author: AUTHOR, contents: this.#contents });
    await makeCheckout(checkout, this.caller);
    await writeFile(this.#secretFile, secrets(cloud, await planners(cloud)), { mode: 0o600 });
    this.#repositories = {
      [`${home.repository}@${home.ref}`]: library,
      [`actions/checkout@${await checkoutPin()}`]: checkout,
    };
    for (const environment of ENVIRONMENTS) {
      const { id } = cloud.vercel.projects[environment];
      // The platform's types are checked by its own test; here they would cost ten seconds a build.
      cloud.vercel.setEnv(id, 'production', 'SKIP_TYPECHECK', '1');
      cloud.vercel.setEnv(id, 'production', 'NEXT_TELEMETRY_DISABLED', '1');
      // A machine that builds beside it is slow, and still serves.
      cloud.vercel.setEnv(id, 'production', 'READINESS_LIMIT_MS', '10000');
    }
  }

  get #secretFile(): string {
    return path.join(this.#scratch, 'secrets.env');
  }

  /** Commits what is in the caller's folder, and opens a pull request with it. */
  async change(title: string): Promise<Change> {
    const { github } = this.#cloud;
    const sha = await commit(this.caller, title);
    const branch = `change-${sha.slice(0, 7)}`;
    github.addCommit({ sha, message: title, author: AUTHOR, branch, contents: await this.#settings() });
    return { sha, title, pull: github.addPull({ title, author: AUTHOR, head: branch }).number };
  }

  /** What GitHub shows of the caller's repository to whoever asks for the file that says the rules. */
  async #settings(): Promise<Record<string, string>> {
    return { 'shiplock.yml': await readFile(path.join(this.caller, 'shiplock.yml'), 'utf8') };
  }

  /** Runs what a pull request starts. */
  async open(change: Change, onLine: (line: string, running: Running) => void): Promise<Ended> {
    const eventFile = path.join(this.#scratch, 'event.json');
    const repo = { full_name: this.#cloud.github.repository };
    const event = {
      pull_request: { number: change.pull, head: { sha: change.sha, repo }, base: { ref: 'main', repo } },
    };
    await writeFile(eventFile, JSON.stringify(event));
    return this.#act({ event: 'pull_request', eventFile }, change, onLine);
  }

  /** Merges the pull request as it is (fast forward), and runs what the push starts. */
  async merge(change: Change, onLine: (line: string, running: Running) => void): Promise<Ended> {
    const { github } = this.#cloud;
    const contents = await this.#settings();
    github.addCommit({ sha: change.sha, message: change.title, author: AUTHOR, contents });
    github.mergePull(change.pull, change.sha);
    return this.#act({ event: 'push' }, change, onLine);
  }

  async #act(
    event: { readonly event: 'push' | 'pull_request'; readonly eventFile?: string },
    { sha }: Change,
    onLine: (line: string, running: Running) => void,
  ): Promise<Ended> {
    const { github, vercel, sentry, slack } = this.#cloud;
    const run = github.createRun({ sha, actor: AUTHOR, event: event.event, environments: ['production'] }).id;
    const lines: string[] = [];
    const code = await runAct({
      ...event,
      binary: this.#binary,
      directory: this.caller,
      actor: AUTHOR,
      repositories: this.#repositories,
      env: {
        GITHUB_API_URL: github.url,
        GITHUB_SERVER_URL: github.url,
        GITHUB_RUN_ID: String(run),
        SHIPLOCK_VERCEL_API_URL: vercel.url,
        SENTRY_URL: sentry.url,
        SHIPLOCK_SLACK_API_URL: slack.url,
      },
      secretFile: this.#secretFile,
      scratch: this.#scratch,
      timeoutMs: 300_000,
      signal: this.#signal,
      onLine: (line) => {
        lines.push(line);
        this.printed.push(line);
        this.#refreshAfterMigrate(line);
        onLine(line, { sha, run });
      },
    });
    return { sha, run, code, lines };
  }

  /** What bots and people wrote on a pull request. */
  comments(pull: number): readonly string[] {
    const [repository] = this.#cloud.github.state.repositories;
    return (repository?.comments ?? []).filter((one) => one.issue === pull).map((one) => one.body);
  }

  /** Supabase's API reads the schema anew after a migration, as PostgREST does when notified. */
  #refreshAfterMigrate(line: string): void {
    const environment = /^\[(staging|production)\/.*Success - Main Migrate/.exec(line)?.[1];
    if (environment) void this.#cloud.supabase[environment as (typeof ENVIRONMENTS)[number]].refresh();
  }

  /** What the readiness path of an environment's domain says; undefined when nobody answers. */
  async serving(environment: (typeof ENVIRONMENTS)[number]) {
    const response = await fetch(`${this.#cloud.vercel.domainUrl(environment)}/api/health/ready`).catch(
      () => undefined,
    );
    if (!response?.ok) return undefined;
    return (await response.json()) as { readonly release?: string; readonly commit?: string };
  }
}

/** Gates as short as a test can have them, and still with a decision of their own. */
function settings(cloud: Cloud): string {
  const environment = (name: (typeof ENVIRONMENTS)[number]) => `
  ${name}:
    kind: ${name}
    ${name === 'production' ? 'requires: staging' : ''}
    vercel: { project: ${cloud.vercel.projects[name].id}, team: ${cloud.vercel.teamId} }
    approvals: { required: ${name === 'production' ? 1 : 0} }
    gates:
      gate: { intervalMs: 20, minSamples: 10, deadlineSeconds: 30, worstFailureRate: 0.1, burstSeconds: 0 }
      watch: { sources: [{ use: http, intervalMs: 20 }], minSamples: 10, deadlineSeconds: 30, worstFailureRate: 0.1, burstSeconds: 0 }
    sentry: { org: ${cloud.sentry.organization}, project: ${cloud.sentry.project} }
    slack: { channel: ${cloud.slack.channel.id} }
`;
  return `version: 1\nenvironments:${ENVIRONMENTS.map(environment).join('')}`;
}

/** Makes the planner's role as docs/read-only-role.md tells to, and returns its connection string of each database. */
async function planners(cloud: Cloud) {
  const sql = await readFile(path.join(root, 'docs/sql/plan-role.sql'), 'utf8');
  for (const environment of ENVIRONMENTS) {
    const owner = await connect(cloud.postgres.url(environment));
    try {
      await owner.query(sql);
    } finally {
      await owner.close();
    }
  }
  const [staging, production] = await Promise.all(
    ENVIRONMENTS.map((environment) => cloud.postgres.urlAs('shiplock_plan', environment)),
  );
  return { staging: staging!, production: production! };
}

/**
 * The secrets of each environment, as docs/secrets.md tells to set them up, and the job's own token. In a file, never
 * in argv; as one JSON value, since act has no secrets of environments (rewrite.ts).
 */
function secrets(cloud: Cloud, planner: Readonly<Record<(typeof ENVIRONMENTS)[number], string>>): string {
  const own = (environment: (typeof ENVIRONMENTS)[number]) => ({
    SHIPLOCK_DATABASE_URL: cloud.postgres.url(environment),
    VERCEL_TOKEN: cloud.vercel.token,
    VERCEL_AUTOMATION_BYPASS_SECRET: cloud.vercel.projects[environment].protectionBypass,
    SENTRY_AUTH_TOKEN: cloud.sentry.token,
    SLACK_BOT_TOKEN: cloud.slack.token,
  });
  const staging = { SHIPLOCK_STAGING_DATABASE_URL: planner.staging };
  const environments = {
    preview: { SHIPLOCK_DATABASE_URL: planner.staging, VERCEL_TOKEN: cloud.vercel.deployToken },
    staging: own('staging'),
    'production-plan': {
      ...own('production'),
      ...staging,
      SHIPLOCK_DATABASE_URL: planner.production,
      VERCEL_TOKEN: cloud.vercel.deployToken,
    },
    production: { ...own('production'), ...staging },
  };
  return `GITHUB_TOKEN=${cloud.github.botToken}\nENVIRONMENTS='${JSON.stringify(environments)}'\n`;
}
