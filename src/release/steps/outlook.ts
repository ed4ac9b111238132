import type { JsonObject } from '../canonical.ts';
import type { Rehearse } from '../context.ts';
import type { CheckReport, PendingMigrations } from '../ports.ts';
import type { Session } from '../session.ts';
import type { Verdict } from '../snapshot.ts';
import { findingLine, upTo, verdictMarkdown } from './evidence-markdown.ts';
import { keptSnapshot } from './kept-snapshot.ts';

/** What an approver should know beside the plan: facts that may change from hour to hour and are not hashed. */
export interface Outlook {
  /** The live schema against the one kept when the live release was finalized. */
  readonly drift: CheckReport | undefined;
  /** May the live release serve again once these migrations are applied? Undefined: not rehearsed. */
  readonly reversible: Verdict | undefined;
  readonly markdown: string;
  readonly body: JsonObject;
}

export async function lookAhead(session: Session, pending: PendingMigrations['pending']): Promise<Outlook> {
  const { replaces } = session.release;
  const kept = replaces ? keptSnapshot(await session.record.events(replaces)) : undefined;
  const drift = kept ? await session.context.schema.drift(kept) : undefined;
  const { rehearse, verdict, say } = session.context;
  const rehearsal = rehearse && pending.length > 0 ? await rehearse(say, pending) : undefined;
  if (rehearsal && rehearsal.outcome !== 'pass')
    session.context.warn(
      `The migration rehearsal ${rehearsal.outcome === 'fail' ? 'failed' : 'did not finish'} (${why(rehearsal)})`,
    );
  const before = kept ?? rehearsal?.before;
  const reversible = rehearsal?.after && before ? await verdict(before, rehearsal.after) : undefined;
  const lines = [
    ...driftLines(drift),
    ...(rehearsal?.outcome === 'fail'
      ? ['> [!WARNING]', '> The migrations failed in their rehearsal. What went wrong is listed below.', '']
      : []),
    ...(rehearsal
      ? rehearsalLines(rehearsal)
      : pending.length > 0
        ? [
            'Not rehearsed: `rehearsal-database-url` is not set, so the plan does not predict whether this release can be rolled back.',
            '',
          ]
        : []),
    ...verdictLines(reversible),
  ];
  return {
    drift,
    reversible,
    markdown: lines.join('\n'),
    body: {
      drift: drift?.outcome ?? 'skipped',
      rehearsal: rehearsal?.outcome ?? 'skipped',
      reversible: reversible?.answer ?? 'not predicted',
    },
  };
}

/** What a rehearsal showed; of a long one the first of each kind, since a comment has only so much room. */
export function rehearsalLines(rehearsal: Awaited<ReturnType<Rehearse>>): string[] {
  const { outcome, detail, migrations, findings, surprises } = rehearsal;
  const times = migrations.map((m) => `- \`${m.file}\`: ${Math.round(m.milliseconds)} ms, down ${m.down}`);
  return [
    `**Rehearsal** on a throw-away database: ${outcome} (${detail}).`,
    '',
    ...upTo(20, findings.map(findingLine)),
    ...upTo(20, surprises.map(findingLine)),
    ...upTo(20, times),
    '',
  ];
}

function why({ findings: [first], detail }: Awaited<ReturnType<Rehearse>>): string {
  return first ? `${first.object}: ${first.message}` : detail;
}

function driftLines(drift: CheckReport | undefined): string[] {
  if (!drift || drift.outcome === 'pass') return [];
  const shown = drift.findings.slice(0, 10).map((f) => `> ${findingLine(f)}`);
  return [
    '> [!WARNING]',
    `> The schema is not the one that the live release left (${drift.detail}).`,
    ...shown,
    '',
  ];
}

function verdictLines(verdict: Verdict | undefined): string[] {
  if (!verdict) return [];
  const asked = { release: 'the live release', schema: 'the schema after the migrations' };
  return [`**Reversible**: ${verdictMarkdown(verdict, asked)}`];
}
