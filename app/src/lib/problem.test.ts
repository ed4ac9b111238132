import { describe, expect, test } from 'vitest';
import { databaseProblem, problem, problemResponse } from './problem.ts';

const ID = 'd0000000-0000-4000-8000-000000000001';

describe('what the database refuses', () => {
  test.each([
    [
      'PT409',
      `prescription ${ID} is draft, it cannot become on-hold`,
      409,
      'This prescription is draft, it cannot become on-hold.',
    ],
    ['PT409', 'say why', 409, 'Say why.'],
    [
      'PT403',
      'enter a code of your authenticator app to sign',
      403,
      'Enter a code of your authenticator app to sign.',
    ],
    [
      '42501',
      'new row violates row-level security policy for table "prescriptions"',
      403,
      'You are not allowed to do this.',
    ],
    ['PT404', 'there is no such medication', 404, 'There is no such record, or it is not yours to see.'],
  ])('%s: %s', (code, message, status, detail) => {
    expect(databaseProblem({ code, message })).toMatchObject({ status, detail });
  });

  test('what PostgreSQL itself says does not come through: it can name rows', () => {
    const told = databaseProblem({
      code: '23514',
      message: 'new row for relation "patients" violates check constraint "x" DETAIL: Moreau',
    });
    expect(told.detail).toBe('The values do not fit together.');
    expect(databaseProblem({ message: 'fetch failed: 10.0.0.1' }).detail).not.toContain('10.0.0.1');
  });
});

test('an answer has the media type of problems, and is not kept', async () => {
  const response = problemResponse(problem('not-found', 'There is none.'));
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('retry-after')).toBeNull();
  expect(await response.json()).toEqual({
    type: 'urn:prescriptions:problem:not-found',
    title: 'Not found',
    status: 404,
    detail: 'There is none.',
  });
});

test('what is not available now says when to ask again', () => {
  const after = (of: Response) => of.headers.get('retry-after');
  expect(after(problemResponse(problem('unavailable', 'Not now.')))).toBe('5');
  expect(after(problemResponse(problem('throttled', 'Too many.'), 42))).toBe('42');
});
