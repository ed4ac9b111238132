import { andMore, firstOf } from '../../present/count.ts';
import { splitMarkdown } from '../../present/phases.ts';
import { type Problem, ShiplockError } from '../../release/errors.ts';
import type { MigrationPlan } from '../../release/ports.ts';
import { RULES } from './rules/index.ts';
import { splitOf } from './split.ts';

type Refusal = Problem;
const NOTHING = ['Nothing was applied.'];

/** Everything that keeps these files from being applied as they are, each problem once with all its places. */
export function refusalsOf(
  pending: readonly MigrationPlan[],
  pieces: ReadonlyMap<string, readonly string[]>,
): Refusal[] {
  return [contractFirst(pending), mixed(pending, pieces), hazards(pending)].filter(
    (refusal) => refusal !== undefined,
  );
}

/** One error of all of them: the first one's code, and what else is to be done. */
export function refusedBy(refusals: readonly Refusal[], evidence?: string): ShiplockError | undefined {
  const [first, ...more] = refusals;
  if (!first) return undefined;
  const also = more.map(({ what }) => what);
  return new ShiplockError({
    ...first,
    what: [first.what, ...also].join('. Also: '),
    next: [first.next, ...more.map(({ next }) => next)].join('\n'),
    places: refusals.flatMap(({ places }) => places ?? []),
    ...((evidence ?? first.evidence) ? { evidence: evidence ?? first.evidence ?? '' } : {}),
  });
}

/**
 * Refuses contract files ahead of an expand file. A contract one waits for the soak time, and files are applied in
 * order, so the expand one behind it could not be applied with its release.
 */
function contractFirst(pending: readonly MigrationPlan[]): Refusal | undefined {
  const lastExpand = pending.findLastIndex(({ phase }) => phase === 'expand');
  const early = pending.slice(0, Math.max(lastExpand, 0)).filter(({ phase }) => phase === 'contract');
  const [first] = early;
  const behind = first
    ? pending.slice(pending.indexOf(first)).find(({ phase }) => phase === 'expand')
    : undefined;
  if (!first || !behind) return undefined;
  const list = early.map((file) => `${file.file} (${whyContract(file)})`).join('; ');
  const one = early.length === 1;
  return {
    code: 'SHIPLOCK_PLAN_CONTRACT_FIRST',
    what: `${list} ${one ? 'is a contract migration and comes' : 'are contract migrations and come'} before the expand migration ${behind.file}`,
    next: [
      `If a file is not applied anywhere yet: give ${one ? 'it' : 'them'} a version after ${pending.at(-1)?.version}, or keep ${one ? 'it' : 'them'} for the next release.`,
      `If a file is applied elsewhere (on staging, for example), do not change its name and text, and ship in two steps: first the commit that ends with ${first.file}, then this one; a waiting contract file does not block later releases.`,
      'If the running version tolerates it, say so: -- shiplock: phase=expand in the file, or database.files in the settings if the file is applied elsewhere and must not be edited.',
    ].join('\n'),
    notDone: NOTHING,
    places: early.flatMap((file) => contractPlaces(file)),
  };
}

function whyContract({ statements }: MigrationPlan): string {
  const found = statements.filter(({ phase }) => phase === 'contract');
  const [first] = found;
  if (!first) return 'declared so';
  const why = first.breaks?.[0] ?? first.summary;
  return `${why}${andMore(found.length - 1, { begin: ', and ' })}`;
}

const contractPlaces = ({ file, statements }: MigrationPlan) =>
  statements
    .filter(({ phase }) => phase === 'contract')
    .map(({ line, column, summary, breaks }) => ({
      file,
      line,
      column,
      message: `contract: ${breaks?.join('; ') ?? summary}`,
    }));

/** A contract file that nobody declared one, and that holds what the release's own code may need. */
export function holdsBack(file: MigrationPlan): readonly string[] {
  if (file.phase !== 'contract' || file.declared) return [];
  return [...new Set(file.statements.flatMap(({ adds }) => adds ?? []))];
}

/** A file that both adds and takes away waits as a whole, and what it adds would be missing when the release goes live. */
function mixed(
  pending: readonly MigrationPlan[],
  pieces: ReadonlyMap<string, readonly string[]>,
): Refusal | undefined {
  const files = pending.filter((file) => holdsBack(file).length > 0);
  if (files.length === 0) return undefined;
  const said = files.map((file) => {
    const adds = holdsBack(file);
    return `${file.file} waits as a contract migration (${whyContract(file)}), so the release would go live without what it adds: ${firstOf(adds, 5)}`;
  });
  const splits = files.flatMap((file) => {
    const split = splitOf(file, pieces.get(file.file) ?? [], pending);
    return split ? [split] : [];
  });
  const whole = files.length - splits.length;
  return {
    code: 'SHIPLOCK_PLAN_MIXED_FILE',
    what: said.join('; '),
    next: [
      ...(splits.length > 0
        ? [
            `Split ${splits.map(({ file }) => file).join(', ')} into the two files shown below, if it is not applied anywhere yet: the first goes with this release, the second waits.`,
          ]
        : []),
      ...(whole > 0 || splits.length === 0
        ? [
            'If a statement needs one that removes something (a function recreated with a different result), create the new one under another name, or:',
          ]
        : []),
      'If the running version tolerates all of it: -- shiplock: phase=expand in the file. If the new code can do without it until later: -- shiplock: phase=contract.',
    ].join('\n'),
    notDone: NOTHING,
    places: files.flatMap((file) => contractPlaces(file)),
    ...(splits.length > 0
      ? { evidence: splits.map((one) => splitMarkdown(one.file, [one.expand, one.contract])).join('\n') }
      : {}),
  };
}

/** Refuses hazards of severity `refused` that nobody allowed. */
function hazards(pending: readonly MigrationPlan[]): Refusal | undefined {
  const found = pending.flatMap(({ file, statements }) =>
    statements.flatMap(({ line, column, hazards: all }) =>
      all
        .filter((hazard) => hazard.severity === 'refused' && !hazard.allowed)
        .map((hazard) => ({ file, line, column, hazard })),
    ),
  );
  const [first] = found;
  if (!first) return undefined;
  const { hazard } = first;
  const more = found.length > 1 ? ` (${andMore(found.length - 1, { begin: 'and ' })})` : '';
  return {
    code: 'SHIPLOCK_PLAN_HAZARD',
    what: `${first.file}:${first.line} is refused by ${hazard.rule}: ${hazard.message}${more}`,
    next: RULES.get(hazard.rule)?.onlyByPolicy
      ? `${hazard.instead} The list is read from the protected branch, with a reason for each table: merge it there first, for example database: { openTables: [{ table: public.notices, reason: "…" }] }.`
      : `${hazard.instead ? `${hazard.instead} Or allow it` : 'Allow it'} above the statement: -- shiplock: allow=${hazard.rule} reason="…" (if the file is applied elsewhere and must not be edited: database.files in the settings)`,
    notDone: NOTHING,
    places: found.map((each) => ({
      file: each.file,
      line: each.line,
      column: each.column,
      message: `${each.hazard.rule}: ${each.hazard.message}`,
    })),
  };
}
