import { count } from '../../src/present/count.ts';
import type { Cloud } from '../cloud/index.ts';
import { jobEnvironment } from '../job.ts';
import { type ActionOutcome, runAction } from '../runner.ts';
import type { EnvironmentName, Part, ReleaseStory, Story } from './model.ts';
import type { Terminal } from './terminal.ts';
import type { Workspace } from './workspace.ts';

/** One commit, and the runs that carry it. */
export interface ReleaseAtWork {
  readonly story: ReleaseStory;
  readonly workspace: Workspace;
  readonly runs: Readonly<Record<EnvironmentName, number>>;
}

export interface Act {
  readonly release: ReleaseAtWork;
  readonly environment: EnvironmentName;
  readonly action: string;
  /** Default: the action's name. */
  readonly label?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Default `done`; any other end ends the story. */
  readonly expect?: Part['state'];
  readonly onLine?: (line: string) => void;
  readonly onStart?: (pid: number) => void;
}

/** An action ended as the story does not allow; nothing after it would mean anything. */
export class StoryBroke extends Error {}

/** Runs actions in the caller's workspace, as the runner would, and keeps what they said. */
export class Stage {
  readonly cloud: Cloud;
  readonly story: Story;
  readonly terminal: Terminal;
  /** Everything printed by any process, before masking; for the search for secrets. */
  readonly raw: { readonly from: string; readonly text: string }[] = [];
  readonly #running = new Set<number>();
  readonly #actions: string;
  readonly #ends: (() => void)[] = [];
  #stopped = false;

  constructor(cloud: Cloud, story: Story, terminal: Terminal, actions: string) {
    this.#actions = actions;
    this.cloud = cloud;
    this.story = story;
    this.terminal = terminal;
  }

  claim(release: ReleaseAtWork | undefined, text: string, held: boolean): void {
    this.story.claims.push({ text, held, release: release?.story.number });
    this.terminal.claim(held, text);
  }

  /** What else has to end when the story is stopped. */
  onStop(end: () => void): void {
    this.#ends.push(end);
  }

  /** Kills what runs; every further act is refused. */
  stop(): void {
    this.#stopped = true;
    for (const end of this.#ends) end();
    for (const pid of this.#running) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself meanwhile.
      }
    }
  }

  async act(act: Act): Promise<ActionOutcome> {
    if (this.#stopped) throw new StoryBroke('stopped');
    const { release, environment, action } = act;
    const label = act.label ?? action;
    const name = `${environment} ${label}`;
    const task = this.terminal.task(`${release.story.number} ${name}`);
    const startedAt = Date.now();
    let pid: number | undefined;
    const outcome = await runAction({
      action,
      inputs: { environment, ...act.inputs },
      env: this.#environment(release, environment),
      workspace: release.workspace.directory,
      actions: this.#actions,
      onLine: (line) => {
        task.say(line);
        act.onLine?.(line);
      },
      onStart: (started) => {
        pid = started;
        this.#running.add(started);
        act.onStart?.(started);
      },
    });
    if (pid !== undefined) this.#running.delete(pid);
    const state: Part['state'] = outcome.code === 0 ? 'done' : outcome.signal ? 'killed' : 'failed';
    const expected = state === (act.expect ?? 'done');
    const note = noteOf(outcome, state);
    this.story.parts.push({
      ...{ release: release.story.number, track: environment, label, startedAt, endedAt: Date.now() },
      ...{ state, expected, note, log: outcome.log, summary: outcome.summary },
    });
    this.raw.push({
      from: `${release.story.number} ${name}`,
      text: [outcome.raw, outcome.summary, JSON.stringify(outcome.outputs)].join('\n'),
    });
    const id = outcome.outputs['release-id'];
    if (id) (release.story.ids as Record<string, string>)[environment] = id;
    task.end(state === 'done' ? 'done' : expected ? 'expected-failure' : 'failed', note);
    if (this.#stopped) throw new StoryBroke('stopped');
    if (expected) return outcome;
    for (const line of outcome.log.slice(-25)) this.terminal.line(`      ${line}`);
    throw new StoryBroke(
      `release ${release.story.number}: ${name} ${state === 'done' ? 'ended well and should not have' : `${state} (${outcome.code ?? outcome.signal})`}`,
    );
  }

  /** Migrations change what Supabase's API may serve: it reads the schema anew, as PostgREST does when notified. */
  async refresh(environment: EnvironmentName): Promise<void> {
    await this.cloud.supabase[environment].refresh();
  }

  #environment(
    { story, workspace, runs }: ReleaseAtWork,
    environment: EnvironmentName,
  ): Record<string, string> {
    const { cloud } = this;
    return {
      ...jobEnvironment(cloud, environment, {
        run: runs[environment],
        sha: story.commit,
        actor: story.author,
        workspace: workspace.directory,
      }),
      ...(environment === 'production'
        ? { SHIPLOCK_STAGING_DATABASE_URL: cloud.postgres.url('staging') }
        : {}),
    };
  }
}

/** What is worth saying of an action in one line. */
function noteOf({ outputs, annotations, log }: ActionOutcome, state: Part['state']): string {
  if (state === 'killed') return 'killed by SIGKILL';
  if (state === 'failed')
    return annotations.findLast((one) => one.level === 'error')?.message.split('\n')[0] ?? log.at(-1) ?? '';
  if (outputs['serving-release'])
    return `${short(outputs['serving-release'])} serves again, verdict ${outputs['verdict'] || 'not needed'}`;
  if (outputs['result']) return `${short(outputs['release-id'] ?? '')} ${outputs['result']}`;
  if (outputs['approvers'] !== undefined) return `approved by ${outputs['approvers'] || 'policy'}`;
  if (outputs['plan-hash'])
    return `plan ${outputs['plan-hash'].slice(0, 12)}: ${count(Number(outputs['pending-migrations']), 'pending migration')}`;
  if (outputs['reason']) return `${outputs['decision']}: ${outputs['reason']}`;
  if (outputs['decision']) return outputs['decision'];
  if (outputs['applied'] !== undefined)
    return outputs['applied'] ? `applied ${outputs['applied']}` : 'nothing to apply';
  if (outputs['deployment-url']) return `staged as ${outputs['deployment-id']}`;
  if (outputs['outcome'])
    return outputs['deployment-id']
      ? `${outputs['outcome']}: ${outputs['deployment-id']} serves`
      : outputs['outcome'];
  return log.at(-1) ?? '';
}

/** The end of a release id: its beginning is the time, alike for all of one run. */
export const short = (id: string): string => (id.startsWith('rel_') ? `rel_…${id.slice(-6)}` : id);
