import { lastPartOf } from '../../database/sql/definitions.ts';
import { type Item, list } from '../model/view.ts';

/**
 * A name without its schema and its argument types, as it stands in SQL but for the case: `orders`,
 * `"my ""own"" table"`, `search` of `public.search(text)`.
 */
export const bare = (printed: string): string => lastPartOf(printed).toLowerCase();

/**
 * Whether the words of a function's code can be this name. One that needs quotes stands among them in pieces; beyond
 * ASCII the server's locale decides which.
 */
export const hasWordsOf = (item: Item, name: string): boolean =>
  /[^ -~]/.test(name) ||
  (name.match(/[a-z_][\w$]*/g) ?? []).every((word) => list(item, 'words').includes(word));
