import type { Constraint } from 'libpg-query';
import { parts } from '../../hazards/target.ts';
import { quoteName } from '../../sql/names.ts';
import { nameList } from '../../sql/walk.ts';
import type { Found, Rules } from './found.ts';
import type { Place, Scene } from './scene.ts';

/** The rule of a foreign key. */
export function orphans(
  constraint: Constraint,
  columns: readonly string[],
  { place, scene }: { readonly place: Place; readonly scene: Scene },
): Partial<Rules> {
  const { pktable, fk_matchtype, fk_with_period: hasPeriod } = constraint;
  const untried = (why: string) => ({ left: [`could not test the rows of ${place.facts.name}: ${why}`] });
  if (columns.some((column) => place.columns.get(column)?.varies))
    return untried(`${columns.join(', ')} gets its values when the file runs`);
  if (hasPeriod) return untried('a foreign key with PERIOD cannot be tested');
  const parent = scene.place(pktable);
  const full = fk_matchtype === 'f';
  const found = (rule: Found['rule']): Partial<Rules> => ({
    found: [{ rule, fromFile: true, parent: pktable }],
  });
  if (!parent) {
    const name = scene.named(parts(pktable));
    if (scene.fills(pktable)) return untried(`pending files create and fill ${name}`);
    return found({
      kind: 'orphan',
      columns,
      parent: name,
      parentColumns: undefined,
      onlyParent: false,
      full,
    });
  }
  const named = nameList(constraint.pk_attrs);
  const parentColumns = named.length > 0 ? named : primaryKey(parent);
  if (parentColumns.length !== columns.length)
    return untried(`a pending file creates the key of ${parent.facts.name}`);
  if (parentColumns.some((column) => !isAsItWas(parent, column)))
    return untried(`pending files change the columns of ${parent.facts.name}`);
  const { name, kind } = parent.facts;
  return found({
    kind: 'orphan',
    columns,
    parent: name,
    parentColumns,
    onlyParent: kind !== 'partitioned',
    full,
  });
}

export function primaryKey({ facts }: Place): readonly string[] {
  return [...facts.constraints.values()].find(({ kind }) => kind === 'primary-key')?.columns ?? [];
}

function isAsItWas({ facts, columns }: Place, column: string): boolean {
  const now = columns.get(column);
  return facts.columns.has(column) && now?.fromFile === false && now.sql.endsWith(`.${quoteName(column)}`);
}
