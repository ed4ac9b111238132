import { count } from '../present/count.ts';
import { cut } from '../present/text.ts';
import { configurationError } from '../release/errors.ts';
import type { ApprovalSignal } from '../release/ports.ts';
import { type Frozen, frozenAt } from './freeze.ts';
import { plainReason, reasonProblem } from './glass-reason.ts';
import { type Shortfall, shortfallSentence } from './reach.ts';
import { isAsked, type Requirement } from './requirements.ts';
import type { ApprovalSettings, FreezeWindow } from './settings.ts';
import {
  fold,
  type Ignored,
  isAdministrator,
  type Rejection,
  type Remembered,
  type Sifted,
  sift,
} from './signals.ts';
import { standIn, type WayOut } from './stand-in.ts';

export interface ApprovalQuestion {
  /** SHA-256 of the plan, 64 hex digits. */
  readonly planHash: string;
  /** Hashes of other plans that people were asked about for this commit: a no to one of those is none to this. */
  readonly otherPlans?: readonly string[];
  /** All of them must be met. */
  readonly requirements: readonly Requirement[];
  readonly signals: readonly ApprovalSignal[];
  /** Noes that earlier looks saw. */
  readonly remembered?: readonly Remembered[];
  /** Logins whose work is released, with what each did: `wrote commit 1234567`. */
  readonly authors: ReadonlyMap<string, string>;
  /** Actor and triggering actor of every attempt of the run: whoever runs it again is no second pair of eyes. */
  readonly runActors: readonly string[];
  readonly allowSelf?: boolean;
  /** Why reviews that name no hash do not count; undefined: they do. See whyNoBareReviews. */
  readonly bareReviews?: string | undefined;
  /** Role that an approver needs at least. Default: write. */
  readonly role?: string;
  /** Older approvals do not count. Undefined: any age does. */
  readonly expireHours?: number;
  /** When the run was started: no review of it can be older. ISO 8601. */
  readonly runStartedAt?: string | undefined;
  /** What else holds the plan, whoever approved it: open review threads, authors that are not known. */
  readonly blockers?: readonly string[];
  /** Requirements that too few people can meet; empty where that was not looked up. */
  readonly shortfalls?: readonly Shortfall[];
  /** Whether an administrator may stand in for them. Undefined: no. */
  readonly wayOut?: WayOut | undefined;
  readonly freezeWindows: readonly FreezeWindow[];
  readonly now: Date;
  readonly breakGlass?: { readonly reason: string; readonly by: string };
  /** Whether the glass may be broken, and by whom; from the settings. Default: by nobody. */
  readonly breakGlassRules?: ApprovalSettings['breakGlass'];
}

export interface ApprovalDecision {
  /** `unmeetable`: pending, and waiting does not help. */
  readonly state: 'approved' | 'pending' | 'rejected' | 'frozen' | 'unmeetable';
  /** Distinct people whose approval counts, sorted. */
  readonly approvers: readonly string[];
  /** How many approvals are still needed, of the requirement that lacks most. */
  readonly missing: number;
  /** Requirements that are not met yet. */
  readonly unmet: readonly Requirement[];
  /** Distinct people whose no stands, sorted. */
  readonly rejectedBy: readonly string[];
  /** The noes that stand. */
  readonly rejections: readonly Rejection[];
  /** Every no that somebody entitled gave, withdrawn ones too: to be remembered. */
  readonly seen: readonly Rejection[];
  readonly blockers: readonly string[];
  /** ISO 8601: when the first of the approvals that count expires; undefined: none does. */
  readonly validUntil?: string;
  readonly ignored: readonly Ignored[];
  readonly frozen?: Frozen;
  /** Set when approvals or a freeze window were really passed over. */
  readonly brokenGlass?: { readonly reason: string; readonly by: string };
  /** Set when an administrator's approval took the place of some that nobody can give. */
  readonly standIn?: { readonly reason: string; readonly by: string };
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
  const glass = checkedGlass(question);
  const sifted = sift(question.signals, question.remembered ?? [], standardOf(question));
  const { rejections, seen, ignored } = sifted;
  const rejectedBy = distinct(rejections.map((no) => no.by));
  const people = approversOf(sifted);
  const approvers = distinct(people.map((person) => person.by));
  const lacking = question.requirements.map((requirement) => ({
    requirement,
    lacks: requirement.required - people.filter((person) => isAsked(requirement, person)).length,
  }));
  const unmet = lacking.filter(({ lacks }) => lacks > 0).map(({ requirement }) => requirement);
  const missing = Math.max(0, ...lacking.map(({ lacks }) => lacks));
  const blockers = question.blockers ?? [];
  const frozen = frozenAt(question.freezeWindows, question.now);
  const validUntil = expiryOf(sifted, question);
  const facts = {
    ...{ approvers, missing, unmet, rejectedBy, rejections, seen, blockers, ignored },
    ...(frozen ? { frozen } : {}),
    ...(validUntil ? { validUntil } : {}),
  };
  if (rejectedBy.length > 0) return { ...facts, state: 'rejected', reason: rejectedReason(rejections) };
  if (glass && (frozen || missing > 0 || blockers.length > 0)) {
    const over = [
      frozen && 'a freeze window',
      missing > 0 && count(missing, 'missing approval'),
      blockers.length > 0 && blockers.join(' and '),
    ];
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
  const stands = missing > 0 ? standInOf(question, sifted, unmet) : undefined;
  if (missing > 0 && !stands)
    return { ...facts, ...withoutApprovals(question, unmet, people, ignored.length) };
  if (blockers.length > 0)
    return { ...facts, state: 'pending', reason: `The plan is blocked: ${blockers.join('; ')}.` };
  if (stands) {
    const reason = `${stands.by}, an administrator of the repository, stood in for approvals that nobody can give: ${stands.reason}`;
    return { ...facts, state: 'approved', standIn: stands, reason };
  }
  const asked = question.requirements.some((requirement) => requirement.required > 0);
  const reason = asked ? `Approved by ${approvers.join(', ')}.` : 'No approval is required.';
  return { ...facts, state: 'approved', reason };
}

function standardOf(question: ApprovalQuestion) {
  const own = new Map([...question.authors].map(([login, did]) => [fold(login), did]));
  for (const login of question.runActors)
    if (!own.has(fold(login))) own.set(fold(login), 'started the run or an attempt of it');
  const hours = question.expireHours;
  const since =
    hours === undefined ? undefined : new Date(question.now.getTime() - hours * 3_600_000).toISOString();
  return {
    planHash: question.planHash,
    otherPlans: (question.otherPlans ?? []).filter((hash) => hash !== question.planHash),
    own,
    allowSelf: question.allowSelf === true,
    bareReviews: question.bareReviews,
    role: question.role ?? 'write',
    since,
    reviewsSince: question.runStartedAt,
  };
}

function standInOf(question: ApprovalQuestion, sifted: Sifted, unmet: readonly Requirement[]) {
  const standard = standardOf(question);
  return standIn({
    shortfalls: question.shortfalls ?? [],
    wayOut: question.wayOut,
    unmet,
    approvers: new Set(sifted.approvals.map((signal) => fold(signal.by))),
    administrators: distinct(
      sifted.approvals.filter((signal) => isAdministrator(signal, standard)).map((signal) => signal.by),
    ),
  });
}

/** Nobody waits for what cannot come. */
function withoutApprovals(
  question: ApprovalQuestion,
  unmet: readonly Requirement[],
  people: Parameters<typeof pendingReason>[2],
  ignored: number,
): Pick<ApprovalDecision, 'state' | 'reason'> {
  const pending = pendingReason(question.planHash, unmet, people, ignored);
  const short = (question.shortfalls ?? []).filter(({ requirement }) => unmet.includes(requirement));
  if (short.length === 0) return { state: 'pending', reason: pending };
  const open =
    question.wayOut !== undefined && question.wayOut.shut === undefined && short.every(({ never }) => never);
  return {
    state: open ? 'pending' : 'unmeetable',
    reason: `${pending.slice(0, -1)}, and nobody can give what is missing: ${short.map(shortfallSentence).join('; ')}.`,
  };
}

/** What nobody approved, by break-glass or none required, holds from now on. */
function expiryOf(sifted: Sifted, question: ApprovalQuestion): string | undefined {
  if (question.expireHours === undefined) return undefined;
  const given = sifted.approvals.map((signal) => Date.parse(signal.at ?? question.runStartedAt ?? ''));
  const first = Math.min(question.now.getTime(), ...given.filter((at) => !Number.isNaN(at)));
  return new Date(first + question.expireHours * 3_600_000).toISOString();
}

/** One entry for each person, however often and by whichever way they approved. */
function approversOf(sifted: Sifted): readonly { readonly by: string; readonly teams: readonly string[] }[] {
  return [...Map.groupBy(sifted.approvals, (signal) => fold(signal.by)).values()].map((own) => ({
    by: distinct(own.map((signal) => signal.by))[0] ?? '',
    teams: own.flatMap((signal) => signal.access?.teams ?? []),
  }));
}

function checkedGlass(question: ApprovalQuestion): ApprovalQuestion['breakGlass'] {
  const { breakGlass: glass, breakGlassRules: rules, authors } = question;
  if (!glass) return undefined;
  const by = fold(glass.by);
  const people = rules?.people ?? [];
  const own = rules?.authors === true ? undefined : [...authors].find(([login]) => fold(login) === by);
  if (!rules?.allowed || people.length === 0) throw glassForbidden(glass.by, 'it is off here', SWITCH_ON);
  if (!people.map(fold).includes(by))
    throw glassForbidden(
      glass.by,
      `approvals.breakGlass.people names ${people.join(', ')}`,
      'Remove the break-glass reason and get the approvals, or let one of them start the run.',
    );
  if (own)
    throw glassForbidden(
      glass.by,
      `${glass.by} ${own[1]}`,
      'Let somebody else in approvals.breakGlass.people start the run. approvals.breakGlass.authors: true lets people do so for their own work.',
    );
  const problem = reasonProblem(glass.reason);
  if (problem) throw configurationError(problem);
  if (glass.by.trim() === '')
    throw configurationError({
      code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_REASON',
      what: 'breaking the glass needs the name of the person who does it',
      notDone: ['nothing was approved'],
      next: 'Let a person start the run.',
    });
  return { reason: plainReason(glass.reason), by: glass.by.trim() };
}

const SWITCH_ON =
  'Get the approvals. For emergencies, name people in approvals.breakGlass.people in the settings; that applies from the release after the one that introduces it.';

function glassForbidden(by: string, why: string, next: string) {
  return configurationError({
    code: 'SHIPLOCK_APPROVAL_BREAK_GLASS_FORBIDDEN',
    what: `${by || 'an unknown person'} is not allowed to break the glass: ${why}.`,
    notDone: ['nothing was approved'],
    next,
  });
}

function rejectedReason(rejections: readonly Rejection[]): string {
  const told = rejections.map(({ by, at, reason }) => {
    const when = at ? ` at ${at}` : '';
    return `${by}${when}${reason ? ` (${cut(reason, 200)})` : ''}`;
  });
  return `The plan was rejected by ${[...new Set(told)].join(', ')}.`;
}

function pendingReason(
  planHash: string,
  unmet: readonly Requirement[],
  people: readonly { readonly by: string; readonly teams: readonly string[] }[],
  ignored: number,
): string {
  const needs = unmet.map((requirement) => {
    const { required, approvers, because } = requirement;
    const has = people.filter((person) => isAsked(requirement, person)).map((person) => person.by);
    const so = has.length > 0 ? ` (so far ${has.sort().join(', ')})` : '';
    const from = approvers ? ` from ${approvers.join(', ')}` : '';
    return `${has.length} of ${count(required, 'approval')}${from}${so}${because ? ` because ${because}` : ''}`;
  });
  const dropped = ignored > 0 ? `; ${count(ignored, 'signal')} did not count` : '';
  return `Plan ${planHash.slice(0, 12)} has ${needs.join(' and ')}${dropped}.`;
}

/** Each login once, in the first spelling of its sorted ones, sorted. */
function distinct(logins: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const login of [...logins].sort()) if (!found.has(fold(login))) found.set(fold(login), login);
  return [...found.values()];
}
