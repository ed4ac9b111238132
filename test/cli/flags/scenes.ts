import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connect } from '../../../src/database/connection.ts';
import { acquireLease } from '../../../src/release/lease.ts';
import { projectOf } from '../../../src/release/project.ts';
import { newReleaseId, ReleaseRecord } from '../../../src/release/record/record.ts';
import type { Outcome } from '../../faults/runs.ts';
import { type Commit, SHIP, World } from '../../faults/world.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';
import { scriptedServer } from '../../support/scripted-server.ts';
import type { DataApi } from './seen.ts';
import { REQUIRES } from './trial.ts';

/** How the world stands when a command is run. */
export type Scene =
  /** The previous release serves, and nothing of the next one is there. */
  | 'released'
  /** The next one is in the record, and nothing of it was done. */
  | 'begun'
  /** A planning job staged it, and the record has no word of it. */
  | 'proposed'
  /** It is staged and planned. */
  | 'planned'
  /** The same, and another release holds the lease. */
  | 'planned_held'
  /** The same, and somebody rolled back on hosting's own page. */
  | 'planned_pinned'
  | 'approved'
  | 'approved_held'
  /** Its expand migrations are applied. */
  | 'migrated'
  | 'migrated_held'
  /** It serves. */
  | 'shipped'
  | 'shipped_held'
  /** The same, and nobody has read of it: Slack was down. */
  | 'shipped_unheard'
  /** It serves, and somebody promoted another deployment on hosting's own page. */
  | 'shipped_moved'
  /** The same, and its contract migration is applied. */
  | 'shipped_contracted';

const ENVIRONMENT = 'production';
const ABOUT = { replaces: null, runId: null, runUrl: null, actor: 'ada' };
/** Longer than all trials take. */
const A_DAY_SECONDS = 86_400;
/** The local cloud in each scene, brought there once. */
export class Stage {
  readonly world: World;
  readonly rehearsals: FreshDatabase;
  readonly dataApi: DataApi;
  /** What the planning job calls its release. */
  proposed = '';
  /** Scene that the world is in and that no run has changed yet. */
  #at: Scene | undefined;

  private constructor(world: World, rehearsals: FreshDatabase, dataApi: DataApi) {
    this.world = world;
    this.rehearsals = rehearsals;
    this.dataApi = dataApi;
  }

  static async open(): Promise<Stage> {
    const [world, rehearsals, dataApi] = await Promise.all([
      World.open({ soakHours: 0 }),
      freshDatabase({ supabase: true }),
      scriptedServer(() => ({ status: 401, body: { message: 'Invalid API key' } })),
    ]);
    const stage = new Stage(world, rehearsals, dataApi);
    await stage.#prepare();
    return stage;
  }

  async close(): Promise<void> {
    await this.world.close();
    await this.rehearsals.drop();
    await this.dataApi.close();
  }

  /** @param changes the run that follows changes something, so that the next one starts from the scene again */
  async enter(scene: Scene, changes: boolean): Promise<void> {
    if (this.#at !== scene) await this.world.restore(scene);
    this.#at = changes ? undefined : scene;
  }

  /** The release of a commit. */
  async releaseOf({ sha }: Pick<Commit, 'sha'>): Promise<string> {
    const [row] = await this.world.cloud.postgres.sql<{ id: string }>(
      ENVIRONMENT,
      'select id from shiplock.release where commit_sha = $1 and environment = $2',
      [sha, ENVIRONMENT],
    );
    if (!row) throw new Error(`no release of ${sha}`);
    return row.id;
  }

  async #prepare(): Promise<void> {
    const { world } = this;
    const settings = await readFile(path.join(world.next.workspace, 'shiplock.yml'), 'utf8');
    const requires = settings.replace(
      /^environments:\n {2}production:$/m,
      'environments:\n  staging: { kind: staging }\n  production:\n    requires: staging',
    );
    await writeFile(path.join(world.next.workspace, REQUIRES), requires);
    await world.keep('released');
    await this.#open(ENVIRONMENT, world.next.sha);
    await this.#open('demo', world.next.sha);
    await world.keep('begun');
    await world.restore('released');
    await this.#propose();
    await world.keep('proposed');
    await world.restore('released');
    await this.#ship('SHIPLOCK_APPROVAL_PENDING');
    await world.keep('planned');
    await this.#hold();
    await world.keep('planned_held');
    await world.restore('planned');
    await world.byHand.move('rollback', world.deploymentOf(world.older.sha));
    await world.keep('planned_pinned');
    await world.restore('planned');
    await world.approve(world.next);
    await world.keep('approved');
    await this.#hold();
    await world.keep('approved_held');
    await world.restore('approved');
    await this.#act('approval-gate', {});
    await this.#act('migrate', {});
    await world.keep('migrated');
    // Its own lease is over by then, as when the next job comes late.
    await world.cloud.postgres.sql(ENVIRONMENT, 'update shiplock.lease set holder = null, expires_at = null');
    await this.#hold();
    await world.keep('migrated_held');
    await world.restore('approved');
    await this.#ship('');
    await world.keep('shipped');
    await this.#hold();
    await world.keep('shipped_held');
    await world.restore('shipped');
    await world.byHand.move('promote', world.hotFix);
    await world.keep('shipped_moved');
    await world.restore('shipped');
    await this.#act('migrate', { contract: 'true', force: 'true', reason: 'nobody reads it' });
    await world.keep('shipped_contracted');
    await world.restore('released');
    world.cloud.faults.set({ call: 'slack.*', fault: 'refuse', times: 'always' });
    await this.#ship('SHIPLOCK_APPROVAL_PENDING');
    await world.approve(world.next);
    await this.#ship('');
    await world.keep('shipped_unheard');
  }

  async #propose(): Promise<void> {
    const { outputs } = await this.#act('deploy', {});
    this.proposed = outputs['release-id'] ?? '';
    await this.world.restoreDatabase('released');
  }

  async #act(action: string, inputs: Readonly<Record<string, string>>): Promise<Outcome> {
    const { world } = this;
    const outcome = await world.act(world.next, action, { environment: ENVIRONMENT, ...inputs });
    if (outcome.code !== 0) throw new Error(outcome.lines.join('\n'));
    return outcome;
  }

  async #ship(ends: string): Promise<void> {
    const { errorCode, lines } = await this.world.act(this.world.next, 'ship', SHIP);
    if (errorCode !== ends) throw new Error(lines.join('\n'));
  }

  async #open(environment: string, commit: string): Promise<string> {
    const db = await connect(this.world.cloud.postgres.url(ENVIRONMENT));
    try {
      const project = projectOf(this.world.project);
      const id = newReleaseId();
      await new ReleaseRecord(db, project).open({ id, environment, commit, ...ABOUT }, 'deploy');
      return id;
    } finally {
      await db.close();
    }
  }

  /** Another release takes the lease. */
  async #hold(): Promise<void> {
    const holder = await this.#open(ENVIRONMENT, 'd'.repeat(40));
    const db = await connect(this.world.cloud.postgres.url(ENVIRONMENT));
    try {
      const say = () => undefined;
      await acquireLease(db, { environment: ENVIRONMENT, holder, seconds: A_DAY_SECONDS, say });
    } finally {
      await db.close();
    }
  }
}
