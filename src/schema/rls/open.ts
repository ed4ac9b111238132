import type { Database, Finding } from '../../release/ports.ts';
import { isPermission } from '../permission.ts';
import { type RelationRights, readMatrix } from './matrix.ts';

/** Schemas that Supabase's API serves by default. */
const EXPOSED = ['public.', 'graphql_public.'];
/** Whoever has the project's publishable key, and whoever signed up. */
const ANYBODY = ['anon', 'authenticated'];

/**
 * Tables that the API gives to anybody whole: in an exposed schema, without row level security, and granted. A table that
 * neither role may read or write is not exposed: TRUNCATE alone, as new projects leave it to them, is nothing that the API
 * does (https://supabase.com/docs/guides/database/data-api). Undefined where the catalog cannot be read.
 */
export async function openTables(db: Database): Promise<readonly Finding[] | undefined> {
  const matrix = await readMatrix(db, ANYBODY).catch((error: unknown) => {
    if (isPermission(error)) return undefined;
    throw error;
  });
  if (!matrix) return undefined;
  return Object.entries(matrix.relations)
    .map(([name, relation]) => [name, { ...relation, rights: rowsOf(relation.rights) }] as const)
    .filter(
      ([name, { rls, rights }]) =>
        EXPOSED.some((schema) => name.startsWith(schema)) && rls === 'off' && Object.keys(rights).length > 0,
    )
    .map(([name, { rights }]) => ({
      object: name,
      message: `it has no row level security, and ${Object.entries(rights)
        .map(([role, cells]) => `${role} can ${Object.keys(cells ?? {}).join(', ')}`)
        .join('; ')}`,
      mend: `alter table ${name} enable row level security;`,
    }));
}

type Rights = RelationRights['rights'];

/** Rights that reach rows through the API. */
function rowsOf(rights: Rights): Rights {
  return Object.fromEntries(
    Object.entries(rights).flatMap(([role, cells]) => {
      const { truncate: _, ...rows } = cells ?? {};
      return Object.keys(rows).length > 0 ? [[role, rows]] : [];
    }),
  );
}

export interface Meant {
  /** `schema.table`. */
  readonly table: string;
  readonly reason: string;
}

/** Which of them the settings allow. Names are written as the finding has them, or without their quotes. */
export function meantToBeOpen(
  open: readonly Finding[],
  meant: readonly Meant[],
): { readonly open: readonly Finding[]; readonly allowed: readonly Meant[] } {
  const listed = (name: string) =>
    meant.find(({ table }) => table === name || table === name.replaceAll('"', ''));
  return {
    open: open.filter(({ object }) => !listed(object)),
    allowed: open.map(({ object }) => listed(object)).filter((one) => one !== undefined),
  };
}
