import type { RangeVar } from 'libpg-query';
import type { CatalogFacts } from '../../hazards/facts.ts';
import type { Statement } from '../../sql/parse.ts';
import { callsOwn } from '../calls.ts';
import { byDomain } from './by-domain.ts';
import type { Domain } from './domains.ts';
import { primaryKey } from './orphans.ts';
import { type Found, rulesOf } from './rules.ts';
import { type Place, Scene } from './scene.ts';
import { type Step, stepsOf } from './steps.ts';
import type { Trial } from './trial.ts';

export interface Collected {
  readonly trials: readonly Trial[];
  /** Constraints that no query can stand for, with the reason. */
  readonly left: readonly { readonly statement: Statement; readonly why: string }[];
}

/** Constraints that pending statements put on rows that are there, as the statements before them leave the tables. */
export function collect(
  files: readonly (readonly Statement[])[],
  facts: CatalogFacts,
  domains: ReadonlyMap<string, Domain>,
): Collected {
  const trials: Trial[] = [];
  const left: { statement: Statement; why: string }[] = [];
  const scene = new Scene(facts, domains);
  const later = new Map<string, Found>();
  for (const [statement, isFirst] of files.flatMap((file) =>
    file.map((each, at) => [each, at === 0] as const),
  )) {
    if (isFirst) scene.beginFile();
    const { steps, opaque } = stepsOf(statement);
    for (const step of steps) {
      scene.reshape(step);
      const place = scene.place(relationOf(step));
      if (place && place.facts.empty !== true) {
        const { found, left: reasons } = rulesOf({ step, place, scene, later });
        trials.push(...found.map((each) => trialOf({ step, place, scene }, each)));
        left.push(...reasons.map((why) => ({ statement, why })));
      }
      trials.push(...byDomain(step, scene, later));
      scene.apply(step);
    }
    if (opaque || runsUnknown(statement, facts)) scene.beyond(statement);
  }
  return { trials, left };
}

interface At {
  readonly step: Step;
  readonly place: Place;
  readonly scene: Scene;
}

function trialOf({ step, place, scene }: At, { rule, fromFile, parent }: Found): Trial {
  const { facts, shape, changed } = place;
  // Indexes and foreign keys do not reach tables that only inherit.
  const alone = facts.kind === 'table' && ['double', 'overlap', 'orphan'].includes(rule.kind);
  return {
    statement: step.statement,
    table: facts.name,
    only: alone || isOnly(step),
    rows: facts.rows,
    key: primaryKey(place),
    fromFile,
    shape,
    after: changed ?? (parent && scene.fills(parent)),
    unsure: !step.sure,
    rule,
  };
}

function relationOf({ node }: Step): RangeVar | undefined {
  if ('AlterTableStmt' in node && node.AlterTableStmt.objtype !== 'OBJECT_INDEX')
    return node.AlterTableStmt.relation;
  return 'IndexStmt' in node && node.IndexStmt.unique ? node.IndexStmt.relation : undefined;
}

/** ONLY, or a CHECK that is not inherited. */
function isOnly(step: Step): boolean {
  if (relationOf(step)?.inh !== true) return true;
  const { node } = step;
  return (
    'AlterTableStmt' in node &&
    (node.AlterTableStmt.cmds ?? []).some((item) => {
      const def = 'AlterTableCmd' in item ? item.AlterTableCmd.def : undefined;
      return def !== undefined && 'Constraint' in def && def.Constraint.is_no_inherit === true;
    })
  );
}

const runsUnknown = ({ node }: Statement, facts: CatalogFacts): boolean =>
  'CallStmt' in node || callsOwn(node, facts);
