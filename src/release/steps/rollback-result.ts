import type { PhaseResult } from '../context.ts';
import type { Session } from '../session.ts';
import type { Verdict } from '../snapshot.ts';
import { verdictMarkdown } from './evidence-markdown.ts';

export type RolledBack = PhaseResult<'release-id' | 'outcome' | 'verdict' | 'serving-release'>;

/** What a rollback came to, for the summary and the outputs. */
export function result(
  session: Session,
  state: PhaseResult['state'],
  told: {
    readonly outcome: 'done' | 'noop' | 'planned';
    readonly verdict?: Verdict;
    readonly target?: string;
    readonly undone?: readonly string[];
  },
): RolledBack {
  const { outcome, verdict, target = '', undone = [] } = told;
  const lines = [
    '### rollback',
    '',
    outcome === 'noop'
      ? 'Nothing to roll back: this release does not serve. To ship this commit after all, start a new workflow run.'
      : outcome === 'planned'
        ? `Dry run: traffic would be routed back to \`${target}\`.`
        : `Traffic is back on release \`${target}\`.`,
    ...(undone.length > 0 ? ['', `Migrations undone: ${undone.map((v) => `\`${v}\``).join(', ')}.`] : []),
    ...(verdict
      ? [
          '',
          verdictMarkdown(verdict, { release: 'the previous release', schema: 'the live schema' }).trimEnd(),
        ]
      : []),
  ];
  return {
    phase: 'rollback',
    state,
    summary: `${lines.join('\n')}\n`,
    outputs: {
      'release-id': session.release.id,
      outcome,
      verdict: verdict?.answer ?? '',
      'serving-release': target,
    },
  };
}
