import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type DefaultGrants, defaultGrantsSql } from '../../rehearsal/cloud/postgres/supabase-roles.ts';
import { createDatabaseSql, SUPABASE_TEMPLATE } from './server.ts';

export interface FreshDatabase {
  /** Connection string of the superuser in this database. */
  readonly url: string;
  readonly name: string;
  /** Connection string of the superuser in `postgres`: may create databases and roles. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

/**
 * A database of its own for one test; `supabase: true` has roles, `auth.users` and `auth.uid()`. `grants`: the default
 * privileges of an older project (`all`) or of one as they are made now (`none`); without it there are none at all.
 */
export async function freshDatabase(
  options: { readonly supabase?: boolean; readonly grants?: DefaultGrants } = {},
): Promise<FreshDatabase> {
  const adminUrl = inject('postgresUrl');
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, createDatabaseSql(name, options.supabase ? SUPABASE_TEMPLATE : undefined));
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  if (options.grants) await asAdmin(url.href, defaultGrantsSql(options.grants));
  return {
    url: url.href,
    name,
    adminUrl,
    drop: () => asAdmin(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
