import { code, link, text } from '../../present/markdown.ts';
import { type Plan, shortHash } from '../plan.ts';
import type { PendingMigrations } from '../ports.ts';
import { upTo } from './evidence-markdown.ts';
import { policyMarkdown } from './policy-markdown.ts';

/** The plan as an approver reads it: what serves now, what will, what the database will feel, and how to say yes. */
export function planMarkdown(input: {
  readonly plan: Plan;
  readonly hash: string;
  readonly pending: PendingMigrations;
  readonly moved: readonly string[];
  readonly releaseId: string;
  /** The pending migrations for approvers, as markdown. */
  readonly migrations: string;
  /** Drift, rehearsal and reversibility, as markdown. */
  readonly outlook: string;
  /** Who says which rules hold, and what is to be said of that. */
  readonly sources: readonly string[];
  readonly warnings: readonly string[];
  /** What the settings call the hosting project. */
  readonly project?: string | undefined;
}): string {
  const { plan, hash, pending, moved, releaseId, migrations, outlook } = input;
  const lines = [
    `### Plan \`${shortHash(hash)}\` for ${text(plan.environment)}${input.project ? ` of ${text(input.project)}` : ''}`,
    '',
    ...(moved.length > 0
      ? [
          '> [!IMPORTANT]',
          '> This plan replaces an earlier one:',
          ...upTo(
            20,
            moved.map((m) => `> - ${text(m)}`),
          ),
          '',
        ]
      : []),
    ...policyMarkdown({ policy: plan.policy, sources: input.sources, warnings: input.warnings }),
    '| | now | after |',
    '| --- | --- | --- |',
    `| commit | ${plan.replaces ? `\`${plan.replaces.commit.slice(0, 12)}\`` : '—'} | \`${plan.commit.slice(0, 12)}\` |`,
    `| deployment | ${plan.production.deploymentId ? `${code(plan.production.deploymentId)}${plan.production.pinned ? ' (pinned by a rollback)' : ''}` : 'none'} | ${link(plan.deployment.id, plan.deployment.url)} |`,
    `| files | | ${plan.deployment.digest ? `digest \`${shortHash(plan.deployment.digest)}\`` : '—'} |`,
    `| migrations | ${pending.appliedCount} applied | ${pending.pending.length === 0 ? 'none pending' : `+${pending.pending.length}`} |`,
    `| proved on | | ${plan.provedBy ? `${text(plan.provedBy.environment)}, \`${plan.provedBy.releaseId}\`` : '—'} |`,
    '',
    migrations,
    ...(outlook ? [outlook] : []),
    ...(plan.kind === 'production'
      ? [
          `Approve with \`/approve ${shortHash(hash)}\`. The approval is bound to this hash: if anything above changes, it is void.`,
          '',
        ]
      : []),
    `<sub>release \`${releaseId}\` · schema \`${shortHash(plan.schemaFingerprint)}\` · plan hash \`${hash}\`</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}
