import { approvalsMarkdown } from '../../present/phases.ts';
import * as calls from '../calls/code-host.ts';
import { hashOf } from '../canonical.ts';
import type { Approvals } from '../context.ts';
import { projectSuffix } from '../project.ts';
import type { Session } from '../session.ts';

/**
 * Tells people where they wrote it what did not count and why: one comment of ours, edited in place. It is written when
 * there is something to tell, and brought up to date after. Its failure is a warning.
 */
export function replyToApprovers(session: Session) {
  const { context } = session;
  const { codeHost } = context;
  const key = `approvals-${context.environment.name}`;
  const name = codeHost && calls.comment.name(codeHost);
  let told = session.state.calls.some(
    (call) => call.name === name && call.state === 'begun' && call.key.startsWith(`${key} `),
  );
  let last = '';
  return async (decision: Awaited<ReturnType<Approvals>>): Promise<void> => {
    if (!codeHost || (!decision.reply && !told)) return;
    const { name: environment, project } = context.environment;
    const body = approvalsMarkdown(environment, project?.called, decision.markdown);
    if (body === last) return;
    last = body;
    told = true;
    await session.seam('approve').project(
      calls.comment.with(codeHost, {
        key: `${key} ${hashOf(body)}`,
        request: { commit: context.commit, reply: key },
        input: async () => ({
          key: `${key}${await projectSuffix(context.environment.project)}`,
          commit: context.commit,
          body,
          run: context.run.url,
        }),
      }),
      context.warn,
    );
  };
}
