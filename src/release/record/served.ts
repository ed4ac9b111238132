/** What serves an environment from a moment on, as its record says. */
export interface Serving {
  readonly commit: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * How long a commit has served, in milliseconds: all its spells together, whatever served between them.
 * @param spells newest first; each lasts until the one before it in the list begins, the first until `now`
 */
export function servedFor(commit: string, spells: readonly Serving[], now: number): number {
  let until = now;
  let total = 0;
  for (const spell of spells) {
    if (spell.commit === commit) total += Math.max(0, until - spell.at);
    until = spell.at;
  }
  return total;
}
