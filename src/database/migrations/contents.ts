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
  readonly #pages: { readonly bytes: Buffer; readonly firstFile: number; used: number }[] = [];
  #page = this.#turn(Buffer.alloc(0));

  /** Reads one more file. @throws what the file system says */
  add(where: string): void {
    if (this.#page.used + ROOM > this.#page.bytes.length) this.#page = this.#turn(Buffer.allocUnsafe(PAGE));
    const { bytes, used } = this.#page;
    const opened = openSync(where, constants.O_RDONLY);
    let length: number;
    try {
      length = readSync(opened, bytes, used, ROOM, null);
    } finally {
      closeSync(opened);
    }
    if (length === ROOM) {
      const large = readFileSync(where);
      this.#page = this.#turn(large);
      length = large.length;
    }
    this.#page.used += length;
    this.#lengths.push(length);
  }

  /** SHA-256 of each file's bytes, hex, in the order they were added. */
  checksums(): string[] {
    return this.#pages.flatMap(({ bytes, firstFile }, index) => {
      let from = 0;
      return this.#lengths.slice(firstFile, this.#pages[index + 1]?.firstFile).map((length) => {
        from += length;
        return hash('sha256', bytes.subarray(from - length, from));
      });
    });
  }

  /** SHA-256 over all bytes and how they are shared out among the files, hex: the same only where every file is. */
  fingerprint(): string {
    const all = createHash('sha256');
    for (const { bytes, used } of this.#pages) all.update(bytes.subarray(0, used));
    const lengths = createHash('sha256').update(new Uint32Array(this.#lengths));
    return hash('sha256', all.digest('hex') + lengths.digest('hex'));
  }

  #turn(bytes: Buffer) {
    const page = { bytes, firstFile: this.#lengths.length, used: 0 };
    this.#pages.push(page);
    return page;
  }
}
