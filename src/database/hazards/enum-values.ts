import type { Node } from 'libpg-query';
import { loadedParser } from '../sql/parser.ts';
import { constant, nameList, walk } from '../sql/walk.ts';
import type { Effects } from './effects.ts';
import { typeOf } from './locks/type-change.ts';
import { nested } from './nested.ts';

type Fields = Record<string, unknown>;

/**
 * Enum values of the transaction at hand that a statement uses as such: the server looks a value up when it reads the
 * literal as one of the type, also in what it only stores (policies, defaults, bodies of SQL functions).
 * https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES
 */
export function enumValuesUsed(effects: Effects, unusable: ReadonlyMap<string, string>): string[] {
  const found = new Set<string>();
  for (const node of nodesRun(effects, unusable)) look(effects, node, unusable, found);
  return [...found];
}

/** The statement, what a DO block runs, and the body of an SQL function, which the server reads when it is made. */
function nodesRun(effects: Effects, unusable: ReadonlyMap<string, string>): unknown[] {
  const { node } = effects.statement;
  const inside = nested(effects.statement).nodes.map((each) => each.node);
  if (!('CreateFunctionStmt' in node)) return [node, ...inside, ...blockValues(effects, unusable)];
  const options = node.CreateFunctionStmt.options ?? [];
  const option = (name: string) =>
    options.flatMap((item) =>
      'DefElem' in item && item.DefElem.defname === name ? [item.DefElem.arg] : [],
    )[0];
  const language = option('language');
  if (node.CreateFunctionStmt.sql_body) return [node.CreateFunctionStmt.sql_body];
  if (!language || !('String' in language) || language.String.sval !== 'sql') return [];
  const body = option('as');
  const text = body && 'List' in body ? nameList(body.List.items)[0] : undefined;
  try {
    return text === undefined
      ? []
      : loadedParser()
          .parse(text)
          .flatMap(({ stmt }) => (stmt ? [stmt] : []));
  } catch {
    return [];
  }
}

/** Literals of a DO block that stand in no statement: `x mood := 'new'`. */
function blockValues(effects: Effects, unusable: ReadonlyMap<string, string>): unknown[] {
  if (effects.statement.kind !== 'DoStmt') return [];
  const found: unknown[] = [];
  try {
    walk(loadedParser().plpgsql(effects.statement.text), (tag, node) => {
      const query = tag === 'PLpgSQL_expr' && node['parseMode'] === 2 ? String(node['query']) : undefined;
      if (query !== undefined) found.push(...parsed(`SELECT ${query}`));
      // The parser does not know the type, and keeps no default of such a variable.
      const type = (node['datatype'] as { PLpgSQL_type?: { typname?: string } } | undefined)?.PLpgSQL_type;
      if (tag === 'PLpgSQL_rec' && isOfType(type?.typname ?? '', unusable))
        found.push(...literalsIn(effects.statement.node));
    });
  } catch {
    // A body that cannot be read: every literal in it may be meant as a value.
    return literalsIn(effects.statement.node);
  }
  return found;
}

function literalsIn(node: Node): unknown[] {
  const found: unknown[] = [];
  walk(node, (tag, fields) => {
    if (tag !== 'DefElem' || fields['defname'] !== 'as') return;
    const body = (fields['arg'] as { String?: { sval?: string } } | undefined)?.String?.sval ?? '';
    for (const token of loadedParser().scan(body))
      if (token.tokenName === 'SCONST') found.push({ A_Const: { sval: { sval: token.text.slice(1, -1) } } });
  });
  return found;
}

function parsed(sql: string): Node[] {
  try {
    return loadedParser()
      .parse(sql)
      .flatMap(({ stmt }) => (stmt ? [stmt] : []));
  } catch {
    return [];
  }
}

function look(
  effects: Effects,
  root: unknown,
  unusable: ReadonlyMap<string, string>,
  found: Set<string>,
): void {
  if (Array.isArray(root)) {
    for (const item of root) look(effects, item, unusable, found);
    return;
  }
  if (typeof root !== 'object' || root === null) return;
  for (const [tag, value] of Object.entries(root)) {
    if (typeof value !== 'object' || value === null) continue;
    const fields = value as Fields;
    const word = tag === 'A_Const' ? (fields['sval'] as { sval?: string } | undefined)?.sval : undefined;
    if (word !== undefined && unusable.has(word)) found.add(word);
    if (WORDS_ONLY.has(tag)) continue;
    if (tag === 'TypeCast' && isWord(fields, unusable)) continue;
    if (tag === 'A_Expr' && comparesWords(effects, fields, unusable)) continue;
    if (tag === 'InsertStmt' && insertsWords(effects, fields, unusable)) continue;
    if (tag === 'ResTarget' && setsWord(effects, fields, unusable)) continue;
    look(effects, value, unusable, found);
  }
}

/** Their strings are labels, comments and settings. */
const WORDS_ONLY = new Set([
  'CommentStmt',
  'VariableSetStmt',
  'CreateEnumStmt',
  'NotifyStmt',
  'SecLabelStmt',
]);

/** `'new'::text`: a literal cast to another type than the enum. */
function isWord(fields: Fields, unusable: ReadonlyMap<string, string>): boolean {
  const word = constant(fields['arg']);
  const type = typeOf(fields['typeName'] as never)
    .split('.')
    .at(-1)
    ?.replace('[]', '');
  return word !== undefined && type !== unusable.get(word);
}

const TEXTS = new Set(['lower', 'upper', 'trim', 'btrim', 'concat', 'format', 'current_setting', 'to_char']);

/** The other side of a comparison is text for certain: a cast to text, a JSON value, a column of another type. */
function comparesWords(effects: Effects, fields: Fields, unusable: ReadonlyMap<string, string>): boolean {
  return [fields['lexpr'], fields['rexpr']].some((side) => isText(effects, side, unusable));
}

function isText(effects: Effects, side: unknown, unusable: ReadonlyMap<string, string>): boolean {
  const [tag = '', fields] = Object.entries((side ?? {}) as Record<string, Fields>)[0] ?? [];
  if (tag === 'TypeCast') {
    const type =
      typeOf(fields?.['typeName'] as never)
        .split('.')
        .at(-1) ?? '';
    return (
      constant(fields?.['arg']) === undefined && ![...unusable.values()].includes(type.replace('[]', ''))
    );
  }
  if (tag === 'FuncCall') return TEXTS.has(nameList(fields?.['funcname']).at(-1) ?? '');
  if (tag === 'A_Expr') return ['->>', '#>>', '||'].includes(nameList(fields?.['name']).at(-1) ?? '');
  if (tag !== 'ColumnRef') return false;
  const name = nameList(fields?.['fields']).at(-1) ?? '';
  const types = columnTypes(effects, name);
  return types.length > 0 && types.every((type) => !isOfType(type, unusable));
}

const isOfType = (type: string, unusable: ReadonlyMap<string, string>): boolean =>
  [...unusable.values()].includes(type.replaceAll('"', '').replace('[]', '').split('.').at(-1) ?? '');

/** Types of a column of that name, in every relation that is known to the release. */
function columnTypes(effects: Effects, name: string): string[] {
  const { facts, memory } = effects;
  const relations = [...facts.relations.values(), ...memory.changed.values(), ...memory.made.values()];
  return relations.flatMap(({ columns }) => {
    const column = columns.get(name);
    return column ? [column.type] : [];
  });
}

/** `SET note = 'new'`: a column of that name, and none of the type, is in any relation that is known. */
function setsWord(effects: Effects, fields: Fields, unusable: ReadonlyMap<string, string>): boolean {
  const name = fields['name'];
  if (typeof name !== 'string' || constant(fields['val']) === undefined) return false;
  const types = columnTypes(effects, name);
  return types.length > 0 && types.every((type) => !isOfType(type, unusable));
}

/** INSERT … VALUES into columns none of which is of the type. */
function insertsWords(effects: Effects, fields: Fields, unusable: ReadonlyMap<string, string>): boolean {
  const select = (fields['selectStmt'] as Fields | undefined)?.['SelectStmt'] as Fields | undefined;
  const columns = (fields['cols'] ?? []) as { ResTarget?: { name?: string } }[];
  if (!select?.['valuesLists'] || columns.length === 0) return false;
  const relation = effects.target(fields['relation'] as never).facts;
  return columns.every(({ ResTarget }) => {
    const type = relation?.columns.get(ResTarget?.name ?? '')?.type;
    return type !== undefined && !isOfType(type, unusable);
  });
}
