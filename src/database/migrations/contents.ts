import { createHash, hash } from 'node:crypto';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';

const PAGE = 1024 * 1024;
/** Room that a file is read into before its size is known. Nearly all migrations fit, which saves a system call each. */
const ROOM = 64 * 1024;

/**
 * The bytes of many files, each read once, one behind the other in a few large pages: with thousands of files an object
 * for each would cost more than reading it. Reading is synchronous, because that is several times faster.
 */
export class Contents {
  readonly #lengths: number[] = [];
  readonly #pages: Buffer[] = [];
  /** By page: the index of its first file. */
  readonly #first: number[] = [];
  #used = PAGE;

  /** Reads one more file. @throws what the file system says */
  add(where: string): void {
    if (this.#used + ROOM > PAGE) this.#turn(Buffer.allocUnsafe(PAGE));
    const opened = openSync(where, constants.O_RDONLY);
    let length: number;
    try {
      length = readSync(opened, this.#pages.at(-1)!, this.#used, ROOM, null);
    } finally {
      closeSync(opened);
    }
    if (length === ROOM) length = this.#readLarge(where);
    else this.#used += length;
    this.#lengths.push(length);
  }

  /** SHA-256 of each file's bytes, hex, in the order they were added. */
  checksums(): string[] {
    return this.#pages.flatMap((page, index) => {
      let from = 0;
      return this.#lengths.slice(this.#first[index], this.#first[index + 1]).map((length) => {
        from += length;
        return hash('sha256', page.subarray(from - length, from));
      });
    });
  }

  /** SHA-256 over all bytes and where each file ends, hex: the same only where every file is. */
  fingerprint(): string {
    const bytes = createHash('sha256');
    for (const [index, page] of this.#pages.entries()) {
      const lengths = this.#lengths.slice(this.#first[index], this.#first[index + 1]);
      bytes.update(
        page.subarray(
          0,
          lengths.reduce((total, length) => total + length, 0),
        ),
      );
    }
    const ends = createHash('sha256').update(new Uint32Array(this.#lengths));
    return hash('sha256', bytes.digest('hex') + ends.digest('hex'));
  }

  /** Into a page of its own. */
  #readLarge(where: string): number {
    const bytes = readFileSync(where);
    this.#turn(bytes);
    this.#used = PAGE;
    return bytes.length;
  }

  #turn(page: Buffer): void {
    this.#pages.push(page);
    this.#first.push(this.#lengths.length);
    this.#used = 0;
  }
}
