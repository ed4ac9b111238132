import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A server for the test that asked for it, with the requests that it had.
 *
 * @param ended `onTestFinished` of the test's own context. Tests that run side by side must pass it: vitest knows
 *   which test asks only where there is one at a time
 */
export async function serve(
  listener: RequestListener,
  ended: (close: () => Promise<void>) => void = onTestFinished,
): Promise<{ readonly url: string; readonly requests: readonly IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    listener(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ended(async () => {
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
