import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { type SupabaseProject, startSupabase } from '../../rehearsal/cloud/supabase/index.ts';
import { checkApi } from '../../src/schema/checks/api.ts';
import { loadRls } from '../../src/schema/index.ts';
import { scriptedServer } from '../support/scripted-server.ts';
import { platformDatabase, type TestDatabase } from './support/platform.ts';

/** The live project, asked as any visitor could ask it. */

let database: TestDatabase;
let project: SupabaseProject;
const faults = new Faults();
beforeAll(async () => {
  database = await platformDatabase();
  const postgres = { adminUrl: () => database.url };
  project = await startSupabase({ postgres, database: 'staging', faults, log: new AccessLog() });
});
afterAll(async () => {
  await project.close();
  await database[Symbol.asyncDispose]();
});

const api = () => ({ url: project.url, key: project.publishableKey, timeoutMs: 2000, retry: false });
const closed = (relation: string, granted = false) => ({ relation, granted });

describe('the Data API', () => {
  it('gives nothing of what the platform keeps from visitors', async () => {
    const rls = await loadRls(process.cwd(), 'supabase/rls.json');
    const kept = Object.keys(rls?.relations ?? {}).filter(
      (name) => name.startsWith('public.') && !rls?.relations[name]?.rights['anon']?.select,
    );
    expect(kept.length).toBeGreaterThanOrEqual(3);
    const whole = { ...api(), timeoutMs: 30_000 };
    const report = await checkApi({ ...whole, closed: kept.map((name) => closed(name)) });
    expect(report).toMatchObject({ check: 'api', outcome: 'pass', findings: [] });
  });

  it('is not asked about hundreds of tables at once', async () => {
    let running = 0;
    let most = 0;
    const server = createServer(async (_request, response) => {
      running += 1;
      most = Math.max(most, running);
      await sleep(5);
      running -= 1;
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ code: '42501', message: 'permission denied' }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const many = Array.from({ length: 200 }, (_, index) => closed(`public.t${index}`));
    const report = await checkApi({ ...api(), url: `http://127.0.0.1:${port}`, closed: many });
    server.close();
    expect(report.detail).toBe('2 schemas and 200 relations requested with the publishable key');
    expect(most).toBeLessThanOrEqual(4);
  });

  it('names the table that a grant opened, with the SQL that closes it', async () => {
    await database.db.query('grant select on public.profiles to anon');
    await project.refresh();
    try {
      const report = await checkApi({ ...api(), closed: [closed('public.profiles')] });
      expect(report.outcome).toBe('fail');
      expect(report.findings).toMatchObject([
        { object: 'public.profiles', mend: 'revoke select on public.profiles from anon;' },
      ]);
      await database.db.query(report.findings[0]?.mend ?? '');
    } finally {
      await project.refresh();
    }
    expect((await checkApi({ ...api(), closed: [closed('public.profiles')] })).outcome).toBe('pass');
  });

  it('names the table whose rows everybody can read', async () => {
    await database.db.query(
      `create table public.open_notes (id int); insert into public.open_notes values (1); grant select on public.open_notes to anon`,
    );
    await project.refresh();
    const report = await checkApi({ ...api(), closed: [closed('public.open_notes', true)] });
    expect(report.findings).toMatchObject([
      { object: 'public.open_notes', message: expect.stringContaining('returns its rows to everybody') },
    ]);
    await database.db.query('drop table public.open_notes');
    await project.refresh();
  });

  it.each(['Open Notes', 'open.notes', 'open "notes"', 'open?notes', 'open/notes'])(
    'asks for %s by its own name, not by the one that SQL writes',
    async (name) => {
      const asked: string[] = [];
      const server = await scriptedServer((seen) => {
        asked.push(seen.path);
        return { status: 200, body: [{ id: 1 }] };
      });
      const relation = `public."${name.replaceAll('"', '""')}"`;
      const report = await checkApi({ url: server.url, key: 'sb_publishable_x', closed: [closed(relation)] });
      await server.close();
      expect(asked).toContain(`/rest/v1/${name}`);
      expect(report.findings).toContainEqual(
        expect.objectContaining({ object: relation, mend: `revoke select on ${relation} from anon;` }),
      );
    },
  );

  it('names a schema of ours that is exposed', async () => {
    // As PostgREST answers where the project's settings expose the schema: the role is refused, not the schema.
    const server = await scriptedServer((seen) => ({
      status: 401,
      body: {
        code: '42501',
        message: `permission denied for schema ${String(seen.headers['accept-profile'])}`,
      },
    }));
    const report = await checkApi({ url: server.url, key: 'sb_publishable_x', closed: [] });
    await server.close();
    expect(report.outcome).toBe('fail');
    expect(report.findings.map(({ object }) => object)).toEqual([
      'schema shiplock',
      'schema supabase_migrations',
    ]);
  });
});

describe('what could not be asked is unknown', () => {
  const table = [closed('public.profiles')];
  it.each<[string, () => Parameters<typeof checkApi>[0], RegExp]>([
    ['nobody listens', () => ({ ...api(), url: 'http://127.0.0.1:1', closed: table }), /fetch failed/],
    [
      'the key is not the project’s',
      () => ({ ...api(), key: 'sb_publishable_other', closed: table }),
      /HTTP 401/,
    ],
  ])('%s', async (_, options, why) => {
    const report = await checkApi(options());
    expect(report.outcome).toBe('unknown');
    expect(report.findings).toHaveLength(3);
    expect(report.findings[0]?.message).toMatch(why);
  });

  it('the API is down', async () => {
    faults.set({ call: 'supabase.staging.rest', fault: 'error-before', times: 'always' });
    const report = await checkApi({ ...api(), closed: table });
    faults.clear();
    expect(report.outcome).toBe('unknown');
  });

  it('but without URL and key it is not asked, and says so', async () => {
    expect(await checkApi(undefined)).toMatchObject({ outcome: 'skipped' });
  });
});
