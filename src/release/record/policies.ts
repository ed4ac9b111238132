import type { Json, JsonObject } from '../canonical.ts';
import { isObject, keptPolicyOf } from '../policy.ts';
import type { Database } from '../ports.ts';
import { closings } from './closings.ts';
import { ReleaseRecord } from './record.ts';

/** What a release left behind for the ones after it. */
export interface KeptPolicy {
  readonly environment: string;
  readonly releaseId: string;
  readonly policy: JsonObject;
  readonly others: Readonly<Record<string, JsonObject>>;
}

/**
 * The policies that this record's releases left: first that of the release which serves `environment`, then the newest
 * of it, then the newest of each other environment. One that was written by a newer version is left out, and named.
 */
export async function keptPolicies(
  database: Database,
  environment: string,
  serving: string | undefined,
): Promise<{ readonly kept: readonly KeptPolicy[]; readonly unreadable: readonly string[] }> {
  const record = new ReleaseRecord(database);
  const newest = await Promise.all(
    (await record.environments()).map((name) => lastPolicy(database, { environment: name })),
  );
  const own =
    serving === undefined ? undefined : await lastPolicy(database, { environment, releaseId: serving });
  const kept: KeptPolicy[] = [];
  const unreadable: string[] = [];
  for (const { releaseId, policy, ...of } of inOrder(environment, own, newest)) {
    const one = keptPolicyOf(policy);
    if (one) kept.push({ environment: of.environment, releaseId, ...one });
    else unreadable.push(releaseId);
  }
  return { kept, unreadable };
}

interface LastPolicy {
  readonly environment: string;
  readonly releaseId: string;
  readonly seq: number;
  readonly policy: Json;
}

async function lastPolicy(
  database: Database,
  of: { readonly environment: string; readonly releaseId?: string },
): Promise<LastPolicy | undefined> {
  for await (const { event, policy } of closings(database, of)) {
    if (event.phase !== 'finalize' || !isObject(policy)) continue;
    return { environment: of.environment, releaseId: event.releaseId, seq: event.seq, policy };
  }
  return undefined;
}

/** That of the serving release, that of the environment, and those of the others, the newest first. */
function inOrder(
  environment: string,
  own: LastPolicy | undefined,
  newest: readonly (LastPolicy | undefined)[],
): readonly LastPolicy[] {
  const others = newest
    .filter((one) => one !== undefined)
    .filter((one) => one.seq !== own?.seq)
    .sort((one, two) => two.seq - one.seq);
  const mine = (one: LastPolicy) => one.environment === environment;
  return [...(own ? [own] : []), ...others.filter(mine), ...others.filter((one) => !mine(one))];
}
