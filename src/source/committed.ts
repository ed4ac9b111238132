import { createHash } from 'node:crypto';
import type { Entry } from './entry.ts';
import { EXECUTABLE, FILE, LINK } from './entry.ts';
import { LARGEST_POINTER, type LfsPointer, lfsPointer } from './lfs.ts';
import { decodePath, isStrangePart } from './names.ts';
import type { GitObjects } from './objects.ts';
import type { Refusal } from './refusals.ts';
import { bytesToLookAt, secretIn } from './secrets.ts';
import type { TreeFile } from './tree.ts';

/** A file of the commit whose contents were looked at once. */
export interface Looked {
  readonly entry: Entry;
  /** Of a link. */
  readonly target?: string;
  readonly lfs?: LfsPointer;
}

interface Named {
  readonly path: string;
  readonly mode: number;
  readonly oid: string;
}

const MODES: Readonly<Record<string, number>> = {
  '100644': FILE,
  '100664': FILE,
  '100755': EXECUTABLE,
  '120000': LINK,
};

/** Longest target of a link that Linux follows. */
const LONGEST_TARGET = 4096;

/** Names and kinds, decided by the tree alone. */
export function namedFiles(
  files: readonly TreeFile[],
  isLeftOut: (path: string) => boolean,
  refuse: (refusal: Refusal) => void,
): Named[] {
  return files.flatMap(({ path: bytes, mode: kind, oid }) => {
    const path = decodePath(bytes);
    if (path === undefined) {
      refuse({ path: bytes, why: 'has a name that is not UTF-8' });
      return [];
    }
    if (path.split('/').some(isStrangePart)) {
      refuse({ path, why: 'has a name that leaves the folder, or is git’s own' });
      return [];
    }
    if (isLeftOut(path)) return [];
    const mode = Object.hasOwn(MODES, kind) ? MODES[kind] : undefined;
    if (mode !== undefined) return [{ path, mode, oid }];
    refuse({
      path,
      why:
        kind === '160000'
          ? 'is a submodule, whose files are not in this commit: name its folder in app.include, or exclude it with app.exclude'
          : `is of a kind that Shiplock does not upload (mode ${kind})`,
    });
    return [];
  });
}

/** Reads each file once: its digest as hosting wants it, and whatever in it decides whether it may go. */
export async function lookInto(
  objects: GitObjects,
  files: readonly Named[],
  suspect: (path: string, why: string) => void,
): Promise<Looked[]> {
  const byObject = Map.groupBy(files, ({ oid }) => oid);
  const looked: Looked[] = [];
  await objects.each([...byObject.keys()], ({ oid, size }) => {
    const named = byObject.get(oid)!;
    const digest = createHash('sha1');
    const first = new FirstBytes(Math.max(...named.map(bytesOf)));
    return {
      piece(bytes) {
        digest.update(bytes);
        first.add(bytes);
      },
      end() {
        const sha1 = digest.digest('hex');
        for (const { path, mode } of named) {
          const entry: Entry = { path, mode, size, sha1, from: { oid } };
          looked.push({ entry, ...told(entry, first.bytes, suspect) });
        }
      },
    };
  });
  return looked;
}

const bytesOf = ({ path, mode }: Named): number =>
  mode === LINK ? LONGEST_TARGET : Math.max(bytesToLookAt(path), LARGEST_POINTER);

function told(
  { path, mode, size }: Entry,
  first: Buffer,
  suspect: (path: string, why: string) => void,
): Pick<Looked, 'target' | 'lfs'> {
  if (mode === LINK) {
    // Longer or not UTF-8: no file system follows it, and nothing is known of where it leads.
    const target = size <= LONGEST_TARGET ? decodePath(first) : undefined;
    return { target: target ?? '/' };
  }
  const why = secretIn(path, first);
  if (why !== undefined) suspect(path, why);
  const lfs = size <= LARGEST_POINTER ? lfsPointer(first.toString('latin1')) : undefined;
  return lfs ? { lfs } : {};
}

/** Keeps the beginning of what passes by. */
export class FirstBytes {
  readonly #most: number;
  readonly #pieces: Buffer[] = [];
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(piece: Buffer): void {
    const room = this.#most - this.#length;
    if (room <= 0) return;
    const kept = Buffer.from(piece.subarray(0, room));
    this.#pieces.push(kept);
    this.#length += kept.length;
  }

  get bytes(): Buffer {
    return this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
  }
}
