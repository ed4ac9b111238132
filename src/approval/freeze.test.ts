import { describe, expect, it } from 'vitest';
import { frozenAt } from './freeze.ts';
import { approvalSettings, type FreezeWindow, freezeSettings } from './settings.ts';

const nights: FreezeWindow = {
  weekdays: ['fri', 'sat', 'sun'],
  from: '17:00',
  to: '08:00',
  timezone: 'Europe/Berlin',
  reason: 'weekend nights',
};
const christmas: FreezeWindow = {
  from: '2026-12-24T00:00',
  to: '2027-01-02T00:00',
  timezone: 'America/New_York',
  reason: 'holidays',
};

describe('freeze windows', () => {
  // 2026-11-20 is a Friday; Berlin is at +01:00 then.
  it.each([
    ['before it begins', '2026-11-20T15:59:59Z', undefined],
    ['its first moment', '2026-11-20T16:00:00Z', '2026-11-21T08:00:00+01:00'],
    ['after midnight', '2026-11-21T02:00:00Z', '2026-11-21T08:00:00+01:00'],
    ['its last moment', '2026-11-21T07:00:00Z', undefined],
    ['the night that Sunday began', '2026-11-23T06:59:59Z', '2026-11-23T08:00:00+01:00'],
    ['a day that is not named', '2026-11-23T20:00:00Z', undefined],
  ])('weekly, overnight: %s', (_, now, until) => {
    expect(frozenAt([nights], new Date(now))?.until).toBe(until);
  });

  it.each([
    ['before', '2026-12-24T04:59:59Z', undefined],
    ['inside', '2026-12-24T05:00:00Z', '2027-01-02T00:00:00-05:00'],
    ['after', '2027-01-02T05:00:00Z', undefined],
  ])('once, in its own time zone: %s', (_, now, until) => {
    expect(frozenAt([christmas], new Date(now))?.until).toBe(until);
  });

  it('keeps local times over a clock change', () => {
    // Berlin leaves summer time at 03:00 on 2026-10-25, a Sunday: the night has 16 hours.
    const night = { ...nights, weekdays: ['sat' as const] };
    expect(frozenAt([night], new Date('2026-10-25T06:30:00Z'))?.until).toBe('2026-10-25T08:00:00+01:00');
    expect(frozenAt([night], new Date('2026-10-25T07:00:00Z'))).toBeUndefined();
  });

  it('knows whole days', () => {
    const sunday: FreezeWindow = {
      weekdays: ['sun'],
      from: '00:00',
      to: '24:00',
      timezone: 'UTC',
      reason: 'rest',
    };
    expect(frozenAt([sunday], new Date('2026-11-22T23:59:59Z'))?.until).toBe('2026-11-23T00:00:00Z');
    expect(frozenAt([sunday], new Date('2026-11-23T00:00:00Z'))).toBeUndefined();
  });

  it('names the window that ends last', () => {
    const always: FreezeWindow = {
      from: '2026-11-01T00:00',
      to: '2026-12-01T00:00',
      timezone: 'UTC',
      reason: 'audit',
    };
    expect(frozenAt([nights, always], new Date('2026-11-21T02:00:00Z'))?.reason).toBe('audit');
  });
});

describe('an hour that comes twice', () => {
  // Berlin's 2026-10-25 has 02:00 to 03:00 twice: from 00:00 and from 01:00 in UTC.
  const within = { ...nights, to: '02:30' } as const;
  const once = { ...christmas, timezone: 'Europe/Berlin', from: '2026-10-25T02:30' } as const;
  it.each([
    ['ends with the second one', within, '2026-10-25T01:29:59Z', true],
    ['and not later', within, '2026-10-25T01:30:00Z', false],
    ['begins with the first one', { ...once, to: '2026-10-26T00:00' }, '2026-10-25T00:30:00Z', true],
    ['and not earlier', { ...once, to: '2026-10-26T00:00' }, '2026-10-25T00:29:59Z', false],
    [
      'ends with the second one, of one window',
      { ...once, to: '2026-10-25T02:45' },
      '2026-10-25T01:44:00Z',
      true,
    ],
  ])('a freeze window %s', (_, window, at, frozen) => {
    expect(frozenAt([window], new Date(at)) !== undefined).toBe(frozen);
  });
});

describe('settings', () => {
  it('has safe defaults', () => {
    expect(approvalSettings.parse({})).toEqual({
      required: 1,
      role: 'write',
      rules: [],
      expireHours: 72,
      allowSelf: false,
      unlinkedAuthors: 'independent',
      openThreads: 'ignore',
      bareReviews: 'count',
      breakGlass: { allowed: true, people: [], authors: false },
    });
  });
  it('takes both kinds of window', () => {
    expect(freezeSettings.parse([nights, christmas])).toHaveLength(2);
  });
  it.each([
    ['an unknown time zone', { ...christmas, timezone: 'Mars/Olympus' }],
    ['a time with an offset', { ...christmas, from: '2026-12-24T00:00Z' }],
    ['a date that does not exist', { ...christmas, from: '2026-02-30T00:00' }],
    ['an end before its beginning', { ...christmas, to: '2026-12-01T00:00' }],
    ['an unknown weekday', { ...nights, weekdays: ['friday'] }],
    ['no time of day', { ...nights, from: '25:00' }],
    ['an unknown key', { ...nights, until: '08:00' }],
  ])('refuses %s', (_, window) => {
    expect(freezeSettings.safeParse([window]).success).toBe(false);
  });
});
