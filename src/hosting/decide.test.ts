import { describe, expect, test } from 'vitest';
import { decide, type Look } from './decide.ts';

/** What one look at Vercel proves of a move, case by case. */

const SINCE = 1_000_000;
const REQUEST = { kind: 'promote', to: 'dpl_new', since: SINCE } as const;
const SETTLE_MS = 5_000;
const EARLY = { now: SINCE + SETTLE_MS - 1, settleMs: SETTLE_MS, silentMs: SETTLE_MS };
const LATER = { ...EARLY, now: SINCE + SETTLE_MS };

const job = (
  state: 'running' | 'stale' | 'succeeded' | 'failed' | 'skipped',
  more: object = {},
): Look['job'] => ({
  type: 'promote',
  jobStatus: state === 'running' ? 'in-progress' : state,
  toDeploymentId: 'dpl_new',
  fromDeploymentId: 'dpl_old',
  requestedAt: SINCE,
  state,
  ours: true,
  ...more,
});
const serving = (...ids: (string | undefined)[]) =>
  new Map(ids.map((id, index) => [['app.example', 'www.example', 'eu.example'][index]!, id]));
const look = (more: Partial<Look> = {}): Look => ({
  job: undefined,
  serving: serving('dpl_new'),
  live: { skipped: 'the app cannot tell' },
  ...more,
});
const answers = (state: 'match' | 'other' | 'silent' | 'unreachable', said: string): Look['live'] => ({
  path: '/ready',
  answers: new Map([['app.example', { state, said } as never]]),
});
const why = (given: ReturnType<typeof decide>) =>
  given.state.state === 'ambiguous' ? given.state.why : given.waitingFor;

describe('a move is done', () => {
  test.each([
    ['every domain points at it and our job succeeded', { job: job('succeeded') }],
    ['every domain points at it, whoever moved them', {}],
    ['its answers prove it too', { live: answers('match', 'it') }],
    ['our job was skipped, since there was nothing to do', { job: job('skipped') }],
    ['a job of somebody else has been pending for days', { job: job('stale', { ours: false }) }],
    ['a job of somebody else failed', { job: job('failed', { ours: false, toDeploymentId: 'dpl_x' }) }],
  ])('when %s', (_what, more) => {
    const given = decide(look(more), REQUEST, LATER);
    expect(given).toMatchObject({ final: true, waitingFor: '', state: { state: 'done' } });
    expect(given.state.evidence).toMatchObject({ domains: { 'app.example': 'dpl_new' } });
  });
});

describe('a move whose application says nothing of releases', () => {
  const said = { live: answers('silent', 'HTTP 200 without "release" or "commit" in JSON') };

  test('is looked at for a while, and is then done, unproved by the application', () => {
    const early = decide(look(said), REQUEST, EARLY);
    expect(early).toMatchObject({ final: false, state: { state: 'done' } });
    expect(early.waitingFor).toContain('app.example/ready: HTTP 200');
    expect(decide(look(said), REQUEST, LATER)).toMatchObject({
      final: true,
      state: { state: 'done', unproved: expect.stringContaining('app.example/ready: HTTP 200') },
    });
  });

  test('is not done while a domain points elsewhere, or another one answers as another release', () => {
    expect(
      decide(look({ ...said, serving: serving('dpl_new', 'dpl_old') }), REQUEST, LATER).state.state,
    ).toBe('ambiguous');
    const mixed: Look['live'] = {
      path: '/ready',
      answers: new Map([
        ['app.example', { state: 'silent', said: 'HTTP 200' }],
        ['www.example', { state: 'other', said: 'release rel_1' }],
      ]),
    };
    expect(decide(look({ live: mixed }), REQUEST, LATER).state.state).toBe('ambiguous');
  });
});

describe('a move did not happen', () => {
  test.each([
    ['no job of ours is there and nothing moved for long enough', { job: undefined }],
    ['the only job is of somebody else', { job: job('succeeded', { ours: false }) }],
    ['the only job is of somebody else and pending for days', { job: job('stale', { ours: false }) }],
    ['our job failed before any domain moved', { job: job('failed') }],
    ['our job was skipped and nothing points at it', { job: job('skipped') }],
  ])('when %s', (_what, more) => {
    const given = decide(look({ serving: serving('dpl_old', 'dpl_old'), ...more }), REQUEST, LATER);
    expect(given).toMatchObject({ final: true, waitingFor: '', state: { state: 'not-done' } });
  });

  test('is never said of what Vercel accepted and does not show yet', () => {
    for (const job of [undefined, look().job]) {
      const accepted = { ...REQUEST, accepted: true };
      const given = decide(look({ serving: serving('dpl_old'), job }), accepted, LATER);
      expect(given).toMatchObject({ final: false, state: { state: 'ambiguous' } });
      expect(why(given)).toBe('Vercel accepted the promote, and shows no job for it yet');
    }
    expect(
      decide(
        look({ serving: serving('dpl_old'), job: job('failed') }),
        { ...REQUEST, accepted: true },
        LATER,
      ),
    ).toMatchObject({ final: true, state: { state: 'not-done' } });
  });

  test('is not said too early', () => {
    const given = decide(look({ serving: serving('dpl_old') }), REQUEST, EARLY);
    expect(given).toMatchObject({ final: false, state: { state: 'ambiguous' } });
    expect(why(given)).toBe('no sign of the promote yet, but too early to say that it did not happen');
    expect(given.waitingFor).toBe(why(given));
  });
});

describe('a move is under way', () => {
  test('while our job runs', () => {
    const given = decide(look({ job: job('running'), serving: serving('dpl_old') }), REQUEST, LATER);
    expect(given).toMatchObject({ final: false, state: { state: 'running' } });
    expect(given.waitingFor).toBe('promote of dpl_new is in-progress');
  });

  test('even when every domain points at it already', () => {
    expect(decide(look({ job: job('running') }), REQUEST, LATER).state.state).toBe('running');
  });

  test('while its rolling release is at a stage', () => {
    const rolling = { to: 'dpl_new', stage: 2, percent: 25 } as never;
    const given = decide(look({ rolling }), REQUEST, LATER);
    expect(given).toMatchObject({ final: false, state: { state: 'running' } });
    expect(given.waitingFor).toBe('the rolling release of dpl_new is at stage 2, 25 % of traffic');
    const unsaid = decide(look({ rolling: { to: 'dpl_new', stage: 0 } as never }), REQUEST, LATER);
    expect(unsaid.waitingFor).toContain('stage 0, ? % of traffic');
  });
});

describe('the first stage of a rolling release', () => {
  const canary = { ...REQUEST, canary: true };
  const stage = (to: string) => ({ to, stage: 0, percent: 10 }) as never;
  const old = serving('dpl_old', 'dpl_old');

  test('is done once it is under way, wherever the domains point', () => {
    const given = decide(look({ serving: old, rolling: stage('dpl_new') }), canary, LATER);
    expect(given).toMatchObject({ final: true, waitingFor: '', state: { state: 'done' } });
    expect(given.state.evidence).toBeDefined();
  });

  test('is not done by one of another deployment', () => {
    const given = decide(look({ serving: old, rolling: stage('dpl_x') }), canary, LATER);
    expect(given).toMatchObject({ final: false, state: { state: 'ambiguous' } });
    expect(why(given)).toContain('a rolling release of dpl_x is in progress (stage 0, 10 % of traffic)');
  });

  test('that was asked for was done, though somebody aborted it since', () => {
    const given = decide(look({ serving: old, aborted: stage('dpl_new') }), canary, LATER);
    expect(given).toMatchObject({ final: true, waitingFor: '', state: { state: 'done' } });
    expect(given.state.evidence).toBeDefined();
  });

  test('an abort proves neither a move at once, nor anything where no domain was read', () => {
    expect(decide(look({ serving: old, aborted: stage('dpl_new') }), REQUEST, LATER).state.state).toBe(
      'not-done',
    );
    const { serving: _, ...unread } = look({ aborted: stage('dpl_new') });
    expect(why(decide(unread, canary, LATER))).toBe('the domains were not read');
  });

  test('without any rolling release is judged by the domains', () => {
    expect(decide(look({ serving: old }), canary, LATER).state.state).toBe('not-done');
    // It ended since, with everybody on the new version.
    const ended = decide(look({ aborted: stage('dpl_new'), live: answers('silent', 'HTML') }), canary, EARLY);
    expect(ended).toMatchObject({
      final: false,
      state: { state: 'done', unproved: 'app.example/ready: HTML' },
    });
  });
});

describe('a job that has been pending for days', () => {
  const old = serving('dpl_old', 'dpl_old');

  test('is still waited for when it is ours', () => {
    const given = decide(look({ job: job('stale'), serving: old }), REQUEST, LATER);
    expect(given).toMatchObject({ final: false, state: { state: 'running' } });
    expect(given.waitingFor).toBe('promote of dpl_new is stale');
  });

  test('moves nothing any more when it is somebody else’s', () => {
    const theirs = look({ job: job('stale', { ours: false }), serving: old });
    expect(decide(theirs, REQUEST, LATER).state.state).toBe('not-done');
  });
});

describe('nobody can tell', () => {
  test('without a production domain, and looking again will not help', () => {
    const given = decide(look({ serving: new Map() }), REQUEST, LATER);
    expect(given).toMatchObject({ final: true, state: { state: 'ambiguous' } });
    expect(why(given)).toMatch(/no verified production domain/);
  });

  test.each([
    ['another job moves the domains', { job: job('running', { ours: false }) }, /another job is moving/],
    [
      'another rolling release is under way',
      { rolling: { to: 'dpl_other', stage: 1, percent: 10 } as never, serving: serving('dpl_old') },
      /rolling release of dpl_other is in progress \(stage 1, 10 % of traffic\); the promote might be queued/,
    ],
    [
      'our job succeeded and a domain did not follow',
      { job: job('succeeded'), serving: serving('dpl_new', 'dpl_old') },
      /^the job succeeded, but not every domain followed: www\.example → dpl_old$/,
    ],
    [
      'the domains are split without a job of ours',
      { serving: serving('dpl_new', undefined) },
      /^Vercel shows no job for this promote, and the domains are split: www\.example → nothing$/,
    ],
    [
      'a domain answers as another release',
      { live: answers('other', 'it is rel_1') },
      /^every domain points to it, but the answers do not prove it: app\.example\/ready: it is rel_1$/,
    ],
    [
      'a domain does not answer',
      { live: answers('unreachable', 'no answer (TimeoutError)') },
      /^every domain points to it, but the answers do not prove it: app\.example\/ready: no answer/,
    ],
    [
      'our job was skipped and the answers do not prove it',
      { job: job('skipped'), live: answers('other', 'it is rel_1') },
      /the answers do not prove it/,
    ],
  ])('when %s: looks again', (_what, more, message) => {
    const given = decide(look(more), REQUEST, LATER);
    expect(given).toMatchObject({ final: false, state: { state: 'ambiguous' } });
    expect(why(given)).toMatch(message);
    expect(given.waitingFor).toBe(why(given));
  });

  test.each([
    [
      'failed with some domains moved',
      { job: job('failed'), serving: serving('dpl_new', 'dpl_old') },
      'the job ended as failed; still elsewhere: www.example → dpl_old',
    ],
    [
      'failed and named the domains',
      { job: job('failed'), serving: serving('dpl_new', 'dpl_old'), failedAliases: ['www.example'] },
      'the job ended as failed (could not move www.example); still elsewhere: www.example → dpl_old',
    ],
    [
      'failed although every domain points at it',
      { job: job('failed'), failedAliases: [] },
      'the job ended as failed; every domain points to it anyway',
    ],
    [
      'was skipped with some domains moved',
      { job: job('skipped'), serving: serving('dpl_new', 'dpl_old') },
      'the job ended as skipped; still elsewhere: www.example → dpl_old',
    ],
  ])('when our job %s: it will not change any more', (_what, more, message) => {
    const given = decide(look(more), REQUEST, LATER);
    expect(given).toMatchObject({ final: true, state: { state: 'ambiguous' } });
    expect(why(given)).toBe(message);
  });
});
