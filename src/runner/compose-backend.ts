import type { Backend } from '../release/context.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import type { Inputs } from './values.ts';

/** The Supabase project of `database-url`; none for a server of one's own. */
export async function composeBackend(
  inputs: Inputs,
  { vercel }: EnvironmentSettings,
): Promise<Backend | undefined> {
  const url = inputs['database-url'];
  if (!url) return undefined;
  const { supabaseProjectOf } = await import('../database/supabase-project.ts');
  const name = supabaseProjectOf(url);
  if (name === undefined) return undefined;
  const others = new Map(vercel.otherProjects.map(({ variable, reason }) => [variable, reason]));
  return { name, of: supabaseProjectOf, others };
}
