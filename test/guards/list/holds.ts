import type { Guard } from '../guard.ts';

const judged = ['src/release/quarantine.test.ts'];
const folded = ['src/release/record/holds.test.ts'];
const shipped = ['test/release/holds.test.ts'];

/** What keeps a release from going on although nothing is wrong with its plan. */
export const HOLDS: readonly Guard[] = [
  {
    name: 'quarantine: a file that is still changed is not reverted',
    file: 'src/release/quarantine.ts',
    find: 'changed.every((path) => now.get(path) === before.get(path))',
    replace: 'changed.some((path) => now.get(path) === before.get(path))',
    tests: judged,
  },
  {
    name: 'quarantine: what serves must be in the history',
    file: 'src/release/quarantine.ts',
    find: 'serving?.passed.has(hold.id) &&',
    replace: 'serving?.passed.has(hold.id) ||',
    tests: judged,
  },
  {
    name: 'quarantine: without a code host nothing is free',
    file: 'src/release/quarantine.ts',
    find: "if (!history) return lifted ? 'free' : 'unknown';",
    replace: "if (!history) return 'free';",
    tests: judged,
  },
  {
    name: 'holds: an event that cannot be read is not passed by',
    file: 'src/release/record/holds.ts',
    find: "if (said?.is === 'unreadable') throw unreadable(event, 'the environment');",
    replace: '',
    tests: folded,
  },
  {
    name: 'holds: a lift lifts the hold that it names',
    file: 'src/release/record/holds.ts',
    find: 'const one = holds.get(said.hold);',
    replace: 'const one = [...holds.values()][0];',
    tests: folded,
  },
  {
    name: 'plan: stops at a quarantined commit',
    file: 'src/release/steps/holds.ts',
    find: "refuseQuarantined(session, judged, 'nothing was changed');",
    replace: '',
    tests: shipped,
  },
  {
    name: 'migrate: stops at a hold',
    file: 'src/release/steps/migrate.ts',
    find: "if (!began(session.state, 'migrate')) await refuseHeldToMigrate(session);",
    replace: '',
    tests: shipped,
  },
  {
    name: 'promote: stops at a hold by hand',
    file: 'src/release/steps/promote.ts',
    find: "await refuseHeldByHand(session, 'no traffic was moved, and nothing was rolled back');",
    replace: '',
    tests: shipped,
  },
];
