/**
 * Sessions of the roles of docs/sql/plan-role.sql, as a condition on `pg_stat_activity a`. Pull-request jobs have these
 * roles, and whoever may name a table can lock it: PREPARE looks a statement up before anybody asks about permissions.
 * Somebody who was given the planning role to pass it on is no such session, nor is one of the shipping role.
 */
export const LESSER = `a.pid <> pg_catalog.pg_backend_pid()
  and a.datid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
  and not pg_catalog.pg_has_role(a.usesysid, session_user, 'MEMBER')
  and (a.usename in ('shiplock_plan', 'shiplock_verify') or exists (
    select from pg_catalog.pg_auth_members m join pg_catalog.pg_roles r on r.oid = m.roleid
     where m.member = a.usesysid and r.rolname = 'shiplock_plan' and not m.admin_option))`;
