import type { CheckReport, Finding } from '../release/ports.ts';
import type { Verdict } from '../release/snapshot.ts';
import { andMore } from './count.ts';
import { code, fenced, text } from './markdown.ts';
import { cut } from './text.ts';

const MARK = {
  pass: '✅ pass',
  fail: '❌ **fail**',
  unknown: '❓ **could not verify**',
  skipped: '⏭️ skipped',
} as const;
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
  return [
    '',
    `#### ${NAMES[report.check]}`,
    '',
    ...report.findings.flatMap((f) => [
      findingLine(f),
      ...(f.mend ? ['', ...fenced(f.mend, 'sql', '  '), ''] : []),
    ]),
  ];
}

/** Where there is little room: how much of a list is shown, and where the whole is. Without one, all of it is shown. */
export interface Brief {
  readonly most: number;
  /** Of a text of others, in characters. */
  readonly longest: number;
  /** Continues "see". */
  readonly whole: string;
}

/** Lines that begin with a sign of their own, such as list items: all of them, or the first and how many are left out. */
export function listed(lines: readonly string[], brief: Brief | undefined): string[] {
  const shown = lines.slice(0, brief?.most ?? lines.length);
  const left = lines.length - shown.length;
  return left > 0 && brief
    ? [...shown, `${andMore(left, { begin: '- … and ' })}: see ${brief.whole}`]
    : shown;
}

/** One finding as a list item. Names come from the catalog, so they are code. */
export function findingLine({ object, message, place }: Finding, brief?: Brief): string {
  const at = place ? ` (${text(`${place.file}${place.line ? `:${place.line}` : ''}`)})` : '';
  const [name, words] = [short(object, brief), short(message, brief)];
  const rest = brief && (name !== object || words !== message) ? ` (the rest: see ${brief.whole})` : '';
  return `- ${code(name)}: ${text(words)}${at}${rest}`;
}

const short = (words: string, brief: Brief | undefined): string =>
  brief ? cut(words, brief.longest) : words;

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
export function verdictMarkdown(verdict: Verdict, asked: Question, brief?: Brief): string {
  const shown = verdict.reasons.slice(0, brief?.most ?? verdict.reasons.length);
  const left = verdict.reasons.length - shown.length;
  const lines = [
    ANSWERS[verdict.answer](asked),
    ...(shown.length > 0 ? ['', '| | object | why |', '| --- | --- | --- |'] : []),
    ...shown.map((r) => `| ${r.answer} | ${code(short(r.object, brief))} | ${reason(r.why, brief)} |`),
    ...(left > 0 && brief
      ? ['', `${andMore(left, { begin: '… and ', noun: 'reason' })}: see ${brief.whole}.`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function reason(why: string, brief: Brief | undefined): string {
  const words = short(why, brief);
  return `${text(words)}${brief && words !== why ? ` (the rest: see ${brief.whole})` : ''}`;
}
