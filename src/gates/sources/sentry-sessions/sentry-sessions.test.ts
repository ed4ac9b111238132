import { expect, test } from 'vitest';
import { sentrySessionsSettings } from './settings.ts';
import { sentrySessionsSource } from './source.ts';

const request = { version: 'rel_1', environment: 'production', since: '2026-01-01T00:00:00Z' };
const found = { healthy: 90, errored: 5, crashed: 3, abnormal: 2 };
const sample = (failed?: ('crashed' | 'errored')[], sessions = async () => found) =>
  sentrySessionsSource(
    sentrySessionsSettings.parse({ use: 'sentry-sessions', ...(failed ? { failed } : {}) }),
    { vendor: 'sentry', sessions },
    request,
  ).sample(AbortSignal.timeout(1_000));

test('every session of the release is a sample, and those that crashed or ended abnormally failed', async () => {
  expect(await sample()).toEqual({
    ...{ samples: 100, failures: 5, examples: ['5 sessions: 3 crashed, 2 abnormal'] },
  });
});

test('the settings say which sessions failed', async () => {
  expect(await sample(['errored'])).toMatchObject({ samples: 100, failures: 5 });
  expect(await sample(['crashed'])).toMatchObject({ samples: 100, failures: 3 });
});

test('no session is no sample', async () => {
  const none = async () => ({ healthy: 0, errored: 0, crashed: 0, abnormal: 0 });
  expect(await sample(undefined, none)).toEqual({ samples: 0, failures: 0, examples: [] });
});

test('a tracker that cannot be read, or counts no sessions, is never a pass', async () => {
  await expect(sample(undefined, () => Promise.reject(new Error('HTTP 500')))).rejects.toThrow('HTTP 500');
  const settings = sentrySessionsSettings.parse({ use: 'sentry-sessions' });
  const without = sentrySessionsSource(settings, { vendor: 'other' }, request);
  await expect(without.sample(AbortSignal.timeout(1_000))).rejects.toThrow('SHIPLOCK_GATE_SOURCE');
});
