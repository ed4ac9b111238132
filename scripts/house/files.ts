import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../project.ts';

/** Files below a folder, relative to the root, sorted. */
export async function files(folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true });
  return entries
    .filter((name) => name.endsWith(ending))
    .map((name) => path.posix.join(folder, name))
    .sort();
}

/** What git has or would add, relative to the root. */
export async function tracked(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-z', '--cached'], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  return stdout.split('\0').filter(Boolean);
}

export function read(file: string): Promise<string> {
  return readFile(path.join(root, file), 'utf8');
}

/** Tests and what only tests import are free to reach over. */
export function isTest(file: string): boolean {
  return /\.(?:test|fixture)\.ts$/.test(file);
}
