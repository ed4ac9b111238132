import { describe, expect, test } from 'vitest';
import { ShiplockError } from '../release/errors.ts';
import type { InputName } from './inputs.ts';
import { orDefault, parseInputs, type RawInputs } from './values.ts';

const SHA = 'a'.repeat(40);

function mistakes(raw: RawInputs, inputs: readonly InputName[], required: readonly InputName[] = []) {
  try {
    parseInputs(raw, { inputs, required });
  } catch (error) {
    if (error instanceof ShiplockError) return error.problem;
    throw error;
  }
  throw new Error('nothing was wrong');
}

test('text becomes what the input means; what is not given has its default', () => {
  const raw: RawInputs = {
    commit: SHA.toUpperCase(),
    force: 'TRUE',
    reason: 'orders fail',
    down: '20260102, 20260101,',
    'wait-minutes': '1.5',
    phase: 'watch',
    environment: 'production',
  };
  const inputs = [...(Object.keys(raw) as InputName[]), 'dry-run', 'lease-wait-minutes'] as const;
  expect(parseInputs(raw, { inputs, required: ['environment'] })).toEqual({
    commit: SHA,
    force: true,
    reason: 'orders fail',
    down: ['20260102', '20260101'],
    'wait-minutes': 1.5,
    phase: 'watch',
    environment: 'production',
    'dry-run': false,
    'lease-wait-minutes': 0,
  });
  expect(orDefault({}, 'promote-deadline-seconds')).toBe(180);
});

test('an input that is not declared does not come through', () => {
  expect(parseInputs({ reason: 'x', force: 'maybe' }, { inputs: ['reason'], required: [] })).toEqual({
    reason: 'x',
  });
});

test.each<[InputName, string, string]>([
  ['dry-run', 'yes', '`true` or `false`'],
  ['dry-run', 'constructor', '`true` or `false`'],
  ['wait-minutes', '-1', 'a number of minutes from 0 to 10080'],
  ['wait-minutes', ' ', 'a number of minutes from 0 to 10080'],
  ['wait-minutes', 'NaN', 'a number of minutes from 0 to 10080'],
  ['pull-request', 'one', 'the number of a pull request'],
  ['phase', 'Gate', '`gate`, `watch`'],
  ['environment-kind', 'prod', '`staging`, `production`'],
  ['commit', 'main', 'a full SHA of 40 hex digits'],
])('%s: %j is refused, and what it takes is said', (name, text, takes) => {
  const { code, what } = mistakes({ [name]: text }, [name]);
  expect(code).toBe('SHIPLOCK_INPUT_INVALID');
  expect(what).toBe(`the input ${name} is ${JSON.stringify(text)} (expected ${takes})`);
});

describe('all mistakes are told together, each with the input’s name', () => {
  test('missing, of a wrong form, and secret', () => {
    const { what, next } = mistakes(
      { 'dry-run': 'yes', commit: 'main', 'database-url': 'postgresql://u:p/w@h/d' },
      ['environment', 'dry-run', 'commit', 'database-url', 'vercel-token'],
      ['environment', 'database-url', 'vercel-token'],
    );
    expect(what).toMatch(/^5 inputs are wrong: /);
    for (const name of ['dry-run', 'commit', 'database-url', 'environment', 'vercel-token'])
      expect(what).toContain(name);
    expect(next).toContain('VERCEL_TOKEN');
    expect(what + next).not.toContain('p/w');
  });

  test('force without a reason, and half of Supabase’s API', () => {
    const inputs: InputName[] = ['force', 'reason', 'supabase-url', 'supabase-key'];
    expect(mistakes({ force: 'true', 'supabase-url': 'https://x.supabase.co' }, inputs).what).toBe(
      '2 inputs are wrong: the input reason is missing; the input supabase-key is missing',
    );
    expect(mistakes({ 'supabase-key': 'key' }, inputs).what).toBe('the input supabase-url is missing');
    expect(parseInputs({ force: 'false' }, { inputs, required: [] })).toEqual({ force: false });
  });

  test('what is required only in some cases', () => {
    const declared = {
      inputs: ['url', 'vercel-token'],
      required: [],
      alsoRequired: ({ url }: { readonly url?: string }): InputName[] => (url ? [] : ['vercel-token']),
    } as const;
    expect(() => parseInputs({}, declared)).toThrow('vercel-token');
    expect(parseInputs({ url: 'https://a.example' }, declared)).toEqual({ url: 'https://a.example' });
  });
});
