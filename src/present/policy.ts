import type { Json } from '../release/canonical.ts';
import type { PlanPolicy, PolicyChange } from '../release/policy.ts';
import { andMore } from './count.ts';
import { code, text } from './markdown.ts';
import { cut } from './text.ts';

const MOST_ROWS = 40;
const LONGEST = 300;

const TAKES: Record<PolicyChange['takes'], string> = {
  now: 'immediately',
  next: 'to the next release; the old one decides this release',
  never: 'not at all: only the commit says so, not the protected branch',
};

/** What an approver must know of the rules before anything else: what changes, who says so, and what is missing. */
export function policyMarkdown(input: {
  readonly policy: PlanPolicy;
  readonly sources: readonly string[];
  readonly warnings: readonly string[];
}): string[] {
  const { policy, sources, warnings } = input;
  const { changes } = policy;
  return [
    ...warnings.flatMap((warning) => ['> [!WARNING]', `> ${text(warning)}`, '']),
    ...(changes.some(({ takes }) => takes !== 'never')
      ? ['> [!IMPORTANT]', '> This release changes the rules. The old ones apply to it.', '']
      : []),
    ...(changes.length > 0
      ? [
          '| rule | old | new | applies |',
          '| --- | --- | --- | --- |',
          ...changes.slice(0, MOST_ROWS).map(row),
          '',
        ]
      : []),
    ...(changes.length > MOST_ROWS
      ? [
          `${andMore(changes.length - MOST_ROWS, { begin: '… and ', noun: 'change' })}: see the output \`plan-json\`.`,
          '',
        ]
      : []),
    ...(sources.length > 0 ? [`Rules: ${sources.map((source) => code(source)).join(', ')}.`, ''] : []),
  ];
}

function row({ key, from, to, takes }: PolicyChange): string {
  return `| ${code(key)} | ${value(from)} | ${value(to)} | ${TAKES[takes]} |`;
}

function value(json: Json): string {
  if (json === null) return 'not set';
  const whole = JSON.stringify(json);
  const shown = cut(whole, LONGEST);
  return `${code(shown)}${shown === whole ? '' : ' (the rest: see `plan-json`)'}`;
}
