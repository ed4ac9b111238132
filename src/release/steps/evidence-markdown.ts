import { code, fenced, text } from '../../present/markdown.ts';
import { cut } from '../../present/text.ts';
import type { CheckReport, Finding } from '../ports.ts';
import type { Verdict } from '../snapshot.ts';

const MARK = {
  pass: '✅ pass',
  fail: '❌ **fail**',
  unknown: '❓ **could not verify**',
  skipped: '⏭️ skipped',
} as const;
/** A job summary holds 1 MiB: https://docs.github.com/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits */
const MOST_FINDINGS = 50;
const LONGEST = 600;

const NAMES: Readonly<Record<CheckReport['check'], string>> = {
  'verify-sql': 'Verify SQL',
  contract: 'App contract',
  rls: 'Row-level security',
  drift: 'Drift',
  advisors: 'Supabase advisors',
  api: 'Data API',
  performance: 'Performance',
  pgtap: 'pgTAP',
};

/** What `verify` found, for the job summary: a table first, then each finding with the SQL that mends it. */
export function reportsMarkdown(reports: readonly CheckReport[]): string {
  const lines = [
    '| check | outcome | details |',
    '| --- | --- | --- |',
    ...reports.map((r) => `| ${NAMES[r.check]} | ${MARK[r.outcome]} | ${text(r.detail)} |`),
    ...reports.filter((r) => r.findings.length > 0).flatMap(findings),
  ];
  return `${lines.join('\n')}\n`;
}

function findings(report: CheckReport): string[] {
  const shown = report.findings.slice(0, MOST_FINDINGS);
  const left = report.findings.length - shown.length;
  return [
    '',
    `#### ${NAMES[report.check]}`,
    '',
    ...shown.flatMap((f) => [findingLine(f), ...(f.mend ? ['', ...fenced(f.mend, 'sql', '  '), ''] : [])]),
    ...(left > 0 ? [`- … and ${left} more`] : []),
  ];
}

/** The first of many lines, and how many are left out. */
export function upTo(most: number, lines: readonly string[]): string[] {
  const shown = lines.slice(0, most);
  const left = lines.length - shown.length;
  return left > 0 ? [...shown, '', `… and ${left} more`] : shown;
}

/** One finding as a list item of a length that an approver reads. Names come from the catalog, so they are code. */
export function findingLine({ object, message, place }: Finding): string {
  const at = place ? ` (${text(`${place.file}${place.line ? `:${place.line}` : ''}`)})` : '';
  return `- ${code(cut(object, LONGEST))}: ${text(cut(message, LONGEST))}${at}`;
}

/** Whom a verdict is about, and on which schema, in the middle of a sentence. */
interface Question {
  readonly release: string;
  readonly schema: string;
}

const ANSWERS: Readonly<Record<Verdict['answer'], (asked: Question) => string>> = {
  safe: ({ release, schema }) => `✅ **safe**: ${release} works with ${schema}.`,
  unsafe: ({ release, schema }) =>
    `❌ **unsafe**: ${release} does not work with ${schema}: **rolling back traffic will not work**.`,
  unknown: ({ release, schema }) =>
    `❓ **unknown**: Shiplock cannot tell whether ${release} works with ${schema}.`,
};

/** A verdict with its reasons, for the job summary and the approver. */
export function verdictMarkdown(verdict: Verdict, asked: Question): string {
  const shown = verdict.reasons.slice(0, MOST_FINDINGS);
  const left = verdict.reasons.length - shown.length;
  const lines = [
    ANSWERS[verdict.answer](asked),
    ...(shown.length > 0 ? ['', '| | object | why |', '| --- | --- | --- |'] : []),
    ...shown.map((r) => `| ${r.answer} | ${code(r.object)} | ${text(r.why)} |`),
    ...(left > 0 ? ['', `… and ${left} more reasons`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
