import { quoteName } from './names.ts';

/** Words that PostgreSQL takes for a name only in quotes: https://www.postgresql.org/docs/current/sql-keywords-appendix.html */
const RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
  column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze
  from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit
  localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references
  returning right select session_user similar some symmetric system_user table tablesample then to trailing true union
  unique user using variadic verbose when where window with`.split(/\s+/),
);

/** A name as SQL wants it: quoted only where it must be. */
export const ident = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : quoteName(name);

/** `schema.name`, each as SQL wants it. */
export const qualifiedIdent = (...names: readonly string[]): string => names.map(ident).join('.');
