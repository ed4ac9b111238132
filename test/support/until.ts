import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What a probe finds, as soon as it finds something: anything but undefined, null and false. A probe that throws has
 * found nothing yet; what it threw last says why nothing came.
 *
 * @param what is waited for, in words that follow "waited for".
 * @param within how long at most, in milliseconds: long, for it is no measure of anything but a hang.
 * @throws Error when the time is over
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  within = 60_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const started = performance.now();
  for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
    let last: unknown;
    try {
      const found = await probe();
      if (isFound(found)) return found;
    } catch (error) {
      last = error;
    }
    if (performance.now() - started > within)
      throw new Error(`waited ${within} ms for ${what}, in vain`, last === undefined ? {} : { cause: last });
    await sleep(pause);
  }
}

function isFound<T>(found: T): found is NonNullable<Exclude<T, false>> {
  return found !== undefined && found !== null && found !== false;
}
