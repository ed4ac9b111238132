import type { Hazard, MigrationPlan, StatementPlan } from '../release/ports.ts';

/** What one migration amounts to, for a line that an approver reads. */
export interface Line {
  readonly migration: MigrationPlan;
  /** `refused`: hazards nobody allowed. `allowed`: refused ones with a reason. */
  readonly state: 'refused' | 'allowed' | 'warning' | 'clear';
  readonly blocks: StatementPlan['blocks'];
  /** Relations whose readers or writers have to wait, strongest first. */
  readonly waiting: readonly string[];
  readonly rewrites: boolean;
  readonly scans: boolean;
  readonly losesData: boolean;
  readonly hazards: readonly Hazard[];
}

const BLOCKS: readonly StatementPlan['blocks'][] = ['nothing', 'writes', 'reads-and-writes'];

/** Sums up a migration. Remarks (`info`) count for nothing here. */
export function line(migration: MigrationPlan, empty: ReadonlySet<string> = new Set()): Line {
  const { statements } = migration;
  const hazards = statements.flatMap((statement) =>
    statement.hazards.filter(({ severity }) => severity !== 'info'),
  );
  // Nobody reads or writes a table without a row: no one waits for it.
  const felt = statements.filter(
    ({ locks, blocks }) =>
      blocks !== 'nothing' && locks.some(({ relation, level }) => STRONG.has(level) && !empty.has(relation)),
  );
  const isIndexOnly = statements.filter(
    ({ locks, blocks }) => blocks !== 'nothing' && !locks.some(({ level }) => STRONG.has(level)),
  );
  const waits = [...felt, ...isIndexOnly];
  const worst = Math.max(0, ...waits.map(({ blocks }) => BLOCKS.indexOf(blocks)));
  return {
    migration,
    state: stateOf(hazards),
    blocks: BLOCKS[worst] ?? 'nothing',
    waiting: waitingFor(waits).filter((relation) => !empty.has(relation)),
    rewrites: statements.some(({ rewrites }) => rewrites),
    scans: statements.some(({ scans }) => scans),
    losesData: statements.some(({ losesData }) => losesData),
    hazards,
  };
}

function stateOf(hazards: readonly Hazard[]): Line['state'] {
  if (hazards.some(({ severity, allowed }) => severity === 'refused' && !allowed)) return 'refused';
  if (hazards.some(({ allowed }) => allowed)) return 'allowed';
  return hazards.length > 0 ? 'warning' : 'clear';
}

function waitingFor(statements: readonly StatementPlan[]): string[] {
  const found = new Set<string>();
  for (const blocks of ['reads-and-writes', 'writes']) {
    for (const statement of statements) {
      if (statement.blocks !== blocks) continue;
      for (const { relation, level } of statement.locks) if (STRONG.has(level)) found.add(relation);
    }
  }
  return [...found];
}

const STRONG = new Set(['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock']);

/** Lock levels as the documentation writes them: `ACCESS EXCLUSIVE`. */
export function lockName(level: string): string {
  return level
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}
