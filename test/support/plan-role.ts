import { readFile } from 'node:fs/promises';
import type { PgDatabase } from '../../src/database/connection.ts';

/**
 * Runs docs/sql/plan-role.sql in this database. Roles belong to the whole server, where other test files are at work:
 * the role that verifies goes by a name of its own here, so that none of them finds its rights changed.
 */
export async function planRole(owner: PgDatabase, verifier: string, made?: string): Promise<void> {
  const sql =
    made ?? (await readFile('docs/sql/plan-role.sql', 'utf8')).replaceAll('shiplock_verify', verifier);
  for (let left = 20; ; left -= 1) {
    try {
      await owner.query(sql);
      return;
    } catch (error) {
      if (left === 0 || !/concurrently|already exists|duplicate key/.test(String(error))) throw error;
    }
  }
}
