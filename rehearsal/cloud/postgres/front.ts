import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseFault, DatabaseFaults } from './faults.ts';
import { type ClientMessage, ClientParser, ServerParser } from './protocol.ts';

/** The TCP front that stands between clients and Postgres, so that connections can be refused, delayed and cut. */
export interface Front {
  readonly port: number;
  /** Connections open now, with what each client said about itself. */
  connections(): readonly { database: string; user: string; application: string }[];
  close(): Promise<void>;
}

/**
 * Calls seen here, as fault names:
 * - `database.connect`: a client's StartupMessage arrived;
 * - `database.query`: a statement (simple `Query`, or `Parse` of the extended protocol) is about to be forwarded.
 * TLS is declined with `N`, as a local Postgres without certificates does.
 * Protocol: https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export async function startFront(options: { targetPort: number; faults: DatabaseFaults }): Promise<Front> {
  const open = new Set<Session>();
  const server = createServer({ allowHalfOpen: false }, (client) => {
    const session = new Session(client, options.targetPort, options.faults);
    open.add(session);
    client.once('close', () => open.delete(session));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    connections: () => [...open].filter((s) => s.identity).map((s) => s.identity!),
    async close() {
      for (const session of open) session.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the Postgres front has no port');
  return address.port;
}

class Session {
  identity: { database: string; user: string; application: string } | undefined;
  private readonly client: Socket;
  private readonly server: Socket;
  private readonly faults: DatabaseFaults;
  private readonly fromServer = new ServerParser();
  /** Set while an answer must not reach the client: bytes are swallowed until ReadyForQuery, then all is cut. */
  private losingAnswer = false;
  /** One message after the other, also when a fault delays one. */
  private queue: Promise<void> = Promise.resolve();

  constructor(client: Socket, targetPort: number, faults: DatabaseFaults) {
    this.client = client;
    this.faults = faults;
    this.server = connect(targetPort, '127.0.0.1');
    client.setNoDelay();
    this.server.setNoDelay();
    const parser = new ClientParser();
    client.on('data', (chunk: Buffer) => {
      // What comes together goes on together: one packet, as without a front.
      this.queue = this.queue.then(() => this.server.cork());
      for (const message of parser.push(chunk)) this.queue = this.queue.then(() => this.carry(message));
      this.queue = this.queue.then(() => this.server.uncork());
    });
    this.server.on('data', (chunk: Buffer) => this.onServerData(chunk));
    for (const socket of [client, this.server]) {
      socket.on('error', () => this.cut());
      socket.on('close', () => this.cut());
    }
    // A polite end (Terminate, then FIN) must reach Postgres, else it logs an unexpected end of file.
    client.on('end', () => void this.queue.then(() => this.server.end()));
  }

  /** TCP reset on both sides: what a crashed host or a killed proxy looks like. */
  cut(): void {
    this.client.destroy();
    this.server.destroy();
  }

  /** A server that goes while it is being written to ends this session, and nothing else. */
  private carry(message: ClientMessage): Promise<void> {
    return this.onMessage(message).catch(() => this.cut());
  }

  private async onMessage(message: ClientMessage): Promise<void> {
    if (this.client.destroyed) return;
    if (message.kind === 'encryption-request') {
      this.client.write('N');
      return;
    }
    const fault = this.faultFor(message);
    // What came before it in the same packet has been carried when the fault strikes.
    if (fault) this.server.uncork();
    if (fault?.kind === 'delay') await sleep(fault.milliseconds);
    if (fault?.kind === 'refuse') return void this.refuse(message);
    if (fault?.kind === 'cut-before') return this.cut();
    if (fault?.kind === 'cut-after') this.losingAnswer = true;
    if (!this.server.destroyed && !this.server.write(message.bytes)) {
      this.server.uncork();
      await Promise.race([once(this.server, 'drain'), once(this.server, 'close')]);
    }
  }

  private faultFor(message: ClientMessage): DatabaseFault | undefined {
    if (message.kind === 'startup') {
      const {
        database = message.parameters['user'] ?? '',
        user = '',
        application_name = '',
      } = message.parameters;
      this.identity = { database, user, application: application_name };
      return this.faults.take('database.connect', this.identity);
    }
    if (message.kind === 'statement' && this.identity)
      return this.faults.take('database.query', { ...this.identity, sql: message.sql });
    return undefined;
  }

  private refuse(message: ClientMessage): void {
    // Before the session exists a refusal is a closed socket; later it is the server's own goodbye.
    if (message.kind !== 'startup') this.client.end(adminShutdown());
    this.cutSoon();
  }

  private cutSoon(): void {
    setTimeout(() => this.cut(), 20).unref();
  }

  private onServerData(chunk: Buffer): void {
    if (!this.losingAnswer) {
      // Framing is followed all the time, so that `cut-after` can tell where an answer ends.
      this.fromServer.push(chunk);
      if (!this.client.destroyed && !this.client.write(chunk)) {
        this.server.pause();
        this.client.once('drain', () => this.server.resume());
      }
      return;
    }
    if (this.fromServer.push(chunk)) this.cut();
  }
}

/** ErrorResponse FATAL 57P01, what a client gets when the server is told to stop. */
function adminShutdown(): Buffer {
  const fields = ['SFATAL', 'VFATAL', 'C57P01', 'Mterminating connection due to administrator command'];
  const body = Buffer.from(`${fields.map((field) => `${field}\0`).join('')}\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
