import { afterAll, beforeAll, expect, it } from 'vitest';
import { deploy } from '../../src/release/steps/deploy.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { MemoryCodeHost } from './code-host.ts';
import { contextFor, MemoryHosting } from './context.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase({ supabase: true });
});
afterAll(() => fresh.drop());

class Host extends MemoryCodeHost {
  readonly previews: unknown[] = [];
  readonly urls: unknown[] = [];
  override openDeployment(request: Parameters<MemoryCodeHost['openDeployment']>[0]) {
    this.previews.push(request.preview);
    return super.openDeployment(request);
  }
  override setDeploymentStatus(request: Parameters<MemoryCodeHost['setDeploymentStatus']>[0]) {
    this.urls.push(request.environmentUrl);
    return super.setDeploymentStatus(request);
  }
}
async function stage(
  letter: string,
  preview: number | undefined,
  codeHost: Host,
  hosting = new MemoryHosting(),
) {
  const made = await contextFor({ url: fresh.url, workspace: '.', hosting, commit: letter.repeat(40) });
  const run = { ...made.run, preview };
  try {
    return await deploy({ ...made, migrations: undefined, codeHost, run });
  } finally {
    await made.db.close();
  }
}

it('what a pull request stages is its preview, with a status and its address, also when run again', async () => {
  const [host, hosting] = [new Host(), new MemoryHosting()];
  const first = await stage('a', 7, host, hosting);
  await stage('a', 7, host, hosting);
  expect(host.previews.every((pull) => pull === 7)).toBe(true);
  expect(new Set(host.statuses.map((one) => one.split(' (')[0]!.replace(/ \[.*/, '')))).toHaveLength(1);
  expect(host.statuses[0]).toContain('success: preview of pull request 7');
  expect(host.urls[0]).toBe(first.outputs['deployment-url']);
});

it('a preview whose build failed says so', async () => {
  const [host, hosting] = [new Host(), new MemoryHosting()];
  const stageIt = hosting.stage.bind(hosting);
  hosting.stage = async (request) => ({ ...(await stageIt(request)), state: 'failed' });
  await expect(stage('b', 8, host, hosting)).rejects.toMatchObject({ code: 'SHIPLOCK_DEPLOY_BUILD_FAILED' });
  expect(host.statuses[0]).toContain('failure: the build ended as failed');
});

it('what no pull request stages has no status until it is promoted', async () => {
  const host = new Host();
  await stage('c', undefined, host);
  expect([host.previews, host.statuses]).toEqual([[undefined], []]);
});
