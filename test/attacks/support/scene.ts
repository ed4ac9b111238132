import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type PgDatabase } from '../../../src/database/connection.ts';
import type { Approvals, PhaseResult, ReleaseContext } from '../../../src/release/context.ts';
import { approve } from '../../../src/release/steps/approve.ts';
import { deploy } from '../../../src/release/steps/deploy.ts';
import { finalize } from '../../../src/release/steps/finalize.ts';
import { gate, watch } from '../../../src/release/steps/gate.ts';
import { migrate } from '../../../src/release/steps/migrate.ts';
import { plan } from '../../../src/release/steps/plan.ts';
import { promote } from '../../../src/release/steps/promote.ts';
import { rollback } from '../../../src/release/steps/rollback.ts';
import { verify } from '../../../src/release/steps/verify.ts';
import { contextFor, MemoryHosting } from '../../release/context.ts';
import { planRole } from '../../support/plan-role.ts';
import { type FreshDatabase, freshDatabase } from '../../support/postgres.ts';

const STEPS = {
  deploy,
  plan,
  approve: (context: ReleaseContext) => approve(context, { waitMs: 0 }),
  migrate,
  verify,
  gate,
  promote,
  watch,
  finalize,
} as const;
type Step = keyof typeof STEPS;

export interface Run {
  readonly commit: string;
  /** Default: the shipping role. */
  readonly as?: 'planner';
  readonly run?: string;
  readonly kind?: 'staging' | 'production';
  readonly lockBudgetMs?: number;
  readonly change?: (made: ReleaseContext) => Partial<ReleaseContext>;
}

/**
 * An environment with a real database, in which the shipping role releases and somebody else holds the plan role's
 * connection string. Hosting and approvals are in memory and keep what was asked of them.
 */
export class Scene {
  readonly hosting = new MemoryHosting();
  /** Plan hashes that people were asked about; everything asked is approved. */
  readonly asked: string[] = [];
  readonly said: string[] = [];
  readonly #fresh: FreshDatabase;
  readonly #workspace: string;
  readonly #planner: string;
  readonly #open: PgDatabase[] = [];

  private constructor(fresh: FreshDatabase, workspace: string, planner: string) {
    this.#fresh = fresh;
    this.#workspace = workspace;
    this.#planner = planner;
  }

  static async open(): Promise<Scene> {
    const fresh = await freshDatabase({ supabase: true });
    const workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-attack-'));
    for (const folder of ['migrations', 'rollbacks', 'verify']) await mkdir(path.join(workspace, folder));
    const scene = new Scene(fresh, workspace, `planner_${randomBytes(5).toString('hex')}`);
    await scene.file(
      'migrations/20260101000000_orders.sql',
      'create table public.orders (id int primary key);',
    );
    await scene.file(
      'verify/orders.sql',
      `select 'orders' as check_name, count(*) as bad from public.orders where id is null;`,
    );
    const owner = await scene.owner();
    await planRole(owner, `verify_of_${scene.#planner}`);
    await owner.query(`create role ${scene.#planner} login password 'planner' in role shiplock_plan`);
    return scene;
  }

  file(name: string, text: string): Promise<void> {
    return writeFile(path.join(this.#workspace, name), text);
  }

  async owner(): Promise<PgDatabase> {
    return this.#connect(this.#fresh.url);
  }

  /** A session of the plan role, as whoever reads a pull request's secrets has it. */
  async attacker(): Promise<PgDatabase> {
    return this.#connect(this.#planUrl());
  }

  /** A session that reads what a lesser role may read; whoever asked for it closes it. */
  reader(): Promise<PgDatabase> {
    return connect(this.#planUrl(), { readOnly: true });
  }

  #planUrl(): string {
    const url = new URL(this.#fresh.url);
    url.username = this.#planner;
    url.password = 'planner';
    return url.href;
  }

  async #connect(url: string): Promise<PgDatabase> {
    const database = await connect(url);
    this.#open.push(database);
    return database;
  }

  async context(run: Run): Promise<ReleaseContext> {
    const made = await contextFor({
      url: run.as ? this.#planUrl() : this.#fresh.url,
      workspace: this.#workspace,
      hosting: this.hosting,
      commit: run.commit,
      lockBudgetMs: run.lockBudgetMs,
    });
    this.#open.push(made.db);
    const approvals: Approvals = async (request) => {
      this.asked.push(request.planHash);
      return { ...(await made.approvals(request)), state: 'approved', approvers: ['grace'] };
    };
    const say = (line: string) => void this.said.push(line);
    const context: ReleaseContext = {
      ...made,
      environment: { ...made.environment, name: 'production', kind: run.kind ?? 'production' },
      run: { id: run.run ?? '1', url: undefined },
      approvals,
      say,
      warn: say,
    };
    return { ...context, ...run.change?.(context) };
  }

  async walk(run: Run, ...steps: readonly Step[]) {
    let last: PhaseResult | undefined;
    for (const step of steps) last = await STEPS[step](await this.context(run));
    return last!;
  }

  /** Every table of the record; none where it is not installed. */
  async tables(): Promise<string[]> {
    const owner = await this.owner();
    const rows = await owner.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = to_regnamespace('shiplock') and relkind = 'r' order by 1`,
    );
    return rows.map(({ name }) => name);
  }

  /** A whole release by the shipping role. */
  release(run: Run) {
    const { approve: _, ...staging } = STEPS;
    const steps = Object.keys(run.kind === 'staging' ? staging : STEPS) as Step[];
    return this.walk(run, ...steps);
  }

  async rollback(run: Run) {
    return rollback(await this.context(run), { reason: 'test', force: false });
  }

  async exists(relation: string): Promise<boolean> {
    const owner = await this.owner();
    const [row] = await owner.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
      relation,
    ]);
    return row?.there ?? false;
  }

  async close(): Promise<void> {
    const owner = await this.owner();
    await owner.query(`drop owned by ${this.#planner}; drop role ${this.#planner};
      drop owned by verify_of_${this.#planner}; drop role verify_of_${this.#planner}`);
    await Promise.all(this.#open.map((each) => each.close()));
    await this.#fresh.drop();
    await rm(this.#workspace, { recursive: true, force: true });
  }
}
