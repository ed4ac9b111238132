import type { Statement } from '../sql/parse.ts';

export interface Loss {
  readonly line: number;
  readonly what: string;
}

type Fields = {
  removeType?: string;
  cmds?: { AlterTableCmd?: { subtype?: string; name?: string } }[];
  relation?: { relname?: string };
  objects?: unknown;
};

/** Objects that hold rows: dropping other things loses definitions, which the migrations can make again. */
const HOLD_ROWS = new Set([
  'OBJECT_TABLE',
  'OBJECT_SCHEMA',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
  'OBJECT_COLUMN',
  'OBJECT_TYPE',
  'OBJECT_EXTENSION',
  'OBJECT_FOREIGN_TABLE',
]);
const CODE = new Set(['DoStmt', 'CallStmt']);

/** The first statement of a down file that removes rows or values; code that cannot be looked into counts. */
export function losesDataOf(statements: readonly Statement[]): Loss | undefined {
  for (const statement of statements) {
    const what = lossOf(statement);
    if (what) return { line: statement.line, what };
  }
  return undefined;
}

function lossOf(statement: Statement): string | undefined {
  const fields = (statement.node as unknown as Record<string, Fields>)[statement.kind] ?? {};
  switch (statement.kind) {
    case 'DropStmt':
      return HOLD_ROWS.has(fields.removeType ?? '')
        ? `drops a ${(fields.removeType ?? '').replace('OBJECT_', '').toLowerCase()}`
        : undefined;
    case 'TruncateStmt':
      return 'empties a table';
    case 'DeleteStmt':
      return `deletes rows of ${fields.relation?.relname}`;
    case 'UpdateStmt':
      return `overwrites values of ${fields.relation?.relname}`;
    case 'AlterTableStmt': {
      const commands = (fields.cmds ?? []).map(({ AlterTableCmd }) => AlterTableCmd ?? {});
      const column = commands.find(({ subtype }) => subtype === 'AT_DropColumn');
      if (column) return `drops the column ${fields.relation?.relname}.${column.name}`;
      const retyped = commands.find(({ subtype }) => subtype === 'AT_AlterColumnType');
      return retyped ? `changes the type of ${fields.relation?.relname}.${retyped.name}` : undefined;
    }
  }
  return CODE.has(statement.kind) ? 'runs code whose effects cannot be read' : undefined;
}
