import type { JsonObject } from '../release/canonical.ts';
import type { Policy } from '../release/context.ts';
import { configurationError, firstLine } from '../release/errors.ts';
import type { PolicyDecision } from '../release/policy.ts';
import { policyUnderWay } from '../release/policy-under-way.ts';
import type { CodeHost, Database, Hosting } from '../release/ports.ts';
import { projectOf as hostingProject } from '../release/project.ts';
import { installedVersion } from '../release/record/install.ts';
import { keptPolicies } from '../release/record/policies.ts';
import { ReleaseRecord } from '../release/record/record.ts';
import { decidePolicy, type Witness } from '../settings/decide-policy.ts';
import { environmentSettings, loadSettings } from '../settings/load.ts';
import { policyOf, projectOf, rulesOf, settingsUnder, strictest } from '../settings/policy.ts';
import { type EnvironmentSettings, environmentSchema, type Settings } from '../settings/schema.ts';
import type { Door } from './action.ts';
import type { RunFacts } from './github.ts';
import {
  type About,
  keptWitness,
  pathInRepository,
  policiesOf,
  protectedBranch,
  servingCommit,
} from './policy-witnesses.ts';

interface PolicySources {
  readonly about: About;
  /** The commit's own settings file, where it has one. */
  readonly file: Settings | undefined;
  readonly codeHost: CodeHost | undefined;
  readonly database: () => Promise<Database>;
  /** Every name by which hosting knows the project that a release goes to under this policy. */
  readonly projects: (policy: JsonObject) => Promise<readonly string[]>;
}

/** Asks the protected branch and the record, and decides which policy holds. Reads only. */
async function findPolicy(sources: PolicySources): Promise<PolicyDecision> {
  const { about, codeHost } = sources;
  const { environment } = about;
  const [asked, past] = await Promise.all([codeHost && protectedBranch(codeHost, about), readPast(sources)]);
  const commit = commitWitness(sources);
  const branch = asked?.witness;
  const next = (branch ?? commit).policies.get(environment);
  // Only another environment could share the project: without one, hosting need not be asked for its names.
  const shared = [...past.earlier, branch ?? commit].some(({ policies }) =>
    [...policies].some(([name, other]) => name !== environment && projectOf(other).project !== undefined),
  );
  const policy = decidePolicy({
    environment,
    projects: new Set(next && shared ? await sources.projects(next) : []),
    branch,
    commit,
    earlier: past.earlier,
    neighbours: past.neighbours,
  });
  const from = [...past.earlier.map((one) => one.from), (branch ?? commit).from];
  return {
    policy,
    sources: from,
    notes: notesOn(policy.holds),
    warnings: [
      ...past.warnings,
      ...(asked?.missing && sources.file
        ? [`${asked.missing}: the default rules apply, not those of the commit itself.`]
        : []),
      ...(!branch && past.earlier.length === 0
        ? [
            'Neither an earlier release nor a protected branch is available: the rules of the commit itself apply.',
          ]
        : []),
    ],
  };
}

function notesOn(holds: JsonObject): string[] {
  if (holds['kind'] !== 'production' || 'requires' in holds) return [];
  return [
    'This commit does not have to finish anywhere else first. To require that, set `requires: staging` in the settings.',
  ];
}

function commitWitness({ about, file }: PolicySources): Witness {
  if (file) return policiesOf('the commit’s own settings', file);
  return { from: 'the defaults', policies: new Map([[about.environment, policyOf(about.own)]]) };
}

interface Past {
  readonly earlier: readonly Witness[];
  readonly neighbours: readonly JsonObject[];
  readonly warnings: readonly string[];
}

async function readPast({ about, codeHost, database: open }: PolicySources): Promise<Past> {
  const database = await open();
  if ((await installedVersion(database)) === 0) return { earlier: [], neighbours: [], warnings: [] };
  const { environment } = about;
  const serving = await new ReleaseRecord(database).serving(environment);
  const { kept, unreadable } = await keptPolicies(database, environment, serving?.id);
  if (unreadable.length > 0) throw keptByNewer(unreadable);
  const witnesses = kept.map((one) => ({ one, witness: keptWitness(one) }));
  const earlier = witnesses
    .filter(({ one }) => one.environment === environment)
    .map(({ witness }) => witness);
  const others = witnesses.filter(({ one }) => one.environment !== environment);
  const neighbours = others
    .map(({ one, witness }) => witness.policies.get(one.environment))
    .filter((policy) => policy !== undefined);
  if (earlier.length > 0 || !serving || !codeHost) return { earlier, neighbours, warnings: [] };
  try {
    const found = await servingCommit(codeHost, about, serving.commit);
    return { earlier: found ? [found] : [], neighbours, warnings: [] };
  } catch (error) {
    // It cannot be repaired any more; everybody could be locked out by it.
    const why = error instanceof Error ? error.message : String(error);
    const warning = `Could not read the settings of the live release (${serving.commit.slice(0, 12)}): ${why}`;
    return { earlier: [], neighbours, warnings: [warning] };
  }
}

function keptByNewer(releases: readonly string[]) {
  return configurationError({
    code: 'SHIPLOCK_POLICY_UNREADABLE',
    what: `the rules of release ${releases.join(', ')} in the record were written by another version of Shiplock`,
    notDone: ['nothing was changed'],
    next: 'Use the version of Shiplock that shipped that release, or a newer one.',
  });
}

/**
 * Where the policy comes from: `witnesses`: the release under way, else the protected branch and the record;
 * `if-known`: the same, and the commit's under the defaults where they cannot be asked, since a rollback must not wait
 * for the code host; `commit`: nobody is asked, for what only looks.
 */
export type PolicyBasis = 'witnesses' | 'if-known' | 'commit';

interface Composition {
  readonly door: Pick<Door, 'inputs' | 'warn'>;
  readonly facts: RunFacts;
  readonly name: string;
  readonly commit: string;
  readonly codeHost: CodeHost | undefined;
  readonly database: () => Promise<Database>;
  /** Undefined: no token of hosting was given. */
  readonly hosting: (settings: EnvironmentSettings) => Promise<Hosting | undefined>;
  readonly basis: PolicyBasis;
  /** Of whoever has read the file already. */
  readonly settings?: Settings | undefined;
}

/** The policy that holds, and the environment's settings as it makes them. */
export async function composePolicy(
  composition: Composition,
): Promise<{ policy: Policy; settings: EnvironmentSettings }> {
  const { door, facts, name, codeHost, database } = composition;
  const { inputs } = door;
  const kind = inputs['environment-kind'];
  const file =
    'settings' in composition
      ? composition.settings
      : await loadSettings(facts.workspace, inputs.settings, door.warn);
  const own = environmentSettings(file, name, kind);
  const about = { environment: name, kind, own, file: pathInRepository(facts.workspace, inputs.settings) };
  const projects = async (policy: JsonObject) => {
    const project = inputs['vercel-project'] ?? projectOf(policy).project;
    const hosting = await composition.hosting(settingsUnder(policy, own));
    return [...(project ? [project] : []), ...((await hosting?.names()) ?? [])];
  };
  const again = () => findPolicy({ about, file, codeHost, database, projects });
  const decision = await decide(composition, own, again);
  const settings = settingsUnder(decision.policy.holds, own);
  const frozen = async (now: Date) => {
    if (settings.freeze.length === 0) return undefined;
    return (await import('../approval/freeze.ts')).frozenAt(settings.freeze, now);
  };
  return { policy: { decision, again, frozen }, settings };
}

async function decide(
  { door, facts, name, commit, database, basis }: Composition,
  own: EnvironmentSettings,
  again: () => Promise<PolicyDecision>,
): Promise<PolicyDecision> {
  const holds = basis === 'commit' ? policyOf(own) : cautious(own);
  const unasked = {
    policy: { holds, next: null, others: {}, changes: [] },
    sources: [],
    warnings: [],
    notes: [],
  };
  if (basis === 'commit') return unasked;
  try {
    const releaseId = door.inputs['release-id'];
    const policy = await policyUnderWay(await database(), {
      ...{ environment: name, commit, releaseId, runId: facts.runId },
      evenClosed: basis === 'if-known',
      project: projectNamed(door.inputs['vercel-project'] ?? own.vercel.project),
    });
    if (policy) {
      for (const part of [policy.holds, ...(policy.next ? [policy.next] : [])])
        settingsUnder(part, own, 'the plan of this release');
      return { policy, sources: ['the plan of this release'], warnings: [], notes: notesOn(policy.holds) };
    }
    return await again();
  } catch (error) {
    if (basis === 'witnesses') throw error;
    door.warn(`could not read the rules, so the defaults apply: ${firstLine(error)}`);
    return unasked;
  }
}

const projectNamed = (called: string | undefined) =>
  called === undefined ? undefined : hostingProject(called);

/** What the commit says, where it is no looser than the defaults. */
function cautious(own: EnvironmentSettings): JsonObject {
  const policy = policyOf(own);
  return strictest([policy, rulesOf(environmentSchema.parse({ kind: own.kind }))], [], policy);
}
