import { configurationError } from '../../release/errors.ts';
import type { Say } from '../../release/ports.ts';
import type { PgDatabase } from '../connection.ts';
import {
  cannotRunInTransaction,
  parseSql,
  type Statement,
  setsLockTimeout,
  transactionControl,
} from '../sql/parse.ts';
import { type MigrationFile, textOf } from './files.ts';
import { HISTORY } from './history.ts';
import { type LockBudget, withLockBudget } from './lock-budget.ts';
import { runStatements } from './run-statements.ts';
import { type Piece, sqlProblem } from './sql-error.ts';

export interface FileRun {
  readonly main: PgDatabase;
  /** Another connection, for watching who blocks. */
  readonly watcher: PgDatabase;
  readonly budget: LockBudget;
  readonly say: Say;
}

/** What a file is, decided before anything of it runs. */
export type FileShape =
  | {
      readonly kind: 'transaction';
      readonly pieces: readonly Piece[];
      readonly statements: readonly Statement[];
    }
  | { readonly kind: 'statements'; readonly statements: readonly Statement[] };

/**
 * How a file will run. Its own BEGIN … COMMIT around everything is replaced by ours, with the history row inside.
 * @throws SHIPLOCK_MIGRATION_TRANSACTION for what would leave a file half applied or lose it.
 */
export async function shapeOf(file: MigrationFile): Promise<FileShape> {
  const text = textOf(file);
  const statements = await parseSql(text, file.file);
  const control = transactionControl(statements);
  const outside = statements.find((statement) => cannotRunInTransaction(statement));
  if (control.kind === 'none') {
    if (outside) return { kind: 'statements', statements };
    return { kind: 'transaction', statements, pieces: pieces(text, statements) };
  }
  if (control.kind === 'wraps-whole-file' && !outside) {
    const from = control.begin.offset + control.begin.text.length;
    return {
      kind: 'transaction',
      statements: control.inner,
      pieces: [{ text: text.slice(from, control.commit.offset), offset: from }],
    };
  }
  throw transactionProblem(file, control.kind, statements, outside);
}

/** One piece, unless a statement changes lock_timeout: ours is put back right after it. */
function pieces(text: string, statements: readonly Statement[]): Piece[] {
  const cuts = statements.flatMap((s) => (setsLockTimeout(s) ? [s.offset + s.text.length] : []));
  const edges = [0, ...cuts, text.length];
  return edges.slice(1).map((end, i) => ({ text: text.slice(edges[i], end), offset: edges[i]! }));
}

const TRANSACTION_WHY: Record<string, string> = {
  'outside-statements':
    'has statements outside its own BEGIN … COMMIT: they would stay when the rest is undone',
  unclosed: 'has a BEGIN without a COMMIT: everything after it would be lost',
  unopened: 'has a COMMIT without a BEGIN: it would end the transaction that records the migration',
  'rolls-back': 'rolls back what it did: it would be recorded without having happened',
  multiple: 'has more than one transaction: a failure in the second would leave the first',
  'wraps-whole-file': 'wraps a statement in BEGIN … COMMIT that cannot run in a transaction',
};

function transactionProblem(
  file: MigrationFile,
  kind: string,
  statements: readonly Statement[],
  outside: Statement | undefined,
) {
  const at = statements.find((s) => s.kind === 'TransactionStmt') ?? outside;
  return configurationError({
    code: 'SHIPLOCK_MIGRATION_TRANSACTION',
    what: `${file.file}:${at?.line ?? 1} ${TRANSACTION_WHY[kind] ?? kind}`,
    notDone: ['nothing of this file was applied'],
    next: 'Take BEGIN and COMMIT out (each file runs in a transaction of its own), or split the file.',
    places: [
      {
        file: file.file,
        ...(at ? { line: at.line, column: at.column } : {}),
        message: TRANSACTION_WHY[kind] ?? kind,
      },
    ],
  });
}

/** Applies one file. Returns how many lock-timeout retries it needed. */
export async function runFile(run: FileRun, file: MigrationFile): Promise<number> {
  const shape = await shapeOf(file);
  if (shape.kind === 'statements') return runStatements(run, file, shape.statements);
  const record = recordSql(run.main, file, shape.statements);
  return withLockBudget(run, file.file, () => inTransaction(run, file, shape.pieces, record));
}

/**
 * BEGIN, the file, its history row, COMMIT: one round trip where the file leaves lock_timeout alone. A failure
 * anywhere undoes all of it. The session is reset first: a file before may have changed search_path or role.
 */
async function inTransaction(
  run: FileRun,
  file: MigrationFile,
  parts: readonly Piece[],
  record: string,
): Promise<void> {
  const { client } = run.main;
  const timeout = `set local lock_timeout = ${run.budget.timeoutMs}`;
  const head = `reset all; set session authorization default; begin; ${timeout};\n`;
  try {
    for (const [i, part] of parts.entries()) {
      const before = i === 0 ? head : `${timeout};\n`;
      const after = i === parts.length - 1 ? `\n;${record};\ncommit` : '';
      try {
        await client.query(before + part.text + after);
      } catch (error) {
        throw sqlProblem(error, file, part, before.length, run.main.where);
      }
    }
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** The history row as the Supabase CLI writes it, and our checksum beside it, as one SQL text without parameters. */
export function recordSql(main: PgDatabase, file: MigrationFile, statements: readonly Statement[]): string {
  const quote = (text: string) => main.client.escapeLiteral(text);
  const list =
    statements.length > 0
      ? `array[${statements.map((s) => quote(s.text)).join(',')}]::text[]`
      : `'{}'::text[]`;
  return `reset role; reset search_path;
insert into ${HISTORY} (version, name, statements) values (${quote(file.version)}, ${quote(file.name)}, ${list});
insert into shiplock.migration_checksum (version, checksum) values (${quote(file.version)}, ${quote(file.checksum)})
  on conflict (version) do update set checksum = excluded.checksum`;
}
