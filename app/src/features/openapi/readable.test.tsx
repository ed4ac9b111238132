import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import ApiPage from '@/app/api-docs/page';
import { OPERATIONS } from './operations.ts';
import { callerWords, schemaWords } from './readable.ts';

test('the page names every operation, and has nothing that the policy of the site refuses', () => {
  const page = renderToStaticMarkup(<ApiPage />);
  for (const { method, path, summary } of OPERATIONS) {
    expect(page).toContain(`${method} ${path}`);
    expect(page).toContain(summary);
  }
  expect(page).not.toMatch(/<script|<style|style=|https?:\/\/[^"]*\.(?:js|css)/);
});

test.each([
  [{ type: 'string', format: 'uuid' }, 'string (uuid)'],
  [{ type: ['string', 'null'] }, 'string or null'],
  [{ type: 'string', enum: ['active', 'draft'] }, 'active, draft'],
  [{ const: 'ok' }, 'ok'],
  [{ $ref: '#/components/schemas/Problem' }, 'Problem'],
  [{}, 'any value'],
])('a schema in words', (schema, words) => {
  expect(schemaWords(schema)).toBe(words);
});

test('who may ask, in words', () => {
  expect(callerWords([{}])).toBe('For anyone.');
  expect(callerWords([{ session: [] }])).toMatch(/^For the pages of this site/);
  expect(callerWords([{ session: [] }, { bearer: [] }])).toContain('bearer token');
});
