import type { CopyStmt, FuncCall, LockStmt, Node, RangeVar } from 'libpg-query';
import { nameList, walk } from '../../sql/walk.ts';
import type { Asking } from './asking.ts';
import type { Handlers } from './handlers.ts';

/**
 * What reading and writing rows needs. Rights on single columns are taken for enough: which ones a query reads is the
 * server's to say.
 */
const fromList = (relation: RangeVar | undefined) => relation?.relname ?? '';

/** Tables that a query reads, and functions that it calls. The target of a write is left out. */
export function reads(ask: Asking, query: unknown, target?: RangeVar): void {
  const ours = new Set<string>();
  walk({ Root: query }, (tag, node) => {
    if (tag === 'CommonTableExpr') ours.add(String(node['ctename']));
  });
  walk({ Root: query }, (tag, node) => {
    if (tag === 'RangeVar') {
      const relation = node as RangeVar;
      const isOurs = relation.schemaname === undefined && ours.has(fromList(relation));
      if (!isOurs && relation !== target) ask.may(ask.relation(relation), ['SELECT'], true);
    }
    if (tag === 'FuncCall') calls(ask, node as FuncCall);
  });
}

/** EXECUTE is asked for when the query begins. Which overload is meant is the server's to say. */
function calls(ask: Asking, { funcname }: FuncCall): void {
  const found = ask.lookUp('routine', nameList(funcname));
  const answers = found.map((held) => ask.world.may(ask.role, held, ['EXECUTE']));
  if (found.length > 0 && answers.every((each) => each === false)) ask.may(found[0], ['EXECUTE']);
}

const readsColumns = (node: unknown): boolean => {
  let found = false;
  walk({ Root: node }, (tag) => {
    found ||= tag === 'ColumnRef';
  });
  return found;
};

interface Write {
  readonly relation?: RangeVar;
  readonly whereClause?: Node;
  readonly returningClause?: unknown;
}

/** Where no other table is read, whatever column a condition names is the target's. */
function writes(ask: Asking, node: Write, right: string, others: boolean): void {
  const held = ask.relation(node.relation);
  ask.may(held, [right], right !== 'DELETE');
  if (!others && readsColumns(node.whereClause)) ask.may(held, ['SELECT'], true);
  reads(ask, { ...node, relation: undefined });
}

/** Lock modes from https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/commands/lockcmds.c */
function lock(ask: Asking, { mode = 8, relations }: LockStmt): void {
  const strong = ['UPDATE', 'DELETE', 'TRUNCATE', ...(ask.world.major >= 17 ? ['MAINTAIN'] : [])];
  const weaker = ask.world.major >= 16 ? mode <= 3 : mode === 3;
  const rights = [
    ...strong,
    ...(mode === 1 ? ['SELECT'] : []),
    ...(weaker && !(ask.world.major < 16 && mode === 1) ? ['INSERT'] : []),
  ];
  const wanted = ask.world.major < 16 && mode === 1 ? ['SELECT'] : rights;
  for (const each of relations ?? []) if ('RangeVar' in each) ask.may(ask.relation(each.RangeVar), wanted);
}

function copy(ask: Asking, node: CopyStmt): void {
  const held = ask.relation(node.relation);
  if (node.filename !== undefined) {
    const role = node.is_program
      ? 'pg_execute_server_program'
      : node.is_from
        ? 'pg_read_server_files'
        : 'pg_write_server_files';
    ask.must(
      ask.world.hasRightsOf(ask.role, role),
      `COPY with a ${node.is_program ? 'program' : 'file'} of the server requires ${role}`,
      `As a superuser: grant ${role} to "${ask.role}".`,
    );
  }
  ask.may(held, [node.is_from ? 'INSERT' : 'SELECT'], true);
  if (node.query) reads(ask, node.query);
}

export const data: Handlers = {
  SelectStmt: (ask, node) => {
    if (node.intoClause?.rel) {
      const { rel } = node.intoClause;
      ask.creates('relation', [...(rel.schemaname ? [rel.schemaname] : []), rel.relname ?? ''], {
        relkind: 'r',
      });
    }
    reads(ask, { ...node, intoClause: undefined });
  },
  InsertStmt: (ask, node) => writes(ask, node, 'INSERT', true),
  UpdateStmt: (ask, node) => writes(ask, node, 'UPDATE', (node.fromClause ?? []).length > 0),
  DeleteStmt: (ask, node) => writes(ask, node, 'DELETE', (node.usingClause ?? []).length > 0),
  TruncateStmt: (ask, node) => {
    for (const each of node.relations ?? [])
      if ('RangeVar' in each) ask.may(ask.relation(each.RangeVar), ['TRUNCATE']);
  },
  LockStmt: lock,
  CopyStmt: copy,
  CallStmt: (ask, node) => {
    if (node.funccall) calls(ask, node.funccall);
  },
};
