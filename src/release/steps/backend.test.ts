import { expect, test } from 'vitest';
import type { Hosting } from '../ports.ts';
import { otherBackend } from './backend.ts';

/** A deployment with these variables, beside the migrated project `mine`; an address names its project as it is. */
async function asked(variables: Readonly<Record<string, string>> | Error, others: readonly string[] = []) {
  const said: string[] = [];
  const warned: string[] = [];
  const backends: NonNullable<Hosting['backends']> = async (_, tell) => {
    if (variables instanceof Error) throw variables;
    return Object.entries(variables).flatMap(([variable, value]) => {
      const backend = tell(value);
      return backend === undefined ? [] : [{ variable, backend }];
    });
  };
  const why = await otherBackend(
    {
      hosting: { backends },
      backend: {
        name: 'mine',
        of: (address) => (address === 'custom domain' ? undefined : address),
        others: new Map(others.map((name) => [name, 'it is the warehouse'])),
      },
      say: (line) => void said.push(line),
      warn: (line) => void warned.push(line),
    },
    'dpl_1',
  );
  return { why, said, warned };
}

test('variables that lead to the migrated project are fine, and those that do not say are not compared', async () => {
  expect(await asked({ SUPABASE_URL: 'mine', DATABASE_URL: 'custom domain' })).toEqual({
    ...{ why: undefined, said: [], warned: [] },
  });
});

test('each variable that leads elsewhere is named, with the project', async () => {
  const { why } = await asked({
    SUPABASE_URL: 'mine',
    NEXT_PUBLIC_SUPABASE_URL: 'other',
    DIRECT_URL: 'third',
  });
  expect(why).toBe('NEXT_PUBLIC_SUPABASE_URL leads to project other; DIRECT_URL leads to project third');
});

test('what the settings name is let through by name alone, and said with its reason', async () => {
  const { why, said } = await asked({ DATABASE_URL: 'other', SUPABASE_URL: 'other' }, ['DATABASE_URL']);
  expect(why).toBe('SUPABASE_URL leads to project other');
  expect(said).toEqual(['DATABASE_URL leads to project other, as the settings allow: it is the warehouse']);
});

test('that nobody may read the variables is a warning which says what was not checked', async () => {
  const { why, warned } = await asked(new Error('no permission'));
  expect(why).toBeUndefined();
  expect(warned).toEqual([
    'Shiplock could not check which project deployment dpl_1 leads to (no permission), and migrates mine.',
  ]);
});

test('without a project of its own, or a hosting that tells, there is nothing to compare', async () => {
  const quiet = { say: () => undefined, warn: () => undefined };
  const asks = { backends: () => Promise.reject(new Error('asked')) };
  expect(await otherBackend({ hosting: asks, backend: undefined, ...quiet }, 'dpl_1')).toBeUndefined();
  const backend = { name: 'mine', of: () => 'other', others: new Map() };
  expect(await otherBackend({ hosting: {}, backend, ...quiet }, 'dpl_1')).toBeUndefined();
});
