import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const PART = /^source\.tgz\.part(\d+)$/;

/** What `--archive=tgz` uploads, `.vercel/source.tgz.part1` and so on, is laid out in place of those parts. */
export async function unpackArchive(directory: string): Promise<void> {
  const folder = join(directory, '.vercel');
  const number = (name: string) => Number(PART.exec(name)?.[1]);
  const parts = (await readdir(folder).catch(() => []))
    .filter((name) => PART.test(name))
    .sort((a, b) => number(a) - number(b));
  if (parts.length === 0) return;
  const whole = join(folder, 'source.tgz');
  for (const name of parts)
    await pipeline(createReadStream(join(folder, name)), createWriteStream(whole, { flags: 'a' }));
  // Refuses names that lead out of the folder, and absolute ones.
  await promisify(execFile)('tar', ['-xzf', whole, '-C', directory]);
  for (const name of [...parts, 'source.tgz']) await rm(join(folder, name));
}
