import { elementType, type Item, list, type PropertyOf, same, text, type View } from '../model/view.ts';
import { type Note, ownerOf, type Rule, type Rules, type Touch, unknown, unsafe } from './notes.ts';

const named = (item: Item): string => item.id.slice(item.kind.length + 1);

/**
 * Whoever reads or writes a column of the type, of a domain over it, of a row that has it, or calls a function with it.
 * A type that nothing has: everybody.
 */
function usersOfType(item: Item, view: View): Touch[] {
  const types = new Set([named(item)]);
  const touches: Touch[] = [];
  // A Set yields what is added while it is walked.
  for (const type of types) {
    const isOfType = (other: Item) => elementType(text(other, 'type')) === type;
    for (const column of view.ofKind('column').filter(isOfType)) {
      const relation = text(column, 'relation');
      touches.push({ relation, columns: [text(column, 'name')] });
      types.add(relation);
    }
    for (const domain of view.ofKind('domain').filter(isOfType)) types.add(named(domain));
    for (const f of view.ofKind('function'))
      if (`${text(f, 'arguments')} ${text(f, 'result')}`.includes(type)) touches.push({ function: named(f) });
  }
  return touches;
}

export const enumeration: Rule<'enum'> = {
  gone: (item, both) => unsafe('the enum is gone', ...usersOfType(item, both.previous)),
  changed: (before, after, both) => {
    const touches = usersOfType(before, both.previous);
    const [old, now] = [list(before, 'labels'), list(after, 'labels')];
    const lost = old.filter((label) => !now.includes(label));
    if (lost.length > 0) return [unsafe(`it no longer has ${lost.join(', ')}`, ...touches)];
    const kept = now.filter((label) => old.includes(label));
    if (kept.join('\0') !== old.join('\0')) return [unsafe('the order of its values changed', ...touches)];
    const added = now.filter((label) => !old.includes(label));
    return added.length > 0
      ? [unknown(`it has new values, which old code has never read: ${added.join(', ')}`, ...touches)]
      : [];
  },
};

export const domain: Rule<'domain'> = {
  gone: (item, both) => unsafe('the domain is gone', ...usersOfType(item, both.previous)),
  changed: (before, after, both) => {
    const touches = usersOfType(before, both.previous);
    const notes: Note[] = [];
    if (!same(before, after, 'type'))
      notes.push(unsafe(`it was ${text(before, 'type')}, now it is ${text(after, 'type')}`, ...touches));
    const [old, now] = [list(before, 'constraints'), list(after, 'constraints')];
    const added = now.filter((c) => !old.includes(c));
    if (added.length > 0) notes.push(unsafe(`it checks more: ${added.join(', ')}`, ...touches));
    else if (old.length > now.length)
      notes.push(unknown('it checks less: values that old code has never read can appear', ...touches));
    if (!same(before, after, 'notNull')) {
      notes.push(
        after.properties.notNull
          ? unsafe('it can no longer be null', ...touches)
          : unknown('it can be null now', ...touches),
      );
    }
    if (!same(before, after, 'default')) notes.push(unknown('its default changed', ...touches));
    return notes;
  },
};

const FUNCTION_PARTS = {
  bodyHash: 'body',
  security: 'security (definer or invoker)',
  settings: 'settings (search_path)',
  volatility: 'volatility',
  strict: 'null handling',
  parallel: 'parallel safety',
  leakproof: 'leakproof setting',
  language: 'language',
  owner: 'owner',
} as const satisfies Partial<Record<PropertyOf<Item<'function'>>, string>>;
const PARTS = [
  'bodyHash',
  'security',
  'settings',
  'volatility',
  'strict',
  'parallel',
  'leakproof',
  'language',
  'owner',
] as const;

export const functions: Rule<'function'> = {
  gone: (item) => unsafe('the function is gone, or takes different arguments', { function: named(item) }),
  changed: (before, after) => {
    const touch = { function: named(before) };
    const notes: Note[] = [];
    if (!same(before, after, 'kind', 'result'))
      notes.push(
        unsafe(`it returned ${text(before, 'result')}, now it returns ${text(after, 'result')}`, touch),
      );
    if (!same(before, after, 'arguments'))
      notes.push(
        unsafe(
          `its arguments were (${text(before, 'arguments')}), now they are (${text(after, 'arguments')})`,
          touch,
        ),
      );
    const parts = PARTS.filter((part) => !same(before, after, part));
    if (parts.length > 0)
      notes.push(unknown(`changed: its ${parts.map((part) => FUNCTION_PARTS[part]).join(', ')}`, touch));
    return notes;
  },
  added: (item, { previous }) => {
    const overloaded = previous.ofKind('function').find((old) => same(old, item, 'name'));
    return (
      overloaded &&
      unknown(`calls of ${named(overloaded)} might become ambiguous`, { function: named(overloaded) })
    );
  },
};

export const sequence: Rule<'sequence'> = {
  gone: (item, { previous }) => unsafe('the sequence is gone', ...ownerOf(item, previous)),
  changed: (before, after, { previous }) =>
    same(before, after, 'type', 'increment', 'min', 'max', 'cycle')
      ? []
      : [unknown('the numbers that it generates changed', ...ownerOf(before, previous))],
};

const atLogin = (item: Item<'event-trigger'>): boolean => text(item, 'event') === 'login';

export const rest: Rules = {
  schema: { gone: () => unsafe('the schema is gone') },
  type: {
    gone: (item, both) => unsafe('the type is gone', ...usersOfType(item, both.previous)),
    changed: (before, _after, both) => [unknown('the type changed', ...usersOfType(before, both.previous))],
  },
  'event-trigger': {
    added: (item) => (atLogin(item) ? unknown('it runs at each login, and can refuse it') : undefined),
    changed: (before, after) =>
      atLogin(before) || atLogin(after) ? [unknown('what runs at each login changed')] : [],
  },
  extension: {
    gone: () => unsafe('the extension is gone'),
    changed: (before, after) =>
      same(before, after, 'schema')
        ? [unknown(`its version was ${text(before, 'version')}, now it is ${text(after, 'version')}`)]
        : [unsafe(`it was in schema ${text(before, 'schema')}, now it is in ${text(after, 'schema')}`)],
  },
};
