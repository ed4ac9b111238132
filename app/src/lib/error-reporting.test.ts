import type { ErrorEvent } from '@sentry/nextjs';
import { expect, test } from 'vitest';
import { scrubEvent } from './error-reporting.ts';

test('an event keeps the fault and loses the person', () => {
  const scrubbed = scrubEvent({
    type: undefined,
    release: 'rel_1',
    user: { id: 'u-1', ip_address: '203.0.113.9' },
    server_name: 'host',
    extra: { row: { given_name: 'Inès' } },
    request: {
      method: 'POST',
      url: 'https://app.example/sign-in?email=ines%40example.test',
      cookies: { session: 'cookie-value' },
      headers: { authorization: 'Bearer header-value' },
      data: 'password=hunter2',
    },
    contexts: { nextjs: { request_path: '/?patient=ines%40example.test', route_type: 'render' } },
    exception: {
      values: [
        {
          type: 'Error',
          value: 'MRN-000731 of ines@example.test, sb_secret_abc',
          stacktrace: { frames: [{ function: 'load', vars: { name: 'Moreau' } }] },
        },
      ],
    },
    breadcrumbs: [{ data: { url: '/x?token=crumb-value' }, message: 'to ines@example.test' }],
  } satisfies ErrorEvent);

  expect(JSON.stringify(scrubbed)).not.toMatch(
    /ines|Inès|Moreau|203\.0|cookie-value|header-value|hunter2|000731|sb_secret_abc|crumb-value|u-1/,
  );
  expect(scrubbed.release).toBe('rel_1');
  expect(scrubbed.request).toEqual({ method: 'POST', url: 'https://app.example/sign-in' });
  expect(scrubbed.exception?.values?.[0]?.stacktrace?.frames?.[0]?.function).toBe('load');
});
