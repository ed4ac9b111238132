import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/postgres.ts';
import { connect } from '../database/connection.ts';
import { installRecord } from '../release/record/install.ts';
import { newReleaseId, ReleaseRecord } from '../release/record/record.ts';
import type { Inputs } from '../runner/inputs.ts';
import { COMMANDS } from './commands.ts';

let fresh: FreshDatabase;
const release = {
  id: newReleaseId(),
  environment: 'staging',
  commit: 'a'.repeat(40),
  replaces: null,
  runId: null,
  runUrl: null,
  actor: 'ada',
};
const run = (command: string, inputs: Inputs = {}) =>
  COMMANDS[command]!.run(
    {
      inputs: { 'database-url': fresh.url, ...inputs },
      say: () => undefined,
      warn: () => undefined,
      summarize: async () => undefined,
    },
    { json: false, head: undefined },
  );

beforeAll(async () => {
  fresh = await freshDatabase();
  const db = await connect(fresh.url);
  await installRecord(db);
  await new ReleaseRecord(db).open(release, 'deploy');
  await db.close();
});
afterAll(() => fresh?.drop());

test('status says what its marks mean, and that there is nothing where there is nothing', async () => {
  const text = await run('status');
  expect(text).toContain(`${release.id}  aaaaaaaaaaaa  staging  ○○○○○○○○  open`);
  expect(text).toContain('● done, ○ not done: deploy, plan, migrate, verify');
  expect(await run('status', { environment: 'elsewhere' })).toBe(
    'the record has no release of elsewhere yet',
  );
});

test.each<[string, Inputs]>([
  ['id', { 'release-id': 'rel_nowhere' }],
  ['commit', { environment: 'staging', commit: 'b'.repeat(40) }],
])('record show of an unknown %s says so', async (_, inputs) => {
  await expect(run('record show', inputs)).rejects.toMatchObject({ code: 'SHIPLOCK_RELEASE_NOT_FOUND' });
  expect(await run('record show', { 'release-id': release.id })).toContain('opened');
});
