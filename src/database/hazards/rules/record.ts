import type { GrantStmt, Node, RangeVar } from 'libpg-query';
import { nameList, walk } from '../../sql/walk.ts';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import { inner, nested } from '../nested.ts';
import { namedPrivileges, namesOf, objectNames } from '../nodes.ts';
import type { Rule } from '../rule.ts';

const RECORD: Rule = {
  id: 'release-record-changed',
  severity: 'refused',
  threat: 'authorization',
  whateverServes: true,
  title:
    'The file changes the record of releases (schema `shiplock`) or the migration history: later releases believe what they say',
  instead: 'Leave both to Shiplock. Whoever should read them gets GRANT SELECT.',
};
const EVENT: Rule = {
  id: 'event-trigger',
  severity: 'warning',
  threat: 'authorization',
  title:
    'An event trigger runs its function at later changes of the schema, with the rights of whoever makes them: those that migrate too',
};

const SCHEMA = 'shiplock';
const HISTORY = 'supabase_migrations.schema_migrations';
/** Rights to read, which nobody believes anything of. */
const READS = new Set(['SELECT', 'USAGE']);
/** What reads, or makes something that reads. What it calls is looked at apart. */
const QUERIES = new Set(['SelectStmt', 'CallStmt', 'CommentStmt', 'ExplainStmt', 'DoStmt']);
/** Makes it where it is not there; whoever sets up the roles of docs/sql does so. */
const MAKES = new Set(['CreateStmt', 'CreateSchemaStmt']);
/** The one that somebody who sets up those roles calls, and one that only tells. */
const MAY_BE_CALLED = new Set(['admit_roles', 'authority']);

/** Of the fields that name what a statement is about, whatever the statement is. */
interface Named {
  readonly relation?: RangeVar;
  readonly table?: RangeVar;
  readonly view?: RangeVar;
  readonly sequence?: RangeVar;
  readonly into?: { readonly rel?: RangeVar };
  readonly relations?: readonly Node[];
  readonly objects?: readonly Node[];
  readonly object?: Node;
  readonly funcname?: Node[];
  readonly defnames?: Node[];
  readonly typeName?: Node[] | object;
  readonly func?: { readonly objname?: Node[] };
  readonly is_from?: boolean;
  readonly removeType?: string;
  readonly renameType?: string;
  readonly subname?: string;
}

/** Names of what a statement makes, changes or drops, each as `schema.name` or `schema`. */
function changed(effects: Effects, tag: string, fields: Named): readonly string[] {
  if (QUERIES.has(tag) || (tag === 'CopyStmt' && fields.is_from !== true)) return [];
  if (tag === 'GrantStmt') return granted(effects, fields as GrantStmt);
  const relation = (one: RangeVar | undefined) => (one ? [effects.target(one).name] : []);
  const { removeType = '', renameType = '' } = fields;
  // A trigger, a policy or a rule is named behind its table.
  const onTable = /_(?:TRIGGER|POLICY|RULE)$/.test(removeType);
  const isRelation = onTable || /_(?:TABLE|VIEW|MATVIEW|SEQUENCE|INDEX)$/.test(removeType);
  const objects = objectNames(fields.objects).map((names) => (onTable ? names.slice(0, -1) : names));
  const lists = [fields.funcname, fields.defnames, fields.func?.objname, arrayOf(fields.typeName)];
  return [
    ...[fields.relation, fields.table, fields.view, fields.sequence, fields.into?.rel].flatMap(relation),
    ...(fields.relations ?? []).flatMap((node) => ('RangeVar' in node ? relation(node.RangeVar) : [])),
    ...objects.map((names) => (isRelation ? effects.named(names).name : names.join('.'))),
    namesOf(fields.object).join('.'),
    ...lists.map((list) => nameList(list ?? []).join('.')),
    ...(renameType === 'OBJECT_SCHEMA' && fields.subname ? [fields.subname] : []),
  ];
}

const arrayOf = (value: Named['typeName']): Node[] | undefined => (Array.isArray(value) ? value : undefined);

/** What is given rights on that are more than rights to read. */
function granted(effects: Effects, node: GrantStmt): readonly string[] {
  const privileges = namedPrivileges(node.privileges);
  const reads = privileges?.every((one) => READS.has(one.split(' ')[0] ?? ''));
  if (!node.is_grant || reads) return [];
  return (node.objects ?? []).map((object) =>
    'RangeVar' in object ? effects.target(object.RangeVar).name : namesOf(object).join('.'),
  );
}

function looksAt(effects: Effects, node: Node): void {
  for (const part of inner(node)) looksAt(effects, part);
  const [tag = '', fields = {}] = Object.entries(node)[0] ?? [];
  for (const name of changed(effects, tag, fields as Named)) {
    const isHistory = name === HISTORY && !MAKES.has(tag);
    if (isHistory || name === SCHEMA || name.startsWith(`${SCHEMA}.`))
      effects.hazard(
        RECORD,
        `${name} is ${isHistory ? 'the migration history' : 'part of the record of releases'}`,
      );
  }
  walk(node, (kind, call) => {
    if (kind !== 'FuncCall') return;
    const [schema, name = ''] = nameList(call['funcname']);
    if (schema === SCHEMA && !MAY_BE_CALLED.has(name))
      effects.hazard(RECORD, `${schema}.${name}() writes the record of releases`);
  });
}

export const record: Family = {
  name: 'Shiplock’s own record',
  rules: [RECORD, EVENT],
  statements: {
    CreateEventTrigStmt: (effects, { trigname, funcname }) =>
      effects.hazard(EVENT, `event trigger ${trigname} runs ${nameList(funcname).join('.')}()`),
  },
  after: (effects) => {
    looksAt(effects, effects.statement.node);
    for (const { node } of nested(effects.statement).nodes) looksAt(effects, node);
  },
};
