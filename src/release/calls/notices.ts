import { z } from 'zod';
import type { Notice, NoticeRef } from '../ports.ts';
import { defineCall } from './define.ts';

const ref: z.ZodType<NoticeRef> = z.object({ channel: z.string(), ts: z.string() });

export const publish = defineCall({
  verb: 'publish',
  port: 'notices',
  method: 'publish',
  does: 'Posts the notice of the release, or updates the one that is there, and replies in its thread.',
  projection: true,
  request: z.strictObject({ state: z.string(), phase: z.string() }),
  result: ref,
  lost: {
    how: 'finds-first',
    says: 'Looks for its own message by the release id in it, and updates that one.',
  },
  run: (notices, input: { readonly notice: Notice; readonly previous: NoticeRef | undefined }) =>
    notices.publish(input.notice, input.previous),
});
