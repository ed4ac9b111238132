import { text } from '../../present/markdown.ts';
import { shortHash } from '../plan.ts';
import type { Session } from '../session.ts';
import { publishNotice } from './notice.ts';

/**
 * Says it where people look: as a warning of the run, on the pull request, and in the notice's thread. Nothing of it can
 * stop the release: whoever breaks the glass has an emergency.
 */
export async function announceGlass(
  session: Session,
  glass: { readonly by: string; readonly reason: string },
): Promise<void> {
  const { context, release } = session;
  const { codeHost } = context;
  const said = `${glass.by} broke the glass for ${release.environment}: ${glass.reason}`;
  context.warn(`${said}. A second person confirms it with \`/confirm ${release.id}\`.`);
  const key = `broken-glass-${release.id}`;
  if (codeHost) {
    const body = [
      `### ⚠️ The glass was broken for ${text(release.environment)}`,
      '',
      `${text(glass.by)} ships \`${release.commit.slice(0, 12)}\` without the approvals that the settings require, or inside a freeze window.`,
      '',
      `> ${text(glass.reason)}`,
      '',
      `A second person with write access confirms that it was right, with a comment of its own paragraph: \`/confirm ${release.id}\`. Until then \`shiplock status\` and every plan say so.`,
      '',
      `<sub>plan \`${shortHash(session.state.plan?.hash ?? '')}\`</sub>`,
    ].join('\n');
    await session.seam('approve').project(
      {
        name: `${codeHost.vendor}.comment`,
        key,
        request: { commit: context.commit, release: release.id },
        reconcile: 'finds-first',
        run: () => codeHost.upsertComment({ key, commit: context.commit, body }),
      },
      context.warn,
    );
  }
  await publishNotice(session, { state: 'waiting', phase: 'approve', reply: said });
}
