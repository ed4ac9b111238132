import type { Family } from '../family.ts';
import type { Rule } from '../rule.ts';
import { addColumns } from './add-column.ts';
import { alreadyThere } from './already-there.ts';
import { columnTypes } from './column-type.ts';
import { columns } from './columns.ts';
import { constraints } from './constraints.ts';
import { data } from './data.ts';
import { domains } from './domains.ts';
import { dropConstraints } from './drop-constraints.ts';
import { foreignKeys } from './foreign-keys.ts';
import { functions } from './functions.ts';
import { grants } from './grants.ts';
import { indexes } from './indexes.ts';
import { opaque } from './opaque.ts';
import { overloads } from './overloads.ts';
import { partitions } from './partitions.ts';
import { policies } from './policies.ts';
import { programs } from './programs.ts';
import { publications } from './publications.ts';
import { reach } from './reach.ts';
import { record } from './record.ts';
import { renamePrograms } from './rename-programs.ts';
import { renames } from './renames.ts';
import { replace } from './replace.ts';
import { rights } from './rights.ts';
import { rowSecurity } from './row-security.ts';
import { server } from './server.ts';
import { session } from './session.ts';
import { styles } from './styles.ts';
import { tables } from './tables.ts';
import { target } from './target.ts';
import { timeouts } from './timeouts.ts';
import { together } from './together.ts';
import { types } from './types.ts';
import { unguardedRelations } from './unguarded.ts';
import { uniqueConstraints } from './unique-constraints.ts';
import { views } from './views.ts';

/** Raised by src/database/ahead, which looks at the whole release and asks the target. */
export { UNIDENTIFIED } from './publications.ts';
export {
  BROKEN_ROWS,
  MAY_NOT,
  MAY_PERHAPS_NOT,
  ROWS_BREAK_TODAY,
  ROWS_NOT_TRIED,
  UNKNOWN_NAME,
  UNKNOWN_TO_SERVER,
  WITHOUT_EFFECT,
} from './target.ts';

/** Every family of rules. A test compares this list with the folder. */
export const FAMILIES: readonly Family[] = [
  // First: they look at what is there before the others keep in mind what a statement makes.
  alreadyThere,
  replace,
  addColumns,
  columns,
  columnTypes,
  constraints,
  foreignKeys,
  uniqueConstraints,
  dropConstraints,
  indexes,
  tables,
  renames,
  partitions,
  types,
  domains,
  rowSecurity,
  unguardedRelations,
  policies,
  grants,
  rights,
  record,
  functions,
  renamePrograms,
  views,
  programs,
  data,
  together,
  session,
  timeouts,
  server,
  publications,
  target,
  opaque,
  reach,
  styles,
  overloads,
];

/** Every rule by id. */
export const RULES: ReadonlyMap<string, Rule> = new Map(
  FAMILIES.flatMap((family) => family.rules.map((rule) => [rule.id, rule])),
);
