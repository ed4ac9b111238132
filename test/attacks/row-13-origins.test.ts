import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { runGate } from '../../src/gates/gate.ts';
import { gateSettings } from '../../src/gates/spec.ts';
import { VercelApi } from '../../src/hosting/client.ts';
import { resolveOptions } from '../../src/hosting/options.ts';
import { Scripted } from '../../src/hosting/scripted.ts';
import { askDomain } from '../../src/hosting/served.ts';
import { probeOnly } from '../../src/runner/compose-gate.ts';
import { settingsSchema } from '../../src/settings/schema.ts';

const SECRET = 'bypass-secret-0123456789';
/** A host that is not the project's; what it was sent is kept. */
const heard: IncomingHttpHeaders[] = [];
let evil: Server;
let evilHost: string;
let app: Server;
let appUrl: string;
let answer: { status: number; location?: string } = { status: 200 };
const listen = async (server: Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};
beforeAll(async () => {
  evil = createServer((request, response) => {
    heard.push(request.headers);
    response.end('{}');
  });
  app = createServer((_, response) => {
    response.statusCode = answer.status;
    if (answer.location) response.setHeader('location', answer.location);
    response.end('{"release":"rel_1","commit":"c"}');
  });
  evilHost = await listen(evil);
  appUrl = `http://${await listen(app)}`;
});
afterAll(() => {
  evil?.close();
  app?.close();
});
beforeEach(() => {
  heard.length = 0;
  answer = { status: 200 };
});

const leading = () => [
  `//${evilHost}/x`,
  `///${evilHost}/x`,
  `/\\${evilHost}/x`,
  `/\t/${evilHost}/x`,
  `/\n/${evilHost}/x`,
  `\\\\${evilHost}/x`,
  `http://${evilHost}/x`,
  `@${evilHost}/x`,
  `/%2f${evilHost}/x`,
];
const quick = { minSamples: 1, deadlineSeconds: 1, intervalMs: 10 };
const gate = (settings: object) =>
  runGate(settings as Parameters<typeof runGate>[0], {
    urls: [appUrl],
    headers: { 'x-vercel-protection-bypass': SECRET },
    expect: undefined,
    errorTracker: undefined,
    environment: 'production',
    select: undefined,
    releaseId: '',
    since: new Date().toISOString(),
    say: () => undefined,
  });

test('attack 13: a path to another host is refused by the settings', () => {
  for (const path of leading()) {
    expect(gateSettings.safeParse({ probes: [{ path }] }).success, path).toBe(false);
    expect(gateSettings.safeParse({ identityPath: path }).success, path).toBe(false);
    const vercel = (more: object) =>
      settingsSchema.safeParse({ version: 1, environments: { p: { kind: 'production', vercel: more } } })
        .success;
    expect(vercel({ confirmPath: path }), path).toBe(false);
    expect(vercel({ domains: [`shop.example${path}`] }), path).toBe(false);
  }
});

test('attack 13: where a path comes past the settings, the secret is not sent there either', async () => {
  for (const path of leading()) {
    const probe = { path, expectStatus: 200, maxMs: 500 };
    await gate({ ...gateSettings.parse(quick), probes: [probe] }).catch((error: { code: string }) =>
      expect(error.code).toBe('SHIPLOCK_GATE_PATH'),
    );
    const api = new VercelApi(
      resolveOptions({ token: 't', project: 'p', apiUrl: 'http://127.0.0.1:9', protectionBypass: SECRET }),
    );
    await askDomain(api, new URL(appUrl).host, path, { releaseId: 'rel_1' });
  }
  expect(heard).toEqual([]);
});

test.each([301, 302, 303, 307, 308])('attack 13: the secret follows no redirect (%s)', async (status) => {
  answer = { status, location: `http://${evilHost}/x` };
  await gate(
    gateSettings.parse({ ...quick, probes: [{ path: '/x' }], json: { url: '/m', value: 'v', max: 1 } }),
  );
  const api = new VercelApi(
    resolveOptions({ token: 't', project: 'p', apiUrl: 'http://127.0.0.1:9', protectionBypass: SECRET }),
  );
  await askDomain(api, new URL(appUrl).host, '/api/health/ready', { releaseId: 'rel_1' });
  expect(heard).toEqual([]);
});

test('attack 13: a metrics service elsewhere is asked without the secret', async () => {
  const url = `http://${evilHost}/metrics`;
  await gate(gateSettings.parse({ ...quick, probes: [], json: { url, value: 'v', max: 1 } }));
  expect(heard.length).toBeGreaterThan(0);
  expect(JSON.stringify(heard)).not.toContain(SECRET);
  expect(
    gateSettings.safeParse({ json: { url: `http://u:p@${evilHost}/`, value: 'v', max: 1 } }).success,
  ).toBe(false);
});

describe('attack 13: a URL that is given to the gate alone', () => {
  let vercel: Scripted;
  const project = { id: 'prj_1', name: 'shop', targets: {} };
  beforeAll(async () => {
    vercel = await Scripted.start();
    vi.stubEnv('SHIPLOCK_VERCEL_API_URL', `http://${vercel.host}`);
    vercel
      .on('GET /v9/projects/*', { json: project })
      .on('GET /v9/projects/*/domains', { json: { domains: [{ name: 'shop.example', verified: true }] } })
      .on('GET /v13/deployments/*', { status: 404, json: { error: { code: 'not_found', message: 'x' } } });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await vercel?.stop();
  });

  const alone = async (inputs: object, url: string) => {
    const warned: string[] = [];
    const door = {
      inputs: {
        environment: 'production',
        'environment-kind': 'production',
        'vercel-protection-bypass': SECRET,
        ...inputs,
      },
      say: () => undefined,
      warn: (line: string) => void warned.push(line),
      summarize: async () => undefined,
    } as const;
    await probeOnly(door, 'gate', url).catch(() => undefined);
    return warned;
  };

  test('attack 13: another host does not get the secret', { timeout: 300_000, tags: 'full' }, async () => {
    const url = `http://${evilHost}`;
    expect(await alone({}, url)).toEqual([expect.stringContaining('vercel-token')]);
    expect(await alone({ 'vercel-token': 't', 'vercel-project': 'shop' }, url)).toEqual([
      expect.stringContaining('does not send'),
    ]);
    vercel.on('GET /v13/deployments/*', {
      json: { id: 'dpl_1', url: evilHost, readyState: 'READY', projectId: 'prj_2' },
    });
    expect(await alone({ 'vercel-token': 't', 'vercel-project': 'shop' }, url)).toEqual([
      expect.stringContaining('does not send'),
    ]);
    expect(heard.length).toBeGreaterThan(0);
    expect(JSON.stringify(heard)).not.toContain(SECRET);
  });

  test('a deployment of the project gets it', { timeout: 300_000 }, async () => {
    vercel.on('GET /v13/deployments/*', {
      json: { id: 'dpl_1', url: evilHost, readyState: 'READY', projectId: 'prj_1' },
    });
    expect(await alone({ 'vercel-token': 't', 'vercel-project': 'shop' }, `http://${evilHost}`)).toEqual([]);
    expect(JSON.stringify(heard)).toContain(SECRET);
  });
});
