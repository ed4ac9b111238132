/** @module-tag full */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessLog, Faults } from '../kit/index.ts';
import { type PostgresPart, startPostgres } from '../postgres/index.ts';
import { prepareAuthSchema, type SupabaseProject, startSupabase } from './index.ts';

const MIGRATION = `
create table public.notes (id bigint generated always as identity primary key, owner uuid not null default auth.uid() references auth.users (id), body text not null);
alter table public.notes enable row level security;
create policy own on public.notes for all to authenticated using (owner = auth.uid()) with check (owner = auth.uid());
create function public.note_count() returns bigint language sql stable as $$ select count(*) from public.notes $$;
`;

let postgres: PostgresPart;
let project: SupabaseProject;
const faults = new Faults();

beforeAll(async () => {
  const workDir = join(tmpdir(), `shiplock-supabase-${process.pid}`);
  postgres = await startPostgres({
    workDir,
    faults: { take: () => undefined },
    prepareTemplate: prepareAuthSchema,
  });
  project = await startSupabase({ postgres, database: 'staging', faults, log: new AccessLog() });
  // As a release does it: role postgres (no superuser), through the front, then a schema reload.
  const client = new pg.Client({ connectionString: postgres.url('staging') });
  await client.connect();
  await client.query(MIGRATION);
  await client.end();
  await project.refresh();
});
afterAll(async () => {
  await project?.close();
  await postgres?.close();
});

const visitor = () =>
  createClient(project.url, project.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });

describe('the local Supabase with an unmodified supabase-js', () => {
  it('signs up, signs in, and shows each user only their own rows', async () => {
    const [ada, bob] = [visitor(), visitor()];
    for (const [client, name] of [
      [ada, 'ada'],
      [bob, 'bob'],
    ] as const) {
      const credentials = { email: `${name}@example.com`, password: 'correct horse' };
      expect((await client.auth.signUp(credentials)).error).toBeNull();
      expect((await client.auth.signInWithPassword(credentials)).error).toBeNull();
      expect((await client.from('notes').insert({ body: `from ${name}` })).error).toBeNull();
    }
    expect((await ada.from('notes').select('body')).data).toEqual([{ body: 'from ada' }]);
    expect((await ada.rpc('note_count')).data).toBe(1);
    expect((await visitor().from('notes').select('body')).data).toEqual([]);
    const service = createClient(project.url, project.secretKey, { auth: { persistSession: false } });
    expect((await service.from('notes').select('body')).data).toHaveLength(2);
  });

  it('refuses a wrong password and an unknown key', async () => {
    const { error } = await visitor().auth.signInWithPassword({
      email: 'ada@example.com',
      password: 'wrong',
    });
    expect(error?.code).toBe('invalid_credentials');
    const stranger = createClient(project.url, 'sb_publishable_unknown');
    expect((await stranger.from('notes').select()).error).not.toBeNull();
  });

  it('serves a migrated column after refresh()', async () => {
    await postgres.sql('staging', `alter table public.notes add column colour text default 'grey'`);
    await project.refresh();
    const service = createClient(project.url, project.secretKey, { auth: { persistSession: false } });
    expect((await service.from('notes').select('colour').limit(1)).data).toEqual([{ colour: 'grey' }]);
  });

  it('serves requests without granting anything', async () => {
    await postgres.sql(
      'staging',
      `create table public.kept (id int); alter table public.kept enable row level security;
       revoke all on public.kept from anon, authenticated, service_role; grant select on public.kept to service_role`,
    );
    await project.refresh();
    const service = createClient(project.url, project.secretKey, { auth: { persistSession: false } });
    expect((await service.from('kept').select()).data).toEqual([]);
    expect((await service.from('kept').insert({ id: 1 })).error?.code).toBe('42501');
    expect((await visitor().from('kept').select()).error?.code).toBe('42501');
  });

  it('fails by environment and service when told to', async () => {
    faults.set({ call: 'supabase.production.rest', fault: 'error-before', times: 'always' });
    faults.set({ call: 'supabase.staging.rest', fault: 'error-before' });
    const { status } = await visitor().from('notes').select().retry(false);
    expect(status).toBe(503);
    expect((await visitor().from('notes').select()).status).toBe(200);
    faults.clear();
  });

  it('claims set by hand in SQL reach auth.uid(), as on Supabase', async () => {
    const rows = await postgres.sql(
      'production',
      `select auth.uid()::text as uid from (select set_config('request.jwt.claims', '{"sub":"00000000-0000-0000-0000-000000000001"}', false)) s`,
    );
    expect(rows).toEqual([{ uid: '00000000-0000-0000-0000-000000000001' }]);
  });
});
