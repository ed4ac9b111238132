import type { Asked, FaultTable } from '../http/faults.ts';
import { errorAnswer } from './answers.ts';

const UNSURE = 'It might have happened. Rerun the phase: it reads what Vercel has before it does anything.';

/** What Vercel's answers mean: https://vercel.com/docs/rest-api/errors. */
export function vercelFaults(project: string): FaultTable<Asked> {
  return {
    vendor: 'Vercel',
    codes: {
      unreachable: 'SHIPLOCK_VERCEL_UNREACHABLE',
      answer: 'SHIPLOCK_VERCEL_ANSWER',
      rateLimited: 'SHIPLOCK_VERCEL_RATE_LIMITED',
      refused: 'SHIPLOCK_VERCEL_REFUSED',
    },
    rows: [
      {
        on: [401, 403],
        code: 'SHIPLOCK_VERCEL_TOKEN',
        says: ({ status }) => `Vercel refused the token with HTTP ${status}`,
        next: 'Use an unexpired token of an account that can deploy to this project, and set the team id if it belongs to a team.',
      },
      {
        on: [404, 410],
        code: 'SHIPLOCK_VERCEL_PROJECT_UNKNOWN',
        says: ({ status }) => `Vercel found nothing in project "${project}" (HTTP ${status})`,
        next: 'Check the project id or name, and the team id: without it, a project of a team is invisible.',
      },
      {
        // It can mean "already so".
        on: 409,
        code: 'SHIPLOCK_VERCEL_CONFLICT',
        says: 'Vercel answered HTTP 409, and the domains do not show that it was already done',
        next: UNSURE,
        certainty: 'unknown',
      },
    ],
    said: (body) => {
      const { error } = errorAnswer.parse(JSON.parse(body));
      return [error.code, error.message].filter(Boolean).join(': ');
    },
    again: 'Rerun the phase: it continues from here.',
    unsure: UNSURE,
  };
}
