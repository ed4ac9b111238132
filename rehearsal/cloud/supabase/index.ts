import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import type { PostgresPart } from '../postgres/index.ts';
import { AUTH_SQL } from '../postgres/supabase-roles.ts';

/** One environment's Supabase API: PostgREST- and GoTrue-compatible, so supabase-js works unchanged. */
export interface SupabaseProject {
  readonly url: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** Reads the schema anew; call after a migration, as PostgREST does on `notify pgrst`. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Answers a request instead of Supabase (a fault), or lets it pass with `undefined`. */
export type Intercept = (request: Request) => Promise<Response | undefined>;

/** Serves the database with @supabase/lite. The keys are made here, per run. */
export async function startSupabase(options: {
  readonly postgres: Pick<PostgresPart, 'adminUrl'>;
  readonly database: string;
  readonly intercept?: Intercept;
}): Promise<SupabaseProject> {
  const publishableKey = `sb_publishable_${randomBytes(16).toString('hex')}`;
  const secretKey = `sb_secret_${randomBytes(16).toString('hex')}`;
  const { app, connection } = openApp(options.postgres.adminUrl(options.database), {
    publishableKey,
    secretKey,
  });
  const server = createAdaptorServer({
    fetch: async (request, env) => {
      const instead = await options.intercept?.(request);
      if (instead) return instead;
      // lite tells local callers from remote ones by this address, not by headers that anybody can send.
      const peerAddress = (env as { incoming?: { socket?: { remoteAddress?: string } } }).incoming?.socket
        ?.remoteAddress;
      return app.fetch(request, { peerAddress: peerAddress ?? null });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    publishableKey,
    secretKey,
    async refresh() {
      await connection.introspect();
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      await connection.close();
    },
  };
}

/** Puts the auth server's tables into a database: run on template1, so that every database has them. */
export async function prepareAuthSchema(
  adminUrl: string,
  sql: (text: string) => Promise<unknown>,
): Promise<void> {
  const { app, connection } = openApp(adminUrl, { publishableKey: 'unused', secretKey: 'unused' });
  try {
    await app.ensureSystemSchema();
  } finally {
    await connection.close();
  }
  await sql(AUTH_SQL);
}

function openApp(url: string, keys: { publishableKey: string; secretKey: string }) {
  // A few connections are enough for one visitor and a load generator; the server allows 200 in all.
  const connection = createPostgresConnection({ url, postgresOptions: { max: 8, onnotice: () => {} } });
  const app = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: randomBytes(32).toString('hex'),
      publishable_key: keys.publishableKey,
      secret_key: keys.secretKey,
    },
  } as ConstructorParameters<typeof App>[0]);
  return { app, connection };
}
