import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { scriptedServer } from '../../test/support/scripted-server.ts';
import { type Call, HttpClient } from './client.ts';
import { generalFaults } from './general.ts';
import { PATIENT } from './wire.ts';

/** Another origin, and the vendor that sends people there. Both are real servers: what matters is what reaches them. */
let evil: Awaited<ReturnType<typeof scriptedServer>>;
let vendor: Awaited<ReturnType<typeof scriptedServer>>;
let location = '';
let status = 302;

beforeAll(async () => {
  evil = await scriptedServer(() => ({ body: { id: 7 } }));
  vendor = await scriptedServer(() => ({ status, headers: { location }, body: { id: 7 } }));
});
afterAll(() => Promise.all([evil?.close(), vendor?.close()]));
beforeEach(() => {
  evil.seen.length = 0;
  vendor.seen.length = 0;
});

test.each([301, 302, 303, 307, 308])(
  'HTTP %d to another origin is not followed with a secret',
  async (code) => {
    status = code;
    const client = new HttpClient<Call>({
      base: () => vendor.url,
      headers: () => ({ authorization: 'Bearer secret-0123456789' }),
      secrets: ['secret-0123456789'],
      faults: generalFaults({ vendor: 'Acme', secret: 'acme-token' }),
      pace: { ...PATIENT, tries: 3, sleep: async () => undefined },
    });
    const thing = z.object({ id: z.number() });
    const call = { doing: 'do it', path: '/a' };
    const sender = client.sender(call, 1);
    const bytes = { size: 1, headers: {}, open: () => new Uint8Array([1]) };
    const attempts: readonly (() => Promise<unknown>)[] = [
      () => client.read(call, thing),
      () => client.write({ ...call, json: {} }, thing),
      () => client.write({ ...call, form: { a: 1 }, method: 'PUT' }, thing),
      () => client.put(call, bytes, sender),
    ];
    for (const to of [evil.url, evil.url.replace('http:', ''), `${vendor.url}/b`, '/b']) {
      location = to;
      for (const attempt of attempts) {
        vendor.seen.length = 0;
        await expect(attempt()).rejects.toMatchObject({ code: 'SHIPLOCK_VENDOR_ANSWER' });
        expect(vendor.seen.map(({ path }) => path)).toEqual(['/a']);
      }
    }
    sender.close();
    expect(evil.seen).toEqual([]);
  },
);
