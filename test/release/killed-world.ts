import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import { ShiplockError } from '../../src/release/errors.ts';
import type { Database } from '../../src/release/ports.ts';
import { type ChainReport, verifyChain } from '../../src/release/record/verify.ts';
import { ship } from '../../src/release/ship.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { createDatabaseSql } from '../support/server.ts';
import { inAnotherProcess, MemoryCodeHost } from './code-host.ts';
import { contextFor, gateThat, MemoryHosting } from './context.ts';
import { A, admin, B, cutRecord } from './restored-world.ts';

const TABLE = (name: string) =>
  `create table public.${name} (id int primary key); alter table public.${name} enable row level security;`;

/** The process dies before or after its nth event (from 1), or the one of that name, is in the record. */
export interface Death {
  readonly event: number | 'restored' | 'reconciled';
  readonly when: 'before' | 'after';
}

export interface Then {
  readonly dies?: Death;
  readonly processes?: number;
  /** So many reads of the heads fail. */
  readonly away?: number;
}

export interface Ended {
  readonly outcome: string;
  readonly serving: string | undefined;
  /** Promotes of each deployment of B, before and after the restore. */
  readonly promotes: readonly number[];
  readonly report: ChainReport;
  /** Whether the lost end was known outside, and how many events tell of it. */
  readonly known: boolean;
  readonly told: number;
  readonly said: readonly string[];
  /** The table that B's migration makes, and its row in the history. */
  readonly migrated: { readonly table: boolean; readonly history: boolean };
}

/** Release A serves; release B dies on its way, the database is restored to an earlier event of it, and B's job runs again. */
export class KilledWorld {
  readonly #base: FreshDatabase;
  readonly #workspace: string;
  readonly #hosting: MemoryHosting;
  readonly #codeHost: MemoryCodeHost;
  #databases = 0;

  private constructor(
    base: FreshDatabase,
    workspace: string,
    hosting: MemoryHosting,
    codeHost: MemoryCodeHost,
  ) {
    this.#base = base;
    this.#workspace = workspace;
    this.#hosting = hosting;
    this.#codeHost = codeHost;
  }

  static async open(): Promise<KilledWorld> {
    const workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-killed-'));
    await mkdir(path.join(workspace, 'migrations'));
    const base = await freshDatabase({ supabase: true });
    const world = new KilledWorld(base, workspace, new MemoryHosting(), new MemoryCodeHost());
    await writeFile(path.join(workspace, 'migrations/20260101000000_a.sql'), TABLE('of_a'));
    await world.#ship(base.url, A, world.#hosting, world.#codeHost);
    await writeFile(path.join(workspace, 'migrations/20260201000000_b.sql'), TABLE('of_b'));
    return world;
  }

  /** How many events B's way has. */
  async length(): Promise<number> {
    return this.#onCopy(async (url, db, hosting, codeHost) => {
      const before = await lastEvent(db);
      await this.#ship(url, B, hosting, codeHost);
      return (await lastEvent(db)) - before;
    });
  }

  /**
   * @param lose how many of B's events the restore takes away
   * @param then what becomes of the run after the restore: it dies as well, two run at once, or the heads cannot be read
   */
  async after(death: Death, lose: number, then: Then = {}): Promise<Ended> {
    return this.#onCopy(async (url, db, hosting, codeHost) => {
      const start = await lastEvent(db);
      await this.#ship(url, B, hosting, codeHost, death).catch(() => undefined);
      const end = await lastEvent(db);
      const place = Math.max(start, end - lose);
      await cutRecord(db, place);
      const known = codeHost.heads.some(({ seq }) => seq > place);
      const said: string[] = [];
      let outcome = '';
      if (then.dies) await this.#ship(url, B, hosting, codeHost, then.dies).catch(() => undefined);
      codeHost.away = then.away ?? 0;
      // A plan that does not hold any more is made again by the next run.
      for (let runs = 0; runs < 6 && outcome !== 'released'; runs += 1)
        [outcome = ''] = (
          await Promise.all(
            Array.from({ length: then.processes ?? 1 }, () =>
              this.#ship(url, B, hosting, codeHost, undefined, said).then(
                () => 'released',
                (error: unknown) => (error instanceof ShiplockError ? error.code : String(error)),
              ),
            ),
          )
        ).sort((one) => (one === 'released' ? -1 : 1));
      codeHost.away = 0;
      const ids = [...new Set(hosting.writes.filter((one) => one.startsWith('promote dpl_bbbb')))];
      const [told] = await db.query<{ told: number }>(
        `select count(*)::int as told from shiplock.event where kind = 'restored'`,
      );
      const [migrated] = await db.query<Ended['migrated']>(
        `select to_regclass('public.of_b') is not null as "table", exists (select from
           supabase_migrations.schema_migrations where version = '20260201000000') as history`,
      );
      return {
        outcome,
        serving: hosting.deployments.get(hosting.serving.deploymentId ?? '')?.commit,
        promotes: ids.map((id) => hosting.writes.filter((one) => one === id).length),
        report: await verifyChain(db, { outside: codeHost.heads }),
        known,
        told: told!.told,
        said,
        migrated: migrated!,
      };
    });
  }

  async #onCopy<T>(
    work: (url: string, db: PgDatabase, hosting: MemoryHosting, codeHost: MemoryCodeHost) => Promise<T>,
  ): Promise<T> {
    this.#databases += 1;
    const name = `${this.#base.name}_${this.#databases}`;
    await admin(this.#base.adminUrl, createDatabaseSql(name, this.#base.name));
    const url = new URL(this.#base.url);
    url.pathname = `/${name}`;
    const [hosting, codeHost] = [new MemoryHosting(), new MemoryCodeHost()];
    hosting.serving = this.#hosting.serving;
    for (const [id, one] of this.#hosting.deployments) hosting.deployments.set(id, one);
    for (const [id, digest] of this.#hosting.sources) hosting.sources.set(id, digest);
    codeHost.heads.push(...this.#codeHost.heads);
    for (const [id, release] of this.#codeHost.opened) codeHost.opened.set(id, release);
    const db = await connect(url.href);
    try {
      return await work(url.href, db, hosting, codeHost);
    } finally {
      await db.close();
      await admin(this.#base.adminUrl, `drop database ${name} with (force)`);
    }
  }

  async #ship(
    url: string,
    commit: string,
    hosting: MemoryHosting,
    codeHost: MemoryCodeHost,
    death?: Death,
    said: string[] = [],
  ): Promise<void> {
    const made = await contextFor({
      url,
      workspace: this.#workspace,
      hosting,
      commit,
      watch: gateThat('pass'),
    });
    const mortal = death ? dying(made.db, death) : made.db;
    try {
      await ship(
        { ...made, database: async () => mortal, codeHost: inAnotherProcess(codeHost) },
        { approvalWaitMs: 0 },
      );
    } finally {
      said.push(...made.said);
      await made.db.close();
    }
  }

  async close(): Promise<void> {
    await this.#base.drop();
    await rm(this.#workspace, { recursive: true, force: true });
  }
}

/** From its death on, the process says nothing to the database any more, and so does nothing else. */
function dying(db: Database, { event, when }: Death): Database {
  let events = 0;
  let dead = false;
  const gone = () => Promise.reject(new Error('the process is dead'));
  return {
    async query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]> {
      if (dead) return gone();
      const appends = /shiplock\.(append|open)\(/.test(text);
      if (appends) events += 1;
      dead = appends && (events === event || isNamed(values, event));
      if (dead && when === 'before') return gone();
      const rows = await db.query<Row>(text, values);
      return dead ? gone() : rows;
    },
    transaction: (work) => (dead ? gone() : db.transaction(work)),
    close: () => db.close(),
  };
}

/** By the event's kind, or by what its body says it is. */
function isNamed(values: readonly unknown[] = [], event: Death['event']): boolean {
  return (
    values.includes(event) ||
    (values.includes('observed') && values.some((one) => String(one).includes(`"what":"${event}"`)))
  );
}

async function lastEvent(db: Database): Promise<number> {
  const [row] = await db.query<{ seq: number }>('select max(seq)::int as seq from shiplock.event');
  return row?.seq ?? 0;
}
