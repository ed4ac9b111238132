import { expect, test } from 'vitest';
import { settingsSchema } from '../settings/schema.ts';
import { baseUrl } from './host.ts';
import { sentryErrorTracker } from './index.ts';

const SETTINGS = [
  'https://sentry.io.evil.example',
  'https://evil.example/sentry.io',
  'https://sentry.io@evil.example',
  'https://user:x@sentry.io',
  'http://sentry.io',
  'https://evilsentry.io',
  'https://sentry.io.',
  'ftp://sentry.io',
];

test.each(SETTINGS)('attack 13: settings cannot send Sentry’s token to %s', async (settingsUrl) => {
  expect(() => baseUrl({ settingsUrl })).toThrow(expect.objectContaining({ code: 'SHIPLOCK_SENTRY_HOST' }));
});

test('attack 13: composing is no failure, asking is: a rollback must not stop for it', async () => {
  const tracker = sentryErrorTracker({
    ...{ token: 'sntrys_x', org: 'acme', project: 'shop', workspace: '/nowhere' },
    settingsUrl: 'http://127.0.0.1:1',
  });
  const release = { version: 'a', commit: 'a', repository: 'acme/shop' };
  await expect(tracker.openRelease(release)).rejects.toMatchObject({ code: 'SHIPLOCK_SENTRY_HOST' });
  await expect(
    tracker.uploadSourceMaps({ version: 'a', directory: import.meta.dirname, say: () => undefined }),
  ).rejects.toMatchObject({ code: 'SHIPLOCK_SENTRY_HOST' });
});

test('Sentry’s own hosts are known, and the job may name any', () => {
  expect(baseUrl({})).toBe('https://sentry.io');
  expect(baseUrl({ settingsUrl: 'https://de.sentry.io/' })).toBe('https://de.sentry.io');
  expect(baseUrl({ settingsUrl: 'https://acme.sentry.io' })).toBe('https://acme.sentry.io');
  expect(baseUrl({ apiUrl: 'http://sentry.internal/', settingsUrl: 'https://evil.example' })).toBe(
    'http://sentry.internal',
  );
});

/** Dotted paths of every key whose name says that it is an address. */
function addresses(schema: unknown, at: readonly string[] = []): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'properties' && typeof value === 'object' && value !== null)
      return Object.entries(value).flatMap(([name, inner]) => {
        const isAddress = /url|host|domain|origin|endpoint/i.test(name);
        return [...(isAddress ? [[...at, name].join('.')] : []), ...addresses(inner, [...at, name])];
      });
    return addresses(value, at);
  });
}

test('attack 13: no other setting says where something is sent', async () => {
  const { toJSONSchema } = await import('zod');
  const schema = toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' });
  // Asked with the secret only where they are the project's own: test/attacks/row-13-origins.test.ts.
  const asked = ['vercel.domains', 'gates.gate.sources.url', 'gates.watch.sources.url', 'sentry.url'];
  // Vercel is told of it, and nothing is sent there.
  const known = [...asked, 'vercel.previewDomain'];
  expect([...new Set(addresses(schema))].sort()).toEqual(known.map((key) => `environments.${key}`).sort());
});
