/** A mutant that no test can or should notice, and why. */
export interface Accepted {
  readonly file: string;
  readonly mutator: string;
  readonly to: string;
  readonly why: string;
}

export const ACCEPTED: readonly Accepted[] = [];
