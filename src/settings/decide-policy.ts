import type { JsonObject } from '../release/canonical.ts';
import { configurationError } from '../release/errors.ts';
import { differences, type PlanPolicy, type PolicyChange } from '../release/policy.ts';
import { projectOf, strictest } from './policy.ts';

/** Somebody's word on the policies of all environments, by name. */
export interface Witness {
  /** For people: `shiplock.yml at the head of main (0123456789ab)`. */
  readonly from: string;
  readonly policies: ReadonlyMap<string, JsonObject>;
}

export interface PolicyQuestion {
  readonly environment: string;
  /** Every name of the hosting project that the release goes to. */
  readonly projects: ReadonlySet<string>;
  /** The protected branch; undefined without a code host. */
  readonly branch: Witness | undefined;
  /** The commit being shipped. */
  readonly commit: Witness;
  /** Earlier releases' word, that of the one which serves first. */
  readonly earlier: readonly Witness[];
  /** Policies of environments that released into this database, while this one never did. */
  readonly neighbours: readonly JsonObject[];
}

/**
 * Which policy holds for a release. Earlier releases and the protected branch are both asked, because each can be
 * dodged alone: a commit that is the head of the branch brings its own file, and what an earlier release left knows
 * nothing of a freeze that was merged this morning. Where one of them is stricter, the stricter one holds; where
 * nobody can say which is (a gate), the earlier one does.
 *
 * A release that goes to the project of another environment, or that comes under a new name into a database of others,
 * is bound by their rules as well.
 */
export function decidePolicy(question: PolicyQuestion): PlanPolicy {
  const { environment, branch, commit, earlier, neighbours } = question;
  const next = (branch ?? commit).policies.get(environment);
  if (!next) throw notProtected(environment, branch ?? commit);
  const before = earlier.map(({ policies }) => policies.get(environment)).filter((one) => one !== undefined);
  const bounds = [
    ...[...earlier, branch ?? commit].flatMap((witness) => siblings(witness, question)),
    ...(before.length === 0 ? neighbours : []),
  ].sort((a, b) => Number(b['kind'] === 'production') - Number(a['kind'] === 'production'));
  const past = before.length > 0 ? [...leading(before[0], bounds, question), ...before] : bounds;
  const holds = strictest([...past, next], bounds, next);
  const [oldest = holds] = before;
  const others = [...(branch ?? commit).policies].filter(([name]) => name !== environment);
  return {
    holds,
    next: differences(holds, next).length > 0 ? next : null,
    others: Object.fromEntries(others),
    changes: [...changed(oldest, next, holds), ...ignored(question, next)],
  };
}

/**
 * Of two gates, and of two lists of approvers, the older one holds. An environment that is not production itself, or that
 * went somewhere else before, takes the place of the production whose project it goes to: that one's are older. So are
 * those of every environment for a name that is new.
 */
function leading(
  own: JsonObject | undefined,
  bounds: readonly JsonObject[],
  { projects }: PolicyQuestion,
): readonly JsonObject[] {
  const stays =
    own?.['kind'] === 'production' && (projectOf(own).project === undefined || goesTo(own, projects));
  return stays ? [] : bounds.filter((one) => one['kind'] === 'production');
}

/** Environments of other names that go to the same project. */
function siblings({ policies }: Witness, { environment, projects }: PolicyQuestion): JsonObject[] {
  const same = [...policies].filter(([name, policy]) => name !== environment && goesTo(policy, projects));
  return same.map(([, policy]) => policy);
}

function goesTo(policy: JsonObject, projects: ReadonlySet<string>): boolean {
  const { project } = projectOf(policy);
  return project !== undefined && projects.has(project);
}

function changed(before: JsonObject, next: JsonObject, holds: JsonObject): PolicyChange[] {
  const left = new Set(differences(holds, next).map(({ key }) => key));
  const rows = [...differences(before, next), ...differences(holds, next)];
  const byKey = new Map(rows.reverse().map((row) => [row.key, row]));
  return [...byKey.values()]
    .map((row) => ({ ...row, takes: left.has(row.key) ? ('next' as const) : ('now' as const) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What the commit says of itself where the protected branch says otherwise. */
function ignored({ branch, commit, environment }: PolicyQuestion, next: JsonObject): PolicyChange[] {
  const own = branch && commit.policies.get(environment);
  return own ? differences(next, own).map((row) => ({ ...row, takes: 'never' as const })) : [];
}

function notProtected(environment: string, witness: Witness) {
  return configurationError({
    code: 'SHIPLOCK_POLICY_ENVIRONMENT',
    what: `${witness.from} does not have environment ${environment}, but decides who approves a release and under which rules`,
    notDone: ['nothing was changed'],
    next: `Merge the settings of ${environment} into that branch first: a commit cannot decide which rules apply to it.`,
  });
}
