import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';
import { configurationError } from '../../release/errors.ts';
import { firstIssue } from '../../schema/issue.ts';

/** What Shiplock reads of it: https://supabase.com/docs/guides/local-development/cli/config */
const configSchema = z.object({
  api: z.object({ schemas: z.array(z.string()).optional() }).optional(),
  db: z
    .object({ migrations: z.object({ schema_paths: z.array(z.string()).optional() }).optional() })
    .optional(),
  experimental: z
    .object({ pgdelta: z.object({ declarative_schema_path: z.string().optional() }).optional() })
    .optional(),
});

export interface Project {
  /** The folder that holds config.toml, relative to the workspace. */
  readonly folder: string;
  /** Schemas that it says the Data API serves. */
  readonly exposed: ReadonlySet<string>;
  /** `[db.migrations] schema_paths`: patterns, relative to the folder. Empty: not said. */
  readonly schemaPaths: readonly string[];
  /** `[experimental.pgdelta] declarative_schema_path`, relative to the folder. */
  readonly schemaFolder: string;
}

/**
 * The Supabase CLI's settings beside the migrations folder. The author of a change writes them, so they only ever make
 * the plan stricter. @throws SHIPLOCK_PROJECT_CONFIG where the file cannot be read as such
 */
export async function readProject(workspace: string, migrations: string): Promise<Project> {
  const folder = path.posix.dirname(migrations.replaceAll('\\', '/').replace(/\/+$/, ''));
  const file = path.posix.join(folder, 'config.toml');
  const source = await readFile(path.join(workspace, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '';
    throw error;
  });
  const { api, db, experimental } = read(source, file);
  return {
    folder,
    exposed: new Set(api?.schemas ?? []),
    schemaPaths: db?.migrations?.schema_paths ?? [],
    schemaFolder: experimental?.pgdelta?.declarative_schema_path ?? 'schemas',
  };
}

function read(source: string, file: string): z.infer<typeof configSchema> {
  let toml: unknown;
  try {
    toml = parse(source);
  } catch (error) {
    // What stands around the mistake may be a secret.
    const line =
      typeof error === 'object' && error !== null && 'line' in error ? ` in line ${error.line}` : '';
    throw invalid(file, `it is not TOML${line}`);
  }
  const result = configSchema.safeParse(toml);
  if (!result.success) throw invalid(file, firstIssue(result.error));
  return result.data;
}

const invalid = (file: string, why: string) =>
  configurationError({
    code: 'SHIPLOCK_PROJECT_CONFIG',
    what: `could not read ${file}: ${why}`,
    notDone: ['nothing was changed'],
    next: 'Correct it; the Supabase CLI reads the same file: https://supabase.com/docs/guides/local-development/cli/config',
    places: [{ file }],
  });
