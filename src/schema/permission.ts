import { lacking } from '../database/grants.ts';
import { ShiplockError } from '../release/errors.ts';

export const isPermission = (error: unknown): error is ShiplockError =>
  error instanceof ShiplockError && error.code === 'SHIPLOCK_DATABASE_PERMISSION';

/** "permission denied for table pg_policy" as the grant that is missing, with the server's words. */
export function missingGrant(error: unknown): string {
  const message = error instanceof ShiplockError ? error.problem.what : String(error);
  const hidden = /affected by row-level security policy for table "(.+)"/s.exec(message);
  if (hidden) return `rows of ${hidden[1]} might be hidden from this role: it needs BYPASSRLS (${hidden[0]})`;
  const grant = lacking(message);
  if (!grant) return message;
  const what = [grant.right, grant.on].filter(Boolean).join(' ');
  return `missing grant: grant ${what} to the role in database-url (${grant.said})`;
}
