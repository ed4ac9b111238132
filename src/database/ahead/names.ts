import type { FuncCall, VariableSetStmt } from 'libpg-query';
import { constant, nameList, walk } from '../sql/walk.ts';
import type { Piece } from './code.ts';

/** Names that statements use, with the piece that first does. */
export interface UsedNames {
  readonly calls: readonly Call[];
  readonly settings: ReadonlyMap<string, Piece>;
  readonly extensions: ReadonlyMap<string, Piece>;
  /** Roles that PostgreSQL brings itself: `pg_maintain`. */
  readonly roles: ReadonlyMap<string, Piece>;
  /** Views and tables of the catalog: `pg_stat_io`. */
  readonly catalog: ReadonlyMap<string, Piece>;
}

export interface Call {
  readonly name: string;
  readonly schema: string | undefined;
  /** undefined: the server finds out when it runs (VARIADIC, procedures). */
  readonly count: number | undefined;
  readonly piece: Piece;
}

/** Names that pending files make, whatever their order. */
export interface MadeNames {
  readonly functions: ReadonlySet<string>;
  readonly relations: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
}

export function usedNames(pieces: readonly Piece[]): UsedNames {
  const calls: Call[] = [];
  const settings = new Map<string, Piece>();
  const extensions = new Map<string, Piece>();
  const roles = new Map<string, Piece>();
  const catalog = new Map<string, Piece>();
  for (const piece of pieces) {
    const first = (names: Map<string, Piece>, name: string | undefined) => {
      if (name !== undefined && (!names.has(name) || piece.when === 'runs')) names.set(name, piece);
    };
    walk(piece.nodes, (tag, node) => {
      if (tag === 'FuncCall') {
        const call = node as FuncCall;
        calls.push(callOf(call, piece));
        if (READS_SETTING.has(calls.at(-1)?.name ?? '')) first(settings, readSetting(call));
      } else if (tag === 'CallStmt') {
        const [name = '', schema] = nameList((node['funccall'] as FuncCall | undefined)?.funcname).reverse();
        calls.push({ name, schema, count: undefined, piece });
      } else if (tag === 'CreateTrigStmt' || tag === 'CreateEventTrigStmt') {
        const [name = '', schema] = nameList(node['funcname']).reverse();
        calls.push({ name, schema, count: undefined, piece });
      } else if (tag === 'VariableSetStmt') first(settings, settingOf(node as VariableSetStmt));
      else if (tag === 'CreateExtensionStmt') first(extensions, node['extname'] as string | undefined);
      else if (tag === 'RoleSpec') first(roles, ownRole(node['rolename']));
      else if (tag === 'GrantRoleStmt')
        walk(node['granted_roles'], (_, { priv_name }) => first(roles, ownRole(priv_name)));
      else if (tag === 'RangeVar') first(catalog, ownRelation(node));
      const { setstmt } = node as { setstmt?: VariableSetStmt };
      if (setstmt) first(settings, settingOf(setstmt));
    });
  }
  return { calls, settings, extensions, roles, catalog };
}

export function madeNames(pieces: readonly Piece[]): MadeNames {
  const functions = new Set<string>();
  const relations = new Set<string>();
  const extensions = new Set<string>();
  const last = (names: unknown) => {
    const name = nameList(names).at(-1);
    if (name !== undefined) functions.add(name);
  };
  for (const { nodes } of pieces)
    walk(nodes, (tag, node) => {
      // A type, a table and a column can be written as a call: https://www.postgresql.org/docs/current/sql-expressions.html
      if (tag === 'CreateFunctionStmt') last(node['funcname']);
      if (tag === 'DefineStmt') last(node['defnames']);
      if (tag === 'CreateDomainStmt') last(node['domainname']);
      if (tag === 'CreateEnumStmt' || tag === 'CreateRangeStmt') last(node['typeName']);
      if (tag === 'RenameStmt' && typeof node['newname'] === 'string') {
        functions.add(node['newname']);
        relations.add(node['newname']);
      }
      if (tag === 'ColumnDef') functions.add(String(node['colname']));
      if (tag === 'CreateExtensionStmt') extensions.add(String(node['extname']));
      for (const field of ['relation', 'view', 'typevar', 'into']) {
        const { relname, rel } = (node[field] ?? {}) as { relname?: string; rel?: { relname?: string } };
        const name = relname ?? rel?.relname;
        if (name && MAKES.has(tag)) {
          functions.add(name);
          relations.add(name);
        }
      }
      if (tag === 'CommonTableExpr') relations.add(String(node['ctename']));
    });
  return { functions, relations, extensions };
}

const MAKES = new Set([
  'CreateStmt',
  'ViewStmt',
  'CompositeTypeStmt',
  'CreateTableAsStmt',
  'CreateForeignTableStmt',
]);
const READS_SETTING = new Set(['set_config', 'current_setting']);

function callOf(call: FuncCall, piece: Piece): Call {
  const [name = '', schema] = nameList(call.funcname).reverse();
  const { args = [], agg_order = [], agg_within_group, func_variadic } = call;
  const count = func_variadic ? undefined : args.length + (agg_within_group ? agg_order.length : 0);
  return { name, schema, count, piece };
}

/** `set_config('x', …)`, and `current_setting('x')` where it may not be missing. */
function readSetting({ funcname, args = [] }: FuncCall): string | undefined {
  const name = constant(args[0]);
  const mayBeMissing = nameList(funcname).at(-1) === 'current_setting' && args.length > 1;
  return name === undefined || mayBeMissing ? undefined : plainSetting(name);
}

function settingOf({ kind, name }: VariableSetStmt): string | undefined {
  return kind === 'VAR_SET_MULTI' || kind === 'VAR_RESET_ALL' || !name ? undefined : plainSetting(name);
}

/** A name with a dot is anybody's: https://www.postgresql.org/docs/current/runtime-config-custom.html */
const plainSetting = (name: string) => (name.includes('.') ? undefined : name.toLowerCase());

/** Nobody else may make roles whose names begin so. https://www.postgresql.org/docs/current/predefined-roles.html */
const ownRole = (name: unknown) => (typeof name === 'string' && name.startsWith('pg_') ? name : undefined);

function ownRelation({ schemaname, relname }: Record<string, unknown>): string | undefined {
  if (typeof relname !== 'string' || !relname.startsWith('pg_')) return undefined;
  return schemaname === undefined || schemaname === 'pg_catalog' ? relname : undefined;
}
