import type { Constraint } from 'libpg-query';
import { nameList } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { Value } from '../expressions/formula.ts';
import { formulaOf, inDomain, type TypeOfColumn } from '../expressions/formula.ts';
import { literalOf } from '../expressions/plain.ts';
import { inWords, refusedCase, surelyFalse } from '../expressions/prove.ts';
import type { CatalogFacts, ColumnFacts, ConstraintFacts, ForeignKeyFacts, RelationFacts } from '../facts.ts';
import type { Target } from '../target.ts';
import { conditionOf } from './policies.ts';

/** Column types as conditions compare them: every enum is words, and a domain is what it stands for. */
export function typesOf(relation: RelationFacts | undefined, facts: CatalogFacts): TypeOfColumn {
  return (column) => {
    const known = relation?.columns.get(column);
    if (!known || known.collation) return undefined;
    const type = facts.types.get(known.type.replaceAll('"', ''));
    if (type?.kind === 'domain') return type.attributes?.[0]?.type;
    return type?.kind === 'enum' ? 'enum' : known.type;
  };
}

export const notNullOf =
  (relation: RelationFacts | undefined) =>
  (column: string): boolean =>
    relation?.columns.get(column)?.notNull === true;

interface Rule {
  readonly condition: unknown;
  /** The table before the release; nothing of a table that was not there. */
  readonly before: RelationFacts | undefined;
  /** The table by now. */
  readonly now: RelationFacts | undefined;
  /** Whether this release adds a column. */
  readonly isNew: (column: string) => boolean;
  readonly facts: CatalogFacts;
}

/**
 * What a CHECK refuses that the running version could write until now; empty: that cannot be told; undefined: nothing, by
 * proof. It keeps to the
 * CHECKs that were there, and leaves out the columns that the release adds.
 */
export function refusesMore({ condition, before, now, isNew, facts }: Rule): string | undefined {
  const types = typesOf(now ?? before, facts);
  const old = [...(before?.constraints.values() ?? [])].filter(
    ({ kind, enforced, condition: text }) => kind === 'check' && enforced !== false && text !== undefined,
  );
  const fixed = new Map<string, Value>();
  const unsure = new Set<string>();
  for (const [name, column] of now?.columns ?? []) {
    if (!isNew(name)) continue;
    const value = leftOut(column, types(name));
    if (value === undefined) unsure.add(name);
    else fixed.set(name, value);
  }
  const wanted = formulaOf(condition, types);
  const mode = 'check';
  const refused = refusedCase({
    given: old.map((each) => conditionOf(each.condition, types)),
    wanted,
    mode,
    notNull: (column) => notNullOf(before)(column),
    fixed,
  });
  return refused && inWords(refused, { wanted, mode });
}

/** Whether what an insert leaves out is refused for certain: every column's value is known, and so is the answer. */
export function refusesLeftOut({ condition, now, isNew, facts }: Omit<Rule, 'before'>): boolean {
  const types = typesOf(now, facts);
  const fixed = new Map<string, Value>();
  for (const [name, column] of now?.columns ?? []) {
    const value = isNew(name) ? leftOut(column, types(name)) : undefined;
    if (value !== undefined) fixed.set(name, value);
  }
  return surelyFalse(formulaOf(condition, types), fixed);
}

/** What an insert gets that does not know the column; undefined: that depends. */
function leftOut(column: ColumnFacts, type: string | undefined): Value | undefined {
  if (column.generated || column.identity) return undefined;
  if (!column.hasDefault) return null;
  const literal = literalOf(column.default);
  if (!literal || literal.value === null) return literal ? null : undefined;
  if (type === 'boolean' && typeof literal.value === 'string') return undefined;
  if (typeof literal.value === 'boolean') return literal.value;
  return inDomain(
    literal.value,
    /^(?:smallint|integer|bigint)$/.test(type ?? '')
      ? 'integer'
      : /^(?:numeric|real|double)/.test(type ?? '')
        ? 'number'
        : 'text',
  );
}

/** A foreign key that a statement adds. */
export function foreignKeyOf(constraint: Constraint): ForeignKeyFacts {
  return {
    columns: nameList(constraint.pk_attrs),
    onDelete: constraint.fk_del_action ?? 'a',
    onUpdate: constraint.fk_upd_action ?? 'a',
    match: constraint.fk_matchtype ?? 's',
    deferred: constraint.initdeferred === true,
  };
}

/** Whether two foreign keys bind the same columns to the same ones. */
export function samePair(
  a: ConstraintFacts,
  b: ConstraintFacts,
  referenced: RelationFacts | undefined,
): boolean {
  const key =
    [...(referenced?.constraints.values() ?? [])].find(({ kind }) => kind === 'primary-key')?.columns ?? [];
  const pairs = ({ columns, foreign }: ConstraintFacts) => {
    const to = foreign && foreign.columns.length > 0 ? foreign.columns : key;
    return columns
      .map((column, index) => `${column} ${to[index] ?? ''}`)
      .sort()
      .join();
  };
  return (
    a.kind === 'foreign-key' &&
    b.kind === 'foreign-key' &&
    a.references === b.references &&
    pairs(a) === pairs(b)
  );
}

const REFUSES = new Set(['a', 'r']);

/** What a foreign key refuses that another one of the same columns did not; undefined: nothing. */
export function refusesMoreThan(
  before: ConstraintFacts,
  now: ConstraintFacts,
  table: RelationFacts | undefined,
): string | undefined {
  const [was, is] = [before.foreign, now.foreign];
  if (!was || !is) return undefined;
  if (is.match === 'f' && was.match !== 'f') return 'it is MATCH FULL now';
  if (before.deferrable && !now.deferrable) return 'it can no longer be deferred';
  if (was.deferred && !is.deferred) return 'it is no longer deferred';
  for (const [verb, old, fresh] of [
    ['delete', was.onDelete, is.onDelete],
    ['update', was.onUpdate, is.onUpdate],
  ] as const) {
    if (old === fresh || REFUSES.has(old)) {
      if (old === 'a' && fresh === 'r' && before.deferrable) return `it refuses to ${verb} immediately`;
      continue;
    }
    if (REFUSES.has(fresh)) return `it refuses to ${verb} referenced rows`;
    const mayBeNull = before.columns.every((column) => table?.columns.get(column)?.notNull === false);
    if (fresh === 'n' && !mayBeNull)
      return `it sets ${before.columns.join(', ')} to NULL, which might be forbidden`;
    if (fresh === 'd')
      return `it sets ${before.columns.join(', ')} to the default, which must exist in the other table`;
  }
  return undefined;
}

/** The running version could not write NULL there either. */
export function neverNull(effects: Effects, target: Target, column: string): boolean {
  const before = effects.original(target);
  const proven = [...(before?.constraints.values() ?? [])].some(
    ({ enforced, proves }) => enforced !== false && proves?.includes(column),
  );
  return before?.columns.get(column)?.notNull === true || proven;
}
