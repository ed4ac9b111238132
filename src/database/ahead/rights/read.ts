import type { Database } from '../../../release/ports.ts';
import { type Grant, type Held, type Kind, type Membership, type Role, World } from './world.ts';

/** Names that statements mention, whose owners and rights are asked for. */
export interface Wanted {
  /** Bare names of relations, routines and types. */
  readonly names: ReadonlySet<string>;
  /** Schemas whose relations and routines are meant all together. */
  readonly schemas: ReadonlySet<string>;
  readonly extensions: ReadonlySet<string>;
  readonly settings: ReadonlySet<string>;
}

interface Row {
  version: number;
  database: string;
  self_grants: boolean;
  roles: Role[];
  memberships: Membership[];
  objects: (Omit<Held, 'acl'> & { acl: Grant[] })[];
  available: { name: string; superuser: boolean; trusted: boolean }[];
  settings: { name: string; context: string; granted: string[] }[];
}

/** Roles of platforms that let a role of theirs do some of what else only superusers may. */
const PLATFORMS: Readonly<Record<string, string>> = {
  supabase_admin: 'Supabase',
  rds_superuser: 'Amazon RDS',
  cloudsqlsuperuser: 'Cloud SQL',
  azure_pg_admin: 'Azure',
  neon_superuser: 'Neon',
};

const grants = (acl: string, kind: string, owner: string) =>
  `(select coalesce(jsonb_agg(jsonb_build_object('to', coalesce(pg_get_userbyid(nullif(x.grantee, 0)), ''),
     'right', x.privilege_type, 'grantable', x.is_grantable)), '[]')
   from aclexplode(coalesce(${acl}, acldefault(${kind}, ${owner}))) x)`;

const one = (kind: Kind, from: string, name: string, owner: string, acl: string) =>
  `select jsonb_build_object('kind', '${kind}', 'name', ${name}, 'label', '${kind} ' || ${name},
     'owner', pg_get_userbyid(${owner}), 'acl', ${acl}) as object from ${from}`;

const NOTHING = "'[]'::jsonb";

const OBJECTS = `
select jsonb_build_object('kind', 'relation', 'name', format('%s.%s', n.nspname, c.relname),
  'label', format('%s %s.%s', case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
    when 'f' then 'foreign table' when 'i' then 'index' when 'I' then 'index' else 'table' end, n.nspname, c.relname),
  'owner', pg_get_userbyid(c.relowner), 'relkind', c.relkind,
  'table', (select format('%s.%s', tn.nspname, t.relname) from pg_index i join pg_class t on t.oid = i.indrelid
    join pg_namespace tn on tn.oid = t.relnamespace where i.indexrelid = c.oid),
  'systemTriggers', exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgisinternal),
  'acl', ${grants('c.relacl', `case c.relkind when 'S' then 's'::"char" else 'r'::"char" end`, 'c.relowner')}
    || (select coalesce(jsonb_agg(jsonb_build_object('to', coalesce(pg_get_userbyid(nullif(x.grantee, 0)), ''),
        'right', x.privilege_type, 'grantable', x.is_grantable, 'ofColumn', true)), '[]')
      from pg_attribute a, aclexplode(a.attacl) x where a.attrelid = c.oid and a.attacl is not null and not a.attisdropped)) as object
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where (c.relname = any ($1) or n.nspname = any ($2)) and n.nspname !~ '^pg_(toast|temp)'
union all
select jsonb_build_object('kind', 'routine', 'name', format('%s.%s', n.nspname, p.proname),
  'label', format('function %s.%s', n.nspname, p.proname), 'owner', pg_get_userbyid(p.proowner),
  'types', array(select format_type(t, null) from unnest(p.proargtypes) t), 'acl', ${grants('p.proacl', "'f'", 'p.proowner')})
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = any ($1) or n.nspname = any ($2)
union all
select jsonb_build_object('kind', 'type', 'name', format('%s.%s', n.nspname, t.typname),
  'label', format('type %s.%s', n.nspname, t.typname), 'owner', pg_get_userbyid(t.typowner), 'acl', ${grants('t.typacl', "'T'", 't.typowner')})
from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typname = any ($1) and t.typrelid = 0 and t.typelem = 0
union all ${one('schema', "pg_namespace where nspname !~ '^pg_(toast|temp)'", 'nspname', 'nspowner', grants('nspacl', "'n'", 'nspowner'))}
union all ${one('database', 'pg_database where datname = current_database()', 'datname', 'datdba', grants('datacl', "'d'", 'datdba'))}
union all ${one('extension', 'pg_extension', 'extname', 'extowner', NOTHING)}
union all select object || jsonb_build_object('trusted', lanpltrusted) from (
  ${one('language', 'pg_language', 'lanname', 'lanowner', grants('lanacl', "'l'", 'lanowner')).replace(' as object', ' as object, lanpltrusted')}) l
union all ${one('wrapper', 'pg_foreign_data_wrapper', 'fdwname', 'fdwowner', grants('fdwacl', "'F'", 'fdwowner'))}
union all ${one('server', 'pg_foreign_server', 'srvname', 'srvowner', grants('srvacl', "'S'", 'srvowner'))}
union all ${one('publication', 'pg_publication', 'pubname', 'pubowner', NOTHING)}
union all ${one('event trigger', 'pg_event_trigger', 'evtname', 'evtowner', NOTHING)}`;

const WORLD = `
select current_setting('server_version_num')::int as version, current_database()::text as database,
  coalesce(current_setting('createrole_self_grant', true), '') <> '' or exists (
    select from pg_db_role_setting, unnest(setconfig) c where c like 'createrole\\_self\\_grant=_%') as self_grants,
  (select jsonb_agg(jsonb_build_object('name', rolname, 'superuser', rolsuper, 'createrole', rolcreaterole, 'createdb', rolcreatedb,
    'replication', rolreplication, 'bypassrls', rolbypassrls, 'inherit', rolinherit)) from pg_roles) as roles,
  (select coalesce(jsonb_agg(jsonb_build_object('role', pg_get_userbyid(m.roleid), 'member', pg_get_userbyid(m.member), 'admin', m.admin_option,
    'inherit', coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, r.rolinherit), 'set', coalesce((to_jsonb(m) ->> 'set_option')::boolean, true))), '[]')
    from pg_auth_members m join pg_roles r on r.oid = m.member) as memberships,
  (select coalesce(jsonb_agg(object), '[]') from (${OBJECTS}) o) as objects,
  (select coalesce(jsonb_agg(jsonb_build_object('name', v.name, 'superuser', v.superuser, 'trusted', v.trusted)), '[]')
    from pg_available_extension_versions v join pg_available_extensions e on e.name = v.name and e.default_version = v.version
    where v.name = any ($3)) as available,
  (select coalesce(jsonb_agg(jsonb_build_object('name', lower(s.name), 'context', s.context, 'granted',
      (select coalesce(jsonb_agg(coalesce(pg_get_userbyid(nullif(x.grantee, 0)), '')), '[]') from pg_parameter_acl a, aclexplode(a.paracl) x
        where a.parname = lower(s.name) and x.privilege_type = 'SET'))), '[]')
    from pg_settings s where lower(s.name) = any ($4)) as settings`;

/** Reads what the statements need, in one query; needs no right beyond reading catalogs. */
export async function readWorld(db: Database, wanted: Wanted): Promise<World> {
  const [row] = await db.query<Row>(WORLD, [
    [...wanted.names],
    [...wanted.schemas],
    [...wanted.extensions],
    [...wanted.settings],
  ]);
  if (!row) throw new Error('the server did not list owners and privileges');
  const platform = row.roles.flatMap(({ name }) => PLATFORMS[name] ?? [])[0];
  const world = new World({
    version: row.version,
    database: row.database,
    platform,
    selfGrants: row.self_grants,
  });
  for (const role of row.roles) world.roles.set(role.name, role);
  world.memberships.push(...row.memberships);
  for (const held of row.objects) world.add(held);
  for (const each of row.available) world.available.set(each.name, each);
  for (const each of row.settings) world.settings.set(each.name, each);
  return world;
}

/** The role that migrates, and where its unqualified names are looked up. */
export interface Migrating {
  readonly role: string;
  readonly searchPath: string;
  /** Only guessed by who owns the history. */
  readonly guessed: boolean;
}

/**
 * The role of this session where it may migrate; else whoever owns the record, since nobody else can take its lock.
 * A planning role says little of it where there is only a history.
 */
export async function migratingRole(db: Database): Promise<Migrating | undefined> {
  const [row] = await db.query<{ role: string | null; path: string; guessed: boolean }>(`
with found as (
  select (select nspowner from pg_namespace where nspname = 'shiplock') as record,
    (select c.relowner from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'supabase_migrations' and c.relname = 'schema_migrations') as history,
    (select oid from pg_roles where rolname = current_user) as mine,
    has_database_privilege(current_database(), 'create') as makes
), chosen as (
  select case
      when record is not null then case when pg_has_role(record, 'usage') then mine else record end
      when history is not null then case when makes and pg_has_role(history, 'usage') then mine else history end
      when makes then mine end as oid,
    record is null and history is not null and not (makes and pg_has_role(history, 'usage')) as guessed
  from found
)
select pg_get_userbyid(chosen.oid)::text as role, guessed, coalesce(case when chosen.oid = (select mine from found) then current_setting('search_path') end,
  (select substr(c, 13) from pg_db_role_setting s, unnest(s.setconfig) c where c like 'search\\_path=%'
    and s.setrole in (0, chosen.oid) and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
    order by s.setrole <> 0 desc, s.setdatabase <> 0 desc limit 1), '"$user", public') as path
from chosen where chosen.oid is not null`);
  if (!row?.role) return undefined;
  return { role: row.role, searchPath: row.path, guessed: row.guessed };
}
