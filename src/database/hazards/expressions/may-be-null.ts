import { isNull, nameList } from '../../sql/walk.ts';

type Fields = Record<string, unknown>;

/** Functions of Supabase that answer with NULL where nobody is signed in, or a key of the service works. */
const OF_USER = new Set(['uid', 'jwt', 'email']);

/**
 * What in a default can give NULL, as it is written; undefined: nothing that is known to. Inserts that leave such a
 * column out do get a value, but not from everybody.
 */
export function mayBeNull(node: unknown): string | undefined {
  const [tag = '', fields] = Object.entries((node ?? {}) as Record<string, Fields>)[0] ?? [];
  return fields ? SOURCES[tag]?.(fields) : undefined;
}

const anyOf = (nodes: unknown): string | undefined =>
  (Array.isArray(nodes) ? nodes : []).map(mayBeNull).find((found) => found !== undefined);

const SOURCES: Readonly<Record<string, (fields: Fields) => string | undefined>> = {
  TypeCast: ({ arg }) => mayBeNull(arg),
  FuncCall: ({ funcname, args }) => {
    const names = nameList(funcname);
    const name = names.at(-1) ?? '';
    const given = Array.isArray(args) ? args : [];
    if (names.at(-2) === 'auth' && OF_USER.has(name)) return `auth.${name}()`;
    // With a second argument, a setting that is not there is NULL.
    if (name === 'current_setting' && given.length > 1) return 'current_setting(…, true)';
    if (name === 'inet_client_addr' || name === 'inet_client_port') return `${name}()`;
    return undefined;
  },
  A_Expr: ({ kind, name, lexpr, rexpr }) => {
    if (kind === 'AEXPR_NULLIF') return 'NULLIF';
    const operator = nameList(name).at(-1) ?? '';
    if (['->', '->>', '#>', '#>>'].includes(operator)) return operator;
    return kind === 'AEXPR_OP' ? (mayBeNull(lexpr) ?? mayBeNull(rexpr)) : undefined;
  },
  // NULL only if each of them is.
  CoalesceExpr: ({ args }) => {
    const all = (Array.isArray(args) ? args : []).map((arg) => (isNull(arg) ? 'NULL' : mayBeNull(arg)));
    return all.every((found) => found !== undefined) ? all[0] : undefined;
  },
  CaseExpr: ({ args, defresult }) => {
    if (defresult === undefined || isNull(defresult)) return 'CASE without ELSE';
    const results = (Array.isArray(args) ? args : []).map(
      (arg) => (arg as { CaseWhen?: Fields }).CaseWhen?.['result'],
    );
    return mayBeNull(defresult) ?? anyOf(results);
  },
};
