import { type Item, list } from '../model/view.ts';

/** A name without its schema, as it stands in SQL but for the case: `orders`, `"my ""own"" table"`. */
export const bare = (name: string): string => name.replace(/^(?:"(?:[^"]|"")*"|[^."])*\./, '').toLowerCase();

/**
 * Whether the words of a function's code can be this name. One that needs quotes stands among them in pieces; beyond
 * ASCII the server's locale decides which.
 */
export const hasWordsOf = (item: Item, name: string): boolean =>
  /[^ -~]/.test(name) ||
  (name.match(/[a-z_][\w$]*/g) ?? []).every((word) => list(item, 'words').includes(word));
