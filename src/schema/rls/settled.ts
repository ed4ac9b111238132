import { isDeepStrictEqual } from 'node:util';
import { count as counted, plural } from '../../present/count.ts';
import { type Ignore, ignoredRemark, isNamed } from '../model/passing.ts';
import { columnsOf } from './cell.ts';
import type { Cell, RelationRights, RlsMatrix, Verb } from './matrix.ts';

/**
 * Both matrices without what is not compared: what the settings ignore, and partitions that jobs make and drop. A
 * partition that is in one of the two alone follows its parent, unless it gives somebody more than the parent does.
 */
export function settledMatrix(
  expected: RlsMatrix,
  live: RlsMatrix,
  ignore: Ignore,
): { readonly want: RlsMatrix; readonly have: RlsMatrix; readonly remarks: readonly string[] } {
  const [want, have] = [kept(expected, ignore), kept(live, ignore)];
  const come = new Set(
    Object.keys(have.relations).filter(
      (name) => !Object.hasOwn(want.relations, name) && follows(name, have.relations),
    ),
  );
  const gone = new Set(
    Object.keys(want.relations).filter(
      (name) => !Object.hasOwn(have.relations, name) && wasPartition(want.relations[name], have),
    ),
  );
  const ignored = count(live) - count(have);
  return {
    want: less(want, gone),
    have: less(have, come),
    remarks: [
      ...(come.size > 0
        ? [
            `${counted(come.size, 'new partition')} ${plural(come.size, 'follows its', 'follow their')} parent`,
          ]
        : []),
      ...(gone.size > 0 ? [`${counted(gone.size, 'partition')} removed`] : []),
      ...ignoredRemark(ignored),
    ],
  };
}

const count = ({ relations, functions }: RlsMatrix) =>
  Object.keys(relations).length + Object.keys(functions).length;

const less = (matrix: RlsMatrix, names: ReadonlySet<string>): RlsMatrix => ({
  ...matrix,
  relations: Object.fromEntries(Object.entries(matrix.relations).filter(([name]) => !names.has(name))),
});

function kept(matrix: RlsMatrix, ignore: Ignore): RlsMatrix {
  const { kinds } = ignore;
  const relations = Object.entries(matrix.relations)
    .filter(([name, { rls }]) => {
      const kind = rls.startsWith('view') ? 'view' : 'relation';
      return !isIgnoredRelation(name, ignore) && !kinds.includes(kind);
    })
    .map(
      ([name, rights]) => [name, kinds.includes('policy') ? { ...rights, policies: {} } : rights] as const,
    );
  return {
    ...matrix,
    relations: Object.fromEntries(relations),
    functions: kinds.includes('function')
      ? {}
      : Object.fromEntries(
          Object.entries(matrix.functions).filter(([name]) => !isIgnoredRelation(name, ignore)),
        ),
  };
}

/** @param name with its schema */
export function isIgnoredRelation(name: string, ignore: Ignore): boolean {
  return ignore.schemas.some((schema) => name.startsWith(`${schema}.`)) || isNamed([name], ignore);
}

type Relations = RlsMatrix['relations'];

/** A new partition that opens nothing: no role may do more with it than with its parent. */
function follows(name: string, relations: Relations): boolean {
  const own = relations[name];
  const parent = own && relations[own.partitionOf ?? ''];
  if (!own || !parent) return false;
  const policies = Object.entries(own.policies).every(([policy, text]) => parent.policies[policy] === text);
  const roles = Object.entries(own.rights).every(([role, cells]) =>
    Object.entries(cells ?? {}).every(
      ([verb, cell]) =>
        width(cell) <= width(parent.rights[role]?.[verb as Verb]) &&
        columnsWithin(cell, parent.rights[role]?.[verb as Verb]),
    ),
  );
  return policies && roles;
}

/** Files that older versions wrote do not say what is a partition; the parent that is left does. */
function wasPartition(own: RelationRights | undefined, live: RlsMatrix): boolean {
  const parents = own?.partitionOf === undefined ? (own?.parents ?? []) : [own.partitionOf];
  return parents.some((parent) => live.relations[parent]?.partitioned === true);
}

/** How many rows a cell opens, as a rank. */
function width(cell: Cell | undefined): number {
  if (cell === undefined || cell === 'denied') return 0;
  return ['no rows', 'conditional', 'allowed'].findIndex((word) => cell.startsWith(word)) + 1;
}

/** Some columns are less than all of them; other lists are not compared. */
function columnsWithin(cell: Cell, parent: Cell | undefined): boolean {
  const of = parent === undefined ? undefined : columnsOf(parent);
  return of === undefined || isDeepStrictEqual(columnsOf(cell), of);
}
