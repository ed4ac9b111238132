import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { OutsideCallError, type Problem } from '../release/errors.ts';
import { acme, BASE, NetworkError, SECRET, type Turn, thrown } from './client.fixture.ts';
import { PATIENT } from './wire.ts';

afterEach(() => vi.useRealTimers());

const GET = { doing: 'read the thing', path: '/thing' };
const POST = { doing: 'make the thing', path: '/thing', json: { a: 1 } };
const thing = z.object({ id: z.number() });
const good = () => new Response('{"id":7}');
const answer = (status: number, body = '', headers: Record<string, string> = {}) =>
  new Response(status === 204 || status === 205 || status === 304 ? null : body, { status, headers });

const NOT_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'];
const SENT = ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'UND_ERR_HEADERS_TIMEOUT'];
const statuses = fc.oneof(fc.constantFrom(302, 400, 408, 409, 429, 500), fc.integer({ min: 200, max: 599 }));
const bodies = fc.oneof(fc.string(), fc.json(), fc.constant('{"id":7}'));
/** Whatever a vendor, a proxy or the wire can do to one request. */
const anything = fc.oneof(
  fc
    .record({ status: statuses, body: bodies, after: fc.constantFrom('0', '1', '9999', 'soon') })
    .map(({ status, body, after }) => ({
      what: String(status),
      certain: status >= 400 && status < 500 && status !== 408,
      turn: () => answer(status, body, { 'retry-after': after }) as Turn,
    })),
  fc.constantFrom(...NOT_SENT).map((code) => ({
    what: code,
    certain: true,
    turn: () => new NetworkError(code) as Turn,
  })),
  fc.constantFrom(...SENT).map((code) => ({
    what: code,
    certain: false,
    turn: () => new NetworkError(code) as Turn,
  })),
);

describe('a write', () => {
  test('is sent once, whatever comes of it, and its certainty is never wrong', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async ({ certain, turn }) => {
        const { client, sent, waited } = acme([turn]);
        const error = await client.write(POST, thing).then(
          () => undefined,
          (caught: unknown) => caught,
        );
        expect(sent).toHaveLength(1);
        expect(waited).toEqual([]);
        if (error === undefined) return;
        expect(error).toBeInstanceOf(OutsideCallError);
        expect((error as OutsideCallError).certainty).toBe(certain ? 'not-done' : 'unknown');
      }),
    );
  });

  test('says what was and what was not done', async () => {
    await fc.assert(
      fc.asyncProperty(anything, async ({ certain, turn }) => {
        const { client } = acme([turn]);
        const error = await client.write(POST, thing).catch((caught: unknown) => caught);
        if (!(error instanceof OutsideCallError)) return;
        const { what, done, notDone, next } = error.problem;
        expect(what).toMatch(/^Could not make the thing: [\s\S]*Acme[\s\S]*\.$/);
        expect(next).not.toBe('');
        expect({ done, notDone }).toEqual(
          certain
            ? { notDone: ['Acme did not make the thing'] }
            : {
                done: ['Acme was asked once to make the thing, and may have done it'],
                notDone: ['it was not asked again'],
              },
        );
        if (!certain) expect(next).toContain('looks for its own work before it writes');
      }),
    );
  });

  test('is not sent past its lease, and a request ends with the lease', async () => {
    const over = new Error('the lease is over');
    const { client, sent } = acme([good]);
    const late = {
      remainingMs: () => 0,
      check: () => {
        throw over;
      },
    };
    expect(await thrown(client.accept(POST, { notAfter: late }))).toBe(over);
    expect(sent).toEqual([]);
    const hanging = acme([good], {
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        }),
    });
    const soon = { remainingMs: () => 20, check: () => undefined };
    expect(await thrown(hanging.client.accept(POST, { notAfter: soon }))).toMatchObject({
      code: 'SHIPLOCK_VENDOR_UNREACHABLE',
      certainty: 'unknown',
      status: 'ETIMEDOUT',
    });
  });

  test.each(['<!doctype html><h1>Sign in</h1>', 'We will be right back'])(
    'without an answer to read: %s with 200 is not a yes',
    async (page) => {
      const { client, sent } = acme([() => answer(200, page, { 'content-type': 'text/html' })]);
      expect(await thrown(client.accept(POST))).toMatchObject({
        code: 'SHIPLOCK_VENDOR_ANSWER',
        certainty: 'unknown',
      });
      expect(sent).toHaveLength(1);
    },
  );

  test.each(['', ' ', '{}', 'null'])('without an answer to read: %j with 201 is one', async (body) => {
    const { client } = acme([() => answer(201, body)]);
    expect(await client.accept(POST)).toMatchObject({ status: 201 });
  });

  test('carries no secret in its body, and goes exactly as given where names count', async () => {
    const { keepSecret, forgetSecrets } = await import('../present/redact.ts');
    keepSecret(['hunter2-Hunter2']);
    const { client, sent } = acme([good]);
    await client.write({ ...POST, json: { note: 'it is hunter2-Hunter2' } }, thing);
    await client.write({ ...POST, form: { text: 'hunter2-Hunter2', list: [1] } }, thing);
    await client.write({ ...POST, json: { file: 'hunter2-Hunter2' }, exact: true }, thing);
    forgetSecrets();
    expect(sent.map(({ init }) => init.body)).toEqual([
      '{"note":"it is ***"}',
      'text=***&list=%5B1%5D',
      '{"file":"hunter2-Hunter2"}',
    ]);
  });
});

describe('a read', () => {
  test('is repeated while the fault passes, and only then', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anything, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        async (turns, tries) => {
          const { client, sent } = acme(
            turns.map(({ turn }) => turn),
            { pace: { ...PATIENT, tries, sleep: async () => undefined } },
          );
          const done = await client.read(GET, thing).then(
            () => true,
            () => false,
          );
          expect(sent.length).toBeLessThanOrEqual(tries);
          // Each but the last one was a fault that passes.
          for (let at = 0; at < sent.length - 1; at++)
            expect(turns[Math.min(at, turns.length - 1)]!.what).toMatch(
              /^(?:E|UND|CERT|2\d\d|408|429|5\d\d)/,
            );
          if (done) expect(sent.length).toBeGreaterThan(0);
        },
      ),
    );
  });

  test('waits as long as Retry-After says, in seconds or as a date, and never longer than it may', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T12:00:00Z') });
    const asking = fc.record({
      seconds: fc.integer({ min: 0, max: 200 }),
      form: fc.constantFrom('seconds', 'date', 'reset'),
      status: fc.constantFrom(429, 503, 500, 408),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asking, { minLength: 1, maxLength: 3 }), async (asked) => {
        const headers = ({ seconds, form }: (typeof asked)[number]): Record<string, string> => {
          const at = Date.now() + seconds * 1000;
          if (form === 'seconds') return { 'retry-after': String(seconds) };
          if (form === 'date') return { 'retry-after': new Date(at).toUTCString() };
          return { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(at / 1000) };
        };
        const turns = asked.map((each) => () => answer(each.status, '', headers(each)));
        const { client, sent, waited } = acme([...turns, good]);
        const outcome = await client.read(GET, thing).catch((caught: unknown) => caught);
        const tooLong = asked.findIndex(({ seconds }) => seconds > 60);
        const honoured = tooLong < 0 ? asked : asked.slice(0, tooLong);
        expect(waited).toEqual(honoured.map(({ seconds }) => seconds * 1000));
        expect(sent).toHaveLength(honoured.length + 1);
        if (tooLong < 0) expect(outcome).toEqual({ id: 7 });
        else
          expect((outcome as { problem: Problem }).problem.what).toContain(
            `Retry after ${asked[tooLong]!.seconds} s`,
          );
      }),
    );
  });

  test('pauses longer from try to try where the vendor says nothing', async () => {
    const { client, waited } = acme([() => answer(503)]);
    await thrown(client.read(GET, thing));
    expect(waited).toHaveLength(3);
    for (const [at, ms] of waited.entries()) {
      expect(ms).toBeGreaterThanOrEqual(10 * 2 ** at * 0.75);
      expect(ms).toBeLessThanOrEqual(10 * 2 ** at * 1.25);
    }
  });

  test.each([404, 410])(
    'of what may be absent is undefined after %i, and an error elsewhere',
    async (status) => {
      const { client } = acme([() => answer(status, 'none')]);
      expect(await client.read({ ...GET, absent: true }, thing)).toBeUndefined();
      expect(await thrown(client.read(GET, thing))).toMatchObject({
        code: 'SHIPLOCK_VENDOR_REFUSED',
        certainty: 'not-done',
        problem: {
          what: `Could not read the thing: Acme refused with HTTP ${status} (none).`,
          notDone: ['this request changed nothing at Acme'],
        },
      });
    },
  );

  test('ends at its deadline, also in the middle of a body', async () => {
    const stalls = () =>
      new Response(new ReadableStream({ start: (body) => body.enqueue(new TextEncoder().encode('{"id"')) }));
    const { client } = acme([good], {
      pace: { ...PATIENT, tries: 1, deadlineMs: 20 },
      fetch: async (_, init) => {
        const { body } = stalls();
        return new Response(body!.pipeThrough(new TransformStream(), { signal: init!.signal! }));
      },
    });
    expect(await thrown(client.read(GET, thing))).toMatchObject({ code: 'SHIPLOCK_VENDOR_UNREACHABLE' });
  });
});

describe('a vendor that refuses with HTTP 200', () => {
  const refusal = (value: unknown) => z.looseObject({ no: z.string() }).safeParse(value).data?.no;
  test('has refused', async () => {
    const { client, sent } = acme([() => new Response('{"no":"locked","id":7}')], { refusal });
    expect(await thrown(client.write(POST, thing))).toMatchObject({
      code: 'SHIPLOCK_VENDOR_REFUSED',
      certainty: 'not-done',
      status: 'locked',
    });
    expect(await thrown(client.read(GET, thing))).toMatchObject({ status: 'locked' });
    expect(sent).toHaveLength(2);
  });
});

describe('a vendor that hangs', () => {
  test('is waited for once, where that was agreed', async () => {
    const hang = (init: RequestInit | undefined) =>
      new Promise<Response>((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    let asked = 0;
    const { client } = acme([good], {
      quietMs: 60_000,
      pace: { ...PATIENT, deadlineMs: 20, sleep: async () => undefined },
      fetch: (_, init) => {
        asked += 1;
        return hang(init);
      },
    });
    await thrown(client.read(GET, thing));
    const error = await thrown(client.write(POST, thing));
    expect(error).toMatchObject({ code: 'SHIPLOCK_VENDOR_UNREACHABLE', certainty: 'not-done' });
    expect(String(error)).toContain('does not call it for a minute');
    expect(asked).toBe(1);
  });
});

describe('no error says a secret', () => {
  const forms: Readonly<Record<string, (secret: string) => string>> = {
    plain: (secret) => secret,
    'percent-encoded': encodeURIComponent,
    'percent-encoded twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
    JSON: (secret) => JSON.stringify(secret).slice(1, -1),
    HTML: (secret) =>
      secret
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;'),
    base64: (secret) => Buffer.from(`x:${secret}`).toString('base64'),
    base64url: (secret) => Buffer.from(secret).toString('base64url'),
    hex: (secret) => Buffer.from(secret).toString('hex'),
  };
  test('in any encoding, wherever the vendor or the network puts it', async () => {
    const echo = fc.record({
      form: fc.constantFrom(...Object.keys(forms)),
      where: fc.constantFrom('status', 'unreadable', 'network', 'redirect', 'word'),
      before: fc.stringMatching(/^[a-z ]{0,300}$/),
      writes: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(echo, async ({ form, where, before, writes }) => {
        const said = forms[form]!(SECRET);
        const text = `${before} ${said} end`;
        const turns: Record<string, () => Turn> = {
          status: () => answer(422, text),
          unreadable: () => new Response(text),
          network: () => new NetworkError('ECONNRESET', text),
          redirect: () => answer(302, text, { location: `https://evil.example/${encodeURIComponent(said)}` }),
          word: () => new Response(JSON.stringify({ no: text })),
        };
        const refusal = (value: unknown) => z.object({ no: z.string() }).safeParse(value).data?.no;
        const { client } = acme([turns[where]!], { refusal });
        const error = (await thrown(
          writes ? client.write(POST, thing) : client.read(GET, thing),
        )) as Error & {
          problem: Problem;
        };
        const all = JSON.stringify([error.message, error.problem, String(error.cause)]);
        expect(all).not.toContain(JSON.stringify(said).slice(1, -1));
        expect(all).not.toContain(JSON.stringify(SECRET).slice(1, -1));
      }),
    );
  });

  test('and the address of a request is not part of one', async () => {
    const { client } = acme([() => new NetworkError('ECONNREFUSED')]);
    expect(String(await thrown(client.read(GET, thing)))).not.toContain(BASE);
  });
});
