import { expect, it } from 'vitest';
import { databaseSchema, fingerprint, schemaSnapshot } from '../../src/database/schema/index.ts';
import { verdict } from '../../src/release/verdict.ts';
import { platformDatabase } from './support/platform.ts';

it('reads the platform’s schema, and checks it', async () => {
  await using database = await platformDatabase();
  const { db } = database;
  const snapshot = await schemaSnapshot(db);
  expect(snapshot.schemas).toEqual(['audit', 'private', 'public']);
  expect(snapshot.unreadable).toEqual([]);
  const schema = databaseSchema({
    database: async () => db,
    workspace: process.cwd(),
    verifyDir: 'supabase/verify',
    rlsFile: 'supabase/rls.json',
    contractFile: 'supabase/contract.json',
  });
  const reports = await schema.verify({ snapshot });
  console.log(JSON.stringify(reports, null, 1));
  expect(await schema.fingerprint()).toBe(fingerprint(snapshot));
  expect(verdict(snapshot, await schema.snapshot())).toEqual({ answer: 'safe', reasons: [] });
});
