import type { Plan } from '../plan.ts';
import type { Database } from '../ports.ts';
import { foldState } from '../state.ts';
import { closings } from './closings.ts';
import { ReleaseRecord } from './record.ts';

/** A contract file that a release planned and did not apply: it waits for its soak time, whatever is released since. */
export interface WaitingFile {
  readonly version: string;
  readonly file: string;
  /** SHA-256 of the file's bytes, hex. */
  readonly checksum: string;
  /** The release that first served with it planned. */
  readonly releaseId: string;
  /** ISO 8601: when that was. The soak time counts from here. */
  readonly since: string;
}

/**
 * The contract files that wait in an environment, by its record. A rollback to a release that did not plan a file
 * begins its soak time anew: only what every release since then knew of has been served with. Whether a file is applied
 * by now is for the database's history to say.
 */
export async function waitingFiles(database: Database, environment: string): Promise<readonly WaitingFile[]> {
  const record = new ReleaseRecord(database);
  const plans = new Map<string, Plan | undefined>();
  const planOf = async (id: string) => {
    if (!plans.has(id)) {
      const events = await record.eventsOf([id]);
      plans.set(id, foldState(events.get(id) ?? []).plan?.plan);
    }
    return plans.get(id);
  };
  const found = new Map<string, WaitingFile>();
  let left: ReadonlySet<string> | undefined;
  for await (const { serves, event } of closings(database, { environment })) {
    if (serves === null) continue;
    const plan = await planOf(serves);
    const known = new Map(plan ? contractFiles(plan).map((file) => [keyOf(file), file]) : []);
    const still: ReadonlySet<string> = new Set([...known.keys()].filter((key) => !left || left.has(key)));
    for (const key of still) {
      const { version, file, checksum } = known.get(key)!;
      found.set(key, { version, file, checksum, releaseId: serves, since: event.at });
    }
    // Every release before that one has to know a file, too.
    left = still;
    if (still.size === 0) break;
  }
  return [...found.values()].sort((a, b) => (a.version < b.version ? -1 : 1));
}

type Named = Pick<WaitingFile, 'version' | 'file' | 'checksum'>;
const keyOf = ({ version, checksum }: Named): string => `${version} ${checksum}`;

/** What a plan leaves to wait: its own contract files, and those of earlier releases. */
function contractFiles(plan: Plan): readonly Named[] {
  return [...plan.migrations.filter(({ phase }) => phase === 'contract'), ...(plan.waiting ?? [])];
}
