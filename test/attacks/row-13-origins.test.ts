import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
    selects: undefined,
    env: {},
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
    const { sources, ...rest } = gateSettings.parse(quick);
    const hostile = sources.map((source) => ({ ...source, probes: [probe] }));
    await gate({ ...rest, sources: hostile }).catch((error: { code: string }) =>
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

describe('attack 13: a JSON endpoint with a header from a secret, through the action that is shipped', () => {
  const METRICS = 'Bearer metrics-secret-0123456789';
  let metrics: Server;
  let metricsUrl: string;
  let folder: string;
  let moved: string | undefined;
  const asked: (string | undefined)[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'shiplock-json-gate-'));
    metrics = createServer((request, response) => {
      asked.push(request.headers.authorization);
      if (moved) response.writeHead(302, { location: moved });
      response.end('{"data":{"ok":"1000","all":1000}}');
    });
    metricsUrl = `http://${await listen(metrics)}/counts`;
  });
  afterAll(async () => {
    metrics?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function gateAlone(source: string) {
    const file = (name: string) => path.join(folder, name);
    for (const name of ['outputs', 'summary']) await writeFile(file(name), '');
    await writeFile(
      file('shiplock.yml'),
      `version: 1\nenvironments: { production: { kind: production, gates: { gate: { deadlineSeconds: 1, ${source} } } } }\n`,
    );
    const env = {
      ...{ PATH: process.env['PATH'], GATE_METRICS: METRICS, GITHUB_WORKSPACE: folder },
      ...{ INPUT_ENVIRONMENT: 'production', INPUT_PHASE: 'gate', INPUT_URL: appUrl },
      ...{ GITHUB_OUTPUT: file('outputs'), GITHUB_STEP_SUMMARY: file('summary') },
    };
    const { code, log } = await new Promise<{ code: number; log: string }>((resolve) => {
      execFile(process.execPath, ['dist/health-gate.js'], { env }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, log: stdout + stderr }),
      );
    });
    const written = await Promise.all(['outputs', 'summary'].map((name) => readFile(file(name), 'utf8')));
    return { code, log, all: [log, ...written].join('\n') };
  }
  const named = (header: string) =>
    `sources: [{ use: json, url: "${metricsUrl}", headers: { authorization: ${header} }, good: /data/ok, total: /data/all }]`;

  test('attack 13: it passes by the counts, and the secret is in no log, output or summary', async () => {
    asked.length = 0;
    const { code, log, all } = await gateAlone(named('GATE_METRICS'));
    expect(code, log).toBe(0);
    expect(all).toContain('json: 0 of 1,000 samples failed');
    expect(new Set(asked)).toEqual(new Set([METRICS]));
    expect(all).not.toContain('metrics-secret');
  });

  test('attack 13: a redirect gets nothing, and the gate does not pass', async () => {
    moved = `http://${evilHost}/x`;
    const { code, all } = await gateAlone(named('GATE_METRICS'));
    moved = undefined;
    expect(code).toBe(1);
    expect(all).toContain('SHIPLOCK_GATE_INCONCLUSIVE');
    expect(all).toContain('a redirect, which is not followed');
    expect(heard).toEqual([]);
    expect(all).not.toContain('metrics-secret');
  });

  test('attack 13: settings cannot name another secret of the job', async () => {
    asked.length = 0;
    const { code, all } = await gateAlone(named('SHIPLOCK_DATABASE_URL'));
    expect(code).toBe(1);
    expect(all).toContain('SHIPLOCK_SETTINGS_INVALID');
    expect(all).toContain('begins with GATE_');
    expect(asked).toEqual([]);
  });

  test('the form of old is still read, with the new one in the log', async () => {
    const old = `probes: [], json: { url: "${metricsUrl}", good: data.ok, total: data.all }`;
    const { code, log } = await gateAlone(old);
    expect(code, log).toBe(0);
    expect(log).toMatch(/environments\.production\.gates\.gate has the old keys probes, json/);
    expect(log).toContain('"good":"/data/ok","total":"/data/all"');
  });
});
