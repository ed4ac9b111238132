import { andMore } from '../../present/count.ts';
import type { Finding } from '../../release/ports.ts';
import type { SchemaSnapshot } from '../../release/snapshot.ts';
import { schemaSnapshot } from '../../schema/snapshot/snapshot.ts';
import type { PgDatabase } from '../connection.ts';
import { mentions } from '../hazards/mentions.ts';
import { readFolder, readMigration } from '../migrations/folder.ts';
import { reason } from '../rehearsal/base.ts';
import { firstBeyond } from '../rehearsal/beyond.ts';
import { absentExtensions } from '../rehearsal/one-database.ts';
import { runFile, type Stage } from '../rehearsal/run.ts';
import { withThrowaway } from '../rehearsal/throwaway.ts';
import { parseSql } from '../sql/parse.ts';
import { type Bodies, bodiesOf } from './bodies.ts';
import { ahead } from './compare.ts';
import { readProject } from './config.ts';
import { type Declared, declaredFiles } from './declared.ts';

export interface AheadOptions {
  readonly workspace: string;
  /** Folder of migrations, relative to the workspace. */
  readonly migrations: string;
  /** Connection string of a role that may create databases; without it nothing can be compared. */
  readonly adminUrl?: string | undefined;
  /** Database to start from: one that has what the platform brings. */
  readonly template?: string | undefined;
}

/** What the schema files say that no migration does, or why that is not known. Both empty: they agree. */
export interface Ahead {
  readonly ahead: readonly Finding[];
  readonly remarks: readonly string[];
}

const NONE: Ahead = { ahead: [], remarks: [] };

/**
 * Builds the schema twice, from all migrations and from the schema files, each in a throw-away database, and compares the
 * catalogs. Migrations may hold more (triggers on auth.users, schedules, rows): that is no difference.
 */
export async function schemaAhead(options: AheadOptions): Promise<Ahead> {
  const project = await readProject(options.workspace, options.migrations);
  const files = await declaredFiles(options.workspace, project);
  if (files.length === 0) return NONE;
  const { adminUrl, template = 'template1' } = options;
  const unknown = (why: string): Ahead => ({
    ahead: [],
    remarks: [
      `Could not check whether a migration is missing for the schema files (${files[0]?.file}${andMore(files.length - 1)}): ${why}`,
    ],
  });
  if (!adminUrl)
    return unknown('set rehearsal-database-url to a server on which Shiplock can build and compare both');
  const { files: listed } = await readFolder(options.workspace, options.migrations);
  const migrations = listed.map((file) => ({ file: file.file, sql: readMigration(file) }));
  const beyond = await firstBeyond([...migrations, ...files]);
  if (beyond) return unknown(beyond);
  try {
    const build = (run: (stage: Stage) => Promise<void>) =>
      withThrowaway(adminUrl, template, async (bare) => {
        const stage = { ...bare, absent: await absentExtensions(bare.worker, EMPTY) };
        await run(stage);
        return { snapshot: await schemaSnapshot(stage.observer), bodies: await bodiesOf(stage.observer) };
      });
    const migrated = await build((stage) => inOrder(stage, migrations));
    const declared = await build((stage) => inAnyOrder(stage, files));
    return { ahead: await findings(migrated, declared, files, commandFor(project.schemaPaths)), remarks: [] };
  } catch (error) {
    return unknown(reason(error));
  }
}

const EMPTY: SchemaSnapshot = { format: 1, schemas: [], objects: {}, unreadable: [] };

/** Version 3 of the CLI reads schema_paths with migra alone: `supabase db diff --help`. */
const commandFor = (schemaPaths: readonly string[]): string =>
  schemaPaths.length > 0
    ? 'supabase db diff --use-migra -f <name>'
    : 'supabase db schema declarative sync --name <name> --no-apply';

async function inOrder(stage: Stage, files: readonly Declared[]): Promise<void> {
  for (const file of files) {
    try {
      await runFile(stage, file);
    } catch (error) {
      throw new Error(`could not run ${file.file}: ${reason(error)}`);
    }
  }
}

/** The CLI looks for an order in which the files work; so does this, file by file. */
async function inAnyOrder(stage: Stage, files: readonly Declared[]): Promise<void> {
  for (let left = files; left.length > 0; ) {
    const failed: { file: Declared; error: unknown }[] = [];
    for (const file of left) {
      try {
        await runDeclared(stage.worker, stage, file);
      } catch (error) {
        failed.push({ file, error });
      }
    }
    const [first] = failed;
    if (first && failed.length === left.length)
      throw new Error(`could not run ${first.file.file}: ${reason(first.error)}`);
    left = failed.map(({ file }) => file);
  }
}

async function runDeclared(db: PgDatabase, { absent }: Stage, { file, sql }: Declared): Promise<void> {
  const statements = await parseSql(sql, file);
  try {
    await db.transaction(async (tx) => {
      // A function may call what a later file makes.
      await tx.query('set local check_function_bodies = off');
      for (const statement of statements) await tx.query(absent?.instead(statement) ?? statement.text);
    });
  } finally {
    await db.client.query('reset all');
  }
}

interface Built {
  readonly snapshot: SchemaSnapshot;
  readonly bodies: Bodies;
}

async function findings(
  migrated: Built,
  declared: Built,
  files: readonly Declared[],
  command: string,
): Promise<Finding[]> {
  const different = ahead(migrated, declared);
  if (different.length === 0) return [];
  const named = await Promise.all(
    files.map(async ({ file, sql }) => {
      const { relations, functions, types } = mentions(await parseSql(sql, file));
      return { file, names: new Set([...relations, ...functions, ...types]) };
    }),
  );
  return different.map(({ object, names, message }) => {
    const file =
      named.find((each) => names.some((name) => each.names.has(name)))?.file ?? files[0]?.file ?? '';
    return { object, message, place: { file }, mend: command };
  });
}
