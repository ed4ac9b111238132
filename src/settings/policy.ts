import type { z } from 'zod';
import { cut } from '../present/text.ts';
import type { Json, JsonObject } from '../release/canonical.ts';
import { toJson } from '../release/canonical.ts';
import { configurationError } from '../release/errors.ts';
import { issueWords } from '../release/issue-words.ts';
import { type EnvironmentSettings, environmentSchema } from './schema.ts';
import { isKeeper, type Keeper, type KeeperTree, Rule, WHOSE } from './whose.ts';

/** The part of an environment's settings that is policy: rules, and what the protected branch says. */
export function policyOf(settings: EnvironmentSettings): JsonObject {
  return part(WHOSE, asObject(toJson(settings)), (keeper) => keeper !== 'commit');
}

/** The part that is the commit's own business. */
export function ownOf(settings: EnvironmentSettings): JsonObject {
  return part(WHOSE, asObject(toJson(settings)), (keeper) => keeper === 'commit');
}

/** The commit's own part under a policy. @throws SHIPLOCK_POLICY_UNREADABLE when the policy is none of this version's */
export function settingsUnder(
  policy: JsonObject,
  commit: EnvironmentSettings,
  from = 'this release',
): EnvironmentSettings {
  const parsed = environmentSchema.safeParse(merge(policy, ownOf(commit)), { reportInput: true });
  if (parsed.success) return parsed.data;
  throw unreadable(from, parsed.error);
}

/** Rules alone: without where a release goes. */
export function rulesOf(settings: EnvironmentSettings): JsonObject {
  return part(WHOSE, asObject(toJson(settings)), (keeper) => keeper instanceof Rule);
}

/** Project and team at hosting that a policy names. */
export function projectOf(policy: JsonObject): { readonly project?: string; readonly team?: string } {
  const { project, team } = asObject(at(policy, 'vercel'));
  return {
    ...(typeof project === 'string' ? { project } : {}),
    ...(typeof team === 'string' ? { team } : {}),
  };
}

/**
 * A policy that was kept by an earlier version: what that version did not have yet has its default here. A key that
 * this version does not know any more says nothing.
 * @throws SHIPLOCK_POLICY_UNREADABLE
 */
export function readPolicy(policy: JsonObject, from: string): JsonObject {
  let known = policy;
  for (;;) {
    const parsed = environmentSchema.safeParse(known, { reportInput: true });
    if (parsed.success) return policyOf(parsed.data);
    const unknown = parsed.error.issues.find((issue) => issue.code === 'unrecognized_keys');
    if (!unknown) throw unreadable(from, parsed.error);
    for (const key of unknown.keys) known = without(known, [...unknown.path.map(String), key]);
  }
}

function without(value: JsonObject, path: readonly string[]): JsonObject {
  const [key = '', ...rest] = path;
  const { [key]: here, ...others } = value;
  return rest.length > 0 && here !== undefined ? { ...others, [key]: without(asObject(here), rest) } : others;
}

function unreadable(from: string, error: z.ZodError) {
  const why = error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')} ${issueWords(issue)}`);
  return configurationError(
    {
      code: 'SHIPLOCK_POLICY_UNREADABLE',
      what: `could not read the rules of ${from} in the record: ${cut(why.join('; '), 300)}`,
      notDone: ['nothing was changed'],
      next: 'Use the version of Shiplock that made them. A rollback does not need these rules.',
    },
    error,
  );
}

/**
 * One policy of several: each rule by its own way of putting them together, everything else as `branch` says.
 * @param witnesses the oldest first; at least one.
 * @param bounds other environments' policies that bind this one too: only rules that have an order are taken from them.
 */
export function strictest(
  witnesses: readonly JsonObject[],
  bounds: readonly JsonObject[],
  branch: JsonObject,
): JsonObject {
  return fold(WHOSE, witnesses, bounds, branch);
}

function fold(
  tree: Exclude<KeeperTree, Keeper>,
  witnesses: readonly JsonObject[],
  bounds: readonly JsonObject[],
  branch: JsonObject,
): JsonObject {
  const result: Record<string, Json> = {};
  for (const [key, node] of Object.entries(tree)) {
    const value = isKeeper(node)
      ? held(node, key, witnesses, bounds, branch)
      : fold(node, children(witnesses, key), children(bounds, key), asObject(at(branch, key)));
    if (value !== undefined && node !== 'commit') result[key] = value;
  }
  return result;
}

function held(
  keeper: Keeper,
  key: string,
  witnesses: readonly JsonObject[],
  bounds: readonly JsonObject[],
  branch: JsonObject,
): Json | undefined {
  if (!(keeper instanceof Rule)) return at(branch, key);
  const values = witnesses.map((each) => at(each, key));
  return keeper.of(keeper.ordered ? [...values, ...bounds.map((each) => at(each, key))] : values);
}

const children = (values: readonly JsonObject[], key: string): JsonObject[] =>
  values.map((value) => asObject(at(value, key)));

function part(
  tree: Exclude<KeeperTree, Keeper>,
  value: JsonObject,
  wanted: (keeper: Keeper) => boolean,
): JsonObject {
  const result: Record<string, Json> = {};
  for (const [key, node] of Object.entries(tree)) {
    const found = at(value, key);
    if (found === undefined) continue;
    if (!isKeeper(node)) result[key] = part(node, asObject(found), wanted);
    else if (wanted(node)) result[key] = found;
  }
  return result;
}

/** `other` over `one`, key by key; lists as a whole. */
export function merge(one: JsonObject, other: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const here = at(one, key);
    result[key] = isObject(here) && isObject(value) ? merge(here, value) : value;
  }
  return result;
}

function at(value: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
