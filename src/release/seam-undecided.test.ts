import { beforeEach, describe, expect, test } from 'vitest';
import { configurationError, failure } from './errors.ts';
import type { EventKind } from './record/events.ts';
import {
  call,
  event,
  events,
  fails,
  kinds,
  made,
  nothingCalled,
  outside,
  read,
  seam,
} from './seam.fixture.ts';

/** A call that was sent, and whose outcome cannot be seen or recorded: undecided, and never sent again. */

beforeEach(nothingCalled);

describe('a call that was sent, and then nothing can be read or written', () => {
  const token = configurationError({ code: 'SHIPLOCK_VERCEL_TOKEN', what: 'HTTP 403', next: 'a new token' });
  const cut = failure({ code: 'SHIPLOCK_DATABASE_CUT', what: 'the connection was lost', next: 'rerun' });
  const cannotLook = async () => {
    throw token;
  };
  const refuseAll = (from: number) => {
    let left = from;
    return () => {
      left -= 1;
      if (left < 0) throw cut;
    };
  };

  test.each([
    ['accepted', call({ accepted: true, reconcile: cannotLook })],
    ['lost', call({ run: fails(outside('unknown')), reconcile: cannotLook })],
  ])('%s: it is undecided, with the cause and what to do about it', async (_what, sent) => {
    await expect(seam().write(sent)).rejects.toMatchObject({
      code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
      problem: {
        what: expect.stringContaining('SHIPLOCK_VERCEL_TOKEN: HTTP 403'),
        done: ['vercel.promote was sent once'],
        next: expect.stringContaining('a new token'),
      },
      cause: token,
    });
    expect(kinds()).toEqual(['intent', 'observed ambiguous']);
    expect(made).toBe(1);
  });

  test('of an earlier try: it is not sent again', async () => {
    events.push(event('intent', { step: 'call', call: 'vercel.promote', atMs: 1234 }));
    await expect(seam().write(call({ reconcile: cannotLook }))).rejects.toMatchObject({
      code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
      problem: { notDone: ['it was not sent again'] },
    });
    expect(made).toBe(0);
  });

  test.each([
    [
      'accepted, and seen to be done',
      call({ accepted: true, reconcile: async () => read({ state: 'done', result: { id: 5 } }) }),
    ],
    ['accepted, and seen not to be done', call({ accepted: true })],
    ['accepted, and not seen', call({ accepted: true, reconcile: cannotLook })],
    ['answered', call()],
    ['failed', call({ run: fails(outside('unknown')) })],
  ])('%s: a record that cannot be told leaves it undecided', async (_what, sent) => {
    await expect(seam({ refuse: refuseAll(1) }).write(sent)).rejects.toMatchObject({
      code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
      problem: {
        what: expect.stringContaining('the connection was lost'),
        done: ['vercel.promote was sent once'],
      },
    });
    expect([kinds(), made]).toEqual([['intent'], 1]);
  });

  test('a lease that somebody else has is told as that', async () => {
    const stale = failure({ code: 'SHIPLOCK_LEASE_STALE', what: 'taken', next: 'wait' });
    const refuse = (kind: EventKind) => {
      if (kind !== 'intent') throw stale;
    };
    await expect(seam({ refuse }).write(call())).rejects.toBe(stale);
  });
});
