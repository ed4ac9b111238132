import type { Database } from '../../release/ports.ts';
import { loadParser } from '../sql/parser.ts';

/** Function → its body without comments and white space; overloads one after the other. */
export type Bodies = ReadonlyMap<string, string>;

const BODIES = `
select format('%I.%I', n.nspname, p.proname) as name, pg_get_function_identity_arguments(p.oid) as arguments,
  coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as body
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname not in ('pg_catalog', 'information_schema') and p.prokind <> 'a' order by 1, 2`;

/** What functions do, whatever their formatting. */
export async function bodiesOf(db: Database): Promise<Bodies> {
  const parser = await loadParser();
  const bodies = new Map<string, string>();
  for (const { name, arguments: given, body } of await db.query<{
    name: string;
    arguments: string;
    body: string;
  }>(BODIES))
    bodies.set(name, `${bodies.get(name) ?? ''}\n${given}: ${plain(parser, body)}`);
  return bodies;
}

function plain(parser: Awaited<ReturnType<typeof loadParser>>, body: string): string {
  try {
    return parser
      .scan(body)
      .filter(({ tokenName }) => !/COMMENT/.test(tokenName))
      .map(({ text }) => text)
      .join(' ');
  } catch {
    return body;
  }
}
