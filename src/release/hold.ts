import { v7 as uuidv7 } from 'uuid';
import { configurationError } from './errors.ts';
import type { Database } from './ports.ts';
import type { Project } from './project.ts';
import { type Hold, holdsOf, newestRelease } from './record/holds.ts';
import { ReleaseRecord } from './record/record.ts';

export interface Where {
  readonly database: Database;
  readonly environment: string;
  readonly project: Project | undefined;
}

interface Said {
  /** Who says so: of the shipping role, or nothing is recorded. */
  readonly by: string;
  readonly reason: string;
}

/**
 * Holds an environment by hand: nothing is migrated or promoted there until somebody lifts it. With a commit, releases
 * that contain it are held, and no others. A rollback is never held.
 * @throws SHIPLOCK_RELEASE_NOT_FOUND, SHIPLOCK_DATABASE_PERMISSION
 */
export async function holdBack(where: Where, said: Said & { readonly commit: string | null }): Promise<Hold> {
  const { by, reason, commit } = said;
  const hold = `hold_${uuidv7()}`;
  const at = await append(where, by, { is: 'held', hold, commit, by, reason });
  return { id: hold, commit, base: null, rolledBack: false, by, reason, at };
}

/**
 * Lifts a hold, by hand or of a rolled-back release, with a reason. Lifting it again changes nothing.
 * @throws SHIPLOCK_HOLD_UNKNOWN, SHIPLOCK_DATABASE_PERMISSION
 */
export async function liftHold(where: Where, said: Said & { readonly hold: string }): Promise<Hold> {
  const { by, reason, hold } = said;
  const holds = await holdsOf(where.database, where.environment, where.project);
  const found = holds.find(({ id }) => id === hold);
  if (!found) throw unknown(where.environment, hold, holds);
  if (found.lifted) return found;
  const at = await append(where, by, { is: 'hold-lifted', hold, by, reason });
  return { ...found, lifted: { by, reason, at } };
}

async function append(
  { database, environment, project }: Where,
  actor: string,
  saying: Parameters<ReleaseRecord['append']>[0]['saying'],
): Promise<string> {
  const record = new ReleaseRecord(database, project);
  const release = await newestRelease(record, environment);
  if (!release) throw nothingReleased(environment);
  const entry = { releaseId: release.id, token: null, actor, phase: 'record' } as const;
  return (await record.append({ ...entry, saying })).at;
}

function nothingReleased(environment: string) {
  return configurationError({
    code: 'SHIPLOCK_RELEASE_NOT_FOUND',
    what: `the record has no release of ${environment} yet`,
    notDone: ['nothing was recorded'],
    next: 'Check environment and database-url: `shiplock status` lists what the record has.',
  });
}

function unknown(environment: string, hold: string, holds: readonly Hold[]) {
  const open = holds.filter(({ lifted }) => !lifted).map(({ id }) => id);
  return configurationError({
    code: 'SHIPLOCK_HOLD_UNKNOWN',
    what: `the record of ${environment} has no hold ${hold}`,
    notDone: ['no hold was lifted'],
    next: `Use the id of a hold: ${open.length > 0 ? open.join(', ') : 'none is open'}. \`shiplock status\` lists them.`,
  });
}
