import { z } from 'zod';
import { canonical, type Json, type JsonObject } from './canonical.ts';
import { json, jsonObject } from './json-schema.ts';

/** One key that two witnesses say differently. */
export interface PolicyChange {
  /** Dotted path, e.g. `approvals.required`. */
  readonly key: string;
  /** Null: not set. */
  readonly from: Json;
  readonly to: Json;
  /**
   * `now`: it is stricter, or where the release goes; `next`: from the next release on, this one is decided by the old
   * one; `never`: only the commit says so, and the protected branch does not.
   */
  readonly takes: 'now' | 'next' | 'never';
}

/** The policy of a plan. All of it is hashed. */
export interface PlanPolicy {
  /** What decides this release: kind, approvals, gates, freeze and the like, and where it goes. */
  readonly holds: JsonObject;
  /** What decides the next release; null where it is the same. */
  readonly next: JsonObject | null;
  /** Policies of the other environments in the same settings, so far as they can bind this one. By name. */
  readonly others: JsonObject;
  readonly changes: readonly PolicyChange[];
}

/** A plan's policy as it is read back. */
export const policySchema: z.ZodType<PlanPolicy> = z.strictObject({
  holds: jsonObject,
  next: jsonObject.nullable(),
  others: jsonObject,
  changes: z.array(
    z.strictObject({
      key: z.string(),
      from: json,
      to: json,
      takes: z.enum(['now', 'next', 'never']),
    }),
  ),
});

export interface PolicyDecision {
  readonly policy: PlanPolicy;
  /** Where it came from, and what an approver should know of that. Sentences; not hashed. */
  readonly sources: readonly string[];
  readonly warnings: readonly string[];
  /** What the rules leave open, for the plan alone. */
  readonly notes: readonly string[];
}

const FORMAT = 1;
const keptBody = z.object({
  format: z.literal(FORMAT),
  policy: jsonObject,
  others: z.record(z.string(), jsonObject),
});

/** Part of the `closed` event of a release that was finished: only the shipping role writes it. */
export function keptPolicyBody({ holds, next, others }: PlanPolicy): { readonly policy: JsonObject } {
  return { policy: { format: FORMAT, policy: next ?? holds, others } };
}

/** The same as it is read back; undefined: a newer version wrote it. */
export function keptPolicyOf(body: Json): Omit<z.infer<typeof keptBody>, 'format'> | undefined {
  const { data } = keptBody.safeParse(body);
  return data && { policy: data.policy, others: data.others };
}

/** Every value that differs, by its dotted path. Lists are compared as a whole. */
export function differences(
  before: Json | undefined,
  after: Json | undefined,
  at: readonly string[] = [],
): { key: string; from: Json; to: Json }[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(own(before, key), own(after, key), [...at, key]));
  }
  const [from, to] = [before ?? null, after ?? null];
  return canonical(from) === canonical(to) ? [] : [{ key: at.join('.'), from, to }];
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
