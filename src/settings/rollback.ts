import { z } from 'zod';

/** What an environment says of going back. */
export const rollbackSettings = z
  .strictObject({
    soakHours: z
      .number()
      .min(0)
      .max(8760)
      .default(24)
      .describe('How long a release must serve before its contract migrations can be applied, in hours.'),
    unknownVerdict: z
      .enum(['refuse', 'allow'])
      .default('refuse')
      .describe(
        'Whether to roll back if Shiplock cannot tell whether the previous release works with the live schema.',
      ),
    quarantine: z
      .enum(['production', 'always', 'never'])
      .default('production')
      .describe(
        'Where a release that contains a rolled-back commit is held until the commit is reverted or its hold is lifted: in environments of kind `production`, always, or never.',
      ),
    drill: z
      .boolean()
      .default(false)
      .describe(
        'Whether the watch ends with a rollback drill: traffic goes back to the previous release and forward again, with `gates.gate` over the domains after each. For staging: users get the previous version for as long as that gate takes.',
      ),
  })
  .prefault({});
