import 'server-only';
import { z } from 'zod';
import { log } from '@/lib/log';
import { sessionClient } from '@/lib/supabase/server';

const notification = z.object({
  // A kind that a later release writes is shown without words of its own.
  kind: z.string(),
  prescription: z.uuid(),
  at: z.string(),
});
export type Notification = z.output<typeof notification>;

/** What the person is told, the latest first; none where they cannot be had, since the page goes on without them. */
export async function listNotifications(): Promise<Notification[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('list_notifications');
  if (error) {
    log.error({ code: error.code }, 'notifications could not be read');
    return [];
  }
  return z.array(notification).parse(data);
}
