import type { Hazard, StatementPlan } from '../../release/ports.ts';
import type { AppContract } from '../../release/snapshot.ts';
import type { Directive, Statement } from '../sql/parse.ts';
import { type Fate, settleDoubt } from './doubt.ts';
import type { Effects, RawHazard } from './effects.ts';
import { blockedBy, stronger } from './locks/levels.ts';
import type { ReleaseMemory } from './memory.ts';
import { FAMILIES } from './rules/index.ts';
import { summary } from './source.ts';

/** A pending file, read statement by statement. */
export interface ReadFile {
  readonly effects: readonly Effects[];
  readonly directives: ReadonlyMap<Statement, readonly Directive[]>;
  /** What a directive in the file says. */
  readonly declared?: 'expand' | 'contract' | undefined;
  /** An earlier release left it to wait. */
  readonly earlier?: boolean | undefined;
  /** Rules that the settings allow in this file, with the reason. */
  readonly allowed?: Readonly<Record<string, string>> | undefined;
}

/** What the release finds in place. */
export interface Situation {
  /** A version of the app serves, which goes on while files are applied. */
  readonly serves: boolean;
  /** The database has neither a history nor anything of the app's. */
  readonly fresh: boolean;
  /** Why relations may be open to everybody through the API, by name. */
  readonly openTables?: ReadonlyMap<string, string>;
  /** Schemas that the Data API serves beside Supabase's own, as far as the target does not say it. */
  readonly exposed?: ReadonlySet<string>;
  /** What the release's own code says that it uses. */
  readonly uses?: AppContract | undefined;
}

export interface SettledFile {
  readonly phase: 'expand' | 'contract';
  readonly statements: readonly StatementPlan[];
}

type Phase = SettledFile['phase'];

/** Reads some of the files, as if there were no others. `end`: what they leave behind. */
export type ReadFiles = (wanted: (file: number) => boolean) => {
  readonly files: readonly (ReadFile | undefined)[];
  readonly end: ReleaseMemory;
};

/** Files that were read together, with what became of what each statement takes away. */
interface Judged {
  readonly files: readonly (ReadFile | undefined)[];
  readonly fates: ReadonlyMap<Effects, readonly Fate[]>;
}

/**
 * Judges what only the whole release can tell: what went and is there again, and the phase of each file. What only a
 * file that waits brings comes later, so the others are judged by what they leave behind without it.
 */
export function settle(read: ReadFiles, situation: Situation): readonly SettledFile[] {
  const whole = judge(read, () => true);
  const phases = whole.files.map((file): Phase => {
    if (file?.earlier) return 'contract';
    return situation.serves ? (file?.declared ?? 'expand') : 'expand';
  });
  const until = new Map<Statement, readonly string[]>();
  let now = whole;
  for (let changed = true; changed; ) {
    if (situation.serves) spread(whole, phases);
    changed = false;
    if (!phases.includes('contract') || !phases.includes('expand')) break;
    now = judge(read, (file) => phases[file] === 'expand');
    for (const [index, file] of now.files.entries()) {
      if (!situation.serves || !file || file.declared) continue;
      const breaks = file.effects.flatMap((each) => {
        const why = breaksOf(each, now.fates.get(each) ?? [], index, phases);
        return why ? [[each.statement, why.map((one) => `${one}, ${UNTIL}`)] as const] : [];
      });
      for (const [statement, why] of breaks) until.set(statement, why);
      if (breaks.length > 0) phases[index] = 'contract';
      changed ||= breaks.length > 0;
    }
  }
  return phases.map((phase, index) => {
    const file = whole.files[index];
    if (now !== whole) onlyLater(file?.effects ?? [], now.files[index]?.effects ?? []);
    for (const each of file?.effects ?? [])
      prepare(each, phase, file?.directives.get(each.statement) ?? [], situation);
    return {
      phase,
      statements: (file?.effects ?? []).map((each) => {
        const breaks = situation.serves
          ? (breaksOf(each, whole.fates.get(each) ?? [], index, phases) ?? until.get(each.statement))
          : undefined;
        const directives = file?.directives.get(each.statement) ?? [];
        const { openTables } = situation;
        const plan = toPlan(each, { directives, allowed: file?.allowed, openTables }, breaks);
        return file?.earlier ? heldOver(plan) : plan;
      }),
    };
  });
}

const UNTIL = 'until a waiting contract file is applied';

function judge(read: ReadFiles, wanted: (file: number) => boolean): Judged {
  const { files, end } = read(wanted);
  const effects = files.flatMap((file) => file?.effects ?? []);
  for (const each of effects) for (const ask of each.later) ask(end);
  return {
    files,
    fates: new Map(
      effects.map((each) => [each, each.doubts.map((doubt) => settleDoubt(doubt, end))] as const),
    ),
  };
}

function prepare(each: Effects, phase: Phase, directives: readonly Directive[], situation: Situation): void {
  if (!situation.serves || situation.fresh) for (const hazard of each.hazards) calm(hazard, situation);
  if (phase === 'contract') for (const hazard of each.hazards) if (hazard.rule.ofRows) waits(hazard);
  for (const family of FAMILIES) family.allowances?.(each, directives);
}

/** Adds what is wrong only because another file waits. */
function onlyLater(whole: readonly Effects[], now: readonly Effects[]): void {
  for (const [index, { hazards }] of now.entries()) {
    const known = whole[index]?.hazards ?? [];
    for (const hazard of hazards) {
      const same = known.some(
        ({ rule, message }) => rule.id === hazard.rule.id && message === hazard.message,
      );
      if (!same && hazard.severity !== 'info')
        known.push({ ...hazard, message: `${hazard.message}, ${UNTIL}` });
    }
  }
}

/** Of a file that an earlier release left to wait: its release was approved with it, and this one passes it by. */
function heldOver(plan: StatementPlan): StatementPlan {
  const hazards = plan.hazards.map((hazard): Hazard => {
    const { severity, message } = hazard;
    return {
      ...hazard,
      severity: severity === 'info' ? severity : 'warning',
      message: hazard.passing ? message : `${message}. The file of an earlier release waits`,
      passing: true,
    };
  });
  return { ...plan, hazards };
}

/**
 * A file is contract when any of its statements is. What is made again by a file that waits is not made again for now,
 * so phases are looked at until nothing changes.
 */
function spread({ files, fates }: Judged, phases: Phase[]): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const [index, file] of files.entries()) {
      if (!file || file.declared || phases[index] === 'contract') continue;
      if (!file.effects.some((each) => breaksOf(each, fates.get(each) ?? [], index, phases))) continue;
      phases[index] = 'contract';
      changed = true;
    }
  }
}

/** Why the running version may not tolerate a statement, in words; undefined: it does. */
function breaksOf(
  effects: Effects,
  fates: readonly Fate[],
  file: number,
  phases: readonly Phase[],
): readonly string[] | undefined {
  const why = effects.doubts.flatMap(({ what, isChange }, index) => {
    const fate = fates[index];
    if (!fate || fate.state === 'gone') return [isChange ? what : `${what} goes`];
    if (fate.state === 'differs') return [`${what}: ${fate.why}`];
    return fate.files.some((other) => other !== file && phases[other] === 'contract')
      ? [`${what} is recreated only by a waiting file`]
      : [];
  });
  if (!effects.contract && why.length === 0) return undefined;
  const said = effects.hazards
    .filter(({ rule, severity }) => severity !== 'info' && SAYS_WHY.has(rule.threat))
    .map(({ message }) => message);
  return [...new Set(why.length > 0 ? why : said)];
}

const SAYS_WHY = new Set(['loss', 'compatibility', 'authorization']);

/**
 * Where nothing serves, nobody waits and no version can miss anything. What would be lost counts where there are rows;
 * what the server itself refuses stays refused.
 */
function calm(hazard: RawHazard, { serves, fresh }: Situation): void {
  const { threat, refusedByServer, onlyByPolicy, whateverServes } = hazard.rule;
  if (refusedByServer || onlyByPolicy || whateverServes) return;
  if (!serves && (threat === 'stall' || threat === 'compatibility')) hazard.severity = 'info';
  else if (hazard.severity === 'refused' && !(threat === 'loss' && hazard.onRows && !fresh))
    hazard.severity = 'warning';
}

/** This release does not apply it, and until another one does, rows come and go. */
function waits(hazard: RawHazard): void {
  hazard.severity = 'warning';
  hazard.passing = true;
  hazard.message = `${hazard.message}. The file waits, and this is tested when it is applied`;
}

interface Allowances {
  readonly directives: readonly Directive[];
  readonly allowed: Readonly<Record<string, string>> | undefined;
  readonly openTables: ReadonlyMap<string, string> | undefined;
}

function toPlan(
  effects: Effects,
  allowances: Allowances,
  breaks: readonly string[] | undefined,
): StatementPlan {
  const { statement } = effects;
  const levels = [...effects.locks.values()];
  const strongest = levels.reduce((a, b) => stronger(a, b), 'AccessShareLock');
  return {
    line: statement.line,
    column: statement.column,
    summary: summary(statement),
    kind: statement.kind,
    locks: [...effects.locks]
      .map(([relation, level]) => ({ relation, level }))
      .sort((a, b) => (a.relation < b.relation ? -1 : 1)),
    rewrites: effects.rewrites,
    scans: effects.scans,
    losesData: effects.losesData,
    blocks: effects.readersWait ? 'reads-and-writes' : blockedBy(strongest),
    phase: breaks ? 'contract' : 'expand',
    ...(breaks && breaks.length > 0 ? { breaks } : {}),
    ...(effects.adds.length > 0 ? { adds: [...new Set(effects.adds)] } : {}),
    hazards: effects.hazards.map((hazard) => published(hazard, allowances)),
  };
}

function published(hazard: RawHazard, allowances: Allowances): Hazard {
  const { rule, severity, message } = hazard;
  const reason = reasonFor(hazard, allowances);
  return {
    rule: rule.id,
    severity: rule.ofRows && reason !== undefined ? 'info' : severity,
    message,
    ...(rule.instead ? { instead: rule.instead } : {}),
    ...(reason === undefined ? {} : { allowed: { reason } }),
    ...(hazard.passing ? { passing: true } : {}),
  };
}

function reasonFor({ rule, relation }: RawHazard, allowances: Allowances): string | undefined {
  const { directives, allowed, openTables } = allowances;
  if (rule.onlyByPolicy) return relation === undefined ? undefined : openTables?.get(relation);
  const allowance = directives.find((directive) => directive.kind === 'allow' && directive.rule === rule.id);
  return allowance?.kind === 'allow' ? allowance.reason : allowed?.[rule.id];
}
