import { folderProblem } from '../migrations/problems.ts';
import { directives, directivesOf, type Statement } from '../sql/parse.ts';

/** `-- shiplock: batch …` above an UPDATE or DELETE. */
export interface BatchSpec {
  /** Rows a transaction. */
  readonly size: number;
  /** Column to walk along; undefined: the primary key. */
  readonly key: string | undefined;
  /** A batch slower than this makes the next one smaller. */
  readonly targetMs: number;
  /** Wait while a replica is further behind than this. */
  readonly maxLagMs: number;
  /** Pause after each batch. */
  readonly pauseMs: number;
}

const DEFAULTS = { size: 1000, 'target-ms': 500, 'max-lag-ms': 5000, 'pause-ms': 0 } as const;

/** The batched statements of a file. @throws SHIPLOCK_MIGRATION_BATCH */
export async function batchOf(
  text: string,
  statements: readonly Statement[],
  file: string,
): Promise<ReadonlyMap<Statement, BatchSpec>> {
  const found = new Map<Statement, BatchSpec>();
  const all = (await directives(text, file)).filter((each) => each.kind === 'batch');
  const owned = directivesOf(text, statements, all);
  for (const directive of all) {
    const statement = statements.find((each) => owned.get(each)?.includes(directive));
    const taken = statement && found.has(statement);
    if (!statement || taken) {
      const what = taken
        ? 'requests batches for one statement twice'
        : 'requests batches, but no statement follows';
      throw folderProblem('BATCH', {
        what: `${file}:${directive.line} ${what}`,
        next: 'Write the directive once, above the UPDATE or DELETE that it is for.',
        places: [{ file, line: directive.line, column: directive.column, message: what }],
      });
    }
    found.set(statement, read(statement, directive.options, file));
  }
  return found;
}

function read(statement: Statement, options: Readonly<Record<string, string>>, file: string): BatchSpec {
  const refuse = (what: string, next: string) =>
    folderProblem('BATCH', {
      what: `${file}:${statement.line} ${what}`,
      next,
      places: [{ file, line: statement.line, column: statement.column, message: what }],
    });
  if (statement.kind !== 'UpdateStmt' && statement.kind !== 'DeleteStmt') {
    throw refuse(
      'requests batches for a statement that is neither UPDATE nor DELETE',
      'Only these two can run in batches by key.',
    );
  }
  const unknown = Object.keys(options).find((name) => name !== 'key' && !(name in DEFAULTS));
  if (unknown)
    throw refuse(
      `has the unknown batch option ${unknown}`,
      `Known options: key, ${Object.keys(DEFAULTS).join(', ')}.`,
    );
  const number = (name: keyof typeof DEFAULTS): number => {
    const value = options[name] === undefined ? DEFAULTS[name] : Number(options[name]);
    if (!Number.isInteger(value) || value < (name === 'size' ? 1 : 0))
      throw refuse(`has ${name}=${options[name]}`, 'Write a whole number.');
    return value;
  };
  return {
    size: number('size'),
    key: options['key'],
    targetMs: number('target-ms'),
    maxLagMs: number('max-lag-ms'),
    pauseMs: number('pause-ms'),
  };
}
