import { isDeepStrictEqual } from 'node:util';
import { constraintOf, indexOf } from '../../database/sql/definitions.ts';
import { nameList } from '../../database/sql/walk.ts';
import { type Item, list, same, text, type View } from '../model/view.ts';
import { checkAccepts, listChange } from './checks.ts';
import { ambiguousEmbed } from './embeds.ts';
import { indexMayFail, isFresh } from './expressions.ts';
import { type Both, isNewRelation, type Note, type Rule, type Touch, unknown, unsafe } from './notes.ts';
import { refusedNow } from './publications.ts';

const on = (item: Item): string => text(item, 'relation');
const writes = (item: Item): Touch => ({ relation: on(item), verbs: ['insert', 'update'] });
const reads = (item: Item): Touch => ({ relation: on(item), verbs: ['select'] });

const readsOf = (item: Item): Touch => ({
  ...reads(item),
  ...(list(item, 'columns').length > 0 ? { columns: list(item, 'columns') } : {}),
});

/** The same constraint under another name is no new rule. */
const twin = (item: Item, among: readonly Item[]): Item | undefined =>
  among.find((other) => same(item, other, 'definition'));

/** A foreign key to a partitioned table has a part for each partition, on the same table as itself. */
function isPart(item: Item, view: View): boolean {
  const whole = view.get(`constraint ${text(item, 'parent')}`);
  return whole !== undefined && on(whole) === on(item);
}

export const constraint: Rule<'constraint'> = {
  gone: (item, both) => {
    if (isPart(item, both.live)) return undefined;
    if (twin(item, both.live.of('constraint', on(item))))
      return unknown('the constraint has a different name now', reads(item), writes(item));
    switch (text(item, 'type')) {
      case 'foreign key':
        return unsafe('the foreign key is gone: reads that embed the other table need it', reads(item));
      case 'primary key':
      case 'unique': {
        const why = 'the constraint is gone: ON CONFLICT and upserts need it';
        // A published table whose rows nothing identifies any more refuses deletes as well.
        const published = { relation: on(item), verbs: refusedNow(on(item), both) };
        return unsafe(why, writes(item), reads(item), published);
      }
      default:
        return unknown(
          'the constraint is gone: values that old code has never read can appear',
          readsOf(item),
        );
    }
  },
  changed: (before, after) => {
    if (same(before, after, 'columns') && isDeepStrictEqual(ruleOf(before), ruleOf(after))) return [];
    const change = listChange(text(before, 'definition'), text(after, 'definition'));
    if (change && change.gone.length > 0)
      return [unsafe(`it no longer allows ${change.gone.join(', ')}`, writes(before))];
    if (change && change.added.length === 0) return [];
    if (change) return [unknown(`it allows new values: ${change.added.join(', ')}`, readsOf(before))];
    const why = `it was ${text(before, 'definition')}, now it is ${text(after, 'definition')}`;
    const isKey = ['unique', 'primary key'].includes(text(before, 'type'));
    return [isKey ? unsafe(why, writes(before), reads(before)) : unknown(why, writes(before), reads(before))];
  },
  added: (item, both) => {
    if (!isEnforced(item) || isPart(item, both.previous)) return undefined;
    const embed = ambiguousEmbed(item, both);
    if (isNewRelation(on(item), both)) return embed ?? restrictsDeletes(item, both);
    if (both.previous.of('constraint', on(item)).some((old) => same(old, item, 'definition')))
      return undefined;
    const type = text(item, 'type');
    if (type === 'check' || type === 'foreign key') {
      // Each for those whom it concerns: who writes, and who reads through the join.
      const rule = overNewColumns(item, both) ? surely(item, both) : newRule(item);
      return [rule, embed].filter((note) => note !== undefined);
    }
    if (type === 'exclusion') return unsafe('an exclusion constraint is new', writes(item));
    return backedByOldIndex(item, both) ? undefined : keyAdded(item, both);
  },
};

const readOf = (item: Item) => constraintOf(text(item, 'definition'));

/** CHECKs and foreign keys say whether they are; all others are. */
function isEnforced(item: Item): boolean {
  const { contype, is_enforced } = readOf(item) ?? {};
  return is_enforced === true || (contype !== 'CONSTR_CHECK' && contype !== 'CONSTR_FOREIGN');
}

/** ON DELETE CASCADE, SET NULL or SET DEFAULT: https://www.postgresql.org/docs/current/catalog-pg-constraint.html */
const removesWith = (item: Item): boolean => ['c', 'n', 'd'].includes(readOf(item)?.fk_del_action ?? '');

/** All of a rule but whether it was checked of the rows that were there. */
function ruleOf(item: Item): unknown {
  const read = readOf(item);
  if (!read) return text(item, 'definition');
  const { skip_validation: _, initially_valid: __, location: ___, ...rule } = read;
  return withoutPlaces(rule);
}

/** A syntax tree without where in the text each part stands. */
function withoutPlaces(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withoutPlaces);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([field]) => !['location', 'list_start', 'list_end'].includes(field))
      .map(([field, value]) => [field, withoutPlaces(value)]),
  );
}

/** Rows of a new table can keep old code from deleting what they point at. */
function restrictsDeletes(item: Item, both: Both): Note | undefined {
  const target = text(item, 'references');
  if (!target || isNewRelation(target, both) || removesWith(item)) return undefined;
  return {
    ...unknown(`rows of the new ${on(item)} prevent rows of ${target} from being deleted`, {
      relation: target,
      verbs: ['delete'],
    }),
    onlyIfDeclared: true,
  };
}

const columnsOf = (item: Item, both: Both) =>
  list(item, 'columns').map((name) => ({ name, column: both.live.column(on(item), name) }));
const isNewColumn = (item: Item, name: string, both: Both) => !both.previous.column(on(item), name);

const overNewColumns = (item: Item, both: Both): boolean =>
  list(item, 'columns').length > 0 && list(item, 'columns').every((name) => isNewColumn(item, name, both));

/** Old inserts leave new columns out: does the rule surely accept what they get then? */
function surely(item: Item, both: Both): Note | undefined {
  const columns = columnsOf(item, both);
  const readable = columns.length === 1 || text(item, 'type') === 'foreign key';
  if (readable && columns.every(({ column }) => column && acceptsOmitted(item, column))) return undefined;
  return unknown(
    `a new rule on new columns might refuse rows in which old code omits them: ${text(item, 'definition')}`,
    writes(item),
  );
}

function acceptsOmitted(item: Item, column: Item<'column'>): boolean {
  if (column.properties.identity !== null || column.properties.generated !== null) return false;
  const value = column.properties.default as string | null;
  if (text(item, 'type') === 'foreign key') return value === null && readOf(item)?.fk_matchtype === 's';
  return checkAccepts(text(item, 'definition'), value);
}

const newRule = (item: Item): Note =>
  unsafe(`a new rule on its rows: ${text(item, 'definition')}`, writes(item));

/**
 * `add constraint … unique using index`: the rule was there before. So it was where some of its columns were unique
 * already, as the key that a foreign key of two columns needs. A deferrable one keeps ON CONFLICT from working.
 */
function backedByOldIndex(item: Item, { previous }: Both): boolean {
  const [key, late] = [keyOf(item), deferrable(previous, on(item))];
  return (
    !isDeferrable(item) &&
    previous
      .of('index', on(item))
      .some(
        (index) =>
          index.properties.unique === true &&
          index.properties.expressions === false &&
          index.properties.valid === true &&
          !late.includes(index.properties.constraint ?? '') &&
          keyOf(index).columns.every((column) => key.columns.includes(column)) &&
          keyOf(index).nullsAlike === key.nullsAlike,
      )
  );
}

/** Names of constraints whose rule holds at the end of a transaction. */
const deferrable = (view: View, relation: string): readonly unknown[] =>
  view
    .of('constraint', relation)
    .filter(isDeferrable)
    .map((other) => other.properties.name);

const isDeferrable = (item: Item): boolean => readOf(item)?.deferrable === true;

/** What must be unique: columns with their collations in any order, INCLUDE left out, and whether NULLs are alike. */
function keyOf(item: Item): { readonly columns: readonly string[]; readonly nullsAlike: boolean } {
  const definition = text(item, 'definition');
  const index = indexOf(definition);
  if (index) {
    const parts = (index.indexParams ?? []).flatMap((each) => ('IndexElem' in each ? each.IndexElem : []));
    const columns = parts.map(({ name, expr, collation, opclass }) =>
      name === undefined || collation || opclass
        ? JSON.stringify([name, withoutPlaces(expr), nameList(collation), nameList(opclass)])
        : name,
    );
    return { columns: columns.sort(), nullsAlike: index.nulls_not_distinct === true };
  }
  const { keys, without_overlaps, nulls_not_distinct } = readOf(item) ?? {};
  // A key whose last part may not overlap is another rule than that of its columns.
  const columns = keys ? [...nameList(keys), ...(without_overlaps ? [definition] : [])] : [definition];
  return { columns: columns.sort(), nullsAlike: nulls_not_distinct === true };
}

function keyAdded(item: Item, both: Both): Note | undefined {
  const columns = columnsOf(item, both);
  const fresh = columns.filter(({ name }) => isNewColumn(item, name, both));
  // One column of the key that never repeats (or stays null) is enough.
  const distinct = fresh.some(({ column }) => {
    if (!column) return false;
    if (column.properties.identity !== null) return true;
    const value = column.properties.default as string | null;
    if (value === null)
      return column.properties.generated === null && !column.properties.notNull && !keyOf(item).nullsAlike;
    return isFresh(value);
  });
  return distinct
    ? undefined
    : unsafe(`values must be unique now: ${text(item, 'definition')}`, writes(item));
}

/** Another unique index over the same columns serves as well. */
function uniqueGone(item: Item<'index'>, { live }: Both): Note | undefined {
  const late = deferrable(live, on(item));
  const still = live
    .of('index', on(item))
    .some(
      (other) =>
        other.properties.unique === true &&
        other.properties.valid === true &&
        !other.properties.expressions &&
        !item.properties.expressions &&
        !late.includes(other.properties.constraint ?? '') &&
        keyOf(other).columns.join() === keyOf(item).columns.join(),
    );
  return still
    ? undefined
    : unsafe('the unique index is gone: ON CONFLICT and upserts need it', writes(item), reads(item));
}

export const index: Rule<'index'> = {
  gone: (item, both) => {
    const isRule = item.properties.unique && item.properties.constraint === null;
    return isRule ? uniqueGone(item, both) : undefined;
  },
  changed: (before, after, both) => {
    if (before.properties.constraint !== null && after.properties.constraint !== null) return [];
    if (!before.properties.unique && after.properties.unique)
      return [unsafe('values must be unique now', writes(before))];
    if (!before.properties.unique)
      return !same(before, after, 'definition') && indexMayFail(text(after, 'definition'))
        ? [unknown('its expression changed and might fail', writes(before))]
        : [];
    if (same(before, after, 'definition', 'valid', 'unique')) return [];
    const lost = before.properties.expressions ? undefined : uniqueGone(before, both);
    return [lost ?? unknown('the unique index changed', writes(before), reads(before))];
  },
  added: (item, both) => {
    if (isNewRelation(on(item), both) || item.properties.constraint !== null) return undefined;
    if (item.properties.unique) {
      if (item.properties.expressions)
        return unsafe(`values must be unique now: ${text(item, 'definition')}`, writes(item));
      return backedByOldIndex(item, both) ? undefined : keyAdded(item, both);
    }
    return item.properties.expressions && indexMayFail(text(item, 'definition'))
      ? unknown('a new index computes something on each write, which can fail', writes(item))
      : undefined;
  },
};
