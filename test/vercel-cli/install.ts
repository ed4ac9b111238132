import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/project.ts';

const here = path.join(import.meta.dirname, 'package');
const FILES = ['package.json', 'package-lock.json'];

/**
 * The path of Vercel's own CLI, installed once, exactly as the lock file beside this says: version and digest of every
 * package. No install script of any of them runs. It is no dependency of this repository: 360 MB would be too many for
 * every `npm ci`.
 */
export async function vercelCli(): Promise<string> {
  const digest = createHash('sha256');
  for (const file of FILES) digest.update(await readFile(path.join(here, file)));
  const tools = path.join(root, 'rehearsal/.work/tools');
  const home = path.join(tools, `vercel-cli-${digest.digest('hex').slice(0, 16)}`);
  const cli = path.join(home, 'node_modules/vercel/dist/vc.js');
  if (await stat(cli).catch(() => undefined)) return cli;
  await mkdir(tools, { recursive: true });
  const folder = await mkdtemp(path.join(tools, 'install-'));
  try {
    for (const file of FILES) await copyFile(path.join(here, file), path.join(folder, file));
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await promisify(execFile)('npm', args, { cwd: folder, timeout: 600_000 });
    // Whole or not at all: two runs at once may both install, and one of them wins.
    await rename(folder, home).catch(async (error: unknown) => {
      if (!(await stat(cli).catch(() => undefined))) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return cli;
}
