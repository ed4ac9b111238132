import { createHash } from 'node:crypto';
import { Bytes } from './bytes.ts';
import { spawnGit } from './git.ts';

export interface ObjectHead {
  readonly oid: string;
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  /** Bytes. */
  readonly size: number;
}

export interface WholeObject {
  readonly type: ObjectHead['type'];
  readonly bytes: Buffer<ArrayBuffer>;
}

/** Where the bytes of one object go. `end` is called when they were all there and are what the object's name says. */
export interface Sink {
  piece(bytes: Buffer): void;
  end(): void;
}

/** The object store's answer does not fit the object's own name, or the object is not there. */
export class ObjectError extends Error {
  readonly oid: string;
  readonly why: 'missing' | 'changed';

  constructor(oid: string, why: 'missing' | 'changed') {
    super(`object ${oid} is ${why}`);
    this.oid = oid;
    this.why = why;
  }
}

/**
 * Reads git objects through one `git cat-file --batch`, in the order they are asked for, and holds each against its own
 * name (the SHA-1 of its header and bytes). So what comes of a commit's SHA is that commit, whatever was done to the
 * checkout's `.git` before: a replaced object, a replacement ref, a rewritten pack.
 * @throws ObjectError
 */
export class GitObjects {
  readonly #child: ReturnType<typeof spawnGit>;
  readonly #bytes: Bytes;

  constructor(directory: string) {
    this.#child = spawnGit(directory, ['cat-file', '--batch']);
    this.#bytes = new Bytes(this.#child.stdout);
    // Both end in an answer that does not come, which is told where it is waited for.
    this.#child.on('error', () => {});
    this.#child.stdin.on('error', () => {});
  }

  /** Reads these objects in this order, each in pieces that are not kept. */
  async each(oids: readonly string[], open: (head: ObjectHead) => Sink): Promise<void> {
    const asked = this.#ask(oids);
    // Where an answer is wrong, that is the error to tell, and not that git was stopped.
    asked.catch(() => {});
    for (const oid of oids) await this.#next(oid, open);
    await asked;
  }

  /** Objects as a whole, by their names; for commits, trees and small files. */
  async wholes(oids: readonly string[]): Promise<ReadonlyMap<string, WholeObject>> {
    const found = new Map<string, WholeObject>();
    await this.each([...new Set(oids)], (head) => {
      const pieces: Buffer[] = [];
      return {
        piece: (bytes) => pieces.push(Buffer.from(bytes)),
        end: () => found.set(head.oid, { type: head.type, bytes: Buffer.concat(pieces) }),
      };
    });
    return found;
  }

  async whole(oid: string): Promise<WholeObject> {
    return (await this.wholes([oid])).get(oid)!;
  }

  close(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  /** Written as fast as git reads it, while its answers are read. */
  async #ask(oids: readonly string[]): Promise<void> {
    const { stdin } = this.#child;
    const AT_ONCE = 1_000;
    for (let at = 0; at < oids.length; at += AT_ONCE) {
      const text = `${oids.slice(at, at + AT_ONCE).join('\n')}\n`;
      await new Promise<void>((resolve, reject) => {
        stdin.write(text, (error) => (error ? reject(error) : resolve()));
      });
    }
  }

  async #next(oid: string, open: (head: ObjectHead) => Sink): Promise<void> {
    // In a partial clone git ends here, because it may not fetch what is missing.
    const line = await this.#bytes.line().catch(() => '');
    const [name, type, length] = line.split(' ');
    if (name !== oid || !isType(type) || length === undefined) throw new ObjectError(oid, 'missing');
    const head = { oid, type, size: Number(length) };
    const hash = createHash('sha1').update(`${type} ${length}\0`);
    const sink = open(head);
    await this.#bytes.take(head.size, (piece) => {
      hash.update(piece);
      sink.piece(piece);
    });
    await this.#bytes.take(1, () => {});
    if (hash.digest('hex') !== oid) throw new ObjectError(oid, 'changed');
    sink.end();
  }
}

const isType = (type: string | undefined): type is ObjectHead['type'] =>
  type === 'commit' || type === 'tree' || type === 'blob' || type === 'tag';
