import { configurationError } from '../../release/errors.ts';
import { didYouMean } from '../../release/nearest.ts';
import type { Database, MigrationPlan, PendingMigrations, StatementPlan } from '../../release/ports.ts';
import { askTarget, askWithout, type Told } from '../ahead/index.ts';
import {
  cannotRunInTransaction,
  type Directive,
  directives,
  directivesOf,
  parseSql,
  type Statement,
} from '../sql/parse.ts';
import { readFile } from './analyse.ts';
import { type CatalogFacts, noFacts } from './facts.ts';
import { releaseMemory } from './memory.ts';
import { mentions } from './mentions.ts';
import { readFacts } from './read-facts.ts';
import { RULES } from './rules/index.ts';
import { type ReadFile, type Situation, settle } from './settle.ts';

type Phase = MigrationPlan['phase'];

/** A pending file, read. */
export interface MigrationSource {
  readonly version: string;
  readonly name: string;
  readonly file: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly checksum: string;
  readonly sql: string;
  /** What the settings say of a file that is applied elsewhere and must not be edited. */
  readonly said?:
    | { readonly phase?: Phase | undefined; readonly allow?: Readonly<Record<string, string>> | undefined }
    | undefined;
  /** Why it may be applied after later ones. */
  readonly late?: string | undefined;
  /** From `parseSql`, where the caller has them already. */
  readonly statements?: readonly Statement[];
}

/** What the release finds in place, where that is not the ordinary: an app that serves on a database of its own. */
export type FoundInPlace = Partial<Situation>;

/**
 * Plans pending files together, in order: what the first one makes is new to the second, and what one drops another
 * may make again. Facts come from `db`, which must not be in a transaction; without one, nothing is taken for tiny and
 * nothing for absent.
 * @param earlier contract files that earlier releases left to wait: they are judged behind the pending ones
 */
export async function planMigrations(
  sources: readonly MigrationSource[],
  db: Database | undefined,
  found: FoundInPlace = {},
  earlier: readonly MigrationSource[] = [],
): Promise<Planned> {
  const read = await readSources(sources, earlier);
  const all = read.flatMap(({ statements }) => statements);
  if (!db || all.length === 0) return planRead(read, noFacts(), found);
  const facts = await readFacts(db, mentions(all), found.exposed);
  const told = await askTarget(
    db,
    read.map(({ statements }) => statements),
    facts,
  );
  for (;;) {
    const planned = planRead(read, facts, found, told);
    // What only files that wait bring is not there for the others.
    const now = read.filter(
      ({ earlier: waits }, index) => !waits && planned.pending[index]?.phase === 'expand',
    );
    if (now.length === read.length || now.length === 0) return planned;
    const files = now.map(({ statements }) => statements);
    if (!(await askWithout(db, files, facts, told))) return planned;
  }
}

/** The same with facts that the caller has already. */
export async function planWith(
  sources: readonly MigrationSource[],
  facts: CatalogFacts,
  found: FoundInPlace = {},
): Promise<Planned> {
  return planRead(await readSources(sources, []), facts, found);
}

type Planned = Pick<PendingMigrations, 'pending' | 'facts'> & {
  /** Contract files that earlier releases left to wait. */
  readonly waiting?: readonly MigrationPlan[];
};

function planRead(
  read: readonly ReadSource[],
  facts: CatalogFacts,
  found: FoundInPlace,
  told: Told = new Map(),
): Planned {
  const situation: Situation = { serves: true, fresh: false, ...found };
  const settled = settle((wanted) => {
    const memory = releaseMemory();
    const files = read.map((source, file): ReadFile | undefined => {
      if (!wanted(file)) return undefined;
      const directives = directivesOf(source.sql, source.statements, source.directives);
      const setting = { file, serves: situation.serves, uses: situation.uses };
      const known = readFile(source.statements, directives, { facts, memory, setting });
      for (const each of known.effects)
        for (const { rule, message, breaks } of told.get(each.statement) ?? []) {
          each.hazard(rule, message);
          each.contract ||= breaks;
        }
      return {
        ...known,
        declared: declaredPhase(source.directives) ?? source.said?.phase,
        allowed: source.said?.allow,
        earlier: source.earlier,
      };
    });
    return { files, end: memory };
  }, situation);
  const plans = read.map((source, file): MigrationPlan => {
    const { phase = 'expand', statements = [] } = settled[file] ?? {};
    return {
      version: source.version,
      name: source.name,
      file: source.file,
      checksum: source.checksum,
      phase,
      ...((declaredPhase(source.directives) ?? source.said?.phase) ? { declared: true } : {}),
      ...(source.late === undefined ? {} : { late: source.late }),
      transactional: !source.statements.some(cannotRunInTransaction),
      statements,
    };
  });
  const pending = plans.filter((_, file) => !read[file]?.earlier);
  const waiting = plans.filter((_, file) => read[file]?.earlier);
  return { pending, facts: sizes(pending, facts), ...(waiting.length > 0 ? { waiting } : {}) };
}

interface ReadSource extends MigrationSource {
  readonly statements: readonly Statement[];
  readonly directives: readonly Directive[];
  /** An earlier release left it to wait. */
  readonly earlier: boolean;
}

const readSources = (sources: readonly MigrationSource[], earlier: readonly MigrationSource[]) =>
  Promise.all(
    [...sources, ...earlier].map(async (source, index) => ({
      ...(await readSource(source)),
      earlier: index >= sources.length,
    })),
  );

async function readSource(source: MigrationSource): Promise<Omit<ReadSource, 'earlier'>> {
  const statements = source.statements ?? (await parseSql(source.sql, source.file));
  const found = await directives(source.sql, source.file);
  for (const directive of found) {
    if (directive.kind === 'allow' && !RULES.has(directive.rule)) throw unknownRule(directive, source.file);
  }
  for (const rule of Object.keys(source.said?.allow ?? {}))
    if (!RULES.has(rule)) throw unknownRule({ rule, line: 1, column: 1 }, source.file);
  return { ...source, statements, directives: found };
}

/** A file is contract when any of its statements is. */
export function migrationPhase(statements: readonly Pick<StatementPlan, 'phase'>[]): 'expand' | 'contract' {
  return statements.some(({ phase }) => phase === 'contract') ? 'contract' : 'expand';
}

function declaredPhase(found: readonly Directive[]): 'expand' | 'contract' | undefined {
  return found.findLast((directive) => directive.kind === 'phase')?.phase;
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
        ? [{ relation, rows: known.rows, bytes: known.bytes, ...(known.empty ? { empty: true } : {}) }]
        : [];
    })
    .sort((a, b) => b.bytes - a.bytes || (a.relation < b.relation ? -1 : 1));
}

function unknownRule(
  directive: { readonly rule: string; readonly line: number; readonly column: number },
  file: string,
) {
  return configurationError({
    code: 'SHIPLOCK_MIGRATION_UNKNOWN_RULE',
    what: `${file}:${directive.line} allows "${directive.rule}", which is not a hazard`,
    next: `${didYouMean(directive.rule, [...RULES.keys()])}All are listed in docs/hazards.md.`,
    notDone: ['Nothing was sent to the database.'],
    places: [{ file, line: directive.line, column: directive.column }],
  });
}
