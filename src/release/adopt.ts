import { count } from '../present/count.ts';
import { firstLine } from './errors.ts';
import { listedAs } from './listed-as.ts';
import type { StagedDeployment } from './ports.ts';
import type { Candidate } from './record/proposals.ts';
import type { Standing } from './standing.ts';

/** A staged deployment of this commit's run, as hosting itself tells of it. */
export interface Staged {
  readonly releaseId: string;
  readonly deployment: StagedDeployment;
  /** `sourceDigest` of the files that hosting lists, which are the commit's. */
  readonly digest: string;
}

export interface Search {
  readonly staged: Staged | undefined;
  /** One sentence for each candidate that was not believed. */
  readonly passedOver: readonly string[];
}

/** How many of those that are only said to have been begun are looked for. */
const BEGUN = 3;
/** Each costs a request to hosting, and whoever may propose may propose a thousand. A planning job proposes one. */
const MOST = 25;

/**
 * The deployment that a planning job of this run staged. Where to look is proposed by whoever holds the planning role,
 * and believed of nobody: hosting must say that the deployment belongs to the project, carries this release id, this
 * commit and this run, is ready, and holds the commit's files and no others. Of several the oldest is taken, by the
 * release id that hosting keeps, so that every job of the run takes the same one.
 */
export async function findStagedOfRun(
  standing: Standing,
  options: { readonly begun: boolean },
): Promise<Search> {
  const { context } = standing;
  const passedOver: string[] = [];
  const candidates = sorted(await candidatesOf(standing), options.begun);
  if (candidates.length > MOST) {
    passedOver.push(`${count(candidates.length - MOST, 'proposal')} more than are looked at for one run`);
    context.warn(
      `${count(candidates.length, 'deployment')} were proposed for this run, and only the first ${MOST} are looked at: set the input release-id to the planning job's output`,
    );
  }
  for (const candidate of candidates.slice(0, MOST)) {
    const known = standing.version > 0 ? await standing.record.release(candidate.releaseId) : undefined;
    const answer = known
      ? `the record already has a release with that id, of commit ${known.commit.slice(0, 12)}`
      : await verify(standing, candidate);
    if (typeof answer !== 'string') return { staged: answer, passedOver };
    passedOver.push(`${candidate.releaseId}: ${answer}`);
    context.say(`${candidate.releaseId} was proposed for this run, but is not used: ${answer}`);
  }
  return { staged: undefined, passedOver };
}

async function candidatesOf({ context, proposals }: Standing): Promise<readonly Candidate[]> {
  const { releaseId, environment, commit, run } = context;
  if (releaseId) return [{ releaseId, deploymentId: undefined }];
  return (
    (await proposals?.candidates({ environment: environment.name, commit, runId: run.id ?? null })) ?? []
  );
}

/** Those with a deployment to ask for first; one that is named is asked for in any case. */
function sorted(candidates: readonly Candidate[], begun: boolean): readonly Candidate[] {
  const named = candidates.filter((one) => one.deploymentId !== undefined);
  const rest = candidates.filter(
    (one) => one.deploymentId === undefined && !named.some((other) => other.releaseId === one.releaseId),
  );
  if (candidates.length === 1) return candidates;
  return [...named, ...(begun ? rest.slice(-BEGUN) : [])];
}

/** The deployment, or why it is not believed. */
async function verify({ context }: Standing, candidate: Candidate): Promise<Staged | string> {
  const { hosting, say, commit, run } = context;
  const { releaseId, deploymentId } = candidate;
  if (deploymentId !== undefined) {
    // Who proposes it can make hosting refuse: somebody else's deployment, say.
    const hinted = await hosting.deployment(deploymentId).catch(firstLine);
    if (typeof hinted === 'string') return `could not read deployment ${deploymentId} (${hinted})`;
    if (hinted?.releaseId !== releaseId) return `hosting knows no deployment ${deploymentId} of that release`;
  }
  // By the release id, hosting looks in its own project only.
  const found = await hosting.findStaged(releaseId, say);
  if (!found) return 'hosting has no deployment of that release';
  if (found.releaseId !== releaseId) return `deployment ${found.id} does not have that release id`;
  if (found.commit !== commit) return `deployment ${found.id} belongs to another commit`;
  if (!context.releaseId && found.runId !== run.id) return `deployment ${found.id} was staged by another run`;
  if (found.state !== 'ready') return `deployment ${found.id} is ${found.state}`;
  const [held, own] = await Promise.all([hosting.sourceDigest(found.id), listedAs(hosting, context.source)]);
  if (held === undefined) return `hosting cannot say which files deployment ${found.id} has`;
  if (!own.includes(held))
    return `deployment ${found.id} does not have the files of commit ${commit.slice(0, 12)}`;
  return { releaseId, deployment: found, digest: held };
}
