import type { Client } from 'pg';
import { databaseError } from '../database-error.ts';
import { type HistoryTable, lockedHistory, where } from './history.ts';
import { LockBudgetSpent, withinBudget } from './lock-budget.ts';
import { runScript, ScriptError } from './script.ts';

/**
 * What both tools need, made only where it is missing. The history's shape is the Supabase CLI's; `shiplock` is closed
 * to everybody but its owner and those it grants something to: the policy lets a planning role with SELECT see checksums.
 */
export async function ensureTables(
  client: Client,
  table: HistoryTable,
  waiting: Omit<Parameters<typeof withinBudget>[0], 'what'>,
): Promise<void> {
  try {
    if (await areThere(client, table)) return;
    // Whoever reads the history of another tool would queue up behind its new columns.
    await withinBudget({ ...waiting, what: table.qualified }, async ({ lockTimeoutMs }) => {
      await make(client, table, lockTimeoutMs);
    });
  } catch (error) {
    if (error instanceof LockBudgetSpent) throw lockedHistory(table, error);
    throw databaseError(error instanceof ScriptError ? error.cause : error, where(client));
  }
}

async function areThere(client: Client, table: HistoryTable): Promise<boolean> {
  const { rows } = await client.query<{ ready: boolean }>(
    `select count(*) = 5 as ready from pg_catalog.pg_attribute where not attisdropped and (
       (attrelid = to_regclass($1) and attname in ('version', 'name', 'statements'))
       or (attrelid = to_regclass('shiplock.migration_checksum') and attname = 'checksum')
       or (attrelid = to_regclass('shiplock.migration_progress') and attname = 'hash'))`,
    [table.qualified],
  );
  return rows[0]?.ready === true;
}

/** Somebody else made it at the same time: the record's own installer makes the same schema. */
const TAKEN: ReadonlySet<string | undefined> = new Set(['23505', '42P06', '42P07']);
const TRIES = 20;

/** No advisory lock keeps two apart, because every role may take one and keep it: the second one looks again. */
async function make(client: Client, table: HistoryTable, lockTimeoutMs: number): Promise<void> {
  for (let left = TRIES; ; left -= 1) {
    try {
      await makeOnce(client, table, lockTimeoutMs);
      return;
    } catch (error) {
      if (left === 0 || !(error instanceof ScriptError) || !TAKEN.has(error.sqlState)) throw error;
    }
  }
}

async function makeOnce(client: Client, table: HistoryTable, lockTimeoutMs: number): Promise<void> {
  try {
    await runScript(client, [
      `begin; set local lock_timeout = ${lockTimeoutMs};
      create schema if not exists ${table.schema};
      create table if not exists ${table.qualified} (version text not null primary key);
      alter table ${table.qualified} add column if not exists statements text[];
      alter table ${table.qualified} add column if not exists name text;
      create schema if not exists shiplock;
      revoke all on schema shiplock from public;
      create table if not exists shiplock.migration_checksum (
        version text primary key, checksum text not null, recorded_at timestamptz not null default now());
      create table if not exists shiplock.migration_progress (
        version text not null, position int not null, hash text not null,
        state text not null check (state in ('started', 'done')), detail jsonb not null default '{}',
        at timestamptz not null default now(), primary key (version, position));
      alter table shiplock.migration_checksum enable row level security;
      alter table shiplock.migration_progress enable row level security;
      drop policy if exists readers on shiplock.migration_checksum;
      create policy readers on shiplock.migration_checksum for select using (true);
      revoke all on shiplock.migration_checksum, shiplock.migration_progress from public;
      -- The planning role was admitted to the tables that were there: it plans with these too.
      do $admit$ begin
        if to_regprocedure('shiplock.admit_roles()') is not null then perform shiplock.admit_roles(); end if;
      exception when insufficient_privilege then
        raise warning 'run docs/sql/plan-role.sql again as the owner of schema shiplock';
      end $admit$;
      commit`,
    ]);
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
