import { type Shortfall, shortfallSentence } from './reach.ts';
import type { Requirement } from './requirements.ts';
import { fold } from './signals.ts';

/**
 * A policy that nobody can meet any more would hold for good: its change needs its own approval. Then, and only then, a
 * repository administrator's approval takes the place of those that cannot be given.
 * docs/adr/0017-a-policy-that-cannot-be-met.md
 */
export interface WayOut {
  /** Why an administrator's approval would not do either; undefined: it does. */
  readonly shut: string | undefined;
}

export function wayOut(facts: {
  /** Of the rules that hold. */
  readonly shortfalls: readonly Shortfall[];
  /** The protected branch changes rules of approvals, from the next release on. */
  readonly changed: boolean;
  /** The commit says other rules of approvals than the protected branch. */
  readonly differs: boolean;
  /** The same of the rules that the change brings. */
  readonly next: readonly Shortfall[];
  /** What is not known of whose work it is. */
  readonly gaps: readonly string[];
}): WayOut {
  const { shortfalls, changed, differs, next, gaps } = facts;
  const [still] = next.filter(({ never }) => never);
  if (!shortfalls.some(({ never }) => never))
    return { shut: 'a release of other people’s work can get them' };
  if (!changed) return { shut: 'this release does not change who must approve' };
  if (differs) return { shut: 'this commit does not have the change that the protected branch has' };
  if (still) return { shut: `the new rules cannot be met either: ${shortfallSentence(still)}` };
  if (gaps.length > 0) return { shut: `the authors of the release are not all known: ${gaps.join('; ')}` };
  return { shut: undefined };
}

/**
 * The administrator whose approval stands in, if one does: everything that cannot be met cannot be met by any release,
 * and whoever is left has approved.
 */
export function standIn(facts: {
  readonly shortfalls: readonly Shortfall[];
  readonly wayOut: WayOut | undefined;
  readonly unmet: readonly Requirement[];
  /** Folded logins of those whose approval counts. */
  readonly approvers: ReadonlySet<string>;
  /** Logins of administrators who named this plan's hash and did nothing of the release. */
  readonly administrators: readonly string[];
}): { readonly by: string; readonly reason: string } | undefined {
  const { shortfalls, unmet, approvers, administrators } = facts;
  const [by] = administrators;
  if (!facts.wayOut || facts.wayOut.shut !== undefined || by === undefined) return undefined;
  const short = unmet.map((one) => shortfalls.find(({ requirement, never }) => never && requirement === one));
  const impossible = short.filter((one) => one !== undefined);
  if (impossible.length < unmet.length) return undefined;
  if (impossible.some(({ left }) => left.some((login) => !approvers.has(fold(login))))) return undefined;
  return { by, reason: impossible.map(shortfallSentence).join('; ') };
}

/** What an approver, or whoever waits for one, should do about it. */
export function wayOutAdvice(shortfalls: readonly Shortfall[], out: WayOut, shortHash: string): string {
  if (!shortfalls.some(({ never }) => never))
    return 'Let somebody else start the run, or let other people write, open and merge a part of this release: whoever did any of that cannot approve it.';
  const left = [...new Set(shortfalls.flatMap((one) => (one.never ? one.left : [])))];
  if (out.shut === undefined)
    return `A repository administrator who did none of the work in this release can stand in, because it changes the rules: a comment \`/approve ${shortHash}\`${left.length > 0 ? `, in addition to ${left.join(', ')}` : ''}. Shiplock announces it, and a second person confirms it afterwards.`;
  return `No release can be approved under these rules. Give access back to somebody whom they name, or merge a change of \`approvals\` to the protected branch and ship it: a repository administrator who wrote, opened, pushed and merged none of that release can then stand in. Now that is not possible, because ${out.shut}.`;
}
