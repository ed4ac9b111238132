import { expect } from 'vitest';
import { z } from 'zod';
import { LEASED_PHASES, type Phase } from '../../../src/release/phases.ts';
import { headIn } from '../../../src/release/record/head.ts';
import type { KillPoint } from './kill-points.ts';
import { type Commit, errorOf, onlyReads, type RecordRow, type Road } from './road.ts';

/**
 * How far the release had come when the copy of the database was made that is restored later: which actions it had run,
 * `approve` being what a person does.
 */
export const MOMENTS = {
  'before it was opened': [],
  'after its plan': ['deploy', 'plan'],
  'after its approval': ['deploy', 'plan', 'approve', 'approval-gate'],
  'after its migrations': ['deploy', 'plan', 'approve', 'approval-gate', 'migrate'],
  'after its promote': [
    ...['deploy', 'plan', 'approve', 'approval-gate', 'migrate'],
    ...['verify-schema', 'health-gate:gate', 'promote'],
  ],
} as const;
export type Moment = keyof typeof MOMENTS;

export interface Restored {
  /** False: the release ended before it came to the point, and nothing was restored. */
  readonly killed: boolean;
  readonly result: string;
  /** Codes that its runs ended with, in order. */
  readonly codes: readonly string[];
  /** The end of the record that is lost was known outside. */
  readonly known: boolean;
}

const MOST_RUNS = 12;

/** Releases that are killed, and whose database is then another, older one. */
export class Restores {
  readonly #road: Road;
  /** All migrations so far: each commit has those of the ones before it, as in a repository. */
  readonly #migrations: Record<string, string> = {};

  constructor(road: Road) {
    this.#road = road;
  }

  /** A commit with a migration of its own, which makes the table `public.<table>`. */
  async commit(): Promise<{ readonly commit: Commit; readonly table: string; readonly version: string }> {
    const nth = Object.keys(this.#migrations).length + 1;
    const version = String(20260201000000 + nth);
    const table = `made_by_${nth}`;
    this.#migrations[`supabase/migrations/${version}_${table}.sql`] =
      `create table public.${table} (id bigint primary key);\nalter table public.${table} enable row level security;\n`;
    return { commit: await this.#road.commit(this.#migrations), table, version };
  }

  /** The database as it is now; whoever is connected is cut off. */
  async keep(name: string): Promise<void> {
    await this.#copy('production', name);
  }

  /** Puts the kept one in the place of production's, as a restore does: same address, older content. */
  async restore(name: string): Promise<void> {
    const { postgres } = this.#road.cloud;
    await postgres.sql('postgres', 'drop database production with (force)');
    await this.#copy(name, 'production');
  }

  async drop(name: string): Promise<void> {
    await this.#road.cloud.postgres.sql('postgres', `drop database if exists ${name} with (force)`);
  }

  async #copy(from: string, to: string): Promise<void> {
    const { postgres } = this.#road.cloud;
    // A template must have no session.
    await postgres.sql(
      'postgres',
      `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${from}'`,
    );
    await postgres.sql('postgres', `create database ${to} template ${from} owner postgres`);
  }

  /** Calls of what is left of a release from this moment on, for the list of points. The release ends well, or this throws. */
  async callsFrom(moment: Moment): Promise<Omit<KillPoint, 'when'>[]> {
    const { faults, log } = this.#road.cloud;
    const { commit } = await this.commit();
    await this.#walk(commit, moment);
    for (const call of IN_DATABASE)
      faults.set({ call, fault: { kind: 'delay', milliseconds: 0 }, times: 'always' });
    const [from, struck] = [log.entries.length, faults.struck.length];
    const { result, codes } = await this.#toTheEnd(commit, new Decisions(), undefined);
    faults.clear();
    expect(result, codes.join(' ')).toBe('released');
    const there = faults.struck.slice(struck).filter(({ call }) => IN_DATABASE.includes(call));
    const seen = new Map<string, number>();
    const points: Omit<KillPoint, 'when'>[] = [];
    for (const { call, reads } of [
      ...log.entries.slice(from).map((one) => ({ ...one, reads: onlyReads(one) })),
      ...there.map((one) => ({ ...one, reads: false })),
    ]) {
      const nth = seen.get(call) ?? 0;
      seen.set(call, nth + 1);
      // A release polls and probes: of what only reads, the first of its name stands for all.
      if (!reads || nth === 0) points.push({ call, nth });
    }
    return points;
  }

  /**
   * Ships a commit to production, keeping the database at `moment`; kills the process at `point`, restores what was kept,
   * and goes on as a person would. At the end production serves a version that was approved, no decision moved traffic
   * twice, the chain is whole and tells of what it lost, the schema and its history agree, and no exit code lied.
   */
  async shipped(moment: Moment, point: KillPoint, then: 'nothing' | 'again' | 'rollback'): Promise<Restored> {
    const road = this.#road;
    const { faults } = road.cloud;
    const { commit, table, version } = await this.commit();
    const previous = (await road.serving('production')).commit;
    const decisions = new Decisions();
    const from = road.cloud.log.entries.length;
    await this.#walk(commit, moment, decisions);
    const kept = 'kept_for_restore';
    await this.keep(kept);
    try {
      faults.clear();
      faults.set({ call: point.call, fault: `kill-caller-${point.when}`, skip: point.nth });
      let known = false;
      let last = 0;
      const ended = await this.#toTheEnd(commit, decisions, async () => {
        await this.restore(kept);
        last = (await road.events('production')).at(-1)?.seq ?? 0;
        known = headsOf(road, commit).some((seq) => seq > last);
      });
      const serving = (await road.serving('production')).commit;
      expect([previous, commit.sha], `production serves ${serving}`).toContain(serving);
      if (ended.result === 'released') expect(serving).toBe(commit.sha);
      this.#movedOnce(from, decisions);
      await this.#wholeRecord(commit, last, ended.killed && known);
      await this.#schemaIs(table, version, ended.result === 'released');
      if (then === 'again' && ended.result === 'released') await this.#changesNothing(commit);
      if (then === 'rollback') await this.#goesBack(commit, previous);
      return { ...ended, known };
    } finally {
      faults.clear();
      await this.drop(kept);
    }
  }

  async #walk(commit: Commit, moment: Moment, decisions = new Decisions()): Promise<void> {
    for (const step of MOMENTS[moment])
      if (step === 'approve') await decisions.approve(this.#road, commit);
      else await this.#road.walk(commit, 'production', step);
  }

  async #toTheEnd(
    commit: Commit,
    decisions: Decisions,
    onKill: (() => Promise<void>) | undefined,
  ): Promise<Omit<Restored, 'known'>> {
    const road = this.#road;
    const codes: string[] = [];
    let killed = false;
    for (let runs = 1; runs <= MOST_RUNS; runs += 1) {
      const outcome = await road.act(commit, 'production', 'ship', {
        onStart: (pid) => road.cloud.faults.setCallingProcess(pid),
      });
      if (outcome.signal === 'SIGKILL') {
        killed = true;
        road.cloud.faults.clear();
        await onKill?.();
        continue;
      }
      const closed = await lastClosed(road, commit);
      if (outcome.code === 0) {
        expect(closed, outcome.log.join('\n')).toBe('released');
        expect((await road.serving('production')).commit).toBe(commit.sha);
        return { killed, result: 'released', codes };
      }
      const { code, text } = errorOf(outcome);
      codes.push(code);
      expect(closed, `${code}, and yet it was released`).not.toBe('released');
      if (code === 'SHIPLOCK_APPROVAL_PENDING') await decisions.approve(road, commit);
      else if (closed) return { killed, result: closed, codes };
      // What the error says to do.
      else if (/plan it again|Plan again|Run the plan action/i.test(text)) await this.#planAgain(commit);
      else throw new Error(`nothing says how to go on:\n${outcome.log.join('\n')}`);
    }
    throw new Error(`release of ${commit.sha} did not end in ${MOST_RUNS} runs: ${codes.join(' ')}`);
  }

  async #planAgain(commit: Commit): Promise<void> {
    const outcome = await this.#road.act(commit, 'production', 'plan');
    expect(outcome.code, outcome.log.join('\n')).toBe(0);
  }

  /** Each deployment was promoted at most once for each plan of it that a person approved. */
  #movedOnce(from: number, decisions: Decisions): void {
    const moves = this.#road.cloud.log.entries
      .slice(from)
      .filter(({ call, fault }) => call === 'vercel.promote' && fault !== 'kill-caller-before')
      .map(({ path }) => /promote\/([^/?]+)/.exec(path)?.[1] ?? '');
    for (const deployment of new Set(moves)) {
      const times = moves.filter((one) => one === deployment).length;
      expect(times, `promotes of ${deployment}`).toBeLessThanOrEqual(decisions.of(deployment));
    }
  }

  async #wholeRecord(commit: Commit, last: number, lost: boolean): Promise<void> {
    const road = this.#road;
    const since = (await road.events('production')).filter(({ seq }) => seq > last);
    const told = since.filter(({ kind }) => kind === 'restored');
    expect(told).toHaveLength(lost ? 1 : 0);
    const changed = since.find(({ kind, phase }) => kind === 'intent' && LEASED_PHASES.has(phase as Phase));
    if (lost && changed) expect(told[0]!.seq).toBeLessThan(changed.seq);
    const said = await road.cli(commit, 'production', 'record', 'verify');
    expect(said).toContain('intact:');
    if (lost) expect(said).toContain(`restored: event ${told[0]!.seq} `);
    expect(await road.cli(commit, 'production', 'status')).toContain(commit.sha.slice(0, 12));
  }

  async #schemaIs(table: string, version: string, released: boolean): Promise<void> {
    const [row] = await this.#road.cloud.postgres.sql<{ made: boolean; known: boolean }>(
      'production',
      `select to_regclass('public.${table}') is not null as made,
              exists (select from supabase_migrations.schema_migrations where version = '${version}') as known`,
    );
    expect(row!.known).toBe(row!.made);
    if (released) expect(row!.made, `${table} is there`).toBe(true);
  }

  async #changesNothing(commit: Commit): Promise<void> {
    const before = await this.#road.footprint('production');
    const outcome = await this.#road.act(commit, 'production', 'ship');
    expect(outcome.code, outcome.log.join('\n')).toBe(0);
    expect(await this.#road.footprint('production')).toEqual(before);
  }

  async #goesBack(commit: Commit, previous: string | undefined): Promise<void> {
    const road = this.#road;
    const back = await road.act(commit, 'production', 'rollback', { inputs: { reason: 'after a restore' } });
    expect(back.code, back.log.join('\n')).toBe(0);
    expect((await road.serving('production')).commit).toBe(previous);
    expect(await lastClosed(road, commit)).toBe('rolled-back');
    expect(await road.cli(commit, 'production', 'record', 'verify')).toContain('intact:');
  }
}

const approvable = z.object({
  hash: z.string(),
  plan: z.object({ deployment: z.object({ id: z.string() }) }),
});
const payload = z.object({ shiplock_head: z.object({ seq: z.number() }).optional() });
const IN_DATABASE = ['database.production.append', 'database.production.commit'];

/** What people said yes to: plans by the deployment that they promote. */
class Decisions {
  readonly #plans = new Map<string, Set<string>>();

  of(deployment: string): number {
    return this.#plans.get(deployment)?.size ?? 0;
  }

  async approve(road: Road, commit: Commit): Promise<void> {
    const planned = (await eventsOf(road, commit)).findLast(({ kind }) => kind === 'planned');
    const { hash, plan } = approvable.parse(planned?.body);
    const { deployment } = plan;
    this.#plans.set(deployment.id, (this.#plans.get(deployment.id) ?? new Set()).add(hash));
    road.cloud.github.comment('grace', { issue: commit.pull }, `/approve ${hash.slice(0, 12)}`);
  }
}

async function eventsOf(road: Road, commit: Commit): Promise<RecordRow[]> {
  return (await road.events('production')).filter(({ sha }) => sha === commit.sha);
}

async function lastClosed(road: Road, commit: Commit): Promise<string | undefined> {
  const closed = (await eventsOf(road, commit)).findLast(({ kind }) => kind === 'closed');
  return closed && String(closed.body['result']);
}

/** Places of the record that this commit's deployments at the code host know. */
function headsOf(road: Road, commit: Commit): number[] {
  const { github } = road.cloud;
  const deployments = github.state.repositories.flatMap((one) => one.deployments);
  return deployments
    .filter(({ sha, environment }) => sha === commit.sha && environment === 'production')
    .flatMap(({ payload: told, statuses }) => [
      payload.safeParse(told).data?.shiplock_head?.seq,
      ...statuses.map(({ description }) => headIn(description)?.seq),
    ])
    .filter((seq) => seq !== undefined);
}
