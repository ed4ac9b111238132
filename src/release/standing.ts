import { z } from 'zod';
import type { ReleaseContext } from './context.ts';
import { configurationError, ShiplockError } from './errors.ts';
import type { Database } from './ports.ts';
import { installedVersion, installRecord } from './record/install.ts';
import { type Authority, authorityOf, Proposals, rightsIn } from './record/proposals.ts';
import { mayOnlyPlan, ReleaseRecord } from './record/record.ts';
import { RECORD_SCHEMA } from './record/schema/index.ts';

/** What this process finds in the environment's database, and what its role may do there. */
export interface Standing {
  readonly context: ReleaseContext;
  readonly database: Database;
  readonly record: ReleaseRecord;
  /** 0: there is no record. */
  readonly version: number;
  /** `read` also where there is no record, or none of this version, and the role may not make it. */
  readonly authority: Authority;
  /** Undefined: there is no record that could keep any. */
  readonly proposals: Proposals | undefined;
  /** Nothing that this process does goes into the chain: it may not, or it is a dry run. */
  readonly unrecorded: boolean;
  /** This process made the record, or brought it to this version. */
  readonly installed: boolean;
  /** A lesser role that could replace what the shipping role runs. */
  readonly creator: string | undefined;
}

/** The record keeps proposals from this version on. */
const PROPOSALS = 2;

/** For the plan: it reads, and leaves even the record to others. */
export async function standToPlan(context: ReleaseContext): Promise<Standing> {
  return withoutCreators(await look(context, await context.database(), false));
}

/** For phases that change nothing but hosting's staged deployments: without a record, or the right to write, they go on. */
export async function standAsAny(context: ReleaseContext): Promise<Standing> {
  const database = await context.database();
  const { installed, refused } = context.dryRun ? NOT_INSTALLED : await install(database);
  const found = withoutCreators(await look(context, database, installed));
  if (context.dryRun) await sayInstall(found);
  if (refused && found.version < PROPOSALS) {
    context.warn(
      `this database has no record of this Shiplock's version (schema shiplock), and the role in database-url cannot create it: Shiplock does not record what this job does (${refused.problem.what})`,
    );
  }
  return found;
}

/**
 * For phases that change the environment: only the shipping role may.
 * @throws SHIPLOCK_DATABASE_PERMISSION, SHIPLOCK_RECORD_NOT_INSTALLED
 */
export async function standToShip(
  context: ReleaseContext,
  options: { readonly install: boolean },
): Promise<Standing> {
  const database = await context.database();
  if (context.dryRun) return standInDryRun(context, database, options);
  let installed = false;
  if (options.install || (await installedVersion(database)) > 0) {
    const made = await install(database);
    if (made.refused && (await installedVersion(database)) < PROPOSALS) throw notInstalled(made.refused);
    installed = made.installed;
  }
  const found = await look(context, database, installed);
  if (found.version > 0 && found.authority !== 'ship') {
    throw mayOnlyPlan(
      found.authority === 'plan' ? 'it can propose releases and plans' : 'it can read the record',
      'this step changed and recorded nothing',
    );
  }
  return options.install ? withoutCreators(found) : found;
}

/** What the real run would do to the record; and that it would be refused. */
async function standInDryRun(
  context: ReleaseContext,
  database: Database,
  options: { readonly install: boolean },
): Promise<Standing> {
  const found = await look(context, database, false);
  if (options.install) await sayInstall(found);
  if (found.version > 0 && found.authority !== 'ship')
    throw mayOnlyPlan('the real run would be refused', 'nothing was changed: this is a dry run');
  return found;
}

async function sayInstall({ context, database, version }: Standing): Promise<void> {
  if (version >= RECORD_SCHEMA.length) return;
  const [may] = rights.parse(
    await database.query(`select has_database_privilege(current_database(), 'create') as may`),
  );
  context.say(
    may.may
      ? `dry run: would ${version === 0 ? 'install' : 'upgrade'} the record (schema shiplock)`
      : 'dry run: this role cannot install the record (schema shiplock), so nothing would be recorded',
  );
}

const rights = z.tuple([z.object({ may: z.boolean() })]);

async function look(context: ReleaseContext, database: Database, installed: boolean): Promise<Standing> {
  const version = await installedVersion(database);
  const { authority, creator } = version >= PROPOSALS ? await rightsOrNone(database) : NONE;
  if (creator !== undefined) context.warn(shadowed(creator).problem.what);
  return {
    context,
    database,
    record: new ReleaseRecord(database, context.environment.project),
    version,
    authority,
    proposals: version >= PROPOSALS && authority !== 'read' ? new Proposals(database) : undefined,
    unrecorded: context.dryRun || authority !== 'ship',
    installed,
    creator: authority === 'ship' ? creator : undefined,
  };
}

/**
 * For phases up to the approval. What is under way, and a rollback above all, goes on with a warning.
 * @throws SHIPLOCK_DATABASE_SHADOWED
 */
function withoutCreators(standing: Standing): Standing {
  if (standing.creator === undefined) return standing;
  throw shadowed(standing.creator);
}

export const shadowed = (role: string): ShiplockError =>
  configurationError({
    code: 'SHIPLOCK_DATABASE_SHADOWED',
    what: `the role ${role} is allowed to create objects in a schema of this role's search_path, or owns functions there, so it could replace functions that Shiplock calls`,
    notDone: ['nothing was changed'],
    next: 'Run `revoke create on schema public from public` as the owner of the schema (or revoke the privilege that this role has there, or on the database). Look for functions and operators that the role owns there, and drop them.',
  });

const NONE = { authority: 'read', creator: undefined } as const;

async function rightsOrNone(database: Database): ReturnType<typeof rightsIn> {
  try {
    return await rightsIn(database);
  } catch (error) {
    if (!refusal(error)) throw error;
    // A catalog that somebody closed. The shipping role has to know; who only plans need not.
    const authority = await authorityOf(database).catch((again: unknown) => {
      if (refusal(again)) return 'read' as const;
      throw again;
    });
    if (authority === 'ship') throw error;
    return { authority, creator: undefined };
  }
}

interface Install {
  /** It made or upgraded the record. */
  readonly installed: boolean;
  /** This role may do neither. */
  readonly refused?: ShiplockError;
}

const NOT_INSTALLED: Install = { installed: false };

async function install(database: Database): Promise<Install> {
  try {
    return { installed: await installRecord(database) };
  } catch (error) {
    const refused = refusal(error);
    if (refused) return { installed: false, refused };
    throw error;
  }
}

function refusal(error: unknown): ShiplockError | undefined {
  const codes = ['SHIPLOCK_DATABASE_PERMISSION', 'SHIPLOCK_DATABASE_READ_ONLY'];
  return error instanceof ShiplockError && codes.includes(error.code) ? error : undefined;
}

function notInstalled(refused: ShiplockError): ShiplockError {
  return configurationError(
    {
      code: 'SHIPLOCK_RECORD_NOT_INSTALLED',
      what: `this database has no record of this Shiplock's version yet (schema shiplock), and the role in database-url cannot create it: ${refused.problem.what}`,
      notDone: ['nothing was changed'],
      next: 'Set database-url to the connection string of the role that owns the schema (postgres on Supabase): it installs or upgrades the record.',
    },
    refused,
  );
}
