import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/project.ts';
import { parseSql } from '../../src/database/sql/parse.ts';
import { nameList } from '../../src/database/sql/walk.ts';
import { switchedOff } from './guard.ts';
import { GUARDS } from './list.ts';
import { throwAwayTree } from './tree.ts';

const VERSIONS = 'src/release/record/schema';
const MIGRATIONS = 'supabase/migrations';

/** A sample of `npm run test:guards`, which takes the whole list, and what keeps the list true. */

describe('attack 21: the list of guards', () => {
  test('is long, and names each once', () => {
    expect(GUARDS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(GUARDS.map(({ name }) => name)).size).toBe(GUARDS.length);
  });

  test('switches off what a new database gets: a function that a later version makes again is guarded there', async () => {
    const files = (await readdir(path.join(root, VERSIONS))).filter((file) => /^v\d+\.ts$/.test(file));
    const texts = await Promise.all(
      files.map(async (file) => ({
        version: Number.parseInt(file.slice(1), 10),
        text: await readFile(path.join(root, VERSIONS, file), 'utf8'),
      })),
    );
    const behind = GUARDS.filter(({ file, find }) => {
      if (path.dirname(file) !== VERSIONS) return false;
      const of = Number.parseInt(path.basename(file).slice(1), 10);
      return texts.some(({ version, text }) => version > of && text.includes(find));
    });
    expect(behind.map(({ name }) => name)).toEqual([]);
  });

  test('switches off what the platform’s database has in the end: no later migration makes that function again', async () => {
    const files = (await readdir(path.join(root, MIGRATIONS))).filter((file) => file.endsWith('.sql')).sort();
    const made = await Promise.all(
      files.map(async (file) => {
        const sql = await readFile(path.join(root, MIGRATIONS, file), 'utf8');
        const statements = await parseSql(sql, file);
        return statements.flatMap(({ node, text }) =>
          'CreateFunctionStmt' in node
            ? [{ file, text, name: nameList(node.CreateFunctionStmt.funcname).join('.') }]
            : [],
        );
      }),
    );
    const functions = made.flat();
    const guards = GUARDS.filter(({ file }) => path.dirname(file) === MIGRATIONS);
    const behind = guards.filter(({ file, find }) => {
      const of = path.basename(file);
      const guarded = functions.find((one) => one.file === of && one.text.includes(find));
      return guarded && functions.some((one) => one.name === guarded.name && one.file > of);
    });
    expect(guards.length).toBeGreaterThan(0);
    expect(behind.map(({ name }) => name)).toEqual([]);
  });

  test.each(GUARDS)('still finds “$name” in the code', async (guard) => {
    expect(await switchedOff(root, guard)).not.toBe('');
  });
});

describe('attack 21: a guard that is switched off', () => {
  let tree: Awaited<ReturnType<typeof throwAwayTree>>;
  beforeAll(async () => {
    tree = await throwAwayTree();
  });
  afterAll(() => tree.remove());

  const SAMPLE = [
    'seam: a call that was done is not made again',
    'the domains must answer as the release',
    'rollback does not answer an ambiguous call',
  ];
  test.each(SAMPLE)('is noticed: %s', { tags: 'full' }, async (name) => {
    const guard = GUARDS.find((one) => one.name === name)!;
    const { by, broken } = await tree.without(guard);
    expect(broken).toBeUndefined();
    expect(by.length).toBeGreaterThan(0);
    expect(await tree.untouched(by.slice(0, 1))).toEqual({ by: [] });
  });

  test('and is no guard at all, is reported as noticed by nothing', async () => {
    const file = 'src/release/codes-by-runbook.ts';
    const idle = { name: 'idle', file, find: 'Every error code,', replace: 'All error codes,' };
    expect(await tree.without({ ...idle, tests: ['src/release/codes.test.ts'] })).toEqual({ by: [] });
    await expect(tree.without({ ...idle, find: 'Not There', tests: [] })).rejects.toThrow(/is stale/);
  });
});
