import 'server-only';
import { sessionClient } from '@/lib/supabase/server';

export interface EnrolledFactor {
  readonly id: string;
  readonly name: string;
  readonly since: string;
}

/** The authenticator apps that this person has proved; those half set up do not count. */
export async function enrolledFactors(): Promise<EnrolledFactor[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.auth.mfa.listFactors();
  if (error) throw new Error(`second factors could not be read: ${error.code ?? error.name}`);
  return data.totp.map((factor) => ({
    id: factor.id,
    name: factor.friendly_name || 'Authenticator app',
    since: factor.created_at,
  }));
}
