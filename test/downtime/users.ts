import { createClient } from '@supabase/supabase-js';
import type { Cloud } from '../../rehearsal/cloud/index.ts';
import { startSupabase } from '../../rehearsal/cloud/supabase/index.ts';

/** Somebody with a session. */
export interface User {
  readonly id: string;
  readonly token: string;
}

export interface Users {
  readonly all: readonly User[];
  close(): Promise<void>;
}

/**
 * A Supabase project with users who have signed up and signed in, in a database that no release changes. Every deployment
 * from then on checks their sessions, as apps do that have the project's secret.
 */
export async function usersOf(cloud: Cloud, many: number): Promise<Users> {
  const { postgres, faults, log, vercel } = cloud;
  await postgres.sql('postgres', 'create database users owner postgres');
  const project = await startSupabase({ postgres, database: 'users', faults, log });
  const all: User[] = [];
  for (let nth = 0; nth < many; nth += 1) {
    const auth = { persistSession: false, autoRefreshToken: false };
    const client = createClient(project.url, project.publishableKey, { auth });
    const credentials = { email: `user-${nth}@example.com`, password: `password of user ${nth}` };
    const signedUp = await client.auth.signUp(credentials);
    if (signedUp.error) throw signedUp.error;
    const { data, error } = await client.auth.signInWithPassword(credentials);
    if (error) throw error;
    all.push({ id: data.user.id, token: data.session.access_token });
  }
  const now = Date.now();
  for (const { env } of vercel.state.projects)
    env.push({
      ...{ id: 'env_users', key: 'SUPABASE_JWT_SECRET', value: project.jwtSecret, type: 'sensitive' },
      ...{ target: ['production'], customEnvironmentIds: [], createdAt: now, updatedAt: now },
    });
  return { all, close: () => project.close() };
}
