import { configurationError, type ShiplockError } from '../release/errors.ts';

/** @param what the pooler, as "database-url points at …" goes on */
export function poolerProblem(
  what: string,
  input = 'database-url',
  notDone = ['nothing was changed'],
  next = 'Use the direct host or the session pooler (port 5432): locks and settings must last from one statement to the next.',
): ShiplockError {
  return configurationError({
    code: 'SHIPLOCK_DATABASE_POOLER',
    what: `${input} points at ${what}`,
    notDone,
    next,
  });
}
