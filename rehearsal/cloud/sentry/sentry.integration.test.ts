import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessLog, Faults } from '../kit/index.ts';
import { type SentryPart, startSentry } from './index.ts';

const log = new AccessLog();
const faults = new Faults();
let sentry: SentryPart;
let directory: string;

const cli = (args: string[], token = sentry.organizationToken) =>
  promisify(execFile)(join(import.meta.dirname, '../../../node_modules/.bin/sentry-cli'), args, {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      SENTRY_URL: sentry.url,
      SENTRY_AUTH_TOKEN: token,
      SENTRY_ORG: sentry.organization,
      SENTRY_PROJECT: sentry.project,
      SENTRY_DISABLE_UPDATE_CHECK: 'true',
    },
  });

const api = async (path: string, init: { token?: string; method?: string; body?: unknown } = {}) => {
  const answer = await fetch(`${sentry.url}/api/0${path}`, {
    method: init.method ?? 'GET',
    headers: { authorization: `Bearer ${init.token ?? sentry.token}`, 'content-type': 'application/json' },
    ...(init.body ? { body: JSON.stringify(init.body) } : {}),
  });
  return { status: answer.status, body: await answer.json(), link: answer.headers.get('link') ?? '' };
};

/** Sends events as an SDK does: envelope, gzip, DSN key in a header. */
async function send(
  release: string,
  environment: string,
  message: string,
  count = 1,
  at = Date.now() / 1000,
) {
  const { username, origin, pathname } = new URL(sentry.dsn);
  for (let i = 0; i < count; i++) {
    const event = {
      event_id: crypto.randomUUID().replaceAll('-', ''),
      timestamp: at,
      level: 'error',
      release,
      environment,
      exception: {
        values: [
          { type: 'Error', value: message, stacktrace: { frames: [{ filename: 'app.js', function: 'f' }] } },
        ],
      },
    };
    const payload = JSON.stringify(event);
    const lines = [
      JSON.stringify({ event_id: event.event_id }),
      JSON.stringify({ type: 'event', length: Buffer.byteLength(payload) }),
      payload,
      '',
    ];
    const answer = await fetch(`${origin}/api${pathname}/envelope/`, {
      method: 'POST',
      body: gzipSync(lines.join('\n')),
      headers: {
        'content-encoding': 'gzip',
        'x-sentry-auth': `Sentry sentry_version=7, sentry_key=${username}`,
      },
    });
    expect(answer.status).toBe(200);
  }
}

beforeAll(async () => {
  sentry = await startSentry({ faults, log });
  directory = await mkdtemp(join(tmpdir(), 'shiplock-sentry-'));
});
afterAll(async () => {
  await sentry.close();
  await rm(directory, { recursive: true, force: true });
  expect(log.unimplemented).toEqual([]);
  expect(log.crashes).toEqual([]);
});

describe('the Sentry stand-in with the real sentry-cli', () => {
  it('makes, binds, finalizes and deploys a release', async () => {
    const [from, to] = ['a'.repeat(40), 'b'.repeat(40)];
    await cli(['releases', 'new', 'web@1']);
    await cli(['releases', 'set-commits', 'web@1', '--commit', `acme/storefront@${from}..${to}`]);
    await cli(['releases', 'finalize', 'web@1']);
    await cli(['deploys', 'new', '--release', 'web@1', '-e', 'production', '-u', 'https://example.com']);
    expect(sentry.state.releases).toMatchObject([
      {
        version: 'web@1',
        projects: ['storefront'],
        dateReleased: expect.any(String),
        refs: [{ repository: 'acme/storefront', commit: to, previousCommit: from }],
        deploys: [{ environment: 'production', url: 'https://example.com' }],
      },
    ]);
    expect((await cli(['releases', 'list'])).stdout).toContain('web@1');
    await expect(cli(['releases', 'set-commits', 'web@1', '--commit', `other/repo@${to}`])).rejects.toThrow(
      /error:/,
    );
  });

  it('takes injected source maps as an artifact bundle', async () => {
    const dist = join(directory, 'dist');
    await mkdir(dist, { recursive: true });
    await writeFile(
      join(dist, 'app.js'),
      'function f(){throw new Error("x")}\n//# sourceMappingURL=app.js.map\n',
    );
    await writeFile(
      join(dist, 'app.js.map'),
      JSON.stringify({
        version: 3,
        file: 'app.js',
        sources: ['app.ts'],
        sourcesContent: ['function f() {}'],
        names: [],
        mappings: 'AAAA',
      }),
    );
    await cli(['sourcemaps', 'inject', 'dist']);
    const debugId = /debugId=([0-9a-f-]+)/.exec(await readFile(join(dist, 'app.js'), 'utf8'))?.[1];
    await cli(['sourcemaps', 'upload', '--release', 'web@1', 'dist']);
    const [bundle] = sentry.state.bundles;
    expect(bundle).toMatchObject({ version: 'web@1', projects: ['storefront'] });
    expect(bundle!.files.map((file) => file.type).sort()).toEqual(['minified_source', 'source_map']);
    expect(bundle!.files.every((file) => file.debugId === debugId)).toBe(true);
    await cli(['sourcemaps', 'upload', '--release', 'web@1', 'dist']);
    expect(sentry.state.bundles).toHaveLength(1);
  });

  it('refuses a bad token with 401', async () => {
    await expect(cli(['releases', 'new', 'web@2'], 'f'.repeat(64))).rejects.toThrow(/401/);
  });
});

describe('the Sentry stand-in’s REST', () => {
  it('answers 201, 208 and 400 for releases, and knows the one before', async () => {
    const make = (body: object) => api('/organizations/acme/releases/', { method: 'POST', body });
    const refs = [{ repository: 'acme/storefront', commit: 'c'.repeat(40) }];
    expect((await make({ version: 'web@3', projects: ['storefront'], refs })).status).toBe(201);
    expect((await make({ version: 'web@3', projects: ['storefront'] })).status).toBe(208);
    expect((await make({ version: 'web@4', projects: ['nothing'] })).status).toBe(400);
    expect((await make({ version: 'a/b', projects: ['storefront'] })).status).toBe(400);
    expect((await api('/organizations/acme/releases/nothing/')).status).toBe(404);
    expect((await api('/organizations/acme/releases/web%403/previous-with-commits/')).body).toMatchObject({
      version: 'web@1',
    });
    expect(
      (
        await api('/organizations/acme/releases/web%403/deploys/', {
          method: 'POST',
          body: { environment: 'staging', dateStarted: '2026-11-23T00:00:00Z' },
        })
      ).status,
    ).toBe(201);
    expect((await api('/organizations/other/releases/')).status).toBe(404);
  });

  it('groups events into issues and counts them by release, environment and time', async () => {
    await send('web@1', 'production', 'old trouble', 2, Date.now() / 1000 - 600);
    await send('web@3', 'production', 'old trouble');
    await send('web@3', 'production', 'new trouble', 3);
    await send('web@3', 'staging', 'staging only');
    const since = new Date(Date.now() - 60_000).toISOString();
    const window = `start=${since}&end=${new Date(Date.now() + 60_000).toISOString()}`;
    const search = async (query: string, more = '') => {
      const { body } = await api(
        `/organizations/acme/issues/?project=-1&environment=production&query=${encodeURIComponent(query)}${more}`,
      );
      return (body as { title: string }[]).map((issue) => issue.title);
    };
    expect(await search('firstRelease:"web@3" is:unresolved')).toEqual(['Error: new trouble']);
    expect((await search('release:web@3', `&${window}`)).sort()).toEqual([
      'Error: new trouble',
      'Error: old trouble',
    ]);
    expect(await search('is:resolved')).toEqual([]);
    const count = await api(
      `/organizations/acme/events/?field=count()&project=1&environment=production&query=${encodeURIComponent('release:"web@3" event.type:error')}&${window}`,
    );
    expect(count.body).toMatchObject({ data: [{ 'count()': 4 }] });
    expect(count.link).toContain('rel="next"; results="false"');
    expect((await api(`/organizations/acme/events/?field=count()&query=release:none`)).body).toMatchObject({
      data: [{ 'count()': 0 }],
    });
    expect((await api(`/organizations/acme/events/?field=count()&start=${since}`)).status).toBe(400);
    expect(
      (await api('/organizations/acme/issues/?query=', { token: sentry.organizationToken })).status,
    ).toBe(403);
    expect((await api('/organizations/acme/sessions/?field=sum(session)&interval=1m')).status).toBe(400);
  });

  it('counts sessions and turns broken or foreign envelopes away', async () => {
    const { username, origin } = new URL(sentry.dsn);
    const post = (body: string, key = username) =>
      fetch(`${origin}/api/1/envelope/?sentry_key=${key}`, { method: 'POST', body });
    const session = (sid: string, status: string) =>
      `{}\n{"type":"session"}\n${JSON.stringify({ sid, status, started: new Date().toISOString(), attrs: { release: 'web@3', environment: 'production' } })}\n`;
    for (const [sid, status] of [
      ['1', 'ok'],
      ['1', 'crashed'],
      ['2', 'exited'],
    ] as const)
      expect((await post(session(sid, status))).status).toBe(200);
    const { body } = await api(
      '/organizations/acme/sessions/?field=sum(session)&field=crash_free_rate(session)&groupBy=release&interval=1h&statsPeriod=1d',
    );
    expect(body).toMatchObject({
      groups: [{ by: { release: 'web@3' }, totals: { 'sum(session)': 2, 'crash_free_rate(session)': 0.5 } }],
    });
    expect((await post(session('3', 'ok'), 'deadbeef')).status).toBe(403);
    expect((await post('not an envelope')).status).toBe(400);
  });
});
