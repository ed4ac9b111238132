import type { RangeVar } from 'libpg-query';
import type { Hazard, LockLevel } from '../../release/ports.ts';
import type { Statement } from '../sql/parse.ts';
import type { CatalogFacts, ColumnFacts, RelationFacts } from './facts.ts';
import type { ReleaseMemory } from './memory.ts';
import { type Rule, stronger } from './rule.ts';
import { parts, resolve, type Target } from './target.ts';

/** A hazard with its rule, before allowances. */
export interface RawHazard {
  readonly rule: Rule;
  readonly severity: Hazard['severity'];
  readonly message: string;
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

  constructor(statement: Statement, facts: CatalogFacts, memory: ReleaseMemory) {
    this.statement = statement;
    this.facts = facts;
    this.memory = memory;
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

  /** Whether the file at hand switches row level security on for this table, perhaps further down. */
  rowSecurityInRelease(name: string): boolean {
    return this.memory.rowSecurity.has(name);
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
  hazard(rule: Rule, message: string, target?: Target): void {
    if (
      target &&
      rule.threat !== 'style' &&
      rule.threat !== 'authorization' &&
      (target.isNew || target.isAbsent)
    )
      return;
    const severity = rule.threat === 'stall' && target?.isTiny ? 'info' : rule.severity;
    if (this.hazards.some((known) => known.rule.id === rule.id && known.message === message)) return;
    this.hazards.push({ rule, severity, message });
  }
}
