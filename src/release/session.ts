import type { JsonObject } from './canonical.ts';
import type { ReleaseContext } from './context.ts';
import { configurationError, failure, ShiplockError } from './errors.ts';
import { acquireLease, giveBack, type Lease, leave, renew, withHeartbeat } from './lease.ts';
import { LEASED_PHASES, type Phase } from './phases.ts';
import type { Plan } from './plan.ts';
import type { Database, NotAfter } from './ports.ts';
import { installedVersion, installRecord } from './record/install.ts';
import {
  type EventKind,
  newReleaseId,
  type RecordEvent,
  type Release,
  ReleaseRecord,
} from './record/record.ts';
import { Seam } from './seam.ts';
import { foldState, type ReleaseState } from './state.ts';

/** One process' work on one release: its events so far, the lease if it holds one, and the way to append. */
export class Session {
  readonly context: ReleaseContext;
  readonly database: Database;
  readonly record: ReleaseRecord;
  readonly release: Release;
  #events: RecordEvent[];
  #lease: Lease | undefined;
  /** True in a dry run: nothing is written. */
  readonly unrecorded: boolean;

  private constructor(
    context: ReleaseContext,
    database: Database,
    release: Release,
    events: readonly RecordEvent[],
    unrecorded: boolean,
  ) {
    this.context = context;
    this.database = database;
    this.record = new ReleaseRecord(database);
    this.release = release;
    this.#events = [...events];
    this.unrecorded = unrecorded;
  }

  /** The open release of this commit, or a new one. Installs the record where that is needed and allowed. */
  static async openOrFind(context: ReleaseContext, phase: Phase): Promise<Session> {
    const database = await context.database();
    if (!context.dryRun) await installFor(database);
    const found = await Session.#find(context, database);
    if (found && (!found.state.closed || found.release.runId === (context.run.id ?? null))) return found;
    const record = new ReleaseRecord(database);
    const installed = (await installedVersion(database)) > 0;
    const serving = installed ? await record.serving(context.environment.name) : undefined;
    const draft = {
      id: context.releaseId ?? newReleaseId(),
      environment: context.environment.name,
      commit: context.commit,
      replaces: serving?.id ?? null,
      runId: context.run.id ?? null,
      runUrl: context.run.url ?? null,
      actor: context.actor,
    };
    if (context.dryRun) {
      return new Session(context, database, { ...draft, openedAt: new Date().toISOString() }, [], true);
    }
    const release = await record.open(draft, phase);
    return new Session(context, database, release, await record.events(release.id), false);
  }

  /** The release that an earlier phase opened. @throws SHIPLOCK_RELEASE_NOT_FOUND */
  static async find(context: ReleaseContext): Promise<Session> {
    const database = await context.database();
    const found = await Session.#find(context, database);
    if (found) return found;
    throw configurationError({
      code: 'SHIPLOCK_RELEASE_NOT_FOUND',
      what: `the record of ${context.environment.name} knows no release of commit ${context.commit}${context.releaseId ? ` with id ${context.releaseId}` : ''}`,
      notDone: ['nothing was changed'],
      next: 'Run the deploy action for this commit first, or check that database-url is the one of this environment.',
    });
  }

  static async #find(context: ReleaseContext, database: Database): Promise<Session | undefined> {
    if ((await installedVersion(database)) === 0) return undefined;
    const record = new ReleaseRecord(database);
    const release = context.releaseId
      ? await record.release(context.releaseId)
      : await record.latest(context.environment.name, context.commit);
    if (!release) return undefined;
    return new Session(context, database, release, await record.events(release.id), context.dryRun);
  }

  get state(): ReleaseState {
    return foldState(this.#events);
  }

  get events(): readonly RecordEvent[] {
    return this.#events;
  }

  get token(): number | null {
    return this.#lease?.token ?? null;
  }

  async append(phase: Phase, kind: EventKind, body: JsonObject): Promise<void> {
    if (this.unrecorded) return;
    const token = LEASED_PHASES.has(phase) ? this.token : null;
    const entry = { releaseId: this.release.id, token, actor: this.context.actor, phase, kind, body };
    const { seq, at, hash } = await this.record.append(entry);
    this.#events.push({ ...entry, seq, at, hash, prevHash: '' });
  }

  seam(phase: Phase): Seam {
    return new Seam(
      {
        phase,
        append: (kind, body) => this.append(phase, kind, body),
        events: () => this.#events,
        lease: LEASED_PHASES.has(phase) ? () => this.#stillLeased() : undefined,
      },
      { say: this.context.say, dryRun: this.context.dryRun },
    );
  }

  phaseDone(phase: Phase, body: JsonObject = {}): Promise<void> {
    return this.append(phase, 'outcome', { step: 'phase', result: 'done', ...body });
  }

  /** A lease that ran out while nobody else came (a long query, a machine that slept) is ours again by one renewal. */
  async #stillLeased(): Promise<NotAfter | undefined> {
    const lease = this.#lease;
    if (!lease || lease.fence.remainingMs() > 0 || (await renew(this.database, lease))) return lease?.fence;
    throw failure({
      code: 'SHIPLOCK_LEASE_STALE',
      what: `another process took over the lease of ${lease.environment} from this one`,
      notDone: ['nothing was sent'],
      next: 'Look at `shiplock status`, and start this release again when the other one is closed.',
    });
  }

  /**
   * Runs a changing phase under the environment's lease, renewing it while the work lasts. The release keeps the lease
   * after it; the process leaves it, unless it goes on with the next phase (stayFor).
   * @param done asked once this process has its turn: what another process of this release may have done meanwhile
   */
  async leased<T>(work: () => Promise<T>, done: () => T | undefined = () => undefined): Promise<T> {
    if (this.unrecorded) return work();
    const { run, environment, say } = this.context;
    this.#lease = await acquireLease(this.database, {
      environment: environment.name,
      holder: this.release.id,
      waitSeconds: environment.leaseWaitSeconds,
      ...(environment.leaseSeconds ? { seconds: environment.leaseSeconds } : {}),
      ...(run.url ? { run: run.url } : {}),
      say,
    });
    // What another process of this release appended before we got the lease is part of the story.
    this.#events = [...(await this.record.events(this.release.id))];
    try {
      return done() ?? (await withHeartbeat(this.database, this.#lease, work, say));
    } catch (error) {
      await this.#giveBackIfIdle();
      throw error;
    } finally {
      if (!STAYING.has(this.database)) await leave(this.database).catch(() => undefined);
    }
  }

  /** A release that was refused before it changed anything, or that is over, must not keep others waiting. */
  async #giveBackIfIdle(): Promise<void> {
    const changed = this.#events.some(
      (e) => LEASED_PHASES.has(e.phase) && (e.kind === 'intent' || e.kind === 'outcome'),
    );
    if (!this.#lease || (changed && !this.state.closed)) return;
    await giveBack(this.database, this.#lease).catch(() => undefined);
    this.#lease = undefined;
  }

  /** Closes the release and gives the lease back. */
  async close(
    phase: Phase,
    result: 'released' | 'rolled-back' | 'abandoned',
    serves: string | null,
    body: JsonObject = {},
  ) {
    await this.append(phase, 'closed', { result, serves, ...body });
    if (this.#lease) await giveBack(this.database, this.#lease);
    this.#lease = undefined;
  }

  /** The plan this phase works on. @throws SHIPLOCK_PLAN_MISSING, SHIPLOCK_APPROVAL_MISSING, SHIPLOCK_RELEASE_CLOSED */
  requirePlan(needsApproval = true): { readonly plan: Plan; readonly hash: string } {
    const { plan, approval } = this.state;
    if (!plan) {
      throw failure({
        code: 'SHIPLOCK_PLAN_MISSING',
        what: `release ${this.release.id} has no plan, or its plan was voided`,
        notDone: ['nothing was changed'],
        next: 'Run the plan action, read what it prints, and approve it.',
      });
    }
    if (needsApproval && this.context.environment.kind === 'production' && approval?.hash !== plan.hash) {
      throw failure({
        code: 'SHIPLOCK_APPROVAL_MISSING',
        what: `plan ${plan.hash.slice(0, 12)} of release ${this.release.id} is not approved`,
        notDone: ['nothing was changed'],
        next: 'Run the approval-gate action after the people you require have approved this plan hash.',
      });
    }
    return plan;
  }

  requireOpen(): void {
    const { closed } = this.state;
    if (!closed) return;
    throw failure({
      code: 'SHIPLOCK_RELEASE_CLOSED',
      what: `release ${this.release.id} was closed as ${closed.result} at ${closed.at}`,
      notDone: ['nothing was changed'],
      next: 'Start a new workflow run of this commit: its deploy opens a new release. Re-running jobs of this run stays with the closed one.',
    });
  }

  requirePhase(phase: Phase): void {
    if (this.unrecorded || this.state.donePhases.has(phase)) return;
    throw failure({
      code: 'SHIPLOCK_PHASE_ORDER',
      what: `phase ${phase} of release ${this.release.id} is not done yet`,
      notDone: ['nothing was changed'],
      next: `Run the action of ${phase} first; \`shiplock resume\` does all that is left, in order.`,
    });
  }
}

/** Databases over which this process goes on from phase to phase. */
const STAYING = new WeakSet<Database>();

/** No other process of a release gets between the phases of this work. */
export async function stayFor<T>(context: ReleaseContext, work: () => Promise<T>): Promise<T> {
  const database = await context.database();
  STAYING.add(database);
  try {
    return await work();
  } finally {
    STAYING.delete(database);
    if (!context.dryRun) await leave(database).catch(() => undefined);
  }
}

/** A planner's role may append to a record, not make one. */
async function installFor(database: Database): Promise<void> {
  try {
    await installRecord(database);
  } catch (error) {
    if (!(error instanceof ShiplockError) || error.code !== 'SHIPLOCK_DATABASE_PERMISSION') throw error;
    throw configurationError(
      {
        code: 'SHIPLOCK_RECORD_NOT_INSTALLED',
        what: `this database has no record of this Shiplock's version yet (schema shiplock), and the role of database-url may not make it: ${error.problem.what}`,
        notDone: ['nothing was changed'],
        next: "Run deploy once with the role that owns the schema (postgres on Supabase): it installs the record. Then run docs/sql/plan-role.sql once more, and the planner's role is enough.",
      },
      error,
    );
  }
}
