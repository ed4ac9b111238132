import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sample } from '../support/full.ts';
import { RestoredWorld } from './restored-world.ts';

/** The database is restored to the moment after each event of a release in turn, and the release's job runs again. */
let world: RestoredWorld;

describe('a release that was shipped, then the database was restored', () => {
  beforeAll(async () => {
    world = await RestoredWorld.open('pass');
  });
  afterAll(() => world?.close());

  it('ends on the good version from every point: no second promote, the chain whole, and the loss told', async () => {
    // The deployment's payload, and the status at the end.
    expect(world.codeHost.heads.filter(({ seq }) => seq > world.places[0]!)).toHaveLength(2);
    const ends = [];
    for (const place of sample(world.places.slice(0, -1), 10)) {
      const { outcome, serving, promotes, report, events } = await world.after(place);
      const lost = world.codeHost.heads.some(({ seq }) => seq > place);
      ends.push({
        place,
        outcome,
        // Restored to before it was opened, the job makes a new release, with a deployment of its own.
        good: serving === (place === world.places[0] ? 'dpl_bbbb_2' : 'dpl_bbbb'),
        promotes,
        flaws: report.flaws,
        told: events.some(({ kind }) => kind === 'restored') === lost,
        restored: report.restored.length === (lost ? 1 : 0),
      });
    }
    expect(ends).toEqual(
      ends.map(({ place }) => ({
        place,
        outcome: 'released',
        good: true,
        promotes: 0,
        flaws: [],
        told: true,
        restored: true,
      })),
    );
    expect(ends.length).toBeGreaterThanOrEqual(3);
  });
});

describe('a release that was rolled back, then the database was restored', () => {
  beforeAll(async () => {
    world = await RestoredWorld.open('fail');
  });
  afterAll(() => world?.close());

  it('leaves the good version in place: what a plan promoted once, it does not promote again', async () => {
    const ends = [];
    for (const place of sample(world.places.slice(0, -1), 10)) {
      const { serving, promotes, report, events } = await world.after(place);
      const planned = events.some(({ kind }) => kind === 'planned');
      // A new plan is a new decision: it shows the pin, and in production people are asked again.
      ends.push({ place, serving, again: promotes > (planned ? 1 : 0), flaws: report.flaws });
    }
    expect(ends).toEqual(ends.map(({ place }) => ({ place, serving: 'dpl_aaaa', again: false, flaws: [] })));
    expect(ends.length).toBeGreaterThanOrEqual(3);
  });
});
