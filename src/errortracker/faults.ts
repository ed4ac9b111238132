import { z } from 'zod';
import type { Call } from '../http/client.ts';
import type { FaultTable } from '../http/faults.ts';

export interface SentryCall extends Call {
  /** What the token needs, e.g. `project:releases`. */
  readonly scope: string;
  /** Goes with the token for issues. */
  readonly issues?: true;
}

/** Sentry's own words: `{detail}` or a list of texts by field. */
export function sentryWords(body: string): string {
  const value = z.looseObject({ detail: z.unknown() }).partial().parse(JSON.parse(body));
  return typeof value.detail === 'string' ? value.detail : JSON.stringify(value.detail ?? value);
}

/** What Sentry's answers mean: https://docs.sentry.io/api/. @param place `organization/project` */
export function sentryFaults(place: string): FaultTable<SentryCall> {
  return {
    vendor: 'Sentry',
    codes: {
      unreachable: 'SHIPLOCK_SENTRY_UNREACHABLE',
      answer: 'SHIPLOCK_SENTRY_ANSWER',
      rateLimited: 'SHIPLOCK_SENTRY_RATE_LIMITED',
      refused: 'SHIPLOCK_SENTRY_REFUSED',
    },
    rows: [
      {
        on: 401,
        code: 'SHIPLOCK_SENTRY_TOKEN',
        says: 'Sentry does not accept the token (HTTP 401)',
        next: (_, { issues }) =>
          `Set the input ${issues ? 'sentry-issues-token' : 'sentry-token'} to a token of this organization that has not been revoked.`,
      },
      {
        on: ({ status }, { issues }) => status === 403 && issues === true,
        code: 'SHIPLOCK_SENTRY_ISSUES_FORBIDDEN',
        says: 'the Sentry token is not allowed to (HTTP 403). An organization token for releases (sntrys_…) can never read issues',
        next: (_, { scope }) =>
          `Set the input sentry-issues-token to a second token, of an internal integration or a person, with \`${scope}\`.`,
      },
      {
        on: 403,
        code: 'SHIPLOCK_SENTRY_FORBIDDEN',
        says: (_, { scope }) => `the Sentry token lacks \`${scope}\` (HTTP 403)`,
        next: (_, { scope }) => `Set the input sentry-token to a token with \`${scope}\` for ${place}.`,
      },
      {
        on: [404, 410],
        code: 'SHIPLOCK_SENTRY_NOT_FOUND',
        says: ({ status }) => `Sentry found nothing in ${place} (HTTP ${status})`,
        next: 'Check the organization and project slugs, the base URL of your region, and that the token can see the project.',
      },
    ],
    said: sentryWords,
    again: 'Rerun the phase when Sentry answers; see https://status.sentry.io.',
    unsure: 'It might have happened. Rerun the phase: it looks for its own work before it writes.',
  };
}
