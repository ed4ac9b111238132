import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const PAGE = 1024 * 1024;
/** Room that a file is read into before its size is known. Nearly all migrations fit, which saves a system call each. */
const ROOM = 64 * 1024;

/**
 * The bytes of many files, each read once, in a few large pages: with thousands of files an object for each would cost
 * more than reading it. Reading is synchronous, because that is several times faster.
 */
export class Contents {
  readonly #pages: Buffer[] = [];
  /** By file: its page, and where in it the file begins and ends. */
  readonly #page: number[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  #used = PAGE;

  get count(): number {
    return this.#page.length;
  }

  /** Reads one more file. @throws what the file system says */
  add(where: string): void {
    if (this.#used + ROOM > PAGE) this.#turn(Buffer.allocUnsafe(PAGE));
    const page = this.#pages.at(-1)!;
    const from = this.#used;
    const opened = openSync(where, 'r');
    let length: number;
    try {
      length = readSync(opened, page, from, ROOM, null);
    } finally {
      closeSync(opened);
    }
    if (length < ROOM) this.#note(from, from + length);
    else this.#addLarge(readFileSync(where));
  }

  /** SHA-256 of a file's bytes, hex. */
  checksum(index: number): string {
    return hash('sha256', this.#pages[this.#page[index]!]!.subarray(this.#from[index], this.#to[index]));
  }

  /** SHA-256 over all bytes and where each file ends, hex: the same only where every file is. */
  fingerprint(): string {
    const bytes = createHash('sha256');
    const ends: number[] = [];
    for (const [index, page] of this.#page.entries()) ends[page] = this.#to[index]!;
    for (const [page, end] of ends.entries()) bytes.update(this.#pages[page]!.subarray(0, end));
    const lengths = this.#to.map((to, index) => to - this.#from[index]!);
    return hash('sha256', `${bytes.digest('hex')} ${lengths.join(',')}`);
  }

  /** A page of its own. */
  #addLarge(bytes: Buffer): void {
    this.#turn(bytes);
    this.#note(0, bytes.length);
    this.#used = PAGE;
  }

  #turn(page: Buffer): void {
    this.#pages.push(page);
    this.#used = 0;
  }

  #note(from: number, to: number): void {
    this.#page.push(this.#pages.length - 1);
    this.#from.push(from);
    this.#to.push(to);
    this.#used = to;
  }
}
