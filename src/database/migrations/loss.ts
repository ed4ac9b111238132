import { inner } from '../hazards/nested.ts';
import type { Statement } from '../sql/parse.ts';
import { walk } from '../sql/walk.ts';

export interface Loss {
  readonly line: number;
  readonly what: string;
}

type Fields = {
  removeType?: string;
  cmds?: { AlterTableCmd?: { subtype?: string; name?: string } }[];
  relation?: { relname?: string };
  onConflictClause?: { action?: string };
};

/** Objects that hold rows: dropping other things loses definitions, which the migrations can make again. */
const HOLD_ROWS = new Set([
  'OBJECT_TABLE',
  'OBJECT_SCHEMA',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
  'OBJECT_COLUMN',
  'OBJECT_TYPE',
  'OBJECT_DOMAIN',
  'OBJECT_EXTENSION',
  'OBJECT_FOREIGN_TABLE',
]);
const CODE = new Set(['DoStmt', 'CallStmt', 'ExecuteStmt']);

/** The first statement of a down file that removes rows or values; code that cannot be looked into counts. */
export function losesDataOf(statements: readonly Statement[]): Loss | undefined {
  for (const statement of statements) {
    const what = lossOf(statement.node);
    if (what) return { line: statement.line, what };
  }
  return undefined;
}

function lossOf(node: Statement['node']): string | undefined {
  const [kind = ''] = Object.keys(node);
  const fields = (node as unknown as Record<string, Fields>)[kind] ?? {};
  const name = fields.relation?.relname;
  switch (kind) {
    case 'DropStmt':
      return HOLD_ROWS.has(fields.removeType ?? '')
        ? `drops a ${(fields.removeType ?? '').replace('OBJECT_', '').toLowerCase()}`
        : undefined;
    case 'DropOwnedStmt':
      return 'drops everything that a role owns';
    case 'TruncateStmt':
      return 'empties a table';
    case 'DeleteStmt':
      return `deletes rows of ${name}`;
    case 'UpdateStmt':
      return `overwrites values of ${name}`;
    case 'MergeStmt':
      if (mergeLoses(node)) return `overwrites or deletes rows of ${name}`;
      break;
    case 'InsertStmt':
      if (fields.onConflictClause?.action === 'ONCONFLICT_UPDATE') return `overwrites values of ${name}`;
      break;
    case 'AlterTableStmt': {
      const commands = (fields.cmds ?? []).map(({ AlterTableCmd }) => AlterTableCmd ?? {});
      const column = commands.find(({ subtype }) => subtype === 'AT_DropColumn');
      if (column) return `drops the column ${name}.${column.name}`;
      const retyped = commands.find(({ subtype }) => subtype === 'AT_AlterColumnType');
      return retyped ? `changes the type of ${name}.${retyped.name}` : undefined;
    }
  }
  if (CODE.has(kind)) return 'runs code whose effects cannot be read';
  for (const each of inner(node)) {
    const lost = lossOf(each);
    if (lost) return lost;
  }
  return undefined;
}

function mergeLoses(node: Statement['node']): boolean {
  let found = false;
  walk(node, (tag, { commandType }) => {
    found ||= tag === 'MergeWhenClause' && (commandType === 'CMD_UPDATE' || commandType === 'CMD_DELETE');
  });
  return found;
}
