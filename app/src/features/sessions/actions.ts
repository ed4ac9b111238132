'use server';

import { z } from 'zod';
import { type FormState, runForm } from '@/lib/action';

/** Nothing in `session`: all but the one that this request came with. */
const input = z.object({ session: z.union([z.uuid(), z.literal('')]) });

/** Ends a session of the person themselves; from then on its token gives no rights. */
export async function endSessions(_previous: FormState, form: FormData): Promise<FormState> {
  return runForm('end-sessions', input, form, {
    send: (supabase, { session }) => supabase.rpc('end_sessions', session ? { session } : {}),
    done: () => ({ changed: ['/sessions'] }),
  });
}
