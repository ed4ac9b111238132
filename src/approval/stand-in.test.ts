import { describe, expect, it, test } from 'vitest';
import type { Access, ApprovalSignal, Member, People } from '../release/ports.ts';
import { type ApprovalQuestion, decideApproval } from './decide.ts';
import { type Shortfall, shortfalls, wantedPeople } from './reach.ts';
import type { Requirement } from './requirements.ts';
import { wayOut } from './stand-in.ts';

const PLAN = 'ab12cd34ef56'.padEnd(64, '0');
const access = (permission: Access['permission'], teams: readonly string[] = []): Access => ({
  ...{ role: permission, permission, teams },
});
const member = (login: string, permission: Access['permission'] = 'write', person = true): Member => ({
  ...{ login, person, access: access(permission) },
});
const asks = (required: number, approvers?: readonly string[]): Requirement => ({
  ...{ required, approvers, because: undefined },
});
const people = (more: Partial<People> = {}): People => ({
  ...{ everybody: undefined, named: [], teams: new Map() },
  ...more,
});
const reach = (
  requirement: Requirement,
  there: Partial<People>,
  more: { own?: readonly string[]; role?: string; allowSelf?: boolean } = {},
) =>
  shortfalls({
    requirements: [requirement],
    people: people(there),
    role: more.role ?? 'write',
    own: new Set(more.own),
    allowSelf: more.allowSelf ?? false,
  })[0];

describe('who can approve at all', () => {
  test('people who are named and left, lost their rights, or are bots cannot', () => {
    const named = [
      member('ann'),
      member('bob', 'read'),
      member('gone', 'none'),
      member('robot', 'admin', false),
    ];
    const found = reach(asks(2, ['ann', 'bob', 'gone', 'robot']), { named });
    expect(found).toMatchObject({ able: ['ann'], never: true });
    expect(found?.gone).toEqual(['bob has the role read', 'gone has the role none']);
  });

  test('a team that is gone, or has nobody with the role, cannot', () => {
    const teams = new Map<string, readonly Member[] | 'gone'>([
      ['acme/old', 'gone'],
      ['acme/readers', [member('ann', 'read')]],
      ['acme/dba', [member('dora')]],
    ]);
    expect(reach(asks(1, ['team:acme/old', 'team:acme/readers']), { teams })).toMatchObject({
      able: [],
      never: true,
      gone: ['team:acme/old does not exist', 'team:acme/readers has no member with the role write'],
    });
    expect(reach(asks(1, ['team:acme/old', 'team:acme/dba']), { teams })).toBeUndefined();
  });

  test('the same person by name and by team is one', () => {
    const there = { named: [member('Ann')], teams: new Map([['acme/dba', [member('ann')]]]) };
    expect(reach(asks(2, ['ann', 'team:acme/dba']), there)).toMatchObject({ never: true });
  });

  test('where everybody with write access may, one of them is always an author', () => {
    const everybody = [member('ann'), member('bob', 'admin'), member('reader', 'read')];
    expect(reach(asks(2), { everybody }, { own: ['ann'] })).toMatchObject({
      ...{ able: ['ann', 'bob'], never: true },
    });
    // A bot merged it and started the run.
    expect(reach(asks(2), { everybody }, { own: ['robot'] })).toBeUndefined();
    expect(reach(asks(2), { everybody }, { allowSelf: true })).toBeUndefined();
    expect(reach(asks(1), { everybody }, { own: ['ann'] })).toBeUndefined();
    // Of administrators alone none need have done anything.
    const admins = [member('ann', 'admin'), member('bob', 'admin')];
    expect(reach(asks(2), { everybody: admins }, { role: 'admin', own: ['ann'] })).toMatchObject({
      never: false,
    });
  });

  test('authors make it impossible for this release, and not for all', () => {
    const named = [member('ann'), member('bob')];
    expect(reach(asks(2, ['ann', 'bob']), { named }, { own: ['ann'] })).toMatchObject({
      left: ['bob'],
      never: false,
    });
    expect(reach(asks(2, ['ann', 'bob']), { named }, { own: ['ann'], allowSelf: true })).toBeUndefined();
  });

  test('nothing is said where nobody has to, or anybody may who can read', () => {
    expect(reach(asks(0), { everybody: [] })).toBeUndefined();
    expect(reach(asks(1), { everybody: [] }, { role: 'read' })).toBeUndefined();
  });

  test('only those are asked about who are needed', () => {
    expect(wantedPeople([asks(1, ['ann', 'team:acme/dba']), asks(0), asks(2, ['ann'])])).toEqual({
      ...{ logins: ['ann'], teams: ['acme/dba'], everybody: false },
    });
    expect(wantedPeople([asks(1)])).toMatchObject({ everybody: true });
  });
});

const NEVER = reach(asks(1, ['gone']), { named: [member('gone', 'none')] })!;
const OPEN = { shortfalls: [NEVER], changed: true, differs: false, next: [], gaps: [] };

describe('the way out', () => {
  it('is open for a change of the rules that makes them possible again', () => {
    expect(wayOut(OPEN)).toEqual({ shut: undefined });
  });

  it.each([
    [
      'another release could be approved',
      { shortfalls: [{ ...NEVER, never: false }] },
      /other people’s work/,
    ],
    ['the rules do not change', { changed: false }, /does not change who must approve/],
    ['the change is not in this commit', { differs: true }, /does not have the change/],
    ['the new rules are no better', { next: [NEVER] }, /new rules cannot be met either/],
    ['not all of the work is known', { gaps: ['250 commits are too many'] }, /250 commits/],
  ])('is shut where %s', (_why, more, shut) => {
    expect(wayOut({ ...OPEN, ...more }).shut).toMatch(shut);
  });

  it('does not mind that the authors could not approve under the new rules either', () => {
    expect(wayOut({ ...OPEN, next: [{ ...NEVER, never: false }] })).toEqual({ shut: undefined });
  });
});

const yes = (
  by: string,
  permission: Access['permission'],
  more: Partial<ApprovalSignal> = {},
): ApprovalSignal => ({
  ...{ by, via: 'comment', state: 'approved', planHash: PLAN.slice(0, 12), access: access(permission) },
  at: '2026-11-23T10:00:00Z',
  ...more,
});
const { access: _, ...unknownAccess } = yes('root', 'admin');
function decided(
  signals: readonly ApprovalSignal[],
  more: Partial<ApprovalQuestion> = {},
  short: readonly Shortfall[] = [NEVER],
) {
  return decideApproval({
    planHash: PLAN,
    requirements: short.map(({ requirement }) => requirement),
    signals,
    authors: new Map([['ada', 'wrote commit 1234567']]),
    runActors: ['starter'],
    freezeWindows: [],
    now: new Date('2026-11-23T12:00:00Z'),
    shortfalls: short,
    wayOut: { shut: undefined },
    ...more,
  });
}

describe('an administrator stands in', () => {
  it('with the hash of this plan, and is recorded', () => {
    expect(decided([yes('root', 'admin')])).toMatchObject({
      state: 'approved',
      standIn: { by: 'root', reason: expect.stringContaining('gone has the role none') },
    });
  });

  it('and until then the plan waits for them', () => {
    expect(decided([])).toMatchObject({
      state: 'pending',
      reason: expect.stringContaining('nobody can give what is missing'),
    });
  });

  it.each<[string, readonly ApprovalSignal[], Partial<ApprovalQuestion>]>([
    ['an author', [yes('ada', 'admin')], {}],
    ['an author where authors may approve', [yes('ada', 'admin')], { allowSelf: true }],
    ['who started the run', [yes('Starter', 'admin')], { allowSelf: true }],
    ['no administrator', [yes('mia', 'maintain')], {}],
    [
      'an administrator by a role’s name alone',
      [yes('mia', 'write', { access: { ...access('write'), role: 'admin-like' } })],
      {},
    ],
    ['a bot', [yes('root[bot]', 'admin')], {}],
    ['a comment that cannot count', [yes('root', 'admin', { invalid: 'a bot wrote it' })], {}],
    ['somebody whose rights are not known', [unknownAccess], {}],
    ['a yes to another plan', [yes('root', 'admin', { planHash: 'f'.repeat(12) })], {}],
    [
      'a review without a hash',
      [{ by: 'root', via: 'review', state: 'approved', access: access('admin') }],
      {},
    ],
    ['an old yes', [yes('root', 'admin', { at: '2026-11-01T10:00:00Z' })], { expireHours: 72 }],
  ])('is not %s', (_who, signals, more) => {
    expect(decided(signals, more).standIn).toBeUndefined();
    expect(decided(signals, more).state).toBe('pending');
  });

  it('not while the way is shut, was not looked for, or nothing is short', () => {
    expect(decided([yes('root', 'admin')], { wayOut: { shut: 'why' } }).state).toBe('unmeetable');
    expect(decided([yes('root', 'admin')], { wayOut: undefined }).state).toBe('unmeetable');
    expect(decided([yes('root', 'admin')], { shortfalls: [] }).state).toBe('pending');
  });

  it('not for what another release could have, nor for what others can still give', () => {
    expect(decided([yes('root', 'admin')], {}, [{ ...NEVER, never: false }]).state).toBe('unmeetable');
    const met = asks(1, ['bob']);
    const requirements = [NEVER.requirement, met];
    expect(decided([yes('root', 'admin')], { requirements }).state).toBe('pending');
    expect(decided([yes('root', 'admin'), yes('bob', 'write')], { requirements }).state).toBe('approved');
  });

  it('beside everybody who is left', () => {
    const short = reach(asks(2, ['ann', 'gone']), { named: [member('ann'), member('gone', 'none')] })!;
    expect(decided([yes('root', 'admin')], {}, [short]).state).toBe('pending');
    expect(decided([yes('root', 'admin'), yes('Ann', 'write')], {}, [short]).state).toBe('approved');
    const authored = { ...short, left: [] };
    expect(decided([yes('root', 'admin')], {}, [authored]).state).toBe('approved');
  });

  it('over nobody’s no, no freeze window and no other hold', () => {
    const no: ApprovalSignal = { ...yes('bob', 'write'), state: 'rejected' };
    expect(decided([yes('root', 'admin'), no]).state).toBe('rejected');
    const window = { from: '2026-11-23T00:00', to: '2026-11-24T00:00', timezone: 'UTC', reason: 'feast' };
    expect(decided([yes('root', 'admin')], { freezeWindows: [window] }).state).toBe('frozen');
    expect(decided([yes('root', 'admin')], { blockers: ['a thread is open'] })).toMatchObject({
      ...{ state: 'pending', reason: expect.stringContaining('a thread is open') },
    });
  });
});

it('people who are there and have approved need no administrator', () => {
  const met = asks(1, ['bob']);
  expect(decided([yes('bob', 'write')], { requirements: [met] })).toMatchObject({ state: 'approved' });
  expect(decided([yes('bob', 'write')], { requirements: [met] }).standIn).toBeUndefined();
});
