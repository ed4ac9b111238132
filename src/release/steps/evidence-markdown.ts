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
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
/** A fence longer than any run of backticks inside. */
const fenced = (sql: string): string[] => {
  const fence = '`'.repeat(Math.max(3, ...[...sql.matchAll(/`+/g)].map((m) => m[0].length + 1)));
  return [`  ${fence}sql`, ...sql.split('\n').map((line) => `  ${line}`), `  ${fence}`];
};
const inline = (text: string): string => (text.includes('`') ? text.replaceAll('`', "'") : text);

/** What `verify` found, for the job summary: a table first, then each finding with the SQL that mends it. */
export function reportsMarkdown(reports: readonly CheckReport[]): string {
  const lines = [
    '| check | outcome | looked at |',
    '| --- | --- | --- |',
    ...reports.map((r) => `| ${NAMES[r.check]} | ${MARK[r.outcome]} | ${cell(r.detail)} |`),
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
    ...shown.flatMap((f) => [findingLine(f), ...(f.mend ? ['', ...fenced(f.mend), ''] : [])]),
    ...(left > 0 ? [`- … and ${left} more`] : []),
  ];
}

/** The first of many lines, each of a length that an approver reads, and how many are left out. */
export function upTo(most: number, lines: readonly string[]): string[] {
  const shown = lines
    .slice(0, most)
    .map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line));
  const left = lines.length - shown.length;
  return left > 0 ? [...shown, '', `… and ${left} more`] : shown;
}

/** One finding as a list item. Names come from the catalog, so they are shown as code. */
export function findingLine({ object, message, place }: Finding): string {
  const at = place ? ` (${place.file}${place.line ? `:${place.line}` : ''})` : '';
  return `- \`${inline(object)}\`: ${cell(message)}${at}`;
}

/** Whom a verdict is about, and on which schema, in the middle of a sentence. */
interface Question {
  readonly release: string;
  readonly schema: string;
}

const ANSWERS: Readonly<Record<Verdict['answer'], (asked: Question) => string>> = {
  safe: ({ release, schema }) => `✅ **safe**: ${release} can serve on ${schema}.`,
  unsafe: ({ release, schema }) =>
    `❌ **unsafe**: ${release} cannot serve on ${schema}: **there is no way back by moving traffic**.`,
  unknown: ({ release, schema }) =>
    `❓ **unknown**: whether ${release} can serve on ${schema} cannot be decided.`,
};

/** A verdict with its reasons, for the job summary and the approver. */
export function verdictMarkdown(verdict: Verdict, asked: Question): string {
  const shown = verdict.reasons.slice(0, MOST_FINDINGS);
  const left = verdict.reasons.length - shown.length;
  const lines = [
    ANSWERS[verdict.answer](asked),
    ...(shown.length > 0 ? ['', '| | object | why |', '| --- | --- | --- |'] : []),
    ...shown.map((r) => `| ${r.answer} | \`${cell(inline(r.object))}\` | ${cell(r.why)} |`),
    ...(left > 0 ? ['', `… and ${left} more reasons`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
