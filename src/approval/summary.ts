import { code, link, text } from '../present/markdown.ts';
import { type ApprovalDecision, SHORTEST_PREFIX } from './decide.ts';

const MARK: Record<ApprovalDecision['state'], string> = {
  approved: '✅ Approved',
  pending: '⏳ Waiting for approval',
  rejected: '⛔ Rejected',
  frozen: '🧊 Frozen',
};

/** The decision as people read it, in a job summary or a comment. */
export function approvalMarkdown(
  decision: ApprovalDecision,
  about: { readonly planHash: string; readonly required: number; readonly environment: string },
): string {
  const short = about.planHash.slice(0, SHORTEST_PREFIX);
  // Logins in code marks, so that a summary mentions nobody by notification.
  const lines = [`**${MARK[decision.state]}** for ${code(about.environment)}: ${text(decision.reason)}`, ''];
  lines.push('| | |', '| --- | --- |', `| plan | \`${about.planHash}\` |`);
  const who = decision.approvers.map(code).join(', ');
  lines.push(`| approvals | ${decision.approvers.length} of ${about.required}${who ? `: ${who}` : ''} |`);
  if (decision.rejectedBy.length > 0)
    lines.push(`| rejected by | ${decision.rejectedBy.map(code).join(', ')} |`);
  if (decision.frozen) {
    lines.push(`| frozen until | ${decision.frozen.until}: ${text(decision.frozen.reason)} |`);
  }
  if (decision.brokenGlass) {
    lines.push(
      `| broke the glass | ${code(decision.brokenGlass.by)}: ${text(decision.brokenGlass.reason)} |`,
    );
  }
  if (decision.state === 'pending') {
    lines.push(
      '',
      `To approve, comment \`/approve ${short}\` on the pull request or the commit; \`/reject ${short}\` stops it.`,
    );
  }
  if (decision.ignored.length > 0) {
    lines.push('', `<details><summary>${decision.ignored.length} did not count</summary>`, '');
    for (const { signal, why } of decision.ignored) {
      const what = `${signal.state} by ${signal.via}`;
      lines.push(`- ${code(signal.by)}, ${signal.url ? link(what, signal.url) : what}: ${text(why)}`);
    }
    lines.push('', '</details>');
  }
  return lines.join('\n');
}
