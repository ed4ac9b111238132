import type { PgDatabase } from '../connection.ts';
import type { MigrationSource } from '../hazards/plan.ts';
import { summary } from '../hazards/source.ts';
import { cannotRunInTransaction, parseSql, type Statement, transactionControl } from '../sql/parse.ts';
import { locksOf, relationsNow, taken, watched } from './observe.ts';
import type { Absent } from './one-database.ts';
import type { RehearsedStatement } from './types.ts';

/** The throw-away database: one session that works, one that watches. */
export interface Stage {
  readonly worker: PgDatabase;
  readonly observer: PgDatabase;
  /** What this database cannot have. */
  readonly absent?: Absent;
}

/** Runs a file as the engine would (one transaction where possible) and notes time and locks of each statement. */
export async function runFile(
  stage: Stage,
  source: Pick<MigrationSource, 'sql' | 'file' | 'statements'>,
): Promise<RehearsedStatement[]> {
  const all = source.statements ?? (await parseSql(source.sql, source.file));
  const control = transactionControl(all);
  const statements = control.kind === 'wraps-whole-file' ? control.inner : all;
  const known = await relationsNow(stage.worker);
  const apart =
    statements.some(cannotRunInTransaction) ||
    control.kind === 'outside-statements' ||
    control.kind === 'multiple';
  try {
    return apart ? await runApart(stage, statements, known) : await runTogether(stage, statements, known);
  } finally {
    // Files leave settings behind; the next one starts from a clean session.
    await stage.worker.client.query('reset all; reset session authorization');
  }
}

async function runTogether(
  { worker, absent }: Stage,
  statements: readonly Statement[],
  known: ReadonlyMap<string, string>,
): Promise<RehearsedStatement[]> {
  return worker.transaction(async (tx) => {
    const results: RehearsedStatement[] = [];
    let before = new Map();
    for (const statement of statements) {
      const milliseconds = await timed(() => tx.query(absent?.instead(statement) ?? statement.text));
      const after = await locksOf(tx, known);
      results.push({
        line: statement.line,
        summary: summary(statement),
        milliseconds,
        locks: taken(before, after),
        sampled: false,
      });
      before = after;
    }
    return results;
  });
}

async function runApart(
  { worker, observer, absent }: Stage,
  statements: readonly Statement[],
  known: ReadonlyMap<string, string>,
): Promise<RehearsedStatement[]> {
  const [session] = await worker.query<{ pid: number }>('select pg_backend_pid() as pid');
  const results: RehearsedStatement[] = [];
  for (const statement of statements) {
    let milliseconds = 0;
    const locks = await watched(observer, session?.pid ?? 0, known, async () => {
      milliseconds = await timed(() => worker.query(absent?.instead(statement) ?? statement.text));
    });
    results.push({ line: statement.line, summary: summary(statement), milliseconds, locks, sampled: true });
  }
  return results;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return Math.round((performance.now() - started) * 10) / 10;
}
