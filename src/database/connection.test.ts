import { type AddressInfo, createServer, Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { connect } from './connection.ts';

it('shows the network every half minute that a quiet connection is in use', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const asked = vi.spyOn(Socket.prototype, 'setKeepAlive');
  const { port } = server.address() as AddressInfo;
  await connect(`postgresql://u:p@127.0.0.1:${port}/d`).catch(() => undefined);
  expect(asked).toHaveBeenCalledWith(true, 30_000);
  asked.mockRestore();
  await new Promise((resolve) => server.close(resolve));
});
