import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '../..');

test('one file uses the secret key, and gives out no client that has it', () => {
  const users = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.') && !name.startsWith('test/'))
    .filter((name) => readFileSync(join(SOURCES, name), 'utf8').includes('SUPABASE_SECRET_KEY'))
    .sort();
  expect(users).toEqual(['lib/env.ts', 'lib/supabase/service.ts']);
  const exported = readFileSync(join(SOURCES, 'lib/supabase/service.ts'), 'utf8').match(/^export .*/gm);
  expect(exported).toEqual(['export const asService = {']);
});
