import { expect, test } from 'vitest';
import { redactor } from '../present/redact.ts';
import { secretsOf } from './secrets.ts';

const masked = (url: string, text: string) => redactor(secretsOf({ 'database-url': url }))(text);

test.each([
  ['as it is written', 'postgresql://u:hun%2fter%40@h/d', 'hun%2fter%40'],
  ['as it is meant', 'postgresql://u:hun%2fter%40@h/d', 'hun/ter@'],
  ['encoded in another way', 'postgresql://u:hun%2fter%40@h/d', 'hun%2Fter%40'],
  ['with a percent sign of its own', 'postgresql://u:50%off-hunter@h/d', '50%off-hunter'],
  ['among the options', 'postgresql://u@h/d?password=hunter2', 'hunter2'],
])('a password is masked %s', (_, url, said) => {
  expect(masked(url, `it is ${said}, and ${url}`)).toBe('it is ***, and ***');
});

test('what is no connection string is a secret as a whole', () => {
  expect(secretsOf({ 'vercel-token': 'tok_12345', environment: 'production' })).toEqual(['tok_12345']);
});
