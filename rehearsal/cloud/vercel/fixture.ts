import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createDeployment, type DeploymentOptions } from '@vercel/client';
import { AccessLog, Faults } from '../kit/index.ts';
import { startVercel, type Vercel } from './index.ts';

/** What the stand-in's own tests share: a tiny app, a running stand-in, a deploy through Vercel's own client. */
export const TOKEN = 'test-token-1';
export const DEPLOY_TOKEN = 'vercel-deploy-token';
export const BYPASS = 'test-bypass-secret';
export const PROJECT = 'prj_fixture';
export const TEAM = 'team_fixture';

const FILES = {
  'package.json': JSON.stringify({ name: 'fixture', private: true, scripts: { build: 'next build' } }),
  // A lock file of its own, as real apps have one: it must not stop the build from finding the modules above.
  'package-lock.json': JSON.stringify({ name: 'fixture', lockfileVersion: 3, packages: {} }),
  'app/layout.js':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  'app/page.js': 'export default function Page() { return <h1>fixture</h1>; }',
  'app/api/who/route.js': `export const dynamic = 'force-dynamic';
export function GET() {
  const { VERCEL_DEPLOYMENT_ID, VERCEL_ENV, VERCEL_GIT_COMMIT_SHA, GREETING, RELEASE } = process.env;
  return Response.json({ id: VERCEL_DEPLOYMENT_ID, env: VERCEL_ENV, sha: VERCEL_GIT_COMMIT_SHA, greeting: GREETING, release: RELEASE });
}`,
  'app/api/slow/route.js': `export async function GET() {
  await new Promise((done) => setTimeout(done, 1500));
  return Response.json({ id: process.env.VERCEL_DEPLOYMENT_ID });
}`,
  'app/api/echo/route.js': `export async function POST(request) { return new Response(request.body); }`,
};

export interface Fixture {
  readonly vercel: Vercel;
  readonly faults: Faults;
  readonly log: AccessLog;
  readonly workDir: string;
  /** Deploys the tiny app; `change` replaces files. Answers the events and the last payload. */
  deploy(options?: Partial<DeploymentOptions> & { change?: Record<string, string> }): Promise<Deployed>;
  close(): Promise<void>;
}

export interface Deployed {
  readonly id: string;
  readonly url: string;
  readonly readyState: string;
  readonly events: readonly string[];
  readonly payload: Record<string, unknown>;
  /** How many files there are in it. */
  readonly uploaded: number;
}

export async function startFixture(): Promise<Fixture> {
  const root = resolve(import.meta.dirname, '../../..');
  const work = join(root, 'rehearsal/.work');
  await mkdir(work, { recursive: true });
  const workDir = await mkdtemp(join(work, 'vercel-test-'));
  const faults = new Faults();
  const log = new AccessLog();
  const vercel = await startVercel({
    root,
    workDir,
    tokens: [TOKEN],
    deployTokens: [DEPLOY_TOKEN],
    team: { id: TEAM, slug: 'fixture-team' },
    projects: [
      {
        id: PROJECT,
        name: 'fixture',
        env: { production: { GREETING: 'hello production' }, preview: { GREETING: 'hello preview' } },
        domains: ['www', 'shop'],
        previewDomains: ['preview'],
        protectionBypass: BYPASS,
      },
    ],
    faults,
    log,
    published: true,
  });
  const deploy: Fixture['deploy'] = async ({ change = {}, ...options } = {}) => {
    const path = await mkdtemp(join(workDir, 'source-'));
    for (const [name, text] of Object.entries({ ...FILES, ...change })) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    }
    const client = {
      token: TOKEN,
      apiUrl: vercel.url,
      teamId: TEAM,
      path,
      skipAutoDetectionConfirmation: true,
    };
    const events: string[] = [];
    let payload: Record<string, unknown> = {};
    const body = {
      name: 'fixture',
      project: PROJECT,
      target: 'production',
      autoAssignCustomDomains: false,
      ...options,
    };
    for await (const event of createDeployment(client, body as DeploymentOptions)) {
      events.push(event.type);
      if (typeof event.payload === 'object') payload = event.payload as Record<string, unknown>;
    }
    const { id, url, readyState } = payload as Record<string, string>;
    const uploaded = Object.keys({ ...FILES, ...change }).length;
    return { uploaded, id: id ?? '', url: `http://${url}`, readyState: readyState ?? '', events, payload };
  };
  return {
    vercel,
    faults,
    log,
    workDir,
    deploy,
    async close() {
      await vercel.close();
      const [crash] = log.crashes;
      if (crash) throw new Error(`the stand-in failed at ${crash.call}: ${crash.message}`);
      await rm(workDir, { recursive: true, force: true });
    },
  };
}

export const open = { 'x-vercel-protection-bypass': BYPASS };
