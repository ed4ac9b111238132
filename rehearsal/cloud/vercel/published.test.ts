import { expect, test } from 'vitest';
import { loadAll, publishedCheck } from './published.ts';

test('Vercel publishes every schema that answers are held against', async () => {
  await expect(loadAll()).resolves.toBeDefined();
});

test('an answer that lacks what Vercel publishes is told, one that has more is not', async () => {
  const check = publishedCheck();
  const alias = {
    uid: 'als_1',
    alias: 'a.example',
    created: new Date().toISOString(),
    deploymentId: null,
    projectId: 'prj_1',
  };
  expect(await check('vercel.alias', 200, { ...alias, more: 1 })).toBeUndefined();
  expect(await check('vercel.alias', 200, { ...alias, uid: 7 })).toContain('1 fields');
  expect(
    await check('vercel.alias', 200, { alias: 'a.example', deploymentId: null, projectId: 'prj_1' }),
  ).toContain('missing');
  expect(await check('vercel.alias', 404, { error: {} })).toBeUndefined();
});
