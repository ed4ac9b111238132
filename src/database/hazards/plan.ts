import { closest } from 'fastest-levenshtein';
import { configurationError } from '../../release/errors.ts';
import type { Database, MigrationPlan, PendingMigrations, StatementPlan } from '../../release/ports.ts';
import {
  cannotRunInTransaction,
  type Directive,
  directives,
  directivesOf,
  parseSql,
  type Statement,
} from '../sql/parse.ts';
import { analyse } from './analyse.ts';
import { type CatalogFacts, noFacts } from './facts.ts';
import { RULES } from './families/index.ts';
import { type ReleaseMemory, releaseMemory } from './memory.ts';
import { mentions } from './mentions.ts';
import { readFacts } from './readFacts.ts';

/** A pending file, read. */
export interface MigrationSource {
  readonly version: string;
  readonly name: string;
  readonly file: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly checksum: string;
  readonly sql: string;
  /** From `parseSql`, where the caller has them already. */
  readonly statements?: readonly Statement[];
}

/**
 * Plans pending files together, in order: what the first one makes is new to the second. Facts come from `db`;
 * without one, nothing is taken for tiny and nothing for absent.
 */
export async function planMigrations(
  sources: readonly MigrationSource[],
  db: Database | undefined,
): Promise<Pick<PendingMigrations, 'pending' | 'facts'>> {
  const read = await Promise.all(sources.map(readSource));
  const all = read.flatMap(({ statements }) => statements);
  return planRead(read, db && all.length > 0 ? await readFacts(db, mentions(all)) : noFacts());
}

/** The same with facts that the caller has already. */
export async function planWith(
  sources: readonly MigrationSource[],
  facts: CatalogFacts,
): Promise<Pick<PendingMigrations, 'pending' | 'facts'>> {
  return planRead(await Promise.all(sources.map(readSource)), facts);
}

function planRead(
  read: readonly ReadSource[],
  facts: CatalogFacts,
): Pick<PendingMigrations, 'pending' | 'facts'> {
  const memory = releaseMemory();
  const pending = read.map((file) => planFile(file, facts, memory));
  return { pending, facts: sizes(pending, facts) };
}

interface ReadSource extends MigrationSource {
  readonly statements: readonly Statement[];
  readonly directives: readonly Directive[];
}

async function readSource(source: MigrationSource): Promise<ReadSource> {
  const statements = source.statements ?? (await parseSql(source.sql, source.file));
  const found = await directives(source.sql, source.file);
  for (const directive of found) {
    if (directive.kind === 'allow' && !RULES.has(directive.rule)) throw unknownRule(directive, source.file);
  }
  return { ...source, statements, directives: found };
}

function planFile(source: ReadSource, facts: CatalogFacts, memory: ReleaseMemory): MigrationPlan {
  const owned = directivesOf(source.sql, source.statements, source.directives);
  const statements = analyse(source.statements, facts, { memory, directives: owned });
  return {
    version: source.version,
    name: source.name,
    file: source.file,
    checksum: source.checksum,
    phase: declaredPhase(source.directives) ?? migrationPhase(statements),
    transactional: !source.statements.some(cannotRunInTransaction),
    statements,
  };
}

/** A file is contract when any of its statements is. */
export function migrationPhase(statements: readonly Pick<StatementPlan, 'phase'>[]): 'expand' | 'contract' {
  return statements.some(({ phase }) => phase === 'contract') ? 'contract' : 'expand';
}

function declaredPhase(found: readonly Directive[]): 'expand' | 'contract' | undefined {
  return found.findLast((directive) => directive.kind === 'phase')?.phase;
}

/**
 * Refuses a contract file ahead of an expand file. The contract one waits for the soak time, and files are applied in
 * order, so the expand one behind it could not be applied with its release.
 */
export function refuseContractFirst(pending: readonly MigrationPlan[]): void {
  const first = pending.findIndex(({ phase }) => phase === 'contract');
  const later = first === -1 ? [] : pending.slice(first + 1).filter(({ phase }) => phase === 'expand');
  const contract = pending[first];
  const [expand] = later;
  if (!contract || !expand) return;
  const why = contract.statements.filter(({ phase }) => phase === 'contract');
  throw configurationError({
    code: 'SHIPLOCK_PLAN_CONTRACT_FIRST',
    what: `${contract.file} is a contract migration (${why[0]?.summary ?? 'declared so'}) and stands ahead of the expand migration ${expand.file}`,
    next: `Give ${contract.file} a version after ${pending.at(-1)?.version}, or keep it for the next release: expand files go now, contract files after the soak time. If only some of its statements break the running version, move those into a file of their own.`,
    notDone: ['Nothing was applied.'],
    places: why.map(({ line, column, summary }) => ({
      file: contract.file,
      line,
      column,
      message: `contract: ${summary}`,
    })),
  });
}

/** Refuses hazards of severity `refused` that nobody allowed. */
export function refuseHazards(pending: readonly MigrationPlan[]): void {
  const found = pending.flatMap(({ file, statements }) =>
    statements.flatMap(({ line, column, hazards }) =>
      hazards
        .filter((hazard) => hazard.severity === 'refused' && !hazard.allowed)
        .map((hazard) => ({ file, line, column, hazard })),
    ),
  );
  const [first] = found;
  if (!first) return;
  const { hazard } = first;
  const more = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
  throw configurationError({
    code: 'SHIPLOCK_PLAN_HAZARD',
    what: `${first.file}:${first.line} is refused by ${hazard.rule}: ${hazard.message}${more}`,
    next: `${hazard.instead ? `${hazard.instead} Or allow it` : 'Allow it'} above the statement: -- shiplock: allow=${hazard.rule} reason="…"`,
    notDone: ['Nothing was applied.'],
    places: found.map((each) => ({
      file: each.file,
      line: each.line,
      column: each.column,
      message: `${each.hazard.rule}: ${each.hazard.message}`,
    })),
  });
}

/** Rows and sizes of the existing tables that the plan locks, largest first. */
function sizes(pending: readonly MigrationPlan[], facts: CatalogFacts): PendingMigrations['facts'] {
  const locked = new Set(
    pending.flatMap(({ statements }) =>
      statements.flatMap(({ locks }) => locks.map(({ relation }) => relation)),
    ),
  );
  return [...locked]
    .flatMap((relation) => {
      const known = facts.relations.get(relation);
      return known && ['table', 'partitioned', 'materialized-view'].includes(known.kind)
        ? [{ relation, rows: known.rows, bytes: known.bytes }]
        : [];
    })
    .sort((a, b) => b.bytes - a.bytes || (a.relation < b.relation ? -1 : 1));
}

function unknownRule(directive: Directive & { kind: 'allow' }, file: string) {
  return configurationError({
    code: 'SHIPLOCK_MIGRATION_UNKNOWN_RULE',
    what: `${file}:${directive.line} allows "${directive.rule}", which is no hazard`,
    next: `Did you mean ${closest(directive.rule, [...RULES.keys()])}? All are listed in docs/hazards.md.`,
    notDone: ['Nothing was sent to the database.'],
    places: [{ file, line: directive.line, column: directive.column }],
  });
}
