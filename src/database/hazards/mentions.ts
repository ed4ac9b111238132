import type { Statement } from '../sql/parse.ts';
import { nameList, walk } from '../sql/walk.ts';
import { codeOf } from './code.ts';
import { nested } from './nested.ts';

/** Bare names that statements mention: what has to be looked up in the catalog. */
export interface Mentions {
  readonly relations: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** Schemas that go with all they hold, or whose rights are given or taken as a whole. */
  readonly schemas: ReadonlySet<string>;
  /** Schemas whose rights are given, taken or handed over. */
  readonly granted: ReadonlySet<string>;
}

const NAME_FIELDS = ['object', 'objects', 'typeName', 'domainname', 'funcname'];

/**
 * Names in statements, generously: a name that is looked up for nothing costs little, one that is missed makes a
 * table look unknown. Schemas are left out, since a bare name may stand in any of the search path.
 */
export function mentions(statements: readonly Statement[]): Mentions {
  const found = {
    relations: new Set<string>(),
    functions: new Set<string>(),
    types: new Set<string>(),
    schemas: new Set<string>(),
    granted: new Set<string>(),
  };
  for (const statement of statements) {
    walk(
      [statement.node, ...nested(statement).nodes.map(({ node }) => node), ...codeOf(statement)],
      (tag, node) => {
        if (typeof node['relname'] === 'string') found.relations.add(node['relname']);
        if (typeof node['indexname'] === 'string') found.relations.add(node['indexname']);
        if (tag === 'DropStmt' && node['removeType'] === 'OBJECT_SCHEMA')
          last(node['objects'], found.schemas, found.granted);
        // Each table of it gets the right, or loses it.
        if (tag === 'GrantStmt' && node['targtype'] === 'ACL_TARGET_ALL_IN_SCHEMA')
          last(node['objects'], found.schemas);
        if (tag === 'CreateSchemaStmt' && typeof node['schemaname'] === 'string')
          found.granted.add(node['schemaname']);
        const ofSchema =
          node['targtype'] === 'ACL_TARGET_ALL_IN_SCHEMA' ||
          node['objtype'] === 'OBJECT_SCHEMA' ||
          node['objectType'] === 'OBJECT_SCHEMA';
        if (ofSchema) for (const name of schemasOf(node)) found.granted.add(name);
        if (tag === 'FuncCall') last(node['funcname'], found.functions);
        if (tag === 'CreateFunctionStmt') last(node['funcname'], found.functions);
        if (tag === 'TypeName') last(node['names'], found.types);
        if (tag === 'List') last(node['items'], found.relations, found.types);
        if (tag === 'ObjectWithArgs') last(node['objname'], found.functions);
        for (const field of NAME_FIELDS) last(node[field], found.types, found.relations);
        // A RangeVar or TypeName in a typed field stands without its tag.
        for (const value of Object.values(node)) untagged(value, found);
      },
    );
  }
  return found;
}

function schemasOf(node: Record<string, unknown>): string[] {
  const objects = Array.isArray(node['objects']) ? node['objects'] : [node['object']];
  return nameList(objects.filter((object) => object !== undefined));
}

function untagged(value: unknown, found: { relations: Set<string>; types: Set<string> }): void {
  if (typeof value !== 'object' || value === null) return;
  if ('relname' in value && typeof value.relname === 'string') found.relations.add(value.relname);
  if ('names' in value) last(value.names, found.types);
  if ('typeName' in value) untagged(value.typeName, found);
  if ('relation' in value) untagged(value.relation, found);
  if ('pktable' in value) untagged(value.pktable, found);
}

/** The last part of a dotted name, and the one before it: a column's table stands there. */
function last(names: unknown, ...sets: Set<string>[]): void {
  for (const name of nameList(names).slice(-2)) {
    for (const set of sets) set.add(name);
  }
}
