import { ident } from '../../database/sql/ident.ts';
import { parseSql } from '../../database/sql/parse.ts';
import { count } from '../../present/count.ts';
import type { CheckReport, Database, Finding } from '../../release/ports.ts';
import type { Ignore } from '../model/passing.ts';
import { isIgnoredRelation } from '../rls/settled.ts';
import { LEFT_OUT } from '../snapshot/schemas.ts';
import { atOneMoment } from '../snapshot/session.ts';
import { calledPerRow, comparedWithUser } from './policy-expression.ts';

const LOOKED_AT = `n.nspname !~ '^pg_' and n.nspname <> all ($1::text[])
  and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')`;

interface PolicyRow {
  readonly relation: string;
  readonly name: string;
  readonly command: string;
  readonly permissive: boolean;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
  /** Columns that lead an index of the table. */
  readonly leading: readonly string[];
}

const POLICIES = `
select format('%I.%I', n.nspname, c.relname) as relation, p.polname::text as name,
  case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
  p.polpermissive as permissive,
  array(select case when o = 0 then 'public' else pg_get_userbyid(o)::text end from unnest(p.polroles) o order by 1) as roles,
  pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check,
  array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = c.oid and i.indisvalid and i.indpred is null) as leading
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where ${LOOKED_AT} order by 1, 2`;

interface ForeignKeyRow {
  readonly relation: string;
  readonly name: string;
  readonly columns: readonly string[];
  readonly partitioned: boolean;
}

/** Any index that begins with the key's columns, in whatever order, will do. */
const FOREIGN_KEYS = `
select format('%I.%I', n.nspname, c.relname) as relation, k.conname::text as name, c.relkind = 'p' as partitioned,
  array(select a.attname::text from unnest(k.conkey) with ordinality u (num, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num order by u.place) as columns
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
where ${LOOKED_AT} and k.contype = 'f' and k.conparentid = 0 and not c.relispartition
  and not exists (select from pg_index i where i.indrelid = c.oid and i.indpred is null and (i.indisvalid or c.relkind = 'p')
    and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
order by 1, 2`;

/** The platform's words for a role's request: https://supabase.com/docs/guides/database/postgres/row-level-security#rls-performance-recommendations */
const VERBS = ['select', 'insert', 'update', 'delete'];

/**
 * What costs more with every row, from the catalog: functions that policies call for each row, policies and foreign keys
 * without an index, several permissive policies where one would do. Remarks with SQL; nothing fails for being slow.
 */
export async function checkPerformance(db: Database, ignore: Ignore): Promise<CheckReport> {
  const { policies, keys } = await atOneMoment(db, async (tx) => ({
    policies: await tx.query<PolicyRow>(POLICIES, [LEFT_OUT]),
    keys: await tx.query<ForeignKeyRow>(FOREIGN_KEYS, [LEFT_OUT]),
  }));
  const seen = policies.filter(({ relation }) => !isIgnoredRelation(relation, ignore));
  const looked = keys.filter(({ relation }) => !isIgnoredRelation(relation, ignore));
  const findings = [
    ...(await Promise.all(seen.map(ofPolicy))).flat(),
    ...unindexed(looked),
    ...severalPermissive(seen),
  ];
  return {
    check: 'performance',
    outcome: 'pass',
    detail: `${count(seen.length, 'policy', 'policies')} checked, ${count(findings.length, 'remark')}`,
    findings,
  };
}

async function ofPolicy(policy: PolicyRow): Promise<Finding[]> {
  const { relation, name, leading } = policy;
  const object = `policy ${relation} ${JSON.stringify(name)}`;
  const trees = await Promise.all(
    [policy.using, policy.check]
      .filter((text) => text !== null)
      .map(async (text) => (await parseSql(`select (${text})`, object))[0]?.node),
  );
  const perRow = [...new Set(trees.flatMap(calledPerRow))];
  const [using] = policy.using === null ? [] : trees;
  const columns = [...new Set(comparedWithUser(using))].filter((column) => !leading.includes(column));
  return [
    ...(perRow.length > 0
      ? [
          {
            object,
            message: `${perRow.map((called) => `${called}()`).join(', ')} is called for each row: written as (select ${perRow[0]}()) it is called once per statement`,
          },
        ]
      : []),
    ...columns.map((column) => ({
      object,
      message: `it compares ${column} with the current user, but no index starts with that column`,
      mend: `create index concurrently on ${relation} (${ident(column)});`,
    })),
  ];
}

const unindexed = (keys: readonly ForeignKeyRow[]): Finding[] =>
  keys.map(({ relation, name, columns, partitioned }) => ({
    object: `constraint ${relation} ${ident(name)}`,
    message: `no index starts with ${columns.join(', ')}: every DELETE or UPDATE of the referenced table reads all of ${relation}`,
    mend: `create index${partitioned ? '' : ' concurrently'} on ${partitioned ? 'only ' : ''}${relation} (${columns.map(ident).join(', ')});`,
  }));

/** All of them are evaluated for each row, joined by OR. */
function severalPermissive(policies: readonly PolicyRow[]): Finding[] {
  const groups = new Map<string, { relation: string; role: string; verb: string; names: string[] }>();
  for (const { relation, name, command, permissive, roles } of policies) {
    if (!permissive) continue;
    for (const role of roles)
      for (const verb of command === 'all' ? VERBS : [command]) {
        const key = JSON.stringify([relation, role, verb]);
        const group = groups.get(key) ?? { relation, role, verb, names: [] };
        groups.set(key, { ...group, names: [...group.names, name] });
      }
  }
  const several = new Map<string, { relation: string; role: string; verbs: string[]; names: string[] }>();
  for (const { relation, role, verb, names } of groups.values()) {
    if (names.length < 2) continue;
    const key = JSON.stringify([relation, role, names]);
    const found = several.get(key) ?? { relation, role, verbs: [], names };
    several.set(key, { ...found, verbs: [...found.verbs, verb] });
  }
  return [...several.values()].map(({ relation, role, verbs, names }) => ({
    object: `policies ${relation}`,
    message: `${names.map((name) => JSON.stringify(name)).join(' and ')} are all evaluated for ${verbs.join(', ')} by ${role}: one policy with OR is evaluated once`,
  }));
}
