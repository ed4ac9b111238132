/** Types, sequences, functions, triggers and what else holds logic. Same shape as in relations.ts. */

const ofExtension = (catalog: string, oid: string) =>
  `exists (select from pg_depend e where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

/** A range type brings its constructors with it. */
export const ofTypeOrExtension = (oid: string) =>
  `exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = ${oid} and e.deptype in ('e', 'i'))`;

export const TYPES = `
select case t.typtype when 'e' then 'enum' when 'd' then 'domain' else 'type' end as kind,
  format('%s %I.%I', case t.typtype when 'e' then 'enum' when 'd' then 'domain' else 'type' end, n.nspname, t.typname) as id,
  jsonb_build_object('owner', pg_get_userbyid(t.typowner)) || case t.typtype
    when 'e' then jsonb_build_object('labels', array(
      select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder))
    when 'd' then jsonb_build_object(
      'type', format_type(t.typbasetype, t.typtypmod), 'notNull', t.typnotnull, 'default', t.typdefault,
      'constraints', array(select format('%I %s', k.conname, pg_get_constraintdef(k.oid)) from pg_constraint k
        where k.contypid = t.oid and k.contype = 'c' order by k.conname collate "C"))
    else jsonb_build_object('range', (select format_type(r.rngsubtype, null) from pg_range r where r.rngtypid = t.oid))
  end as properties
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where n.nspname = any ($1) and t.typtype in ('e', 'd', 'r') and not ${ofExtension('pg_type', 't.oid')}`;

/** The sequence of an identity column is left out: the column says it. */
export const SEQUENCES = `
select 'sequence' as kind, format('sequence %I.%I', n.nspname, c.relname) as id, jsonb_build_object(
  'owner', pg_get_userbyid(c.relowner),
  'type', format_type(s.seqtypid, null), 'start', s.seqstart::text, 'increment', s.seqincrement::text,
  'min', s.seqmin::text, 'max', s.seqmax::text, 'cache', s.seqcache::text, 'cycle', s.seqcycle,
  'ownedBy', (select format('%I.%I.%I', tn.nspname, t.relname, a.attname) from pg_depend d
    join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
    join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'a' limit 1)
) as properties
from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1) and not ${ofExtension('pg_class', 'c.oid')}
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')`;

/**
 * Read by the server and not by the parser, which runs in this process: for a snapshot no body, which may hold keys,
 * leaves the database.
 *
 * Strings and comments, whichever begins first: an apostrophe in a comment opens no string, two dashes in a string
 * no comment. Branches joined by | are greedy in PostgreSQL, so none of them may rely on a non-greedy quantifier.
 */
const NOT_CODE = [
  String.raw`[eE]'([^'\\]|\\.|'')*'`,
  `'[^']*'`,
  String.raw`--[^\n]*`,
  String.raw`/\*([^*]|\*+[^*/])*\*+/`,
  String.raw`\$\$([^$]|\$[^$])*\$\$`,
  String.raw`\$[[:alpha:]_]+\$[^$]*\$[[:alpha:]_]+\$`,
]
  .join('|')
  .replaceAll("'", "''");

/**
 * Bodies are kept as hashes: people do put keys into them, and a snapshot goes into records and summaries. \`words\`
 * are the names that a body uses outside of its string literals, so that a verdict can tell whether a function may
 * reach a table that the app itself does not use; \`dynamic\` says that the words cannot tell, \`star\` that it takes
 * all columns of a table, however many there are.
 */
export const FUNCTIONS = `
select 'function' as kind, format('function %I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as id,
  jsonb_build_object(
    'name', format('%I.%I', n.nspname, p.proname),
    'kind', case p.prokind when 'f' then 'function' when 'p' then 'procedure' when 'a' then 'aggregate' else 'window' end,
    'arguments', pg_get_function_arguments(p.oid),
    'result', pg_get_function_result(p.oid),
    'owner', pg_get_userbyid(p.proowner),
    'language', l.lanname,
    'security', case when p.prosecdef then 'definer' else 'invoker' end,
    'volatility', case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
    'parallel', case p.proparallel when 's' then 'safe' when 'r' then 'restricted' else 'unsafe' end,
    'strict', p.proisstrict,
    'leakproof', p.proleakproof,
    'settings', coalesce((select array_agg(s order by s collate "C") from unnest(p.proconfig) s), '{}'),
    'bodyHash', encode(sha256(convert_to(replace(b.body, E'\\r\\n', E'\\n'), 'UTF8')), 'hex'),
    'words', array(select distinct lower(w[1]) from regexp_matches(
        c.code, '[[:alpha:]_][[:alnum:]_$]*', 'g') w
      where p.prokind in ('f', 'p') and length(w[1]) <= 63 order by 1),
    'dynamic', l.lanname not in ('sql', 'plpgsql') or b.body ~* '\\mexecute\\M'
  ) || case when c.code ~* '(\\.|,|\\m(select|all|distinct|returning)\\M)\\s*\\*' then '{"star": true}'::jsonb else '{}' end as properties
from pg_proc p
join pg_namespace n on n.oid = p.pronamespace
join pg_language l on l.oid = p.prolang
left join pg_aggregate a on a.aggfnoid = p.oid
cross join lateral (select coalesce(
  case when p.prokind = 'a' then concat_ws(' ', a.aggtransfn::regprocedure, a.aggfinalfn::oid::regprocedure,
    format_type(a.aggtranstype, null), a.agginitval, a.aggcombinefn::oid::regprocedure) end,
  pg_get_function_sqlbody(p.oid), p.prosrc || coalesce(' ' || p.probin, ''))) b (body)
cross join lateral (select regexp_replace(b.body, '${NOT_CODE}', ' ', 'g')) c (code)
where n.nspname = any ($1) and not ${ofTypeOrExtension('p.oid')}`;

/**
 * Of a partition only a trigger that is not as enabled as that of the whole table (`whole`).
 * Arguments of a trigger can hold keys (database webhooks do): only their hash is kept.
 */
export const TRIGGERS = `
select 'trigger' as kind, format('trigger %I.%I %I', n.nspname, c.relname, t.tgname) as id, jsonb_build_object(
  'relation', format('%I.%I', n.nspname, c.relname),
  'name', t.tgname,
  'function', format('%I.%I', fn.nspname, f.proname),
  'definition', case when t.tgnargs = 0 then pg_get_triggerdef(t.oid)
    else regexp_replace(pg_get_triggerdef(t.oid), ' EXECUTE FUNCTION .*$', '') end,
  'argumentsHash', case when t.tgnargs > 0 then encode(sha256(t.tgargs), 'hex') end,
  'enabled', case t.tgenabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end
) || case when t.tgparentid = 0 then '{}' else jsonb_build_object('whole',
    case parent.tgenabled when 'O' then 'origin' when 'D' then 'disabled' when 'R' then 'replica' else 'always' end) end as properties
from pg_trigger t
left join pg_trigger parent on parent.oid = t.tgparentid
join pg_class c on c.oid = t.tgrelid
join pg_namespace n on n.oid = c.relnamespace
join pg_proc f on f.oid = t.tgfoid
join pg_namespace fn on fn.oid = f.pronamespace
where (n.nspname = any ($1) or fn.nspname = any ($1)) and not t.tgisinternal
  and (t.tgparentid = 0 or t.tgenabled <> parent.tgenabled)
  and not ${ofExtension('pg_class', 'c.oid')}
union all
select 'event-trigger', format('event-trigger %I', e.evtname), jsonb_build_object(
  'event', e.evtevent, 'function', format('%I.%I', fn.nspname, f.proname), 'enabled', e.evtenabled::text,
  'tags', coalesce(e.evttags, '{}'))
from pg_event_trigger e join pg_proc f on f.oid = e.evtfoid join pg_namespace fn on fn.oid = f.pronamespace
where fn.nspname = any ($1)`;

export const EXTENSIONS = `
select 'extension' as kind, format('extension %I', e.extname) as id,
  jsonb_build_object('version', e.extversion, 'schema', n.nspname) as properties
from pg_extension e join pg_namespace n on n.oid = e.extnamespace`;

/**
 * `platform`: all of what it publishes is in schemas that the platform manages ($3). $2 is not asked for.
 */
export const PUBLICATIONS = `
select 'publication' as kind, format('publication %I', p.pubname) as id, jsonb_build_object(
  'allTables', p.puballtables,
  'events', array_remove(array[case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
    case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end], null),
  'schemas', array(select quote_ident(n.nspname) from pg_publication_namespace s
    join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid order by 1),
  'tables', array(select concat(format('%I.%I', n.nspname, c.relname),
      case when r.prattrs is not null then ' (' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum = any (r.prattrs::int2[])) || ')' end,
      ' where ' || pg_get_expr(r.prqual, r.prrelid))
    from pg_publication_rel r join pg_class c on c.oid = r.prrelid join pg_namespace n on n.oid = c.relnamespace
    where r.prpubid = p.oid and n.nspname = any ($1) order by 1)
) || case when p.pubviaroot then '{"viaRoot": true}'::jsonb else '{}' end
  || case to_jsonb(p) ->> 'pubgencols' when 's' then '{"generated": "stored"}'::jsonb else '{}' end
  || case when not p.puballtables and cardinality($2::text[]) >= 0
      and exists (select from pg_publication_rel r where r.prpubid = p.oid)
      and not exists (select from pg_publication_namespace s where s.pnpubid = p.oid)
      and not exists (select from pg_publication_rel r join pg_class c on c.oid = r.prrelid
        join pg_namespace n on n.oid = c.relnamespace where r.prpubid = p.oid and n.nspname <> all ($3::text[]))
    then '{"platform": true}'::jsonb else '{}' end as properties
from pg_publication p`;
