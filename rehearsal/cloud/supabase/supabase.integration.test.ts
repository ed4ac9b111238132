/** @module-tag full */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import { Secret, TOTP } from 'otpauth';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessLog, Faults } from '../kit/index.ts';
import { type PostgresPart, startPostgres } from '../postgres/index.ts';
import { prepareAuthSchema, type SupabaseProject, startSupabase } from './index.ts';

const MIGRATION = `
create table public.notes (id bigint generated always as identity primary key, owner uuid not null default auth.uid() references auth.users (id), body text not null);
alter table public.notes enable row level security;
create policy own on public.notes for all to authenticated using (owner = auth.uid()) with check (owner = auth.uid());
create function public.my_claims() returns jsonb language sql stable as $$ select auth.jwt() $$;
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

  describe('second factors', () => {
    const credentials = { email: 'grace@example.com', password: 'correct horse' };
    /** The code of `secret` now, or of a time that many seconds away. */
    const code = (secret: string, away = 0) =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + away * 1000 });
    const claimsOf = async (client: ReturnType<typeof visitor>) => {
      const { data } = await client.auth.getSession();
      return (await client.auth.getClaims(data.session?.access_token)).data?.claims;
    };
    const enrolled = async () => {
      const client = visitor();
      await client.auth.signUp(credentials);
      expect((await client.auth.signInWithPassword(credentials)).error).toBeNull();
      const { data, error } = await client.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'phone' });
      if (error) throw error;
      return { client, factor: data };
    };

    it('are enrolled, verified, asked for again, and taken away', async () => {
      const { client, factor } = await enrolled();
      expect(factor.totp.uri).toContain(`secret=${factor.totp.secret}`);
      expect(factor.totp.qr_code).toMatch(/^data:image\/svg\+xml;utf-8,<svg/);
      expect(await claimsOf(client)).toMatchObject({ aal: 'aal1', amr: [{ method: 'password' }] });
      expect((await client.auth.mfa.listFactors()).data?.totp).toEqual([]);

      const other = visitor();
      await other.auth.signInWithPassword(credentials);
      const challenge = (await client.auth.mfa.challenge({ factorId: factor.id })).data!;
      const verify = (given: string) =>
        client.auth.mfa.verify({ factorId: factor.id, challengeId: challenge.id, code: given });
      expect((await verify(code(factor.totp.secret, 300))).error?.code).toBe('mfa_verification_failed');
      expect((await verify(code(factor.totp.secret))).error).toBeNull();
      expect(await claimsOf(client)).toMatchObject({
        aal: 'aal2',
        amr: [{ method: 'totp', timestamp: expect.any(Number) }, { method: 'password' }],
      });
      // A challenge is answered once; what was worth less has ended.
      expect((await verify(code(factor.totp.secret))).error?.status).toBe(422);
      expect((await other.auth.getUser()).error).not.toBeNull();
      expect((await client.auth.mfa.listFactors()).data?.totp).toMatchObject([{ id: factor.id }]);

      expect((await client.auth.refreshSession()).error).toBeNull();
      expect(await claimsOf(client)).toMatchObject({ aal: 'aal2' });
      const claims = await client.rpc('my_claims');
      expect(claims.data).toMatchObject({ aal: 'aal2', amr: [{ method: 'totp' }, { method: 'password' }] });

      const later = visitor();
      await later.auth.signInWithPassword(credentials);
      expect((await later.auth.mfa.getAuthenticatorAssuranceLevel()).data).toMatchObject({
        currentLevel: 'aal1',
        nextLevel: 'aal2',
      });
      const more = await later.auth.mfa.enroll({ factorType: 'totp', friendlyName: 'other' });
      expect(more.error?.code).toBe('insufficient_aal');
      expect((await later.auth.mfa.unenroll({ factorId: factor.id })).error?.code).toBe('insufficient_aal');
      const stranger = visitor();
      await stranger.auth.signInWithPassword({ email: 'ada@example.com', password: 'correct horse' });
      expect((await stranger.auth.mfa.challenge({ factorId: factor.id })).error?.code).toBe(
        'mfa_factor_not_found',
      );

      expect((await client.auth.mfa.unenroll({ factorId: factor.id })).error).toBeNull();
      expect((await client.auth.mfa.listFactors()).data?.all).toEqual([]);
    });

    it('a challenge that is too old is refused, and a token that somebody else signed', async () => {
      const { client, factor } = await enrolled();
      const challenge = (await client.auth.mfa.challenge({ factorId: factor.id })).data!;
      await postgres.sql(
        'staging',
        `update auth.mfa_challenges set created_at = now() - interval '6 minutes'`,
      );
      const late = await client.auth.mfa.verify({
        factorId: factor.id,
        challengeId: challenge.id,
        code: code(factor.totp.secret),
      });
      expect(late.error?.code).toBe('mfa_challenge_expired');
      const { data } = await client.auth.getSession();
      const [head, body] = data.session!.access_token.split('.');
      const forged = await fetch(`${project.url}/auth/v1/factors`, {
        method: 'POST',
        headers: { apikey: project.publishableKey, authorization: `Bearer ${head}.${body}.forged` },
        body: JSON.stringify({ factor_type: 'totp' }),
      });
      expect(forged.status).toBe(403);
    });
  });
});
