import { findStagedOfRun, type Staged } from './adopt.ts';
import type { ReleaseContext } from './context.ts';
import { configurationError } from './errors.ts';
import type { Phase } from './phases.ts';
import { projectOfRelease } from './record/of-project.ts';
import { newReleaseId, type RecordEvent, type Release } from './record/record.ts';
import { sqlState } from './record/sql-state.ts';
import type { Standing } from './standing.ts';

/** A release that a process works on, and what is known of it. */
export interface Found {
  readonly standing: Standing;
  readonly release: Release;
  readonly events: readonly RecordEvent[];
  /** The staged deployment that a planning job made and hosting has confirmed, where the chain has no word of it yet. */
  readonly staged: Staged | undefined;
}

/**
 * The release that the chain has for this job: the one that is named, else that of this run of the CI.
 * @throws SHIPLOCK_RELEASE_MISMATCH
 */
export async function ofThisRun({
  context,
  database,
  record,
  version,
}: Standing): Promise<Release | undefined> {
  if (version === 0) return undefined;
  const { releaseId, environment, commit, run } = context;
  if (!releaseId) return run.id ? record.latest(environment.name, commit, run.id) : undefined;
  const named = await record.release(releaseId);
  if (named && (named.environment !== environment.name || named.commit !== commit))
    throw mismatch(named, context);
  if (named && !(await record.isOurs(named.id)))
    throw foreign(named, (await projectOfRelease(database, named.id)) ?? [], context);
  return named;
}

/** The newest release of this commit in the chain, of whichever run: somebody goes on with it, or undoes it. */
export async function ofThisCommit({ context, record, version }: Standing): Promise<Release | undefined> {
  if (version === 0 || context.releaseId) return undefined;
  return record.latest(context.environment.name, context.commit);
}

export async function inChain(standing: Standing, release: Release): Promise<Found> {
  return { standing, release, events: await standing.record.events(release.id), staged: undefined };
}

/** What a planning job staged, as a release that is not in the chain yet; and why others were passed over. */
export async function staged(
  standing: Standing,
  options: { readonly begun: boolean },
): Promise<{ readonly found: Found | undefined; readonly passedOver: readonly string[] }> {
  const search = await findStagedOfRun(standing, options);
  const found = search.staged && {
    standing,
    release: await draft(standing, search.staged.releaseId),
    events: [],
    staged: search.staged,
  };
  return { found, passedOver: search.passedOver };
}

/** A release that is opened now. What it replaces is what the chain says serves. */
export async function draft({ context, record, version }: Standing, id?: string): Promise<Release> {
  const serving = version > 0 ? await record.serving(context.environment.name) : undefined;
  return {
    id: id ?? context.releaseId ?? newReleaseId(),
    environment: context.environment.name,
    commit: context.commit,
    replaces: serving?.id ?? null,
    runId: context.run.id ?? null,
    runUrl: context.run.url ?? null,
    actor: context.actor,
    openedAt: new Date().toISOString(),
  };
}

/** Opens it in the chain, unless another job of this run did in the meantime. A release that is named is that one. */
export async function open({ context, record }: Standing, release: Release, phase: Phase): Promise<Release> {
  try {
    return await (context.releaseId ? record.open(release, phase) : record.openForRun(release, phase));
  } catch (error) {
    const known = sqlState(error) === '23505' ? await record.release(release.id) : undefined;
    if (known) return known;
    throw error;
  }
}

function mismatch(named: Release, { releaseId, environment, commit }: ReleaseContext) {
  return configurationError({
    code: 'SHIPLOCK_RELEASE_MISMATCH',
    what: `release-id ${releaseId} is a release of commit ${named.commit.slice(0, 12)} to ${named.environment}, but this job works on commit ${commit.slice(0, 12)} in ${environment.name}`,
    notDone: ['nothing was changed'],
    next: 'Omit release-id, so that Shiplock finds the release by environment, commit and run, or set the commit and environment of that release.',
  });
}

function foreign(named: Release, theirs: readonly string[], { environment }: ReleaseContext) {
  return configurationError({
    code: 'SHIPLOCK_RELEASE_MISMATCH',
    what: `release-id ${named.id} is a release of hosting project ${theirs.join(' (')}${theirs.length > 1 ? ')' : ''}, but this job works on project ${environment.project?.called ?? ''}`,
    notDone: ['nothing was changed'],
    next: 'Pass the release-id of this app, or omit it. Two apps of one repository each have their own releases, even where their environments have the same name.',
  });
}

export function notFound({ context, installed }: Standing, passedOver: readonly string[]): Error {
  const { environment, commit, releaseId } = context;
  const named = releaseId ? ` with id ${releaseId}` : '';
  const reasons = passedOver.length > 0 ? `. Not used: ${passedOver.slice(0, 5).join('; ')}` : '';
  return configurationError({
    code: 'SHIPLOCK_RELEASE_NOT_FOUND',
    what: `the record of ${environment.name} has no release of commit ${commit}${named}, and no planning job of this run staged one that hosting confirms${reasons}`,
    ...(installed ? { done: ['the record (schema shiplock) was installed or upgraded'] } : {}),
    notDone: [installed ? 'nothing else was changed' : 'nothing was changed'],
    next: 'Run the deploy action for this commit first, in this run, or pass its output release-id. Check that database-url is the one of this environment.',
  });
}
