/** @module-tag full */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadParser } from '../../src/database/sql/parser.ts';
import type { AppContract } from '../../src/release/snapshot.ts';
import { schemaSnapshot } from '../../src/schema/snapshot/snapshot.ts';
import { verdict } from '../../src/schema/verdict/verdict.ts';
import { runs } from '../support/full.ts';
import {
  migrationSql,
  picks,
  type Statement,
  schemaSql,
  statements,
  type Table,
  tables,
} from './support/generated.ts';
import { emptyDatabase, type TestDatabase } from './support/platform.ts';

await loadParser();

const RUNS = Number(process.env['VERDICT_RUNS'] ?? runs(50, 150));
const seed = process.env['VERDICT_SEED'] ? { seed: Number(process.env['VERDICT_SEED']) } : { seed: 20261123 };

let database: TestDatabase;
let db: TestDatabase['db'];
beforeAll(async () => {
  database = await emptyDatabase();
  ({ db } = database);
});
afterAll(() => database[Symbol.asyncDispose]());

/** Runs the statements as the app's role, each in a savepoint, and undoes everything. Returns what failed. */
async function attempt(list: readonly Statement[]): Promise<Map<Statement, string>> {
  const failed = new Map<Statement, string>();
  await db
    .transaction(async (tx) => {
      await tx.query('set local role authenticated');
      for (const statement of list) {
        await tx.query('savepoint one');
        const error = await tx.query(statement.sql).then(
          () => undefined,
          (e: Error) => e.message,
        );
        if (error) {
          failed.set(statement, error);
          await tx.query('rollback to savepoint one');
        }
      }
      throw new Error('undo');
    })
    .catch((error: Error) => {
      if (error.message !== 'undo') throw error;
    });
  return failed;
}

let count = 0;
interface Trial {
  readonly answer: string;
  /** Statements that worked before the migration and fail after it. */
  readonly broken: readonly string[];
  readonly migration: readonly string[];
  readonly reasons: readonly string[];
}

async function trial(
  all: readonly Table[],
  chosen: Parameters<typeof migrationSql>[2],
  only?: string,
): Promise<Trial> {
  count += 1;
  const s = `s${count}`;
  await db.query(schemaSql(s, all));
  await db.query(`create table ${s}.ref (id bigint primary key)`);
  const app = statements(s, all).filter((statement) => !only || statement.table === only);
  const before = await attempt(app);
  const worked = app.filter((statement) => !before.has(statement));
  const previous = await schemaSnapshot(db, { schemas: [s] });
  const migration: string[] = [];
  for (const step of migrationSql(s, all, chosen)) {
    await db.query(step).then(
      () => migration.push(step),
      () => undefined,
    );
  }
  const live = await schemaSnapshot(db, { schemas: [s] });
  const { answer, reasons } = verdict(previous, live, only ? contractOf(s, worked) : undefined);
  const after = await attempt(worked);
  await db.query(`set client_min_messages = warning; drop schema ${s} cascade;
    drop publication if exists ${s}_p0, ${s}_p1, ${s}_p2`);
  return {
    answer,
    migration,
    broken: [...after].map(([statement, error]) => `${statement.sql}: ${error}`),
    reasons: reasons.map((r) => `${r.answer} ${r.object}: ${r.why}`),
  };
}

/** Declares exactly what these statements use. */
function contractOf(s: string, list: readonly Statement[]): AppContract {
  const relations: Record<string, { select: string[]; insert: string[]; update: string[] }> = {};
  for (const { table, verb, columns } of list) {
    const uses = relations[`${s}.${table}`] ?? { select: [], insert: [], update: [] };
    relations[`${s}.${table}`] = uses;
    uses[verb].push(...columns);
    if (verb !== 'select') uses.select.push('id');
  }
  return { version: 1, uses: { relations, functions: [] } };
}

describe('safe means safe', { timeout: 600_000 }, () => {
  it('what the old version did still works wherever the verdict is safe', async () => {
    const tally: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(tables, picks, async (all, chosen) => {
        const { answer, broken, migration, reasons } = await trial(all, chosen);
        tally[answer] = (tally[answer] ?? 0) + 1;
        if (broken.length > 0)
          tally[`${answer}, really broken`] = (tally[`${answer}, really broken`] ?? 0) + 1;
        if (process.env['VERDICT_SHOW'] === answer && broken.length > 0)
          console.info(migration, reasons, broken.slice(0, 2));
        if (answer === 'safe') expect(broken, migration.join(';\n')).toEqual([]);
      }),
      { numRuns: RUNS, ...seed },
    );
    if (process.env['VERDICT_TALLY']) console.info(tally);
    // Saying "unknown" to everything would be true and of no use.
    expect(tally['safe'] ?? 0).toBeGreaterThan(RUNS * 0.1);
    expect(tally['unsafe, really broken'] ?? 0).toBeGreaterThan(RUNS * 0.1);
  });

  it('with a contract, too: what it declares still works', async () => {
    await fc.assert(
      fc.asyncProperty(tables, picks, async (all, chosen) => {
        const { answer, broken, migration } = await trial(all, chosen, 't0');
        if (answer === 'safe') expect(broken, migration.join(';\n')).toEqual([]);
      }),
      { numRuns: RUNS, ...seed },
    );
  });
});
