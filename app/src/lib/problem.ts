/** Why a request was not carried out, in the shape of RFC 9457: https://www.rfc-editor.org/rfc/rfc9457 */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** A sentence for the person who asked. */
  readonly detail: string;
}

const PROBLEMS = {
  invalid: [400, 'The input is not complete'],
  'signed-out': [401, 'Sign in first'],
  forbidden: [403, 'This is not yours to do'],
  'second-factor': [403, 'Confirm that it is you'],
  'not-found': [404, 'Not found'],
  refused: [409, 'This is not possible now'],
  outdated: [409, 'This page is of another release'],
  'foreign-request': [403, 'The request came from another site'],
  throttled: [429, 'Too many requests'],
  unavailable: [503, 'The service is not available'],
} as const;
export type ProblemName = keyof typeof PROBLEMS;

export function problem(name: ProblemName, detail: string): Problem {
  const [status, title] = PROBLEMS[name];
  return { type: `urn:prescriptions:problem:${name}`, title, status, detail };
}

export const isOutdated = (what: Problem): boolean => what.type === outdated().type;

/** The page knows other forms than the server does: a release, or the way back from one, came in between. */
export const outdated = (): Problem =>
  problem('outdated', 'Nothing was changed. Reload it to go on: what you typed stays.');

/** After how many seconds what is not available now can be tried again. */
export const RETRY_SECONDS = 5;

/** An answer of a route handler. `wait`: seconds, where it is known. */
export function problemResponse(what: Problem, wait?: number): Response {
  const seconds = wait ?? (what.status === 503 ? RETRY_SECONDS : undefined);
  return new Response(JSON.stringify(what), {
    status: what.status,
    headers: {
      ...{ 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
      ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
    },
  });
}

/** `wait`: in words. */
export const throttled = (wait: string): Problem =>
  problem('throttled', `Too many requests. Please wait ${wait}.`);

/**
 * What the database refused. Texts of our own functions and triggers (PT403, PT409) are written for people and pass; those of
 * PostgreSQL itself can name rows and stay in the log.
 * https://docs.postgrest.org/en/stable/references/errors.html
 */
export function databaseProblem(error: { readonly code?: string; readonly message: string }): Problem {
  switch (error.code) {
    case 'PT409':
      return problem('refused', sentence(error.message));
    case 'PT403':
      return problem('second-factor', sentence(error.message));
    case '23514':
    case '23505':
      return problem('refused', 'The values do not fit together.');
    case '42501':
      return problem('forbidden', 'You are not allowed to do this.');
    case 'PT404':
      return problem('not-found', 'There is no such record, or it is not yours to see.');
    case '22P02':
    case '22003':
    case '22007':
    case '22008':
      return problem('invalid', 'One of the values cannot be read.');
    default:
      return problem('unavailable', 'This is not possible right now. Please try again in a moment.');
  }
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

/** As somebody reads it who has the prescription before them. */
function sentence(message: string): string {
  const text = message
    .replace(UUID, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^prescription /, 'this prescription ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
