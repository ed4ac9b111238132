import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';

/** Runs one function of `.vercel/output`: its default export answers requests, as Vercel's Node.js launcher calls it. */
const loaded: unknown = await import(pathToFileURL(process.argv[2] ?? '').href);
const server = createServer(handlerOf(loaded));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());

/** An ES module's default export may be a CommonJS one's whole `module.exports`. */
function handlerOf(exported: unknown): RequestListener {
  for (let one = exported, depth = 0; depth < 3; depth += 1) {
    if (typeof one === 'function') return one as RequestListener;
    one = typeof one === 'object' && one !== null && 'default' in one ? one.default : undefined;
  }
  throw new Error('the function exports no handler');
}
