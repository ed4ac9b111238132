import { z } from 'zod';

/** Errors of this release at the error tracker. */
export const sentrySettings = z.strictObject({
  use: z.literal('sentry').describe('Errors and new issues of this release in Sentry.'),
  maxNewIssues: z
    .int()
    .min(0)
    .default(0)
    .describe('Largest number of issues first seen in this release; more fail the gate.'),
  requireSeen: z
    .boolean()
    .default(true)
    .describe(
      'After traffic moved: undecided until an error or a session of this release has arrived. `false` for an app that sends no sessions.',
    ),
});

export type SentrySettings = z.output<typeof sentrySettings>;
