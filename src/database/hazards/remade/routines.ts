import type { CreateFunctionStmt, Node, TypeName } from 'libpg-query';
import type { CatalogFacts, RoutineFacts } from '../facts.ts';
import { typeOf } from '../locks/type-change.ts';

/** A type as two spellings of it agree: without limits, and without a schema of the search path. */
export function plainType(type: string, { searchPath }: Pick<CatalogFacts, 'searchPath'>): string {
  const bare = type.replace(/\(\d+(?:,-?\d+)?\)/, '').replaceAll('"', '');
  const [schema = '', ...rest] = bare.split('.');
  return rest.length > 0 && [...searchPath, 'pg_catalog', 'public'].includes(schema) ? rest.join('.') : bare;
}

const typeName = (type: TypeName | undefined, facts: CatalogFacts) => plainType(typeOf(type), facts);

const GIVEN = new Set(['FUNC_PARAM_DEFAULT', 'FUNC_PARAM_IN', 'FUNC_PARAM_INOUT', 'FUNC_PARAM_VARIADIC']);
const RETURNED = new Set(['FUNC_PARAM_OUT', 'FUNC_PARAM_INOUT', 'FUNC_PARAM_TABLE']);

/** What callers see of a function that a statement makes. */
export function routineOf(node: CreateFunctionStmt, facts: CatalogFacts): RoutineFacts {
  const parameters = (node.parameters ?? []).flatMap((item) =>
    'FunctionParameter' in item ? [item.FunctionParameter] : [],
  );
  const given = parameters.filter(({ mode }) => GIVEN.has(mode ?? 'FUNC_PARAM_DEFAULT'));
  const returned = parameters.filter(({ mode }) => RETURNED.has(mode ?? ''));
  const columns = returned.map(({ name, argType }) => ({ name: name ?? '', type: typeName(argType, facts) }));
  const isTable = parameters.some(({ mode }) => mode === 'FUNC_PARAM_TABLE');
  const [only] = columns;
  const written = node.returnType ? typeName(node.returnType, facts) : 'void';
  return {
    kind: node.is_procedure ? 'procedure' : 'function',
    types: given.map(({ argType }) => typeName(argType, facts)),
    names: given.map(({ name }) => name ?? ''),
    defaults: given.filter(({ defexpr }) => defexpr).length,
    result: {
      type: columns.length > 1 ? 'record' : columns.length === 1 ? (only?.type ?? '') : written,
      set: isTable || node.returnType?.setof === true,
    },
    columns,
    definer: isDefiner(node.options),
  };
}

function isDefiner(options: readonly Node[] | undefined): boolean {
  return (options ?? []).some(
    (item) =>
      'DefElem' in item &&
      item.DefElem.defname === 'security' &&
      item.DefElem.arg !== undefined &&
      'Boolean' in item.DefElem.arg &&
      item.DefElem.arg.Boolean.boolval === true,
  );
}

/** `integer, text`: how PostgreSQL tells overloads apart. */
export const signature = (types: readonly string[], facts: CatalogFacts): string =>
  types.map((type) => plainType(type, facts)).join(', ');

/** Argument types that DROP FUNCTION and GRANT name; undefined: the name alone. */
export function namedTypes(object: Node, facts: CatalogFacts): readonly string[] | undefined {
  if (!('ObjectWithArgs' in object) || object.ObjectWithArgs.args_unspecified) return undefined;
  return (object.ObjectWithArgs.objargs ?? []).flatMap((arg) =>
    'TypeName' in arg ? [typeName(arg.TypeName, facts)] : [],
  );
}

/** Takes a value of the other type without a word: https://www.postgresql.org/docs/current/typeconv-func.html */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  smallint: ['integer', 'bigint', 'numeric', 'real', 'double precision'],
  integer: ['bigint', 'numeric', 'real', 'double precision'],
  bigint: ['numeric', 'real', 'double precision'],
  numeric: ['real', 'double precision'],
  real: ['double precision'],
  'character varying': ['text'],
  text: ['character varying'],
  date: ['timestamp without time zone', 'timestamp with time zone'],
  json: ['jsonb'],
};

/** Why callers of the one cannot call the other in its place; undefined: they can. */
export function whyNotCalled(
  before: RoutineFacts,
  now: RoutineFacts,
  facts: CatalogFacts,
): string | undefined {
  if (before.kind !== now.kind) return `it was a ${before.kind}, now it is a ${now.kind}`;
  for (const [index, type] of before.types.entries()) {
    const taken = now.types[index];
    if (taken === undefined) return 'it takes fewer arguments';
    const [was, is] = [plainType(type, facts), plainType(taken, facts)];
    if (was !== is && !WIDER[was]?.includes(is)) return `argument ${index + 1} was ${was}, now it is ${is}`;
    const name = before.names[index];
    if (name && name !== now.names[index])
      return `argument ${name} is called ${now.names[index] || 'nothing'} now`;
  }
  if (now.types.length - now.defaults > before.types.length - before.defaults)
    return 'it requires arguments that callers omit';
  return whyNotRead(before, now, facts) ?? (before.definer && !now.definer ? NO_DEFINER : undefined);
}

const NO_DEFINER =
  'it no longer runs with the privileges of its owner, so its callers need their own privileges';

function whyNotRead(before: RoutineFacts, now: RoutineFacts, facts: CatalogFacts): string | undefined {
  if (before.kind === 'procedure' && before.columns.length === 0) return undefined;
  if (before.result.set !== now.result.set)
    return before.result.set ? 'it returns one row, not a set' : 'it returns a set, not one row';
  if (before.columns.length < 2) {
    const [was, is] = [plainType(before.result.type, facts), plainType(now.result.type, facts)];
    return readAlike(was, is) ? undefined : `it returned ${was}, now it returns ${is}`;
  }
  return missingColumn(before.columns, now.columns, facts);
}

const WORDS = new Set(['text', 'character varying']);

/** Whoever reads gets the same values, whichever of the two types they have. */
const readAlike = (was: string, is: string): boolean => was === is || (WORDS.has(was) && WORDS.has(is));

type Column = { readonly name: string; readonly type: string | undefined };

/** A column that is no longer there by name and type; undefined: all are. */
export function missingColumn(
  before: readonly Column[],
  now: readonly Column[],
  facts: CatalogFacts,
): string | undefined {
  for (const { name, type } of before) {
    const column = now.find((each) => each.name === name);
    if (!column) return `column ${name} is gone`;
    if (column.type === undefined) return `the type of column ${name} is unknown`;
    const [was, is] = [plainType(type ?? '', facts), plainType(column.type, facts)];
    if (!readAlike(was, is)) return `column ${name} was ${was}, now it is ${is}`;
  }
  return undefined;
}

/** `schema.name` as the search path has it, for a function that a statement makes or names. */
export function routineName(names: readonly string[], facts: CatalogFacts, known: Iterable<string>): string {
  const parts = names.slice(-2);
  if (parts.length > 1) return parts.join('.');
  const all = new Set(known);
  const schema = facts.searchPath.find((candidate) => all.has(`${candidate}.${parts[0]}`));
  return `${schema ?? facts.searchPath.find((each) => each !== 'extensions') ?? 'public'}.${parts[0]}`;
}
