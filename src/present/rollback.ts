import type { Verdict } from '../release/snapshot.ts';
import { verdictMarkdown } from './checks.ts';
import { count } from './count.ts';
import { code, text } from './markdown.ts';
import { section } from './phases.ts';

/** What a rollback came to, as the job summary has it. */
export interface RollbackFacts {
  readonly outcome: 'done' | 'noop' | 'planned';
  /** What it leads to, as people call it. */
  readonly target: string;
  /** Versions of migrations that were undone. */
  readonly undone: readonly string[];
  readonly verdict: Verdict | undefined;
  /** Milliseconds from the decision until the target served. */
  readonly tookMs?: number | undefined;
  /** Releases that served after the target, newest first, and the migrations of each that stay. */
  readonly between?: readonly { readonly id: string; readonly migrations: readonly string[] }[];
  /** Sentences: what traffic alone does not bring back. */
  readonly stays?: readonly string[];
}

export function rollbackMarkdown(told: RollbackFacts): string {
  const { outcome, target, undone, verdict, tookMs, between = [], stays = [] } = told;
  const took = tookMs === undefined ? '' : `, ${seconds(tookMs)} after the decision`;
  const said = {
    noop: 'Nothing to roll back: this release does not serve. To ship this commit after all, start a new workflow run.',
    planned: `Dry run: traffic would be routed back to ${code(target)}.`,
    done: `Traffic is back on release ${code(target)}${took}.`,
  };
  const asked = {
    release: between.length > 1 ? `release ${target}` : 'the previous release',
    schema: 'the live schema',
  };
  const lines = [
    said[outcome],
    ...(undone.length > 0 ? ['', `Migrations undone: ${undone.map(code).join(', ')}.`] : []),
    ...(between.length > 0 ? ['', ...betweenLines(between)] : []),
    ...(verdict ? ['', verdictMarkdown(verdict, asked).trimEnd()] : []),
    ...(stays.length > 0
      ? ['', 'A rollback does not bring back:', '', ...stays.map((one) => `- ${text(one)}`)]
      : []),
  ];
  return section('rollback', lines.join('\n'));
}

function betweenLines(between: NonNullable<RollbackFacts['between']>): readonly string[] {
  return [
    `It leads over ${count(between.length, 'release')}, whose migrations stay:`,
    '',
    ...between.map(
      ({ id, migrations }) =>
        `- ${code(id)}: ${migrations.length > 0 ? migrations.map(code).join(', ') : 'no migrations'}`,
    ),
  ];
}

/** `1.2 s`. */
export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
