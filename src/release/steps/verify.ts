import { toJson } from '../canonical.ts';
import type { PhaseResult, ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import type { CheckReport } from '../ports.ts';
import { installedVersion } from '../record/install.ts';
import { ReleaseRecord } from '../record/record.ts';
import { Session } from '../session.ts';
import { reportsMarkdown } from './evidence-markdown.ts';
import { keptSnapshot } from './kept-snapshot.ts';

/** Verify SQL, schema contract, RLS matrix, drift. What could not be verified fails. */
export async function verify(context: ReleaseContext): Promise<PhaseResult> {
  const session = await Session.find(context);
  const already = (): PhaseResult | undefined => {
    if (!session.state.donePhases.has('verify')) return undefined;
    context.say('verify: already done');
    return {
      phase: 'verify',
      state: 'already',
      summary: '### verify\n\nAlready verified for this release.\n',
      outputs: { outcome: 'pass' },
    };
  };
  const before = already();
  if (before) return before;
  session.requireOpen();
  session.requirePhase('migrate');
  return session.leased(async () => {
    session.requireOpen();
    const reports = await context.schema.verify({});
    const summary = summaryOf(reports);
    const bad = reports.filter(isBad);
    await session.append('verify', 'observed', { what: 'verify', reports: toJson(reports) });
    if (bad.length > 0) throw verifyFailed(bad, summary);
    await session.phaseDone('verify');
    for (const report of reports) context.say(`verify ${report.check}: ${report.outcome} (${report.detail})`);
    return { phase: 'verify', state: 'done', summary, outputs: { outcome: 'pass' } };
  }, already);
}

/**
 * The same checks outside of a release, and drift against the schema that the serving release left. Nothing is
 * recorded and no lease is taken; anything but a pass fails.
 */
export async function checkEnvironment(context: ReleaseContext): Promise<PhaseResult> {
  const database = await context.database();
  const record = (await installedVersion(database)) > 0 ? new ReleaseRecord(database) : undefined;
  const serving = await record?.serving(context.environment.name);
  const kept = serving ? keptSnapshot((await record?.events(serving.id)) ?? []) : undefined;
  const reports = await context.schema.verify(kept ? { snapshot: kept } : {});
  for (const report of reports) context.say(`${report.check}: ${report.outcome} (${report.detail})`);
  const bad = reports.filter(isBad);
  const summary = summaryOf(reports);
  if (bad.length > 0) throw verifyFailed(bad, summary, { notDone: ['nothing was changed'] });
  return { phase: 'verify', state: 'done', summary, outputs: { outcome: 'pass' } };
}

const summaryOf = (reports: readonly CheckReport[]) => `### verify\n\n${reportsMarkdown(reports)}`;
const isBad = ({ outcome }: CheckReport) => outcome === 'fail' || outcome === 'unknown';

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
    what: `${bad.map((r) => `${r.check} ${r.outcome === 'unknown' ? 'could not be verified' : 'failed'} (${r.detail})`).join('; ')}${first.length > 0 ? `. ${first.join('; ')}` : ''}`,
    ...was,
    evidence,
    next: 'Read the findings in the job summary: each names the object and, where known, the SQL that mends it.',
    places: bad.flatMap((r) =>
      r.findings.flatMap((f) => (f.place ? [{ ...f.place, message: `${f.object}: ${f.message}` }] : [])),
    ),
  });
}
