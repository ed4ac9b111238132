import type { Kind } from '../model/objects.ts';
import { type Item, text, type View } from '../model/view.ts';

export type Verb = 'select' | 'insert' | 'update' | 'delete';

/** What an app must use for a reason to concern it. No `verbs` or `columns`: any. */
export interface Touch {
  readonly relation?: string;
  readonly verbs?: readonly Verb[];
  readonly columns?: readonly string[];
  /** `public.search(text)`. */
  readonly function?: string;
}

/** One reason before the contract was asked. No touches: it concerns every app. */
export interface Note {
  readonly answer: 'unsafe' | 'unknown';
  readonly why: string;
  readonly touches: readonly Touch[];
  /** Left out unless a contract says that the app does this. */
  readonly onlyIfDeclared?: boolean;
}

export interface Both {
  readonly previous: View;
  readonly live: View;
}

/** What happens to a release's old code when an object of a kind is gone, changed, or new. */
export interface Rule<K extends Kind = Kind> {
  gone?(item: Item<K>, both: Both): Note | undefined;
  changed?(before: Item<K>, after: Item<K>, both: Both): readonly Note[];
  added?(item: Item<K>, both: Both): Note | readonly Note[] | undefined;
}

export type Rules = { readonly [K in Kind]?: Rule<K> };

export const unsafe = (why: string, ...touches: Touch[]): Note => ({ answer: 'unsafe', why, touches });
export const unknown = (why: string, ...touches: Touch[]): Note => ({ answer: 'unknown', why, touches });

/** Inserts into the table whose column a sequence counts. */
export function ownerOf(sequence: Item<'sequence'> | undefined, view: View): Touch[] {
  const column = sequence && view.find('column', text(sequence, 'ownedBy'));
  return column ? [{ relation: text(column, 'relation'), verbs: ['insert'] }] : [];
}

/** A relation that came with the new release: the old code neither reads nor writes it. */
export const isNewRelation = (relation: string, { previous, live }: Both): boolean =>
  live.has(`relation ${relation}`) && !previous.has(`relation ${relation}`);

/** A relation that went away is one reason by itself: what belongs to it is not asked for a rule when it is gone. */
export const isGoneRelation = (relation: string, { previous, live }: Both): boolean =>
  previous.has(`relation ${relation}`) && !live.has(`relation ${relation}`);
