import { expect, test } from 'vitest';
import { parseSettings, usageFileOf } from './load.ts';

const fileOf = async (database: string) => {
  const yaml = `version: 1\nenvironments:\n  production:\n    kind: production\n    database: ${database}\n`;
  const { environments } = await parseSettings(yaml, 'shiplock.yml');
  return usageFileOf(environments['production']!.database);
};

test('the file that says what the app uses: by default, by its key, and by the key’s old name', async () => {
  expect(await fileOf('{}')).toBe('supabase/usage.json');
  expect(await fileOf('{ usage: db/usage.json }')).toBe('db/usage.json');
  expect(await fileOf('{ contract: db/contract.json }')).toBe('db/contract.json');
});

test('both keys are refused, at their place', async () => {
  await expect(fileOf('{ usage: a.json, contract: b.json }')).rejects.toMatchObject({
    code: 'SHIPLOCK_SETTINGS_INVALID',
    problem: { what: expect.stringMatching(/environments\.production\.database: .*keep usage/) },
  });
});
