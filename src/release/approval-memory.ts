import { cut } from '../present/text.ts';
import type { ApprovalMemory, AskedPlan } from './context.ts';
import type { Phase } from './phases.ts';
import type { Rejection } from './ports.ts';
import type { Release } from './record/record.ts';
import { rejectionOf } from './rejection.ts';
import type { Session } from './session.ts';

/** A no's words are kept short: whoever may comment must not fill the record. */
const LONGEST_REASON = 500;

/**
 * What earlier looks saw, of every release of this commit in this environment: a no that was deleted before the next run
 * is one for that run too.
 */
export async function approvalMemory(
  session: Session,
  { environment, commit }: Pick<Release, 'environment' | 'commit'> = session.release,
): Promise<ApprovalMemory> {
  const seen = session.unrecorded ? [] : await session.record.approvalsSeen(environment, commit);
  return {
    rejections: seen.flatMap(({ rejections, at }) =>
      rejections.map((no) => ({ ...rejectionOf(no), seenAt: at })),
    ),
    asked: seen.flatMap(({ asked }) => (asked ? [asked] : [])),
  };
}

/** Appends what is new; nothing when nothing is. */
export async function remember(
  session: Session,
  phase: Phase,
  memory: ApprovalMemory,
  look: { readonly seen: readonly Rejection[]; readonly asked?: AskedPlan | undefined },
): Promise<ApprovalMemory> {
  const known = new Set(memory.rejections.map(nameOf));
  const fresh = look.seen.map(shortened).filter((no) => !known.has(nameOf(no)));
  const { asked } = look;
  const askedBefore =
    !asked ||
    memory.asked.some(
      (one) =>
        one.runId === asked.runId &&
        one.attempt === asked.attempt &&
        one.planHash === asked.planHash &&
        one.computed === asked.computed,
    );
  if (fresh.length === 0 && askedBefore) return memory;
  await session.append(phase, {
    is: 'approvals-seen',
    rejections: fresh,
    ...(askedBefore ? {} : { asked }),
  });
  return {
    rejections: [...memory.rejections, ...fresh],
    asked: askedBefore ? memory.asked : [...memory.asked, asked],
  };
}

/** The same comment with other words, or later ones, is another no. */
const nameOf = (no: Rejection): string => JSON.stringify([no.id, no.by, no.via, no.planHash, no.at]);

function shortened(no: Rejection): Rejection {
  return no.reason === undefined ? no : { ...no, reason: cut(no.reason, LONGEST_REASON) };
}
