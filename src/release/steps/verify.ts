import { reportsMarkdown } from '../../present/checks.ts';
import { firstOf } from '../../present/count.ts';
import { section } from '../../present/phases.ts';
import { toJson } from '../canonical.ts';
import type { PhaseResult, ReleaseContext } from '../context.ts';
import { assumed } from '../dry-run.ts';
import { failure, firstLine } from '../errors.ts';
import type { CheckReport } from '../ports.ts';
import { installedVersion } from '../record/install.ts';
import { ReleaseRecord } from '../record/record.ts';
import { Session } from '../session.ts';
import { describeProduction } from './live.ts';

type Verified = PhaseResult<'outcome'>;

/** Verify SQL, schema contract, RLS matrix, drift. What could not be verified fails. */
export async function verify(context: ReleaseContext): Promise<Verified> {
  const session = await Session.find(context);
  const already = (): Verified | undefined => {
    if (!session.state.donePhases.has('verify')) return undefined;
    context.say('verify: already done');
    return {
      phase: 'verify',
      state: 'already',
      summary: section('verify', 'Already verified for this release.'),
      outputs: { outcome: 'pass' },
    };
  };
  const before = already();
  if (before) return before;
  session.requireOpen();
  session.requirePhase('migrate');
  return session.leased(async () => {
    session.requireOpen();
    // The schema to be checked is not there.
    if (assumed(session, 'migrate') && expands(session)) return assumePass(session);
    await served(session);
    const reports = await context.schema.verify({});
    const summary = summaryOf(reports);
    const bad = badOf(reports, context);
    await session.append('verify', { is: 'schema-checked', reports: toJson(reports) });
    if (bad.length > 0) throw verifyFailed(bad, summary);
    await session.append('verify', { is: 'phase-done' });
    return { phase: 'verify', state: 'done', summary, outputs: { outcome: tell(reports, context) } };
  }, already);
}

const expands = ({ state }: Session): boolean =>
  state.plan?.plan.migrations.some(({ phase }) => phase === 'expand') ?? false;

async function assumePass(session: Session): Promise<Verified> {
  const line =
    'dry run: would check the schema as the migrations leave it (verify SQL, contract, RLS matrix, advisors, Data API)';
  session.context.say(line);
  await session.append('verify', { is: 'phase-done' });
  return {
    phase: 'verify',
    state: 'planned',
    summary: section('verify', 'Dry run: there is nothing to check before the migrations are applied.'),
    outputs: { outcome: 'planned' },
  };
}

/** The gate must ask a release whose Data API knows the schema that its code was written for. */
async function served({ context, state }: Session): Promise<void> {
  const { schema, say } = context;
  const before = state.plan?.objects;
  if (!before || context.dryRun) return;
  await schema.announce?.();
  const missing = (await schema.served?.(before, say)) ?? [];
  if (missing.length === 0) return;
  throw failure({
    code: 'SHIPLOCK_VERIFY_API_STALE',
    what: `the Data API does not serve what the migrations created: ${firstOf(missing, 5)}`,
    done: ['the expand migrations are applied'],
    notDone: ['no traffic was moved'],
    next: "Check the API's log: it could not reload the schema. Once it answers, or after `notify pgrst, 'reload schema'` in the database, rerun the job.",
  });
}

/**
 * The same checks outside of a release, and drift against the schema that the serving release left. Nothing is
 * recorded and no lease is taken; anything but a pass fails.
 */
export async function checkEnvironment(
  context: ReleaseContext,
  { asksHosting }: { readonly asksHosting: boolean } = { asksHosting: false },
): Promise<Verified> {
  const database = await context.database();
  const record = (await installedVersion(database)) > 0 ? new ReleaseRecord(database) : undefined;
  const serving = await record?.serving(context.environment.name);
  if (asksHosting) await tellServing(context, serving?.id);
  const kept = serving ? await record?.snapshotOf(serving.id) : undefined;
  const reports = await context.schema.verify(kept ? { snapshot: kept } : {});
  const bad = badOf(reports, context);
  const summary = summaryOf(reports);
  const outcome = tell(reports, context);
  if (bad.length > 0) throw verifyFailed(bad, summary, { notDone: ['nothing was changed'] });
  return { phase: 'verify', state: 'done', summary, outputs: { outcome } };
}

/**
 * The schema is compared with what the record says serves: hosting can have been told otherwise. Checks of the schema need
 * no hosting, so one that does not answer is a warning.
 */
async function tellServing(context: ReleaseContext, recorded: string | undefined): Promise<void> {
  context.say(await describeProduction(context));
  const live = await context.hosting.live().catch((error: unknown) => {
    context.warn(`could not compare the record with what serves: ${firstLine(error)}`);
    return undefined;
  });
  const releaseId = live?.releaseId;
  if (releaseId === recorded || releaseId === undefined || recorded === undefined) return;
  context.warn(
    `hosting serves release ${releaseId}, but by the record it is ${recorded}: drift is compared with the schema that ${recorded} left`,
  );
}

const summaryOf = (reports: readonly CheckReport[]) => section('verify', reportsMarkdown(reports));

/** Those that failed or could not be decided, and those that the settings require and that did not run. */
function badOf(reports: readonly CheckReport[], { environment }: ReleaseContext): readonly CheckReport[] {
  const needed = (check: string) => environment.requiredChecks?.includes(check) ?? false;
  return reports.filter(
    ({ check, outcome }) =>
      outcome === 'fail' || outcome === 'unknown' || (outcome === 'skipped' && needed(check)),
  );
}

/** Says each result, and of what did not run what sets it up. Nothing checked is not a pass. */
function tell(reports: readonly CheckReport[], { say, warn }: ReleaseContext): 'pass' | 'unchecked' {
  for (const { check, outcome, detail, setup } of reports)
    say(
      outcome === 'skipped'
        ? `verify ${check}: not checked (${detail})${setup ? `. To set it up: ${setup}` : ''}`
        : `verify ${check}: ${outcome} (${detail})`,
    );
  // How fast a schema is says nothing of whether it is right.
  if (reports.some(({ check, outcome }) => check !== 'performance' && outcome !== 'skipped')) return 'pass';
  warn(
    'nothing in the schema was checked: every check was skipped. The log says how to set each of them up; with database.requiredChecks in shiplock.yml, a skipped check fails',
  );
  return 'unchecked';
}

const WORDS: Record<CheckReport['outcome'], string> = {
  pass: 'passed',
  fail: 'failed',
  unknown: 'could not be verified',
  skipped: 'is required by database.requiredChecks but was not checked',
};

function verifyFailed(
  bad: readonly CheckReport[],
  evidence: string,
  was: { readonly done?: readonly string[]; readonly notDone: readonly string[] } = {
    done: ['the expand migrations are applied'],
    notDone: ['no traffic was moved'],
  },
) {
  const first = bad.flatMap((r) => r.findings.map((f) => `${f.object}: ${f.message}`)).slice(0, 5);
  return failure({
    code: 'SHIPLOCK_VERIFY_FAILED',
    what: `${bad.map((r) => `${r.check} ${WORDS[r.outcome]} (${r.detail}${r.setup ? `; to set it up: ${r.setup}` : ''})`).join('; ')}${first.length > 0 ? `. ${first.join('; ')}` : ''}`,
    ...was,
    evidence,
    next: 'Read the findings in the job summary: each names the object and, where possible, the SQL that fixes it.',
    places: bad.flatMap((r) =>
      r.findings.flatMap((f) => (f.place ? [{ ...f.place, message: `${f.object}: ${f.message}` }] : [])),
    ),
  });
}
