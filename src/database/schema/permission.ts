import { ShiplockError } from '../../release/errors.ts';
import { ident } from './ident.ts';

export const isPermission = (error: unknown): error is ShiplockError =>
  error instanceof ShiplockError && error.code === 'SHIPLOCK_DATABASE_PERMISSION';

const GRANTS: Readonly<Record<string, (name: string) => string>> = {
  table: (name) => `grant select on ${name}`,
  view: (name) => `grant select on ${name}`,
  'materialized view': (name) => `grant select on ${name}`,
  schema: (name) => `grant usage on schema ${name}`,
  function: (name) => `grant execute on function ${name}`,
  sequence: (name) => `grant usage, select on sequence ${name}`,
};

/** The server writes names as they are, without quotes. "permission denied for table pg_policy" as the grant that is missing, with the server's words. */
export function missingGrant(error: unknown): string {
  const message = error instanceof ShiplockError ? error.problem.what : String(error);
  const hidden = /affected by row-level security policy for table "(.+)"/s.exec(message);
  if (hidden) return `rows of ${hidden[1]} may be hidden from this role: it needs BYPASSRLS (${hidden[0]})`;
  const role = /permission denied to set role "(.+)"/s.exec(message);
  if (role) return `missing grant: grant ${ident(role[1] ?? '')} to the role of database-url (${role[0]})`;
  const denied = /permission denied for (table|view|materialized view|schema|function|sequence) (.+)$/s.exec(
    message,
  );
  const grant = denied && GRANTS[denied[1] ?? '']?.(ident(denied[2] ?? ''));
  return grant ? `missing grant: ${grant} to the role of database-url (${denied[0]})` : message;
}
