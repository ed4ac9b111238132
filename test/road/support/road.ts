import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Cloud, type EnvironmentName, startCloud } from '../../../rehearsal/cloud/index.ts';
import { jobEnvironment } from '../../../rehearsal/job.ts';
import { type ActionOutcome, downloadActions, runAction } from '../../../rehearsal/runner.ts';
import { watchProcessList } from '../../../rehearsal/story/process-list.ts';
import { commitWorkspace } from '../../../rehearsal/story/workspace.ts';
import { root } from '../../../scripts/project.ts';
import { until } from '../../support/until.ts';
import { writeApp } from './app.ts';

const execFileAsync = promisify(execFile);

/** One commit, the checkout a job of it has, and the run at the code host. */
export interface Commit {
  readonly sha: string;
  readonly workspace: string;
  readonly pull: number;
  readonly run: number;
  write(file: string, text: string): Promise<void>;
  remove(file: string): Promise<void>;
}

export interface Act {
  /** For an action that takes no environment. */
  readonly bare?: boolean;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly onStart?: (pid: number) => void;
  readonly onLine?: (line: string) => void;
}

/** Calls that a vendor makes everybody POST, and that change nothing there. */
const READS = new Set(['slack.history', 'slack.replies', 'github.graphql']);

/** Whether a request could change nothing. */
export const onlyReads = ({ call, method }: { readonly call: string; readonly method: string }): boolean =>
  method === 'GET' || method === 'HEAD' || READS.has(call);

/** The local cloud with a caller's repository, and actions run in it from the built dist/ as the runner runs them. */
export class Road {
  readonly cloud: Cloud;
  /** Everything that actions printed, wrote or put out; for the search for secrets. */
  readonly outcomes: ActionOutcome[] = [];
  readonly #folder: string;
  readonly #actions: string;
  readonly #processes = watchProcessList(250);
  #commits = 0;

  private constructor(cloud: Cloud, folder: string, actions: string) {
    this.cloud = cloud;
    this.#folder = folder;
    this.#actions = actions;
  }

  /**
   * `canaries`: secrets that look different in every encoding. `light`: deployments are neither built nor served by
   * Next.js, for tests of which the app is no part; the rehearsal builds and serves a real one.
   */
  static async open(options: { readonly canaries?: boolean; readonly light?: boolean } = {}): Promise<Road> {
    const work = path.join(root, 'rehearsal/.work');
    await mkdir(work, { recursive: true });
    const folder = await mkdtemp(path.join(work, 'road-'));
    const actions = path.join(folder, 'actions-at-ref');
    const [cloud] = await Promise.all([
      startCloud({ root, only: ['postgres', 'github', 'sentry', 'slack', 'vercel'], ...options }),
      downloadActions(actions),
    ]);
    return new Road(cloud, folder, actions);
  }

  /** A commit of `author`, merged from a pull request, with a checkout of its own. */
  async commit(files: Readonly<Record<string, string>> = {}, author = 'ada'): Promise<Commit> {
    const { github } = this.cloud;
    this.#commits += 1;
    const title = `Change ${this.#commits}`;
    const branch = `change-${this.#commits}`;
    const workspace = path.join(this.#folder, branch);
    const write = async (file: string, text: string) => {
      const at = path.join(workspace, file);
      await mkdir(path.dirname(at), { recursive: true });
      await writeFile(at, text);
    };
    await writeApp(path.join(workspace, 'web'));
    await write('shiplock.yml', this.settings());
    await write('supabase/migrations/20260101000000_notes.sql', NOTES);
    for (const [file, text] of Object.entries(files)) await write(file, text);

    const contents = { 'shiplock.yml': files['shiplock.yml'] ?? this.settings() };
    github.addCommit({ message: title, author, branch, contents });
    const pull = github.addPull({ title, author, head: branch });
    const sha = await commitWorkspace(workspace, `${title} (#${pull.number})`);
    github.addCommit({ sha, message: `${title} (#${pull.number})`, author, contents });
    github.mergePull(pull.number, sha);
    const run = github.createRun({ sha, actor: author, environments: ['production'] }).id;
    const remove = (file: string) => rm(path.join(workspace, file), { recursive: true, force: true });
    return { sha, workspace, pull: pull.number, run, write, remove };
  }

  /** A caller's shiplock.yml; production needs no proof of staging here, so that each test stands alone. */
  settings(): string {
    const { cloud } = this;
    const environment = (name: EnvironmentName) => `
  ${name}:
    kind: ${name}
    app: { directory: web }
    vercel: { project: ${cloud.vercel.projects[name].id}, team: ${cloud.vercel.teamId} }
    approvals: { required: ${name === 'production' ? 1 : 0} }
    # Each commit here is in the history of the next, and tests roll back as they please.
    rollback: { quarantine: never }
    gates:
      gate: { minSamples: 5, deadlineSeconds: 20, intervalMs: 20, worstFailureRate: 0.1, burstSeconds: 0 }
      watch: { sources: [{ use: http, probes: [{ path: /api/visit, expectStatus: 204 }], intervalMs: 20 }], minSamples: 5, deadlineSeconds: 20, worstFailureRate: 0.1, burstSeconds: 0 }
    sentry: { org: ${cloud.sentry.organization}, project: ${cloud.sentry.project} }
    slack: { channel: ${cloud.slack.channel.id} }`;
    return `version: 1\nenvironments:${environment('staging')}${environment('production')}\n`;
  }

  async act(
    commit: Commit,
    environment: EnvironmentName,
    action: string,
    act: Act = {},
  ): Promise<ActionOutcome> {
    const env = { ...this.environment(commit, environment), ...act.env };
    const outcome = await runAction({
      action,
      inputs: { ...(act.bare ? {} : { environment }), ...act.inputs },
      env: Object.fromEntries(
        Object.entries(env).filter((one): one is [string, string] => one[1] !== undefined),
      ),
      workspace: commit.workspace,
      actions: this.#actions,
      ...(act.onStart ? { onStart: act.onStart } : {}),
      ...(act.onLine ? { onLine: act.onLine } : {}),
    });
    this.outcomes.push(outcome);
    return outcome;
  }

  /** Runs actions one after the other; each must end well. */
  async walk(
    commit: Commit,
    environment: EnvironmentName,
    ...actions: readonly string[]
  ): Promise<ActionOutcome> {
    let last: ActionOutcome | undefined;
    for (const name of actions) {
      const [action, phase] = name.split(':');
      last = await this.act(commit, environment, action!, phase ? { inputs: { phase } } : {});
      if (last.code !== 0)
        throw new Error(`${environment} ${name} ended with ${last.code}\n${last.log.join('\n')}`);
    }
    return last!;
  }

  environment(commit: Commit, environment: EnvironmentName): Record<string, string | undefined> {
    return jobEnvironment(this.cloud, environment, { ...commit, actor: 'ada' });
  }

  /** The CLI from the same dist/, as somebody on call runs it. @throws with what it said when it fails */
  async cli(commit: Commit, environment: EnvironmentName, ...args: readonly string[]): Promise<string> {
    const { PATH, HOME } = process.env;
    const env = { ...this.environment(commit, environment), PATH, HOME };
    const { stdout } = await execFileAsync(
      process.execPath,
      [path.join(this.#actions, 'dist/cli.js'), ...args, '--environment', environment],
      { env, cwd: commit.workspace },
    );
    return stdout;
  }

  /** What somebody does on Vercel's page, past every plan. */
  async promoteByHand(environment: EnvironmentName, deployment: string): Promise<void> {
    const { vercel } = this.cloud;
    const project = vercel.projects[environment].id;
    const url = `${vercel.url}/v10/projects/${project}/promote/${deployment}?teamId=${vercel.teamId}`;
    const answer = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${vercel.token}` } });
    if (!answer.ok) throw new Error(`promoting ${deployment} by hand: HTTP ${answer.status}`);
    await until(
      `${deployment} to serve ${environment}`,
      () => vercel.state.projects.find((one) => one.id === project)?.production === deployment,
    );
  }

  /** Calls of all requests that reached a vendor so far and could change something there. */
  writes(call?: string): string[] {
    return this.cloud.log.entries
      .filter((one) => !onlyReads(one))
      .map((one) => one.call)
      .filter((name) => call === undefined || name === call);
  }

  /** The record: all events with their parts, oldest first. Empty where it is not installed. */
  async events(environment: EnvironmentName): Promise<RecordRow[]> {
    const [known] = await this.cloud.postgres.sql<{ there: boolean }>(
      environment,
      `select to_regclass('shiplock.event') is not null as there`,
    );
    if (!known?.there) return [];
    return this.cloud.postgres.sql<RecordRow>(
      environment,
      `select e.seq::int as seq, r.commit_sha as sha, e.release_id as release, e.phase, e.kind,
           e.body || coalesce((select jsonb_object_agg(k.key, b.content::jsonb)
             from jsonb_each_text(e.body -> 'kept') k join shiplock.body b on b.digest = k.value), '{}') as body
         from shiplock.event e join shiplock.release r on r.id = e.release_id order by e.seq`,
    );
  }

  /** The schema and what was written outside: alike before and after means that nothing was changed. */
  async footprint(environment: EnvironmentName): Promise<unknown> {
    const tables = await this.cloud.postgres.sql<{ name: string }>(
      environment,
      `select relnamespace::regnamespace::text || '.' || relname as name from pg_class
        where relkind in ('r', 'v', 'i') and relnamespace::regnamespace::text in ('public', 'shiplock', 'supabase_migrations')
        order by 1`,
    );
    return { writes: this.writes(), events: await this.events(environment), tables };
  }

  /** What the domain answers. */
  async serving(environment: EnvironmentName): Promise<{ release?: string; commit?: string }> {
    const answer = await fetch(`${this.cloud.vercel.domainUrl(environment)}/api/health/ready`);
    return answer.ok ? ((await answer.json()) as { release?: string; commit?: string }) : {};
  }

  /** Every place a secret could have leaked to, as text. */
  async everythingSaid(): Promise<{ readonly from: string; readonly text: string }[]> {
    const records = await Promise.all(
      (['staging', 'production'] as const).map(async (name) => ({
        from: `record of ${name}`,
        text: JSON.stringify(await this.events(name)),
      })),
    );
    return [
      ...this.outcomes.map((one) => ({
        from: one.action,
        text: [one.raw, one.log.join('\n'), one.summary, JSON.stringify([one.outputs, one.annotations])].join(
          '\n',
        ),
      })),
      ...records,
      { from: 'GitHub', text: JSON.stringify(this.cloud.github.state) },
      { from: 'Slack', text: JSON.stringify(this.cloud.slack.state) },
      { from: 'Sentry', text: JSON.stringify(this.cloud.sentry.state) },
      { from: 'process list', text: this.#processes.stop() },
    ];
  }

  async close(): Promise<void> {
    await this.cloud.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export interface RecordRow {
  readonly seq: number;
  readonly sha: string;
  readonly release: string;
  readonly phase: string;
  readonly kind: string;
  readonly body: Record<string, unknown>;
}

const NOTES = `create table public.notes (id bigint generated always as identity primary key, body text);
alter table public.notes enable row level security;
`;

/** The code an action ended with, and what the error says. */
export function errorOf(outcome: ActionOutcome): { readonly code: string; readonly text: string } {
  const last = outcome.annotations.findLast((one) => one.level === 'error');
  const [code = ''] = /SHIPLOCK_[A-Z0-9_]+/.exec(last?.message ?? '') ?? [];
  return { code, text: last?.message ?? outcome.log.join('\n') };
}
