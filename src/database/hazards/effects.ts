import type { RangeVar } from 'libpg-query';
import type { Hazard, LockLevel } from '../../release/ports.ts';
import type { AppContract } from '../../release/snapshot.ts';
import type { Statement } from '../sql/parse.ts';
import type { Doubt, Fate, RawHazard } from './doubt.ts';

export type { RawHazard } from './doubt.ts';

import type { CatalogFacts, ColumnFacts, RelationFacts } from './facts.ts';
import { stronger } from './locks/levels.ts';
import type { ReleaseMemory } from './memory.ts';
import type { Rule } from './rule.ts';
import { parts, resolve, type Target } from './target.ts';

/** Where a statement stands, and what is known of the release as a whole. */
export interface Setting {
  /** The pending file, counted from 0. */
  readonly file: number;
  /** A version of the app serves, which goes on while the file is applied. */
  readonly serves: boolean;
  /** What the release's own code says that it uses. */
  readonly uses?: AppContract | undefined;
}

const UNKNOWN_COLUMN: ColumnFacts = {
  type: 'unknown',
  notNull: false,
  hasDefault: false,
  generated: undefined,
  identity: false,
};

/** Collects what one statement does. Rule families read the catalog through it and write their findings into it. */
export class Effects {
  readonly statement: Statement;
  readonly facts: CatalogFacts;
  readonly memory: ReleaseMemory;
  readonly locks = new Map<string, LockLevel>();
  readonly hazards: RawHazard[] = [];
  rewrites = false;
  scans = false;
  losesData = false;
  /** What it does that the server refuses in a transaction, though its syntax does not show it. */
  needsNoTransaction: string | undefined;
  /** Readers wait for a lock on an index: a query takes one on every index of its tables. */
  readersWait = false;
  contract = false;
  /** Changes the schema, as opposed to rows. */
  ddl = false;
  /** Changes an unknown number of rows of an existing table that is not tiny. */
  bulkData = false;
  /** What goes, and may be there again at the end of the release. */
  readonly doubts: Doubt[] = [];
  /** Asked at the end of the release, with the memory as it is then. */
  readonly later: ((end: ReleaseMemory) => void)[] = [];
  /** What it makes or changes that the release's own code may need. */
  readonly adds: string[] = [];
  /** Runs only where the catalog says that it is still to be done (`IF NOT EXISTS (SELECT … pg_constraint …)`). */
  guarded = false;
  readonly setting: Setting;

  constructor(
    statement: Statement,
    facts: CatalogFacts,
    memory: ReleaseMemory,
    setting: Setting = { file: 0, serves: true },
  ) {
    this.statement = statement;
    this.facts = facts;
    this.memory = memory;
    this.setting = setting;
  }

  target(relation: RangeVar | undefined): Target {
    return { ...resolve(parts(relation), this.facts, this.memory), only: relation?.inh !== true };
  }

  named(names: readonly string[]): Target {
    return resolve(names, this.facts, this.memory);
  }

  lock(target: Target | string, level: LockLevel): void {
    const name = typeof target === 'string' ? target : target.name;
    // Nobody waits for what the file itself makes, and no lock is taken on what is not there.
    if (this.memory.createdInFile.has(name)) return;
    if (typeof target !== 'string' && target.isAbsent) return;
    const before = this.locks.get(name);
    this.locks.set(name, before ? stronger(before, level) : level);
  }

  /** Locks a table with everything below it: partitions and inheriting tables. */
  lockTree(target: Target, level: LockLevel): void {
    this.lock(target, level);
    if (target.only) return;
    for (const child of target.facts?.children ?? []) this.lock(child, level);
  }

  /** Locks a table with its partitions. Indexes and triggers do not reach tables that only inherit. */
  lockPartitions(target: Target, level: LockLevel): void {
    if (target.facts?.kind === 'partitioned') this.lockTree(target, level);
    else this.lock(target, level);
  }

  /** Keeps in mind what the release's own code may need of this statement. */
  add(what: string): void {
    this.adds.push(what);
  }

  /** Adds what statements inside this one do. */
  include(inside: Effects): void {
    for (const [name, level] of inside.locks)
      this.locks.set(name, stronger(level, this.locks.get(name) ?? level));
    this.hazards.push(...inside.hazards);
    this.rewrites ||= inside.rewrites;
    this.scans ||= inside.scans;
    this.losesData ||= inside.losesData;
    this.readersWait ||= inside.readersWait;
    this.needsNoTransaction ??= inside.needsNoTransaction;
    this.contract ||= inside.contract;
    this.ddl ||= inside.ddl;
    this.bulkData ||= inside.bulkData;
    this.doubts.push(...inside.doubts);
    // What it finds at the end counts for the statement around it.
    this.later.push(
      ...inside.later.map((ask) => (end: ReleaseMemory) => {
        const before = inside.hazards.length;
        ask(end);
        this.hazards.push(...inside.hazards.slice(before));
        this.contract ||= inside.contract;
      }),
    );
    this.adds.push(...inside.adds);
  }

  /** Facts of a relation as they were before the release; undefined where there was none. */
  original(target: Target): RelationFacts | undefined {
    return this.facts.relations.get(this.memory.renamed.get(target.name) ?? target.name);
  }

  /**
   * Something goes that the running version may use: `what` is named to people, `judge` looks for it at the end of the
   * release. Until then the hazard says that it is dropped.
   */
  goes(
    rule: Rule | undefined,
    what: string,
    judge: (end: ReleaseMemory) => Fate,
    options: {
      readonly target?: Target;
      readonly message?: string;
      readonly keepsWarning?: boolean;
      readonly isChange?: boolean;
    } = {},
  ): void {
    if (options.target?.isNew || options.target?.isAbsent) return;
    const before = this.hazards.length;
    if (rule) this.hazard(rule, options.message ?? `${what} is dropped`, options.target);
    const hazards = this.hazards.slice(before);
    const { keepsWarning = false, isChange = false } = options;
    this.doubts.push({ what, judge, hazards, keepsWarning, isChange });
  }

  /** Facts of an existing relation as they are by now: a target may be older than a change by the same statement. */
  current(target: Target): RelationFacts | undefined {
    const name = this.memory.renamed.get(target.name) ?? target.name;
    return this.memory.changed.get(name) ?? target.facts;
  }

  /** Keeps in mind that a statement changed an existing relation, for the statements after it. */
  change(target: Target, changes: Partial<RelationFacts>): void {
    const facts = this.current(target);
    if (facts)
      this.memory.changed.set(this.memory.renamed.get(target.name) ?? target.name, { ...facts, ...changes });
  }

  /** Keeps in mind that a trigger, policy or rule (`trigger x`) stands on an existing relation now. */
  attach(target: Target, what: string): void {
    const attached = this.current(target)?.attached;
    if (attached) this.change(target, { attached: new Set([...attached, what]) });
  }

  /** The same of one that stands there no longer. */
  detach(target: Target, what: string): void {
    const attached = this.current(target)?.attached;
    if (attached) this.change(target, { attached: new Set([...attached].filter((each) => each !== what)) });
  }

  /** The same for one column; without changes it is gone. */
  changeColumn(target: Target, column: string, changes: Partial<ColumnFacts> | undefined): void {
    const columns = new Map(this.current(target)?.columns);
    if (changes) columns.set(column, { ...(columns.get(column) ?? UNKNOWN_COLUMN), ...changes });
    else columns.delete(column);
    this.change(target, { columns });
  }

  rewrite(target: Target): void {
    if (target.isAbsent || target.isNew) return;
    this.rewrites = true;
    this.scans = true;
  }

  scan(target: Target): void {
    if (!target.isAbsent && !target.isNew) this.scans = true;
  }

  /** Rows or values that exist today are gone afterwards. */
  lose(target: Target): void {
    if (!target.isNew && !target.isAbsent) this.losesData = true;
  }

  /** The running version may not tolerate this. What the release itself made, the running version does not know. */
  breaks(target: Target): void {
    if (!target.isNew && !target.isAbsent) this.contract = true;
  }

  /**
   * Adds a hazard. With a target, hazards vanish on relations that the release made, and those about time become
   * remarks on tiny tables.
   */
  hazard(
    rule: Rule,
    message: string,
    target?: Target,
    options: {
      readonly onRows?: boolean;
      readonly severity?: Hazard['severity'];
      readonly relation?: string;
    } = {},
  ): void {
    if (
      target &&
      rule.threat !== 'style' &&
      rule.threat !== 'authorization' &&
      (target.isNew || target.isAbsent)
    )
      return;
    const severity = rule.threat === 'stall' && target?.isTiny ? 'info' : (options.severity ?? rule.severity);
    if (this.hazards.some((known) => known.rule.id === rule.id && known.message === message)) return;
    const onRows = options.onRows ?? (target !== undefined && target.facts?.empty !== true);
    this.hazards.push({ rule, severity, message, onRows, relation: options.relation });
  }
}
