import { z } from 'zod';

const place = z.object({ seq: z.int().nonnegative(), hash: z.string() });

/** What a `restored` event says: its release noticed that the record had lost its end, and the chain goes on from here. */
export const restoredFields = {
  /** Up to here the record holds what was written. `to`: the last event of the lost end that is known outside. */
  lost: z.object({ after: place, to: place }),
  /** The newest event that the record still holds by a head which was written before the newest lost one. */
  proven: place.exactOptional(),
  /** What told so, newest first: deployments at the code host, by whom and when. */
  outside: z
    .array(place.extend({ releaseId: z.string(), deploymentId: z.string(), by: z.string(), at: z.string() }))
    .readonly(),
  /** Releases that were not closed: what they did after that point is not known to the record. */
  inDoubt: z.array(z.string()).readonly(),
};
export const restoredBody = z.object(restoredFields);
export type Restored = z.infer<typeof restoredBody>;
