import type { Hosting, LiveState } from '../../src/release/ports.ts';

/**
 * Products that break the promise, each in one way (`--broken repeats`): for trying whether a run notices them, since one
 * that notices nothing says nothing.
 */
const BREAKS: Readonly<Record<string, (hosting: Hosting) => Partial<Hosting>>> = {
  /** Sends a move again whose answer was lost. */
  repeats: (hosting) => ({
    move: async (request) => hosting.move(request).catch(() => hosting.move(request)),
  }),
  /** Says that traffic moved without looking. */
  claims: () => ({ confirm: async () => ({ state: 'done', evidence: {} }) }),
  /** Moves traffic to what it has built, before anybody approves it. */
  early: (hosting) => ({
    stage: async (request) => {
      const staged = await hosting.stage(request);
      const { deploymentId } = await hosting.live();
      await hosting.move({
        kind: 'promote',
        to: staged.id,
        expectedFrom: deploymentId,
        say: () => undefined,
      });
      return staged;
    },
  }),
  /** Holds on to what it saw first, and moves traffic over whatever people have done since. */
  overrides: (hosting) => ({
    live: async () => {
      first ??= await hosting.live();
      return first;
    },
    move: async (request) => hosting.move({ ...request, expectedFrom: (await hosting.live()).deploymentId }),
  }),
};
export const BROKEN = Object.keys(BREAKS);

let first: LiveState | undefined;
let inCase = false;

/** A case begins: nothing was seen yet. Before the first, nothing is broken, so that there are worlds to begin in. */
export function caseBegins(): void {
  first = undefined;
  inCase = true;
}

/** As it is, unless somebody asked for a broken one. */
export function maybeBroken<T extends Hosting>(hosting: T): T {
  const name = process.env['SHIPLOCK_FAULTS_BROKEN'];
  if (!name || !inCase) return hosting;
  const instead = BREAKS[name]?.(hosting);
  if (!instead) throw new Error(`nothing is broken by ${name}: there are ${BROKEN.join(', ')}`);
  return new Proxy(hosting, {
    get(of, key) {
      const value: unknown = Reflect.get(instead, key) ?? Reflect.get(of, key);
      return typeof value === 'function' ? value.bind(Object.hasOwn(instead, key) ? instead : of) : value;
    },
  });
}
