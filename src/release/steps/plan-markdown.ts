import { type Plan, shortHash } from '../plan.ts';
import type { MigrationPlan, PendingMigrations } from '../ports.ts';

/** The plan as an approver reads it: what serves now, what will, what the database will feel, and how to say yes. */
export function planMarkdown(input: {
  readonly plan: Plan;
  readonly hash: string;
  readonly pending: PendingMigrations;
  readonly moved: readonly string[];
  readonly releaseId: string;
}): string {
  const { plan, hash, pending, moved, releaseId } = input;
  const lines = [
    `### Plan \`${shortHash(hash)}\` for ${plan.environment}`,
    '',
    ...(moved.length > 0
      ? ['> [!IMPORTANT]', '> This plan replaces an earlier one:', ...moved.map((m) => `> - ${m}`), '']
      : []),
    '| | now | after |',
    '| --- | --- | --- |',
    `| commit | ${plan.replaces ? `\`${plan.replaces.commit.slice(0, 12)}\`` : '—'} | \`${plan.commit.slice(0, 12)}\` |`,
    `| deployment | ${plan.production.deploymentId ? `\`${plan.production.deploymentId}\`${plan.production.pinned ? ' (pinned by a rollback)' : ''}` : 'none'} | [\`${plan.deployment.id}\`](${plan.deployment.url}) |`,
    `| migrations | ${pending.appliedCount} applied | ${pending.pending.length === 0 ? 'none pending' : `+${pending.pending.length}`} |`,
    `| proved on | | ${plan.provedBy ? `${plan.provedBy.environment}, \`${plan.provedBy.releaseId}\`` : '—'} |`,
    '',
    ...migrationTable(pending),
    ...(plan.kind === 'production'
      ? [
          `Approve with \`/approve ${shortHash(hash)}\`. The approval is bound to this hash: when anything above changes, it is void.`,
          '',
        ]
      : []),
    `<sub>release \`${releaseId}\` · schema \`${shortHash(plan.schemaFingerprint)}\` · plan hash \`${hash}\`</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

function migrationTable(pending: PendingMigrations): string[] {
  if (pending.pending.length === 0) return ['No migration is pending.', ''];
  return [
    '| migration | kind | strongest lock | rewrites | loses data | hazards |',
    '| --- | --- | --- | --- | --- | --- |',
    ...pending.pending.map(row),
    '',
    ...(pending.facts.length > 0
      ? [
          `Tables touched: ${pending.facts.map((f) => `\`${f.relation}\` (${f.rows.toLocaleString('en-US')} rows, ${size(f.bytes)})`).join(', ')}.`,
          '',
        ]
      : []),
    '<details><summary>Every statement</summary>',
    '',
    ...pending.pending.flatMap((m) =>
      m.statements.map(
        (s) =>
          `- \`${m.file}:${s.line}\` ${code(s.summary)}: ${s.locks.map((l) => `${l.level} on \`${l.relation}\``).join(', ') || 'no lock on a live table'}`,
      ),
    ),
    '',
    '</details>',
    '',
    ...(pending.ignored.length > 0
      ? [`Left alone: ${pending.ignored.map((i) => `\`${i.file}\` (${i.why})`).join(', ')}.`, '']
      : []),
  ];
}

const STRENGTH = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

function row(migration: MigrationPlan): string {
  const locks = migration.statements.flatMap((s) => s.locks);
  const strongest = locks.toSorted((a, b) => STRENGTH.indexOf(b.level) - STRENGTH.indexOf(a.level))[0];
  const hazards = migration.statements.flatMap((s) => s.hazards.filter((h) => h.severity !== 'info'));
  const yes = (flag: boolean) => (flag ? '**yes**' : 'no');
  return `| \`${migration.file}\` | ${migration.phase} | ${strongest ? `${strongest.level} on \`${strongest.relation}\`` : 'none'} | ${yes(
    migration.statements.some((s) => s.rewrites),
  )} | ${yes(migration.statements.some((s) => s.losesData))} | ${
    hazards.map((h) => `${h.rule}${h.allowed ? ` (allowed: ${text(h.allowed.reason)})` : ''}`).join(', ') ||
    '—'
  } |`;
}

const size = (bytes: number) =>
  bytes < 1 << 20 ? `${Math.ceil(bytes / 1024)} kB` : `${Math.round(bytes / (1 << 20))} MB`;
/** Text of a file inside a table cell: no pipe, no line break, no tag may get out. */
const text = (value: string) => value.replace(/[|\r\n<>`]/g, ' ');
const code = (value: string) => `\`${text(value)}\``;
