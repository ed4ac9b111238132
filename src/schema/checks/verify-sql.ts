import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseSql, type Statement } from '../../database/sql/parse.ts';
import { codePointOffset } from '../../database/sql/places.ts';
import { count } from '../../present/count.ts';
import { ShiplockError } from '../../release/errors.ts';
import type { CheckReport, Database, Finding } from '../../release/ports.ts';
import { missingGrant } from '../permission.ts';

export interface VerifySqlOptions {
  /** Absolute. */
  readonly workspace: string;
  /** Relative to the workspace. */
  readonly directory: string;
  /** For one statement. Default: a minute. */
  readonly timeoutMs?: number;
}

interface FileResult {
  readonly checks: number;
  readonly failed: readonly Finding[];
  /** What could not be decided: an error, no rows, rows of another shape. */
  readonly undecided: readonly Finding[];
}

/** Runs every file of the folder. A check with bad rows fails; what could not be run is unknown, and fails as well. */
export async function verifySql(db: Database, options: VerifySqlOptions): Promise<CheckReport> {
  const folder = path.join(options.workspace, options.directory);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const files = names?.filter((name) => name.endsWith('.sql')).sort() ?? [];
  if (files.length === 0) {
    const detail = names
      ? `${options.directory} has no .sql file`
      : `there is no folder ${options.directory}`;
    return { check: 'verify-sql', outcome: 'skipped', detail, findings: [] };
  }
  const results: FileResult[] = [];
  for (const name of files)
    results.push(await verifyFile(db, path.posix.join(options.directory, name), options));
  const failed = results.flatMap((r) => r.failed);
  const undecided = results.flatMap((r) => r.undecided);
  const checks = results.reduce((sum, r) => sum + r.checks, 0);
  return {
    check: 'verify-sql',
    outcome: failed.length > 0 ? 'fail' : undecided.length > 0 ? 'unknown' : 'pass',
    detail: `${count(checks, 'check')} in ${count(files.length, 'file')}${undecided.length > 0 ? `, ${undecided.length} undecided` : ''}`,
    findings: [...failed, ...undecided],
  };
}

/** One file in one read-only transaction; `file` is relative to the workspace. */
export async function verifyFile(
  db: Database,
  file: string,
  options: Pick<VerifySqlOptions, 'workspace' | 'timeoutMs'>,
): Promise<FileResult> {
  let current: Statement | undefined;
  const rows: FileRow[] = [];
  try {
    const statements = await parseSql(await readFile(path.join(options.workspace, file), 'utf8'), file);
    const wrong = statements.find((statement) => statement.kind !== 'SelectStmt');
    if (wrong) return undecided(file, 'only SELECT statements can verify', wrong.line);
    await db.transaction(async (tx) => {
      await tx.query('set transaction read only');
      // Off: a query that policies would hide rows from raises an error instead of counting too few.
      await tx.query(
        `select set_config('row_security', 'off', true), set_config('statement_timeout', $1, true)`,
        [`${options.timeoutMs ?? 60_000}ms`],
      );
      for (const statement of statements) {
        current = statement;
        for (const row of await tx.query<Record<string, unknown>>(statement.text, []))
          rows.push({ row, line: statement.line });
      }
    });
    return judge(file, rows);
  } catch (error) {
    const rest = undecided(file, missingGrant(error), lineOf(error, current));
    if (rows.length === 0) return rest;
    const found = judge(file, rows);
    return { ...found, undecided: [...found.undecided, ...rest.undecided] };
  }
}

interface FileRow {
  readonly row: Record<string, unknown>;
  readonly line: number;
}

function judge(file: string, rows: readonly FileRow[]): FileResult {
  if (rows.length === 0) return undecided(file, 'it returned no rows, so it checked nothing', undefined);
  const failed: Finding[] = [];
  const strange: Finding[] = [];
  for (const { row, line } of rows) {
    const { check_name: name, bad } = row;
    const place = { file, line };
    if (typeof name !== 'string' || typeof bad === 'object' || !/^-?\d+$/.test(String(bad))) {
      strange.push({
        object: file,
        message: `rows must be (check_name text, bad bigint), but this one has (${Object.keys(row).join(', ')}) or a null${'bad' in row ? `: bad is ${typeof bad === 'number' ? bad : JSON.stringify(bad)}` : ''}`,
        place,
      });
    } else if (BigInt(String(bad)) !== 0n) {
      failed.push({ object: `${file}: ${name}`, message: `${String(bad)} bad`, place });
    }
  }
  return { checks: rows.length, failed, undecided: strange };
}

const undecided = (file: string, message: string, line: number | undefined): FileResult => ({
  checks: 0,
  failed: [],
  undecided: [{ object: file, message, place: { file, ...(line ? { line } : {}) } }],
});

function lineOf(error: unknown, statement: Statement | undefined): number | undefined {
  if (!statement) return error instanceof ShiplockError ? error.problem.places?.[0]?.line : undefined;
  const cause =
    error instanceof ShiplockError ? (error.cause as { position?: string } | undefined) : undefined;
  const position = Number(cause?.position ?? 0);
  if (position <= 0) return statement.line;
  const before = statement.text.slice(0, codePointOffset(statement.text, position - 1));
  return statement.line + before.split('\n').length - 1;
}
