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

/** As a session pooler: the client is told a process id of the pooler's own. https://github.com/supabase/supavisor */
export const pooling = (to: URL) =>
  relay(
    to,
    (_, upstream, chunk) => upstream.write(chunk),
    (chunk) => {
      const at = chunk.indexOf(Buffer.from('K\0\0\0\x0c', 'latin1'));
      if (at !== -1) chunk.writeInt32BE(7, at + 5);
      return chunk;
    },
  );

/** As a pooler in transaction mode: all clients, once they are in, share the server session of the first. */
export async function transactionPooling(to: URL): Promise<Relay> {
  const ready = Buffer.from('Z\0\0\0\x05I', 'latin1');
  const jobs: { client: Socket; chunk: Buffer }[] = [];
  let shared: Socket | undefined;
  let turn: Socket | undefined;
  const next = () => {
    const job = turn ? undefined : jobs.shift();
    if (!job || !shared) return;
    turn = job.client;
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
      const end = chunk.includes(ready);
      if (isIn) {
        turn?.write(chunk);
        if (end) turn = undefined;
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
      else if (chunk[0] === 0x58) client.end();
      else jobs.push({ client, chunk });
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
