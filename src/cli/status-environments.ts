import { count } from '../present/count.ts';
import { holdLine, liftCommand } from '../present/holds.ts';
import type { Database } from '../release/ports.ts';
import { type Hold, holdsOf } from '../release/record/holds.ts';
import type { Release, ReleaseRecord } from '../release/record/record.ts';
import { contractCutShort, doubtsOf, waitsFor } from '../release/stands.ts';
import type { ReleaseState } from '../release/state.ts';

export interface StatusRow extends Release {
  readonly state: ReleaseState;
}

/** So many quarantined commits are named; older ones are counted. */
const NAMED = 3;

/** Where each environment stands: what serves, what is in doubt, what waits and for whom, what holds it. */
export async function environmentLines(
  database: Database,
  record: ReleaseRecord,
  rows: readonly StatusRow[],
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const environment of [...new Set(rows.map((row) => row.environment))].sort()) {
    const serving = await record.serving(environment);
    lines.push(
      '',
      serving
        ? `${environment} serves ${serving.id} of commit ${serving.commit.slice(0, 12)}, by the record`
        : `${environment} serves no release of the record`,
    );
    for (const row of rows.filter((one) => one.environment === environment))
      lines.push(...openLines(row, row.id === serving?.id));
    const holds = (await holdsOf(database, environment, undefined)).filter(({ lifted }) => !lifted);
    lines.push(...holdLines(holds, environment));
  }
  return lines;
}

function openLines({ id, commit, environment, state }: StatusRow, serves: boolean): readonly string[] {
  const waits = waitsFor(state);
  const cut = serves ? contractCutShort(state) : undefined;
  if (!waits && !cut) return [];
  const what = cut
    ? `was to apply the contract migrations ${cut.versions.join(', ')}, and was cut short`
    : waits?.what;
  return [
    ...doubtsOf(state).map(
      ({ call, since }) => `  in doubt: ${call} of ${id} was sent at ${since}, and the record has no answer`,
    ),
    `  ${id} of ${commit.slice(0, 12)} ${what}`,
    `    to continue: \`git checkout ${commit} && shiplock resume --environment ${environment}\``,
  ];
}

function holdLines(holds: readonly Hold[], environment: string): readonly string[] {
  const byHand = holds.filter(({ rolledBack }) => !rolledBack);
  const quarantined = holds.filter(({ rolledBack }) => rolledBack);
  const left = quarantined.length - NAMED;
  return [
    ...[...byHand, ...quarantined.slice(-NAMED)].map(
      (hold) => `  ${holdLine(hold, environment)} (${liftCommand(hold.id, environment)})`,
    ),
    ...(left > 0 ? [`  ${count(left, 'more commit')} of earlier releases, rolled back and still held`] : []),
  ];
}
