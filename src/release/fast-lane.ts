import type { Plan } from './plan.ts';
import type { CodeHost } from './ports.ts';
import type { Release, ReleaseRecord } from './record/record.ts';

/** Kinds of releases that bring nothing new. */
export const FAST_LANES = ['served-before', 'revert'] as const;
export type FastLane = (typeof FAST_LANES)[number];

/** So many releases back a revert can lead. */
const BACK = 5;

interface Question {
  readonly release: Pick<Release, 'environment' | 'commit' | 'replaces'>;
  readonly record: Pick<ReleaseRecord, 'finished' | 'release'>;
  readonly codeHost: Pick<CodeHost, 'files'> | undefined;
  /** What the settings let through, as the policy has them: never as the commit does. */
  readonly lanes: readonly FastLane[];
  /** Files that are applied, or that wait: whatever changes the schema is new. */
  readonly migrations: number;
}

/**
 * Whether a release brings nothing new, and which release shows it. The record says what served here to its end, and
 * the code host what files a commit has; nothing that the commit says of itself counts, such as its message.
 */
export async function fastLaneOf(question: Question): Promise<Plan['fastLane']> {
  const { release, record, codeHost, lanes, migrations } = question;
  if (lanes.length === 0 || migrations > 0) return undefined;
  const { environment, commit } = release;
  if (lanes.includes('served-before')) {
    const before = await record.finished(environment, commit);
    if (before) return { because: 'served-before', releaseId: before.id, commit };
  }
  if (!lanes.includes('revert') || !codeHost) return undefined;
  const own = await codeHost.files(commit);
  if (!own) return undefined;
  for await (const earlier of served(release, record)) {
    const files = await codeHost.files(earlier.commit);
    if (files && sameFiles(own, files))
      return { because: 'revert', releaseId: earlier.id, commit: earlier.commit };
  }
  return undefined;
}

/**
 * The release that serves and those before it, newest first, without those that were rolled back. After a rollback a
 * revert has the files of what serves; of a release that still serves it has those of the previous one.
 */
async function* served(
  { replaces, environment }: Question['release'],
  record: Question['record'],
): AsyncGenerator<Release> {
  let id = replaces;
  for (let back = 0; id !== null && back < BACK; back += 1) {
    const at = await record.release(id);
    if (at && (await record.finished(environment, at.commit))) yield at;
    id = at?.replaces ?? null;
  }
}

function sameFiles(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([path, file]) => other.get(path) === file);
}
