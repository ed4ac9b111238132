import { hashOf, toJson } from '../../release/canonical.ts';
import type { Database } from '../../release/ports.ts';
import type { AppContract, SchemaSnapshot, SnapshotObject } from '../../release/snapshot.ts';
import { type Ignore, NOTHING_IGNORED, settled, without } from '../model/passing.ts';
import { isPermission, missingGrant } from '../permission.ts';
import * as code from './code.ts';
import * as relations from './relations.ts';
import * as rights from './rights.ts';
import { LEFT_OUT, POLICIES_LOOKED_AT, SCHEMAS } from './schemas.ts';
import { atOneMoment } from './session.ts';

interface CatalogRow {
  readonly kind: SnapshotObject['kind'];
  readonly id: string;
  readonly properties: SnapshotObject['properties'];
}

interface Part {
  readonly sql: string;
  readonly kinds: readonly SnapshotObject['kind'][];
}

/** Set-based, one round trip each, however many objects there are. */
const PARTS: Readonly<Record<string, Part>> = {
  'relations and row-level security': { sql: relations.RELATIONS, kinds: ['relation', 'rls', 'schema'] },
  columns: { sql: relations.COLUMNS, kinds: ['column'] },
  constraints: { sql: relations.CONSTRAINTS, kinds: ['constraint'] },
  indexes: { sql: relations.INDEXES, kinds: ['index'] },
  'views and rules': { sql: relations.VIEWS, kinds: ['view', 'rule'] },
  types: { sql: code.TYPES, kinds: ['enum', 'domain', 'type'] },
  sequences: { sql: code.SEQUENCES, kinds: ['sequence'] },
  functions: { sql: code.FUNCTIONS, kinds: ['function'] },
  triggers: { sql: code.TRIGGERS, kinds: ['trigger', 'event-trigger'] },
  extensions: { sql: code.EXTENSIONS, kinds: ['extension'] },
  publications: { sql: code.PUBLICATIONS, kinds: ['publication'] },
  policies: { sql: rights.POLICIES, kinds: ['policy'] },
  grants: { sql: rights.GRANTS, kinds: ['grant', 'column-grant'] },
  'default privileges': { sql: rights.DEFAULT_PRIVILEGES, kinds: ['default-privilege'] },
};

const ALL_KINDS = Object.values(PARTS).flatMap((part) => part.kinds);

export interface SnapshotOptions {
  /** Schemas to look at. Default: all but PostgreSQL's, Shiplock's and those that Supabase manages. */
  readonly schemas?: readonly string[];
  /** Kept in the snapshot for later verdicts. */
  readonly contract?: AppContract | undefined;
}

/**
 * Reads the catalog into a flat map of objects. The answer depends neither on the role that asks nor on its
 * search_path: `plan` and `migrate` run as different roles and compare fingerprints.
 */
export async function schemaSnapshot(db: Database, options: SnapshotOptions = {}): Promise<SchemaSnapshot> {
  const read = await readAtOnce(db, options).catch((error: unknown) => {
    if (!isPermission(error)) throw error;
    // One refused query ends its transaction: ask again one by one, and say which parts stay unread.
    return readApart(db, options);
  });
  const objects: Record<string, SnapshotObject> = {};
  for (const { id, kind, properties } of read.rows.sort(byId)) objects[id] = { kind, properties };
  const { schemas, unreadable, server } = read;
  return {
    format: 1,
    ...(server ? { server } : {}),
    schemas,
    objects,
    unreadable,
    ...(options.contract ? { contract: options.contract } : {}),
  };
}

/**
 * SHA-256 of the canonical JSON of what was seen, without what comes and goes by itself: partitions, versions of
 * extensions, the platform's own. The app's contract and the server are not part of the schema.
 */
export function fingerprint(snapshot: SchemaSnapshot, ignore: Ignore = NOTHING_IGNORED): string {
  const { contract: _, server: __, ...seen } = without(snapshot, ignore).snapshot;
  return hashOf(toJson({ ...seen, objects: settled(seen) }));
}

interface Read {
  readonly server: number | undefined;
  readonly schemas: readonly string[];
  readonly rows: CatalogRow[];
  readonly unreadable: SchemaSnapshot['unreadable'];
}

async function readAtOnce(db: Database, options: SnapshotOptions): Promise<Read> {
  return atOneMoment(db, async (tx) => {
    const schemas = options.schemas ?? (await allSchemas(tx));
    const rows: CatalogRow[] = [];
    for (const { sql } of Object.values(PARTS)) rows.push(...(await ask(tx, sql, schemas)));
    return { server: await serverOf(tx), schemas: [...schemas].sort(), rows, unreadable: [] };
  });
}

async function readApart(db: Database, options: SnapshotOptions): Promise<Read> {
  const rows: CatalogRow[] = [];
  const unreadable: SchemaSnapshot['unreadable'][number][] = [];
  const attempt = async <T>(
    what: string,
    kinds: Part['kinds'],
    work: (tx: Database) => Promise<T>,
  ): Promise<T | undefined> => {
    try {
      return await atOneMoment(db, work);
    } catch (error) {
      if (!isPermission(error)) throw error;
      unreadable.push({ what, why: missingGrant(error), kinds });
      return undefined;
    }
  };
  const schemas = options.schemas ?? (await attempt('schemas', ALL_KINDS, allSchemas)) ?? [];
  for (const [what, { sql, kinds }] of Object.entries(PARTS)) {
    rows.push(...((await attempt(what, kinds, (tx) => ask(tx, sql, schemas))) ?? []));
  }
  const server = await atOneMoment(db, serverOf).catch(() => undefined);
  return { server, schemas: [...schemas].sort(), rows, unreadable };
}

/** 170006 is 17.6. */
async function serverOf(tx: Database): Promise<number | undefined> {
  const [row] = await tx.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  return row?.version;
}

async function allSchemas(tx: Database): Promise<string[]> {
  return (await tx.query<{ name: string }>(SCHEMAS, [LEFT_OUT])).map((row) => row.name);
}

function ask(tx: Database, sql: string, schemas: readonly string[]): Promise<CatalogRow[]> {
  if (sql.includes('$3')) return tx.query<CatalogRow>(sql, [schemas, POLICIES_LOOKED_AT, LEFT_OUT]);
  if (sql.includes('$2')) return tx.query<CatalogRow>(sql, [schemas, POLICIES_LOOKED_AT]);
  return tx.query<CatalogRow>(sql, sql.includes('$1') ? [schemas] : []);
}

const byId = (a: CatalogRow, b: CatalogRow) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
