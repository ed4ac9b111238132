import { ShiplockError } from '../release/errors.ts';

/** What is read, or undefined where GitHub says that there is no such commit. */
export async function orUnknown<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ShiplockError && error.code === 'SHIPLOCK_GITHUB_NOT_FOUND') return undefined;
    throw error;
  }
}
