import { nested } from '../../hazards/nested.ts';
import type { Statement } from '../../sql/parse.ts';
import { nameList, walk } from '../../sql/walk.ts';
import type { Wanted } from './read.ts';

/** Names in statements, generously: one that is looked up for nothing costs little. */
export function wantedBy(statements: readonly Statement[]): Wanted {
  const names = new Set<string>();
  const schemas = new Set<string>();
  const extensions = new Set<string>();
  const settings = new Set<string>();
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (NAMED.has(key)) names.add(value);
      return;
    }
    if (Array.isArray(value)) {
      for (const name of nameList(value)) names.add(name);
      for (const item of value) visit(item, key);
    } else if (typeof value === 'object' && value !== null)
      for (const [inside, held] of Object.entries(value)) visit(held, inside);
  };
  for (const statement of statements) {
    const nodes = [statement.node, ...nested(statement).nodes.map(({ node }) => node)];
    visit(nodes, '');
    walk(nodes, (tag, node) => {
      if (tag === 'CreateExtensionStmt') extensions.add(String(node['extname']));
      if (tag === 'VariableSetStmt') settings.add(String(node['name']).toLowerCase());
      if ('setstmt' in node) settings.add(String((node['setstmt'] as { name?: string }).name).toLowerCase());
      if (node['targtype'] === 'ACL_TARGET_ALL_IN_SCHEMA')
        for (const name of nameList(node['objects'])) schemas.add(name);
    });
  }
  return { names, schemas, extensions, settings };
}

const NAMED = new Set(['relname', 'indexname', 'sval']);
