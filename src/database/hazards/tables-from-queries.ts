import type { CreateTableAsStmt, RangeVar, SelectStmt } from 'libpg-query';
import { walk } from '../sql/walk.ts';
import type { Effects } from './effects.ts';
import { beginRights } from './remade/rights.ts';
import { madeMaterializedView } from './remade/views.ts';

export function createAs(effects: Effects, node: CreateTableAsStmt): void {
  effects.ddl = true;
  const relation = node.into?.rel;
  const target = effects.target(relation);
  if ((node.if_not_exists || effects.guarded) && !target.isAbsent) return;
  effects.add(`${node.objtype === 'OBJECT_MATVIEW' ? 'materialized view' : 'table'} ${target.name}`);
  if (node.objtype === 'OBJECT_MATVIEW' && !target.isNew) {
    beginRights(effects, `table ${target.name}`, 'table', target.name.split('.')[0] ?? '');
    effects.memory.made.set(target.name, madeMaterializedView(effects, target, node));
  }
  remember(effects, target.name);
  if (!node.into?.skipData) readsTables(effects, node.query);
}

/** `SELECT … INTO`, another way to write CREATE TABLE AS. */
export function selectInto(effects: Effects, node: SelectStmt): void {
  const relation = node.intoClause?.rel;
  if (!relation) return;
  const { intoClause, ...query } = node;
  createAs(effects, {
    query: { SelectStmt: query },
    ...(intoClause ? { into: intoClause } : {}),
    objtype: 'OBJECT_TABLE',
  } as CreateTableAsStmt);
}

/** Tables that a query reads, all of them perhaps: it lasts as long as they are large. */
export function readsTables(effects: Effects, query: unknown): void {
  walk({ Root: query }, (tag, node) => {
    if (tag !== 'RangeVar') return;
    const source = effects.target(node as RangeVar);
    effects.lock(source, 'AccessShareLock');
    effects.scan(source);
  });
}

/** Keeps in mind that the release made a relation. */
export function remember(effects: Effects, name: string): void {
  effects.memory.created.add(name);
  effects.memory.createdInFile.add(name);
  effects.memory.dropped.delete(name);
}
