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
    '| source | samples | failed | median | p95 |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...evidence.sources.map(
      (s) =>
        `| ${text(s.name)} | ${s.samples} | ${s.failures}${share(s)} | ${ms(s.medianMs)} | ${ms(s.p95Ms)} |`,
    ),
    '',
    `Log likelihood ratio ${evidence.logLikelihoodRatio} (pass at ≤ ${evidence.acceptBound}, fail at ≥ ${evidence.rejectBound}), ` +
      `between a failure rate of ${percent(evidence.baselineFailureRate)} (healthy) and ${percent(evidence.worstFailureRate)} (not tolerable), ` +
      `${(evidence.milliseconds / 1000).toFixed(1)} s from ${evidence.startedAt}.`,
  ];
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

function share({ samples, failures }: GateEvidence['sources'][number]): string {
  return samples > 0 ? ` (${percent(failures / samples)})` : '';
}

function percent(rate: number): string {
  return `${Number((rate * 100).toFixed(2))} %`;
}

function ms(value: number | undefined): string {
  return value === undefined ? '–' : `${value} ms`;
}
