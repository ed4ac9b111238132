import { exceptionMarkdown } from '../../present/phases.ts';
import { comment } from '../calls/code-host.ts';
import type { Session } from '../session.ts';
import { publishNotice } from './notice.ts';

interface By {
  readonly by: string;
  readonly reason: string;
}

export function announceGlass(session: Session, glass: By): Promise<void> {
  const { environment, commit } = session.release;
  return announce(session, glass, {
    key: 'broken-glass',
    said: `${glass.by} broke the glass for ${environment}: ${glass.reason}`,
    title: `The glass was broken for ${environment}`,
    what: `${glass.by} ships \`${commit.slice(0, 12)}\` without the approvals that the settings require, or inside a freeze window.`,
  });
}

export function announceStandIn(session: Session, standIn: By): Promise<void> {
  const { environment, commit } = session.release;
  return announce(session, standIn, {
    key: 'stood-in',
    said: `${standIn.by} stood in as an administrator for approvals of ${environment} that nobody can give: ${standIn.reason}`,
    title: `An administrator stood in for approvals of ${environment}`,
    what: `${standIn.by} approved \`${commit.slice(0, 12)}\`, which changes who approves: under the current rules nobody can.`,
  });
}

/**
 * Says it where people look: as a warning of the run, on the pull request, and in the notice's thread. Nothing of it can
 * stop the release: whoever breaks the glass has an emergency.
 */
async function announce(
  session: Session,
  { reason }: By,
  told: { readonly key: string; readonly said: string; readonly title: string; readonly what: string },
): Promise<void> {
  const { context, release } = session;
  const { codeHost } = context;
  context.warn(`${told.said}. A second person confirms it with \`/confirm ${release.id}\`.`);
  const key = `${told.key}-${release.id}`;
  if (codeHost) {
    const body = exceptionMarkdown({
      ...{ title: told.title, what: told.what, reason },
      releaseId: release.id,
      planHash: session.state.plan?.hash ?? '',
    });
    await session.seam('approve').project(
      comment.with(codeHost, {
        key,
        request: { commit: context.commit, release: release.id },
        input: async () => ({ key, commit: context.commit, body, run: context.run.url }),
      }),
      context.warn,
    );
  }
  await publishNotice(session, { state: 'waiting', phase: 'approve', reply: told.said });
}
