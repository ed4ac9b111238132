import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { atOnce } from '../release/at-once.ts';
import type { ErrorTracker } from '../release/ports.ts';
import type { SentryClient } from './client.ts';
import type { Place } from './releases.ts';

const AT_ONCE = { most: 8 };
/** So many are asked for; of more, evenly spread ones. */
const MOST = 200;
/** A bundle that was uploaded is put together in the background, and is not found before. */
const LOOKS = 6;

/** https://docs.sentry.io/api/permissions/ (Releases) */
const SCOPE = 'project:releases';
const found = z.array(z.looseObject({ type: z.string() }));

/**
 * Which debug ids Sentry has nothing for. It is asked as its own symbolication asks: by id, in the project.
 * Not in Sentry's reference: https://github.com/getsentry/sentry/blob/master/src/sentry/api/endpoints/artifact_lookup.py
 */
export async function unknownDebugIds(
  client: SentryClient,
  { org, project }: Place,
  { ids, say }: Parameters<NonNullable<ErrorTracker['unknownDebugIds']>>[0],
): ReturnType<NonNullable<ErrorTracker['unknownDebugIds']>> {
  const asked = spread(ids);
  if (asked.length < ids.length) say(`${asked.length} of ${ids.length} debug ids are looked up at Sentry`);
  let unknown: readonly string[] = asked;
  for (let look = 1; ; look += 1) {
    const missing: string[] = [];
    await atOnce(unknown, AT_ONCE, async (id) => {
      const bundles = await client.read(
        {
          doing: `look up the source map of debug id ${id}`,
          scope: SCOPE,
          path: `/projects/${org}/${project}/artifact-lookup/`,
          query: { debug_id: id },
        },
        found,
      );
      if ((bundles ?? []).length === 0) missing.push(id);
    });
    unknown = missing.sort();
    if (unknown.length === 0 || look === LOOKS) return { asked: asked.length, unknown };
    await sleep(client.vendor.pace.firstPauseMs * 2 ** look);
  }
}

function spread(ids: readonly string[]): readonly string[] {
  if (ids.length <= MOST) return ids;
  return Array.from({ length: MOST }, (_, i) => ids[Math.floor((i * ids.length) / MOST)] ?? '');
}
