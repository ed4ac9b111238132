import * as calls from '../calls/code-host.ts';
import { openRelease } from '../calls/error-tracker.ts';
import { assumed } from '../dry-run.ts';
import type { Phase } from '../phases.ts';
import { type RecordHead, withHead } from '../record/head.ts';
import type { Release } from '../record/record.ts';
import type { Session } from '../session.ts';
import { foldState } from '../state.ts';
import { domainUrls } from './live.ts';

/** The code host's deployment object follows the record; when it cannot, that is a warning. */
export async function projectDeploymentStatus(
  session: Session,
  phase: Phase,
  state: 'success' | 'failure' | 'inactive' | 'in_progress',
  description: string,
  url?: string,
): Promise<void> {
  const { context } = session;
  const { codeHost } = context;
  if (!codeHost) return;
  const id = calls.openDeployment.answerIn(session.state, codeHost)?.id;
  // In a dry run of the whole road it was not opened, and would have been.
  if (!id && !assumed(session, 'deploy')) {
    context.warn(
      `${calls.deploymentStatus.name(codeHost)} was skipped: the deployment object was never created`,
    );
    return;
  }
  await session.seam(phase).project(
    calls.deploymentStatus.with(codeHost, {
      key: state,
      request: { state },
      input: async () => ({
        deploymentId: id ?? '',
        state,
        description: withHead(description, await session.record.head()),
        ...(url ? { environmentUrl: url } : {}),
        ...(context.run.url ? { logUrl: context.run.url } : {}),
      }),
    }),
    context.warn,
  );
}

/**
 * After a rollback the deployment of the release that serves again is the active one: its own release had made it
 * inactive when it succeeded. One that was never created, or that nobody deployed, is left alone.
 */
export async function projectServingAgain(
  session: Session,
  serving: { readonly release: Release; readonly byHand: boolean },
): Promise<void> {
  const { context } = session;
  const { codeHost } = context;
  if (!codeHost || serving.byHand) return;
  const theirs = foldState(await session.record.events(serving.release.id));
  const id = calls.openDeployment.answerIn(theirs, codeHost)?.id;
  if (!id) return;
  // Traffic is back: what only decorates must not fail.
  const [domain] = await domainUrls(context).catch(() => []);
  await session.seam('rollback').project(
    calls.deploymentStatus.with(codeHost, {
      key: `serves again ${id}`,
      request: { state: 'success' },
      input: async () => ({
        deploymentId: id,
        state: 'success',
        description: withHead('serves again after a rollback', await session.record.head()),
        ...(domain ? { environmentUrl: domain } : {}),
        ...(context.run.url ? { logUrl: context.run.url } : {}),
      }),
    }),
    context.warn,
  );
}

/** Undefined where there is no record yet, or the role may not read it: the deployment is opened all the same. */
async function headOf({ record, standing }: Session): Promise<RecordHead | undefined> {
  return standing.version === 0 ? undefined : record.head().catch(() => undefined);
}

/** Opens the release at the code host and the error tracker, or finds it there: a planning job may have been first. */
export async function openProjections(session: Session): Promise<void> {
  const { context, release } = session;
  const seam = session.seam('deploy');
  const { codeHost, errorTracker } = context;
  if (codeHost) {
    await seam.project(
      calls.openDeployment.with(codeHost, {
        request: { environment: release.environment, commit: release.commit },
        input: async () => ({
          releaseId: release.id,
          commit: release.commit,
          environment: release.environment,
          production: context.environment.kind === 'production',
          preview: context.run.preview,
          project: await context.environment.project?.names(),
          head: await headOf(session),
        }),
      }),
      context.warn,
    );
  }
  if (errorTracker) {
    const previous = release.replaces ? await session.record.release(release.replaces) : undefined;
    const opened = await seam.project(
      openRelease.with(errorTracker, {
        request: { version: release.id, commit: release.commit },
        input: {
          version: release.id,
          repository: codeHost?.repository ?? '',
          commit: release.commit,
          ...(previous ? { previousCommit: previous.commit } : {}),
          commits: async () => codeHost?.changes(previous?.commit, release.commit).catch(() => undefined),
        },
      }),
      context.warn,
    );
    if (opened?.warning) context.warn(opened.warning);
  }
}
