import type { PgDatabase } from '../../src/database/connection.ts';
import { planMigrations } from '../../src/database/hazards/plan.ts';
import type { CodeStatement, History } from './history.ts';

export interface Verdicts {
  readonly files: number;
  readonly contract: number;
  /** Files called expand after which code that worked before does not: with what failed. */
  readonly wrongExpand: readonly string[];
  /** Files called contract that leave the code working. */
  readonly wrongContract: readonly string[];
}

type Result =
  | { readonly rows: readonly string[]; readonly count: number | null }
  | { readonly failed: string };

/** What each statement gives back, or its error; nothing of it stays. */
async function runCode(db: PgDatabase, code: readonly CodeStatement[]): Promise<Result[]> {
  const results: Result[] = [];
  await db.client.query('begin');
  for (const { sql, role } of code) {
    await db.client.query('savepoint code');
    if (role) await db.client.query(`set local role ${role}`);
    const result = await db.client.query<object>(sql).then(
      ({ rows, rowCount }) => ({ rows: rows.map((row) => JSON.stringify(row)), count: rowCount }),
      (error: Error) => ({ failed: error.message }),
    );
    results.push(result);
    await db.client.query('rollback to code');
  }
  await db.client.query('rollback');
  return results;
}

/** It ran before, and now it fails, or misses rows that it saw. To see more of them breaks nothing. */
function isBroken(before: Result | undefined, after: Result | undefined): boolean {
  if (!before || 'failed' in before) return false;
  if (!after || 'failed' in after) return true;
  return (
    before.rows.some((row) => !after.rows.includes(row)) ||
    (before.rows.length === 0 && before.count !== after.count)
  );
}

/** One file a release, the version before it still serving: is each verdict what that version's own statements say? */
export async function oneByOne(db: PgDatabase, { files, code }: History): Promise<Verdicts> {
  const wrongExpand: string[] = [];
  const wrongContract: string[] = [];
  let contract = 0;
  for (const [index, { name, sql, rows }] of files.entries()) {
    const running = code[index] ?? [];
    const before = await runCode(db, running);
    const source = { version: name.slice(0, 14), name, file: name, checksum: '', sql };
    const [plan] = (await planMigrations([source], db)).pending;
    await db.client.query(sql);
    const after = await runCode(db, running);
    const failed = running.flatMap((statement, at) =>
      isBroken(before[at], after[at])
        ? [`${statement.sql}: ${JSON.stringify(after[at])} (was ${JSON.stringify(before[at])})`]
        : [],
    );
    if (plan?.phase === 'contract') {
      contract += 1;
      if (failed.length === 0)
        wrongContract.push(
          `${name}: ${plan.statements.flatMap(({ breaks = [] }) => breaks).join('; ')}\n${sql}`,
        );
    } else if (failed.length > 0) wrongExpand.push(`${name}\n${sql}${failed.join('\n')}`);
    for (const row of rows) await db.client.query(row);
  }
  return { files: files.length, contract, wrongExpand, wrongContract };
}
