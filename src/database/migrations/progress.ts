import type { Client } from 'pg';
import { count } from '../../present/count.ts';
import type { Statement } from '../sql/parse.ts';
import { type HistoryTable, literal } from './history.ts';
import { ask } from './mutex.ts';
import { migrateProblem } from './problems.ts';
import type { MigrationFile } from './types.ts';
import type { CompiledMigration } from './units.ts';

/** How far a migration of several units came. */
export interface Step {
  readonly position: number;
  readonly hash: string;
  readonly state: 'started' | 'done';
  readonly detail: { readonly [key: string]: unknown };
}

export interface Progress {
  readonly kept: ReadonlyMap<number, Step>;
  /** Statements that only began and were corrected since: they left nothing that counts, but perhaps an INVALID index. */
  readonly abandoned: readonly Step[];
}

/**
 * Steps of an earlier, interrupted run. Statements are known again by their hash, so that what was not run yet may be
 * corrected in the file, and what was run may not.
 * @throws SHIPLOCK_MIGRATE_RESUME_CHANGED
 */
export async function readProgress(client: Client, migration: CompiledMigration): Promise<Progress> {
  const { rows } = await client.query<Step>(
    'select position, hash, state, detail from shiplock.migration_progress where version = $1 order by position',
    [migration.version],
  );
  const kept = new Map<number, Step>();
  const abandoned: Step[] = [];
  for (const step of rows) {
    const unit = migration.units[step.position];
    // Batches that were committed stay so; the rows after them are changed by the statement as it is now.
    const batched = step.state === 'started' && Array.isArray(step.detail['after']);
    if (unit?.hash === step.hash || (batched && unit?.kind === 'batch')) kept.set(step.position, step);
    else if (batched) throw batchChanged(migration, unit?.statements[0], Number(step.detail['rows'] ?? 0));
    else if (step.state !== 'started') throw changed(migration, step.position);
    else abandoned.push(step);
  }
  return { kept, abandoned };
}

function changed(migration: CompiledMigration, position: number) {
  return resumeChanged(migration, migration.units[position]?.statements[0], {
    what: `part ${position + 1} of this migration has already run, but the file now has a different statement in its place`,
    next: `Restore the first ${count(position + 1, 'statement')}; you can correct later ones. If you undid by hand what was run`,
  });
}

/** Parts of a file are in the database, and the folder has it no more: another file would run on top of them. */
export function begunAndGone(version: string) {
  return migrateProblem('RESUME_CHANGED', {
    what: `an earlier run started migration ${version} but did not finish it, and the folder no longer has the file`,
    notDone: ['no migration was applied by this run'],
    next: `Restore the file under its version, and correct what was not run yet. If you undid by hand what was run: delete from shiplock.migration_progress where version = '${version}'`,
  });
}

/** Rows were changed in batches, and nobody can tell any more which. */
export function batchChanged(
  migration: Pick<MigrationFile, 'file' | 'version'>,
  statement: Statement | undefined,
  rows: number,
) {
  return resumeChanged(migration, statement, {
    what: `an earlier run changed ${count(rows, 'row')} in batches, but the file now has different batches or none in this place`,
    next: 'Restore the directive, its key and its table; you can correct what the statement does to the rows that are left. If all rows can be changed again',
  });
}

function resumeChanged(
  { file, version }: Pick<MigrationFile, 'file' | 'version'>,
  statement: Statement | undefined,
  { what, next }: { readonly what: string; readonly next: string },
) {
  return migrateProblem('RESUME_CHANGED', {
    what: `${statement ? `${file}:${statement.line}` : file}: ${what}`,
    notDone: ['the rest of this migration and the ones after it'],
    next: `${next}: delete from shiplock.migration_progress where version = '${version}'`,
    ...(statement ? { places: [{ file, line: statement.line, column: statement.column }] } : {}),
  });
}

/** SQL that remembers a step, with literals, so that it can travel with the statement itself. */
export function stepSql(
  migration: CompiledMigration,
  position: number,
  state: Step['state'],
  detail: Step['detail'] = {},
): string {
  const hash = migration.units[position]?.hash ?? '';
  return `insert into shiplock.migration_progress (version, position, hash, state, detail)
    values (${literal(migration.version)}, ${position}, ${literal(hash)}, '${state}', ${literal(JSON.stringify(detail))}::pg_catalog.jsonb)
    on conflict (version, position) do update set hash = excluded.hash, state = excluded.state, detail = excluded.detail, at = pg_catalog.now()`;
}

/** SQL that drops the steps of a migration whose history row is being written. */
export function forgetSql(version: string): string {
  return `delete from shiplock.migration_progress where version = ${literal(version)}`;
}

/**
 * Versions that an earlier run began and did not end. What the history has by now was ended in another way (by hand, and
 * said to the Supabase CLI): its steps are forgotten, or a later run would take them for done after it was undone.
 */
export async function versionsBegun(client: Client, table: HistoryTable): Promise<ReadonlySet<string>> {
  const { begun, over } = await readBegun(client, table);
  for (const version of over) await ask(client, forgetSql(version));
  return begun;
}

/** The same for who may only read, where no migration may ever have run in parts. */
export async function versionsBegunIfAny(client: Client, table: HistoryTable): Promise<ReadonlySet<string>> {
  const there = "select to_regclass('shiplock.migration_progress') is not null as there";
  const [known] = (await ask<{ there: boolean }>(client, there)).rows;
  return known?.there ? (await readBegun(client, table)).begun : new Set();
}

async function readBegun(client: Client, table: HistoryTable) {
  const { rows } = await ask<{ version: string; over: boolean }>(
    client,
    `select p.version, h.version is not null as over from (select distinct version from shiplock.migration_progress) p
       left join ${table.qualified} h on h.version = p.version`,
  );
  const versions = (over: boolean) =>
    new Set(rows.filter((row) => row.over === over).map(({ version }) => version));
  return { begun: versions(false), over: versions(true) };
}
