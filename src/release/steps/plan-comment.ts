import { comment } from '../calls/code-host.ts';
import { shortHash } from '../plan.ts';
import { projectSuffix } from '../project.ts';
import type { Session } from '../session.ts';

/** One comment a commit and app, edited in place: the newest plan, or why there is none. */
export async function commentPlan(session: Session, key: string, body: string): Promise<void> {
  const { context } = session;
  const { codeHost, commit } = context;
  if (!codeHost) return;
  await session.seam('plan').project(
    comment.with(codeHost, {
      key,
      request: { commit, plan: shortHash(key) },
      input: async () => ({
        key: `plan-${context.environment.name}${await projectSuffix(context.environment.project)}`,
        commit,
        body,
        run: context.run.url,
      }),
    }),
    context.warn,
  );
}
