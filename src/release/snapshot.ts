import { z } from 'zod';

/** What a release keeps of its schema at `finalize`, and what later verdicts and drift checks compare with. */
export interface SchemaSnapshot {
  readonly format: 1;
  /** `server_version_num` of the server that printed it: 170006 is 17.6. Absent in older snapshots. */
  readonly server?: number;
  /** Schemas looked at, sorted. */
  readonly schemas: readonly string[];
  /**
   * Every object by a stable identity (`column public.prescriptions.status`, `policy public.prescriptions "own"`,
   * `grant public.prescriptions authenticated SELECT`), with its properties. Sorted by identity.
   * One flat map keeps comparison, fingerprint and drift naming the same things.
   */
  readonly objects: Readonly<Record<string, SnapshotObject>>;
  /** What could not be read and why (a missing grant). Not empty means verdicts answer `unknown`. */
  readonly unreadable: readonly {
    readonly what: string;
    readonly why: string;
    /** Kinds of objects that are missing for this reason, and so say nothing by being absent. */
    readonly kinds?: readonly SnapshotObject['kind'][];
  }[];
  /** What the release that keeps this snapshot declared to use, so that a later verdict needs no repository. */
  readonly contract?: AppContract;
}

/** What an app uses of its database, as declared in `supabase/usage.json`. */
export interface AppContract {
  readonly version: 1;
  readonly uses: {
    /** By qualified name, e.g. `public.prescriptions`. */
    readonly relations: Readonly<
      Record<
        string,
        {
          readonly select?: readonly string[] | undefined;
          readonly insert?: readonly string[] | undefined;
          readonly update?: readonly string[] | undefined;
          readonly delete?: boolean | undefined;
        }
      >
    >;
    /** With argument types, e.g. `public.search(text, integer)`. */
    readonly functions: readonly string[];
  };
}

export interface SnapshotObject {
  readonly kind:
    | 'schema'
    | 'relation'
    | 'column'
    | 'constraint'
    | 'index'
    | 'enum'
    | 'domain'
    | 'type'
    | 'sequence'
    | 'function'
    | 'trigger'
    | 'rule'
    | 'event-trigger'
    | 'policy'
    | 'rls'
    | 'grant'
    | 'column-grant'
    | 'default-privilege'
    | 'view'
    | 'extension'
    | 'publication';
  readonly properties: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

export type VerdictAnswer = 'safe' | 'unsafe' | 'unknown';

/** May the release that had `previous` serve again on the live schema? */
export interface Verdict {
  readonly answer: VerdictAnswer;
  readonly reasons: readonly {
    readonly answer: Exclude<VerdictAnswer, 'safe'>;
    readonly object: string;
    readonly why: string;
  }[];
}

const columns = z.array(z.string());
export const OBJECT_KINDS = [
  'schema',
  'relation',
  'column',
  'constraint',
  'index',
  'enum',
  'domain',
  'type',
  'sequence',
  'function',
  'trigger',
  'rule',
  'event-trigger',
  'policy',
  'rls',
  'grant',
  'column-grant',
  'default-privilege',
  'view',
  'extension',
  'publication',
] as const satisfies readonly SnapshotObject['kind'][];

const contractSchema = z.object({
  version: z.literal(1),
  uses: z.object({
    relations: z.record(
      z.string(),
      z.object({
        select: columns.optional(),
        insert: columns.optional(),
        update: columns.optional(),
        delete: z.boolean().optional(),
      }),
    ),
    functions: z.array(z.string()),
  }),
});

/** A snapshot as it is read back from the record. */
export const snapshotSchema: z.ZodType<SchemaSnapshot> = z.object({
  format: z.literal(1),
  server: z.number().exactOptional(),
  schemas: z.array(z.string()),
  objects: z.record(
    z.string(),
    z.object({
      kind: z.enum(OBJECT_KINDS),
      properties: z.record(
        z.string(),
        z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
      ),
    }),
  ),
  unreadable: z.array(
    z.object({ what: z.string(), why: z.string(), kinds: z.array(z.enum(OBJECT_KINDS)).exactOptional() }),
  ),
  contract: contractSchema.exactOptional(),
});
