import type { ApprovalSignal } from '../release/ports.ts';
import { count } from './count.ts';
import { code, link, text } from './markdown.ts';
import { cut } from './text.ts';

interface By {
  readonly by: string;
  readonly reason: string;
}

/** A decision on a plan, as far as people are shown it. */
export interface ApprovalFacts {
  readonly state: 'approved' | 'pending' | 'rejected' | 'frozen' | 'unmeetable';
  /** One sentence. */
  readonly reason: string;
  readonly approvers: readonly string[];
  readonly rejections: readonly {
    readonly by: string;
    readonly at?: string | undefined;
    readonly reason?: string | undefined;
  }[];
  readonly blockers: readonly string[];
  readonly frozen?: { readonly until: string; readonly reason: string };
  readonly brokenGlass?: By;
  readonly standIn?: By;
  readonly ignored: readonly { readonly signal: ApprovalSignal; readonly why: string }[];
}

const MARK: Record<ApprovalFacts['state'], string> = {
  approved: '✅ Approved',
  pending: '⏳ Waiting for approval',
  rejected: '⛔ Rejected',
  frozen: '🧊 Frozen',
  unmeetable: '🚧 Nobody can approve',
};

/** Of what somebody wrote when they rejected; it stands where they wrote it. */
const LONGEST = 300;

/** The decision as people read it, in a job summary or a comment. */
export function approvalMarkdown(
  decision: ApprovalFacts,
  about: {
    readonly planHash: string;
    readonly requirements: readonly {
      readonly required: number;
      readonly approvers: readonly string[] | undefined;
      readonly because: string | undefined;
    }[];
    readonly environment: string;
    /** What people should know beside the decision: authors that belong to no account, commits that could not be read. */
    readonly notes?: readonly string[];
    /** Where too few people can approve: what to do about it. */
    readonly advice?: string | undefined;
  },
): string {
  const short = about.planHash.slice(0, 12);
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
    const when = [
      no.at && `at ${text(no.at)}`,
      no.reason &&
        `“${text(cut(no.reason, LONGEST))}”${no.reason.length > LONGEST ? ' (their comment has the rest)' : ''}`,
    ];
    const said = when.filter(Boolean).join(', ');
    lines.push(`| rejected by | ${code(no.by)}${said ? ` ${said}` : ''} |`);
  }
  for (const blocker of decision.blockers) lines.push(`| held by | ${text(blocker)} |`);
  if (decision.frozen) {
    lines.push(`| frozen until | ${text(decision.frozen.until)}: ${text(decision.frozen.reason)} |`);
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
      lines.push(`- ${code(signal.by)}, ${signal.url ? link(what, signal.url) : text(what)}: ${text(why)}`);
    }
    lines.push('', '</details>');
  }
  return lines.join('\n');
}
