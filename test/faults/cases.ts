import { FAULTS, type FaultKind } from './faults.ts';
import { type Point, points, type StoryName } from './points.ts';
import type { Calls, Trace } from './trace.ts';

/** What people do at hosting. */
const PEOPLE = ['pin', 'promote', 'rollback', 'put back'] as const;

/** `again` shows `alone` on its way: the first job is looked at before the others run. */
export type Situation = (typeof SITUATIONS)[number];
const SITUATIONS = ['again', 'a person acts'] as const;

export interface Case {
  readonly number: number;
  /** In each round every call meets one fault, in the first every fault meets a call; in half of all, every fault meets every call. */
  readonly round: number;
  readonly point: string;
  readonly fault: string;
  readonly situation: Situation;
  readonly story: StoryName;
  /** Which of the calls of this name, from 0. */
  readonly nth: number;
  /** What the person does, and whether in the middle of the call or between two jobs. */
  readonly person: (typeof PEOPLE)[number];
  readonly meanwhile: boolean;
}

/**
 * Which of the calls of each name that a story makes ask anything: `ship` → `hosting.live` → [0, 1, 4]. What is known from
 * an earlier one has nothing that could go wrong.
 */
export type Made = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/**
 * Every call of the registry with every fault that can happen to it, alone and again, and with a person. Which of the
 * stories that make it, and which of its calls there, takes turns, so that all come by.
 */
export function casesOf(made: Made): {
  readonly cases: readonly Case[];
  readonly neverMade: readonly string[];
} {
  const cases: Case[] = [];
  const neverMade: string[] = [];
  for (const [row, point] of points().entries()) {
    const stories = point.stories.filter((story) => (made[story]?.[point.seenAs] ?? []).length > 0);
    const faults = FAULTS.filter((one) => applies(one, point));
    if (stories.length === 0) neverMade.push(point.name);
    else
      for (const [place, fault] of faults.entries())
        for (const [second, situation] of SITUATIONS.entries()) {
          const turn = cases.length;
          const inTurn = (place - (row % faults.length) + faults.length) % faults.length;
          // In a round neighbours differ, and so do the calls that a fault meets.
          const isLater = (place + Math.floor(row / 2)) % SITUATIONS.length !== second;
          const story = stories[turn % stories.length]!;
          // Whatever goes wrong meets each of them at some call.
          const mixed = FAULTS.indexOf(fault) + row * 5;
          const many = made[story]![point.seenAs]!;
          cases.push({
            round: inTurn + (isLater ? faults.length : 0),
            ...{ number: turn + 1, point: point.name, fault: fault.name, situation, story },
            nth: many[Math.floor(turn / stories.length) % many.length]!,
            person: PEOPLE[mixed % PEOPLE.length]!,
            // A process of its own cannot be met in the middle of a call.
            meanwhile: fault.process === undefined && Math.floor(mixed / PEOPLE.length) % 2 === 0,
          });
        }
  }
  return { cases, neverMade };
}

const applies = (fault: FaultKind, point: Point): boolean =>
  fault.process !== undefined || fault.begins?.(point) !== undefined;

/** Round by round, and within one so that neighbours are unlike: a run that is broken off has seen some of each. */
export function inRounds(all: readonly Case[], seed: number): readonly Case[] {
  return all
    .map((one, index) => ({ one, place: (index * 0.618_034 + seed * 0.414_214) % 1 }))
    .toSorted((a, b) => a.one.round - b.one.round || a.place - b.place)
    .map(({ one }) => one);
}

/** What it is, whatever its number is. */
export function whatIs({ fault, point, nth, story, situation, person, meanwhile }: Case): string {
  const acts = situation === 'again' ? '' : ` (${person}, ${meanwhile ? 'meanwhile' : 'between'})`;
  return `${fault} at ${point} ${nth} in ${story}, ${situation}${acts}`;
}

export const nameOf = (one: Case): string => `${one.number}: ${whatIs(one)}`;

/** Of each call in each story, the places of those that ask anything. */
export function madeIn(of: Trace['of']): Made {
  const places = (all: Calls[string]) => all.flatMap((request, nth) => (request ? [nth] : []));
  return Object.fromEntries(
    Object.entries(of).map(([story, calls]) => [
      story,
      Object.fromEntries(Object.entries(calls).map(([call, all]) => [call, places(all)])),
    ]),
  );
}
