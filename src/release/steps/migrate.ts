import { migrateMarkdown } from '../../present/phases.ts';
import { CONTRACT_COMMAND, type HeldFiles, heldLines } from '../../present/waiting.ts';
import { requireFresh } from '../approval-validity.ts';
import { migrate as migrateCall } from '../calls/database.ts';
import type { PhaseResult, ReleaseContext } from '../context.ts';
import type { Plan } from '../plan.ts';
import type { AppliedMigration } from '../ports.ts';
import { Session } from '../session.ts';
import { began } from '../state.ts';
import { applying } from './apply.ts';
import { refuseFrozen } from './freeze.ts';
import { refuseHeldToMigrate } from './holds.ts';
import { refuseRejected } from './objections.ts';
import { closeIfOvertaken } from './overtaken.ts';
import { recheckPlan, recordPlan } from './plan.ts';
import { openProjections } from './projections.ts';
import { requireReadyRoute } from './ready-route.ts';
import { refuseSoaking } from './soaking.ts';
import { requireStaged } from './staged.ts';
import { heldFiles, waitingIn } from './waiting-files.ts';

type Migrated = PhaseResult<'release-id' | 'applied'>;

/** Applies the plan's expand migrations under the lease and the lock budget; re-checks the plan first. */
export async function migrate(context: ReleaseContext): Promise<Migrated> {
  const session = await Session.find(context, { adopts: true });
  const already = () => {
    if (!session.state.donePhases.has('migrate')) return undefined;
    context.say('migrate: already done');
    return result(session, 'already', [], 0);
  };
  const before = already();
  if (before) return before;
  session.requireOpen();
  if (session.staged) await openProjections(session);
  return session.leased(async () => {
    session.requireOpen();
    await closeIfOvertaken(session);
    const plan = await agreedPlan(session);
    // The planning job looked as well; it may have been without what opens the deployment's protection.
    await requireReadyRoute(session);
    await refuseRejected(session, 'migrate', 'no other migrations were applied, no traffic was moved');
    await refuseFrozen(session, 'migrate');
    if (!began(session.state, 'migrate')) await refuseHeldToMigrate(session);
    await refuseSoaking(session);
    const wanted = plan.migrations.filter((m) => m.phase === 'expand');
    const waiting = (await waitingIn(context)).filter(({ version }) =>
      plan.waiting?.some((file) => file.version === version),
    );
    if (context.dryRun) await saySql(context, wanted, waiting);
    const applied = await applyAll(session, wanted, plan);
    const held = heldFiles(plan, waiting, context.environment.soakHours);
    for (const line of heldLines(held)) context.say(`waits: ${line}; apply it with ${CONTRACT_COMMAND}`);
    await session.append('migrate', {
      is: 'migrated',
      applied: applied.map((m) => ({
        version: m.version,
        milliseconds: Math.round(m.milliseconds),
        retries: m.retries,
      })),
      schemaFingerprint: await context.schema.fingerprint(),
    });
    return result(session, context.dryRun ? 'planned' : 'done', applied, wanted.length, held);
  }, already);
}

/** The statements that the real run would send. */
async function saySql(
  context: ReleaseContext,
  wanted: Plan['migrations'],
  waiting: readonly { readonly version: string }[],
): Promise<void> {
  const passedBy = new Set(waiting.map(({ version }) => version));
  const pending = (await context.migrations?.pending({ refuse: false, waiting: passedBy }))?.pending ?? [];
  const versions = new Set(wanted.map(({ version }) => version));
  for (const { file, version, statements } of pending)
    if (versions.has(version))
      for (const { line, summary } of statements)
        context.say(`dry run: would run ${file}:${line} ${summary}`);
}

/**
 * After a crash in the middle of our own migrations the schema has moved by our own doing: the plan still binds. What a
 * planning job staged and nobody has to approve is planned here: its own plan was for people to read.
 */
async function agreedPlan(session: Session): Promise<Plan> {
  const { plan, deployed } = session.state;
  if (began(session.state, 'migrate')) {
    await requireStaged(session);
    return session.requirePlan().plan;
  }
  const unplanned = !plan && deployed?.adopted === true && session.context.environment.kind === 'staging';
  if (unplanned) return (await recordPlan(session)).plan;
  const agreed = await recheckPlan(session);
  requireFresh(session);
  return agreed;
}

async function applyAll(
  session: Session,
  wanted: Plan['migrations'],
  plan: Plan,
): Promise<readonly AppliedMigration[]> {
  // Contract files of this plan and of earlier ones are passed by.
  const waiting = [...plan.migrations.filter((m) => m.phase === 'contract'), ...(plan.waiting ?? [])];
  const { migrations } = session.context;
  if (!migrations || wanted.length === 0) return [];
  const outcome = await session.seam('migrate').write(
    migrateCall.with(migrations, {
      request: { versions: wanted.map((m) => m.version) },
      input: applying(session, wanted, waiting),
    }),
  );
  return outcome?.applied ?? [];
}

function result(
  session: Session,
  state: PhaseResult['state'],
  applied: readonly AppliedMigration[],
  wanted: number,
  held?: HeldFiles,
): Migrated {
  return {
    phase: 'migrate',
    state,
    summary: migrateMarkdown(state, applied, wanted, held),
    outputs: { 'release-id': session.release.id, applied: applied.map((m) => m.version).join(',') },
  };
}
