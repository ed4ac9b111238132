import { z } from 'zod';

/** Errors of this release at the error tracker. */
export const sentrySettings = z.strictObject({
  use: z.literal('sentry').describe('Errors and new issues of this release in Sentry.'),
  maxNewIssues: z
    .int()
    .min(0)
    .default(0)
    .describe('Largest number of issues first seen in this release; more fail the gate.'),
});

export type SentrySettings = z.output<typeof sentrySettings>;
