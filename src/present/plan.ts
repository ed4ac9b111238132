import type { Plan } from '../release/plan.ts';
import type { PendingMigrations } from '../release/ports.ts';
import type { ReleasedCommit } from '../release/steps/commits.ts';
import { type Brief, listed } from './checks.ts';
import { commitsMarkdown } from './commits.ts';
import { code, link, text } from './markdown.ts';
import { migrationsMarkdown } from './migrations.ts';
import { type OutlookFacts, outlookLines } from './outlook.ts';
import { policyMarkdown } from './policy.ts';
import { COMMENT } from './surfaces.ts';
import { type HeldFiles, heldBack } from './waiting.ts';

/** Where a plan is read: a comment has little room, and the job summary of the same run has the whole. */
export type PlanSurface = 'comment' | 'summary';

const BRIEF: Readonly<Record<PlanSurface, Brief | undefined>> = {
  comment: { most: 10, longest: 300, whole: 'the job summary' },
  summary: undefined,
};
/** The comment's marker stands beside it. */
const ROOM = COMMENT - 500;

export interface PlanFacts {
  readonly plan: Plan;
  readonly hash: string;
  readonly pending: PendingMigrations;
  readonly moved: readonly string[];
  readonly releaseId: string;
  readonly outlook: OutlookFacts;
  /** Authors that belong to no account. Sentences. */
  readonly authors: readonly string[];
  readonly held: HeldFiles;
  /** Who says which rules hold, and what is to be said of that. */
  readonly sources: readonly string[];
  readonly warnings: readonly string[];
  /** What serves is not what the last release deployed; its commit, where that is known. */
  readonly outside?: { readonly commit: string | undefined } | undefined;
  /** Since the one that serves; undefined: nobody could list them. */
  readonly commits?: readonly ReleasedCommit[] | undefined;
  /** What the settings call the hosting project. */
  readonly project?: string | undefined;
}

/** The plan as an approver reads it: what serves now, what will, what the database will feel, and how to say yes. */
export function planMarkdown(facts: PlanFacts, surface: PlanSurface): string {
  const besides = page(facts, surface, '').length;
  return page(facts, surface, migrationsOn(surface, facts.pending, besides));
}

/** What stands beside the migrations keeps its room: how to approve must not be what a comment has no room for. */
function migrationsOn(surface: PlanSurface, pending: PendingMigrations, besides: number): string {
  const brief = BRIEF[surface];
  return migrationsMarkdown(pending, brief && { limit: ROOM - besides, whole: brief.whole });
}

function page(facts: PlanFacts, surface: PlanSurface, migrations: string): string {
  const { plan, hash, pending, moved, releaseId, held } = facts;
  const brief = BRIEF[surface];
  const waiting = heldBack(held);
  const serving = facts.outside ? facts.outside.commit : plan.replaces?.commit;
  const lines = [
    `### Plan \`${short(hash)}\` for ${text(plan.environment)}${facts.project ? ` of ${text(facts.project)}` : ''}`,
    '',
    ...(moved.length > 0
      ? [
          '> [!IMPORTANT]',
          '> This plan replaces an earlier one:',
          ...listed(
            moved.map((m) => `- ${text(m)}`),
            brief,
          ).map((line) => `> ${line}`),
          '',
        ]
      : []),
    ...policyMarkdown({ policy: plan.policy, sources: facts.sources, warnings: facts.warnings }),
    ...(plan.fastLane ? [fastLaneLine(plan.fastLane), ''] : []),
    '| | now | after |',
    '| --- | --- | --- |',
    `| commit | ${serving ? code(serving.slice(0, 12)) : '—'} | \`${plan.commit.slice(0, 12)}\` |`,
    `| deployment | ${plan.production.deploymentId ? `${code(plan.production.deploymentId)}${plan.production.pinned ? ' (pinned by a rollback)' : ''}` : 'none'} | ${link(plan.deployment.id, plan.deployment.url)} |`,
    `| files | | ${plan.deployment.digest ? `digest \`${short(plan.deployment.digest)}\`${plan.deployment.prebuilt ? ', built by the deploy job, not by hosting' : ''}` : '—'} |`,
    `| migrations | ${pending.appliedCount} applied | ${pending.pending.length === 0 ? 'none pending' : `+${pending.pending.length}`} |`,
    `| proved on | | ${plan.provedBy ? `${text(plan.provedBy.environment)}, \`${plan.provedBy.releaseId}\`` : '—'} |`,
    '',
    ...commitsMarkdown(facts.commits, serving),
    waiting ? `${migrations}\n${waiting}` : migrations,
    ...outlookLines(facts.outlook, brief),
    ...(facts.authors.length > 0
      ? ['', '#### Authors', '', ...facts.authors.map((note) => `- ⚠️ ${text(note)}`), '']
      : []),
    ...(plan.kind === 'production'
      ? [
          `Approve with \`/approve ${short(hash)}\`. The approval is bound to this hash: if anything above changes, it is void.`,
          '',
        ]
      : []),
    `<sub>release \`${releaseId}\` · schema \`${short(plan.schemaFingerprint)}\` · plan hash \`${hash}\`</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

function fastLaneLine({ because, releaseId, commit }: NonNullable<Plan['fastLane']>): string {
  const why =
    because === 'served-before'
      ? `this commit served here before, as release ${code(releaseId)}`
      : `it is a revert: its files are exactly those of ${code(commit.slice(0, 12))}, which served as release ${code(releaseId)}`;
  return `**Fast lane**: ${why}, and no migration is pending. So \`fastLane\` of the settings applies: fewer approvals, shorter gates.`;
}

/** As people type it. */
const short = (hash: string): string => hash.slice(0, 12);

/** A reason not to go on, with its markdown evidence. */
interface Refusal {
  readonly code: string;
  readonly what: string;
  readonly next: string;
  readonly evidence?: string;
}

/** Everything that refuses a plan, with the whole table. */
export function refusedMarkdown(
  environment: string,
  refusals: readonly Refusal[],
  pending: PendingMigrations,
  surface: PlanSurface,
): string {
  const problems = refusals.flatMap(({ code: id, what, next, evidence }) => [
    `- ${code(id)} ${text(what)}`,
    ...next.split('\n').map((line) => `  - ${text(line)}`),
    ...(evidence ? ['', evidence.trim(), ''] : []),
  ]);
  const head = `### Plan refused for ${text(environment)}\n\n${problems.join('\n')}\n\n`;
  return `${head}${migrationsOn(surface, pending, head.length)}`;
}

/** The pending migrations alone, whole. */
export const pendingMarkdown = (pending: PendingMigrations): string => migrationsOn('summary', pending, 0);
