import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { quoteName } from '../../database/sql/names.ts';
import { parseSql } from '../../database/sql/parse.ts';
import type { Database, Finding } from '../../release/ports.ts';
import { missingGrant } from '../permission.ts';
import type { Probe } from './file.ts';

export interface ProbeResult {
  readonly failed: readonly Finding[];
  /** Could not be decided: a missing row, right, or role. */
  readonly undecided: readonly Finding[];
}

class RolledBack extends Error {}

/**
 * Which rows does each user really see? SET ROLE and request.jwt.claims, as PostgREST sets them
 * (https://docs.postgrest.org/en/stable/references/transactions.html), in a transaction that is always rolled back.
 */
export async function runProbe(db: Database, probe: Probe, workspace: string): Promise<ProbeResult> {
  const object = `probe "${probe.name}"`;
  try {
    const failed: Finding[] = [];
    const undecided: Finding[] = [];
    await db
      .transaction(async (tx) => {
        if (!probe.setup) await tx.query('set transaction read only');
        // Claims of nobody: an earlier probe of this session leaves an empty text, which is not JSON.
        await tx.query(`select set_config('lock_timeout', '2s', true), set_config('statement_timeout', '30s', true),
          set_config('request.jwt.claims', '{}', true)`);
        if (probe.setup) await setUp(tx, probe.setup, workspace);
        await look(tx, probe, object, failed, undecided);
        throw new RolledBack();
      })
      .catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      });
    return { failed, undecided };
  } catch (error) {
    return { failed: [], undecided: [{ object, message: missingGrant(error) }] };
  }
}

async function setUp(tx: Database, file: string, workspace: string): Promise<void> {
  const statements = await parseSql(await readFile(path.join(workspace, file), 'utf8'), file);
  const wrong = statements.find((s) => s.kind === 'TransactionStmt');
  if (wrong) throw new Error(`${file}:${wrong.line}: a probe's setup must not end its transaction`);
  for (const statement of statements) await tx.query(statement.text);
}

async function look(
  tx: Database,
  probe: Probe,
  object: string,
  failed: Finding[],
  undecided: Finding[],
): Promise<void> {
  const keys = Object.keys(probe.rows);
  const present = await visible(tx, probe, keys);
  for (const key of keys.filter((k) => !present.has(k))) {
    undecided.push({
      object,
      message: `there is no row ${key} in ${probe.relation}, or this role cannot see it`,
    });
  }
  for (const [name, user] of Object.entries(probe.users)) {
    await tx.query('savepoint probe');
    await tx.query(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [
      user.role,
      JSON.stringify({ role: user.role, ...user.claims }),
    ]);
    const seen = await visible(tx, probe, keys);
    await tx.query('rollback to savepoint probe');
    for (const key of keys.filter((k) => present.has(k))) {
      const expected = Boolean(Object.hasOwn(probe.rows, key) && probe.rows[key]?.includes(name));
      if (expected === seen.has(key)) continue;
      failed.push({
        object,
        message: `${name} (${user.role}) ${expected ? 'does not see' : 'sees'} row ${key} of ${probe.relation}`,
      });
    }
  }
}

async function visible(tx: Database, probe: Probe, keys: readonly string[]): Promise<Set<string>> {
  const relation = probe.relation.split('.').map(quoteName).join('.');
  const rows = await tx.query<{ key: string }>(
    `select ${quoteName(probe.key)}::text as key from ${relation} where ${quoteName(probe.key)}::text = any ($1)`,
    [keys],
  );
  return new Set(rows.map((row) => row.key));
}
