import { isDeepStrictEqual } from 'node:util';
import type { SchemaSnapshot, SnapshotObject } from '../../release/snapshot.ts';
import { functionNamesOf, namesOf } from '../sql/definitions.ts';
import type { Bodies } from './bodies.ts';

interface Built {
  readonly snapshot: SchemaSnapshot;
  readonly bodies: Bodies;
}

export interface Different {
  readonly object: string;
  /** Bare names by which a file may speak of it. */
  readonly names: readonly string[];
  readonly message: string;
}

/**
 * What a schema file says and the CLI makes a migration of. Rights, owners, publications and extensions are left out:
 * many projects have them in migrations alone
 * (https://supabase.com/docs/guides/local-development/declarative-database-schemas#known-caveats).
 */
const KINDS = new Set<SnapshotObject['kind']>([
  ...([
    'relation',
    'rls',
    'column',
    'constraint',
    'index',
    'view',
    'rule',
    'enum',
    'domain',
    'type',
  ] as const),
  ...(['sequence', 'function', 'trigger', 'policy'] as const),
]);
/** Whose it is, and what is compared elsewhere or in another way. */
const LEFT_OUT = new Set([
  'owner',
  'ownerLacks',
  'replicaIdentity',
  'replicaIndex',
  'words',
  'bodyHash',
  'populated',
  'validated',
]);

/** What the declared schema has and the migrated one has not, or has otherwise; and columns that it has no longer. */
export function ahead(migrated: Built, declared: Built): readonly Different[] {
  const found: Different[] = [];
  const add = ([object, { properties }]: [string, SnapshotObject], message: string) =>
    found.push({ object, names: bareNames(object, properties), message });
  const ours = Object.entries(declared.snapshot.objects).filter(([, { kind }]) => KINDS.has(kind));
  const isMissing = (id: string) => !Object.hasOwn(migrated.snapshot.objects, id);
  for (const [id, object] of ours) {
    const before = migrated.snapshot.objects[id];
    // What belongs to a relation that is missing as a whole is missing with it.
    const whole = `relation ${String(object.properties['relation'] ?? '')}`;
    if (!before) {
      if (id !== whole && isMissing(whole) && Object.hasOwn(declared.snapshot.objects, whole)) continue;
      if (object.kind === 'rls' && isMissing(`relation ${id.slice('rls '.length)}`)) continue;
      add([id, object], 'no migration creates it');
      continue;
    }
    const changed = changedProperties(before, object);
    if (object.kind === 'function') {
      const name = String(object.properties['name'] ?? '');
      if (migrated.bodies.get(name) !== declared.bodies.get(name)) changed.push('body');
    }
    if (changed.length > 0) add([id, object], `the migrations create it differently (${changed.join(', ')})`);
  }
  for (const [id, object] of Object.entries(migrated.snapshot.objects)) {
    if (object.kind !== 'column' || Object.hasOwn(declared.snapshot.objects, id)) continue;
    if (Object.hasOwn(declared.snapshot.objects, `relation ${String(object.properties['relation'])}`))
      add([id, object], 'the migrations create it, but the schema file no longer has it');
  }
  return found;
}

function changedProperties(before: SnapshotObject, now: SnapshotObject): string[] {
  const keys = new Set([...Object.keys(before.properties), ...Object.keys(now.properties)]);
  return [...keys].filter(
    (key) => !LEFT_OUT.has(key) && !isDeepStrictEqual(before.properties[key], now.properties[key]),
  );
}

function bareNames(id: string, { relation, name }: SnapshotObject['properties']): string[] {
  const named = String(relation ?? name ?? id.slice(id.indexOf(' ') + 1));
  return [(namesOf(named) ?? functionNamesOf(named))?.at(-1) ?? ''];
}
