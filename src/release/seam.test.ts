import { beforeEach, describe, expect, test } from 'vitest';
import { configurationError, failure, firstLine, OutsideCallError } from './errors.ts';
import type { NotAfter } from './ports.ts';
import { told } from './record/decode.ts';
import type { EventKind } from './record/events.ts';
import {
  call,
  event,
  events,
  fails,
  kinds,
  looks,
  made,
  nothingCalled,
  outside,
  read,
  said,
  seam,
} from './seam.fixture.ts';
import { foldState } from './state.ts';

/** One call through the seam: at most once a release, and never blindly again. */

beforeEach(nothingCalled);

describe('a call that goes well', () => {
  test('writes its intent before, its outcome after, and is not made again', async () => {
    const before = Date.now();
    expect(await seam().write(call())).toEqual({ id: 1 });
    expect(kinds()).toEqual(['intent', 'outcome done']);
    const [begun, ended] = events.map(told);
    expect(begun).toMatchObject({ is: 'call-begun', call: 'vercel.promote', request: { to: 'dpl_1' } });
    expect(begun?.is === 'call-begun' && begun.atMs).toBeGreaterThanOrEqual(before);
    expect(ended).toEqual({ is: 'call-ended', call: 'vercel.promote', result: 'done', value: { id: 1 } });
    expect(await seam().write(call())).toEqual({ id: 1 });
    expect([made, looks, events.length]).toEqual([1, 0, 2]);
  });

  test('is another call under another name or key', async () => {
    await seam().write(call());
    await seam().write(call({ key: 'two' }));
    await seam().write(call({ name: 'vercel.rollback' }));
    expect(made).toBe(3);
    expect(foldState(events).calls.find(({ key }) => key === 'two')).toBeDefined();
    await seam().write(call({ key: 'two' }));
    expect(made).toBe(3);
  });

  test('in a dry run it is printed and nothing else', async () => {
    const dry = seam({ dryRun: true });
    expect(dry.planned).toEqual([]);
    expect(await dry.write(call())).toBeUndefined();
    expect([made, events.length]).toEqual([0, 0]);
    expect(said).toEqual([
      'dry run: would call vercel.promote {"to":"dpl_1"}, with an intent before and an outcome after in the record',
    ]);
    expect(dry.planned).toEqual([{ name: 'vercel.promote', request: { to: 'dpl_1' } }]);
  });

  test('in a dry run answers what it assumes', async () => {
    const assume = () => ({ id: 42 });
    expect(await seam({ dryRun: true }).write(call({ assume }))).toEqual({ id: 42 });
  });

  test('tells nothing more', async () => {
    await seam().write(call());
    expect(said).toEqual([]);
  });

  test('of another phase is another call', async () => {
    await seam().write(call());
    await seam({ phase: 'rollback' }).write(call());
    expect(made).toBe(2);
  });
});

describe('an answer in the record', () => {
  test.each([
    [
      'is read by the call’s schema, and nothing else of it is handed on',
      { id: 7, more: 'x' },
      undefined,
      0,
      0,
    ],
    ['that cannot be read is a lost one: the vendor’s state is read', { id: 'seven' }, undefined, 0, 1],
    ['of a call that looks for its own work first is asked for again', {}, 'finds-first', 1, 0],
  ] as const)('%s', async (_what, value, how, times, looked) => {
    const kept = { step: 'call', call: 'vercel.promote' };
    events.push(
      event('intent', { ...kept, atMs: 1234 }),
      event('outcome', { ...kept, result: 'done', value }),
    );
    const found = async () => read({ state: 'done', result: { id: 7 } });
    expect(await seam().write(call({ reconcile: how ?? found }))).toEqual({ id: times || 7 });
    expect([made, looks]).toEqual([times, looked]);
  });
});

describe('an intent without an outcome', () => {
  const begun = () => {
    events.push(event('intent', { step: 'call', call: 'vercel.promote', atMs: 1234 }));
  };

  test.each([
    ['was done: it is not repeated', { state: 'done', result: { id: 7 } }, { id: 7 }, 0],
    ['was not done: it is made', { state: 'not-done' }, { id: 1 }, 1],
  ] as const)('that %s', async (_what, found, result, times) => {
    begun();
    let since: number | undefined;
    const given = await seam().write(
      call({
        reconcile: async (at) => {
          since = at;
          return read(found);
        },
      }),
    );
    expect([given, made, looks, since]).toEqual([result, times, 1, 1234]);
    expect(said).toEqual([
      "vercel.promote: an earlier attempt has no recorded outcome; reading the vendor's state",
      ...(found.state === 'done' ? ['vercel.promote: already done, not repeated'] : []),
    ]);
    expect(kinds()).toContain(`observed ${found.state}`);
    // What was found is kept: the next run neither looks nor calls.
    expect(await seam().write(call())).toEqual(result);
    expect([made, looks]).toEqual([times, 1]);
  });

  test('that nobody can decide stops, and is not sent again', async () => {
    begun();
    const unclear = call({ reconcile: async () => read({ state: 'ambiguous', why: 'split' }) });
    await expect(seam().write(unclear)).rejects.toMatchObject({
      code: 'SHIPLOCK_OUTSIDE_CALL_AMBIGUOUS',
      problem: {
        what: expect.stringContaining('split'),
        done: ['vercel.promote was sent once'],
        notDone: ['it was not sent again'],
      },
    });
    expect(made).toBe(0);
    expect(events.at(-1)?.body).toMatchObject({ result: 'ambiguous', why: 'split' });
    // An undecided look settles nothing: the next run looks again.
    await expect(seam().write(unclear)).rejects.toThrow('split');
    expect([made, looks]).toEqual([0, 2]);
  });

  test('of a call that finds its own work is simply run', async () => {
    begun();
    expect(await seam().write(call({ reconcile: 'finds-first' }))).toEqual({ id: 1 });
    expect([made, looks]).toEqual([1, 0]);
    expect(said).toEqual([]);
  });

  test.each(['failed', 'not-done'])('that was settled as %s is forgotten', async (result) => {
    begun();
    events.push(
      event(result === 'failed' ? 'outcome' : 'observed', {
        ...{ step: 'call', call: 'vercel.promote', result },
      }),
    );
    await seam().write(call());
    expect([made, looks]).toEqual([1, 0]);
  });

  test('of another step is not ours', async () => {
    events.push(event('intent', { step: 'phase', call: 'vercel.promote', atMs: 1 }));
    await seam().write(call());
    expect([made, looks]).toEqual([1, 0]);
  });
});

describe('a call that fails', () => {
  test('surely without effect: recorded as failed, not looked for', async () => {
    await expect(seam().write(call({ run: fails(outside('not-done')) }))).rejects.toThrow('gone');
    expect(kinds()).toEqual(['intent', 'outcome failed']);
    expect(told(events.at(-1)!)).toMatchObject({ error: expect.stringContaining('gone') });
    expect([made, looks]).toEqual([1, 0]);
  });

  test.each([
    ['an answer that was lost', outside('unknown')],
    ['an error that nobody expected', new Error('socket\nhang up')],
  ])('with %s: the vendor’s state is read', async (_what, error) => {
    const found = call({
      run: fails(error),
      reconcile: async () => read({ state: 'done', result: { id: 9 } }),
    });
    expect(await seam().write(found)).toEqual({ id: 9 });
    expect(kinds()).toEqual(['intent', 'observed done']);
    expect(said).toEqual([
      `vercel.promote: the answer was lost (${firstLine(error)}); reading the vendor's state`,
    ]);
    expect([made, looks]).toEqual([1, 1]);
    events.length = 0;
    await expect(seam().write(call({ run: fails(error) }))).rejects.toBe(error);
    expect(kinds()).toEqual(['intent', 'observed not-done', 'outcome failed']);
    expect(made).toBe(2);
  });

  test('with a refusal of our own: nothing was sent, so nothing is read', async () => {
    const refused = failure({ code: 'SHIPLOCK_PLAN_DRIFT', what: 'moved', next: 'plan' });
    await expect(seam().write(call({ run: fails(refused) }))).rejects.toBe(refused);
    expect(looks).toBe(0);
  });

  test('of one that finds its own work: not read either', async () => {
    const error = outside('unknown');
    await expect(seam().write(call({ run: fails(error), reconcile: 'finds-first' }))).rejects.toBe(error);
    expect(kinds()).toEqual(['intent', 'outcome failed']);
    expect(said).toEqual([]);
  });
});

describe('a call that is only accepted', () => {
  test('is done when reading says so', async () => {
    const accepted = call({
      accepted: true,
      reconcile: async () => read({ state: 'done', result: { id: 5 } }),
    });
    expect(await seam().write(accepted)).toEqual({ id: 5 });
    expect(kinds()).toEqual(['intent', 'observed done']);
  });

  test('and finds its own work has nothing that could tell: it is not called done', async () => {
    await expect(seam().write(call({ accepted: true, reconcile: 'finds-first' }))).rejects.toMatchObject({
      code: 'SHIPLOCK_OUTSIDE_CALL_NOT_DONE',
    });
    expect([made, looks]).toEqual([1, 0]);
  });

  test('and did not happen is an error, and no outcome is made up', async () => {
    await expect(seam().write(call({ accepted: true }))).rejects.toMatchObject({
      code: 'SHIPLOCK_OUTSIDE_CALL_NOT_DONE',
      problem: {
        done: ['vercel.promote was requested once'],
        notDone: ['it had no effect, and it was not requested again'],
      },
    });
    expect([kinds(), made]).toEqual([['intent', 'observed not-done'], 1]);
  });
});

describe('a projection', () => {
  const warned: string[] = [];
  const warn = (line: string) => warned.push(line);
  beforeEach(() => warned.splice(0));

  test('that fails is a warning', async () => {
    expect(await seam().project(call({ run: fails(outside('not-done')) }), warn)).toBeUndefined();
    expect(warned).toEqual([expect.stringMatching(/^vercel\.promote was skipped: .*gone/)]);
    expect(await seam().project(call(), warn)).toEqual({ id: 2 });
  });

  test('is no way around a lease that somebody else has', async () => {
    const stale = failure({ code: 'SHIPLOCK_LEASE_STALE', what: 'taken', next: 'wait' });
    const refused = seam({
      refuse: () => {
        throw stale;
      },
    });
    await expect(refused.project(call(), warn)).rejects.toBe(stale);
    expect(made).toBe(0);
  });

  test('is not sent where the record refuses to keep that it will be', async () => {
    const refused = seam({
      phase: 'plan',
      refuse: () => {
        throw configurationError({
          code: 'SHIPLOCK_DATABASE_PERMISSION',
          what: 'may plan only',
          next: 'ship',
        });
      },
    });
    expect(await refused.project(call({ reconcile: 'finds-first' }), warn)).toBeUndefined();
    expect([made, warned.length]).toEqual([0, 1]);
  });
});

describe('under a lease', () => {
  test('a call is not sent once the lease is over; that it was not is recorded where that is still possible', async () => {
    const over: NotAfter = {
      remainingMs: () => 0,
      check(name) {
        throw new OutsideCallError(
          { code: 'SHIPLOCK_LEASE_EXPIRED', what: `${name} was not sent`, next: 'look' },
          { certainty: 'not-done' },
        );
      },
    };
    const held = seam({ lease: async () => over }).write(call());
    await expect(held).rejects.toMatchObject({ code: 'SHIPLOCK_LEASE_EXPIRED' });
    expect([made, looks]).toEqual([0, 0]);
    expect(kinds()).toEqual(['intent', 'outcome failed']);
    // Whoever took over may have the record by now: what failed is still told.
    const refuse = (kind: EventKind) => {
      if (kind === 'outcome') throw new Error('the lease is stale');
    };
    // Any other failure that cannot be recorded is told as that: the record has to know of it.
    for (const error of [
      outside('not-done'),
      Object.assign(new Error('x'), { code: 'SHIPLOCK_LEASE_EXPIRED' }),
    ]) {
      const alone = call({ run: fails(error), reconcile: 'finds-first' });
      await expect(seam({ refuse }).write(alone)).rejects.toThrow('the lease is stale');
    }
    events.length = 0;
    await expect(seam({ lease: async () => over, refuse }).write(call())).rejects.toMatchObject({
      code: 'SHIPLOCK_LEASE_EXPIRED',
    });
  });

  test('that somebody else took, nothing is intended, let alone sent', async () => {
    const stale = async () => {
      throw failure({ code: 'SHIPLOCK_LEASE_STALE', what: 'taken over', next: 'look' });
    };
    await expect(seam({ lease: stale }).write(call())).rejects.toMatchObject({
      code: 'SHIPLOCK_LEASE_STALE',
    });
    expect([made, events.length]).toEqual([0, 0]);
  });

  test('whatever sends the request is told until when it may', async () => {
    const until: NotAfter = { remainingMs: () => 1000, check: () => undefined };
    const told: unknown[] = [];
    const run = async (notAfter: NotAfter | undefined) => {
      told.push(notAfter);
      return { id: 1 };
    };
    await seam({ lease: async () => until }).write(call({ run }));
    expect(told).toEqual([until]);
  });
});
