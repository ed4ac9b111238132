import { count, firstOf } from '../present/count.ts';
import { refusedFilesMarkdown } from '../present/phases.ts';
import { configurationError, type Problem } from '../release/errors.ts';
import { shownPath } from './names.ts';

/** A file that must not be uploaded, and why. */
export interface Refusal {
  readonly path: string | Buffer;
  /** Continues the file's name: "looks like a private key". */
  readonly why: string;
  /** It may be allowed by name in the settings. */
  readonly allowable?: true;
}

const IN_THE_MESSAGE = 50;

/** Every file that is refused, each by name, before anything is sent. */
export function refused(refusals: readonly Refusal[], folder: string): Error {
  const lines = refusals.map(({ path, why }) => `${shownPath(path)} ${why}`).sort();
  return configurationError({
    code: 'SHIPLOCK_UPLOAD_REFUSED',
    what: `${count(lines.length, 'file')} of ${shownPath(folder)} must not be uploaded: ${firstOf(lines, IN_THE_MESSAGE, '; ')}${lines.length > IN_THE_MESSAGE ? ', which the job summary lists' : ''}`,
    notDone: ['nothing was uploaded'],
    next: nextStep(refusals),
    places: refusals.flatMap(({ path, why }) =>
      typeof path === 'string' ? [placeOf(folder, path, why)] : [],
    ),
    evidence: refusedFilesMarkdown(lines),
  });
}

function placeOf(folder: string, path: string, why: string): NonNullable<Problem['places']>[number] {
  return { file: folder === '.' ? path : `${folder}/${path}`, message: `This file ${why}.` };
}

function nextStep(refusals: readonly Refusal[]): string {
  const example = refusals.find(({ allowable, path }) => allowable && typeof path === 'string');
  const remove =
    'Remove these files from the commit (git rm --cached), or exclude them from the upload with app.exclude in shiplock.yml.';
  if (!example) return remove;
  return `${remove} Replace every secret that was ever committed: others can know it. If a file is not a secret, allow it by name: app: { allowFiles: [{ path: ${shownPath(example.path)}, reason: "why it is not secret" }] }`;
}
