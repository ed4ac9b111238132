import { z } from 'zod';

/** Errors of this release at the error tracker. */
export const sentrySettings = z.strictObject({
  use: z.literal('sentry').describe('Errors and new issues of this release in Sentry.'),
  maxNewIssues: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'Largest number of issues first seen in this release with which the gate passes. More fail it, if chance does not explain them; see `baselineNewIssuesPerHour`.',
    ),
  baselineNewIssuesPerHour: z
    .number()
    .min(0)
    .default(0.05)
    .describe(
      'New issues that a healthy release has per hour. In two minutes one new issue fails the gate, in an hour two do not.',
    ),
  requireSeen: z
    .boolean()
    .default(true)
    .describe(
      'After traffic moved: undecided until an error or a session of this release has arrived. `false` for an app that sends no sessions.',
    ),
});

export type SentrySettings = z.output<typeof sentrySettings>;
