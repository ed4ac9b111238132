import { code } from './markdown.ts';

/** Contract files that are not applied with this release. */
export interface HeldFiles {
  /** Of this release's own plan, by name. */
  readonly own: readonly string[];
  /** Of earlier releases. */
  readonly earlier: readonly WaitingFacts[];
  readonly soakHours: number;
}

interface WaitingFacts {
  readonly file: string;
  readonly releaseId: string;
  /** When its soak time ends. */
  readonly until: Date;
}

/** The one command that applies what waits. */
export const CONTRACT_COMMAND =
  '`shiplock contract`, the workflow `contract.yml`, or `migrate` with `contract: true`, on the commit that is live then';

/** Which file waits, and until when. */
export function waitingLine({ file, releaseId, until }: WaitingFacts): string {
  const ends = until.toISOString();
  const when = until.getTime() <= Date.now() ? `its soak time ended at ${ends}` : `until ${ends}`;
  return `${code(file)} of release ${code(releaseId)} waits: ${when}`;
}

/** One line for each file that is held back, and until when. */
export function heldLines({ own, earlier, soakHours }: HeldFiles): readonly string[] {
  return [
    ...own.map((file) => `${code(file)} waits until ${soakHours} h after this release first serves`),
    ...earlier.map(waitingLine),
  ];
}

/** The same as a list, with what applies them; empty where nothing waits. */
export function heldBack(held: HeldFiles): string {
  const lines = heldLines(held);
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
