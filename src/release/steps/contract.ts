import type { PhaseResult, ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import type { Plan } from '../plan.ts';
import type { AppliedMigration } from '../ports.ts';
import { Session } from '../session.ts';
import { applyMigrations } from './apply.ts';
import { keptSnapshot, snapshotBody } from './kept-snapshot.ts';

export interface ContractOptions {
  /** Go on before the soak time is over, or without the proof that the serving release does not need what goes. */
  readonly force: boolean;
}

const NOTHING = { notDone: ['no contract migration was applied'] };

/**
 * A later run: applies the contract migrations of the serving release's own approved plan after the soak time, and so
 * closes its rollback window. Refused while the serving release still needs what they remove.
 */
export async function contract(context: ReleaseContext, options: ContractOptions): Promise<PhaseResult> {
  const session = await Session.find(context);
  await requireServing(session);
  const { plan } = session.requirePlan();
  const wanted = await stillPending(context, plan);
  if (wanted.length === 0) return result('already', []);
  if (!options.force) {
    requireSoaked(session);
    await requireUnneeded(session);
  }
  return session.leased(async () => {
    // Another job of this release may have applied them while this one waited.
    if ((await stillPending(context, plan)).length === 0) return result('already', []);
    const outcome = await session.seam('contract').write<{ applied: readonly AppliedMigration[] }>({
      name: 'database.contract',
      request: { versions: wanted.map((m) => m.version) },
      // The engine reads the history table under its mutex before it applies anything: each file at most once.
      reconcile: 'finds-first',
      run: async (notAfter) => ({ applied: await applyMigrations(session, wanted, notAfter) }),
    });
    if (!outcome) return result('planned', []);
    await session.append('contract', 'observed', snapshotBody(await context.schema.snapshot()));
    await session.phaseDone('contract', { applied: outcome.applied.map((m) => m.version) });
    await session.close('contract', 'released', session.release.id);
    return result('done', outcome.applied);
  });
}

async function requireServing(session: Session): Promise<void> {
  const serving = await session.record.serving(session.context.environment.name);
  if (session.state.closed?.result === 'released' && serving?.id === session.release.id) return;
  throw failure({
    code: 'SHIPLOCK_CONTRACT_NOT_SERVING',
    what: `release ${session.release.id} does not serve ${session.context.environment.name} (${serving?.id ?? 'nothing'} does)`,
    ...NOTHING,
    next: 'Run this on the commit that serves now.',
  });
}

/** Only what was in the approved plan, with the very checksum: a contract migration added later needs a release of its own. */
async function stillPending(context: ReleaseContext, plan: Plan): Promise<Plan['migrations']> {
  const pending = new Map((await context.migrations?.pending())?.pending.map((m) => [m.version, m.checksum]));
  return plan.migrations.filter((m) => m.phase === 'contract' && pending.get(m.version) === m.checksum);
}

function requireSoaked(session: Session): void {
  const { soakHours } = session.context.environment;
  const until = new Date(Date.parse(session.state.closed!.at) + soakHours * 3_600_000);
  if (until.getTime() <= Date.now()) return;
  throw failure({
    code: 'SHIPLOCK_CONTRACT_SOAKING',
    what: `release ${session.release.id} is still in its soak time of ${soakHours} h, until ${until.toISOString()}`,
    ...NOTHING,
    next: 'Run it again after that time: until then a rollback must stay possible. To go on now, set force: true with a reason.',
  });
}

/** The serving release against the schema after, on the rehearsal database, weighed by what it declared to use. */
async function requireUnneeded(session: Session): Promise<void> {
  const { context } = session;
  const rehearsal = await context.rehearse?.(context.say, []);
  const verdict = rehearsal?.after
    ? context.verdict(keptSnapshot(session.events), rehearsal.after)
    : undefined;
  if (verdict?.answer === 'safe') return;
  const why = verdict
    ? verdict.reasons.slice(0, 5).map((reason) => `${reason.object}: ${reason.why}`)
    : [rehearsal?.detail ?? 'no rehearsal-database-url was given'];
  throw failure({
    code: 'SHIPLOCK_CONTRACT_STILL_NEEDED',
    what: verdict
      ? `the serving release still needs what the contract migrations take away: ${why.join('; ')}`
      : `whether the serving release still needs what they take away could not be proved: ${why.join('; ')}`,
    ...NOTHING,
    next: 'Ship a release that no longer uses it and says so in supabase/contract.json. To go on without the proof, set force: true with a reason.',
  });
}

function result(state: PhaseResult['state'], applied: readonly AppliedMigration[]): PhaseResult {
  const text: Record<string, string> = {
    already: 'No contract migration of this release is pending.',
    planned: 'A dry run: nothing was applied.',
    done: `Applied ${applied.map((m) => `\`${m.file}\``).join(', ')}. The rollback window of this release is closed.`,
  };
  return {
    phase: 'contract',
    state,
    summary: `### contract\n\n${text[state] ?? ''}\n`,
    outputs: { applied: applied.map((m) => m.version).join(',') },
  };
}
