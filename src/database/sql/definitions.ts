import type { Constraint, IndexStmt, Node, TypeName } from 'libpg-query';
import { ident, qualifiedIdent } from './ident.ts';
import { loadedParser, ParserError } from './parser.ts';
import { constant, nameList } from './walk.ts';

/**
 * Parts of SQL as the catalog prints them (`pg_get_expr`, `pg_get_constraintdef`, `format_type`, …), read by the parser
 * as parts of a statement that takes such a part. Undefined: it is none, or more than one. The parser must be loaded.
 */
type Reader<T> = (printed: string) => T | undefined;

/** `(lower(name) = 'a'::text)`. */
export const expressionOf: Reader<Node> = remembered((printed) => {
  const statement = only(`SELECT ${printed}`);
  if (!statement || !('SelectStmt' in statement)) return undefined;
  const { targetList = [], op: _, limitOption: __, ...rest } = statement.SelectStmt;
  const [target, more] = targetList;
  if (!target || more || Object.keys(rest).length > 0 || !('ResTarget' in target)) return undefined;
  return target.ResTarget.name === undefined ? target.ResTarget.val : undefined;
});

/** With its name in front, as those of a domain are kept: `positive CHECK ((VALUE > 0))`. */
export const namedConstraintOf: Reader<Constraint> = (printed) => constraintOf(`CONSTRAINT ${printed}`);

/** `CHECK ((n > 0)) NOT VALID`. */
export const constraintOf: Reader<Constraint> = remembered((printed) => {
  const statement = only(`ALTER TABLE t ADD ${printed}`);
  if (!statement || !('AlterTableStmt' in statement)) return undefined;
  const [command, more] = statement.AlterTableStmt.cmds ?? [];
  if (!command || more || !('AlterTableCmd' in command)) return undefined;
  const { def } = command.AlterTableCmd;
  return def && 'Constraint' in def ? def.Constraint : undefined;
});

/** `CREATE UNIQUE INDEX i ON public.t USING btree (a)`. */
export const indexOf: Reader<IndexStmt> = remembered((printed) => {
  const statement = only(printed);
  return statement && 'IndexStmt' in statement ? statement.IndexStmt : undefined;
});

export interface PrintedType {
  /** As the server calls it, whatever it prints: `int4` for integer. Its own names have no schema. */
  readonly name: string;
  /** Of a type of somebody else's. */
  readonly schema: string | undefined;
  /** Length, or precision and scale. */
  readonly modifiers: readonly number[];
  readonly isArray: boolean;
}

/** `numeric(10,2)[]`. */
export const typeOfPrinted: Reader<PrintedType> = remembered((printed) => {
  const cast = expressionOf(`NULL::${printed}`);
  return cast && 'TypeCast' in cast ? typeOfName(cast.TypeCast.typeName) : undefined;
});

export function typeOfName(type: TypeName | undefined): PrintedType | undefined {
  const names = nameList(type?.names);
  const name = names.at(-1);
  if (!type || name === undefined) return undefined;
  const schema = names.length > 1 && names[0] !== 'pg_catalog' ? names[0] : undefined;
  const modifiers = (type.typmods ?? []).map((each) =>
    'A_Const' in each ? (each.A_Const.ival?.ival ?? (each.A_Const.ival ? 0 : Number.NaN)) : Number.NaN,
  );
  return { name, schema, modifiers, isArray: (type.arrayBounds ?? []).length > 0 };
}

/** Names in a qualified one, as the catalog has them: `public."My table"` is public and My table. */
export const namesOf: Reader<readonly string[]> = remembered((printed) => {
  const [object, more] = dropped(`DROP TABLE ${printed}`);
  return object && !more && 'List' in object ? nameList(object.List.items) : undefined;
});

/** Names of a function with its argument types: `public.search(text, integer)`. */
export const functionNamesOf: Reader<readonly string[]> = remembered((printed) => {
  const [object, more] = dropped(`DROP FUNCTION ${printed}`);
  if (!object || more || !('ObjectWithArgs' in object)) return undefined;
  return object.ObjectWithArgs.args_unspecified ? undefined : nameList(object.ObjectWithArgs.objname);
});

/** As `format_type` prints what the parser calls so: https://www.postgresql.org/docs/current/datatype.html#DATATYPE-TABLE */
const PRINTED_TYPES: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  decimal: 'numeric',
  bool: 'boolean',
  bpchar: 'character',
  varchar: 'character varying',
  varbit: 'bit varying',
  time: 'time without time zone',
  timetz: 'time with time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
};

export interface PrintedFunction {
  readonly names: readonly string[];
  /** As `format_type` prints them. */
  readonly types: readonly string[];
}

/** A function with its argument types, however it is written: `public.f(text, int)`. */
export const functionOf: Reader<PrintedFunction> = remembered((written) => {
  const [object] = dropped(`DROP FUNCTION ${written}`);
  if (!object || !('ObjectWithArgs' in object)) return undefined;
  const { objname, objargs = [] } = object.ObjectWithArgs;
  const types = objargs.map((each) =>
    printedType('TypeName' in each ? typeOfName(each.TypeName) : undefined),
  );
  return { names: nameList(objname), types };
});

/** The same as the catalog prints it: `public.f(text, integer)`. */
export const signatureOf: Reader<string> = (written) => {
  const found = functionOf(written);
  return found && `${qualifiedIdent(...found.names)}(${found.types.join(', ')})`;
};

function printedType(type: PrintedType | undefined): string {
  if (!type) return '?';
  const { schema, name, isArray } = type;
  const base = schema === undefined ? (PRINTED_TYPES[name] ?? ident(name)) : qualifiedIdent(schema, name);
  return isArray ? `${base}[]` : base;
}

/** The last name in a qualified one as it is printed, with its quotes; argument types are left out. */
export const lastPartOf = (printed: string): string => lastPart(printed) ?? printed;

const lastPart: Reader<string> = remembered((printed) => {
  let last: string | undefined;
  for (const { text } of loadedParser().scan(printed)) {
    if (text === '(') break;
    last = text;
  }
  return last;
});

function dropped(sql: string): readonly Node[] {
  const statement = only(sql);
  return statement && 'DropStmt' in statement ? (statement.DropStmt.objects ?? []) : [];
}

/** What a function gives back: its type, and whether that is a row of columns of its own, as of `TABLE(a integer)`. */
export const resultOf: Reader<PrintedType & { readonly isRow: boolean }> = remembered((printed) => {
  const statement = only(`CREATE FUNCTION f() RETURNS ${printed}`);
  if (!statement || !('CreateFunctionStmt' in statement)) return undefined;
  const { returnType, parameters = [], options = [] } = statement.CreateFunctionStmt;
  const type = options.length === 0 ? typeOfName(returnType) : undefined;
  if (!type) return undefined;
  const isRecord = type.name === 'record' && type.schema === undefined && !type.isArray;
  return { ...type, isRow: isRecord || parameters.length > 0 };
});

export interface PublishedTable {
  /** Columns that are shown; undefined: all. */
  readonly columns: readonly string[] | undefined;
  readonly filter: Node | undefined;
  readonly names: readonly string[];
}

/** `public.t (a, b) where (a > 0)`, as a publication has it. */
export const publishedTableOf: Reader<PublishedTable> = remembered((printed) => {
  const statement = only(`CREATE PUBLICATION p FOR TABLE ${printed}`);
  if (!statement || !('CreatePublicationStmt' in statement)) return undefined;
  const [object, more] = statement.CreatePublicationStmt.pubobjects ?? [];
  if (!object || more || !('PublicationObjSpec' in object)) return undefined;
  const { relation, columns, whereClause } = object.PublicationObjSpec.pubtable ?? {};
  const names = [relation?.schemaname, relation?.relname].filter((name) => name !== undefined);
  return { names, columns: columns && nameList(columns), filter: whereClause };
});

/** The one statement that a text is. */
function only(sql: string): Node | undefined {
  try {
    const [statement, more] = loadedParser().parse(sql);
    return more ? undefined : statement?.stmt;
  } catch (error) {
    if (error instanceof ParserError) return undefined;
    throw error;
  }
}

/** Schemas of a `search_path` as it is set: `"$user", public`. */
export const searchPathOf: Reader<readonly string[]> = remembered((value) => {
  if (value.trim() === '') return [];
  const statement = only(`SET search_path TO ${value}`);
  if (!statement || !('VariableSetStmt' in statement)) return undefined;
  return (statement.VariableSetStmt.args ?? []).map((arg) => constant(arg) ?? '');
});

/**
 * `pg_get_indexdef` of an index on a partitioned table, for one that has its partitions' indexes too: without the ONLY
 * that leaves them out.
 */
export const withPartitions = (index: string): string => {
  const tokens = loadedParser().scan(index);
  const is = (at: number, word: string) =>
    tokens[at]?.keywordName === 'RESERVED_KEYWORD' && tokens[at]?.text === word;
  const only = tokens.find((_, at) => is(at, 'ONLY') && is(at - 1, 'ON'));
  if (!only) return index;
  const bytes = Buffer.from(index);
  return `${bytes.subarray(0, only.start)}${bytes.subarray(only.end + 1)}`;
};

/** The same on one line, as long as its literals are: what is indented for reading is not. */
export function onOneLine(printed: string): string {
  if (!printed.includes('\n')) return printed;
  const bytes = Buffer.from(printed);
  let text = '';
  let at = 0;
  for (const { start, end } of loadedParser().scan(printed)) {
    const gap = bytes.subarray(at, start).toString();
    const [first = ''] = gap.split('\n');
    text += `${gap.includes('\n') ? `${first} ` : gap}${bytes.subarray(start, end)}`;
    at = end;
  }
  return text + bytes.subarray(at).toString();
}

/** A catalog prints the same few parts again and again. */
function remembered<T>(read: Reader<T>): Reader<T> {
  const known = new Map<string, T | undefined>();
  return (printed) => {
    if (!known.has(printed)) known.set(printed, read(printed));
    return known.get(printed);
  };
}
