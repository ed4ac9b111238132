/** @module-tag full */
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { AccessLog, Faults } from '../kit/index.ts';
import { startVercel } from './index.ts';

/** Inline files instead of uploads: `POST /v13/deployments` takes both. */
test('builds an app in the rootDirectory of an uploaded npm workspace, for two projects', async () => {
  const root = resolve(import.meta.dirname, '../../..');
  const workDir = await mkdtemp(join(root, 'rehearsal/.work/vercel-test-'));
  const vercel = await startVercel({
    root,
    workDir,
    tokens: ['t'],
    team: { id: 'team_x', slug: 'x' },
    projects: ['staging', 'production'].map((name) => ({
      id: `prj_${name}`,
      name,
      env: { production: { NEXT_PUBLIC_PLACE: name } },
      domains: [name],
      rootDirectory: 'web',
    })),
    faults: new Faults(),
    log: new AccessLog(),
  });
  const files = {
    'package.json': JSON.stringify({ private: true, workspaces: ['web'] }),
    'package-lock.json': '{"lockfileVersion":3,"packages":{}}',
    'web/package.json': JSON.stringify({ name: 'web', private: true }),
    'web/app/layout.js':
      'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
    'web/app/page.js': 'export default function Page() { return <h1>{process.env.NEXT_PUBLIC_PLACE}</h1>; }',
  };
  const headers = { authorization: 'Bearer t' };
  try {
    for (const name of ['staging', 'production', 'staging']) {
      const posted = await fetch(`${vercel.url}/v13/deployments`, {
        method: 'POST',
        headers,
        body: JSON.stringify({
          name,
          target: 'production',
          files: Object.entries(files).map(([file, data]) => ({ file, data })),
        }),
      });
      const { id } = (await posted.json()) as { id: string };
      const d = vercel.state.deployments.find((one) => one.id === id)!;
      await until('the build to end', () => ['READY', 'ERROR'].includes(d.readyState));
      expect([d.readyState, d.errorMessage]).toEqual(['READY', null]);
      // Nothing said otherwise, so the deployment took its domains by itself. Inlined values are the project's own,
      // although all builds share one compiler's cache.
      expect(await (await fetch(vercel.domainUrl(name))).text()).toContain(`<h1>${name}</h1>`);
    }
  } finally {
    await vercel.close();
    await rm(workDir, { recursive: true, force: true });
  }
});
