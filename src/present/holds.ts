import type { Hold } from '../release/record/holds.ts';

type Facts = Pick<Hold, 'id' | 'commit' | 'rolledBack' | 'by' | 'reason' | 'at'>;

/** What holds which releases, who says so and why. Plain text: who shows it escapes it. */
export function holdLine(hold: Facts, environment: string): string {
  const { id, commit, rolledBack, by, reason, at } = hold;
  const since = at.slice(0, 'YYYY-MM-DDTHH:MM'.length);
  const why = reason ? `: ${reason}` : '';
  if (commit === null) return `${environment} is held by ${by} since ${since}Z (${id})${why}`;
  const short = commit.slice(0, 12);
  return rolledBack
    ? `commit ${short} is quarantined: release ${id} was rolled back at ${since}Z by ${by}${why}`
    : `commit ${short} is held by ${by} since ${since}Z (${id})${why}`;
}

/** The command that lifts it. */
export const liftCommand = (id: string, environment: string): string =>
  `\`shiplock hold lift --environment ${environment} --hold-id ${id} --reason "…"\``;

/** Who lifted it and why. */
export function liftedLine(hold: Facts & Required<Pick<Hold, 'lifted'>>): string {
  const { id, commit, lifted } = hold;
  return `this release contains ${commit?.slice(0, 12) ?? ''}, whose hold (${id}) ${lifted.by} lifted at ${lifted.at.slice(0, 'YYYY-MM-DDTHH:MM'.length)}Z: ${lifted.reason}`;
}

/** What a command did, for whoever ran it. */
export function doneToHold(hold: Facts & Pick<Hold, 'lifted'>, environment: string): string {
  const { id, lifted } = hold;
  if (lifted)
    return `${id} was lifted by ${lifted.by} at ${lifted.at.slice(0, 'YYYY-MM-DDTHH:MM'.length)}Z: ${lifted.reason}`;
  return `${holdLine(hold, environment)}. Lift it with ${liftCommand(id, environment)}`;
}
