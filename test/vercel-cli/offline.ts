import { appendFileSync } from 'node:fs';
import net from 'node:net';

/**
 * Loaded into every process of the CLI: it reaches this machine and nothing else. Whatever tries to go further fails,
 * and is noted in the file that the test looks at.
 */
const LOCAL = new Set(['127.0.0.1', '::1', 'localhost']);
const connect = net.Socket.prototype.connect;

function hostOf(given: readonly unknown[]): string | undefined {
  // net.connect passes on its arguments as one array; https://nodejs.org/api/net.html#socketconnect
  const [first, second] = Array.isArray(given[0]) ? given[0] : given;
  if (typeof first === 'object' && first !== null) {
    if ('path' in first && first.path) return undefined;
    return 'host' in first && typeof first.host === 'string' ? first.host : 'localhost';
  }
  if (typeof first === 'number') return typeof second === 'string' ? second : 'localhost';
  return undefined;
}

net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]) {
  const host = hostOf(given);
  if (host === undefined || LOCAL.has(host)) return Reflect.apply(connect, this, given);
  const log = process.env['SHIPLOCK_OFFLINE_LOG'];
  if (log) appendFileSync(log, `${host}\n`);
  this.destroy(new Error(`${host} is not on this machine`));
  return this;
} as typeof connect;
