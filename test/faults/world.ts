import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Cloud, startCloud } from '../../rehearsal/cloud/index.ts';
import { pastOf } from '../../rehearsal/cloud/kit/index.ts';
import { jobEnvironment } from '../../rehearsal/job.ts';
import { commitWorkspace } from '../../rehearsal/story/workspace.ts';
import { root } from '../../scripts/project.ts';
import { writeApp } from '../road/support/app.ts';
import { until } from '../support/until.ts';
import { ByHand } from './by-hand.ts';
import { CHANGE, MAPS, NOTES, OUTPUT, type Settings, settingsOf } from './repository.ts';
import { inProcess, type Outcome, type Step, spawned } from './runs.ts';
import { keeper } from './state.ts';

/** A commit, and the checkout that a job of it has. */
export interface Commit {
  readonly sha: string;
  readonly workspace: string;
  readonly pull: number;
  readonly run: number;
}

const ENVIRONMENT = 'production';
const DATABASE = 'production';
/** What somebody deployed by hand is known by: before there were releases, and to be promoted if need be. */
const OLDER = 'e'.repeat(40);
export const HOT_FIX = 'f'.repeat(40);

/** The local cloud with a project that serves its first release, and a commit to ship. One in a process. */
export class World {
  readonly cloud: Cloud;
  readonly #folder: string;
  readonly #kept = new Map<string, { readonly next: Commit; readonly back: readonly (() => void)[] }>();
  readonly byHand: ByHand;
  #previous: Commit | undefined;
  #next: Commit | undefined;
  #staged: Commit | undefined;
  /** Commit of a branch that nobody merges. */
  #aside = '';
  /** In the channel when the case began. */
  messagesBefore = 0;
  /** Deployment that somebody made by hand and that serves nobody yet. */
  hotFix = '';

  readonly #settings: Settings;

  private constructor(cloud: Cloud, folder: string, settings: Settings) {
    this.cloud = cloud;
    this.#settings = settings;
    this.#folder = folder;
    this.byHand = new ByHand(cloud, this.project, () => this.settled());
  }

  /** @param prepare the vendors, before anything is deployed */
  static async open(settings: Settings = {}, prepare?: (cloud: Cloud) => Promise<void>): Promise<World> {
    const work = path.join(root, 'rehearsal/.work');
    await mkdir(work, { recursive: true });
    const folder = await mkdtemp(path.join(work, 'faults-'));
    const only = ['postgres', 'github', 'sentry', 'slack', 'vercel'] as const;
    const world = new World(await startCloud({ root, only, light: true }), folder, settings);
    world.cloud.vercel.aliasJobs({ pendingMs: 20, inProgressMs: 40 });
    await prepare?.(world.cloud);
    await world.byHand.move('promote', await world.byHand.deploy(OLDER));
    world.#previous = await world.#commit(1, NOTES);
    if (settings.asking) {
      world.#aside = world.cloud.github.addCommit({ message: 'Aside', author: 'ada', branch: 'aside' }).sha;
      sessionsOfReleases(world.cloud);
    }
    world.#next = await world.#commit(2, CHANGE);
    await world.#shipped(world.previous);
    world.hotFix = await world.byHand.deploy(HOT_FIX);
    world.cloud.github.failRun(
      world.cloud.github.createRun({ sha: world.next.sha, actor: 'ada' }).id,
      'Approve and ship',
      'Approve',
    );
    await writeAll(world.maps, MAPS);
    return world;
  }

  /** Folder with built JavaScript and its source maps. */
  get maps(): string {
    return path.join(this.#folder, 'built');
  }

  /** Served before the first release. */
  get older(): Pick<Commit, 'sha'> {
    return { sha: OLDER };
  }

  /** Serves when a case begins. */
  get previous(): Commit {
    return there(this.#previous);
  }

  /** What the case ships. */
  get next(): Commit {
    return there(this.#next);
  }

  async close(): Promise<void> {
    await this.cloud.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  step(commit: Commit, action: string, inputs: Readonly<Record<string, string>> = {}): Step {
    const { sha, run, workspace } = commit;
    const env = jobEnvironment(this.cloud, ENVIRONMENT, { sha, run, workspace, actor: 'ada' });
    // The runner's own files: nothing here may write into those of whoever runs the tests.
    return { action, inputs, env: { ...env, GITHUB_STEP_SUMMARY: '', GITHUB_OUTPUT: '' }, workspace };
  }

  act(commit: Commit, action: string, inputs?: Readonly<Record<string, string>>): Promise<Outcome> {
    return inProcess(this.step(commit, action, inputs));
  }

  /** In a process of its own, which faults may kill. */
  spawn(commit: Commit, action: string, inputs?: Readonly<Record<string, string>>): Promise<Outcome> {
    const step = this.step(commit, action, inputs);
    const env = {
      ...step.env,
      NODE_OPTIONS: `--import=${path.join(import.meta.dirname, 'hurry.ts')}`,
      NODE_COMPILE_CACHE: path.join(root, 'rehearsal/.work/compiled'),
    };
    return spawned({ ...step, env }, (pid) => this.cloud.faults.setCallingProcess(pid));
  }

  /** Ships with nothing in the way, and approves when asked. @throws if it does not end well */
  async #shipped(commit: Commit): Promise<void> {
    // Nobody confirms it, and a commit that is no part of any release is held: each later job asks about both.
    const { asking } = this.#settings;
    const inputs = asking ? { ...SHIP, 'break-glass-reason': 'nobody else is awake to approve it' } : SHIP;
    for (let tries = 0; tries < 3; tries += 1) {
      const outcome = await this.act(commit, 'ship', inputs);
      if (outcome.code === 0) {
        if (asking) await this.#hold();
        return;
      }
      if (outcome.errorCode !== 'SHIPLOCK_APPROVAL_PENDING')
        throw new Error(`shipping ${commit.sha}: ${outcome.problem?.what}\n${outcome.lines.join('\n')}`);
      await this.approve(commit);
    }
    throw new Error(`shipping ${commit.sha} did not end`);
  }

  async #hold(): Promise<void> {
    const inputs = { environment: ENVIRONMENT, reason: 'it is not ready', 'held-commit': this.#aside };
    const { code, lines } = await this.act(this.previous, 'hold', inputs);
    if (code !== 0) throw new Error(`holding ${this.#aside}: ${lines.join('\n')}`);
  }

  /** By somebody else than the author, once a plan. */
  async approve(commit: Commit): Promise<void> {
    const planned = (await this.events(commit)).findLast(({ kind }) => kind === 'planned');
    const hash = String(planned?.body['hash']).slice(0, 12);
    this.cloud.github.comment('grace', { issue: commit.pull }, `/approve ${hash}`);
  }

  async events(commit: Commit): Promise<readonly { kind: string; body: Record<string, unknown> }[]> {
    const { postgres } = this.cloud;
    return postgres.sql(
      DATABASE,
      `select e.kind, e.body || coalesce((select jsonb_object_agg(k.key, b.content::jsonb)
           from jsonb_each_text(e.body -> 'kept') k join shiplock.body b on b.digest = k.value), '{}') as body
         from shiplock.event e join shiplock.release r on r.id = e.release_id where r.commit_sha = $1 order by e.seq`,
      [commit.sha],
    );
  }

  /** Keeps everything as it is now under a name. */
  async keep(name: string): Promise<void> {
    const { github, sentry, slack, vercel } = this.cloud;
    await this.settled();
    await this.#copy(DATABASE, `kept_${name}`);
    const back = [github, sentry, slack, vercel].flatMap(({ state }) => [
      keeper(state),
      pastOf(state).keep(),
    ]);
    this.#kept.set(name, { next: this.next, back });
  }

  /** The next commit ships in stages, and so does hosting from now on. */
  async inStages(): Promise<void> {
    this.#staged ??= await this.#commit(3, CHANGE, true);
    this.#next = this.#staged;
    await this.byHand.inStages();
  }

  /** Puts everything back as it was then; whoever is connected to the database is cut off. */
  async restore(name: string): Promise<void> {
    this.cloud.faults.clear();
    await this.settled();
    await this.#copy(`kept_${name}`, DATABASE);
    const { next, back } = there(this.#kept.get(name));
    for (const one of back) one();
    this.#next = next;
    // A job takes the source maps out of it.
    if (this.#settings.asking) await writeAll(next.workspace, OUTPUT);
    this.byHand.sent.length = 0;
    this.messagesBefore = this.#parents();
  }

  /** Puts the database alone back as it was then: what vendors were told since is unknown to it. */
  async restoreDatabase(name: string): Promise<void> {
    await this.#copy(`kept_${name}`, DATABASE);
  }

  #parents(): number {
    const [channel] = this.cloud.slack.state.channels;
    const all = channel?.messages ?? [];
    return all.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts).length;
  }

  /** Releases of a commit in the record. */
  async releases(commit: Commit): Promise<number> {
    const [row] = await this.cloud.postgres.sql<{ many: number }>(
      DATABASE,
      'select count(*)::int as many from shiplock.release where commit_sha = $1',
      [commit.sha],
    );
    return row?.many ?? 0;
  }

  /** A move of traffic is on its way. */
  moving(): boolean {
    const project = this.cloud.vercel.state.projects.find(({ id }) => id === this.project);
    return ['pending', 'in-progress'].includes(project?.lastAliasRequest?.jobStatus ?? '');
  }

  /** None is any more. */
  async settled(): Promise<void> {
    await until('the end of the move', () => !this.moving());
  }

  /** A share of production's traffic goes to another version. */
  inStage(): boolean {
    return this.byHand.canary() !== undefined;
  }

  get project(): string {
    return this.cloud.vercel.projects[ENVIRONMENT].id;
  }

  get domain(): string {
    return this.cloud.vercel.domainUrl(ENVIRONMENT);
  }

  /** Deployment that every domain of production points to; undefined where they differ. */
  servingId(state = this.cloud.vercel.state): string | undefined {
    const names = new Set(
      state.projects.find(({ id }) => id === this.project)?.domains.map(({ name }) => name),
    );
    const ids = new Set(state.aliases.filter(({ alias }) => names.has(alias)).map((one) => one.deploymentId));
    const [id] = ids;
    return ids.size === 1 ? (id ?? undefined) : undefined;
  }

  /** What hosting shows in its place to whoever reads an old state of it. */
  staleServingId(): string | undefined {
    return this.servingId(pastOf(this.cloud.vercel.state).before());
  }

  /** What served before, if production has moved since then (ms since the epoch). */
  servedUntil(since: number): string | undefined {
    const { projects, aliases } = this.cloud.vercel.state;
    const project = projects.find(({ id }) => id === this.project);
    const names = new Set(project?.domains.map(({ name }) => name));
    const moved = aliases.some(({ alias, updatedAt }) => names.has(alias) && updatedAt >= since);
    return moved ? (project?.lastAliasRequest?.fromDeploymentId ?? undefined) : undefined;
  }

  /** Its commit. */
  serving(): string | undefined {
    const id = this.servingId();
    return this.cloud.vercel.state.deployments.find((one) => one.id === id)?.env['SHIPLOCK_COMMIT'];
  }

  deploymentOf(commit: string): string {
    const found = this.cloud.vercel.state.deployments.findLast(
      ({ projectId, env }) => projectId === this.project && env['SHIPLOCK_COMMIT'] === commit,
    );
    if (!found) throw new Error(`no deployment of ${commit}`);
    return found.id;
  }

  /** As it is; where there is one of this name it goes. A template must have no session: whoever has one is cut off. */
  async #copy(from: string, to: string): Promise<void> {
    const { postgres } = this.cloud;
    await postgres.sql('postgres', `drop database if exists ${to} with (force)`);
    for (let tries = 0; ; tries += 1) {
      await postgres.sql(
        'postgres',
        `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${from}'`,
      );
      try {
        await postgres.sql(
          'postgres',
          `create database ${to} template ${from} owner postgres strategy file_copy`,
        );
        return;
      } catch (error) {
        if (tries >= 20 || !inUse(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  async #commit(nth: number, files: Readonly<Record<string, string>>, rolling = false): Promise<Commit> {
    const { github } = this.cloud;
    const title = `Change ${nth}`;
    const branch = `change-${nth}`;
    const workspace = path.join(this.#folder, branch);
    await writeApp(path.join(workspace, 'web'));
    const settings = settingsOf(this.cloud, { ...this.#settings, rolling });
    await writeAll(workspace, { ...files, 'shiplock.yml': settings });
    const contents = { 'shiplock.yml': settings };
    github.addCommit({ message: title, author: 'ada', branch, contents });
    const pull = github.addPull({ title, author: 'ada', head: branch });
    const sha = await commitWorkspace(workspace, `${title} (#${pull.number})`);
    github.addCommit({ sha, message: `${title} (#${pull.number})`, author: 'ada', contents });
    github.mergePull(pull.number, sha);
    const run = github.createRun({ sha, actor: 'ada', environments: [ENVIRONMENT] }).id;
    return { sha, workspace, pull: pull.number, run };
  }
}

async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
}

/** Users of every version, as their SDK reports them, none of whom had a crash. */
function sessionsOfReleases({ sentry, vercel }: Cloud): void {
  // More of them each time that somebody looks.
  let count = 0;
  Object.defineProperty(sentry.state, 'sessions', {
    get: () => {
      count += 50;
      return vercel.state.deployments.flatMap(({ env }) =>
        [env['SHIPLOCK_RELEASE_ID'], env['SHIPLOCK_COMMIT']].map((release = '') => ({
          ...{ sid: release, release, project: sentry.state.projects[0]?.id ?? '', environment: ENVIRONMENT },
          ...{ status: 'exited', at: Date.now(), count },
        })),
      );
    },
  });
}

/** Inputs of every step that moves traffic: an undecided move is told soon. */
export const PATIENCE = { environment: ENVIRONMENT, 'promote-deadline-seconds': '3' };
export const SHIP = { ...PATIENCE, 'wait-minutes': '0' };

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: object_in_use */
const inUse = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '55006';

function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the world is not open yet');
  return value;
}
