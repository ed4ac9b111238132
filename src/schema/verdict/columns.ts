import { typeOfPrinted } from '../../database/sql/definitions.ts';
import { elementType, generatedOf, type Item, list, same, text, value } from '../model/view.ts';
import { domainCheckAccepts } from './checks.ts';
import { callsOwnCode, expressionMayFail, sequenceIn } from './expressions.ts';
import { surelyFits } from './fits.ts';
import { type Both, isNewRelation, type Note, type Rule, type Touch, unknown, unsafe } from './notes.ts';
import { takenWhole } from './row-types.ts';

/** Columns: what old reads and writes see of them. */
export const column: Rule<'column'> = {
  gone: (item) => unsafe('the column is gone', ...anyUse(item)),
  changed: (before, after, both) => [
    ...typeChange(before, after),
    ...nullability(before, after),
    ...valueChange(before, after),
    ...numbers(before, after),
    ...(same(before, after, 'collation') ? [] : [unknown('its collation changed', ...anyUse(before))]),
    ...newDefaultNeeds(before, after, both),
  ],
  added: (item, both) => {
    const relation = text(item, 'relation');
    const owner = both.live.find('relation', relation);
    if (!owner || isNewRelation(relation, both)) return undefined;
    const type = text(owner, 'type');
    if (type === 'composite type') return unknown('a composite type has a new attribute', { relation });
    if (type === 'view' || type === 'materialized view') return hiddenFromStar(item, both);
    return (
      requiredColumn(item, both) ??
      defaultNeeds(item, both) ??
      hiddenFromStar(item, both) ??
      takenWhole(relation, both)
    );
  },
};

const anyUse = (item: Item<'column'>): Touch[] => [
  { relation: text(item, 'relation'), columns: [text(item, 'name')] },
];
const writes = (item: Item<'column'>): Touch[] => [
  { relation: text(item, 'relation'), verbs: ['insert'] },
  { relation: text(item, 'relation'), verbs: ['update'], columns: [text(item, 'name')] },
];
const inserts = (item: Item<'column'>): Touch => ({ relation: text(item, 'relation'), verbs: ['insert'] });
const reads = (item: Item<'column'>): Touch => ({
  relation: text(item, 'relation'),
  verbs: ['select'],
  columns: [text(item, 'name')],
});

function typeChange(before: Item<'column'>, after: Item<'column'>): Note[] {
  if (same(before, after, 'type')) return [];
  const from = text(before, 'type');
  const to = text(after, 'type');
  const why = `its type was ${from}, now it is ${to}`;
  const more = widensText(from, to) ? 'longer' : widensNumeric(from, to) ? 'larger' : undefined;
  return [
    more
      ? unknown(`${why}: ${more} values might come back`, ...anyUse(before))
      : unsafe(why, ...anyUse(before)),
  ];
}

/** varchar(20) → varchar(50), varchar or text: every old write still fits. */
function widensText(from: string, to: string): boolean {
  const length = (printed: string) => {
    const { schema, name = '', isArray, modifiers = [] } = typeOfPrinted(printed) ?? {};
    const isText = schema === undefined && !isArray && ['varchar', 'text'].includes(name);
    return isText ? (modifiers[0] ?? Number.POSITIVE_INFINITY) : Number.NaN;
  };
  return length(to) >= length(from);
}

/** numeric(10,2) → numeric(12,2) or numeric: every old write still fits, and keeps its decimals. */
function widensNumeric(from: string, to: string): boolean {
  const limits = (printed: string) => {
    const { schema, name, isArray, modifiers = [] } = typeOfPrinted(printed) ?? {};
    return schema === undefined && name === 'numeric' && !isArray ? modifiers : undefined;
  };
  const [a, b] = [limits(from), limits(to)];
  const [precision, scale] = a ?? [];
  if (precision === undefined || !b) return false;
  return b.length === 0 || (scale === b[1] && Number(b[0]) >= precision);
}

function nullability(before: Item<'column'>, after: Item<'column'>): Note[] {
  if (same(before, after, 'notNull')) return [];
  return after.properties.notNull
    ? [unsafe('it can no longer be null', ...writes(before))]
    : [unknown('it can be null now, which old code has never read', reads(before))];
}

const filled = (item: Item<'column'>): boolean =>
  (['default', 'identity', 'generated'] as const).some((property) => item.properties[property] !== null);

function valueChange(before: Item<'column'>, after: Item<'column'>): Note[] {
  if (!same(before, after, 'generated')) return [unsafe('how it is generated changed', ...anyUse(before))];
  const notes: Note[] = [];
  if (after.properties.notNull && filled(before) && !filled(after)) {
    notes.push(
      unsafe('it has no default now, so INSERTs that omit it no longer get a value', inserts(before)),
    );
  } else if (!same(before, after, 'default') && !(before.properties.notNull && !filled(before))) {
    notes.push(
      unknown('its default changed, so INSERTs that omit it get a different value', inserts(before)),
    );
  }
  if (!same(before, after, 'identity')) {
    if (after.properties.identity === 'always')
      notes.push(unsafe('only the database can fill it now', ...writes(before)));
    else if (before.properties.identity === null)
      notes.push(unknown('the database now fills it from a sequence', inserts(before)));
    else if (notes.length === 0 && after.properties.identity === null)
      notes.push(unknown('it is no longer an identity column', inserts(before)));
  }
  return notes;
}

/** Of an identity: where the numbers start and how many are held ready changes none that comes. */
function numbers(before: Item<'column'>, after: Item<'column'>): Note[] {
  const given = (item: Item<'column'>) =>
    list(item, 'identityOptions').filter(
      (option) => !['start ', 'cache '].some((word) => option.startsWith(word)),
    );
  const isKept = [before, after].every((item) => item.properties.identity !== null);
  return isKept && given(before).join() !== given(after).join()
    ? [unknown('the numbers that it generates changed', inserts(before))]
    : [];
}

function newDefaultNeeds(before: Item<'column'>, after: Item<'column'>, both: Both): Note[] {
  if (same(before, after, 'default')) return [];
  const note = defaultNeeds(after, both);
  return note ? [note] : [];
}

function requiredColumn(item: Item<'column'>, { live }: Both): Note | undefined {
  const isArray = text(item, 'type').endsWith('[]');
  const domains = domainsOf(elementType(text(item, 'type')), live);
  const domainDefault = isArray ? null : (domains.find(hasDefault)?.properties.default ?? null);
  const required =
    item.properties.notNull || (!isArray && domains.some(({ properties }) => properties.notNull));
  if (required && !filled(item) && domainDefault === null) {
    return unsafe('it is new and required, but INSERTs of the old code omit it', inserts(item));
  }
  const checks = domains.flatMap((domain) => list(domain, 'constraints'));
  // Of an array the elements are checked: NULL has none.
  const isAccepted = (check: string) =>
    givenOrNull(item) && (isArray ? item.properties.default === null : accepts(check, item, domainDefault));
  if (!checks.every(isAccepted)) {
    return unknown('it is new, and its domain checks values that the old code omits', inserts(item));
  }
  return undefined;
}

const givenOrNull = (item: Item<'column'>): boolean =>
  item.properties.identity === null && item.properties.generated === null;

const accepts = (check: string, item: Item<'column'>, domainDefault: unknown): boolean =>
  domainCheckAccepts(check, (item.properties.default ?? domainDefault) as string | null);

const hasDefault = (domain: Item<'domain'>): boolean => domain.properties.default !== null;

/** A domain, and the ones that it is made of: the rules of all of them hold. */
function domainsOf(type: string, live: Both['live']): Item<'domain'>[] {
  const domain = live.find('domain', type);
  return domain ? [domain, ...domainsOf(text(domain, 'type'), live)] : [];
}

/** A default runs with the rights of whoever inserts. */
function defaultNeeds(item: Item<'column'>, both: Both): Note | undefined {
  const generated = generatedOf(item)?.expression;
  if (generated && text(item, 'type') === 'text' && !item.properties.notNull && !expressionMayFail(generated))
    return undefined;
  if (generated) return unknown('it is computed on each write, and that can fail', ...writes(item));
  const value = text(item, 'default');
  const sequence = sequenceIn(value);
  if (sequence) return sequenceRights(item, sequence, both);
  // What the checks of a domain ask is weighed above; here, what it is made of.
  const stored = domainsOf(text(item, 'type'), both.live).at(-1) ?? item;
  if (item.properties.default === null || surelyFits(value, text(stored, 'type'))) return undefined;
  const why = callsOwnCode(value)
    ? 'its default calls a function of this database'
    : `its default might fail: ${value}`;
  return unknown(why, inserts(item));
}

function sequenceRights(item: Item<'column'>, sequence: string, { live, previous }: Both): Note | undefined {
  const relation = text(item, 'relation');
  const writers = [...previous.ofKind('grant'), ...previous.ofKind('column-grant')]
    .filter(
      (g) => (value(g, 'object') ?? value(g, 'relation')) === relation && g.properties.privilege === 'INSERT',
    )
    .map((g) => text(g, 'role'));
  const may = (role: string) =>
    [role, 'public'].some((r) =>
      ['USAGE', 'UPDATE'].some((p) => live.has(`grant sequence ${sequence} ${r} ${p}`)),
    );
  const lacking = [...new Set(writers)].filter((role) => !may(role));
  return lacking.length > 0
    ? unsafe(
        `its default needs USAGE on sequence ${sequence}, which ${lacking.join(', ')} lacks`,
        inserts(item),
      )
    : undefined;
}

/** Where a role may read columns one by one, `select *` fails on a column it was not granted. */
function hiddenFromStar(item: Item<'column'>, { previous, live }: Both): Note | undefined {
  const relation = text(item, 'relation');
  const byColumn = new Set(
    previous
      .of('column-grant', relation)
      .filter((g) => g.properties.privilege === 'SELECT')
      .map((g) => text(g, 'role')),
  );
  const blind = [...byColumn].filter(
    (role) =>
      ![role, 'public'].some((r) => live.has(`grant ${relation} ${r} SELECT`)) &&
      !live
        .of('column-grant', relation)
        .some(
          (g) =>
            g.properties.privilege === 'SELECT' &&
            g.properties.column === item.properties.name &&
            [role, 'public'].includes(text(g, 'role')),
        ),
  );
  if (blind.length === 0) return undefined;
  return unknown(`${blind.join(', ')} cannot read it, so \`select *\` fails`, {
    relation,
    verbs: ['select'],
    columns: [text(item, 'name')],
  });
}
