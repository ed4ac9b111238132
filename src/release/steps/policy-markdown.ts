import { code, text } from '../../present/markdown.ts';
import { cut } from '../../present/text.ts';
import { canonical, type Json } from '../canonical.ts';
import type { PlanPolicy, PolicyChange } from '../policy.ts';

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
    ...(changes.length > MOST_ROWS ? [`… and ${changes.length - MOST_ROWS} more in \`plan-json\``, ''] : []),
    ...(sources.length > 0 ? [`Rules: ${sources.map((source) => code(source)).join(', ')}.`, ''] : []),
  ];
}

function row({ key, from, to, takes }: PolicyChange): string {
  return `| ${code(key)} | ${value(from)} | ${value(to)} | ${TAKES[takes]} |`;
}

const value = (json: Json): string => (json === null ? 'not set' : code(cut(canonical(json), LONGEST)));
