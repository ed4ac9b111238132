import type { OutlookFacts } from '../../present/outlook.ts';
import type { Rehearse, ReleaseContext } from '../context.ts';
import type { SchemaObjects } from '../moved-objects.ts';
import type { PendingMigrations } from '../ports.ts';
import type { SayingOf } from '../record/events.ts';
import type { Session } from '../session.ts';

/** What an approver should know beside the plan: facts that may change from hour to hour and are not hashed. */
export interface Outlook extends OutlookFacts {
  readonly body: SayingOf<'planned'>['outlook'];
}

export async function lookAhead(session: Session, pending: PendingMigrations['pending']): Promise<Outlook> {
  const { replaces } = session.release;
  const kept = replaces ? await session.record.snapshotOf(replaces) : undefined;
  const drift = kept ? await session.context.schema.drift(kept) : undefined;
  const { rehearse, verdict, say } = session.context;
  const rehearsal = rehearse && pending.length > 0 ? await rehearse(say, pending) : undefined;
  if (rehearsal && rehearsal.outcome !== 'pass')
    session.context.warn(
      `The migration rehearsal ${rehearsal.outcome === 'fail' ? 'failed' : 'did not finish'} (${why(rehearsal)})`,
    );
  const before = kept ?? rehearsal?.before;
  const reversible = rehearsal?.after && before ? await verdict(before, rehearsal.after) : undefined;
  return {
    drift,
    reversible,
    rehearsal,
    hasPending: pending.length > 0,
    body: {
      drift: drift?.outcome ?? 'skipped',
      rehearsal: rehearsal?.outcome ?? 'skipped',
      reversible: reversible?.answer ?? 'not predicted',
    },
  };
}

function why({ findings: [first], detail }: Awaited<ReturnType<Rehearse>>): string {
  return first ? `${first.object}: ${first.message}` : detail;
}

/** The same plan, and more is known of it: a rollback asks whether its down files were rehearsed. */
export function newlyRehearsed(session: Session, outlook: Outlook): boolean {
  const { rehearsal } = outlook.body;
  return rehearsal !== 'skipped' && session.state.plan?.rehearsal !== rehearsal;
}

/** The schema as it is, with a digest of each object where that is known. */
export async function identityOf({
  schema,
}: ReleaseContext): Promise<{ readonly fingerprint: string; readonly objects?: SchemaObjects }> {
  return (await schema.identity?.()) ?? { fingerprint: await schema.fingerprint() };
}
