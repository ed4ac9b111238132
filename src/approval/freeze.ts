import { DateTime } from 'luxon';
import { type FreezeWindow, weekdayNumber } from './settings.ts';

export interface Frozen {
  readonly reason: string;
  /** ISO 8601 with the window's own offset. */
  readonly until: string;
}

/**
 * The freeze window that holds at `now`, if any; of several, the one that ends last. A window contains its first
 * moment and not its last. Local times that a clock change skips move forward, as luxon does
 * (https://moment.github.io/luxon/#/zones?id=invalid-times). Of one that comes twice a window has both.
 */
export function frozenAt(windows: readonly FreezeWindow[], now: Date): Frozen | undefined {
  let found: { end: DateTime; reason: string } | undefined;
  for (const window of windows) {
    for (const [start, end] of occurrences(window, now)) {
      const inside = +start <= +now && +now < +end;
      if (inside && (!found || +end > +found.end)) found = { end, reason: window.reason };
    }
  }
  if (!found) return undefined;
  return { reason: found.reason, until: found.end.toISO({ suppressMilliseconds: true }) ?? '' };
}

/** Occurrences near `now`: the one window, or those of yesterday and today, where an overnight one began yesterday. */
function occurrences(window: FreezeWindow, now: Date): [DateTime, DateTime][] {
  const zone = window.timezone;
  if (!('weekdays' in window)) {
    return [[first(DateTime.fromISO(window.from, { zone })), last(DateTime.fromISO(window.to, { zone }))]];
  }
  const days = new Set(window.weekdays.map(weekdayNumber));
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  return [today.minus({ days: 1 }), today]
    .filter((day) => days.has(day.weekday))
    .map((day) => [
      first(at(day, window.from)),
      last(at(window.to > window.from ? day : day.plus({ days: 1 }), window.to)),
    ]);
}

/** Which of the moments that a clock shows as the same is meant. */
const first = (time: DateTime): DateTime => time.getPossibleOffsets().at(0) ?? time;
const last = (time: DateTime): DateTime => time.getPossibleOffsets().at(-1) ?? time;

function at(day: DateTime, clock: string): DateTime {
  if (clock === '24:00') return day.plus({ days: 1 });
  const [hour, minute] = clock.split(':').map(Number);
  return day.set({ hour: hour ?? 0, minute: minute ?? 0 });
}
