import { count } from '../present/count.ts';
import { code, link, text } from '../present/markdown.ts';
import { cut } from '../present/text.ts';
import type { ApprovalDecision } from './decide.ts';
import type { Requirement } from './requirements.ts';
import { SHORTEST_PREFIX } from './signals.ts';

const MARK: Record<ApprovalDecision['state'], string> = {
  approved: '✅ Approved',
  pending: '⏳ Waiting for approval',
  rejected: '⛔ Rejected',
  frozen: '🧊 Frozen',
  unmeetable: '🚧 Nobody can approve',
};

/** The decision as people read it, in a job summary or a comment. */
export function approvalMarkdown(
  decision: ApprovalDecision,
  about: {
    readonly planHash: string;
    readonly requirements: readonly Requirement[];
    readonly environment: string;
    /** What people should know beside the decision: authors that belong to no account, commits that could not be read. */
    readonly notes?: readonly string[];
    /** Where too few people can approve: what to do about it. */
    readonly advice?: string | undefined;
  },
): string {
  const short = about.planHash.slice(0, SHORTEST_PREFIX);
  // Logins in code marks, so that a summary mentions nobody by notification.
  const lines = [`**${MARK[decision.state]}** for ${code(about.environment)}: ${text(decision.reason)}`, ''];
  lines.push('| | |', '| --- | --- |', `| plan | \`${about.planHash}\` |`);
  const who = decision.approvers.map(code).join(', ');
  const most = Math.max(0, ...about.requirements.map((one) => one.required));
  lines.push(`| approvals | ${decision.approvers.length} of ${most}${who ? `: ${who}` : ''} |`);
  for (const { required, approvers, because } of about.requirements) {
    if (required === 0 || (approvers === undefined && because === undefined)) continue;
    const from = approvers ? ` of ${approvers.map(code).join(', ')}` : '';
    lines.push(`| needed | ${required}${from}${because ? `, because ${text(because)}` : ''} |`);
  }
  for (const no of decision.rejections) {
    const when = [no.at && `at ${text(no.at)}`, no.reason && `“${text(cut(no.reason, 300))}”`];
    const said = when.filter(Boolean).join(', ');
    lines.push(`| rejected by | ${code(no.by)}${said ? ` ${said}` : ''} |`);
  }
  for (const blocker of decision.blockers) lines.push(`| held by | ${text(blocker)} |`);
  if (decision.frozen) {
    lines.push(`| frozen until | ${decision.frozen.until}: ${text(decision.frozen.reason)} |`);
  }
  if (decision.brokenGlass) {
    lines.push(
      `| broke the glass | ${code(decision.brokenGlass.by)}: ${text(decision.brokenGlass.reason)} |`,
    );
  }
  if (decision.standIn)
    lines.push(`| stood in | ${code(decision.standIn.by)}: ${text(decision.standIn.reason)} |`);
  for (const note of about.notes ?? []) lines.push(`| note | ${text(note)} |`);
  if (decision.state === 'rejected')
    lines.push('', `Each of them can withdraw it with a new comment: \`/approve ${short}\`.`);
  if (decision.state === 'pending') {
    lines.push(
      '',
      `To approve, comment \`/approve ${short}\` on the pull request or the commit; \`/reject ${short}\` stops it.`,
    );
  }
  if (about.advice && decision.state !== 'approved') lines.push('', text(about.advice));
  if (decision.ignored.length > 0) {
    lines.push(
      '',
      `<details><summary>${count(decision.ignored.length, 'signal')} did not count</summary>`,
      '',
    );
    for (const { signal, why } of decision.ignored) {
      const what = `${signal.state} by ${signal.via}`;
      lines.push(`- ${code(signal.by)}, ${signal.url ? link(what, signal.url) : what}: ${text(why)}`);
    }
    lines.push('', '</details>');
  }
  return lines.join('\n');
}
