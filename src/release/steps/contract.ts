import { contractMarkdown } from '../../present/phases.ts';
import type { HeldFiles } from '../../present/waiting.ts';
import { contract as contractCall } from '../calls/database.ts';
import type { PhaseResult, ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import type { AppliedMigration } from '../ports.ts';
import type { WaitingFile } from '../record/waiting.ts';
import { Session } from '../session.ts';
import { contractCutShort } from '../stands.ts';
import { applying } from './apply.ts';
import { refuseFrozen } from './freeze.ts';
import { refuseHeldByHand } from './holds.ts';
import { refuseRejected, refuseRejectedRelease } from './objections.ts';
import { soakEnds, stillThere, waitingFacts, waitingIn } from './waiting-files.ts';

type Migrated = PhaseResult<'release-id' | 'applied'>;

export interface ContractOptions {
  /** Go on before the soak time is over, or without the proof that the serving release does not need what goes. */
  readonly force: boolean;
  /** Why it was forced; kept in the record. */
  readonly reason?: string | undefined;
}

const NOTHING = { notDone: ['no contract migration was applied'] as const };

/**
 * A later run: applies the contract migrations that wait, each after the soak time that began when a release first
 * served with it planned, and so closes the rollback window. Refused while the serving release still needs what they
 * remove. Those that still soak are left, and named.
 */
export async function contract(context: ReleaseContext, options: ContractOptions): Promise<Migrated> {
  const session = await Session.find(context);
  await requireServing(session);
  session.requirePlan();
  const waiting = await stillWaiting(context);
  const earlier = await cutShort(session, waiting);
  if (waiting.length === 0 && earlier.length === 0) return result(session, 'already', [], []);
  const { soakHours } = context.environment;
  const ready = options.force
    ? waiting
    : waiting.filter((file) => soakEnds(file, soakHours).getTime() <= Date.now());
  const left = waiting.filter((file) => !ready.includes(file));
  if (ready.length === 0 && earlier.length === 0) throw soaking(left, soakHours);
  if (!options.force && ready.length > 0) await requireUnneeded(session, ready);
  const rest = left.map((file) => waitingFacts(file, soakHours));
  return session.leased(async () => {
    // Another job of this release may have applied them while this one waited.
    const now = await stillWaiting(context);
    const cut = await cutShort(session, now);
    if (now.length === 0 && cut.length === 0) return result(session, 'already', [], []);
    if (ready.length > 0) await refuseStopped(session, ready);
    // What is applied already is skipped, but checked; after that, all of them are.
    const asked = [...cut, ...ready];
    const versions = asked.map(({ version }) => version).sort();
    const { migrations } = context;
    if (!migrations) return result(session, 'already', [], []);
    const outcome = await session.seam('contract').write(
      contractCall.with(migrations, {
        // A release may do this several times: as one file after the other has soaked.
        key: versions.join(','),
        request: {
          versions,
          ...(options.force ? { forced: options.reason ?? '' } : {}),
        },
        input: applying(session, asked, waiting),
      }),
    );
    if (!outcome) return result(session, 'planned', [], rest);
    await session.append('contract', { is: 'snapshot-kept', snapshot: await context.schema.snapshot() });
    await session.append('contract', { is: 'phase-done', applied: versions });
    await session.close('contract', { result: 'released', serves: session.release.id });
    return result(session, 'done', outcome.applied, rest);
  });
}

/**
 * Files that the database has by a job that did not come to its end. What they left of the schema is not kept yet, and a
 * rollback would be judged by what they removed. One that it does not have waits like any other.
 */
async function cutShort(
  { state, context }: Session,
  waiting: readonly WaitingFile[],
): Promise<readonly WaitingFile[]> {
  const { versions = [] } = contractCutShort(state) ?? {};
  if (versions.length === 0) return [];
  const still = new Set(waiting.map(({ version }) => version));
  return (await waitingIn(context)).filter(
    ({ version }) => versions.includes(version) && !still.has(version),
  );
}

/** A no that came after the approval, to this plan or to the one that a file is from, and a freeze window. */
async function refuseStopped(session: Session, ready: readonly WaitingFile[]): Promise<void> {
  await refuseFrozen(session, 'contract');
  const [notDone] = NOTHING.notDone;
  await refuseHeldByHand(session, notDone);
  await refuseRejected(session, 'contract', notDone);
  const others = new Set(ready.map(({ releaseId }) => releaseId).filter((id) => id !== session.release.id));
  for (const releaseId of others) await refuseRejectedRelease(session, releaseId, 'contract', notDone);
}

/**
 * Only what was in an approved plan of a release that served, with the very checksum: a contract migration added later
 * needs a release of its own.
 */
async function stillWaiting(context: ReleaseContext): Promise<readonly WaitingFile[]> {
  const waiting = await waitingIn(context);
  const versions = new Set(waiting.map(({ version }) => version));
  const pending = await context.migrations?.pending({ refuse: false, waiting: versions });
  return pending ? stillThere(waiting, pending) : [];
}

async function requireServing(session: Session): Promise<void> {
  const serving = await session.record.serving(session.context.environment.name);
  if (session.state.closed?.result === 'released' && serving?.id === session.release.id) return;
  throw failure({
    code: 'SHIPLOCK_CONTRACT_NOT_SERVING',
    what: `release ${session.release.id} does not serve ${session.context.environment.name} (${serving?.id ?? 'nothing'} does)`,
    ...NOTHING,
    next: 'Run this on the live commit.',
  });
}

function soaking(left: readonly WaitingFile[], soakHours: number) {
  const files = left.map(
    (file) => `${file.file} of release ${file.releaseId} until ${soakEnds(file, soakHours).toISOString()}`,
  );
  return failure({
    code: 'SHIPLOCK_CONTRACT_SOAKING',
    what: `every contract file is still in its soak time of ${soakHours} h: ${files.join('; ')}`,
    ...NOTHING,
    next: 'Run it again after that time: until then a rollback must stay possible. To continue now, set force: true with a reason.',
  });
}

/** The serving release against the schema after, on the rehearsal database, weighed by what it declared to use. */
async function requireUnneeded(session: Session, ready: readonly WaitingFile[]): Promise<void> {
  const { context } = session;
  const rehearsal = await context.rehearse?.(
    context.say,
    [],
    ready.map(({ version }) => version),
  );
  const verdict = rehearsal?.after
    ? await context.verdict(await session.record.snapshotOf(session.release.id), rehearsal.after)
    : undefined;
  if (verdict?.answer === 'safe') return;
  const why = verdict
    ? verdict.reasons.slice(0, 5).map((reason) => `${reason.object}: ${reason.why}`)
    : [rehearsal?.detail ?? 'rehearsal-database-url is not set'];
  throw failure({
    code: 'SHIPLOCK_CONTRACT_STILL_NEEDED',
    what: verdict
      ? `the live release still needs what the contract migrations remove: ${why.join('; ')}`
      : `could not prove that the live release no longer needs what the contract migrations remove: ${why.join('; ')}`,
    ...NOTHING,
    next: 'Ship a release that no longer uses it and declares that in supabase/usage.json. To continue without the proof, set force: true with a reason.',
  });
}

function result(
  session: Session,
  state: PhaseResult['state'],
  applied: readonly AppliedMigration[],
  left: HeldFiles['earlier'],
): Migrated {
  return {
    phase: 'contract',
    state,
    summary: contractMarkdown(state, applied, left),
    outputs: { 'release-id': session.release.id, applied: applied.map((m) => m.version).join(',') },
  };
}
