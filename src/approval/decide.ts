import { configurationError } from '../release/errors.ts';
import type { ApprovalSignal } from '../release/ports.ts';
import { type Frozen, frozenAt } from './freeze.ts';
import type { ApprovalSettings, FreezeWindow } from './settings.ts';

/** Shorter prefixes of a plan hash are too easy to make collide on purpose. */
export const SHORTEST_PREFIX = 12;
export const SHORTEST_REASON = 20;

export interface ApprovalQuestion {
  /** SHA-256 of the plan, 64 hex digits. */
  readonly planHash: string;
  /** How many people must approve. */
  readonly required: number;
  readonly signals: readonly ApprovalSignal[];
  /** Logins that made the commit. */
  readonly authors: readonly string[];
  /** Actor and triggering actor of every attempt of the run: whoever runs it again is no second pair of eyes. */
  readonly runActors: readonly string[];
  readonly allowSelf?: boolean;
  /**
   * Whether a review that names no hash counts. Reviews carry no time at GitHub, so in a run that was started again
   * such a review may have been of an earlier plan: pass `ignore` there.
   */
  readonly bareReviews?: 'count' | 'ignore';
  readonly freezeWindows: readonly FreezeWindow[];
  readonly now: Date;
  readonly breakGlass?: { readonly reason: string; readonly by: string };
  /** Whether the glass may be broken, and by whom; from the settings. Default: by whoever started the run. */
  readonly breakGlassRules?: ApprovalSettings['breakGlass'];
}

export interface ApprovalDecision {
  readonly state: 'approved' | 'pending' | 'rejected' | 'frozen';
  /** Distinct people whose approval counts, sorted. */
  readonly approvers: readonly string[];
  /** How many approvals are still needed. */
  readonly missing: number;
  readonly rejectedBy: readonly string[];
  readonly ignored: readonly { readonly signal: ApprovalSignal; readonly why: string }[];
  readonly frozen?: Frozen;
  /** Set when approvals or a freeze window were really passed over. */
  readonly brokenGlass?: { readonly reason: string; readonly by: string };
  /** One sentence. */
  readonly reason: string;
}

/**
 * Decides whether a plan may go on. Pure: everything it knows stands in the question.
 *
 * A rejection holds until the same person approves this plan later; where the order of the two cannot be told, it
 * holds. Breaking the glass passes over missing approvals and freeze windows, never over a person's standing no.
 *
 * @throws SHIPLOCK_APPROVAL_BREAK_GLASS_REASON when the reason is too short to be one,
 * SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN when the settings do not let this person do it.
 */
export function decideApproval(question: ApprovalQuestion): ApprovalDecision {
  const glass = checkedGlass(question.breakGlass, question.breakGlassRules);
  const { counted, ignored } = sift(question);
  const people = Map.groupBy(counted, (signal) => fold(signal.by));
  const rejectedBy: string[] = [];
  const approvers: string[] = [];
  for (const own of people.values()) {
    const name = own.map((signal) => signal.by).sort()[0]!;
    if (own.some((signal) => signal.state === 'rejected' && !withdrawn(signal, own))) rejectedBy.push(name);
    else if (own.some((signal) => signal.state === 'approved')) approvers.push(name);
  }
  approvers.sort();
  rejectedBy.sort();
  const missing = Math.max(0, question.required - approvers.length);
  const frozen = frozenAt(question.freezeWindows, question.now);
  const facts = { approvers, missing, rejectedBy, ignored, ...(frozen ? { frozen } : {}) };
  if (rejectedBy.length > 0) {
    const reason = `The plan was rejected by ${rejectedBy.join(', ')}.`;
    return { ...facts, state: 'rejected', reason };
  }
  if (glass && (frozen || missing > 0)) {
    const over = [frozen && 'a freeze window', missing > 0 && `${missing} missing approval${s(missing)}`];
    const reason = `${glass.by} broke the glass over ${over.filter(Boolean).join(' and ')}: ${glass.reason}`;
    return { ...facts, state: 'approved', brokenGlass: glass, reason };
  }
  if (frozen) {
    return {
      ...facts,
      state: 'frozen',
      reason: `Releases are frozen until ${frozen.until}: ${frozen.reason}`,
    };
  }
  if (missing > 0)
    return { ...facts, state: 'pending', reason: pendingReason(question, approvers, ignored.length) };
  const reason =
    question.required === 0 ? 'No approval is required.' : `Approved by ${approvers.join(', ')}.`;
  return { ...facts, state: 'approved', reason };
}

/** Does the hash that a person named mean this plan? */
export function namesPlan(named: string, planHash: string): boolean {
  const text = named.toLowerCase();
  return text.length >= SHORTEST_PREFIX && planHash.toLowerCase().startsWith(text);
}

function sift(question: ApprovalQuestion) {
  const own = new Set([...question.authors, ...question.runActors].map(fold));
  const counted: ApprovalSignal[] = [];
  const ignored: { signal: ApprovalSignal; why: string }[] = [];
  for (const signal of question.signals) {
    const why = whyNot(signal, question, own);
    if (why === undefined) counted.push(signal);
    else ignored.push({ signal, why });
  }
  return { counted, ignored };
}

/** Why a signal does not count; undefined when it does. */
function whyNot(
  signal: ApprovalSignal,
  question: ApprovalQuestion,
  own: ReadonlySet<string>,
): string | undefined {
  if (signal.invalid !== undefined) return signal.invalid;
  if (signal.by.trim() === '') return 'it is not known who gave it';
  if (signal.planHash !== undefined) {
    if (signal.planHash.length < SHORTEST_PREFIX) {
      return `it names only ${signal.planHash.length} digits of a plan hash; ${SHORTEST_PREFIX} are needed`;
    }
    if (!namesPlan(signal.planHash, question.planHash))
      return `it names another plan, ${signal.planHash.slice(0, 12)}`;
  }
  // Nobody is kept from stopping a release: a no needs neither a hash nor a second person.
  if (signal.state === 'rejected') return undefined;
  if (fold(signal.by).endsWith('[bot]')) return 'a bot cannot approve';
  if (signal.planHash === undefined && signal.via === 'comment') return 'it names no plan hash';
  if (signal.planHash === undefined && question.bareReviews === 'ignore') {
    return 'the review names no plan hash, and in this run it may have been of an earlier plan';
  }
  if (question.allowSelf !== true && own.has(fold(signal.by))) {
    return `${signal.by} wrote the commit or started the run`;
  }
  return undefined;
}

/** A no is withdrawn by a yes of the same person that is known to be later. */
function withdrawn(rejection: ApprovalSignal, own: readonly ApprovalSignal[]): boolean {
  const since = Date.parse(rejection.at ?? '');
  return own.some((signal) => signal.state === 'approved' && Date.parse(signal.at ?? '') > since);
}

function checkedGlass(
  glass: ApprovalQuestion['breakGlass'],
  rules: ApprovalQuestion['breakGlassRules'],
): ApprovalQuestion['breakGlass'] {
  if (!glass) return undefined;
  const people = rules?.people?.map(fold);
  if (rules?.allowed === false || (people && !people.includes(fold(glass.by)))) {
    throw configurationError({
      code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN',
      what: `${glass.by || 'nobody'} may not break the glass here: the settings (approvals.breakGlass) ${rules?.allowed === false ? 'forbid it' : `name ${rules?.people?.join(', ') || 'nobody'}`}.`,
      notDone: ['nothing was approved'],
      next: 'Take the break-glass reason away and get the approvals, or let somebody whom the settings name start the run.',
    });
  }
  const reason = glass.reason.trim().replace(/\s+/g, ' ');
  if (reason.length < SHORTEST_REASON || glass.by.trim() === '') {
    throw configurationError({
      code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_REASON',
      what: `break-glass needs who asks for it and a reason of at least ${SHORTEST_REASON} characters; it has ${reason.length}.`,
      notDone: ['nothing was approved'],
      next: 'Say in one sentence what is broken and why it cannot wait; the sentence is kept in the record.',
    });
  }
  return { reason, by: glass.by.trim() };
}

function pendingReason(question: ApprovalQuestion, approvers: readonly string[], ignored: number): string {
  const so = approvers.length > 0 ? ` (so far ${approvers.join(', ')})` : '';
  const dropped = ignored > 0 ? `; ${ignored} signal${s(ignored)} did not count` : '';
  return `${approvers.length} of ${question.required} approval${s(question.required)} of plan ${question.planHash.slice(0, 12)}${so}${dropped}.`;
}

/** Logins are compared without case, as GitHub does. */
function fold(login: string): string {
  return login.trim().toLowerCase();
}

function s(count: number): string {
  return count === 1 ? '' : 's';
}
