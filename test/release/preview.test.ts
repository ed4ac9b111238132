import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OutsideCallError } from '../../src/release/errors.ts';
import type { PreviewDomain } from '../../src/release/ports.ts';
import { ship } from '../../src/release/ship.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { rollback } from '../../src/release/steps/rollback.ts';
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
  /** Of each deployment object, the newest. */
  readonly now = new Map<string, string>();
  override openDeployment(request: Parameters<MemoryCodeHost['openDeployment']>[0]) {
    this.previews.push(request.preview);
    return super.openDeployment(request);
  }
  override setDeploymentStatus(request: Parameters<MemoryCodeHost['setDeploymentStatus']>[0]) {
    this.urls.push(request.environmentUrl);
    this.now.set(this.opened.get(request.deploymentId) ?? '', `${request.state}: ${request.description}`);
    return super.setDeploymentStatus(request);
  }
}
async function stage(
  letter: string,
  preview: number | undefined,
  codeHost: Host,
  hosting = new MemoryHosting(),
  previewDomain?: string,
) {
  const made = await contextFor({ url: fresh.url, workspace: '.', hosting, commit: letter.repeat(40) });
  const run = { ...made.run, preview };
  const environment = { ...made.environment, previewDomain };
  try {
    return await deploy({ ...made, environment, migrations: undefined, codeHost, run });
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

describe('with a domain for pull requests', () => {
  class Pointing extends MemoryHosting {
    readonly pointed: unknown[] = [];
    async pointPreview({ domain, deploymentId }: PreviewDomain) {
      this.pointed.push([domain, deploymentId]);
      return { url: `https://${domain}` };
    }
  }
  const NAME = 'PR-{number}.preview.example';

  it('it points at the preview, and is where people are sent; what serves is asked as before', async () => {
    const [host, hosting] = [new Host(), new Pointing()];
    const { outputs } = await stage('3', 7, host, hosting, NAME);
    expect(hosting.pointed).toEqual([['pr-7.preview.example', outputs['deployment-id']]]);
    expect(outputs['preview-url']).toBe('https://pr-7.preview.example');
    expect(outputs['deployment-url']).not.toBe(outputs['preview-url']);
    expect(host.urls).toEqual(['https://pr-7.preview.example']);
    const again = await stage('3', 7, host, hosting, NAME);
    expect(again.outputs['preview-url']).toBe('https://pr-7.preview.example');
  });

  it('what no pull request stages points nothing', async () => {
    const hosting = new Pointing();
    const { outputs } = await stage('4', undefined, new Host(), hosting, NAME);
    expect(hosting.pointed).toEqual([]);
    expect(outputs['preview-url']).toBe(outputs['deployment-url']);
  });

  it('a domain that cannot be pointed there is a warning, and the preview has its own address', async () => {
    const [host, hosting] = [new Host(), new Pointing()];
    hosting.pointPreview = async () => {
      throw new OutsideCallError(
        { code: 'SHIPLOCK_VERCEL_REFUSED', what: 'it is taken', next: 'Name another one.' },
        { certainty: 'not-done' },
      );
    };
    const { outputs } = await stage('5', 9, host, hosting, NAME);
    expect(outputs['preview-url']).toBe(outputs['deployment-url']);
    expect(host.urls).toEqual([outputs['deployment-url']]);
  });
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

describe('after a rollback the deployment that is active is that of what serves', () => {
  const [host, hosting] = [new Host(), new MemoryHosting()];
  const context = async (letter: string) => {
    const made = await contextFor({ url: fresh.url, workspace: '.', hosting, commit: letter.repeat(40) });
    return { ...made, migrations: undefined, codeHost: host };
  };
  const shipped = async (letter: string) => {
    const made = await context(letter);
    const results = await ship(made, { approvalWaitMs: 0 });
    await made.db.close();
    return results.at(-1)?.outputs['release-id'] ?? '';
  };
  const back = async (letter: string, to?: string) => {
    const made = await context(letter);
    await rollback(made, { reason: 'errors', force: false, ...(to ? { to } : {}) });
    await made.db.close();
  };

  it('the previous release; with `to`, the one that is named; and none where nobody released what serves', async () => {
    const [first, second, third] = [await shipped('d'), await shipped('e'), await shipped('f')];
    await back('f');
    expect(host.now.get(third)).toMatch(/^failure: rolled back/);
    expect(host.now.get(second)).toMatch(/^success: serves again after a rollback/);
    const fourth = await shipped('1');
    await back('1', first);
    expect(host.now.get(fourth)).toMatch(/^failure: rolled back/);
    expect(host.now.get(first)).toMatch(/^success: serves again after a rollback/);
    hosting.serving = { deploymentId: 'dpl_hand', pinned: false };
    const url = 'https://hand.example';
    hosting.deployments.set('dpl_hand', { id: 'dpl_hand', url, state: 'ready' });
    const fifth = await shipped('2');
    const before = host.now.get(first);
    await back('2');
    expect(hosting.serving.deploymentId).toBe('dpl_hand');
    expect(host.now.get(fifth)).toMatch(/^failure: rolled back/);
    expect(host.now.get(first)).toBe(before);
  });
});
