import { describe, expect, test } from 'vitest';
import {
  formatDate,
  formatQuantity,
  formatRepeats,
  personName,
  STATUSES,
  statusLabel,
  statusTone,
} from './fhir.ts';
import { deploymentId, releaseInfo } from './release.ts';
import { requestId } from './request-id.ts';
import { singleFlight } from './single-flight.ts';
import { cookieOptions, forASession, isSessionCookie } from './supabase/cookie-options.ts';
import { withTimeout } from './supabase/timeout.ts';

describe('FHIR words', () => {
  test('every status has a label; an unknown word is shown as it is', () => {
    for (const status of STATUSES) expect(statusLabel(status)).toMatch(/^[A-Z]/);
    expect(statusLabel('ended')).toBe('ended');
    expect(statusTone('ended')).toBe('over');
  });

  test('formats', () => {
    expect(formatDate('1958-04-17')).toBe('17 Apr 1958');
    expect(formatDate(null)).toBe('not stated');
    expect(formatDate('nonsense')).toBe('nonsense');
    expect(formatQuantity(1234.5, 'ml')).toBe('1,234.5 ml');
    expect([0, 1, 5].map(formatRepeats)).toEqual(['No repeats', '1 repeat', '5 repeats']);
    expect(personName(null)).toBe('not visible to you');
  });
});

describe('singleFlight', () => {
  test('shares a call, keeps its answer for a while, and keeps no failure', async () => {
    let calls = 0;
    let time = 0;
    const load = singleFlight(
      async () => {
        calls += 1;
        if (calls === 1) throw new Error('down');
        return calls;
      },
      1_000,
      () => time,
    );
    await expect(Promise.all([load(), load()])).rejects.toThrow('down');
    expect(calls).toBe(1);
    expect(await Promise.all([load(), load(), load()])).toEqual([2, 2, 2]);
    time = 999;
    expect(await load()).toBe(2);
    time = 1_000;
    expect(await load()).toBe(3);
  });
});

test('a caller may name the request, but only with a plain token', () => {
  expect(requestId('probe-12345678')).toBe('probe-12345678');
  for (const bad of [null, '', 'short', 'a b c d e f g h', 'x'.repeat(65), 'id\n{"level":"info"}']) {
    expect(requestId(bad)).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('release: what the deployment was given wins over what the platform knows', () => {
  expect(releaseInfo({ VERCEL_GIT_COMMIT_SHA: 'v', VERCEL_ENV: 'production' })).toEqual({
    commit: 'v',
    release: null,
    environment: 'production',
  });
  expect(
    releaseInfo({ SHIPLOCK_COMMIT: 's', VERCEL_GIT_COMMIT_SHA: 'v', SHIPLOCK_RELEASE_ID: 'rel_1' }),
  ).toMatchObject({ commit: 's', release: 'rel_1' });
});

test('session cookies are secure unless the request is known to be plain http', () => {
  expect(cookieOptions(null).secure).toBe(true);
  expect(cookieOptions('https,http').secure).toBe(true);
  expect(cookieOptions('http').secure).toBe(false);
  expect(cookieOptions('http:').secure).toBe(false);
  expect(cookieOptions('https').httpOnly).toBe(true);
  expect([cookieOptions('https').name, cookieOptions('http').name]).toEqual(['__Host-session', 'session']);
});

test('a cookie is kept for 12 hours, and one that is removed is gone', () => {
  const year = { path: '/', maxAge: 400 * 86_400 };
  expect(forASession(year)).toEqual({ path: '/', maxAge: 43_200 });
  expect(forASession({ path: '/', maxAge: 0 }).maxAge).toBe(0);
});

test('over https only the cookie that no other host can plant is a session', () => {
  const names = [
    '__Host-session',
    '__Host-session.0',
    'session',
    'session.0',
    '__Host-session.x',
    'sb-x-auth-token',
  ];
  expect(names.filter((name) => isSessionCookie(name, 'https'))).toEqual(names.slice(0, 2));
  expect(names.filter((name) => isSessionCookie(name, 'http:'))).toEqual(names.slice(2, 4));
});

test('fetch gives up at its limit', async () => {
  const hangs: typeof fetch = (_, init) =>
    new Promise((_resolve, reject) =>
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
    );
  await expect(withTimeout(20, hangs)('http://127.0.0.1')).rejects.toThrow(/timeout/);
});

test('a version of the app is called by its commit, and as Vercel calls it where Vercel does', () => {
  expect(deploymentId({})).toBeUndefined();
  expect(deploymentId({ SHIPLOCK_COMMIT: 'abc123' })).toBe('abc123');
  expect(deploymentId({ VERCEL_GIT_COMMIT_SHA: 'feature/x.1' })).toBe('feature-x-1');
  expect(deploymentId({ SHIPLOCK_COMMIT: 'abc123', NEXT_DEPLOYMENT_ID: 'dpl_1' })).toBe('dpl_1');
});
