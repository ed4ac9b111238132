import { OutsideCallError } from '../../src/release/errors.ts';
import type { Hosting, LiveState } from '../../src/release/ports.ts';
import type { World } from './world.ts';

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
  /** Says that a move was refused which was made. */
  denies: (hosting) => ({
    move: async (request) => {
      await hosting.move(request);
      throw new OutsideCallError(
        {
          code: 'SHIPLOCK_VERCEL_REFUSED',
          ...{ what: 'it was refused', next: 'Run the job again.', notDone: ['no traffic was moved'] },
        },
        { certainty: 'not-done' },
      );
    },
  }),
  /** Says that something else serves than does. */
  misreads: (hosting) => ({
    live: async () => ({ ...(await hosting.live()), deploymentId: 'dpl_another' }),
  }),
  /** Ends as a bug. */
  crashes: () => ({
    confirm: async () => {
      throw new TypeError('undefined is not a function');
    },
  }),
  /** Builds what it has built. */
  twice: (hosting) => ({
    stage: async (request) => {
      await hosting.stage(request);
      return hosting.stage(request);
    },
  }),
  /** Never gets further, however often it is run. */
  stuck: () => ({
    confirm: async () => {
      throw new OutsideCallError(
        { code: 'SHIPLOCK_VERCEL_UNREACHABLE', what: 'nobody answers', next: 'Run the job again.' },
        { certainty: 'unknown' },
      );
    },
  }),
  /** Waits for what never comes. */
  hangs: () => ({ confirm: () => new Promise(() => undefined) }),
  /** Changes what the record said. */
  forges: (hosting) => ({
    move: async (request) => {
      await world?.cloud.postgres.sql(
        'production',
        `begin; set local session_replication_role = replica;
         update shiplock.event set actor = 'nobody' where seq = (select min(seq) from shiplock.event); commit`,
      );
      return hosting.move(request);
    },
  }),
};
/** Ends every job with 0 (runs.ts). */
const SUCCEEDS = 'succeeds';
export const BROKEN = [...Object.keys(BREAKS), SUCCEEDS];

let first: LiveState | undefined;
let world: World | undefined;

/** A case begins: nothing was seen yet. Before the first, nothing is broken, so that there are worlds to begin in. */
export function caseBegins(where: World): void {
  first = undefined;
  world = where;
}

const brokenBy = () => (world ? process.env['SHIPLOCK_FAULTS_BROKEN'] : undefined);
export const isBrokenBy = (name: typeof SUCCEEDS): boolean => brokenBy() === name;

/** As it is, unless somebody asked for a broken one. */
export function maybeBroken<T extends Hosting>(hosting: T): T {
  const name = brokenBy();
  if (!name || name === SUCCEEDS) return hosting;
  const instead = BREAKS[name]?.(hosting);
  if (!instead) throw new Error(`nothing is broken by ${name}: there are ${BROKEN.join(', ')}`);
  return new Proxy(hosting, {
    get(of, key) {
      const value: unknown = Reflect.get(instead, key) ?? Reflect.get(of, key);
      return typeof value === 'function' ? value.bind(Object.hasOwn(instead, key) ? instead : of) : value;
    },
  });
}
