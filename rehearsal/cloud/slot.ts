import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder that one running cloud has for itself. */
export interface Slot {
  readonly directory: string;
  /** Removes all but the compiler's cache, and lets another cloud have the folder. */
  release(): Promise<void>;
}

/**
 * Takes the first free of `cloud-1`, `cloud-2`, … below `workDir`. The names stay the same from run to run, because
 * Turbopack's cache is of use only under the path it was made in. A folder whose owner was killed is tidied first: a
 * Postgres it left behind is ended.
 */
export async function claimSlot(workDir: string): Promise<Slot> {
  await mkdir(workDir, { recursive: true });
  for (let number = 1; number <= 64; number++) {
    const directory = join(workDir, `cloud-${number}`);
    const lock = `${directory}.pid`;
    if (!(await take(lock))) continue;
    await endPostgresOf(directory);
    await tidy(directory);
    await mkdir(directory, { recursive: true });
    const release = async () => {
      await tidy(directory);
      await unlink(lock).catch(() => undefined);
    };
    return { directory, release };
  }
  throw new Error(`64 local clouds run in ${workDir} already`);
}

/** The lock is a file with the owner's process id; one whose owner is gone may be taken over. */
async function take(lock: string): Promise<boolean> {
  for (const again of [true, false]) {
    try {
      const file = await open(lock, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
      // Empty: its owner is writing it this very moment. Our own id: another cloud of this process.
      if (!again || owner === 0 || isAlive(owner)) return false;
      await unlink(lock).catch(() => undefined);
    }
  }
  return false;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function endPostgresOf(directory: string): Promise<void> {
  for (const entry of await readdir(directory).catch(() => [])) {
    if (!entry.startsWith('postgres-')) continue;
    const data = join(directory, entry);
    const pid = Number(firstLine(join(data, 'postmaster.pid')));
    // The id may belong to somebody else by now; the data folder on its command line proves that it does not.
    if (!pid || !commandLine(pid).includes(data)) continue;
    process.kill(pid, 'SIGQUIT');
    for (let left = 50; left > 0 && isAlive(pid); left--)
      await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function firstLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[0] ?? '';
  } catch {
    return '';
  }
}

function commandLine(pid: number): string {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

async function tidy(directory: string): Promise<void> {
  for (const entry of await readdir(directory).catch(() => []))
    if (entry !== 'vercel') await rm(join(directory, entry), { recursive: true, force: true });
  const vercel = join(directory, 'vercel');
  for (const entry of await readdir(vercel).catch(() => []))
    if (entry !== 'next-cache') await rm(join(vercel, entry), { recursive: true, force: true });
}
