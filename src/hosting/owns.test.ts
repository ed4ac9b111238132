import { expect, it } from 'vitest';
import { vercelHosting } from './index.ts';

/** A Vercel that knows one project with one domain, over https as everywhere but in tests. */
const host = vercelHosting({
  ...{ token: 'token', project: 'shop' },
  fetch: async (input) => {
    const { pathname } = new URL(String(input));
    const answer = {
      '/v9/projects/shop': { id: 'prj_1', name: 'shop' },
      '/v9/projects/prj_1/domains': { domains: [{ name: 'www.acme.test', verified: true }] },
    }[pathname];
    return Response.json(answer ?? { error: { code: 'not_found', message: '' } }, {
      status: answer ? 200 : 404,
    });
  },
});

it.each([
  ['https://www.acme.test', true],
  ['https://www.acme.test/path?x', true],
  ['http://www.acme.test', false],
  ['https://www.acme.test.', false],
  ['https://www.acme.test:8443', false],
  ['https://www.acme.test@evil.test', false],
  ['https://www.acme.test.evil.test', false],
  ['ftp://www.acme.test', false],
])('attack 13: whether the protection secret may go to %s: %s', async (url, may) => {
  expect(await host.owns(url)).toBe(may);
});
