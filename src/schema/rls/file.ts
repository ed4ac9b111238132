import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { configurationError } from '../../release/errors.ts';
import type { Database } from '../../release/ports.ts';
import { firstIssue } from '../issue.ts';
import { API_ROLES, type RlsMatrix, readMatrix, VERBS } from './matrix.ts';

const user = z.strictObject({
  role: z.string().default('authenticated').describe('Role that the request runs as.'),
  claims: z
    .record(z.string(), z.json())
    .default({})
    .describe('request.jwt.claims, for example {"sub": "…"}.'),
});

const probe = z.strictObject({
  name: z.string(),
  setup: z
    .string()
    .optional()
    .describe('SQL file, relative to the workspace, that runs first in the transaction that is rolled back.'),
  users: z.record(z.string(), user).describe('Two or more users, with names that you choose.'),
  relation: z.string().regex(/^[^.]+\.[^.]+$/, 'must be schema.name'),
  key: z.string().default('id').describe('Column that identifies rows.'),
  rows: z
    .record(z.string(), z.array(z.string()))
    .describe('Value of the key → names of the users who see that row.'),
});

const cells = z.partialRecord(z.enum(VERBS as [string, ...string[]]), z.string());

const fileSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  roles: z.array(z.string()).min(1),
  relations: z.record(
    z.string(),
    z.strictObject({
      rls: z.enum(['on', 'forced', 'off', 'view of its owner', 'view of its reader']),
      rights: z.record(z.string(), cells),
      policies: z.record(z.string(), z.string()),
      parents: z.array(z.string()).optional(),
      partitionOf: z.string().optional(),
      partitioned: z.boolean().optional(),
      owner: z.string().optional(),
      body: z.string().optional(),
      barrier: z.boolean().optional(),
    }),
  ),
  functions: z.record(
    z.string(),
    z.strictObject({
      security: z.enum(['definer', 'invoker']),
      execute: z.array(z.string()),
      owner: z.string().optional(),
      body: z.string(),
      settings: z.array(z.string()).optional(),
    }),
  ),
  probes: z.array(probe).default([]),
});

export type Probe = z.output<typeof probe>;
export interface RlsFile extends RlsMatrix {
  readonly probes: readonly Probe[];
}

/** Reads the expected matrix; undefined when there is no file. @throws SHIPLOCK_SCHEMA_RLS_FILE. */
export async function loadRls(workspace: string, file: string): Promise<RlsFile | undefined> {
  const source = await readFile(path.join(workspace, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (source === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (error) {
    throw invalid(file, `it is not JSON: ${(error as Error).message}`);
  }
  const result = fileSchema.safeParse(json);
  if (result.success) return result.data as RlsFile;
  throw invalid(file, firstIssue(result.error));
}

const invalid = (file: string, why: string) =>
  configurationError({
    code: 'SHIPLOCK_SCHEMA_RLS_FILE',
    what: `${file} is not an RLS matrix: ${why}`,
    notDone: ['nothing was changed'],
    next: 'Generate it again (docs/schema-checks.md says how) and review the difference before you commit it.',
    places: [{ file }],
  });

/** Writes the matrix of this database as the expected one; probes of an existing file stay. Returns the matrix. */
export async function writeRls(
  db: Database,
  options: { readonly workspace: string; readonly file: string; readonly roles?: readonly string[] },
): Promise<RlsMatrix> {
  const before = await loadRls(options.workspace, options.file);
  const matrix = await readMatrix(db, options.roles ?? before?.roles ?? API_ROLES);
  const content = {
    version: 1,
    ...matrix,
    ...(before && before.probes.length > 0 ? { probes: before.probes } : {}),
  };
  const file = path.join(options.workspace, options.file);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
  return matrix;
}
