import { randomUUID } from 'node:crypto';
import type { SeededDatabase } from './database.ts';

/** The columns of the Auth server's table that we read. The bare database of these tests has no Auth server. */
export async function sessionsTable({ client }: SeededDatabase): Promise<void> {
  await client.query(`create table if not exists auth.sessions (
    id uuid primary key, user_id uuid not null references auth.users (id) on delete cascade, not_after timestamptz,
    refreshed_at timestamp, created_at timestamptz default now())`);
}

/** A session of this account that began and was renewed so long ago, such as `3 h`. Its id. */
export async function openSession(
  { client }: SeededDatabase,
  account: string,
  age = '0 s',
  refreshed: string | null = null,
): Promise<string> {
  const id = randomUUID();
  await client.query(
    `insert into auth.sessions (id, user_id, created_at, refreshed_at)
     values ($1, $2, now() - $3::interval, (now() - $4::interval) at time zone 'UTC')`,
    [id, account, age, refreshed],
  );
  return id;
}
