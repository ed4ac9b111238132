import pg from 'pg';
import type { DefaultGrants } from '../../../rehearsal/cloud/postgres/supabase-roles.ts';
import { connect, type PgDatabase } from '../../../src/database/connection.ts';
import { planMigrations } from '../../../src/database/hazards/plan.ts';
import { freshDatabase } from '../../support/postgres.ts';
import { BASE, type Way } from './ways.ts';

export interface Bench {
  /** The worst that the plan says of rows past row level security. */
  said(files: readonly string[]): Promise<'refused' | 'warning' | 'nothing'>;
  /** Whether anon or authenticated reads rows once the files have run; undefined: the server refuses them. */
  reads(files: readonly string[], ask: string): Promise<boolean | undefined>;
  close(): Promise<void>;
}

/** A project with its default privileges, in which each case is planned, run and taken back. */
export async function bench(grants: DefaultGrants): Promise<Bench> {
  const fresh = await freshDatabase({ supabase: true, grants });
  const { port, username, password } = new URL(fresh.url);
  const db: PgDatabase = await connect(fresh.url);
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  const base = BASE.replace('create role hz_group nologin;', '');
  await client.query(`do $$ begin create role hz_group nologin; exception when duplicate_object then null; end $$; ${base}
    create extension postgres_fdw;
    create server loopback foreign data wrapper postgres_fdw options (host '127.0.0.1', port '${port}', dbname '${fresh.name}');
    create user mapping for public server loopback options (user '${username}', password '${decodeURIComponent(password)}');
    grant usage on foreign server loopback to public;`);
  return {
    async said(files) {
      const { pending } = await planMigrations(
        files.map((sql, index) => ({
          version: String(index),
          name: 'x',
          file: `${index}_x.sql`,
          checksum: '',
          sql,
        })),
        db,
      );
      const rules = pending.flatMap(({ statements }) =>
        statements.flatMap(({ hazards }) => hazards.filter(({ rule }) => ABOUT.has(rule))),
      );
      if (rules.some(({ severity }) => severity === 'refused')) return 'refused';
      return rules.some(({ severity }) => severity === 'warning') ? 'warning' : 'nothing';
    },
    async reads(files, ask) {
      await client.query('begin');
      try {
        for (const sql of files) await client.query(sql);
        let rows = false;
        for (const each of new Set([ask, 'public.dormant']))
          for (const role of ['anon', 'authenticated']) rows ||= await readsAs(client, role, each);
        return rows;
      } catch {
        return undefined;
      } finally {
        await client.query('rollback');
      }
    },
    async close() {
      await client.end();
      await db.close();
      await fresh.drop();
    },
  };
}

const ABOUT = new Set([
  'table-without-row-security',
  'view-bypasses-row-security',
  'function-bypasses-row-security',
  'rows-leave-row-security',
  'role-past-row-security',
  'opaque-code',
]);

async function readsAs(client: pg.Client, role: string, ask: string): Promise<boolean> {
  await client.query(`savepoint asking; set local role ${role}`);
  try {
    const { rowCount } = await client.query(`select from ${ask} limit 1`);
    return (rowCount ?? 0) > 0;
  } catch (error) {
    // Everything but a refusal is a mistake in the case.
    if ((error as { code?: string }).code !== '42501') throw error;
    return false;
  } finally {
    await client.query('rollback to savepoint asking; reset role');
  }
}

export const filesOf = (way: Pick<Way, 'sql' | 'ask'>, after: string): string[] =>
  `${way.sql}${after}`
    .replaceAll('%I', '\u0000')
    .replaceAll('%', way.ask ?? 'public.fresh')
    .replaceAll('\u0000', '%I')
    .split(';;');
