import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { OBJECT_KINDS, type SnapshotObject, snapshotSchema } from '../../release/snapshot.ts';
import { SHAPES } from './objects.ts';

/** Catalogs that PostgreSQL had: test/schema/support/catalogs.ts. */
const file = new URL('../../../test/schema/support/catalogs.json', import.meta.url);
const changes = z.record(z.string(), z.custom<SnapshotObject>().nullable());
const { base, cases } = z
  .object({ base: snapshotSchema, cases: z.array(z.object({ previous: changes, live: changes })) })
  .parse(JSON.parse(readFileSync(file, 'utf8')));
const all = [base.objects, ...cases.flatMap(({ previous, live }) => [previous, live])].flatMap((objects) =>
  Object.entries(objects),
);

test('each object of a catalog has the shape of its kind, and no property besides', () => {
  const others = new Set<string>();
  for (const [id, object] of all) {
    const told = object && SHAPES[object.kind].safeParse(object.properties).error;
    if (told) others.add(`${id}: ${told.issues.map(({ path, message }) => `${path.join('.')} ${message}`)}`);
  }
  expect([...others]).toEqual([]);
});

test('each kind of object has a shape', () => {
  expect(Object.keys(SHAPES).sort()).toEqual([...OBJECT_KINDS].sort());
});
