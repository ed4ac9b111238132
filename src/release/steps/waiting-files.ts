import type { HeldFiles } from '../../present/waiting.ts';
import type { ReleaseContext } from '../context.ts';
import type { Plan } from '../plan.ts';
import type { PendingMigrations } from '../ports.ts';
import { installedVersion } from '../record/install.ts';
import { type WaitingFile, waitingFiles } from '../record/waiting.ts';

const HOUR = 3_600_000;

/** Contract files that earlier releases left to wait; none where there is no record yet. */
export async function waitingIn(context: ReleaseContext): Promise<readonly WaitingFile[]> {
  const database = await context.database();
  if ((await installedVersion(database)) === 0) return [];
  return waitingFiles(database, context.environment.name);
}

/** Those of them that the folder still has, with the very text, and that nobody applied. */
export function stillThere(
  waiting: readonly WaitingFile[],
  pending: Pick<PendingMigrations, 'waiting'>,
): readonly WaitingFile[] {
  const there = new Map((pending.waiting ?? []).map(({ version, checksum }) => [version, checksum]));
  return waiting.filter(({ version, checksum }) => there.get(version) === checksum);
}

export const soakEnds = ({ since }: WaitingFile, soakHours: number): Date =>
  new Date(Date.parse(since) + soakHours * HOUR);

/** What a plan holds back, of its own and of earlier releases. */
export function heldFiles(plan: Plan, waiting: readonly WaitingFile[], soakHours: number): HeldFiles {
  const own = plan.migrations.filter(({ phase }) => phase === 'contract').map(({ file }) => file);
  return { own, earlier: waiting.map((file) => waitingFacts(file, soakHours)), soakHours };
}

export const waitingFacts = (file: WaitingFile, soakHours: number): HeldFiles['earlier'][number] => ({
  file: file.file,
  releaseId: file.releaseId,
  until: soakEnds(file, soakHours),
});
