import { uniqueNow } from './ids.ts';
import type { AliasJobType, DeploymentState, LastAliasRequest, ProjectState, VercelState } from './state.ts';

/** How the next alias job turns out. */
export interface AliasJobBehaviour {
  /** Milliseconds as `pending`, then as `in-progress`. */
  readonly pendingMs: number;
  readonly inProgressMs: number;
  /**
   * `failed`: no domain moves, the job says so. `partly`: only the first domain moves, the job says failed.
   * `skipped`: another job overtook it. `no-move`: the job says succeeded and nothing moved, which Vercel's own tool
   * takes for success. `vanished`: accepted, but no job ever appears.
   */
  readonly outcome: 'succeeded' | 'failed' | 'partly' | 'skipped' | 'no-move' | 'vanished';
}

export const PROMPT: AliasJobBehaviour = { pendingMs: 60, inProgressMs: 120, outcome: 'succeeded' };

/** Moves production's domains, one job at a time a project, a while after it was asked to. */
export class AliasJobs {
  readonly #state: VercelState;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #next: AliasJobBehaviour[] = [];
  behaviour: AliasJobBehaviour = PROMPT;

  constructor(state: VercelState) {
    this.#state = state;
  }

  /** Behaviour of the next `times` jobs; later ones follow `behaviour` again. */
  next(behaviour: Partial<AliasJobBehaviour>, times = 1): void {
    for (let i = 0; i < times; i++) this.#next.push({ ...this.behaviour, ...behaviour });
  }

  running(project: ProjectState): boolean {
    return ['pending', 'in-progress'].includes(project.lastAliasRequest?.jobStatus ?? '');
  }

  /** Starts a job; `moved` runs when all domains are there. */
  start(type: AliasJobType, project: ProjectState, to: DeploymentState, moved: () => void): void {
    const behaviour = this.#next.shift() ?? this.behaviour;
    if (behaviour.outcome === 'vanished') return;
    const job: LastAliasRequest = {
      fromDeploymentId: project.production,
      toDeploymentId: to.id,
      type,
      jobStatus: 'pending',
      requestedAt: uniqueNow(),
    };
    project.lastAliasRequest = job;
    this.#after(behaviour.pendingMs, () => {
      job.jobStatus = 'in-progress';
      this.#after(behaviour.inProgressMs, () => this.#finish(behaviour, job, project, to, moved));
    });
  }

  /** Points production's domains at a deployment now, all or the first `count` of them. */
  assign(project: ProjectState, to: DeploymentState, count = Number.POSITIVE_INFINITY): void {
    const own = this.#state.aliases.filter(({ projectId }) => projectId === project.id);
    const domains = own
      .filter(({ alias }) => project.domains.some(({ name }) => name === alias))
      .slice(0, count);
    for (const alias of domains) {
      for (const other of this.#state.deployments)
        if (other.id === alias.deploymentId) other.alias = other.alias.filter((name) => name !== alias.alias);
      alias.deploymentId = to.id;
      alias.updatedAt = uniqueNow();
      to.alias = [...new Set([...to.alias, alias.alias])];
    }
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** A timer that ends with the stand-in. */
  after(milliseconds: number, work: () => void): void {
    this.#after(milliseconds, work);
  }

  #finish(
    behaviour: AliasJobBehaviour,
    job: LastAliasRequest,
    project: ProjectState,
    to: DeploymentState,
    moved: () => void,
  ): void {
    const { outcome } = behaviour;
    if (outcome === 'succeeded') {
      this.assign(project, to);
      moved();
    }
    if (outcome === 'partly') this.assign(project, to, 1);
    if (outcome === 'failed' || outcome === 'partly') {
      for (const { alias, uid, deploymentId } of this.#state.aliases)
        if (deploymentId !== to.id && project.domains.some(({ name }) => name === alias))
          this.#state.failedAliases.push({
            projectId: project.id,
            type: job.type,
            at: uniqueNow(),
            alias,
            id: uid,
            status: 'failed',
          });
    }
    job.jobStatus =
      outcome === 'skipped'
        ? 'skipped'
        : outcome === 'failed' || outcome === 'partly'
          ? 'failed'
          : 'succeeded';
  }

  #after(milliseconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

/** What a deployment and a project are once production's domains have moved. */
export function finishPromotion(project: ProjectState, to: DeploymentState): void {
  project.production = to.id;
  to.readySubstate = 'PROMOTED';
  project.updatedAt = Date.now();
}
