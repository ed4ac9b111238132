import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { vercelHosting } from './index.ts';
import { Scripted, Shop } from './scripted.ts';

let vercel: Scripted;
let shop: Shop;
beforeAll(async () => {
  vercel = await Scripted.start();
});
beforeEach(() => {
  shop = new Shop(vercel);
});
afterAll(() => vercel.stop());

const hosting = () => vercelHosting(vercel.options());
const say = () => {};
const other = () => vercel.host.replace('127.0.0.1', 'localhost');
/** The DNS of these leads elsewhere, and somebody else answers. */
const moved = (...domains: readonly string[]) =>
  vercel
    .on('GET /v6/domains/*/config', ({ match }) => ({ json: { misconfigured: domains.includes(match[0]!) } }))
    .on('GET /api/health/ready', ({ headers }) =>
      domains.includes(headers.host ?? '') ? { json: { release: 'parked' } } : { json: shop.running },
    );
const confirm = (deadlineMs = 200) =>
  hosting().confirm({ kind: 'promote', to: 'dpl_b', since: Date.now(), deadlineMs, say });

describe('a domain whose DNS leads elsewhere', () => {
  test('is left out of the confirmation, with a word', async () => {
    shop.moved('dpl_b', 'rel_b');
    moved(other());
    const found = await confirm();
    expect(found).toMatchObject({ state: 'done', evidence: { live: { leftOut: [expect.any(String)] } } });
    expect(JSON.stringify(found)).toContain(`${other()} does not lead to Vercel`);
  });

  test('is named for the plan, and for the watch', async () => {
    moved(other());
    expect(await hosting().beside?.(async () => undefined)).toEqual([expect.stringContaining(other())]);
    expect([...((await hosting().elsewhere?.())?.keys() ?? [])]).toEqual([`http://${other()}`]);
  });

  test('leaves the aliases as the proof where no domain is left', async () => {
    shop.moved('dpl_b', 'rel_b');
    moved(other(), vercel.host);
    expect(await confirm()).toMatchObject({
      state: 'done',
      evidence: { live: { skipped: expect.stringContaining('does not lead to Vercel') } },
    });
  });

  test.each([
    ['leads here', { json: { misconfigured: false } }],
    ['cannot be asked about', { status: 500 }],
    ['nobody knows', { status: 404, json: { error: { code: 'not_found' } } }],
  ])('is not one that %s: what it answers counts', async (_what, config) => {
    shop.moved('dpl_b', 'rel_b');
    moved(other()).on('GET /v6/domains/*/config', config);
    expect(await confirm(50)).toMatchObject({ state: 'ambiguous', why: expect.stringContaining('parked') });
  });

  test('costs no call while every domain answers as the release', async () => {
    shop.moved('dpl_b', 'rel_b');
    const before = vercel.count('GET /v6/domains/');
    expect((await confirm()).state).toBe('done');
    expect(vercel.count('GET /v6/domains/')).toBe(before);
  });
});

describe('pushes that Vercel deploys by itself', () => {
  const connected = { type: 'github', org: 'acme', repo: 'shop', productionBranch: 'main' };
  const said = (file?: string) => hosting().beside?.(async () => file);

  test('are told on the plan, with what switches them off', async () => {
    shop.project = { ...shop.project, link: connected };
    expect(await said()).toEqual([
      expect.stringMatching(/pushes to main of acme\/shop.*"deploymentEnabled": false/),
    ]);
    expect(await said('{"git": {"deploymentEnabled": {"dev": false}}}')).toHaveLength(1);
    expect(await said('not JSON')).toHaveLength(1);
  });

  test('are not told where nothing is connected, or they are switched off', async () => {
    expect(await said()).toEqual([]);
    shop.project = { ...shop.project, link: connected };
    expect(await said('{"git": {"deploymentEnabled": false}}')).toEqual([]);
    expect(await said('{"git": {"deploymentEnabled": {"main": false}}}')).toEqual([]);
    shop.project = { ...shop.project, gitProviderOptions: { createDeployments: 'disabled' } };
    expect(await said()).toEqual([]);
    expect(await hosting().setup?.()).toMatchObject({ deploysFrom: { off: true } });
  });

  test('are looked for in the folder that Vercel builds', async () => {
    shop.project = { ...shop.project, link: connected, rootDirectory: 'apps/web' };
    const asked: string[] = [];
    await hosting().beside?.(async (path) => {
      asked.push(path);
      return undefined;
    });
    expect(asked).toEqual(['apps/web/vercel.json']);
  });
});

test('reads nothing again of what the look before it has read, and what came later anew', async () => {
  const one = hosting();
  const count = () => vercel.count('GET /v9/projects/');
  await one.live();
  const looked = count();
  await one.beside?.(async () => undefined);
  expect(count()).toBe(looked);
  await one.beside?.(async () => undefined);
  expect(count()).toBeGreaterThan(looked);
});
