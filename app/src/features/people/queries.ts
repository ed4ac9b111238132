import 'server-only';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { verifiedPerson } from '@/lib/supabase/person';
import { sessionClient } from '@/lib/supabase/server';

export const ROLES = ['patient', 'prescriber', 'pharmacist', 'administrator', 'auditor', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** A database newer than this code may know more roles; they open no screen here. */
const visitor = z.object({
  id: z.string(),
  display_name: z.string(),
  roles: z.array(z.string()),
  practitioner_id: z.string().nullable(),
  // A database older than this code does not say it.
  patient_id: z.string().nullish(),
  organizations: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
});
export type Visitor = z.output<typeof visitor>;

/** The person whose verified token came with this request, once a request. */
const currentVisitor = cache(async (): Promise<Visitor | null> => {
  const supabase = await sessionClient();
  // `getSession()` would believe the cookie.
  const id = await verifiedPerson(supabase);
  if (!id) return null;
  const { data: found, error } = await supabase.rpc('whoami');
  if (error) throw new Error(`the person could not be read: ${error.code} ${error.message}`);
  const known = found === null ? null : visitor.parse(found);
  // The database gives no roles to a session that was ended elsewhere or is too old, whatever its token says.
  if (!known || known.roles.length === 0) {
    const open = await supabase.rpc('session_is_open');
    if (open.error) throw new Error(`the session could not be read: ${open.error.code}`);
    if (!open.data) return null;
  }
  return (
    known ?? {
      ...{ id, display_name: 'Signed in', roles: [], organizations: [] },
      ...{ practitioner_id: null, patient_id: null },
    }
  );
});

/** For pages that need a person: sends everyone else to sign in. RLS stands behind it. */
export async function requireVisitor(): Promise<Visitor> {
  return (await currentVisitor()) ?? redirect('/sign-in');
}

/** The first screen of somebody's day. */
export function homeOf({ roles }: Pick<Visitor, 'roles'>): string {
  if (roles.includes('pharmacist')) return '/queue';
  if (roles.includes('auditor')) return '/audit';
  if (roles.includes('operator')) return '/ops';
  if (roles.includes('administrator')) return '/payments';
  return '/prescriptions';
}
