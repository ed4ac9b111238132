import { z } from 'zod';
import { count } from '../../present/count.ts';
import { buildLogMarkdown, deployMarkdown } from '../../present/phases.ts';
import * as calls from '../calls/hosting.ts';
import type { PhaseResult, ReleaseContext } from '../context.ts';
import { ASSUMED_DEPLOYMENT } from '../dry-run.ts';
import { failure } from '../errors.ts';
import type { StagedDeployment } from '../ports.ts';
import type { CommitDescription } from '../ports-hosting.ts';
import { Session } from '../session.ts';
import type { Source } from '../source.ts';
import { requireSameBackend } from './backend.ts';
import { publishNotice } from './notice.ts';
import { checkPrebuilt, requireShippingRole, whatIsUploaded } from './prebuilt.ts';
import { showFailedPreview, showPreview } from './preview.ts';
import { openProjections } from './projections.ts';
import { requireReadyRoute } from './ready-route.ts';
import { requireUploaded } from './source-digest.ts';
import { mustStageAgain } from './staged.ts';

type Deployed = PhaseResult<'release-id' | 'deployment-id' | 'deployment-url' | 'preview-url'>;

/** Uploads and builds the commit *staged*: no domain moves. The slow part, before anyone waits on anyone. */
export async function deploy(context: ReleaseContext): Promise<Deployed> {
  // A wrong token or project is told before a release is opened anywhere: a mistake leaves nothing to tidy up.
  await context.hosting.live();
  // What must not be uploaded as well: all of it at once, and before anything is sent.
  if (context.prebuilt) await checkPrebuilt(context);
  else await context.source.files();
  const session = await Session.openOrFind(context);
  const { deployed } = session.state;
  const again = await mustStageAgain(session);
  if (deployed && !again) {
    context.say(`deploy: already done, staged as ${deployed.deploymentId}`);
    if (session.staged) await openProjections(session);
    const shown = await showPreview(session, { id: deployed.deploymentId, url: deployed.url });
    await requireSameBackend(session);
    await requireReadyRoute(session);
    return result(session.release.id, { id: deployed.deploymentId, url: deployed.url }, shown, 'already');
  }
  session.requireOpen();
  requireShippingRole(session);
  const { hosting, run, actor } = context;
  await session.propose((proposals, of) => proposals.release(of, { url: run.url ?? null, actor }));
  await openProjections(session);
  const { source, prebuilt, request } = await whatIsUploaded(session);
  const key = attempt(session, again);
  if (context.dryRun) await sayUploads(context, source);
  const staged = await session.seam('deploy').write(
    calls.deploy.with(hosting, {
      key,
      request: { commit: context.commit, target: 'production', domains: 'none', ...request },
      input: {
        releaseId: session.release.id,
        commit: context.commit,
        source,
        ...(prebuilt ? { prebuilt } : {}),
        target: 'production',
        // Hosting keeps these, and is asked for them by whoever takes the deployment over.
        meta: {
          shiplockReleaseId: session.release.id,
          githubCommitSha: context.commit,
          ...(run.id ? { shiplockRunId: run.id } : {}),
        },
        described: context.dryRun ? undefined : await describedBy(context),
        say: context.say,
      },
    }),
  );
  if (!staged) return assume(session);
  if (staged.state !== 'ready') {
    await showFailedPreview(session, `the build ended as ${staged.state}`);
    throw buildFailed(staged, context);
  }
  const digest = await requireUploaded(session, staged, key);
  await session.append('deploy', {
    ...{ is: 'deployed', deploymentId: staged.id, url: staged.url, digest, adopted: false },
    ...(prebuilt ? { prebuilt } : {}),
  });
  await session.propose((proposals, of) => proposals.staged(of, staged.id));
  const shown = await showPreview(session, staged);
  await requireSameBackend(session);
  await publishNotice(session, { state: 'running', phase: 'deploy' });
  await requireReadyRoute(session);
  return result(session.release.id, staged, shown, 'done');
}

/** For people who read hosting's pages: whoever cannot say costs no more than that. */
async function describedBy({ codeHost, commit }: ReleaseContext): Promise<CommitDescription | undefined> {
  const found = await codeHost?.commit(commit).catch(() => undefined);
  if (!found) return undefined;
  const { message, author, pullRequest } = found;
  return {
    message,
    ...(author ? { author } : {}),
    ...(pullRequest ? { pull: pullRequest.number } : {}),
  };
}

/** A rerun after a failed build is a new build: what was missing can be there by now. So is one after a good build that is gone. */
function attempt({ state, context }: Session, gone: boolean): string | undefined {
  const name = calls.deploy.name(context.hosting);
  const over = state.calls.filter(
    (call) => call.name === name && call.state === 'done' && (gone || !isReady(call.value)),
  );
  return over.length > 0 ? `attempt ${over.length + 1}` : undefined;
}

const isReady = (answer: unknown) => z.object({ state: z.literal('ready') }).safeParse(answer).success;

/** Nothing was staged: later phases of this dry run go on as if it had been. */
async function assume(session: Session): Promise<Deployed> {
  const { source, prebuilt } = session.context;
  const digest = await (prebuilt?.source ?? source).digest();
  await session.append('deploy', {
    ...{ is: 'deployed', deploymentId: ASSUMED_DEPLOYMENT, url: '', digest, adopted: false },
    ...(prebuilt ? { prebuilt: true as const } : {}),
  });
  await publishNotice(session, { state: 'running', phase: 'deploy' });
  return result(session.release.id, { id: '', url: '' }, '', 'planned');
}

async function sayUploads({ hosting, say }: ReleaseContext, source: Source): Promise<void> {
  const files = await source.files();
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  say(
    `dry run: would call ${hosting.vendor}.upload for those of ${count(files.length, 'file')} (${(bytes / 1e6).toFixed(1)} MB) that hosting does not have yet`,
  );
}

function buildFailed(staged: StagedDeployment, { say }: ReleaseContext) {
  const { log = [], inspectUrl } = staged;
  for (const line of log) say(`build log: ${line}`);
  return failure({
    code: 'SHIPLOCK_DEPLOY_BUILD_FAILED',
    what: `deployment ${staged.id} ended as ${staged.state}${staged.failure ? `: ${staged.failure}` : ''}`,
    done: ['the files were uploaded'],
    notDone: ['no domain was moved, no migration was applied'],
    next: `Read the end of the build log above${inspectUrl ? ` (complete log: ${inspectUrl})` : ''}. Fix the build and push a new commit. If the cause was outside the commit (a missing variable, an outage), rerun this job: it builds again.`,
    ...(log.length > 0 ? { evidence: buildLogMarkdown(log) } : {}),
  });
}

function result(
  releaseId: string,
  { id, url }: Pick<StagedDeployment, 'id' | 'url'>,
  shown: string,
  state: PhaseResult['state'],
): Deployed {
  return {
    phase: 'deploy',
    state,
    summary: deployMarkdown(id ? { id, url: shown } : undefined),
    outputs: { 'release-id': releaseId, 'deployment-id': id, 'deployment-url': url, 'preview-url': shown },
  };
}
