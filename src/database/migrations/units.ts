import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { type BatchSpec, batchOf } from '../backfill/spec.ts';
import {
  cannotRunInTransaction,
  endsTransactionInside,
  isSavepoint,
  makesReadOnly,
  meansNothingAlone,
  parseSql,
  type Statement,
  transactionControl,
} from '../sql/parse.ts';
import { readMigration } from './folder.ts';
import { historyTable } from './history.ts';
import { folderProblem } from './problems.ts';
import { recordedPieces } from './recorded.ts';
import { repairCommands } from './repair.ts';
import type { MigrationFile } from './types.ts';

const SLICE = 10;

/**
 * What is committed at once. A plain file is one `together` unit. A file with a statement that PostgreSQL refuses
 * inside a transaction, with batches, or with statements beside its own BEGIN … COMMIT is several, each remembered
 * when it is done.
 */
export type Unit = { readonly statements: readonly Statement[]; readonly hash: string } & (
  | { readonly kind: 'together'; readonly begin?: Statement }
  | { readonly kind: 'alone'; readonly why: string }
  | { readonly kind: 'batch'; readonly spec: BatchSpec }
);

export interface CompiledMigration extends MigrationFile {
  readonly statements: readonly Statement[];
  readonly text: string;
  /** What the history records. */
  readonly pieces: readonly string[];
  readonly units: readonly Unit[];
}

/**
 * Reads one file with PostgreSQL's parser, before anything is sent to the server.
 * @throws SHIPLOCK_MIGRATION_SYNTAX and the like, _ENCODING, _TRANSACTION
 */
export async function compile(file: MigrationFile): Promise<CompiledMigration> {
  const text = readMigration(file);
  const statements = await parseSql(text, file.file);
  const batches = await batchOf(text, statements, file.file);
  refuseUnfit(statements, file);
  const blocks = split(statements, file);
  const units = blocks.flatMap((block) => byStatement(block, batches, file));
  refuseLost(blocks, units, file);
  return { ...file, text, statements, pieces: recordedPieces(text, statements), units };
}

/** Reads many files, and lets the network be looked after in between. */
export async function compileAll(files: readonly MigrationFile[]): Promise<CompiledMigration[]> {
  const compiled: CompiledMigration[] = [];
  for (const file of files) {
    compiled.push(await compile(file));
    if (compiled.length % SLICE === 0) await setImmediate();
  }
  return compiled;
}

interface Block {
  /** The file's own BEGIN. */
  readonly begin?: Statement;
  readonly statements: readonly Statement[];
}

/** What can never be committed together with its row of the history. */
function refuseUnfit(statements: readonly Statement[], file: MigrationFile): void {
  for (const statement of statements) {
    if (makesReadOnly(statement))
      throw refused(
        file,
        statement,
        'makes its transaction read-only, so nothing can be recorded in it',
        'Remove READ ONLY.',
      );
    if (endsTransactionInside(statement))
      throw refused(
        file,
        statement,
        'is a DO block with COMMIT or ROLLBACK, which the server refuses inside a transaction',
        `Remove it; to change many rows in batches, use the directive: -- shiplock: batch. If other databases have the file and it must not change, run the whole file here by hand, and then record it. With the connection string in DATABASE_URL:\n${repairCommands(historyTable(), { applied: [file] })}`,
      );
  }
}

/** What would have no effect, because it stands in a transaction of its own. */
function refuseLost(blocks: readonly Block[], units: readonly Unit[], file: MigrationFile): void {
  if (units.length < 2) return;
  const own = new Set(blocks.flatMap(({ begin, statements }) => (begin ? statements : [])));
  for (const statement of units.flatMap(({ statements }) => statements)) {
    const what = own.has(statement) ? undefined : meansNothingAlone(statement);
    if (!what) continue;
    throw refused(
      file,
      statement,
      `has ${what} outside a transaction, where it has no effect: this file runs statement by statement`,
      'Put BEGIN … COMMIT around it and the statements it is for. For the whole file, write SET without LOCAL.',
    );
  }
}

/** The file's own transactions, and what stands between them. */
function split(statements: readonly Statement[], file: MigrationFile): Block[] {
  const control = transactionControl(statements);
  if (control.kind === 'none') return [{ statements }];
  if (control.kind === 'wraps-whole-file') return [{ begin: control.begin, statements: control.inner }];
  if (control.kind === 'unclosed')
    throw refused(
      file,
      control.begin,
      'opens a transaction and never commits it: everything in it would be lost',
      'Add COMMIT, or remove BEGIN: each file runs in a transaction anyway.',
    );
  if (control.kind === 'unopened')
    throw refused(
      file,
      control.end,
      'commits a transaction that it did not open',
      'Remove COMMIT: each file runs in a transaction anyway.',
    );
  if (control.kind === 'rolls-back')
    throw refused(
      file,
      control.end,
      'rolls back or prepares its own transaction, so the history could not say what was done',
      'Remove the statement; a migration should not contain what must not happen.',
    );
  return blocks(statements, file);
}

function blocks(statements: readonly Statement[], file: MigrationFile): Block[] {
  const found: Block[] = [];
  let open: { begin: Statement; statements: Statement[] } | undefined;
  let loose: Statement[] = [];
  for (const statement of statements) {
    const transaction = transactionOf(statement);
    if (transaction === undefined || isSavepoint(statement)) {
      (open ? open.statements : loose).push(statement);
      continue;
    }
    if (transaction.chain) throw refused(file, statement, 'uses COMMIT AND CHAIN', 'Write COMMIT and BEGIN.');
    if (transaction.kind === 'TRANS_STMT_COMMIT') {
      if (!open)
        throw refused(file, statement, 'commits a transaction that it did not open', 'Remove this COMMIT.');
      found.push(open);
      open = undefined;
      continue;
    }
    if (open)
      throw refused(file, statement, 'opens a transaction inside its own transaction', 'Remove this BEGIN.');
    found.push(...loose.map((each) => ({ statements: [each] })));
    loose = [];
    open = { begin: statement, statements: [] };
  }
  if (open) throw refused(file, open.begin, 'opens a transaction and never commits it', 'Add COMMIT.');
  return [...found, ...loose.map((each) => ({ statements: [each] }))];
}

function transactionOf(statement: Statement): { kind?: string; chain?: boolean } | undefined {
  return 'TransactionStmt' in statement.node
    ? (statement.node.TransactionStmt as { kind?: string; chain?: boolean })
    : undefined;
}

function byStatement(block: Block, batches: ReadonlyMap<Statement, BatchSpec>, file: MigrationFile): Unit[] {
  const special = block.statements.find((each) => batches.has(each) || cannotRunInTransaction(each));
  if (!special) return [together(block.statements, block.begin)];
  if (block.begin) {
    const why = cannotRunInTransaction(special) ?? 'a batched statement, which commits in between,';
    throw refused(
      file,
      special,
      `has ${why} inside its own transaction`,
      'Move it out of BEGIN … COMMIT, or into a separate file.',
    );
  }
  return block.statements.map((statement): Unit => {
    const spec = batches.get(statement);
    const why = cannotRunInTransaction(statement);
    if (spec) return { kind: 'batch', spec, statements: [statement], hash: statement.hash };
    if (why) return { kind: 'alone', why, statements: [statement], hash: statement.hash };
    return together([statement], undefined);
  });
}

function together(statements: readonly Statement[], begin: Statement | undefined): Unit {
  let known: string | undefined;
  return {
    kind: 'together',
    statements,
    ...(begin ? { begin } : {}),
    get hash() {
      known ??= hash('sha256', statements.map((each) => each.hash).join(' '));
      return known;
    },
  };
}

function refused(file: MigrationFile, at: Statement, what: string, next: string) {
  return folderProblem('TRANSACTION', {
    what: `${file.file}:${at.line}:${at.column} ${what}`,
    next,
    places: [{ file: file.file, line: at.line, column: at.column, message: what }],
  });
}
