import { z } from 'zod';
import type { SnapshotObject } from '../../release/snapshot.ts';

/**
 * What a snapshot says of each kind of object. `rarely` marks what is a property only where it is so. A test holds every
 * catalog that was recorded to these shapes; snapshots that older versions kept may lack some, which `text` and `list`
 * read as nothing.
 */
const text = z.string();
const flag = z.boolean();
const list = z.array(z.string()).readonly();
const maybe = z.string().nullable();
const rarely = <T extends z.ZodType>(type: T) => type.exactOptional();

export const SHAPES = {
  schema: z.strictObject({ owner: text }),
  relation: z.strictObject({
    type: z.enum([
      'table',
      'partitioned table',
      'view',
      'materialized view',
      'foreign table',
      'composite type',
    ]),
    owner: text,
    persistence: text,
    options: list,
    replicaIdentity: text,
    partitionKey: maybe,
    partitionBound: maybe,
    parents: list,
    /** Rights that the owner took from itself. */
    ownerLacks: list,
    replicaIndex: rarely(text),
    populated: rarely(z.literal(false)),
  }),
  column: z.strictObject({
    relation: text,
    name: text,
    type: text,
    notNull: flag,
    default: maybe,
    /** `stored lower(name)`, or `virtual …`. */
    generated: maybe,
    identity: z.enum(['always', 'by default']).nullable(),
    collation: maybe,
    notNullNotValid: rarely(text),
    identityOptions: rarely(list),
  }),
  constraint: z.strictObject({
    relation: text,
    name: text,
    type: z.enum(['primary key', 'unique', 'foreign key', 'check', 'exclusion']),
    definition: text,
    validated: flag,
    inherited: flag,
    columns: list,
    references: maybe,
    disabled: rarely(list),
    parent: rarely(text),
  }),
  index: z.strictObject({
    relation: text,
    definition: text,
    unique: flag,
    valid: flag,
    /** It has an expression, or is of some rows only. */
    expressions: flag,
    columns: list,
    constraint: maybe,
    parent: rarely(text),
  }),
  enum: z.strictObject({ owner: text, labels: list }),
  domain: z.strictObject({ owner: text, type: text, notNull: flag, default: maybe, constraints: list }),
  type: z.strictObject({ owner: text, range: maybe }),
  sequence: z.strictObject({
    owner: text,
    type: text,
    start: text,
    increment: text,
    min: text,
    max: text,
    cache: text,
    cycle: flag,
    ownedBy: maybe,
  }),
  function: z.strictObject({
    name: text,
    kind: z.enum(['function', 'procedure', 'aggregate', 'window']),
    arguments: text,
    result: maybe,
    owner: text,
    language: text,
    security: z.enum(['definer', 'invoker']),
    volatility: text,
    parallel: text,
    strict: flag,
    leakproof: flag,
    settings: list,
    bodyHash: text,
    words: list,
    dynamic: flag,
    star: rarely(z.literal(true)),
  }),
  trigger: z.strictObject({
    relation: text,
    name: text,
    function: text,
    definition: text,
    argumentsHash: maybe,
    enabled: text,
    /** Of a partition: how the trigger of the whole table is enabled. */
    whole: rarely(text),
  }),
  rule: z.strictObject({ relation: text, name: text, definition: text, enabled: text }),
  'event-trigger': z.strictObject({ event: text, function: text, enabled: text, tags: list }),
  policy: z.strictObject({
    relation: text,
    name: text,
    command: z.enum(['select', 'insert', 'update', 'delete', 'all']),
    permissive: flag,
    roles: list,
    using: maybe,
    check: maybe,
  }),
  rls: z.strictObject({ enabled: flag, forced: flag }),
  grant: z.strictObject({ type: text, object: text, role: text, privilege: text, grantable: flag }),
  'column-grant': z.strictObject({
    relation: text,
    column: text,
    role: text,
    privilege: text,
    grantable: flag,
  }),
  'default-privilege': z.strictObject({
    owner: text,
    schema: maybe,
    objects: text,
    granted: flag,
    role: text,
    privilege: text,
    grantable: rarely(z.literal(true)),
  }),
  view: z.strictObject({
    relation: text,
    materialized: flag,
    options: list,
    columns: list,
    definition: text,
    definitionHash: text,
  }),
  extension: z.strictObject({ version: text, schema: text }),
  publication: z.strictObject({
    allTables: flag,
    events: list,
    schemas: list,
    tables: list,
    viaRoot: rarely(z.literal(true)),
    generated: rarely(text),
    platform: rarely(z.literal(true)),
  }),
} as const satisfies Record<Kind, z.ZodType>;

export type Kind = SnapshotObject['kind'];
export type Properties = { readonly [K in Kind]: Readonly<z.infer<(typeof SHAPES)[K]>> };
