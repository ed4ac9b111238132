import { glob, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Project } from './config.ts';

/** A file that says how the schema shall be. */
export interface Declared {
  /** Relative to the workspace, with forward slashes. */
  readonly file: string;
  readonly sql: string;
}

/**
 * The schema files of a project in the CLI's order: `schema_paths` as they are listed, what a pattern or a folder holds
 * by name; without them all of `supabase/schemas`.
 * https://supabase.com/docs/guides/local-development/declarative-database-schemas
 */
export async function declaredFiles(workspace: string, project: Project): Promise<readonly Declared[]> {
  const root = await realpath(workspace);
  const folder = path.join(root, project.folder);
  const found = new Set<string>();
  const patterns = project.schemaPaths.length > 0 ? project.schemaPaths : [project.schemaFolder];
  for (const pattern of patterns) for (const name of await matches(folder, pattern)) found.add(name);
  const files: Declared[] = [];
  for (const name of found) {
    const real = await realpath(name);
    // Neither a pattern nor a link leads out of the repository.
    if (!real.startsWith(root + path.sep)) continue;
    files.push({
      file: path.relative(root, name).replaceAll(path.sep, '/'),
      sql: await readFile(real, 'utf8'),
    });
  }
  return files;
}

async function matches(folder: string, pattern: string): Promise<string[]> {
  const names: string[] = [];
  for await (const name of glob(pattern, { cwd: folder })) {
    const full = path.resolve(folder, name);
    if ((await stat(full)).isDirectory()) {
      for await (const inside of glob('**/*.sql', { cwd: full })) names.push(path.join(full, inside));
    } else names.push(full);
  }
  return names.filter((name) => name.endsWith('.sql')).sort((a, b) => (a < b ? -1 : 1));
}
