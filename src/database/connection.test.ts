import { type AddressInfo, createServer, Socket } from 'node:net';
import { describe, expect, it, test, vi } from 'vitest';
import { connect } from './connection.ts';
import { databaseError } from './database-error.ts';

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

const WHERE = 'db.example:5432/app';

describe('the input that a connection string came by is named', () => {
  const input = 'staging-database-url';

  test('where it is refused before anything is sent', async () => {
    const pooler = connect('postgresql://u:p@db.example:6543/app', { input });
    await expect(pooler).rejects.toThrow('staging-database-url points at port 6543');
    await expect(connect('db.example', { input })).rejects.toThrow('staging-database-url is not a Postgres');
  });

  test('where the server refuses it', () => {
    const refused = Object.assign(new Error('password authentication failed'), { code: '28P01' });
    expect(databaseError(refused, WHERE, input).problem.next).toBe(
      'Correct the user and the password in staging-database-url.',
    );
    expect(databaseError(refused, WHERE).problem.next).toBe(
      'Correct the user and the password in database-url.',
    );
  });
});

test('a host that goes silent after it was reached cut the connection', () => {
  const late = (syscall: string) =>
    databaseError(Object.assign(new Error(`${syscall} ETIMEDOUT`), { code: 'ETIMEDOUT', syscall }), WHERE);
  expect(late('read').code).toBe('SHIPLOCK_DATABASE_CUT');
  expect(late('connect').code).toBe('SHIPLOCK_DATABASE_UNREACHABLE');
});
