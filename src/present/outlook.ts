import type { CheckReport, Finding } from '../release/ports.ts';
import type { Verdict } from '../release/snapshot.ts';
import { type Brief, findingLine, listed, verdictMarkdown } from './checks.ts';
import { code, text } from './markdown.ts';

/** What a rehearsal of the pending migrations showed. */
export interface RehearsalFacts {
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly detail: string;
  readonly migrations: readonly {
    readonly file: string;
    readonly milliseconds: number;
    readonly down: string;
  }[];
  readonly findings: readonly Finding[];
  readonly surprises: readonly Finding[];
}

export interface OutlookFacts {
  readonly drift: CheckReport | undefined;
  /** Undefined: there was nothing to rehearse, or no server. */
  readonly rehearsal: RehearsalFacts | undefined;
  /** May the live release serve again once these migrations are applied? Undefined: not rehearsed. */
  readonly reversible: Verdict | undefined;
  readonly hasPending: boolean;
}

/** What an approver should know beside the plan. */
export function outlookLines(outlook: OutlookFacts, brief?: Brief): string[] {
  const { drift, rehearsal, reversible, hasPending } = outlook;
  return [
    ...driftLines(drift, brief),
    ...(rehearsal?.outcome === 'fail'
      ? ['> [!WARNING]', '> The migrations failed in their rehearsal. What went wrong is listed below.', '']
      : []),
    ...(rehearsal
      ? rehearsalLines(rehearsal, brief)
      : hasPending
        ? [
            'Not rehearsed: `rehearsal-database-url` is not set, so the plan does not predict whether this release can be rolled back.',
            '',
          ]
        : []),
    ...(reversible ? [`**Reversible**: ${verdictMarkdown(reversible, ASKED, brief)}`] : []),
  ];
}

const ASKED = { release: 'the live release', schema: 'the schema after the migrations' };

function rehearsalLines({ outcome, detail, migrations, findings, surprises }: RehearsalFacts, brief?: Brief) {
  const times = migrations.map(
    (m) => `- ${code(m.file)}: ${Math.round(m.milliseconds)} ms, down ${text(m.down)}`,
  );
  const found = (list: readonly Finding[]) =>
    listed(
      list.map((each) => findingLine(each, brief)),
      brief,
    );
  return [
    `**Rehearsal** on a throw-away database: ${outcome} (${text(detail)}).`,
    '',
    ...found(findings),
    ...found(surprises),
    ...listed(times, brief),
    '',
  ];
}

function driftLines(drift: CheckReport | undefined, brief: Brief | undefined): string[] {
  if (!drift || drift.outcome === 'pass') return [];
  const shown = listed(
    drift.findings.map((each) => findingLine(each, brief)),
    brief,
  );
  return [
    '> [!WARNING]',
    `> The schema is not the one that the live release left (${text(drift.detail)}).`,
    ...shown.map((line) => `> ${line}`),
    '',
  ];
}
