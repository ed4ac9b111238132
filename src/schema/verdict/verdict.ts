import { isDeepStrictEqual } from 'node:util';
import type { AppContract, SchemaSnapshot, Verdict } from '../../release/snapshot.ts';
import type { Kind } from '../model/objects.ts';
import { type Item, text, unreadKinds, View } from '../model/view.ts';
import { domain, enumeration, functions, rest, sequence } from './code.ts';
import { column } from './columns.ts';
import { constraint, index } from './constraints.ts';
import { type Both, isGoneRelation, type Note, type Rules } from './notes.ts';
import { publication } from './publications.ts';
import { columnGrant, grant } from './rights.ts';
import { policy, relation, rls, rule, trigger, view } from './tables.ts';
import { Uses } from './uses.ts';

/** Kinds without a rule (default privileges) cannot break code that is already written. */
const RULES: Rules = {
  ...rest,
  relation,
  view,
  column,
  constraint,
  index,
  policy,
  rls,
  trigger,
  rule,
  grant,
  'column-grant': columnGrant,
  enum: enumeration,
  domain,
  sequence,
  publication,
  function: functions,
};

/** A rule of one kind, which is only asked about objects of that kind. */
interface AnyRule {
  gone?(item: Item, both: Both): Note | undefined;
  changed?(before: Item, after: Item, both: Both): readonly Note[];
  added?(item: Item, both: Both): Note | readonly Note[] | undefined;
}

const ruleOf = (kind: Kind): AnyRule | undefined => RULES[kind] as AnyRule | undefined;

type Reason = Verdict['reasons'][number];

/**
 * May the release that kept `previous` serve again on the `live` schema? Pure. `safe`: everything it had is there
 * and what is new cannot refuse its writes. Everything else is a reason, named by object. A contract (by default the
 * one that the release kept with its snapshot) takes away reasons about what the release does not use.
 */
export function verdict(
  previous: SchemaSnapshot | undefined,
  live: SchemaSnapshot,
  contract: AppContract | undefined = previous?.contract,
): Verdict {
  if (!previous) return unknownBecause('schema snapshot', 'the previous release has none');
  if (previous.format !== 1 || live.format !== 1)
    return unknownBecause('schema snapshot', 'this version does not know its format');
  const both: Both = { previous: new View(previous), live: new View(live) };
  const uses = contract && new Uses(contract, both.previous);
  const reasons = [
    ...unreadable(previous, 'when it was released'),
    ...unreadable(live, 'now'),
    ...compare(both, unreadKinds(previous, live)).flatMap(({ id, note }) => weigh(id, note, uses)),
  ];
  // Unsafe ones first: they decide.
  const ordered = reasons.toSorted((a, b) => Number(b.answer === 'unsafe') - Number(a.answer === 'unsafe'));
  return { answer: ordered[0]?.answer ?? 'safe', reasons: ordered };
}

const unknownBecause = (object: string, why: string): Verdict => ({
  answer: 'unknown',
  reasons: [{ answer: 'unknown', object, why }],
});

const unreadable = (snapshot: SchemaSnapshot, when: string): Reason[] =>
  snapshot.unreadable.map(({ what, why }) => ({
    answer: 'unknown',
    object: what,
    why: `could not be read ${when}: ${why}`,
  }));

function compare(both: Both, unread: ReadonlySet<string>): { id: string; note: Note }[] {
  const notes: { id: string; note: Note }[] = [];
  const { previous, live } = both;
  const ids = [...new Set([...Object.keys(previous.objects), ...Object.keys(live.objects)])].sort();
  for (const id of ids) {
    const [before, after] = [previous.get(id), live.get(id)];
    const kind = (before ?? after)?.kind ?? 'schema';
    const found: AnyRule | undefined = ruleOf(kind);
    if (unread.has(kind) && !(before && after)) continue;
    for (const note of apply(found, before, after, both)) notes.push({ id, note });
  }
  return notes;
}

function apply(
  found: AnyRule | undefined,
  before: ReturnType<View['get']>,
  after: ReturnType<View['get']>,
  both: Both,
): readonly Note[] {
  if (before && after) {
    const isSame = isDeepStrictEqual(before.properties, after.properties);
    return isSame ? [] : (found?.changed?.(before, after, both) ?? []);
  }
  if (before) {
    const note = isGoneRelation(text(before, 'relation'), both) ? undefined : found?.gone?.(before, both);
    return note ? [note] : [];
  }
  return [(after && found?.added?.(after, both)) ?? []].flat();
}

function weigh(object: string, note: Note, uses: Uses | undefined): Reason[] {
  const matters = uses ? uses.of(note) : note.onlyIfDeclared ? 'no' : 'yes';
  if (matters === 'yes') return [{ answer: note.answer, object, why: note.why }];
  if (matters === 'no' || note.onlyIfDeclared) return [];
  const why = `${note.why}; the app's contract does not use it, but code in the database might`;
  return [{ answer: 'unknown', object, why }];
}
