import { ShiplockError } from '../../../release/errors.ts';
import type { Database } from '../../../release/ports.ts';
import type { CatalogFacts } from '../../hazards/facts.ts';
import { readsOnly } from '../../read-only/tree.ts';
import type { Statement } from '../../sql/parse.ts';
import { loadedParser } from '../../sql/parser.ts';
import { walk } from '../../sql/walk.ts';
import { collect } from './collect.ts';
import { readDomains } from './domains.ts';
import { typesNamed } from './scene.ts';
import { stepsOf } from './steps.ts';
import { broken, expressionsIn, neighbourSql, type Trial, trialSql } from './trial.ts';

export interface Limits {
  /** Of one query. */
  readonly statementMs: number;
  /** Of all together. */
  readonly totalMs: number;
  /** How many rows a sample aims at. */
  readonly sampleRows: number;
}

const LIMITS: Limits = { statementMs: 5_000, totalMs: 60_000, sampleRows: 100_000 };
/** Every row of a sample is held against every other one. */
const PAIRED_ROWS = 2_000;

export interface Tried {
  readonly statement: Statement;
  /** `later`: rows break it as they are today, and nobody can tell whether they will when it runs. */
  readonly outcome: 'broken' | 'later' | 'not-tried';
  readonly message: string;
}

/**
 * Tries the constraints of pending files on the rows that are there: counted in a read-only transaction, on a sample
 * where that takes too long. Says only what breaks, and what could not be tried.
 */
export async function tryRows(
  db: Database,
  files: readonly (readonly Statement[])[],
  facts: CatalogFacts,
  limits: Limits = LIMITS,
): Promise<readonly Tried[]> {
  const steps = files.flat().flatMap((statement) => stepsOf(statement).steps);
  const types = new Set(steps.flatMap(({ node }) => typesNamed(node)));
  const { trials, left } = collect(files, facts, await readDomains(db, [...types]));
  const tried: Tried[] = left.map(({ statement, why }) => ({
    statement,
    outcome: 'not-tried',
    message: why,
  }));
  const until = performance.now() + limits.totalMs;
  for (const trial of trials) {
    const said = await tryOne(db, trial, facts, { ...limits, totalMs: until - performance.now() });
    const { statement } = trial;
    const same = tried.some((each) => each.statement === statement && each.message === said?.message);
    if (said && !same) tried.push({ statement, ...said });
  }
  return tried;
}

type Said = Pick<Tried, 'outcome' | 'message'>;

async function tryOne(
  db: Database,
  trial: Trial,
  facts: CatalogFacts,
  limits: Limits,
): Promise<Said | undefined> {
  const untried = (why: string): Said => ({
    outcome: 'not-tried',
    message: `could not test the rows of ${trial.table}: ${why}`,
  });
  if (limits.totalMs <= 0) return untried('the time for all tables was used up');
  if (!(await isHarmless(db, expressionsIn(trial), facts)))
    return untried('the constraint calls user-defined code');
  try {
    return said(trial, await ask(db, trialSql(trial), limits), '');
  } catch (error) {
    if (stateOf(error) !== CANCELED) return refused(error, untried);
  }
  const neighbours = await besideEachOther(db, trial, limits);
  if (neighbours) return neighbours.count > 0 ? said(trial, neighbours, AT_LEAST) : undefined;
  const aim = trial.rule.kind === 'overlap' ? Math.min(limits.sampleRows, PAIRED_ROWS) : limits.sampleRows;
  const percent = Math.max(0.0001, Math.min(100, (100 * aim) / Math.max(1, trial.rows)));
  try {
    const found = await ask(db, trialSql(trial, percent), limits);
    const sample = `a sample of about ${aim.toLocaleString('en-US')} rows, because reading all of them took too long`;
    return (
      said(trial, found, ` (in ${sample})`) ?? {
        outcome: 'not-tried',
        message: `no row of ${trial.table} breaks it in ${sample}`,
      }
    );
  } catch (error) {
    return stateOf(error) === CANCELED ? untried('even a sample took too long') : refused(error, untried);
  }
}

const AT_LEAST = ' (at least: only neighbors were compared, because comparing all took too long)';

async function besideEachOther(db: Database, trial: Trial, limits: Limits) {
  const sql = neighbourSql(trial);
  if (sql === undefined) return undefined;
  try {
    const found = await ask(db, sql, limits);
    return found.count < 0 ? undefined : found;
  } catch (error) {
    if (/^(?:22|42|57014)/.test(stateOf(error) ?? '')) return undefined;
    throw error;
  }
}

function said(
  trial: Trial,
  found: { count: number; examples: readonly string[] },
  about: string,
): Said | undefined {
  if (found.count === 0) return undefined;
  const message = `${broken(trial, found)}${about}`;
  if (trial.after !== undefined)
    return { outcome: 'later', message: `the server checks this after "${trial.after}"; today ${message}` };
  return trial.unsure
    ? { outcome: 'later', message: `if it runs: ${message}` }
    : { outcome: 'broken', message };
}

const CANCELED = '57014';
const LOCKED = '55P03';
const PERMISSION = '42501';

const stateOf = (error: unknown): string | undefined => {
  const { cause } = error as { cause?: { code?: string } };
  return error instanceof ShiplockError ? cause?.code : undefined;
};

/** What the query needs may be made by an earlier pending statement: then nobody can try. */
function refused(error: unknown, untried: (why: string) => Said): Said {
  const state = stateOf(error) ?? '';
  if (state === PERMISSION) return untried('this role cannot read all of them');
  if (state === LOCKED) return untried('the table is locked');
  const { cause } = error as { cause?: { message?: string } };
  if (/^(22|42)/.test(state)) return untried(`the server says: ${cause?.message}`);
  throw error;
}
async function ask(
  db: Database,
  sql: string,
  { statementMs, totalMs }: Limits,
): Promise<{ count: number; examples: readonly string[] }> {
  const timeout = `${Math.max(1, Math.floor(Math.min(statementMs, totalMs)))}ms`;
  return db.transaction(async (tx) => {
    await tx.query('set transaction read only');
    // Rows that a policy hides would look like none: then it is an error.
    await tx.query(
      "select set_config('statement_timeout', $1, true), set_config('lock_timeout', '1s', true), set_config('row_security', 'off', true)",
      [timeout],
    );
    const [row] = await tx.query<{ count: string; examples: string[] | null }>(sql, []);
    return { count: Number(row?.count ?? 0), examples: row?.examples ?? [] };
  });
}

/**
 * Whoever wrote the migration wrote the expression, and nobody has approved it: it may call PostgreSQL's own functions,
 * volatile ones left out, and nothing else. A read-only transaction holds back no function that ends sessions or reads files.
 */
async function isHarmless(
  db: Database,
  expressions: readonly string[],
  facts: CatalogFacts,
): Promise<boolean> {
  if (expressions.length === 0) return true;
  const sql = `select ${expressions.map((each) => `(${each})`).join(', ')}`;
  let names: Awaited<ReturnType<typeof readsOnly>>;
  try {
    names = await readsOnly(sql, 'a constraint');
  } catch (error) {
    if (error instanceof ShiplockError) return false;
    throw error;
  }
  if (names.relations.length > 0 || hasSubquery(sql)) return false;
  if (names.functions.some((parts) => !isPlain(parts.at(-1) ?? '', facts))) return false;
  const [row] = await db.query<{ own: boolean }>(
    `select exists (select from pg_catalog.pg_operator o join pg_catalog.pg_proc p on p.oid = o.oprcode
       where o.oprname = any ($1) and o.oprnamespace <> 'pg_catalog'::regnamespace and p.provolatile <> 'i') as own`,
    [names.operators.map((parts) => parts.at(-1) ?? '')],
  );
  return row?.own === false;
}

function isPlain(name: string, facts: CatalogFacts): boolean {
  const known = facts.functions.get(name);
  return known?.own === false && known.volatility !== 'volatile';
}

function hasSubquery(sql: string): boolean {
  let found = false;
  walk(loadedParser().parse(sql), (tag) => {
    found ||= tag === 'SubLink';
  });
  return found;
}
