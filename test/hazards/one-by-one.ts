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

/** What each statement gives back, or its error; nothing of it stays. */
async function runCode(db: PgDatabase, code: readonly CodeStatement[]): Promise<string[]> {
  const results: string[] = [];
  await db.client.query('begin');
  for (const { sql, role } of code) {
    await db.client.query('savepoint code');
    if (role) await db.client.query(`set local role ${role}`);
    const result = await db.client.query(sql).then(
      ({ rows, rowCount }) => `ok ${rowCount} ${JSON.stringify(rows)}`,
      (error: Error) => `failed: ${error.message}`,
    );
    results.push(result);
    await db.client.query('rollback to code');
  }
  await db.client.query('rollback');
  return results;
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
      before[at]?.startsWith('ok') && before[at] !== after[at]
        ? [`${statement.sql}: ${after[at]} (was ${before[at]})`]
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
