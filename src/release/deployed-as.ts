import type { ReleaseRecord } from './record/record.ts';
import { foldState } from './state.ts';

/** The deployment of a release, by the record; undefined: it deployed nothing. */
export async function deployedAs(
  record: Pick<ReleaseRecord, 'events'>,
  releaseId: string,
): Promise<string | undefined> {
  return foldState(await record.events(releaseId)).deployed?.deploymentId;
}
