import { onOneLine } from '../../database/sql/definitions.ts';
import { loadParser } from '../../database/sql/parser.ts';
import type { Database } from '../../release/ports.ts';
import { LEFT_OUT } from '../snapshot/schemas.ts';
import { atOneMoment } from '../snapshot/session.ts';
import { cellOf } from './cell.ts';
import * as sql from './queries.ts';
import type { Cell, FunctionRights, RelationRights, Verb } from './rights.ts';

export type { Cell, FunctionRights, RelationRights, Verb } from './rights.ts';

export const VERBS: readonly Verb[] = ['select', 'insert', 'update', 'delete', 'truncate'];

export interface RlsMatrix {
  readonly roles: readonly string[];
  readonly relations: Readonly<Record<string, RelationRights>>;
  readonly functions: Readonly<Record<string, FunctionRights>>;
}

export const API_ROLES: readonly string[] = ['anon', 'authenticated', 'service_role'];

/** Who may do what, from the catalog: grants (inherited and PUBLIC's too) ∧ schema usage ∧ policies. */
export async function readMatrix(db: Database, roles: readonly string[] = API_ROLES): Promise<RlsMatrix> {
  return atOneMoment(db, async (tx) => {
    const rights = await tx.query<sql.RightsRow>(sql.RIGHTS, [LEFT_OUT, roles]);
    const policies = await tx.query<sql.PolicyRow>(sql.POLICIES, [LEFT_OUT, roles]);
    if (policies.some(({ using, check }) => [using, check].some((each) => each?.includes('\n'))))
      await loadParser();
    const functions = await tx.query<sql.FunctionRow>(sql.FUNCTIONS, [LEFT_OUT, roles]);
    const present = await tx.query<{ name: string }>(
      'select rolname as name from pg_roles where rolname = any ($1)',
      [roles],
    );
    return {
      roles: roles.filter((role) => present.some(({ name }) => name === role)),
      relations: relationsOf(rights, policies),
      functions: Object.fromEntries(
        functions.map(({ name, security, execute, owner, body, settings }) => [
          name,
          { security, execute, ...(security === 'definer' ? { owner } : {}), body, settings },
        ]),
      ),
    };
  });
}

function relationsOf(
  rows: readonly sql.RightsRow[],
  policies: readonly sql.PolicyRow[],
): RlsMatrix['relations'] {
  const byRelation = new Map<string, sql.PolicyRow[]>();
  for (const policy of policies)
    byRelation.set(policy.relation, [...(byRelation.get(policy.relation) ?? []), policy]);
  const relations: Record<string, RelationRights & { rights: Record<string, Partial<Record<Verb, Cell>>> }> =
    {};
  for (const row of rows) {
    const own = byRelation.get(row.relation) ?? [];
    relations[row.relation] ??= {
      rls: row.rls,
      rights: {},
      policies: Object.fromEntries(own.map((p) => [p.name, definition(p)])),
      ...(row.parents.length > 0 ? { parents: row.parents } : {}),
      ...(row.partition && row.parents[0] ? { partitionOf: row.parents[0] } : {}),
      ...(row.partitioned ? { partitioned: true } : {}),
      ...(row.rls === 'view of its owner' ? { owner: row.owner, body: row.body ?? '' } : {}),
      ...(row.barrier ? { barrier: true } : {}),
    };
    const cells = cellsOf(row, own);
    const relation = relations[row.relation];
    if (relation && Object.keys(cells).length > 0) relation.rights[row.role] = cells;
  }
  return relations;
}

function cellsOf(row: sql.RightsRow, policies: readonly sql.PolicyRow[]): Partial<Record<Verb, Cell>> {
  const cells: Partial<Record<Verb, Cell>> = {};
  for (const verb of VERBS) {
    const granted = row.usage ? row.granted[verb] : false;
    if (!granted) continue;
    const rows = throughPolicies(row, verb, policies);
    cells[verb] = cellOf(rows, granted === true ? undefined : granted);
  }
  return cells;
}

/** https://www.postgresql.org/docs/current/ddl-rowsecurity.html; TRUNCATE knows no policies. */
function throughPolicies(
  row: sql.RightsRow,
  verb: Verb,
  policies: readonly sql.PolicyRow[],
): 'allowed' | 'conditional' | 'no rows' {
  const held = row.rls === 'forced' || (row.rls === 'on' && !row.owns);
  if (!held || row.bypass || verb === 'truncate') return 'allowed';
  const applying = policies.filter(
    (p) => p.applies.includes(row.role) && (p.command === 'all' || p.command === verb),
  );
  const permissive = applying.filter((p) => p.permissive);
  if (permissive.length === 0) return 'no rows';
  const open = (p: sql.PolicyRow) =>
    (verb === 'insert' ? (p.check ?? p.using) : p.using) === 'true' &&
    (verb !== 'update' || (p.check ?? 'true') === 'true');
  return permissive.some(open) && permissive.length === applying.length ? 'allowed' : 'conditional';
}

function definition(policy: sql.PolicyRow): string {
  return [
    `as ${policy.permissive ? 'permissive' : 'restrictive'} for ${policy.command} to ${policy.roles.join(', ')}`,
    ...(policy.using === null ? [] : [`using (${onOneLine(policy.using)})`]),
    ...(policy.check === null ? [] : [`with check (${onOneLine(policy.check)})`]),
  ].join(' ');
}
