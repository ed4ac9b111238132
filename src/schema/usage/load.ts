import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { functionNamesOf, namesOf, signatureOf } from '../../database/sql/definitions.ts';
import { qualifiedIdent } from '../../database/sql/ident.ts';
import { loadParser } from '../../database/sql/parser.ts';
import { configurationError } from '../../release/errors.ts';
import type { AppContract } from '../../release/snapshot.ts';
import { firstIssue } from '../issue.ts';

/** Where the file is unless the settings name another one, and what it was called before. */
export const USAGE_FILE = 'supabase/usage.json';
const OLD_FILE = 'supabase/contract.json';

const columns = z.array(z.string().min(1));
const usageSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1),
  uses: z.strictObject({
    relations: z
      .record(
        z.string().refine((name) => namesOf(name)?.length === 2, 'must be schema.name, as SQL writes it'),
        z.strictObject({
          select: columns.optional(),
          insert: columns.optional(),
          update: columns.optional(),
          delete: z.boolean().optional(),
        }),
      )
      .default({}),
    functions: z
      .array(
        z
          .string()
          .refine(
            (name) => functionNamesOf(name)?.length === 2,
            'must be schema.name(types), as SQL writes it',
          ),
      )
      .default([]),
  }),
});

/** What an app says that it uses, and where it says so. */
export interface Usage {
  /** The file that was read; where there is none, the one that would be. */
  readonly file: string;
  readonly uses: AppContract | undefined;
  /** Said to whoever reads the plan: the file has its old name. */
  readonly notice?: string;
}

/**
 * Reads the file, by its old name too where the settings name none.
 * @throws SHIPLOCK_SCHEMA_CONTRACT naming the place in the file, or both files
 */
export async function loadUsage(workspace: string, file: string): Promise<Usage> {
  const [source, old] = await Promise.all([
    sourceOf(workspace, file),
    file === USAGE_FILE ? sourceOf(workspace, OLD_FILE) : undefined,
  ]);
  if (source !== undefined && old !== undefined)
    throw configurationError({
      code: 'SHIPLOCK_SCHEMA_CONTRACT',
      what: `${OLD_FILE} and ${USAGE_FILE} both say what the app uses`,
      notDone: ['Nothing was changed.'],
      next: `Keep ${USAGE_FILE}: ${OLD_FILE} is its old name. git rm ${OLD_FILE}`,
      places: [{ file: OLD_FILE }],
    });
  if (source !== undefined) return { file, uses: await parseUsage(source, file) };
  if (old === undefined) return { file, uses: undefined };
  return {
    file: OLD_FILE,
    uses: await parseUsage(old, OLD_FILE),
    notice: `${OLD_FILE} is now called ${USAGE_FILE}; the old name is still read. Rename it: git mv ${OLD_FILE} ${USAGE_FILE}`,
  };
}

async function sourceOf(workspace: string, file: string): Promise<string | undefined> {
  return readFile(path.join(workspace, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Names as the catalog prints them, whatever way SQL lets them be written. */
export async function parseUsage(source: string, file: string): Promise<AppContract> {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch (error) {
    throw invalid(file, `it is not JSON: ${(error as Error).message}`);
  }
  await loadParser();
  const result = usageSchema.safeParse(json);
  if (!result.success) throw invalid(file, firstIssue(result.error));
  const { version, uses } = result.data;
  const relations = Object.entries(uses.relations).map(([name, use]) => [printed(name), use] as const);
  return {
    version,
    uses: {
      relations: Object.fromEntries(relations),
      functions: uses.functions.map((name) => signatureOf(name) ?? name),
    },
  };
}

const printed = (name: string): string => qualifiedIdent(...(namesOf(name) ?? [name]));

const invalid = (file: string, why: string) =>
  configurationError({
    code: 'SHIPLOCK_SCHEMA_CONTRACT',
    what: `${file} does not say what the app uses: ${why}`,
    notDone: ['Nothing was changed.'],
    next: 'Correct it; docs/schema-checks.md describes the format.',
    places: [{ file }],
  });
