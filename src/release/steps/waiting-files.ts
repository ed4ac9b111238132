import { code } from '../../present/markdown.ts';
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

/** The one command that applies what waits. */
export const CONTRACT_COMMAND =
  '`shiplock contract`, the workflow `contract.yml`, or `migrate` with `contract: true`, on the commit that is live then';

/** Which files wait, until when, for what proof, and the command: for plan, status and a contract run. */
export function waitingLines(waiting: readonly WaitingFile[], soakHours: number): string[] {
  return waiting.map((file) => {
    const until = soakEnds(file, soakHours);
    const when =
      until.getTime() <= Date.now()
        ? `its soak time ended at ${until.toISOString()}`
        : `until ${until.toISOString()}`;
    return `${code(file.file)} of release \`${file.releaseId}\` waits: ${when}`;
  });
}

/** One line for each file that this plan holds back, of its own and of earlier releases, and until when. */
export function heldLines(plan: Plan, waiting: readonly WaitingFile[], soakHours: number): readonly string[] {
  const own = plan.migrations.filter(({ phase }) => phase === 'contract');
  return [
    ...own.map(({ file }) => `${code(file)} waits until ${soakHours} h after this release first serves`),
    ...waitingLines(waiting, soakHours),
  ];
}

/** The same as markdown, with what applies them. */
export function heldBack(plan: Plan, waiting: readonly WaitingFile[], soakHours: number): string {
  const lines = heldLines(plan, waiting, soakHours);
  if (lines.length === 0) return '';
  return [
    '**Contract files that wait:**',
    '',
    ...lines.map((line) => `- ${line}`),
    '',
    `Apply each with ${CONTRACT_COMMAND}, once a rehearsal proves that the live release does not need what it removes. Later releases skip it.`,
    '',
  ].join('\n');
}
