import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SentryPart, startSentry } from '../../rehearsal/cloud/sentry/index.ts';
import {
  BYPASS,
  type Fixture,
  PROJECT,
  startFixture,
  TEAM,
  TOKEN,
} from '../../rehearsal/cloud/vercel/fixture.ts';
import { connect } from '../../src/database/connection.ts';
import { supabaseProjectOf } from '../../src/database/supabase-project.ts';
import { sentryErrorTracker } from '../../src/errortracker/index.ts';
import { vercelHosting } from '../../src/hosting/index.ts';
import type { ReleaseContext } from '../../src/release/context.ts';
import { deploy } from '../../src/release/steps/deploy.ts';
import { plan } from '../../src/release/steps/plan.ts';
import { TestCheckout } from '../../src/source/checkout.fixture.ts';
import { gitSource } from '../../src/source/index.ts';
import { COMMITTED, OUTPUT } from '../../src/source/prebuilt.fixture.ts';
import { prebuiltOutput } from '../../src/source/prebuilt.ts';
import { planRole } from '../support/plan-role.ts';
import { type FreshDatabase, freshDatabase } from '../support/postgres.ts';
import { contextFor, MemoryHosting } from './context.ts';

/** Against the local cloud's Vercel and Sentry, with Sentry's own tool. */
let fixture: Fixture;
let sentry: SentryPart;
let fresh: FreshDatabase;
let checkout: TestCheckout;
let commit: string;
let number = 0;
const opened: { close(): Promise<void> }[] = [];
const LEFT = { 'node_modules/left/index.js': 'module.exports = 1;\n' };

beforeAll(async () => {
  [fixture, fresh] = await Promise.all([startFixture(), freshDatabase({ supabase: true })]);
  sentry = await startSentry({ faults: fixture.faults, log: fixture.log });
});
beforeEach(async () => {
  number += 1;
  checkout = await TestCheckout.make({ ...COMMITTED, 'number.txt': String(number) });
  commit = await checkout.commit();
  await checkout.write({ ...OUTPUT, ...LEFT });
});
afterEach(async () => {
  fixture.faults.clear();
  await Promise.all(opened.splice(0).map((each) => each.close()));
  await checkout.remove();
});
afterAll(async () => {
  await sentry.close();
  await fixture.close();
  await fresh.drop();
  expect(fixture.log.unimplemented).toEqual([]);
});

async function context(
  more: { allowed?: boolean; prebuilt?: boolean; tracker?: boolean; mostFiles?: number; url?: string } = {},
) {
  const { allowed = true, prebuilt = true, tracker = true, mostFiles = 15_000, url = fresh.url } = more;
  const workspace = checkout.directory;
  const made = await contextFor({ url, workspace, hosting: new MemoryHosting(), commit });
  opened.push(made.db);
  const options = { workspace, directory: workspace, commit };
  const context: ReleaseContext = {
    ...made,
    environment: { ...made.environment, prebuilt: allowed },
    source: gitSource(options),
    prebuilt: prebuilt ? prebuiltOutput({ ...options, output: checkout.at('.vercel/output') }) : undefined,
    hosting: vercelHosting({
      ...{
        token: TOKEN,
        project: PROJECT,
        teamId: TEAM,
        apiUrl: fixture.vercel.url,
        protectionBypass: BYPASS,
      },
      mostFiles,
      ...{ deadlineMs: 5_000, pace: { retryMs: 20, confirmMs: 20, settleMs: 100, buildFactor: 0.05 } },
    }),
    migrations: undefined,
    errorTracker: tracker
      ? sentryErrorTracker({
          ...{ token: sentry.organizationToken, org: sentry.organization, project: sentry.project },
          ...{ apiUrl: sentry.url, workspace: path.resolve(import.meta.dirname, '../..') },
          pace: { firstPauseMs: 1 },
        })
      : undefined,
  };
  return { ...context, said: made.said };
}

/** A member of the planning role in this database. */
async function plannerOf(database: FreshDatabase): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `planner_${randomBytes(5).toString('hex')}`;
  const owner = await connect(database.url);
  await planRole(owner, `verify_of_${name}`);
  await owner.query(`create role ${name} login password 'planner' in role shiplock_plan`);
  const url = new URL(database.url);
  [url.username, url.password] = [name, 'planner'];
  return {
    url: url.href,
    drop: async () => {
      await owner.query(
        `drop owned by ${name}; drop role ${name}; drop owned by verify_of_${name}; drop role verify_of_${name}`,
      );
      await owner.close();
    },
  };
}

const get = (url: string) => fetch(url, { headers: { 'x-vercel-protection-bypass': BYPASS } });
const deployments = () => fixture.log.of('vercel.deploy').length;

describe('an output that this job built', () => {
  it('is served as it is, its source maps at Sentry by debug id and not served, and the plan says so', async () => {
    const now = await context();
    const { outputs } = await deploy(now);
    const url = outputs['deployment-url'];
    expect(await (await get(url)).text()).toContain('built here');
    expect((await get(`${url}/app.js.map`)).status).toBe(404);
    const script = await (await get(`${url}/app.js`)).text();
    const id = /debugId=(\S+)/.exec(script)?.[1];
    expect(id).toBeDefined();
    const files = sentry.state.bundles.flatMap((bundle) => bundle.files);
    expect(files.filter(({ debugId }) => debugId === id).map(({ type }) => type)).toContain('source_map');
    expect(now.said.join('\n')).toContain('sentry has the source maps of 1 file, by debug id');
    const planned = await plan(await context({ prebuilt: false }));
    const { deployment } = JSON.parse(planned.outputs['plan-json']) as { deployment: object };
    expect(deployment).toMatchObject({ prebuilt: true, digest: await now.prebuilt?.source.digest() });
    expect(planned.summary).toContain('built by the deploy job, not by hosting');
  });

  it('goes as one archive where it has more files than Vercel takes, and is served and planned all the same', async () => {
    const { outputs } = await deploy(await context({ tracker: false, mostFiles: 2 }));
    expect(await (await get(outputs['deployment-url'])).text()).toContain('built here');
    const planned = await plan(await context({ prebuilt: false, mostFiles: 2 }));
    expect(planned.outputs['plan-json']).toContain(outputs['deployment-id']);
  });

  it('is refused where the protected branch does not allow it, also when it was deployed before', async () => {
    const before = deployments();
    const refused = { code: 'SHIPLOCK_PREBUILT_NOT_ALLOWED' };
    await expect(deploy(await context({ allowed: false }))).rejects.toMatchObject(refused);
    expect(deployments()).toBe(before);
    await deploy(await context({ tracker: false }));
    await expect(plan(await context({ allowed: false, prebuilt: false }))).rejects.toMatchObject(refused);
  });

  it('is refused for a role that can only plan, with a record and without: nothing is sent anywhere', async () => {
    const before = deployments();
    const bundles = sentry.state.bundles.length;
    const refused = { code: 'SHIPLOCK_PREBUILT_ROLE', problem: { notDone: ['nothing was uploaded'] } };
    const [empty, planner] = await Promise.all([freshDatabase({ supabase: true }), plannerOf(fresh)]);
    const elsewhere = await plannerOf(empty);
    try {
      await deploy(await context({ tracker: false }));
      await checkout.write({ 'number.txt': 'the next commit' });
      commit = await checkout.commit();
      for (const { url } of [planner, elsewhere])
        await expect(deploy(await context({ url }))).rejects.toMatchObject(refused);
      expect(deployments()).toBe(before + 1);
      expect(sentry.state.bundles).toHaveLength(bundles);
    } finally {
      await Promise.all(opened.splice(0).map((each) => each.close()));
      await planner.drop();
      await elsewhere.drop();
      await empty.drop();
    }
  });

  it('is not planned any more if hosting lists other files than were recorded', async () => {
    await deploy(await context({ tracker: false }));
    const now = await context({ prebuilt: false });
    const other = { ...now, hosting: { ...now.hosting, sourceDigest: async () => 'e'.repeat(64) } };
    await expect(plan(other)).rejects.toMatchObject({ code: 'SHIPLOCK_DEPLOY_SOURCE_DIFFERS' });
  });

  it('stops before the upload where Sentry does not know a debug id, and deletes no source map', async () => {
    const before = deployments();
    const now = await context();
    const tracker = now.errorTracker && {
      ...now.errorTracker,
      unknownDebugIds: async ({ ids }: { readonly ids: readonly string[] }) => ({
        asked: ids.length,
        unknown: ids,
      }),
    };
    await expect(deploy({ ...now, errorTracker: tracker })).rejects.toMatchObject({
      code: 'SHIPLOCK_SOURCE_MAPS_MISSING',
    });
    expect(deployments()).toBe(before);
    expect(await now.prebuilt?.sourceMaps()).toBe(1);
  });

  it('is known by what was sent if the answer was lost and the next job’s build came out otherwise', async () => {
    const first = await context({ tracker: false });
    const hosting = { ...first.hosting, findStaged: async () => Promise.reject(new Error('cut')) };
    const stage = {
      ...hosting,
      stage: async (request: Parameters<typeof hosting.stage>[0]) => {
        await first.hosting.stage(request);
        throw new Error('cut');
      },
    };
    await expect(deploy({ ...first, hosting: stage })).rejects.toMatchObject({
      code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
    });
    const sent = await first.prebuilt?.source.digest();
    await checkout.write({ '.vercel/output/static/index.html': 'another build' });
    const before = deployments();
    const again = await context({ tracker: false });
    await deploy(again);
    expect(deployments()).toBe(before);
    const planned = await plan(await context({ prebuilt: false }));
    expect(planned.outputs['plan-json']).toContain(sent);
    expect(await again.prebuilt?.source.digest()).not.toBe(sent);
  });
});

describe('a deployment whose variables lead to another project than the one that is migrated', () => {
  const [migrated, other] = ['abcdefghijklmnopqrst', 'tsrqponmlkjihgfedcba'];
  const env = async (project: string | undefined) => {
    const url = `${fixture.vercel.url}/v10/projects/${PROJECT}/env?teamId=${TEAM}&upsert=true`;
    const value = `https://${project}.supabase.co`;
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const body = JSON.stringify({
      key: 'NEXT_PUBLIC_SUPABASE_URL',
      value,
      type: 'plain',
      target: ['production'],
    });
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(201);
  };

  it('is refused, also by plan; once they are right, deploy builds anew and the plan is made', async () => {
    const now = async () => ({
      ...(await context({ tracker: false })),
      backend: { name: migrated, of: supabaseProjectOf, others: new Map() },
    });
    const refused = {
      code: 'SHIPLOCK_DEPLOY_OTHER_PROJECT',
      problem: { what: expect.stringContaining(`NEXT_PUBLIC_SUPABASE_URL leads to project ${other}`) },
    };
    await env(other);
    await expect(deploy(await now())).rejects.toMatchObject(refused);
    await expect(plan(await now())).rejects.toMatchObject(refused);
    await env(migrated);
    const before = deployments();
    const { outputs } = await deploy(await now());
    expect(deployments()).toBe(before + 1);
    const planned = await plan(await now());
    expect(planned.outputs['plan-json']).toContain(outputs['deployment-id']);
  });
});
