import type { ReleaseContext } from '../release/context.ts';
import type { Door } from './action.ts';
import type { PolicyBasis } from './compose-policy.ts';

/**
 * What actions that work on a release run through. The composition, and the settings' schema with it, is loaded when
 * the inputs are in order: most of what can be wrong with an action's call is said before.
 */
export async function withRelease<T>(
  door: Door,
  work: (context: ReleaseContext) => Promise<T>,
  basis?: PolicyBasis,
): Promise<T> {
  const composition = await import('./compose.ts');
  return composition.withRelease(door, work, basis);
}

/** For error reports: what production serves now, read from hosting. */
export async function describe(door: Door): Promise<string | undefined> {
  const composition = await import('./compose.ts');
  return composition.describe(door);
}
