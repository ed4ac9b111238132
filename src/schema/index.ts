import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { CheckReport, Database, Finding, Schema, SchemaGaps } from '../release/ports.ts';
import { type AdvisorsOptions, checkAdvisors } from './checks/advisors.ts';
import { type ApiOptions, checkApi } from './checks/api.ts';
import { announce, awaitRelations, servedRelations } from './checks/api-schema.ts';
import { checkPerformance } from './checks/performance.ts';
import { checkPgtap } from './checks/pgtap.ts';
import { verifySql } from './checks/verify-sql.ts';
import { checkDrift } from './drift/drift.ts';
import { cronJobs } from './jobs.ts';
import { digests, type Ignore, NOTHING_IGNORED, settled, without } from './model/passing.ts';
import { checkRls, WRITE_MATRIX } from './rls/check.ts';
import { loadRls } from './rls/file.ts';
import { type Meant, meantToBeOpen, openTables } from './rls/open.ts';
import { fingerprint, schemaSnapshot } from './snapshot/snapshot.ts';
import { checkUsage } from './usage/check.ts';
import { loadUsage, type Usage } from './usage/load.ts';

export { verifyFile } from './checks/verify-sql.ts';
export { type Drift, drift } from './drift/drift.ts';
export { loadRls, writeRls } from './rls/file.ts';
export { type RlsMatrix, readMatrix } from './rls/matrix.ts';
export { fingerprint, schemaSnapshot } from './snapshot/snapshot.ts';
export { loadUsage, USAGE_FILE } from './usage/load.ts';

export interface SchemaOptions {
  readonly database: () => Promise<Database>;
  /** Absolute path of the caller's repository; the files below are relative to it. */
  readonly workspace: string;
  readonly verifyDir: string;
  readonly rlsFile: string;
  /** What the app uses. */
  readonly usageFile: string;
  /** Tables that are meant to be open to everybody through the API. */
  readonly openTables?: readonly Meant[];
  /** What the project's schema files say that no migration does. Default: nobody looks. */
  readonly ahead?: () => Promise<Ahead>;
  /** Schemas to look at. Default: all but PostgreSQL's, Shiplock's and Supabase's. */
  readonly schemas?: readonly string[];
  /** What drift, matrix and fingerprint do not look at. */
  readonly ignore?: Ignore | undefined;
  /** Folder of pgTAP tests. Default: none. */
  readonly testsDir?: string | undefined;
  readonly advisorsAllow?: AdvisorsOptions['allow'];
  /** Connection string for Supabase's advisors, which ask through the Supabase CLI. Without it they are skipped. */
  readonly advisorsUrl?: string | undefined;
  /** The live project's Data API. Without it the check is skipped. */
  readonly api?: Pick<ApiOptions, 'url' | 'key'> | undefined;
}

export interface Ahead {
  readonly ahead: readonly Finding[];
  /** Why that is not known. */
  readonly remarks: readonly string[];
}

/** Reads and checks one environment's schema. */
export function databaseSchema(options: SchemaOptions): Schema {
  const { database, workspace, schemas, ignore = NOTHING_IGNORED } = options;
  const usage = () => loadUsage(workspace, options.usageFile);
  const seen = async ({ uses }: Usage) =>
    schemaSnapshot(await database(), { ...(schemas ? { schemas } : {}), contract: uses });
  const snapshot = async () => seen(await usage());
  return {
    snapshot,
    fingerprint: async () => fingerprint(await snapshot(), ignore),
    identity: async () => {
      const now = await snapshot();
      return { fingerprint: fingerprint(now, ignore), objects: digests(now, ignore) };
    },
    announce: async () => announce(await database()),
    served: async (before, say) => {
      if (!options.api) return undefined;
      // By name alone: no object needs a digest here.
      const relations = servedRelations(before, settled(without(await snapshot(), ignore).snapshot));
      return relations.length > 0 ? awaitRelations(options.api, relations, { say }) : [];
    },
    drift: async (expected) => checkDrift(expected, await snapshot(), ignore),
    jobs: async () => cronJobs(await database()),
    gaps: () => gaps(options),
    verify: async (expected): Promise<CheckReport[]> => {
      const db = await database();
      const used = await usage();
      const live = await seen(used);
      const rlsOptions = { workspace, file: options.rlsFile, ignore, meant: options.openTables ?? [] };
      const reports: CheckReport[] = [
        await verifySql(db, { workspace, directory: options.verifyDir }),
        checkUsage(used, live),
        await checkRls(db, rlsOptions),
        await checkDrift(expected.snapshot, live, ignore),
        await checkAdvisors(
          options.advisorsUrl
            ? { url: options.advisorsUrl, workspace, allow: options.advisorsAllow }
            : undefined,
        ),
        await checkApi(options.api && { ...options.api, closed: await closedToAnon(options) }),
        await checkPerformance(db, ignore),
        ...(options.testsDir === undefined
          ? []
          : [await checkPgtap(db, { workspace, directory: options.testsDir })]),
      ];
      return reports.map((one) =>
        one.outcome === 'skipped' ? { ...one, setup: setupOf(one.check, options) } : one,
      );
    },
  };
}

/** What sets up a check that was skipped. */
function setupOf(check: CheckReport['check'], { verifyDir, usageFile, testsDir }: SchemaOptions): string {
  const setups: Record<CheckReport['check'], string> = {
    'verify-sql': `write a first file, ${verifyDir}/010_orders.sql: ${FIRST_VERIFY}`,
    contract: `write ${usageFile}, which declares what the app uses from the schema (docs/schema-checks.md)`,
    rls: `${WRITE_MATRIX}, review the file, and commit it`,
    drift: 'the first finalized release saves the schema that later checks compare with',
    advisors: 'set database.advisors: true in shiplock.yml, and install the Supabase CLI in the job',
    performance: 'it always runs',
    pgtap: `write a first pgTAP file in ${testsDir ?? 'supabase/tests'}, and create extension pgtap in a migration`,
    api: 'set supabase-url, and supabase-key as the secret SUPABASE_PUBLISHABLE_KEY',
  };
  return setups[check];
}

const FIRST_VERIFY =
  "`select 'orders have a customer' as check_name, count(*) as bad from orders where customer_id is null`";

/** What verify will not be able to check, for the approver, who reads it before anything is applied. */
async function gaps(options: SchemaOptions): Promise<SchemaGaps> {
  const { database, workspace, rlsFile, verifyDir } = options;
  const [{ notice }, expected, files, declared] = await Promise.all([
    loadUsage(workspace, options.usageFile),
    loadRls(workspace, rlsFile),
    readdir(path.join(workspace, verifyDir)).catch(() => []),
    options.ahead?.(),
  ]);
  return {
    warnings: [
      ...(notice ? [notice] : []),
      ...(expected
        ? []
        : [`There is no ${rlsFile}, so nothing checks who can read which rows: ${WRITE_MATRIX}.`]),
      ...(files.some((name) => name.endsWith('.sql'))
        ? []
        : [
            `There is no verify SQL in ${verifyDir}, so nothing checks the data after migrations. An example of a first file: ${FIRST_VERIFY}.`,
          ]),
      ...(declared?.remarks ?? []),
    ],
    ...(declared && declared.ahead.length > 0 ? { ahead: declared.ahead } : {}),
    ...meantToBeOpen(expected ? [] : ((await openTables(await database())) ?? []), options.openTables ?? []),
  };
}

/** What rls.json keeps from `anon`. A file that cannot be read is said by the RLS check. */
async function closedToAnon({ workspace, rlsFile }: SchemaOptions): Promise<ApiOptions['closed']> {
  const expected = await loadRls(workspace, rlsFile).catch(() => undefined);
  return Object.entries(expected?.relations ?? {}).flatMap(([relation, { rights }]) => {
    const select = Object.hasOwn(rights, 'anon') ? rights.anon?.select : undefined;
    if (!relation.startsWith('public.') || (select !== undefined && select !== 'no rows')) return [];
    return [{ relation, granted: select !== undefined }];
  });
}
