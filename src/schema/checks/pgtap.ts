import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { quoteName } from '../../database/sql/names.ts';
import { parseSql, type Statement } from '../../database/sql/parse.ts';
import { count } from '../../present/count.ts';
import type { CheckReport, Database, Finding } from '../../release/ports.ts';

export interface PgtapOptions {
  /** Absolute. */
  readonly workspace: string;
  /** Relative to the workspace. */
  readonly directory: string;
}

/** Tests write rows of their own: nobody who works may have to wait for them for long. */
const LOCK_TIMEOUT = '2s';
const STATEMENT_TIMEOUT = '60s';

interface FileResult {
  readonly tests: number;
  readonly failed: readonly Finding[];
  readonly undecided: readonly Finding[];
}

/**
 * Runs the pgTAP files of a folder, each in one transaction that is rolled back, whatever the file says of transactions.
 * Skipped where pgTAP is not installed: production seldom has it. https://pgtap.org/documentation.html
 */
export async function checkPgtap(db: Database, { workspace, directory }: PgtapOptions): Promise<CheckReport> {
  const skipped = (detail: string): CheckReport => ({
    check: 'pgtap',
    outcome: 'skipped',
    detail,
    findings: [],
  });
  const names = await readdir(path.join(workspace, directory), { recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const files = names.filter((name) => name.endsWith('.sql')).sort();
  if (files.length === 0) return skipped(`${directory} has no .sql file`);
  const [extension] = await db.query<{ schema: string }>(
    "select n.nspname::text as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname = 'pgtap'",
  );
  if (!extension) return skipped('pgTAP is not installed in this database');
  const results: FileResult[] = [];
  for (const name of files)
    results.push(
      await runFile(db, path.posix.join(directory, name.replaceAll('\\', '/')), workspace, extension.schema),
    );
  const failed = results.flatMap((each) => each.failed);
  const undecided = results.flatMap((each) => each.undecided);
  const tests = results.reduce((sum, each) => sum + each.tests, 0);
  return {
    check: 'pgtap',
    outcome: failed.length > 0 ? 'fail' : undecided.length > 0 ? 'unknown' : 'pass',
    detail: `${count(tests, 'test')} in ${count(files.length, 'file')}, rolled back`,
    findings: [...failed, ...undecided],
  };
}

/** Ends the transaction of a file. */
class RolledBack extends Error {}

async function runFile(db: Database, file: string, workspace: string, schema: string): Promise<FileResult> {
  const lines: { readonly text: string; readonly line: number }[] = [];
  let current: Statement | undefined;
  try {
    const statements = await parseSql(await readFile(path.join(workspace, file), 'utf8'), file);
    const inside = withoutItsOwn(statements);
    if (!inside)
      return undecided(
        file,
        'the only transaction statements allowed are BEGIN at its start and ROLLBACK at its end',
      );
    await db.transaction(async (tx) => {
      await tx.query(
        `select set_config('lock_timeout', '${LOCK_TIMEOUT}', true), set_config('statement_timeout', '${STATEMENT_TIMEOUT}', true),
           set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''), $1::text), true)`,
        [quoteName(schema)],
      );
      for (const statement of inside) {
        current = statement;
        for (const row of await tx.query<Record<string, unknown>>(statement.text))
          for (const value of Object.values(row))
            if (typeof value === 'string')
              for (const text of value.split('\n')) lines.push({ text, line: statement.line });
      }
      throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack))
      return undecided(
        file,
        error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
        current?.line,
      );
  }
  return judge(file, lines);
}

/** The statements between BEGIN and ROLLBACK; undefined where the file ends or begins transactions in other places. */
function withoutItsOwn(statements: readonly Statement[]): readonly Statement[] | undefined {
  const kind = ({ node }: Statement) => ('TransactionStmt' in node ? node.TransactionStmt.kind : undefined);
  const [first] = statements;
  const last = statements.at(-1);
  const begins = first && ['TRANS_STMT_BEGIN', 'TRANS_STMT_START'].includes(kind(first) ?? '');
  const ends = last && kind(last) === 'TRANS_STMT_ROLLBACK';
  const inside = statements.slice(begins ? 1 : 0, ends ? -1 : undefined);
  const other = inside.some((statement) => {
    const found = kind(statement);
    return found !== undefined && !/SAVEPOINT|RELEASE|ROLLBACK_TO/.test(found);
  });
  return other ? undefined : inside;
}

/** https://testanything.org/tap-specification.html */
function judge(file: string, lines: readonly { readonly text: string; readonly line: number }[]): FileResult {
  const failed: Finding[] = [];
  let tests = 0;
  let planned: number | undefined;
  for (const { text, line } of lines) {
    const plan = /^1\.\.(\d+)/.exec(text)?.[1];
    if (plan !== undefined) planned = Number(plan);
    const [, not, name = ''] = /^(not )?ok \d+(?: - )?(.*)$/.exec(text) ?? [];
    if (!/^(?:not )?ok \d+/.test(text)) continue;
    tests += 1;
    if (not && !/# (?:TODO|SKIP)/i.test(name))
      failed.push({
        object: `${file}: ${name || `test ${tests}`}`,
        message: 'not ok',
        place: { file, line },
      });
  }
  if (planned === undefined || planned !== tests)
    return {
      tests,
      failed,
      undecided: undecided(
        file,
        planned === undefined ? 'it has no plan' : `${tests} of ${count(planned, 'planned test')} ran`,
      ).undecided,
    };
  return { tests, failed, undecided: [] };
}

const undecided = (file: string, message: string, line?: number): FileResult => ({
  tests: 0,
  failed: [],
  undecided: [{ object: file, message, place: { file, ...(line ? { line } : {}) } }],
});
