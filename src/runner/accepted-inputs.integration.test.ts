import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { actionNames, root } from '../../scripts/project.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/postgres.ts';
import { connect } from '../database/connection.ts';
import { PLAN } from '../release/plan.fixture.ts';
import { planHash } from '../release/plan.ts';
import { installRecord } from '../release/record/install.ts';
import { newReleaseId, ReleaseRecord } from '../release/record/record.ts';
import type { ActionModule, Door } from './action.ts';
import type { InputName } from './inputs.ts';
import { type Declared, type Inputs, parseInputs, type RawInputs } from './values.ts';

/**
 * Whatever an action takes, it reads: nothing is accepted and ignored. test/cli/flags tries what the command line takes.
 */

const RELEASE = newReleaseId();
const COMMIT = 'a'.repeat(40);
let fresh: FreshDatabase;
let vendors: Server;
let workspace: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-flags-'));
  await writeFile(
    path.join(workspace, 'shiplock.yml'),
    'version: 1\nenvironments: { staging: { kind: staging } }\n',
  );
  // Every vendor refuses: how far a command comes is not the question here.
  vendors = createServer((_request, response) => void response.writeHead(404).end('{}'));
  await new Promise<void>((resolve) => vendors.listen(0, '127.0.0.1', resolve));
  const db = await connect(fresh.url);
  await installRecord(db);
  const record = new ReleaseRecord(db);
  const about = { replaces: null, runId: null, runUrl: null, actor: 'ada', environment: 'staging' };
  await record.open({ id: RELEASE, commit: COMMIT, ...about }, 'deploy');
  await record.append({
    ...{ releaseId: RELEASE, token: null, actor: 'ada', phase: 'approve' },
    saying: {
      ...{ is: 'approved', plan: PLAN, hash: planHash(PLAN), approvers: [], evidence: {} },
      brokenGlass: { by: 'ada', reason: 'orders fail for everybody' },
    },
  });
  await db.close();
});
afterAll(async () => {
  vendors?.close();
  await fresh?.drop();
  await rm(workspace, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

/** A value for every input, so that each can be read. */
const GIVEN = (): Required<RawInputs> => ({
  environment: 'staging',
  'environment-kind': 'staging',
  settings: 'shiplock.yml',
  commit: COMMIT,
  'hold-id': RELEASE,
  'held-commit': COMMIT,
  'release-id': RELEASE,
  'dry-run': 'false',
  'working-directory': '.',
  prebuilt: '.vercel/output',
  'database-url': fresh.url,
  'staging-database-url': fresh.url,
  'rehearsal-database-url': 'postgresql://nobody@127.0.0.1:1/postgres',
  'rehearsal-template': 'template0',
  'report-directory': 'reports',
  contract: 'false',
  standalone: 'false',
  down: '20260101000000',
  'down-consent': '20260101000000',
  'vercel-token': 'token',
  'vercel-project': 'prj_1',
  'vercel-team': 'team_1',
  'vercel-protection-bypass': 'bypass',
  'github-token': 'token',
  'sentry-token': 'token',
  'sentry-issues-token': 'token',
  'sentry-org': 'acme',
  'sentry-project': 'app',
  'slack-token': 'token',
  'slack-channel': 'C0123456789',
  'supabase-url': 'https://abcdefghijklmnopqrst.supabase.co',
  'supabase-key': 'sb_publishable_key',
  'lease-wait-minutes': '0',
  'promote-deadline-seconds': '1',
  'wait-minutes': '0',
  'pull-request': '1',
  'approval-job': 'Approve',
  'approval-step': 'Approve',
  'shown-plan-hash': 'b'.repeat(64),
  'accept-pin': 'false',
  'confirmed-by': 'ada',
  'break-glass-reason': 'orders fail for everybody',
  reason: 'orders fail',
  force: 'false',
  to: COMMIT,
  phase: 'gate',
  url: 'http://127.0.0.1:1',
  directory: 'nowhere',
  version: '1',
  message: 'hello',
  state: 'running',
});

/** Inputs that take another way where they are given: what the other way reads is seen without them. */
const WAYS: readonly InputName[] = ['release-id', 'confirmed-by', 'url', 'version'];

/** Of two that exclude each other, one each time. */
const OTHERS: readonly (readonly InputName[])[] = [['held-commit'], [...WAYS, 'hold-id']];

async function readBy(declared: Declared, run: (door: Door) => Promise<unknown>): Promise<Set<string>> {
  const read = new Set<string>();
  const all = GIVEN();
  for (const without of OTHERS) {
    const raw: RawInputs = {};
    for (const name of declared.inputs)
      if (declared.required.includes(name) || !without.includes(name)) raw[name] = all[name];
    const inputs = new Proxy<Inputs>(parseInputs(raw, declared), {
      get(target, name, receiver) {
        read.add(String(name));
        return Reflect.get(target, name, receiver);
      },
      ownKeys() {
        throw new Error('inputs are not copied: this test would not see which of them are read');
      },
    });
    const silent = () => undefined;
    const outcome = run({ inputs, say: silent, warn: silent, summarize: async () => undefined });
    const error: unknown = await outcome.then(silent, (thrown: unknown) => thrown);
    expect(String(error)).not.toContain('inputs are not copied');
  }
  return read;
}

function environment(extra: Readonly<Record<string, string>> = {}) {
  const { port } = vendors.address() as AddressInfo;
  const at = `http://127.0.0.1:${port}`;
  const vars = {
    SHIPLOCK_VERCEL_API_URL: at,
    SHIPLOCK_SLACK_API_URL: `${at}/`,
    SENTRY_URL: at,
    GITHUB_API_URL: at,
  };
  vi.stubEnv('GITHUB_REPOSITORY', undefined);
  vi.stubEnv('GITHUB_WORKSPACE', workspace);
  for (const [name, value] of Object.entries({ ...vars, ...extra })) vi.stubEnv(name, value);
}

test.each(await actionNames())('the action %s reads every input that it takes', async (name) => {
  environment(name === 'approval-rerun' ? { GITHUB_REPOSITORY: 'acme/app' } : {});
  const file = pathToFileURL(path.join(root, 'actions', name, 'main.ts')).href;
  const { action } = (await import(file)) as ActionModule;
  const read = await readBy(action.manifest, action.run);
  expect(action.manifest.inputs.filter((input) => !read.has(input))).toEqual([]);
});
