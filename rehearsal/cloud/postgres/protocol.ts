/** One message of a Postgres client, with the bytes to forward. */
export type ClientMessage =
  | { readonly kind: 'encryption-request'; readonly bytes: Buffer }
  | { readonly kind: 'startup'; readonly bytes: Buffer; readonly parameters: Record<string, string> }
  | { readonly kind: 'statement'; readonly bytes: Buffer; readonly sql: string }
  | { readonly kind: 'other'; readonly bytes: Buffer };

const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;

/** Cuts a client's byte stream into messages. Source: https://www.postgresql.org/docs/18/protocol-message-formats.html */
export class ClientParser {
  private rest: Buffer = Buffer.alloc(0);
  private started = false;

  push(chunk: Buffer): ClientMessage[] {
    this.rest = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    const messages: ClientMessage[] = [];
    for (let next = this.next(); next; next = this.next()) messages.push(next);
    return messages;
  }

  private next(): ClientMessage | undefined {
    // Before the start a message has no type byte.
    const lengthAt = this.started ? 1 : 0;
    if (this.rest.length < lengthAt + 4) return undefined;
    const end = lengthAt + this.rest.readInt32BE(lengthAt);
    if (this.rest.length < end) return undefined;
    const bytes = this.rest.subarray(0, end);
    this.rest = this.rest.subarray(end);
    return this.started ? statementOrOther(bytes) : this.first(bytes);
  }

  private first(bytes: Buffer): ClientMessage {
    const code = bytes.readInt32BE(4);
    if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: 'encryption-request', bytes };
    this.started = true;
    if (code === CANCEL_REQUEST) return { kind: 'other', bytes };
    const words = bytes.subarray(8).toString('utf8').split('\0');
    const parameters: Record<string, string> = {};
    for (let i = 0; i + 1 < words.length && words[i]; i += 2) parameters[words[i]!] = words[i + 1]!;
    return { kind: 'startup', bytes, parameters };
  }
}

function statementOrOther(bytes: Buffer): ClientMessage {
  const type = bytes.toString('latin1', 0, 1);
  if (type === 'Q') return { kind: 'statement', bytes, sql: bytes.toString('utf8', 5, bytes.length - 1) };
  if (type === 'P') {
    // Parse: statement name, then the text, both ended by a zero.
    const nameEnd = bytes.indexOf(0, 5);
    return {
      kind: 'statement',
      bytes,
      sql: bytes.toString('utf8', nameEnd + 1, bytes.indexOf(0, nameEnd + 1)),
    };
  }
  return { kind: 'other', bytes };
}

/** Follows the server's side far enough to know when an answer is complete (ReadyForQuery, type `Z`). */
export class ServerParser {
  private head: Buffer = Buffer.alloc(0);
  private skip = 0;

  /** True when a ReadyForQuery ended inside this chunk. */
  push(chunk: Buffer): boolean {
    let ready = false;
    let at = 0;
    while (at < chunk.length) {
      if (this.skip > 0) {
        const step = Math.min(this.skip, chunk.length - at);
        this.skip -= step;
        at += step;
        continue;
      }
      const step = Math.min(5 - this.head.length, chunk.length - at);
      this.head = Buffer.concat([this.head, chunk.subarray(at, at + step)]);
      at += step;
      if (this.head.length < 5) break;
      if (this.head[0] === 0x5a) ready = true;
      this.skip = this.head.readInt32BE(1) - 4;
      this.head = Buffer.alloc(0);
    }
    return ready;
  }
}
