import type { Database } from '../../release/ports.ts';
import { walk } from '../sql/walk.ts';
import type { Piece } from './code.ts';
import { type Call, madeNames, type UsedNames, usedNames } from './names.ts';
import {
  CALLS_SINCE,
  EVENTS_SINCE,
  FUNCTIONS_SINCE,
  OPTIONS_SINCE,
  RIGHTS_SINCE,
  SETTINGS_SINCE,
  STORAGE_SINCE,
} from './since.ts';

export interface Unknown {
  readonly piece: Piece;
  /** `function uuidv7()`, with the major that has it where that is known. */
  readonly what: string;
  /** The server is sure to refuse it, or the code to fail. */
  readonly certain: boolean;
}

interface Row {
  functions: { name: string; least: number; most: number }[];
  others: string[];
  settings: string[];
  extensions: string[];
  roles: string[];
  catalog: string[];
}
/** Which of these names the server has. A type can be called, and so can a column. */
const KNOWN = `
select
  (select coalesce(jsonb_agg(jsonb_build_object('name', proname, 'least', pronargs - pronargdefaults,
      'most', case when provariadic <> 0 then 100 else pronargs end)), '[]')
    from pg_catalog.pg_proc where proname = any ($1)) as functions,
  array(select typname::text from pg_catalog.pg_type where typname = any ($1)
    union select attname::text from pg_catalog.pg_attribute where attname = any ($1)) as others,
  array(select lower(name) from pg_catalog.pg_settings where lower(name) = any ($2)) as settings,
  array(select name::text from pg_catalog.pg_available_extensions where name = any ($3)
    union select extname::text from pg_catalog.pg_extension where extname = any ($3)) as extensions,
  array(select rolname::text from pg_catalog.pg_roles where rolname = any ($4)) as roles,
  array(select relname::text from pg_catalog.pg_class where relname = any ($5)) as catalog`;

/**
 * Functions, settings, extensions, roles and catalog views that neither the server nor a pending file has.
 * @param hidden something that pending files run may make more than can be read
 */
export async function unknownNames(
  db: Database,
  pieces: readonly Piece[],
  { serverVersion, hidden }: { readonly serverVersion: number; readonly hidden: boolean },
): Promise<readonly Unknown[]> {
  const used = usedNames(pieces);
  const major = Math.floor(serverVersion / 10_000);
  const found = byVersion(pieces, major);
  if (isEmpty(used)) return found;
  const [known] = await db.query<Row>(KNOWN, [
    [...new Set(used.calls.map(({ name }) => name))],
    [...used.settings.keys()],
    [...used.extensions.keys()],
    [...used.roles.keys()],
    [...used.catalog.keys()],
  ]);
  if (!known) throw new Error('the server did not answer for the requested names');
  const made = madeNames(pieces);
  const missing = (names: ReadonlyMap<string, Piece>, has: readonly string[], kind: string) => {
    for (const [name, piece] of names)
      if (!has.includes(name)) found.push({ piece, what: `${kind} ${name}`, certain: piece.sure });
  };
  missing(used.extensions, known.extensions, 'extension');
  missing(used.roles, known.roles, 'role');
  missing(used.catalog, [...known.catalog, ...made.relations], 'relation');
  for (const [name, piece] of used.settings)
    if (!known.settings.includes(name) && !(await isSetting(db, name)))
      found.push({
        piece,
        what: `setting ${name}${came(SETTINGS_SINCE.get(name), major)}`,
        certain: piece.sure,
      });
  const others = new Set([...known.others, ...made.functions]);
  for (const call of used.calls) {
    const said = others.has(call.name) ? undefined : unknownCall(call, known.functions, major, hidden);
    if (said) found.push(said);
  }
  return found;
}

function isEmpty({ calls, settings, extensions, roles, catalog }: UsedNames): boolean {
  return calls.length + settings.size + extensions.size + roles.size + catalog.size === 0;
}

function unknownCall(
  { name, count, piece }: Call,
  functions: Row['functions'],
  major: number,
  hidden: boolean,
): Unknown | undefined {
  const since = FUNCTIONS_SINCE.get(name);
  const overloads = functions.filter((each) => each.name === name);
  const fits = ({ least, most }: Row['functions'][number]) =>
    count === undefined || (count >= least && count <= most);
  if (overloads.some(fits)) return undefined;
  const newer = since !== undefined && since > major;
  // What an extension or code put together at run time will make cannot be told.
  if (hidden && !newer) return undefined;
  const what =
    overloads.length > 0
      ? `function ${name} with ${count} ${count === 1 ? 'argument' : 'arguments'}`
      : `function ${name}${came(since, major)}`;
  // Names in the code of a PL/pgSQL function are looked up when it is called: by then somebody may have made it.
  return { piece, what, certain: piece.sure && (newer || piece.when !== 'kept') };
}

/** pg_settings leaves some out: those that have no SHOW, and those of superusers. */
async function isSetting(db: Database, name: string): Promise<boolean> {
  try {
    const [row] = await db.query<{ value: string | null }>('select current_setting($1, true) as value', [
      name,
    ]);
    return row?.value !== null;
  } catch (error) {
    // Only what exists can be kept from us.
    if ((error as { code?: string }).code === 'SHIPLOCK_DATABASE_PERMISSION') return true;
    throw error;
  }
}

/** What no catalog lists. */
function byVersion(pieces: readonly Piece[], major: number): Unknown[] {
  const found: Unknown[] = [];
  for (const piece of pieces) {
    const newer = (kind: string, name: string, since: number | undefined) => {
      if (since !== undefined && since > major)
        found.push({ piece, what: `${kind} ${name}${came(since, major)}`, certain: piece.sure });
    };
    walk(piece.nodes, (tag, node) => {
      const call = CALLS_SINCE[tag];
      if (call) newer('function', call.name, call.since);
      if (tag === 'JsonFuncExpr') newer('function', String(node['op']).replace(/_OP$/, '').toLowerCase(), 17);
      if (tag === 'AccessPriv')
        newer(
          'privilege',
          String(node['priv_name']).toUpperCase(),
          RIGHTS_SINCE.get(String(node['priv_name']).toLowerCase()),
        );
      if (tag === 'CreateEventTrigStmt')
        newer('event', String(node['eventname']), EVENTS_SINCE.get(String(node['eventname'])));
      const options = OPTIONS_SINCE[tag];
      for (const name of options ? namesIn(node['options']) : []) newer('option', name, options?.get(name));
      if (tag === 'AlterTableCmd')
        for (const name of namesIn(node['def'])) newer('storage parameter', name, STORAGE_SINCE.get(name));
      if (tag === 'CreateStmt' || tag === 'IndexStmt')
        for (const name of namesIn(node['options']))
          newer('storage parameter', name, STORAGE_SINCE.get(name));
      if (major < 18 && piece.when !== 'kept' && WRITES.has(tag) && readsVersions(node))
        newer('RETURNING', 'old and new', 18);
    });
  }
  return found;
}

const WRITES = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt']);

/** RETURNING old.x or new.x, where no table goes by that name. https://www.postgresql.org/docs/18/dml-returning.html */
function readsVersions(node: Record<string, unknown>): boolean {
  const returned = new Set<string>();
  walk({ Root: node['returningClause'] }, (tag, { fields }) => {
    const [first, second] = tag === 'ColumnRef' && Array.isArray(fields) ? fields : [];
    if (second !== undefined) returned.add((first as { String?: { sval?: string } }).String?.sval ?? '');
  });
  const tables = new Set<string>();
  const name = (value: unknown) => {
    const { relname, alias } = (value ?? {}) as { relname?: string; alias?: { aliasname?: string } };
    tables.add(alias?.aliasname ?? relname ?? '');
  };
  name(node['relation']);
  walk(
    { Root: { from: node['fromClause'], using: node['usingClause'], source: node['sourceRelation'] } },
    (tag, each) => {
      if (tag === 'RangeVar' || tag === 'RangeSubselect') name(each);
    },
  );
  return ['old', 'new'].some((each) => returned.has(each) && !tables.has(each));
}

function namesIn(options: unknown): string[] {
  const names: string[] = [];
  walk({ Root: options }, (tag, { defname }) => {
    if (tag === 'DefElem' && typeof defname === 'string') names.push(defname.toLowerCase());
  });
  return names;
}

const came = (since: number | undefined, major: number): string =>
  since !== undefined && since > major ? `, which PostgreSQL ${since} introduced` : '';
