import type { ReleaseContext } from '../context.ts';
import { failure } from '../errors.ts';
import { closings } from '../record/closings.ts';
import { ReleaseRecord } from '../record/record.ts';
import { type Serving, servedFor } from '../record/served.ts';
import type { Session } from '../session.ts';

const HOUR = 3_600_000;

/** A commit that has not served long enough where it must have served before. */
interface Soaking {
  readonly environment: string;
  readonly hours: number;
  /** When it will have, if nothing else is released there. */
  readonly until: Date;
}

/** @throws SHIPLOCK_RELEASE_SOAKING */
export async function refuseSoaking(session: Session): Promise<void> {
  const soaking = await soakingIn(session.context);
  if (!soaking) return;
  throw failure({
    code: 'SHIPLOCK_RELEASE_SOAKING',
    what: soakingLine(soaking, session.release.commit),
    done: ['the staged deployment, the plan and the approvals are kept'],
    notDone: ['no migration was applied, no traffic was moved'],
    next: `Rerun this job after ${soaking.until.toISOString()}. The time is \`requiresSoakHours\` of the settings.`,
  });
}

/** The same for the plan, which people can read and approve meanwhile. */
export async function soakNotes({ context, release }: Session): Promise<readonly string[]> {
  const soaking = await soakingIn(context);
  return soaking ? [soakingLine(soaking, release.commit)] : [];
}

function soakingLine({ environment, hours, until }: Soaking, commit: string): string {
  return `commit ${commit.slice(0, 12)} must have served ${environment} for ${hours} h, which it will have done at ${until.toISOString()}`;
}

async function soakingIn(context: ReleaseContext): Promise<Soaking | undefined> {
  const { requires, requiredProject } = context.environment;
  // Without a record there is no proof either, and that has been refused.
  if (!requires?.database || !requires.soakHours) return undefined;
  const { environment, soakHours: hours } = requires;
  const database = await requires.database();
  try {
    const record = new ReleaseRecord(database, requiredProject);
    const wanted = hours * HOUR;
    const now = Date.now();
    const spells: Serving[] = [];
    const names = requiredProject ? await requiredProject.names() : null;
    for await (const { serves, event } of closings(database, { environment, names })) {
      const release = serves === null ? undefined : await record.release(serves);
      if (!release) continue;
      spells.push({ commit: release.commit, at: Date.parse(event.at) });
      // What ended before it could count at all is not looked for.
      if (servedFor(context.commit, spells, now) >= wanted) return undefined;
      if (spells.length >= MOST) break;
    }
    const left = wanted - servedFor(context.commit, spells, now);
    return { environment, hours, until: new Date(now + left) };
  } finally {
    await database.close();
  }
}

/** So many releases back a commit is looked for: what served earlier is another time's. */
const MOST = 100;
