import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { asWire, processIdOf, wireOf } from './pg-internals.ts';

describe('what Shiplock uses of pg beyond its types', () => {
  test('is there in the version that is installed', () => {
    const client = new pg.Client();
    const wire = wireOf(client);
    expect(wire.query).toBeTypeOf('function');
    expect(wire.sendCopyFail).toBeTypeOf('function');
    expect(processIdOf(client)).toBeUndefined();
  });

  test.each([undefined, {}, { query: () => undefined }, { query: 1, sendCopyFail: 2 }])(
    'is named when a version does not have it: %j',
    (connection) =>
      expect(() => asWire(connection)).toThrow('no connection.query() and connection.sendCopyFail()'),
  );

  test('a process id is a number, and never something else', () => {
    expect(processIdOf({ processID: 7 })).toBe(7);
    for (const client of [{}, { processID: '7' }])
      expect(() => processIdOf(client)).toThrow('no client.processID');
  });
});
