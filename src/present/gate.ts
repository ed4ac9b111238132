import type { GateEvidence, GateResult } from '../release/ports.ts';
import { count } from './count.ts';
import { text } from './markdown.ts';

const SAYS = { pass: '✅ pass', fail: '❌ fail', inconclusive: '⚠️ inconclusive' } as const;

/** The evidence as a person reads it in the job summary. */
export function gateMarkdown(result: GateResult): string {
  const { decision, reason, evidence } = result;
  const lines = [
    `**${SAYS[decision]}**: ${text(reason)}`,
    '',
    ...table(evidence),
    '',
    ...chart(evidence),
    `Log likelihood ratio ${evidence.logLikelihoodRatio} (pass at ≤ ${evidence.acceptBound}, fail at ≥ ${evidence.rejectBound}), ` +
      `between a failure rate of ${percent(evidence.baselineFailureRate)} (healthy) and ${percent(evidence.worstFailureRate)} (not tolerable), ` +
      `${(evidence.milliseconds / 1000).toFixed(1)} s from ${evidence.startedAt}.`,
  ];
  for (const { name, decision: would, reason: why } of result.observed ?? [])
    lines.push('', `Observed, not decided by: ${text(name)} would have said ${SAYS[would]}: ${text(why)}`);
  const examples = evidence.sources.flatMap((s) =>
    s.examples.map((example) => `- ${text(s.name)}: ${text(example)}`),
  );
  if (examples.length > 0) {
    lines.push(
      '',
      `<details><summary>${count(examples.length, 'failed sample')}</summary>`,
      '',
      ...examples,
      '',
      '</details>',
    );
  }
  return lines.join('\n');
}

/** With columns for slow answers and for what serves at the same time, where any source has them. */
function table({ sources }: GateEvidence): string[] {
  const slow = sources.some(({ timed }) => timed !== undefined);
  const control = sources.some((source) => source.control !== undefined);
  const columns = (cells: readonly (string | false)[]) =>
    `| ${cells.filter((cell) => cell !== false).join(' | ')} |`;
  return [
    columns([
      'source',
      'samples',
      'failed',
      control && 'failed of what serves',
      slow && 'slow',
      'median',
      'p95',
    ]),
    columns(['---', '---:', '---:', control && '---:', slow && '---:', '---:', '---:']),
    ...sources.map((s) =>
      columns([
        text(s.name),
        String(s.samples),
        `${s.failures}${share(s)}`,
        control && (s.control ? `${s.control.failures} of ${s.control.samples}${share(s.control)}` : '–'),
        slow &&
          (s.timed === undefined
            ? '–'
            : `${s.slow ?? 0}${share({ samples: s.timed, failures: s.slow ?? 0 })}`),
        ms(s.medianMs),
        ms(s.p95Ms),
      ]),
    ),
  ];
}

/**
 * The course of the gate as GitHub draws it: https://mermaid.js.org/syntax/xyChart.html. Three lines: the test that
 * stands worst, and the two bounds. Beyond a bound nothing is left to be seen, so the line stays close to it.
 */
function chart({ course = [], acceptBound, rejectBound }: GateEvidence): string[] {
  if (course.length < 3) return [];
  const [low, high] = [acceptBound - 1, rejectBound + 1];
  const line = (values: readonly number[]) =>
    `  line [${values.map((value) => value.toFixed(2)).join(', ')}]`;
  const clipped = course.map(({ logLikelihoodRatio }) => Math.min(high, Math.max(low, logLikelihoodRatio)));
  return [
    '```mermaid',
    'xychart-beta',
    '  title "evidence: fails at the upper line, passes at the lower one"',
    `  x-axis "seconds" 0 --> ${Math.max(1, Math.ceil(course.at(-1)?.seconds ?? 1))}`,
    `  y-axis "log likelihood ratio" ${low.toFixed(2)} --> ${high.toFixed(2)}`,
    line(clipped),
    line(course.map(() => rejectBound)),
    line(course.map(() => acceptBound)),
    '```',
    '',
  ];
}

const BARS = '▁▂▃▄▅▆▇█';

/** The same as one line of the log, while the gate runs: from the pass bound at the bottom to the fail bound at the top. */
export function sparkline({
  course = [],
  acceptBound,
  rejectBound,
}: Pick<GateEvidence, 'course' | 'acceptBound' | 'rejectBound'>): string {
  const bar = (ratio: number) => {
    const share = (ratio - acceptBound) / (rejectBound - acceptBound);
    return BARS[Math.min(BARS.length - 1, Math.max(0, Math.floor(share * BARS.length)))] ?? '';
  };
  return course.map(({ logLikelihoodRatio }) => bar(logLikelihoodRatio)).join('');
}

function share({ samples, failures }: { readonly samples: number; readonly failures: number }): string {
  return samples > 0 ? ` (${percent(failures / samples)})` : '';
}

function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(2))} %`;
}

function ms(value: number | undefined): string {
  return value === undefined ? '–' : `${value} ms`;
}
