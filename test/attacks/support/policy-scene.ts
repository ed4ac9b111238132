import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type GithubPart, startGithub } from '../../../rehearsal/cloud/github/index.ts';
import { AccessLog, Faults } from '../../../rehearsal/cloud/kit/index.ts';
import { githubCodeHost } from '../../../src/codehost/index.ts';
import type { ReleaseContext } from '../../../src/release/context.ts';
import { type ShipOptions, ship } from '../../../src/release/ship.ts';
import { environmentFacts } from '../../../src/runner/compose.ts';
import { composeApprovals } from '../../../src/runner/compose-approvals.ts';
import { composePolicy, type PolicyBasis } from '../../../src/runner/compose-policy.ts';
import { runFacts } from '../../../src/runner/github.ts';
import type { Inputs } from '../../../src/runner/values.ts';
import type { EnvironmentSettings } from '../../../src/settings/schema.ts';
import { contextFor, gateThat, MemoryHosting } from '../../release/context.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';

type Context = Awaited<ReturnType<typeof contextFor>>;

/** Settings of an environment as YAML's flow style takes them, which is JSON. */
export type Environments = Readonly<Record<string, object>>;

export interface PolicyRun {
  readonly sha: string;
  readonly pull: number;
  readonly run: number;
}

/** The commit's own folder and the settings as a release is composed with them. */
export interface Composed extends Context {
  readonly settings: EnvironmentSettings;
}

/**
 * A repository at the GitHub stand-in and an environment with a real record; hosting is in memory. Policy, approvals
 * and environment facts are composed as the actions compose them.
 */
export class PolicyScene {
  readonly hosting = new MemoryHosting();
  noticesFail = false;
  readonly github: GithubPart;
  readonly faults: Faults;
  readonly log: AccessLog;
  readonly database: FreshDatabase;
  readonly #folder: string;
  readonly #opened: { close(): Promise<void> }[] = [];

  private constructor(
    github: GithubPart,
    faults: Faults,
    log: AccessLog,
    database: FreshDatabase,
    folder: string,
  ) {
    this.github = github;
    this.faults = faults;
    this.log = log;
    this.database = database;
    this.#folder = folder;
  }

  static async open(): Promise<PolicyScene> {
    const [faults, log] = [new Faults(), new AccessLog()];
    const [github, database, folder] = await Promise.all([
      startGithub({ faults, log }),
      freshDatabase({ supabase: true }),
      mkdtemp(path.join(tmpdir(), 'shiplock-policy-')),
    ]);
    await Promise.all(['migrations', 'verify'].map((name) => mkdir(path.join(folder, name))));
    await writeFile(
      path.join(folder, 'migrations/20260101000000_notes.sql'),
      'create table public.notes (id int primary key); alter table public.notes enable row level security;',
    );
    return new PolicyScene(github, faults, log, database, folder);
  }

  /** A commit whose settings file says so, pushed to `main` or left on its pull request's branch. */
  commit(
    environments: Environments | null,
    options: { readonly author?: string; readonly merged?: boolean; readonly file?: string } = {},
  ): PolicyRun {
    const { author = 'ada', merged = true, file = 'shiplock.yml' } = options;
    const sha = randomBytes(20).toString('hex');
    const branch = `change-${sha.slice(0, 7)}`;
    const contents = { [file]: environments && yaml(environments) };
    this.github.addCommit({
      sha: merged ? undefinedSha() : sha,
      message: 'Change',
      author,
      branch,
      contents,
    });
    const pull = this.github.addPull({ title: 'Change', author, head: branch }).number;
    if (merged) {
      this.github.addCommit({ sha, message: `Change (#${pull})`, author, contents });
      this.github.mergePull(pull, sha);
    }
    const run = this.github.createRun({ sha, actor: author, environments: ['production'] }).id;
    return { sha, pull, run };
  }

  /** A release's context; `own` is what the commit's checkout says, which an attacker may have made anything. */
  async release(
    commit: PolicyRun,
    options: {
      readonly own: Environments | null;
      readonly environment?: string;
      readonly inputs?: Inputs;
      readonly actor?: string;
      readonly codeHost?: boolean;
      readonly basis?: PolicyBasis;
    },
  ): Promise<Composed> {
    const { environment = 'production', actor = 'ada', basis = 'witnesses' } = options;
    const inputs: Inputs = { environment, 'github-token': this.github.botToken, ...options.inputs };
    const settingsFile = path.join(this.#folder, inputs.settings ?? 'shiplock.yml');
    if (options.own) await writeFile(settingsFile, yaml(options.own));
    else await rm(settingsFile, { force: true });
    const facts = runFacts({
      GITHUB_WORKSPACE: this.#folder,
      GITHUB_REPOSITORY: this.github.repository,
      GITHUB_RUN_ID: String(commit.run),
      GITHUB_ACTOR: actor,
      GITHUB_SHA: commit.sha,
    });
    const base = await contextFor({
      ...{ url: this.database.url, workspace: this.#folder, hosting: this.hosting, commit: commit.sha },
    });
    this.#opened.push(base.db);
    const codeHost =
      options.codeHost === false
        ? undefined
        : githubCodeHost({
            token: this.github.botToken,
            repository: this.github.repository,
            apiUrl: this.github.url,
            actorLogin: 'github-actions[bot]',
            pace: { firstPauseMs: 5 },
          });
    const door = { inputs, say: base.say, warn: base.warn };
    const { policy, settings } = await composePolicy({
      ...{ door, facts, name: environment, commit: commit.sha, codeHost, basis },
      database: base.database,
      hosting: async () => this.hosting,
    });
    return {
      ...base,
      settings,
      policy,
      codeHost,
      actor,
      notices: {
        vendor: 'memory',
        publish: async (notice) => {
          if (notice.reply) base.said.push(`notice: ${notice.reply}`);
          if (this.noticesFail) throw new Error('Slack is down');
          return { channel: 'C1', ts: '1' };
        },
      },
      run: { id: String(commit.run), url: undefined },
      environment: environmentFacts(environment, settings, inputs, async () => base.db),
      // Which gate is applied is told by its settings.
      gate: async (target) => {
        base.said.push(`gate of ${settings.gates.gate.minSamples} samples`);
        return gateThat('pass')(target);
      },
      ...composeApprovals(settings, inputs, facts, codeHost, policy.decision.policy),
    };
  }

  /** The whole road; `approvers` say yes to the plan once it is known. */
  async ship(
    commit: PolicyRun,
    context: ReleaseContext,
    approvers: readonly string[] = [],
  ): Promise<{ readonly plan: string }> {
    let plan = '';
    const options: ShipOptions = {
      approvalWaitMs: 0,
      onPhase: ({ phase, summary, outputs }) => {
        if (phase !== 'plan') return;
        plan = summary;
        for (const login of approvers)
          this.github.comment(login, { issue: commit.pull }, `/approve ${outputs['plan-hash']}`);
      },
    };
    await ship(context, options);
    return { plan };
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#opened.map((each) => each.close()));
    await Promise.all([this.github.close(), this.database.drop(), rm(this.#folder, { recursive: true })]);
  }
}

const yaml = (environments: Environments): string => JSON.stringify({ version: 1, environments });
const undefinedSha = () => randomBytes(20).toString('hex');
