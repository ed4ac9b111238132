import { z } from 'zod';

/** Sessions of this release at the error tracker: real ones, counted by the SDK in the app. */
export const sentrySessionsSettings = z.strictObject({
  use: z.literal('sentry-sessions').describe('Sessions of this release in Sentry, and those that crashed.'),
  name: z.string().min(1).default('sentry-sessions').describe('Name in the evidence.'),
  failed: z
    .array(z.enum(['crashed', 'abnormal', 'errored']))
    .min(1)
    .default(['crashed', 'abnormal'])
    .describe(
      'Which sessions count as failed. `errored` ones reported a handled error; add it if your app reports only what users notice.',
    ),
});

export type SentrySessionsSettings = z.output<typeof sentrySessionsSettings>;
