import { randomBytes } from 'node:crypto';
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import pg from 'pg';
import { type AccessLog, type Call, type Faults, hexSecret, type MakeSecret, StandIn } from '../kit/index.ts';
import type { PostgresPart } from '../postgres/index.ts';
import { AUTH_SQL } from '../postgres/supabase-roles.ts';
import { SecondFactor } from './mfa/index.ts';
import { MFA_SQL } from './mfa/schema.ts';
import { quietly } from './quiet.ts';

/** One environment's Supabase API: PostgREST- and GoTrue-compatible, so supabase-js works unchanged. */
export interface SupabaseProject {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** What its sessions are signed with, for apps that check them on their own. */
  readonly jwtSecret: string;
  /** Reads the schema anew; call after a migration, as PostgREST does on `notify pgrst`. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Serves the database with @supabase/lite. The keys are made here, per run. */
export async function startSupabase(options: {
  readonly postgres: Pick<PostgresPart, 'adminUrl'>;
  readonly database: string;
  readonly faults: Faults;
  readonly log: AccessLog;
  readonly secret?: MakeSecret;
}): Promise<SupabaseProject> {
  const publishableKey = `sb_publishable_${randomBytes(16).toString('hex')}`;
  const secretKey = (options.secret ?? hexSecret)('sb_secret_');
  const url = options.postgres.adminUrl(options.database);
  const jwtSecret = randomBytes(32).toString('hex');
  const { app, connection } = openApp(url, { publishableKey, secretKey, jwtSecret });
  const mfa = new SecondFactor({ url, jwtSecret });
  const standIn = new StandIn({
    vendor: 'supabase',
    faults: options.faults,
    log: options.log,
    errorBody: (_status, code, message) => ({ code, message, details: null, hint: null }),
  });
  // Faults by environment and service: `supabase.staging.auth`, `supabase.production.rest`. All counts as a write, so
  // that nothing is kept for stale reads: a load generator reads here.
  const name = (c: Call) => `supabase.${options.database}.${c.req.path.split('/')[1] || 'root'}`;
  const forward = (c: Call) =>
    // lite tells local callers from remote ones by this address, not by headers that anybody can send.
    quietly(() => app.fetch(c.req.raw, { peerAddress: c.env.incoming.socket.remoteAddress ?? null }));
  // GoTrue, too, answers these to holders of a key of the project only; lite checks it for all other paths.
  const keyed = (answer: (c: Call) => Promise<Response>) => async (c: Call) =>
    c.req.header('apikey') === publishableKey
      ? answer(c)
      : Response.json({ message: 'No API key found in request' }, { status: 401 });
  const factors = '/auth/v1/factors';
  standIn
    .route(
      'POST',
      factors,
      name,
      keyed((c) => mfa.enroll(c)),
    )
    .route(
      'POST',
      `${factors}/:factor/challenge`,
      name,
      keyed((c) => mfa.challenge(c)),
    )
    .route(
      'POST',
      `${factors}/:factor/verify`,
      name,
      keyed((c) => mfa.verify(c)),
    )
    .route(
      'DELETE',
      `${factors}/:factor`,
      name,
      keyed((c) => mfa.unenroll(c)),
    )
    .route(
      'ALL',
      ['/auth/v1/token', '/auth/v1/signup', '/auth/v1/verify', '/auth/v1/user'],
      name,
      async (c) => mfa.completed(c, await forward(c)),
      { kind: 'write' },
    )
    .route('ALL', '*', name, forward, { kind: 'write' });
  const server = await standIn.listen();
  const listener = await listen(url, () => connection.introspect());
  return {
    url: server.url,
    publishableKey,
    secretKey,
    jwtSecret,
    async refresh() {
      await connection.introspect();
    },
    async close() {
      await listener.end().catch(() => undefined);
      await server.close();
      await mfa.close();
      await connection.close();
    },
  };
}

/** Reads the schema anew when somebody says so: https://docs.postgrest.org/en/stable/references/schema_cache.html */
async function listen(connectionString: string, reload: () => Promise<unknown>): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  client.on('notification', () => void reload().catch(() => undefined));
  await client.connect();
  await client.query('listen pgrst');
  return client;
}

/** Puts the auth server's tables into a database: run on template1, so that every database has them. */
export async function prepareAuthSchema(
  adminUrl: string,
  sql: (text: string) => Promise<unknown>,
): Promise<void> {
  const keys = { publishableKey: 'unused', secretKey: 'unused', jwtSecret: 'unused' };
  const { app, connection } = openApp(adminUrl, keys);
  try {
    await app.ensureSystemSchema();
  } finally {
    await connection.close();
  }
  await sql(MFA_SQL);
  await sql(AUTH_SQL);
}

function openApp(url: string, keys: { publishableKey: string; secretKey: string; jwtSecret: string }) {
  // A few connections are enough for one visitor and a load generator; the server allows 200 in all.
  const connection = createPostgresConnection({ url, postgresOptions: { max: 8, onnotice: () => {} } });
  // At the first request lite grants everything on every table to the API roles, where a table has RLS. The roles and
  // auth functions it makes besides are in the template already, and on Supabase grants are the migrations' business.
  Object.assign(connection, { ensureRlsContext: () => Promise.resolve(true) });
  const app = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: keys.jwtSecret,
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
    },
  } as ConstructorParameters<typeof App>[0]);
  return { app, connection };
}
