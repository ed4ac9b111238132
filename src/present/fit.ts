import { link } from './markdown.ts';
import { COMMENT, SUMMARY } from './surfaces.ts';

/** How long a page is, as the surface counts. */
type Measure = (page: string) => number;
const characters: Measure = (page) => page.length;
const bytes: Measure = (page) => Buffer.byteLength(page);

/** Where a page may be cut: in front of a line, with what is open there. */
interface Place {
  readonly at: number;
  /** Of what stands before it, with its last line feed, as the surface counts. */
  readonly used: number;
  /** Folds that are open. */
  readonly depth: number;
  /** The fence of the code that the line stands in, with its indentation; empty: in none. */
  readonly fence: string;
  readonly isAfterBlank: boolean;
}

/**
 * Only for pages of our own making: folds begin and end with a tag at the edge of a line, and code stands in fences of
 * `fenced`, which are longer than any inside of them.
 */
function places(page: string, size: Measure): Place[] {
  const found: Place[] = [];
  let [at, used, depth, fence, isAfterBlank] = [0, 0, 0, '', true];
  for (const line of page.split('\n')) {
    found.push({ at, used, depth, fence, isAfterBlank });
    const opening = /^(\s*`{3,})/.exec(line)?.[1] ?? '';
    if (fence) fence = line === fence ? '' : fence;
    else if (opening) fence = opening;
    else depth += (line.startsWith('<details>') ? 1 : 0) - (line.endsWith('</details>') ? 1 : 0);
    isAfterBlank = line.trim() === '';
    at += line.length + 1;
    used += size(line) + 1;
  }
  return found;
}

/** Closes what a cut leaves open. */
const closing = ({ depth, fence }: Place): string =>
  `${fence && `\n${fence}`}${'\n\n</details>'.repeat(Math.max(0, depth))}`;

/**
 * A page that fits: whole lines, with what was open closed again, and a note where the cut is. Its end stays as well, up
 * to `end` characters of it: how to approve, or the next step, stands there.
 */
export function fitPage(
  page: string,
  limit: number,
  note: string,
  { end = 0, size = characters }: { readonly end?: number; readonly size?: Measure } = {},
): string {
  if (size(page) <= limit) return page;
  const all = places(page, size);
  const tail = tailOf(page, all, end);
  const rest = `${note}${tail && `\n\n${tail}`}`;
  const room = limit - size(rest);
  const fits = (place: Place) =>
    place.at > 0 && place.at <= page.length - tail.length && place.used - 1 + closing(place).length <= room;
  const last = all.findLast(fits);
  if (last) return `${page.slice(0, last.at - 1)}${closing(last)}${rest}`;
  return note.trimStart();
}

/** The last lines that stand by themselves, at a place where nothing is open. */
function tailOf(page: string, all: readonly Place[], end: number): string {
  const from = all.find(
    ({ at, depth, fence, isAfterBlank }) =>
      at > 0 && page.length - at <= end && depth === 0 && fence === '' && isAfterBlank,
  );
  return from ? page.slice(from.at) : '';
}

/** What stands at the end of a page and must not be cut off: at most so many characters. */
const END = 2_000;

/** @param run Address of the run whose job summary has the whole; undefined: it is not known. */
export function fitComment(page: string, run: string | undefined): string {
  const where = `The ${run ? link('job summary of the run', run) : 'job summary of the run'} has the whole.`;
  const note = `\n\n… cut: a comment holds ${COMMENT.toLocaleString('en-US')} characters. ${where}`;
  return fitPage(page, COMMENT, note, { end: END });
}

/** The name under which the log of a step has the whole of a summary that was cut. */
export const WHOLE_SUMMARY = 'The whole job summary';
const CUT = `\n\n… cut: a job summary holds 1 MiB. The log of this step has the whole, in the group “${WHOLE_SUMMARY}”.`;
const BETWEEN = '\n';

/** The parts of a step's summary as one page that fits, and whether any of it was cut: the longest are cut first. */
export function fitSummary(
  parts: readonly string[],
  limit = SUMMARY,
): { readonly page: string; readonly isCut: boolean } {
  const whole = parts.join(BETWEEN);
  if (bytes(whole) <= limit) return { page: whole, isCut: false };
  const share = fairShare(parts.map(bytes), limit - BETWEEN.length * parts.length);
  const fitted = parts.map((part) => fitPage(part, share, CUT, { end: END, size: bytes }));
  return { page: fitted.join(BETWEEN), isCut: true };
}

/** The most that each may have, so that together they have no more than there is and short ones stay whole. */
function fairShare(sizes: readonly number[], room: number): number {
  let left = room;
  const sorted = [...sizes].sort((a, b) => a - b);
  for (const [index, size] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - index));
    if (size > share) return share;
    left -= size;
  }
  return room;
}
