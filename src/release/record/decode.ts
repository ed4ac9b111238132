import { z } from 'zod';
import { json } from '../json-schema.ts';
import { eventBody, maySay, type Told, VERSION } from './events.ts';
import { upcast, type Written } from './upcast.ts';

/** It is of a version or shape that this Shiplock does not know: what it says is not known, and may matter. */
export interface Unreadable {
  readonly is: 'unreadable';
}

const version = z.object({ v: json.optional() });

/** One body is parsed once. */
const KNOWN = new WeakMap<object, Told | Unreadable | undefined>();

/**
 * What an event says. Nobody else reads a body. One that may not say what it says (`ASSERTED`) says nothing: undefined.
 */
export function told(event: Written): Told | Unreadable | undefined {
  if (!KNOWN.has(event)) KNOWN.set(event, read(event));
  return KNOWN.get(event);
}

function read(event: Written): Told | Unreadable | undefined {
  // Whoever owns the database may have written anything.
  const { success, data: { v } = {} } = version.safeParse(event.body);
  if (!success) return otherwise(event, { is: 'unreadable' });
  const candidates = v === undefined ? upcast(event) : v === VERSION ? [event.body] : [];
  for (const candidate of candidates) {
    const { data } = eventBody.safeParse(candidate);
    if (!data) continue;
    const { v: _v, ...said } = data;
    return maySay(said.is, event) ? said : otherwise(event, undefined);
  }
  return otherwise(event, v === undefined && candidates.length === 0 ? undefined : { is: 'unreadable' });
}

/** Nothing goes on by mistake: a plan that cannot be read takes the plan's place, and an end is an end. */
function otherwise(event: Written, unread: Unreadable | undefined): Told | Unreadable | undefined {
  if (event.kind === 'planned' && maySay('planned', event))
    return { is: 'planned', plan: undefined, hash: '', moved: [], outlook: {} };
  if (event.kind === 'closed' && maySay('closed', event))
    return { is: 'closed', result: 'abandoned', serves: null };
  return unread;
}

/** In a word, for lists: the call that it is of, or what it says. */
export function inAWord(event: Written): string {
  const said = told(event);
  if (!said) return '';
  switch (said.is) {
    case 'call-begun':
      return said.call;
    case 'call-ended':
    case 'call-settled':
      return said.result === 'done' ? said.call : `${said.call} ${said.result}`;
    case 'closed':
      return said.result;
    default:
      return said.is;
  }
}
