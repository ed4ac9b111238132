import { ident } from './sql/ident.ts';

/** What to grant, by what the server calls the object. */
const RIGHTS: Readonly<Record<string, readonly [right: string, on: string]>> = {
  table: ['select', ''],
  view: ['select', ''],
  'materialized view': ['select', ''],
  'foreign table': ['select', ''],
  schema: ['usage', 'schema '],
  function: ['execute', 'function '],
  aggregate: ['execute', 'function '],
  procedure: ['execute', 'procedure '],
  sequence: ['usage, select', 'sequence '],
  type: ['usage', 'type '],
  language: ['usage', 'language '],
  'foreign server': ['usage', 'foreign server '],
  database: ['create', 'database '],
};

const DENIED = new RegExp(`permission denied for (${Object.keys(RIGHTS).join('|')}) (.+)$`, 's');
const ROLE = /permission denied to set role "(.+)"/s;

/** "permission denied for table My Table", whose name the server writes without quotes, as the grant that is missing. */
export function lacking(
  message: string,
): { readonly kind: string; readonly right: string; readonly on: string; readonly said: string } | undefined {
  const [said = '', kind = '', name = ''] = DENIED.exec(message) ?? [];
  const rights = RIGHTS[kind];
  if (rights) return { kind, right: rights[0], on: `on ${rights[1]}${ident(name)}`, said };
  const [denied = '', role = ''] = ROLE.exec(message) ?? [];
  return role ? { kind: 'role', right: ident(role), on: '', said: denied } : undefined;
}
