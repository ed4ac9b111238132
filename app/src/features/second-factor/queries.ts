import 'server-only';
import { log } from '@/lib/log';
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

/**
 * Whether an authenticator app is set up. While the Auth server is gone it is taken to be: the draft can be read, and whoever
 * signs is told then why that is not possible.
 */
export async function canProve(): Promise<boolean> {
  try {
    return (await enrolledFactors()).length > 0;
  } catch (error) {
    log.warn({ error }, 'whether a second factor is set up is not known');
    return true;
  }
}
