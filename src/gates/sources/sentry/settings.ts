import { z } from 'zod';

/** Errors of this release at the error tracker. */
export const sentrySettings = z.strictObject({
  use: z.literal('sentry').describe('Errors and new issues of this release in Sentry.'),
  maxNewIssues: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'Number of issues first seen in this release with which the gate can still pass. More fail it, unless chance explains them; see `baselineNewIssuesPerHour`.',
    ),
  baselineNewIssuesPerHour: z
    .number()
    .min(0)
    .default(0.05)
    .describe(
      'New issues per hour that are normal for a healthy release. With the default, one new issue fails a gate of two minutes, and two do not fail a gate of an hour.',
    ),
  requireSeen: z
    .boolean()
    .default(true)
    .describe(
      'After traffic moved: undecided until an error or a session of this release has arrived. `false` for an app that sends no sessions.',
    ),
});

export type SentrySettings = z.output<typeof sentrySettings>;
