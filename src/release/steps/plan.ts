import { commitsReply } from '../../present/commits.ts';
import { count } from '../../present/count.ts';
import { planMarkdown } from '../../present/plan.ts';
import { hashOf } from '../canonical.ts';
import type { ReleaseContext } from '../context.ts';
import { assumed } from '../dry-run.ts';
import { failure } from '../errors.ts';
import { fastLaneOf } from '../fast-lane.ts';
import { glassLine, unconfirmedGlass } from '../glass.ts';
import { movedObjects, type SchemaObjects } from '../moved-objects.ts';
import { movedSince, type Plan, planHash, planMigrations, shortHash } from '../plan.ts';
import type { PlanPolicy } from '../policy.ts';
import type { LiveState, PendingMigrations } from '../ports.ts';
import type { WaitingFile } from '../record/waiting.ts';
import { Session } from '../session.ts';
import { readSourceText } from '../source.ts';
import { refuseForeignRolling, trafficNotes } from '../traffic.ts';
import { requireSameBackend } from './backend.ts';
import { releasedCommits } from './commits.ts';
import { refuseForeignPin } from './foreign-pin.ts';
import { leftOpen, openTables, schemaFilesAhead } from './gaps.ts';
import { holdsAtPlan } from './holds.ts';
import { publishNotice } from './notice.ts';
import { identityOf, lookAhead, newlyRehearsed, type Outlook } from './outlook.ts';
import { outsideOf } from './outside.ts';
import { endIfOvertaken } from './overtaken.ts';
import { commentPlan } from './plan-comment.ts';
import { refusedPlan } from './plan-refused.ts';
import { alreadyShipped } from './plan-shipped.ts';
import { movedByItself } from './plan-under-way.ts';
import type { Planned } from './planned.ts';
import { openProjections } from './projections.ts';
import { provedElsewhere } from './proof.ts';
import { reachWarnings } from './reach.ts';
import { requireReadyRoute } from './ready-route.ts';
import { rollbackNotes } from './rollback-outlook.ts';
import { rollingNotes } from './rolling-config.ts';
import { soakNotes } from './soaking.ts';
import { plannedDigest, requireSource } from './source-digest.ts';
import { requireStaged } from './staged.ts';
import { heldFiles, stillThere, waitingIn } from './waiting-files.ts';
import { whoseWork } from './whose-work.ts';
import { wroteLine } from './wrote.ts';

const NOTHING_PENDING: PendingMigrations = { pending: [], appliedCount: 0, ignored: [], facts: [] };

interface Computed {
  readonly plan: Plan;
  readonly pending: PendingMigrations;
  readonly waiting: readonly WaitingFile[];
  /** Digest of each object of the schema. */
  readonly objects: SchemaObjects | undefined;
  /** What whoever approves should know of production's traffic. */
  readonly traffic: readonly string[];
  readonly live: LiveState;
  /** What the record of the required environment says of the commit. */
  readonly proved: readonly string[];
  /** What serves is not what the last release deployed. */
  readonly outside?: { readonly commit: string | undefined };
}

/** Reads everything the plan is made of, and changes nothing. */
export async function computePlan(session: Session, policy: PlanPolicy): Promise<Computed> {
  const { context, release } = session;
  const { deployed } = session.state;
  if (!deployed) session.requirePhase('deploy');
  await requireStaged(session);
  const [schema, live, proof, earlier] = await Promise.all([
    identityOf(context),
    context.hosting.live(),
    provedElsewhere(context),
    waitingIn(context),
  ]);
  const pending =
    (await context.migrations?.pending({
      refuse: false,
      // Where nothing serves, there is no version that a migration could break.
      serves: live.deploymentId !== undefined,
      waiting: new Set(earlier.map(({ version }) => version)),
      judgeWaiting: true,
    })) ?? NOTHING_PENDING;
  const waiting = stillThere(earlier, pending);
  if (live.pinned && live.deploymentId) await refuseForeignPin(session, live.deploymentId);
  const previous = release.replaces ? await session.record.release(release.replaces) : undefined;
  const fastLane =
    session.standing.version > 0
      ? await fastLaneOf({
          ...{ release, record: session.record, codeHost: context.codeHost },
          lanes: context.environment.fastLanes ?? [],
          migrations: pending.pending.length + waiting.length,
        })
      : undefined;
  const plan: Plan = {
    format: 1,
    environment: release.environment,
    kind: context.environment.kind,
    commit: release.commit,
    deployment: {
      id: deployed?.deploymentId ?? '',
      url: deployed?.url ?? '',
      digest: deployed ? await plannedDigest(session, deployed.deploymentId) : null,
      ...(deployed?.prebuilt ? { prebuilt: true } : {}),
    },
    replaces: previous ? { releaseId: previous.id, commit: previous.commit } : null,
    production: { deploymentId: live.deploymentId ?? null, pinned: live.pinned },
    schemaFingerprint: schema.fingerprint,
    migrations: planMigrations(pending),
    ...(waiting.length > 0
      ? { waiting: waiting.map(({ version, file, checksum }) => ({ version, file, checksum })) }
      : {}),
    provedBy: proof.provedBy,
    ...(fastLane ? { fastLane } : {}),
    settings: context.environment.settings,
    policy,
  };
  const outside = previous && (await outsideOf(session, previous, live));
  const traffic = [...trafficNotes(live, deployed?.deploymentId), ...(outside ? [outside] : [])];
  const served = outside ? { outside: { commit: live.commit } } : {};
  return { plan, pending, waiting, objects: schema.objects, traffic, live, proved: proof.notes, ...served };
}

/** Between a plan that is known and the same computed now, with the objects that moved by name. */
const whatMoved = (known: Pick<Computed, 'plan' | 'objects'>, now: Pick<Computed, 'plan' | 'objects'>) =>
  movedSince(known.plan, now.plan, movedObjects(known.objects, now.objects));

/** A plan that people are going to read: the deployment must hold the commit's files, whoever staged it. */
async function planFirst(session: Session, policy: PlanPolicy): ReturnType<typeof computePlan> {
  const { context, state, unrecorded } = session;
  if (state.deployed) {
    await requireStaged(session);
    if (!assumed(session, 'deploy')) await requireSource(context, state.deployed);
    await requireSameBackend(session);
    await requireReadyRoute(session);
  } else if (unrecorded && !context.dryRun)
    context.warn(
      'no staged deployment of this commit is known: this plan covers only the database, and nobody can approve its hash. Without a record, pass the output release-id of the deploy action',
    );
  return computePlan(session, policy);
}

export async function plan(context: ReleaseContext): Promise<Planned> {
  const session = await Session.findToPlan(context);
  const shipped = session.state.closed?.result === 'released' ? session.state.plan : undefined;
  if (shipped) return alreadyShipped(session, shipped);
  session.requireOpen();
  await endIfOvertaken(session);
  const held = [...(await holdsAtPlan(session)), ...(await soakNotes(session))];
  if (session.staged) await openProjections(session);
  const { policy, sources, warnings: doubts, notes } = context.policy.decision;
  const installed = session.standing.version > 0;
  const broken = installed ? await unconfirmedGlass(session.database, context.environment.name) : [];
  const gaps = await context.schema.gaps?.();
  const computation = await planFirst(session, policy);
  const { plan: now, pending, waiting, objects, outside } = computation;
  await refuse(session, pending);
  if (gaps?.ahead) throw schemaFilesAhead(gaps.ahead);
  const open = leftOpen(gaps?.open ?? [], pending);
  if (open.length > 0) throw openTables(open);
  const meant = (gaps?.allowed ?? []).map(
    ({ table, reason }) => `${table} is open to everybody through the API, as the settings allow: ${reason}`,
  );
  const readFile = (path: string) => readSourceText(context.source, path);
  const beside = (await context.hosting.beside?.(readFile)) ?? [];
  const traffic = [...computation.traffic, ...(await rollbackNotes(session, computation.live))];
  const missing = [...(gaps?.warnings ?? []), ...meant, ...traffic, ...beside];
  for (const doubt of [...held, ...doubts, ...missing]) context.warn(doubt);
  const cannot = await reachWarnings(session, now, pending);
  const glass = broken.map((one) => `The ${glassLine(one)}`);
  const warnings = [
    ...cannot,
    ...held,
    ...glass,
    ...doubts,
    ...notes,
    ...computation.proved,
    ...(await rollingNotes(session)),
    ...missing,
  ];
  const known = session.state.plan;
  const computed = known && movedByItself(session, now) ? known.plan : now;
  const hash = planHash(computed);
  const moved = known && known.hash !== hash ? whatMoved(known, { plan: computed, objects }) : [];
  const outlook = await lookAhead(session, pending.pending);
  await record(session, { plan: computed, hash, moved, outlook, objects });
  const proposed = await session.propose((proposals, of) => proposals.plan(of, computed));
  if (known?.hash !== hash) {
    context.say(`plan ${shortHash(hash)}: ${count(computed.migrations.length, 'pending migration')}`);
  } else {
    context.say(`plan ${shortHash(hash)}: unchanged`);
  }
  const reports = (await context.writeReports?.(pending)) ?? [];
  const { id: releaseId } = session.release;
  const authors = await whoseWork(context, computed.replaces?.commit);
  const serving = outside ? outside.commit : computed.replaces?.commit;
  const commits = await releasedCommits(context, serving);
  const said = {
    commits,
    plan: computed,
    hash,
    pending,
    moved,
    releaseId,
    outlook,
    authors,
    held: heldFiles(computed, waiting, context.environment.soakHours),
    sources,
    warnings,
    project: context.environment.project?.called,
    outside,
  };
  await commentPlan(session, hash, planMarkdown(said, 'comment'));
  if (context.environment.kind === 'production') {
    await publishNotice(session, {
      ...{ state: 'waiting', phase: 'approve', detail: `plan ${shortHash(hash)}` },
      ...(commits ? { reply: commitsReply(commits) } : {}),
    });
  }
  context.say(wroteLine(session, proposed));
  return {
    phase: 'plan',
    state: known?.hash === hash ? 'already' : 'done',
    summary: planMarkdown(said, 'summary'),
    outputs: {
      'release-id': session.release.id,
      'plan-hash': hash,
      'plan-json': JSON.stringify(computed),
      'pending-migrations': String(now.migrations.length),
      reversible: outlook.reversible?.answer ?? '',
      reports: reports.join(','),
      changed: String(moved.length > 0),
    },
  };
}

/** A refused plan is still a plan: whoever has to put it right sees all of it. */
async function refuse(session: Session, pending: PendingMigrations): Promise<void> {
  const refused = refusedPlan(session.release.environment, pending, pending.refusals ?? []);
  if (!refused) return;
  await session.context.writeReports?.(pending);
  await commentPlan(session, hashOf(refused.comment), refused.comment);
  throw refused.error;
}

/** Computes the plan as this role sees it now, and records it where the chain has another one, or none. */
export async function recordPlan(session: Session): Promise<{ readonly plan: Plan; readonly hash: string }> {
  const { policy } = session.context.policy.decision;
  const { plan: computed, pending, objects } = await planFirst(session, policy);
  await refuse(session, pending);
  const hash = planHash(computed);
  const known = session.state.plan;
  const moved = known && known.hash !== hash ? whatMoved(known, { plan: computed, objects }) : [];
  const outlook = await lookAhead(session, pending.pending);
  await record(session, { plan: computed, hash, moved, outlook, objects });
  return { plan: computed, hash };
}

async function record(
  session: Session,
  what: {
    plan: Plan;
    hash: string;
    moved: readonly string[];
    outlook: Outlook;
    objects: SchemaObjects | undefined;
  },
): Promise<void> {
  const { plan, hash, moved, outlook, objects } = what;
  if (session.state.plan?.hash === hash && !newlyRehearsed(session, outlook)) return;
  await session.append('plan', {
    is: 'planned',
    plan,
    hash,
    moved,
    outlook: outlook.body,
    ...(objects ? { objects } : {}),
  });
}

/**
 * Computes the plan again and compares it with the one people read. When it moved, the plan and its approval are
 * voided in the record. @throws SHIPLOCK_PLAN_DRIFT with every reason.
 */
export async function recheckPlan(session: Session, options = { needsApproval: true }): Promise<Plan> {
  const agreed = session.requirePlan(options.needsApproval);
  const { policy } = await session.context.policy.again();
  const { plan: now, objects, live } = await computePlan(session, policy);
  refuseForeignRolling(live, session.state.deployed?.deploymentId);
  const moved = whatMoved(agreed, { plan: now, objects });
  if (moved.length === 0) return agreed.plan;
  await session.append('plan', { is: 'voided', hash: agreed.hash, moved });
  throw failure({
    code: 'SHIPLOCK_PLAN_DRIFT',
    what: `plan ${shortHash(agreed.hash)} no longer holds: ${moved.join('; ')}`,
    done: session.unrecorded ? [] : ['the plan and its approval were voided in the record'],
    notDone: ['no migration was applied, no traffic was moved'],
    next: 'Run the plan action again, read what changed, and have the new plan approved.',
  });
}
