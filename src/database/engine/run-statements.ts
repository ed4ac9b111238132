import { failure } from '../../release/errors.ts';
import { cannotRunInTransaction, type Statement } from '../sql/parse.ts';
import type { MigrationFile } from './files.ts';
import { withLockBudget } from './lock-budget.ts';
import { type FileRun, recordSql } from './run-file.ts';
import { sqlProblem } from './sql-error.ts';

interface ProgressRow {
  readonly place: number;
  readonly hash: string;
  readonly state: 'started' | 'done';
}

/**
 * A file with statements that no transaction may hold runs one statement after the other. What can run in a
 * transaction does, with its progress row inside; what cannot is marked before and after, and a mark without its end
 * is settled by looking at the catalog.
 */
export async function runStatements(
  run: FileRun,
  file: MigrationFile,
  statements: readonly Statement[],
): Promise<number> {
  const { main } = run;
  const rows = await main.query<ProgressRow>(
    'select place, hash, state from shiplock.migration_progress where version = $1',
    [file.version],
  );
  const progress = new Map(rows.map((row) => [row.place, row]));
  let retries = 0;
  for (const [place, statement] of statements.entries()) {
    const before = progress.get(place);
    if (before && before.hash !== statement.hash) throw changed(file, statement);
    if (before?.state === 'done') continue;
    retries += cannotRunInTransaction(statement)
      ? await outsideTransaction(run, file, place, statement)
      : await insideTransaction(run, file, place, statement);
  }
  await main.client.query(
    `begin; ${recordSql(main, file, statements)};
     delete from shiplock.migration_progress where version = ${main.client.escapeLiteral(file.version)}; commit`,
  );
  return retries;
}

function mark(
  run: FileRun,
  file: MigrationFile,
  place: number,
  statement: Statement,
  state: 'started' | 'done',
): string {
  const quote = (text: string) => run.main.client.escapeLiteral(text);
  return `insert into shiplock.migration_progress (version, place, hash, state)
    values (${quote(file.version)}, ${place}, ${quote(statement.hash)}, '${state}')
    on conflict (version, place) do update set state = excluded.state, at = now()`;
}

function insideTransaction(
  run: FileRun,
  file: MigrationFile,
  place: number,
  statement: Statement,
): Promise<number> {
  const head = `begin; set local lock_timeout = ${run.budget.timeoutMs};\n`;
  return withLockBudget(run, `${file.file}:${statement.line}`, async () => {
    try {
      await run.main.client.query(
        `${head}${statement.text}\n;reset role; ${mark(run, file, place, statement, 'done')}; commit`,
      );
    } catch (error) {
      await run.main.client.query('rollback').catch(() => undefined);
      throw sqlProblem(error, file, statement, head.length, run.main.where);
    }
  });
}

async function outsideTransaction(
  run: FileRun,
  file: MigrationFile,
  place: number,
  statement: Statement,
): Promise<number> {
  const { main } = run;
  return withLockBudget(run, `${file.file}:${statement.line}`, async () => {
    // Also after a lock timeout of this very run: CREATE INDEX CONCURRENTLY leaves an INVALID index behind.
    if (await settled(run, statement)) {
      await main.query(mark(run, file, place, statement, 'done'));
      return;
    }
    await main.query(mark(run, file, place, statement, 'started'));
    await main.query(`set lock_timeout = ${run.budget.timeoutMs}`);
    try {
      await main.client.query(statement.text);
    } catch (error) {
      throw sqlProblem(error, file, statement, 0, main.where);
    }
    await main.query(mark(run, file, place, statement, 'done'));
  });
}

interface IndexFields {
  readonly idxname?: string;
  readonly relation?: { readonly schemaname?: string; readonly relname?: string };
  readonly concurrent?: boolean;
}

/** Whether the catalog shows that the statement's work is there. An INVALID index of its name is dropped first. */
async function settled(run: FileRun, statement: Statement): Promise<boolean> {
  const node = statement.node as unknown as { IndexStmt?: IndexFields };
  const index = node.IndexStmt;
  if (!index?.idxname || !index.relation?.relname) return false;
  const { main, say } = run;
  const table = [index.relation.schemaname, index.relation.relname]
    .filter(Boolean)
    .map((n) => main.client.escapeIdentifier(n!))
    .join('.');
  const [found] = await main.query<{ valid: boolean; name: string }>(
    `select i.indisvalid as valid, c.oid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indexrelid
      where c.relname = $1 and i.indrelid = to_regclass($2)`,
    [index.idxname, table],
  );
  if (!found) return false;
  if (found.valid) return marked(run, statement);
  say(`dropping the INVALID index ${found.name} that an earlier try left`);
  await main.query(`drop index concurrently ${found.name}`);
  return false;
}

/** A valid index counts as ours only when this file had begun to make it: else the server's "already exists" is the answer. */
async function marked(run: FileRun, statement: Statement): Promise<boolean> {
  const [row] = await run.main.query<{ ours: boolean }>(
    `select exists (select from shiplock.migration_progress where hash = $1 and state = 'started') as ours`,
    [statement.hash],
  );
  return row?.ours ?? false;
}

function changed(file: MigrationFile, statement: Statement) {
  return failure({
    code: 'SHIPLOCK_MIGRATION_RESUME_CHANGED',
    what: `${file.file}:${statement.line} is not the statement that an earlier try had reached there`,
    done: ['statements before it are applied and stay'],
    notDone: ['nothing more of this file was applied'],
    next: 'Bring back the text of that commit and let it finish; put the change into a new migration.',
    places: [
      {
        file: file.file,
        line: statement.line,
        column: statement.column,
        message: 'changed while it was half applied',
      },
    ],
  });
}
