import type { Staged } from './adopt.ts';
import type { ReleaseContext } from './context.ts';
import { DryRuns } from './dry-run.ts';
import { failure, firstLine } from './errors.ts';
import { draft, type Found, inChain, notFound, ofThisCommit, ofThisRun, open, staged } from './finding.ts';
import { acquireLease, giveBack, type Lease, leave, renew, withHeartbeat } from './lease.ts';
import { requireLeaseFree } from './lease-free.ts';
import { overtaken } from './overtaken.ts';
import { isLeased, LEASED_PHASES, type Phase } from './phases.ts';
import type { Database, NotAfter } from './ports.ts';
import { inAWord } from './record/decode.ts';
import { encode } from './record/encode.ts';
import type { EventPhase, Saying, SayingOf } from './record/events.ts';
import type { Proposals, Proposed } from './record/proposals.ts';
import type { RecordEvent, Release, ReleaseRecord } from './record/record.ts';
import { requiredPlan } from './required-plan.ts';
import { settleRestore } from './restore.ts';
import { Seam } from './seam.ts';
import { type Standing, standAsAny, standToPlan, standToShip } from './standing.ts';
import { foldState, type ReleaseState } from './state.ts';
import { staysOn } from './staying.ts';

/** One process' work on one release: its events so far, the lease if it holds one, and the way to append. */
export class Session {
  readonly context: ReleaseContext;
  readonly standing: Standing;
  readonly database: Database;
  readonly record: ReleaseRecord;
  readonly release: Release;
  #events: RecordEvent[];
  readonly #appended: RecordEvent[] = [];
  #state: ReleaseState | undefined;
  #lease: Lease | undefined;
  /** Nothing goes into the chain: a dry run, or a role that may only plan. */
  readonly unrecorded: boolean;
  /** What a planning job staged and this process took over. */
  readonly staged: Staged | undefined;

  private constructor({ standing, release, events, staged }: Found) {
    this.context = standing.context;
    this.standing = standing;
    this.database = standing.database;
    this.record = standing.record;
    this.release = release;
    this.#events = [...events];
    this.unrecorded = standing.unrecorded;
    this.staged = staged;
  }

  /**
   * For deploy. The shipping role gets the open release of this commit, takes over what a planning job of this run
   * staged, or opens a new release in the chain; installs the record where that is needed. Any other role gets the same
   * release outside of the chain.
   */
  static async openOrFind(context: ReleaseContext): Promise<Session> {
    const dry = DRY_RUNS.of(context);
    return dry ?? DRY_RUNS.keep(await Session.#openOrFind(await standAsAny(context), true));
  }

  /** For plan: the same release, and what is not in the chain yet stays outside of it. Installs and opens nothing. */
  static async findToPlan(context: ReleaseContext): Promise<Session> {
    const dry = DRY_RUNS.of(context);
    return dry ?? DRY_RUNS.keep(await Session.#openOrFind(await standToPlan(context), false));
  }

  static async #openOrFind(standing: Standing, opens: boolean): Promise<Session> {
    const own = await ofThisRun(standing);
    if (own) return new Session(await inChain(standing, own));
    const { found } = await staged(standing, { begun: standing.authority !== 'ship' });
    const outside = opens ? standing : { ...standing, unrecorded: true };
    if (found) return Session.#adopt({ ...found, standing: outside });
    const newest = await ofThisCommit(standing);
    const session = newest && new Session(await inChain(standing, newest));
    if (session && !session.state.closed) return session;
    const release = await draft(standing);
    if (outside.unrecorded) return new Session({ standing: outside, release, events: [], staged: undefined });
    return new Session(await inChain(standing, await open(standing, release, 'deploy')));
  }

  /**
   * For phases that change the environment: the release of this run in the chain, else the newest of this commit. With
   * `adopts` a staged deployment of this run is taken into the chain first, once hosting has confirmed what it is.
   * @throws SHIPLOCK_RELEASE_NOT_FOUND, SHIPLOCK_RELEASE_MISMATCH, SHIPLOCK_DATABASE_PERMISSION
   */
  static async find(context: ReleaseContext, options: { readonly adopts?: boolean } = {}): Promise<Session> {
    const dry = DRY_RUNS.of(context);
    return dry ?? DRY_RUNS.keep(await Session.#find(context, options));
  }

  /** For work that no commit names: the release that `search` finds in the chain. */
  static async findBy(
    context: ReleaseContext,
    search: (standing: Standing) => Promise<Release>,
  ): Promise<Session> {
    const standing = await standToShip(context, { install: false });
    return new Session(await inChain(standing, await search(standing)));
  }

  static async #find(context: ReleaseContext, options: { readonly adopts?: boolean }): Promise<Session> {
    const standing = await standToShip(context, { install: options.adopts ?? false });
    const own = await ofThisRun(standing);
    if (own) return new Session(await inChain(standing, own));
    const search = options.adopts ? await staged(standing, { begun: false }) : undefined;
    if (search?.found) return Session.#adopt(search.found);
    const newest = await ofThisCommit(standing);
    if (newest) return new Session(await inChain(standing, newest));
    throw notFound(standing, search?.passedOver ?? []);
  }

  /** Opens the release in the chain with this role's own facts, and keeps what hosting said as an event of its own. */
  static async #adopt(found: Found): Promise<Session> {
    const { standing, staged: confirmed } = found;
    const session = new Session(
      standing.unrecorded
        ? found
        : {
            ...(await inChain(standing, await open(standing, found.release, 'deploy'))),
            staged: confirmed,
          },
    );
    if (!confirmed || session.state.deployed) return session;
    const { deployment, digest, releaseId } = confirmed;
    await session.append('deploy', {
      is: 'deployed',
      deploymentId: deployment.id,
      url: deployment.url,
      digest,
      adopted: true,
    });
    standing.context.say(`${releaseId}: hosting confirms deployment ${deployment.id} of this run`);
    return session;
  }

  get state(): ReleaseState {
    this.#state ??= foldState(this.#events);
    return this.#state;
  }

  get events(): readonly RecordEvent[] {
    return this.#events;
  }

  get token(): number | null {
    return this.#lease?.token ?? null;
  }

  /** Outside of the chain the event is kept in this process, for its own next steps. */
  async append(phase: Phase, saying: Saying): Promise<void> {
    const event = await this.#written(phase, LEASED_PHASES.has(phase) ? this.token : null, saying);
    if (this.context.dryRun)
      this.context.say(`dry run: would record ${phase} ${event.kind} ${inAWord(event)}`);
    this.#events.push(event);
    this.#appended.push(event);
    this.#state = undefined;
  }

  async #written(phase: EventPhase, token: number | null, saying: Saying): Promise<RecordEvent> {
    const entry = { releaseId: this.release.id, token, actor: this.context.actor, phase };
    if (!this.unrecorded)
      return { ...entry, prevHash: '', ...(await this.record.append({ ...entry, saying })) };
    const { kind, body } = encode(phase, saying);
    const place = { seq: this.#events.length + 1, at: new Date().toISOString(), hash: '', prevHash: '' };
    return { ...entry, ...place, kind, body };
  }

  /** What this process appended, whether the chain has it or not. */
  get appended(): readonly RecordEvent[] {
    return this.#appended;
  }

  /** Says it beside the chain, for the shipping role's next job and for people. It is a hint: failing costs no more. Returns whether it was kept. */
  async propose(what: (proposals: Proposals, of: Proposed) => Promise<void>): Promise<boolean> {
    const { context, standing, release } = this;
    if (!standing.proposals || standing.authority === 'ship' || context.dryRun) return false;
    const { id: releaseId, environment, commit, runId } = release;
    try {
      await what(standing.proposals, { releaseId, environment, commit, runId });
      return true;
    } catch (error) {
      context.warn(`the record did not take a proposal: ${firstLine(error)}`);
      return false;
    }
  }

  /** Appends what is about the record itself: of no phase, and under the lease. */
  async #note(saying: SayingOf<'restored' | 'reconciled'>): Promise<void> {
    this.#events.push(await this.#written('record', this.token, saying));
    this.#state = undefined;
  }

  seam(phase: Phase): Seam {
    return new Seam(
      {
        phase,
        append: (saying) => this.append(phase, saying),
        events: () => this.#events,
        lease: LEASED_PHASES.has(phase) ? () => this.#stillLeased() : undefined,
      },
      { say: this.context.say, dryRun: this.context.dryRun },
    );
  }

  /** A lease that ran out while nobody else came (a long query, a machine that slept) is ours again by one renewal. */
  async #stillLeased(): Promise<NotAfter | undefined> {
    const lease = this.#lease;
    if (!lease || lease.fence.remainingMs() > 0 || (await renew(this.database, lease))) return lease?.fence;
    throw failure({
      code: 'SHIPLOCK_LEASE_STALE',
      what: `another process took the lease of ${lease.environment} from this one`,
      notDone: ['nothing was sent'],
      next: 'Check `shiplock status`, and restart this release when the other one is closed.',
    });
  }

  /**
   * Runs a changing phase under the environment's lease, renewing it while the work lasts. The release keeps the lease
   * after it; the process leaves it, unless it goes on with the next phase (stayFor).
   * @param done asked once this process has its turn: what another process of this release may have done meanwhile
   */
  async leased<T>(work: () => Promise<T>, done: () => T | undefined = () => undefined): Promise<T> {
    if (this.context.dryRun) await requireLeaseFree(this);
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
    this.#state = undefined;
    try {
      await settleRestore({
        context: this.context,
        database: this.database,
        release: this.release,
        events: this.#events,
        note: (saying) => this.#note(saying),
      });
      return done() ?? (await withHeartbeat(this.database, this.#lease, work, say));
    } catch (error) {
      await this.#giveBackIfIdle();
      throw error;
    } finally {
      if (!staysOn(this.database)) await leave(this.database).catch(() => undefined);
    }
  }

  /** A release that was refused before it changed anything, or that is over, must not keep others waiting. */
  async #giveBackIfIdle(): Promise<void> {
    const changed = this.#events.some(
      (e) => isLeased(e.phase) && (e.kind === 'intent' || e.kind === 'outcome'),
    );
    if (!this.#lease || (changed && !this.state.closed)) return;
    await giveBack(this.database, this.#lease).catch(() => undefined);
    this.#lease = undefined;
  }

  /** Closes the release and gives the lease back. */
  async close(phase: Phase, end: Omit<SayingOf<'closed'>, 'is'>) {
    await this.append(phase, { is: 'closed', ...end });
    if (this.#lease) await giveBack(this.database, this.#lease);
    this.#lease = undefined;
  }

  /** @throws SHIPLOCK_PLAN_MISSING, SHIPLOCK_APPROVAL_MISSING */
  requirePlan(needsApproval = true): NonNullable<ReleaseState['plan']> {
    return requiredPlan(this, needsApproval);
  }

  requireOpen(): void {
    const { closed } = this.state;
    if (!closed) return;
    if (closed.overtakenBy !== undefined) throw overtaken(this.release, closed.overtakenBy);
    throw failure({
      code: 'SHIPLOCK_RELEASE_CLOSED',
      what: `release ${this.release.id} was closed as ${closed.result} at ${closed.at}`,
      notDone: ['nothing was changed'],
      next: 'Start a new workflow run for this commit: its deploy opens a new release. Rerun jobs of this run stay with the closed one.',
    });
  }

  requirePhase(phase: Phase): void {
    if (this.state.donePhases.has(phase)) return;
    // Without a record, a plan is of the database alone.
    if (phase === 'deploy' && (this.context.dryRun || (this.unrecorded && !this.standing.proposals))) return;
    throw failure({
      code: 'SHIPLOCK_PHASE_ORDER',
      what: `phase ${phase} of release ${this.release.id} is not done yet`,
      notDone: ['nothing was changed'],
      next: `Run the action of ${phase} first; \`shiplock resume\` does everything that is left, in order.`,
    });
  }
}

const DRY_RUNS = new DryRuns<Session>();
