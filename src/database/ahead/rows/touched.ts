import type { CatalogFacts } from '../../hazards/facts.ts';
import { inner, nested } from '../../hazards/nested.ts';
import type { Statement } from '../../sql/parse.ts';
import { nameList, walk } from '../../sql/walk.ts';
import { callsOwn } from '../calls.ts';

/** Statements that make a table, its rows or its columns other than the catalog and its rows say now. */
const CHANGES = new Set([
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'TruncateStmt',
  'CopyStmt',
  'RenameStmt',
  'DropStmt',
  'CreateStmt',
  'AlterObjectSchemaStmt',
]);
const CHANGES_COLUMNS = new Set([
  'AT_AlterColumnType',
  'AT_DropColumn',
  'AT_DetachPartition',
  'AT_AttachPartition',
]);

/** Tables by bare name whose rows the statement may change; `anything`: code runs that nobody can read. */
export function touchedBy(statement: Statement, facts: CatalogFacts): readonly string[] | 'anything' {
  const { nodes, opaque } = nested(statement);
  const all = [statement.node, ...nodes.map(({ node }) => node)];
  if (opaque || 'CallStmt' in statement.node || all.some((node) => callsOwn(node, facts))) return 'anything';
  const names: string[] = [];
  for (const node of [...all, ...all.flatMap((each) => inner(each))]) {
    const [tag = '', fields] = Object.entries(node)[0] ?? [];
    const columns =
      'AlterTableStmt' in node &&
      (node.AlterTableStmt.cmds ?? []).some(
        (each) => 'AlterTableCmd' in each && CHANGES_COLUMNS.has(each.AlterTableCmd.subtype ?? ''),
      );
    if (!columns && !CHANGES.has(tag)) continue;
    // Every relation that such a statement names, generously: one trial fewer does no harm.
    walk({ Root: { ...(fields as object) } }, (_, each) => {
      if (typeof each['relname'] === 'string') names.push(each['relname']);
      const { relation } = each as { relation?: { relname?: string } };
      if (relation?.relname) names.push(relation.relname);
      if (Array.isArray(each['items'])) names.push(...nameList(each['items']));
    });
  }
  return names;
}
