import { connect, createServer, type Socket } from 'node:net';

export interface Relay {
  readonly port: number;
  /** All that clients sent, as latin1. */
  sent(): string;
  close(): Promise<unknown>;
}

/** A server in front of another one; `each` says what becomes of what a client sends. */
async function relay(
  to: URL,
  each: (client: Socket, upstream: Socket, chunk: Buffer) => void,
  answer: (chunk: Buffer) => Buffer = (chunk) => chunk,
): Promise<Relay> {
  const sockets = new Set<Socket>();
  let text = '';
  const server = createServer((client) => {
    const upstream = connect(Number(to.port), to.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => sockets.delete(socket));
    }
    upstream.on('data', (chunk) => client.write(answer(chunk)));
    upstream.once('end', () => client.end());
    client.on('data', (chunk) => {
      text += chunk.toString('latin1');
      each(client, upstream, chunk);
    });
    client.once('close', () => upstream.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    sent: () => text,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Keeps what clients sent. */
export const recording = (to: URL) => relay(to, (_, upstream, chunk) => upstream.write(chunk));

/** Passes on the message with this text, and cuts the client off before the answer. */
export const cutting = (to: URL, text: string) =>
  relay(to, (client, upstream, chunk) => {
    upstream.write(chunk);
    if (!chunk.includes(text)) return;
    upstream.removeAllListeners('data');
    upstream.resume();
    // The server reads what was sent before it learns that nobody is there any more.
    setTimeout(() => client.destroy(), 300);
  });

/** What a session pooler makes of startup parameters that it does not know: PgBouncer refuses them, or drops them if told to. */
export type Unknown = 'passes' | 'refuses' | 'drops';

/** As a session pooler: the client is told a process id of the pooler's own. https://github.com/supabase/supavisor */
export const pooling = (to: URL, unknown: Unknown = 'passes') =>
  relay(
    to,
    (client, upstream, chunk) => {
      const lost = unknown === 'passes' ? undefined : unknownParameters(chunk);
      if (!lost || lost.names.length === 0) upstream.write(chunk);
      else if (unknown === 'drops') upstream.write(lost.rest);
      else client.end(fatal(`unsupported startup parameter: ${lost.names[0]}`));
    },
    (chunk) => {
      const at = chunk.indexOf(Buffer.from('K\0\0\0\x0c', 'latin1'));
      if (at !== -1) chunk.writeInt32BE(7, at + 5);
      return chunk;
    },
  );

/** As a pooler in transaction mode: all clients, once they are in, share the server session of the first. */
export async function transactionPooling(to: URL): Promise<Relay> {
  const isEnd = (chunk: Buffer) =>
    chunk.length >= 6 && chunk.indexOf('Z\0\0\0\x05', chunk.length - 6, 'latin1') !== -1;
  const jobs: { client: Socket; chunk: Buffer }[] = [];
  let shared: Socket | undefined;
  /** Who is answered, or has a transaction open. */
  let turn: Socket | undefined;
  let isBusy = false;
  const next = () => {
    const at = isBusy ? -1 : jobs.findIndex(({ client }) => !turn || client === turn);
    const [job] = at === -1 ? [] : jobs.splice(at, 1);
    if (!job || !shared) return;
    turn = job.client;
    isBusy = true;
    shared.write(job.chunk);
  };
  const pooled = new Set<Socket>();
  const server = createServer((client) => {
    const own = connect(Number(to.port), to.hostname);
    for (const socket of [client, own]) {
      pooled.add(socket);
      socket.on('error', () => undefined);
    }
    let isIn = false;
    own.on('data', (chunk) => {
      const end = isEnd(chunk);
      if (isIn) {
        turn?.write(chunk);
        if (end) isBusy = false;
        if (end && chunk.at(-1) === 'I'.charCodeAt(0)) turn = undefined;
        next();
        return;
      }
      isIn = end;
      if (end) shared ??= own;
      client.write(chunk);
    });
    client.on('data', (chunk) => {
      if (!isIn) own.write(chunk);
      // Terminate is for the pooler alone.
      else if (chunk[0] === 0x58) {
        client.end();
        // What it left open is rolled back.
        if (turn === client) jobs.unshift({ client, chunk: rollback() });
      } else jobs.push({ client, chunk });
      next();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    sent: () => '',
    close: () => {
      for (const socket of pooled) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function rollback(): Buffer {
  const text = Buffer.from('rollback\0');
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeInt32BE(text.length + 4, 1);
  return Buffer.concat([head, text]);
}

const KNOWN = ['user', 'database', 'application_name', 'client_encoding'];
const PROTOCOL_3 = 196_608;

/** Of a startup message: what PgBouncer does not track, and the message without it. */
function unknownParameters(chunk: Buffer): { names: string[]; rest: Buffer } | undefined {
  if (chunk.length < 9 || chunk.readInt32BE(0) !== chunk.length || chunk.readInt32BE(4) !== PROTOCOL_3)
    return undefined;
  const words = chunk.subarray(8, -2).toString('utf8').split('\0');
  const pairs = words.flatMap((name, at) => (at % 2 === 0 ? [[name, words[at + 1] ?? ''] as const] : []));
  const kept = pairs.filter(([name]) => KNOWN.includes(name));
  const body = Buffer.from(`${kept.map(([name, value]) => `${name}\0${value}\0`).join('')}\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(PROTOCOL_3, 4);
  return {
    names: pairs.map(([name]) => name).filter((name) => !KNOWN.includes(name)),
    rest: Buffer.concat([head, body]),
  };
}

function fatal(message: string): Buffer {
  const body = Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
