import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { migrationEngine } from '../../src/database/migrations/index.ts';
import type { Gate, Rehearse, ReleaseContext } from '../../src/release/context.ts';
import type { PolicyDecision } from '../../src/release/policy.ts';
import type { GateResult, Hosting, LiveState, StagedDeployment } from '../../src/release/ports.ts';
import { projectOf } from '../../src/release/project.ts';
import type { ReadyRoutes } from '../../src/release/ready-route.ts';
import { type Source, sourceDigest } from '../../src/release/source.ts';
import { databaseSchema } from '../../src/schema/index.ts';
import { verdictOf } from '../../src/schema/verdict/index.ts';

/** The digest of a commit's files, where there are none. */
export const digestOf = (commit: string): string => sourceDigest([{ path: 'commit', sha1: commit }]);

/** A commit whose only file is named by it. */
const sourceOf = (commit: string): Source => ({
  digest: async () => digestOf(commit),
  files: async () => [{ path: 'commit', sha1: commit, size: 0, mode: 0o100644 }],
  async *contents() {},
});

/** Hosting in memory: what serves, and every write that was asked for. */
export class MemoryHosting implements Hosting {
  readonly vendor = 'memory';
  readonly writes: string[] = [];
  /** What each deployment holds, as hosting's own list of its files tells. */
  readonly sources = new Map<string, string>();
  readonly deployments = new Map<string, StagedDeployment>();
  /** Ids are not given twice, whatever was deleted. */
  readonly #made = new Set<string>();
  serving: LiveState = { deploymentId: undefined, pinned: false };

  async names() {
    return ['prj_memory'];
  }
  async domains() {
    return ['app.example'];
  }
  async stage({ releaseId, commit, meta }: Parameters<Hosting['stage']>[0]) {
    this.writes.push(`stage ${commit[0]}`);
    const name = `dpl_${commit.slice(0, 4)}`;
    const id = this.#made.has(name) ? `${name}_${this.#made.size}` : name;
    const staged: StagedDeployment = {
      id,
      // By its id: worlds that are copied have an address of each of their deployments too.
      url: `https://${id.replaceAll('_', '-')}.example`,
      state: 'ready',
      releaseId,
      commit,
      ...(meta['shiplockRunId'] ? { runId: meta['shiplockRunId'] } : {}),
    };
    const digest = digestOf(commit);
    this.deployments.set(staged.id, staged);
    this.#made.add(staged.id);
    this.sources.set(staged.id, digest);
    return { ...staged, digest };
  }
  async sourceDigest(id: string) {
    return this.sources.get(id);
  }
  async findStaged(releaseId: string) {
    return [...this.deployments.values()].find((one) => one.releaseId === releaseId);
  }
  async deployment(id: string) {
    return (
      this.deployments.get(id) ?? [...this.deployments.values()].find(({ url }) => new URL(url).host === id)
    );
  }
  async live() {
    return this.serving;
  }
  async move({ kind, to }: { kind: 'promote' | 'rollback'; to: string }) {
    this.writes.push(`${kind} ${to}`);
    this.serving = { deploymentId: to, pinned: kind === 'rollback' };
    return {};
  }
  async confirm({ to }: { to: string }): ReturnType<Hosting['confirm']> {
    return this.serving.deploymentId === to
      ? ({ state: 'done', evidence: { alias: to } } as const)
      : ({ state: 'not-done', evidence: {} } as const);
  }
  protectionHeaders() {
    return {};
  }
}

export const EVIDENCE: GateResult['evidence'] = {
  samples: 20,
  failures: 0,
  baselineFailureRate: 0.005,
  worstFailureRate: 0.1,
  logLikelihoodRatio: 0,
  acceptBound: 0,
  rejectBound: 0,
  startedAt: '2026-01-01T00:00:00Z',
  milliseconds: 1,
  sources: [],
};

/** No rule but what the environment's facts say. */
export const POLICY: PolicyDecision = {
  policy: { holds: {}, next: null, others: {}, changes: [] },
  sources: ['the test'],
  warnings: [],
  notes: [],
};

export const gateThat =
  (decision: GateResult['decision']): Gate =>
  async () => ({
    result: { decision, reason: `it ${decision}s`, evidence: EVIDENCE },
    proceed: decision === 'pass',
    markdown: decision,
  });

/** A release's context on a real database and workspace; everything outside of them is in memory. */
export async function contextFor(options: {
  /** How long a migration may wait for locks. Default: the engine's. */
  readonly lockBudgetMs?: number | undefined;
  readonly url: string;
  readonly workspace: string;
  readonly hosting: MemoryHosting;
  readonly commit: string;
  /** What the settings call the hosting project. */
  readonly project?: string;
  readonly ready?: ReadyRoutes;
  readonly watch?: Gate;
  readonly rehearse?: Rehearse;
  readonly soakHours?: number;
  readonly dryRun?: boolean;
}): Promise<ReleaseContext & { readonly db: PgDatabase; readonly said: string[] }> {
  const db = await connect(options.url);
  const said: string[] = [];
  const files = {
    workspace: options.workspace,
    verifyDir: 'verify',
    rlsFile: 'rls.json',
    usageFile: 'usage.json',
  };
  return {
    db,
    said,
    environment: {
      name: 'staging',
      kind: 'staging',
      ...(options.project ? { project: projectOf(options.project, () => options.hosting.names()) } : {}),
      settings: {},
      unknownVerdict: 'refuse',
      quarantine: false,
      acceptPin: false,
      soakHours: options.soakHours ?? 24,
      leaseWaitSeconds: 0,
      promoteDeadlineMs: 1000,
    },
    policy: { decision: POLICY, again: async () => POLICY, frozen: async () => undefined },
    commit: options.commit,
    actor: 'ada',
    run: { id: options.commit, url: undefined },
    source: sourceOf(options.commit),
    releaseId: undefined,
    database: async () => db,
    hosting: options.hosting,
    codeHost: undefined,
    errorTracker: undefined,
    notices: undefined,
    migrations: migrationEngine({
      ...{ url: options.url, workspace: options.workspace, directory: 'migrations' },
      ...(options.lockBudgetMs ? { lockBudgetMs: options.lockBudgetMs } : {}),
    }),
    schema: databaseSchema({ database: async () => db, ...files }),
    rehearse: options.rehearse,
    writeReports: undefined,
    ready: options.ready ?? (async () => []),
    gate: gateThat('pass'),
    watch: options.watch ?? gateThat('pass'),
    approvals: async () => ({
      ...{ state: 'approved', approvers: [], reason: '', markdown: '', evidence: {} },
      ...{ seen: [], asked: undefined, reply: false, requests: 0 },
    }),
    objections: async () => ({ standing: [], seen: [] }),
    verdict: verdictOf,
    dryRun: options.dryRun ?? false,
    say: (line) => said.push(line),
    warn: (line) => said.push(line),
  };
}
