import { count } from '../present/count.ts';
import type { Access, ApprovalSignal, Rejection, Remembered } from '../release/ports.ts';
import { rejectionOf } from '../release/rejection.ts';

export type { Rejection, Remembered } from '../release/ports.ts';

/** Shorter prefixes of a plan hash are too easy to make collide on purpose. */
export const SHORTEST_PREFIX = 12;

export interface Ignored {
  readonly signal: ApprovalSignal;
  readonly why: string;
}

/** What the rules ask of a signal. */
export interface Standard {
  /** SHA-256 of the plan, 64 hex digits. */
  readonly planHash: string;
  /** Hashes of other plans that people were asked about for this commit. */
  readonly otherPlans: readonly string[];
  /** Folded logins whose work it is, each with what they did. */
  readonly own: ReadonlyMap<string, string>;
  readonly allowSelf: boolean;
  /** Undefined: they count. Else why they do not. */
  readonly bareReviews: string | undefined;
  /** Role that an approver needs at least. */
  readonly role: string;
  /** ISO 8601: approvals given before do not count; a review is as old as its run. */
  readonly since: string | undefined;
  readonly reviewsSince: string | undefined;
}

export interface Sifted {
  /** Approvals that count. */
  readonly approvals: readonly ApprovalSignal[];
  /** Noes that stand: nobody's later yes took them back. */
  readonly rejections: readonly Rejection[];
  /** Every no that anybody entitled gave, for the memory. */
  readonly seen: readonly Rejection[];
  readonly ignored: readonly Ignored[];
}

/** Tells what counts from what does not. A yes is held to everything in the standard, a no to next to nothing. */
export function sift(
  signals: readonly ApprovalSignal[],
  remembered: readonly Remembered[],
  standard: Standard,
): Sifted {
  const approvals: ApprovalSignal[] = [];
  const noes: Remembered[] = [];
  const seen: Rejection[] = [];
  const ignored: Ignored[] = [];
  for (const signal of signals) {
    const why = signal.state === 'rejected' ? notANo(signal, standard) : notAYes(signal, standard);
    if (signal.state === 'rejected' && notEntitled(signal, standard) === undefined)
      seen.push(rejectionOf(signal));
    if (why !== undefined) ignored.push({ signal, why });
    else if (signal.state === 'approved') approvals.push(signal);
    else noes.push(rejectionOf(signal));
  }
  const current = new Set(noes.map(key));
  for (const old of remembered)
    if (!current.has(key(old)) && meant(old, standard) !== 'other') noes.push(old);
  const rejections = noes.filter((no) => !signals.some((signal) => withdraws(signal, no, standard)));
  return { approvals, rejections: rejections.toSorted(byTime), seen: seen.toSorted(byTime), ignored };
}

/** Noes alone, for the last look before a write. */
export function standingNoes(
  signals: readonly ApprovalSignal[],
  remembered: readonly Remembered[],
  plan: Pick<Standard, 'planHash' | 'otherPlans' | 'role'>,
): { readonly standing: readonly Rejection[]; readonly seen: readonly Rejection[] } {
  const { rejections, seen } = sift(signals, remembered, {
    ...plan,
    otherPlans: plan.otherPlans.filter((hash) => hash !== plan.planHash),
    ...{ own: new Map(), allowSelf: true, bareReviews: undefined, since: undefined, reviewsSince: undefined },
  });
  return { standing: rejections, seen };
}

/** One order for the same noes, whatever order they were read in. */
function byTime(one: Rejection, two: Rejection): number {
  const text = (no: Rejection) => JSON.stringify([no.at, no.by, no.via, no.id, no.planHash, no.reason]);
  return text(one) < text(two) ? -1 : 1;
}

/** Why nobody hears this signal; undefined: it is heard, if only as a no. */
function whyUnheard(signal: ApprovalSignal): string | undefined {
  if (signal.invalid !== undefined) return signal.invalid;
  if (signal.by.trim() === '') return 'it is not known who gave it';
  if (fold(signal.by).endsWith('[bot]')) return 'a bot gave it';
  return signal.access ? undefined : `the permissions of ${signal.by} in the repository are unknown`;
}

/** Nobody who may write is kept from stopping a release: a no needs neither a hash nor a second person. */
function notANo(signal: ApprovalSignal, standard: Standard): string | undefined {
  const other = digits(signal)[0]?.slice(0, 12);
  return (
    notEntitled(signal, standard) ??
    (meant(signal, standard) === 'other' ? `it names another plan, ${other}` : undefined)
  );
}

function notEntitled(signal: ApprovalSignal, standard: Standard): string | undefined {
  const unheard = whyUnheard(signal);
  if (unheard !== undefined) return unheard;
  const may = meets(signal.access!, 'write') || meets(signal.access!, standard.role);
  return may ? undefined : lacks(signal, 'write');
}

function notAYes(signal: ApprovalSignal, standard: Standard): string | undefined {
  const unheard = whyUnheard(signal);
  if (unheard !== undefined) return unheard;
  if (signal.planHash !== undefined && signal.planHash.length < SHORTEST_PREFIX)
    return `it names only ${count(signal.planHash.length, 'digit')} of a plan hash; at least ${SHORTEST_PREFIX} are needed`;
  const plan = meant(signal, standard);
  if (plan === 'other' || (plan === 'unknown' && signal.planHash !== undefined))
    return `it names another plan, ${(signal.planHash ?? digits(signal)[0] ?? '').slice(0, 12)}`;
  if (!meets(signal.access!, standard.role)) return lacks(signal, standard.role);
  const bare = plan !== 'this';
  if (bare && signal.via === 'comment') return 'it names no plan hash';
  if (bare && standard.bareReviews !== undefined) return standard.bareReviews;
  const did = standard.own.get(fold(signal.by));
  if (!standard.allowSelf && did !== undefined) return `${signal.by} ${did}`;
  return tooOld(signal, standard);
}

/** A review carries no time, so it is taken to be as old as the run in which it was given. */
function tooOld(signal: ApprovalSignal, standard: Standard): string | undefined {
  if (standard.since === undefined) return undefined;
  const at = Date.parse(signal.at ?? (signal.via === 'review' ? (standard.reviewsSince ?? '') : ''));
  if (at >= Date.parse(standard.since)) return undefined;
  return signal.via === 'review'
    ? 'it might have expired: a review has no time, and its run is older than an approval can be'
    : `it expired: it was given at ${signal.at ?? 'an unknown time'}`;
}

/** A no is taken back by the same person's yes to this plan that is known to be later, whether or not that yes counts. */
function withdraws(signal: ApprovalSignal, no: Remembered, standard: Standard): boolean {
  return (
    signal.state === 'approved' &&
    fold(signal.by) === fold(no.by) &&
    whyUnheard(signal) === undefined &&
    meant(signal, standard) === 'this' &&
    Date.parse(signal.at ?? '') > Date.parse(no.at ?? no.seenAt ?? '')
  );
}

/** Which plan a signal's digits mean, by comparing with hashes that are known and never by how they look. */
function meant(
  signal: Pick<ApprovalSignal, 'planHash' | 'mentions'>,
  standard: Pick<Standard, 'planHash' | 'otherPlans'>,
): 'this' | 'other' | 'unknown' {
  const named = digits(signal);
  if (named.some((hash) => namesPlan(hash, standard.planHash))) return 'this';
  return named.some((hash) => known(hash, standard.otherPlans)) ? 'other' : 'unknown';
}

/**
 * An administrator by GitHub's own word, who named this plan's hash and did nothing of the release, whatever the
 * settings let authors do. Of approvals that count.
 */
export function isAdministrator(signal: ApprovalSignal, standard: Standard): boolean {
  return (
    signal.access?.permission === 'admin' &&
    digits(signal).length > 0 &&
    meant(signal, standard) === 'this' &&
    !standard.own.has(fold(signal.by))
  );
}

const digits = (signal: Pick<ApprovalSignal, 'planHash' | 'mentions'>): readonly string[] =>
  signal.planHash === undefined ? (signal.mentions ?? []) : [signal.planHash];

const known = (hash: string, plans: readonly string[]) => plans.some((plan) => namesPlan(hash, plan));

/** Does the hash that a person named mean this plan? */
export function namesPlan(named: string, planHash: string): boolean {
  const text = named.toLowerCase();
  return text.length >= SHORTEST_PREFIX && planHash.toLowerCase().startsWith(text);
}

const RANK: readonly string[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** A role that the organization named itself is met by that role and by admin alone. */
export function meets(access: Access, role: string): boolean {
  if (fold(access.role) === fold(role)) return true;
  const wanted = RANK.indexOf(fold(role));
  const has = RANK.indexOf(access.permission);
  return wanted === -1 ? access.permission === 'admin' : has >= wanted;
}

const lacks = (signal: ApprovalSignal, role: string) =>
  `${signal.by} is not allowed to: that requires the role ${role}, and theirs is ${signal.access?.role}`;

/** Tells two noes apart: by the comment, or, where there is none, by person and way. */
export function key(no: Rejection): string {
  return no.id ?? `${no.via}:${fold(no.by)}`;
}

/** Logins are compared without case, as GitHub does. */
export function fold(login: string): string {
  return login.trim().toLowerCase();
}
