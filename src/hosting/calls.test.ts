import { describe, expect, test } from 'vitest';
import { vercelHosting } from './index.ts';
import { say, shop, vercel, vercelForEachTest } from './scripted.fixture.ts';
import type { Scripted } from './scripted.ts';

/** How many calls a move takes: https://vercel.com/docs/limits counts them, and each costs its way there and back. */

vercelForEachTest();

/** From the last look before the write until the move is confirmed; requests through the domains count too. */
async function calls(kind: 'promote' | 'rollback', more: Parameters<Scripted['options']>[0] = {}) {
  const hosting = vercelHosting(vercel.options(more));
  const since = Date.now();
  await hosting.move({ kind, to: 'dpl_b', expectedFrom: 'dpl_a', say });
  const found = await hosting.confirm({ kind, to: 'dpl_b', since, deadlineMs: 20_000, accepted: true, say });
  expect(found.state).toBe('done');
  return vercel.calls;
}

/** Vercel's job of a move, which takes so long and then leads every domain to `dpl_b`. */
function job(type: 'promote' | 'rollback', milliseconds: number): void {
  vercel.on(`POST /${type === 'promote' ? 'v10' : 'v9'}/projects/*/${type}/*`, () => {
    shop.job({ type, jobStatus: 'pending' });
    const done = () => {
      shop.moved('dpl_b', 'rel_b', { type });
      const meta = { shiplockReleaseId: 'rel_b', githubCommitSha: 'bbb' };
      shop.project = { ...shop.project, targets: { production: { id: 'dpl_b', meta } } };
    };
    if (milliseconds === 0) done();
    else setTimeout(done, milliseconds);
    return { status: 201 };
  });
}

describe.each(['promote', 'rollback'] as const)('a %s', (kind) => {
  test('of two domains takes 8 calls, both domains asked', async () => {
    job(kind, 0);
    const made = await calls(kind);
    expect(made.filter((call) => call === 'GET /api/health/ready')).toHaveLength(2);
    expect(made).toHaveLength(8);
  });

  test('of 60 domains with a job of 20 looks takes at most 60', async () => {
    for (let i = 1; i <= 58; i += 1) shop.serving[`shop-${i}.example`] = 'dpl_a';
    job(kind, 400);
    const made = await calls(kind, { confirmPath: false, pace: { confirmMs: 20 } });
    expect(made.length).toBeLessThanOrEqual(60);
  });
});

test('a project that does not say what it serves costs one more call, and no proof', async () => {
  job('promote', 0);
  vercel.on('GET /v9/projects/*', () => ({ json: { ...shop.project, targets: {} } }));
  const made = await calls('promote');
  expect(made).toHaveLength(9);
  expect(made).toContain('GET /v13/deployments/dpl_b');
});

test('the metadata of what the project served before is not taken for the new one’s', async () => {
  job('promote', 0);
  const before = { production: { id: 'dpl_a', meta: { shiplockReleaseId: 'rel_a' } } };
  vercel.on('GET /v9/projects/*', () => ({ json: { ...shop.project, targets: before } }));
  expect(await calls('promote')).toContain('GET /v13/deployments/dpl_b');
});

test('a domain that the list of its deployment leaves out is asked for by itself', async () => {
  vercel.on('GET /v2/deployments/*/aliases', { json: { aliases: [] } });
  expect((await vercelHosting(vercel.options()).live()).deploymentId).toBe('dpl_a');
  expect(vercel.count('GET /v4/aliases/')).toBe(2);
});

test('a domain of another project in that list is none of ours: nobody asks it', async () => {
  job('promote', 0);
  vercel.on('GET /v2/deployments/*/aliases', ({ match }) => {
    const own = Object.keys(shop.serving).filter((domain) => shop.serving[domain] === match[0]);
    return { json: { aliases: [...own, 'other.invalid'].map((alias) => ({ alias })) } };
  });
  expect(await calls('promote')).toHaveLength(8);
});
