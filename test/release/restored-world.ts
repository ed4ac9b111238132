import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { connect, type PgDatabase } from '../../src/database/connection.ts';
import type { Gate } from '../../src/release/context.ts';
import { ShiplockError } from '../../src/release/errors.ts';
import type { LiveState } from '../../src/release/ports.ts';
import { ReleaseRecord } from '../../src/release/record/record.ts';
import { type ChainReport, verifyChain } from '../../src/release/record/verify.ts';
import { ship } from '../../src/release/ship.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { createDatabaseSql } from '../support/server.ts';
import { inAnotherProcess, MemoryCodeHost } from './code-host.ts';
import { contextFor, gateThat, MemoryHosting } from './context.ts';

export const [A, B] = ['a', 'b'].map((digit) => digit.repeat(40)) as [string, string];
const TABLE =
  'create table public.of_b (id int primary key); alter table public.of_b enable row level security;';

export interface After {
  readonly outcome: 'released' | string;
  readonly serving: string | undefined;
  /** Promotes of B's deployment since the restore, and before it. */
  readonly promotes: number;
  readonly report: ChainReport;
  readonly events: readonly { readonly kind: string; readonly phase: string }[];
}

/**
 * Release A serves, and release B went all its way. Then the database is restored to the moment after one of B's events,
 * with what B had migrated by then, and B's job runs again.
 */
export class RestoredWorld {
  readonly hosting = new MemoryHosting();
  readonly codeHost = new MemoryCodeHost();
  readonly #fresh: FreshDatabase;
  readonly #workspace: string;
  readonly #watch: Gate;
  #end: LiveState = { deploymentId: undefined, pinned: false };
  /** Places of A's last event and of every event of B. */
  places: number[] = [];
  plannedAt = 0;

  private constructor(fresh: FreshDatabase, workspace: string, watch: Gate) {
    this.#fresh = fresh;
    this.#workspace = workspace;
    this.#watch = watch;
  }

  /** @param watch what B's watch gate says: `fail` rolls it back */
  static async open(watch: 'pass' | 'fail'): Promise<RestoredWorld> {
    const workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-restore-'));
    await mkdir(path.join(workspace, 'migrations'));
    const fresh = await freshDatabase({ supabase: true });
    const world = new RestoredWorld(fresh, workspace, gateThat(watch));
    await writeFile(
      path.join(workspace, 'migrations/20260101000000_a.sql'),
      TABLE.replaceAll('of_b', 'of_a'),
    );
    await world.#ship(fresh.url, A, gateThat('pass'));
    await writeFile(path.join(workspace, 'migrations/20260201000000_b.sql'), TABLE);
    await world.#ship(fresh.url, B, world.#watch).catch((error: unknown) => {
      if (watch === 'pass') throw error;
    });
    world.#end = world.hosting.serving;
    const db = await connect(fresh.url);
    const record = new ReleaseRecord(db);
    const [a, b] = [(await record.latest('staging', A))!, (await record.latest('staging', B))!];
    const [last] = (await record.events(a.id)).slice(-1);
    const events = await record.events(b.id);
    world.places = [last!.seq, ...events.map(({ seq }) => seq)];
    world.plannedAt = events.find((e) => e.kind === 'planned')!.seq;
    await db.close();
    return world;
  }

  async #ship(url: string, commit: string, watch: Gate): Promise<readonly string[]> {
    const { hosting } = this;
    const made = await contextFor({ url, workspace: this.#workspace, hosting, commit, watch });
    try {
      await ship({ ...made, codeHost: inAnotherProcess(this.codeHost) }, { approvalWaitMs: 0 });
      return made.said;
    } finally {
      await made.db.close();
    }
  }

  /** Restores the database to the moment after this event, runs B's job again, and looks. */
  async after(place: number): Promise<After> {
    const name = `${this.#fresh.name}_${place}`;
    await admin(this.#fresh.adminUrl, createDatabaseSql(name, this.#fresh.name));
    const url = new URL(this.#fresh.url);
    url.pathname = `/${name}`;
    const db = await connect(url.href);
    const kept = { heads: [...this.codeHost.heads], serving: this.hosting.serving };
    try {
      await cutRecord(db, place);
      this.hosting.serving = this.#end;
      const before = this.#promotes();
      const outcome = await this.#ship(url.href, B, this.#watch).then(
        () => 'released',
        (error: unknown) => (error instanceof ShiplockError ? error.code : String(error)),
      );
      const events = await db.query<{ kind: string; phase: string }>(
        'select kind, phase from shiplock.event where seq > $1 order by seq',
        [place],
      );
      return {
        outcome,
        serving: this.hosting.serving.deploymentId,
        promotes: this.#promotes() - before,
        report: await verifyChain(db, { outside: this.codeHost.heads }),
        events,
      };
    } finally {
      this.codeHost.heads.splice(0, Infinity, ...kept.heads);
      this.hosting.serving = kept.serving;
      await db.close();
      await admin(this.#fresh.adminUrl, `drop database ${name} with (force)`);
    }
  }

  #promotes(): number {
    return this.hosting.writes.filter((write) => write === 'promote dpl_bbbb').length;
  }

  async close(): Promise<void> {
    await this.#fresh.drop();
    await rm(this.#workspace, { recursive: true, force: true });
  }
}

/**
 * What a restore leaves: events, rows and what was migrated up to that moment, the lease as it was, and no session that
 * held it.
 */
export async function cutRecord(db: PgDatabase, place: number): Promise<void> {
  const [migrated] = await db.query<{ seq: number | null }>(
    `select min(e.seq)::int as seq from shiplock.event e join shiplock.release r on r.id = e.release_id
      where r.commit_sha = '${B}' and e.body ->> 'call' = 'database.migrate' and e.kind = 'outcome'`,
  );
  await db.query(`alter table shiplock.event disable trigger append_only; alter table shiplock.release disable trigger append_only;
    delete from shiplock.event where seq > ${place};
    delete from shiplock.release r where not exists (select from shiplock.event e where e.release_id = r.id);
    alter table shiplock.body disable trigger append_only;
    delete from shiplock.body b where not exists (select from shiplock.event e
      where jsonb_path_exists(e.body, '$.kept.* ? (@ == $digest)', jsonb_build_object('digest', b.digest)));
    alter table shiplock.body enable trigger append_only;
    alter table shiplock.event enable trigger append_only; alter table shiplock.release enable trigger append_only;
    update shiplock.lease l set holder = case when mine then e.release_id end, token = e.token,
        pid = case when mine then 1 end, process = case when mine then 1 end,
        expires_at = case when mine then clock_timestamp() + interval '5 minutes' end
      from (select release_id, token, r.commit_sha = '${B}' as mine
              from shiplock.event v join shiplock.release r on r.id = v.release_id
             where token is not null order by v.seq desc limit 1) e`);
  if (place < (migrated?.seq ?? Infinity))
    await db.query(`drop table if exists public.of_b; delete from supabase_migrations.schema_migrations where version = '20260201000000';
      delete from shiplock.migration_checksum where version = '20260201000000'`);
}

export async function admin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
