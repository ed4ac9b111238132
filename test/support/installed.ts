import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/project.ts';

const FILES = ['package.json', 'package-lock.json'];

/**
 * The `node_modules` of the packages that a folder's lock file names, installed once, exactly as it says: version and
 * digest of each. No install script of any of them runs. For tools that are too large for every `npm ci` of this
 * repository.
 *
 * @param from folder with package.json and package-lock.json
 * @param name of the cache folder's beginning
 */
export async function installed(from: string, name: string): Promise<string> {
  const digest = createHash('sha256');
  for (const file of FILES) digest.update(await readFile(path.join(from, file)));
  const tools = path.join(root, 'rehearsal/.work/tools');
  const home = path.join(tools, `${name}-${digest.digest('hex').slice(0, 16)}`);
  const modules = path.join(home, 'node_modules');
  const isThere = () => stat(modules).catch(() => undefined);
  if (await isThere()) return modules;
  await mkdir(tools, { recursive: true });
  const folder = await mkdtemp(path.join(tools, 'install-'));
  try {
    for (const file of FILES) await copyFile(path.join(from, file), path.join(folder, file));
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await promisify(execFile)('npm', args, { cwd: folder, timeout: 600_000 });
    // Whole or not at all: two runs at once may both install, and one of them wins.
    await rename(folder, home).catch(async (error: unknown) => {
      if (!(await isThere())) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return modules;
}
