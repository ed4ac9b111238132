import 'server-only';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { sessionClient } from './supabase/server.ts';

export interface Visitor {
  readonly id: string;
  readonly displayName: string;
}

/** The person whose verified token came with this request, once a request. */
const currentVisitor = cache(async (): Promise<Visitor | null> => {
  const supabase = await sessionClient();
  // `getSession()` would believe the cookie; `getClaims()` verifies the token.
  const { data } = await supabase.auth.getClaims();
  const id = data?.claims.sub;
  if (!id) return null;
  const { data: profile } = await supabase
    .from('profiles')
    .select('display_name')
    .eq('id', id)
    .maybeSingle()
    .overrideTypes<{ display_name: string }, { merge: false }>();
  return { id, displayName: profile?.display_name ?? 'Signed in' };
});

/** For pages that need a person: sends everyone else to sign in. RLS stands behind it. */
export async function requireVisitor(): Promise<Visitor> {
  return (await currentVisitor()) ?? redirect('/sign-in');
}
