/** Set by `npm run test:full`: the long matrices run whole. In `npm test` a sample of each is left. */
export const inFull = process.env['SHIPLOCK_TEST_FULL'] === '1';

/** How often to repeat: `sample` in `npm test`, `full` in `npm run test:full`. */
export const runs = (sample: number, full: number): number => (inFull ? full : sample);

/** Every `nth` case in `npm test`, from the first on; all in `npm run test:full`. */
export const sample = <T>(cases: readonly T[], nth: number): T[] =>
  cases.filter((_, index) => inFull || index % nth === 0);
