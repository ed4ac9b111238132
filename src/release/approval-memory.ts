import { z } from 'zod';
import { cut } from '../present/text.ts';
import { type JsonObject, toJson } from './canonical.ts';
import type { ApprovalMemory, AskedPlan } from './context.ts';
import type { Phase } from './phases.ts';
import type { Rejection } from './ports.ts';
import type { Release } from './record/record.ts';
import { rejectionOf } from './rejection.ts';
import type { Session } from './session.ts';

const STEP = 'approvals';

const optional = z.string().optional();
const rejection = z.object({
  by: z.string(),
  via: z.enum(['review', 'comment']),
  ...{ id: optional, planHash: optional, reason: optional, url: optional, at: optional },
  mentions: z.array(z.string()).optional(),
});
/** Body of an `observed` event that the shipping role appends when a look of the gate saw something new. */
const observed = z.object({
  step: z.literal(STEP),
  rejections: z.array(rejection),
  asked: z.object({ runId: z.string(), attempt: z.int(), planHash: z.string() }).optional(),
});

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
  const rows = session.unrecorded
    ? []
    : await session.database.query<{ body: unknown }>(
        `select e.body from shiplock.event e join shiplock.release r on r.id = e.release_id
          where r.environment = $1 and r.commit_sha = $2 and e.kind = 'observed' and e.body ->> 'step' = $3
          order by e.seq`,
        [environment, commit, STEP],
      );
  const bodies = rows.map((row) => observed.parse(row.body));
  return {
    rejections: bodies.flatMap((body) => body.rejections.map(rejectionOf)),
    asked: bodies.flatMap((body) => (body.asked ? [body.asked] : [])),
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
      (one) => one.runId === asked.runId && one.attempt === asked.attempt && one.planHash === asked.planHash,
    );
  if (fresh.length === 0 && askedBefore) return memory;
  const body = { step: STEP, rejections: fresh, ...(askedBefore ? {} : { asked }) };
  await session.append(phase, 'observed', toJson(body) as JsonObject);
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
