import type { Node } from 'libpg-query';
import type { CatalogFacts, RelationFacts } from '../../hazards/facts.ts';
import { inner } from '../../hazards/nested.ts';
import { nameList, walk } from '../../sql/walk.ts';

/** What a statement does to rows that are there, by the bare names of tables. */
export interface Touched {
  /** Rows come, and those that were there stay as they are. */
  readonly adds: readonly string[];
  readonly changes: readonly string[];
}

const CHANGES = new Set([
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'TruncateStmt',
  'InsertStmt',
  'RefreshMatViewStmt',
]);
const MOVES_ROWS = new Set(['AT_DetachPartition', 'AT_AttachPartition']);

export function touchedBy(node: Node, facts: CatalogFacts): Touched {
  const adds: string[] = [];
  const changes: string[] = [];
  for (const each of [node, ...inner(node)]) {
    const target = addsTo(each);
    if (target !== undefined) adds.push(target);
    else if (CHANGES.has(Object.keys(each)[0] ?? '') || movesRows(each)) changes.push(...namesIn(each));
  }
  const known = [...facts.relations.values()];
  const written = (name: string) => known.filter((each) => each.views.some((view) => bare(view) === name));
  // A view is written through to the tables that it reads.
  adds.push(...adds.flatMap((name) => written(name).map((each) => bare(each.name))));
  return { adds: [...adds, ...around(adds, known, false)], changes: around(changes, known, true) };
}

/** The table that INSERT without an update on conflict, or COPY, adds to. */
function addsTo(node: Node): string | undefined {
  if ('InsertStmt' in node)
    return node.InsertStmt.onConflictClause?.action === 'ONCONFLICT_UPDATE'
      ? undefined
      : node.InsertStmt.relation?.relname;
  return 'CopyStmt' in node && node.CopyStmt.is_from ? node.CopyStmt.relation?.relname : undefined;
}

const movesRows = (node: Node): boolean =>
  'AlterTableStmt' in node &&
  (node.AlterTableStmt.cmds ?? []).some(
    (each) => 'AlterTableCmd' in each && MOVES_ROWS.has(each.AlterTableCmd.subtype ?? ''),
  );

/** Every relation that a statement names, generously: what is only a remark for it does no harm. */
function namesIn(node: Node): string[] {
  const names: string[] = [];
  const fields = Object.values(node)[0] as object;
  walk({ Root: { ...fields } }, (_, each) => {
    if (typeof each['relname'] === 'string') names.push(each['relname']);
    const { relation, name } = each as { relation?: { relname?: string }; name?: { relname?: string } };
    if (relation?.relname) names.push(relation.relname);
    if (typeof name === 'object' && name?.relname) names.push(name.relname);
    if (Array.isArray(each['items'])) names.push(...nameList(each['items']));
  });
  return names;
}

export const bare = (name: string): string => name.split('.').at(-1) ?? '';

/** With the tables whose rows go along: partitions and heirs, those above, and those that a foreign key cascades to. */
function around(names: readonly string[], known: readonly RelationFacts[], cascades: boolean): string[] {
  const found = new Set(names);
  for (const name of found)
    for (const each of known) {
      if (bare(each.name) !== name) {
        const holds = (cascades ? [...each.views, ...each.children] : each.children).some(
          (other) => bare(other) === name,
        );
        if (holds) found.add(bare(each.name));
        continue;
      }
      const related = [...each.children, ...each.parents, ...(cascades ? each.referencedBy : [])];
      for (const other of related) found.add(bare(other));
    }
  return [...found];
}
