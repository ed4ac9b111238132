import { count } from '../../present/count.ts';
import type { Finding } from '../../release/ports.ts';
import type { SchemaSnapshot } from '../../release/snapshot.ts';
import { schemaSnapshot } from '../../schema/snapshot/snapshot.ts';
import type { MigrationSource } from '../hazards/plan.ts';
import { type Directive, directives } from '../sql/parse.ts';
import { type Base, dump, reason, replay } from './base.ts';
import { firstBeyond } from './beyond.ts';
import { differences, some } from './compare.ts';
import { absentExtensions } from './one-database.ts';
import { missingPlatform } from './platform.ts';
import { runFile, type Stage } from './run.ts';
import { surprises } from './surprises.ts';
import { withThrowaway } from './throwaway.ts';
import type {
  Rehearsal,
  RehearsalOptions,
  RehearsedMigration,
  RehearsedStatement,
  RollbackFile,
} from './types.ts';

export { readRollbacks } from './rollbacks.ts';
export type * from './types.ts';

/**
 * Rehearses pending migrations on a throw-away database with the live schema and no data: each goes up, down and up
 * again, with equal catalogs, its real locks and its time. What cannot be rehearsed is `unknown`, which is no pass.
 */
export async function rehearseMigrations(options: RehearsalOptions): Promise<Rehearsal> {
  if (options.pending.length === 0) return { ...NOTHING, outcome: 'pass', detail: 'nothing is pending' };
  const downs = options.pending.flatMap(({ version }) => options.rollbacks.get(version) ?? []);
  const beyond = options.serverIsDisposable ? undefined : await firstBeyond([...options.pending, ...downs]);
  if (beyond) return unknown(beyond);
  const live = await schemaSnapshot(options.source);
  if (live.unreadable.length > 0)
    return unknown(
      `could not read the live schema: ${some(live.unreadable.map(({ what, why }) => `${what}: ${why}`))}`,
    );
  try {
    const played = await attempt(options, live, (stage) => replay(stage, options, live));
    if ('outcome' in played) return played;
    const restored = await attempt({ ...options, template: 'template0' }, live, (stage) =>
      dump(stage, options.sourceUrl, live),
    );
    return 'outcome' in restored ? restored : unknown(`${played.why}; ${restored.why}`);
  } catch (error) {
    return unknown(`the database of rehearsal-database-url failed: ${reason(error)}`);
  }
}

const NOTHING = { base: 'none', migrations: [], findings: [], surprises: [] } as const;
const unknown = (detail: string): Rehearsal => ({ ...NOTHING, outcome: 'unknown', detail });

/** Makes a database, brings it to the live schema in one way, and rehearses on it if that worked. */
async function attempt(
  options: RehearsalOptions,
  live: SchemaSnapshot,
  build: (stage: Stage) => Promise<Base>,
): Promise<Rehearsal | Extract<Base, { how: 'none' }>> {
  return withThrowaway(options.adminUrl, options.template ?? 'template1', async (bare) => {
    const stage = { ...bare, absent: await absentExtensions(bare.worker, live) };
    const base = await build(stage);
    if (base.how === 'none') return base;
    options.say?.(`rehearsal: the live schema was ${base.how}`);
    return upDownUp(stage, options, base.how, base.snapshot);
  });
}

async function upDownUp(
  stage: Stage,
  options: RehearsalOptions,
  base: Rehearsal['base'],
  before: SchemaSnapshot,
): Promise<Rehearsal> {
  const migrations: RehearsedMigration[] = [];
  let current = before;
  for (const source of options.pending) {
    const { migration, after, code } = await rehearseOne(
      stage,
      source,
      options.rollbacks.get(source.version),
      current,
    );
    migrations.push(migration);
    const missing = after ? [] : await missingPlatform(options.source, stage.observer, source, code);
    if (missing.length > 0) return lacking(migration, missing);
    options.say?.(
      `rehearsal: ${source.file} up ${Math.round(migration.milliseconds)} ms, down ${migration.down}`,
    );
    if (!after) break;
    current = after;
  }
  const findings = migrations.flatMap((migration) => migration.findings);
  const done = migrations.length === options.pending.length;
  if (done && findings.length === 0)
    findings.push(...(await wholeWay(stage, options, migrations, before, current)));
  const asLive = (seen: SchemaSnapshot) => stage.absent?.asLive(seen) ?? seen;
  const outcome = findings.length > 0 || !done ? 'fail' : 'pass';
  const remarks = stage.absent?.remarks() ?? [];
  const detail = `${migrations.length} of ${count(options.pending.length, 'migration')} rehearsed on the live schema (${base})${remarks.map((remark) => `; ${remark}`).join('')}`;
  return {
    outcome,
    detail,
    base,
    migrations,
    findings,
    surprises: surprises(migrations, options.planned ?? []),
    before: asLive(before),
    ...(done ? { after: asLive(current) } : {}),
  };
}

function lacking({ findings }: RehearsedMigration, missing: readonly string[]): Rehearsal {
  const failed = findings.map(({ object, message }) => `${object} ${message}`).join('; ');
  return unknown(
    `${failed}; but the throw-away database lacks what the platform provides in the live one (${some(missing)}): start the rehearsal from a database that has it (rehearsal-template)`,
  );
}

/** One file: up, and where it has a way back, down and up again. `after` is missing when the file itself fails. */
async function rehearseOne(
  stage: Stage,
  source: MigrationSource,
  rollback: RollbackFile | undefined,
  before: SchemaSnapshot,
): Promise<{ migration: RehearsedMigration; after: SchemaSnapshot | undefined; code?: string | undefined }> {
  const result = (
    down: RehearsedMigration['down'],
    findings: readonly Finding[],
    statements: readonly RehearsedStatement[] = [],
  ) => ({
    version: source.version,
    file: source.file,
    milliseconds: statements.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    statements,
    down,
    findings,
  });
  const up = await tryFile(stage, source);
  if ('failed' in up)
    return {
      migration: result('not-tried', [finding(source.file, `fails on the live schema: ${up.failed}`)]),
      after: undefined,
      code: up.code,
    };
  const after = await schemaSnapshot(stage.observer);
  const declared = (await directives(source.sql, source.file)).find((each) => each.kind === 'irreversible');
  if (!rollback) return { migration: withoutDown(result, source, declared, up.statements), after };
  const findings = declared
    ? [finding(source.file, `is declared irreversible, but ${rollback.file} exists: remove one of them`)]
    : [];
  const back = await downAndUp(stage, source, rollback, before, after);
  findings.push(...back.findings);
  return {
    migration: result(back.findings.length > 0 ? 'failed' : 'restored', findings, up.statements),
    after: back.isUp ? after : undefined,
  };
}

type Result = (
  down: RehearsedMigration['down'],
  findings: readonly Finding[],
  statements: readonly RehearsedStatement[],
) => RehearsedMigration;

function withoutDown(
  result: Result,
  source: MigrationSource,
  declared: Directive | undefined,
  statements: readonly RehearsedStatement[],
): RehearsedMigration {
  if (declared) return result('irreversible', [], statements);
  const message = `it must be declared irreversible: there is neither rollbacks/${source.version}.sql nor -- shiplock: irreversible reason="…"`;
  return result('undeclared', [finding(source.file, message)], statements);
}

async function downAndUp(
  stage: Stage,
  source: MigrationSource,
  rollback: RollbackFile,
  before: SchemaSnapshot,
  after: SchemaSnapshot,
) {
  const down = await tryFile(stage, rollback);
  if ('failed' in down) return { isUp: true, findings: [finding(rollback.file, `fails: ${down.failed}`)] };
  const left = differences(before, await schemaSnapshot(stage.observer));
  const findings =
    left.length > 0 ? [finding(rollback.file, `does not restore the schema: ${some(left)}`)] : [];
  const again = await tryFile(stage, source);
  if ('failed' in again)
    return {
      isUp: false,
      findings: [...findings, finding(source.file, `fails after its rollback: ${again.failed}`)],
    };
  const changed = differences(after, await schemaSnapshot(stage.observer));
  if (changed.length > 0)
    findings.push(finding(source.file, `produces a different schema after its rollback: ${some(changed)}`));
  return { isUp: true, findings };
}

/** All the way down in reverse and up again, as a rollback of the whole release would go. */
async function wholeWay(
  stage: Stage,
  options: RehearsalOptions,
  migrations: readonly RehearsedMigration[],
  before: SchemaSnapshot,
  after: SchemaSnapshot,
): Promise<Finding[]> {
  if (migrations.length < 2 || migrations.some(({ down }) => down !== 'restored')) return [];
  for (const { version } of [...options.pending].reverse()) {
    const rollback = options.rollbacks.get(version);
    const down = rollback && (await tryFile(stage, rollback));
    if (down && 'failed' in down)
      return [finding(rollback.file, `fails when all are rolled back in reverse: ${down.failed}`)];
  }
  const left = differences(before, await schemaSnapshot(stage.observer));
  if (left.length > 0)
    return [finding('rollbacks', `all of them together do not restore the schema: ${some(left)}`)];
  for (const source of options.pending) {
    const up = await tryFile(stage, source);
    if ('failed' in up) return [finding(source.file, `fails after all were rolled back: ${up.failed}`)];
  }
  const changed = differences(after, await schemaSnapshot(stage.observer));
  return changed.length > 0
    ? [finding('migrations', `produce a different schema after all were rolled back: ${some(changed)}`)]
    : [];
}

async function tryFile(
  stage: Stage,
  source: Pick<MigrationSource, 'sql' | 'file'>,
): Promise<{ statements: RehearsedStatement[] } | { failed: string; code: string | undefined }> {
  try {
    return { statements: await runFile(stage, source) };
  } catch (error) {
    return { failed: reason(error), code: sqlState(error) };
  }
}

function sqlState(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}

function finding(file: string, message: string): Finding {
  return { object: file, message, place: { file } };
}
