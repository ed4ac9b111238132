import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { FILL } from './names.ts';

/** Places that a scaffold left to the developer and that are still open, in files that git has or would add. */
export async function unfilled(root: string): Promise<string[]> {
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const folders = ['src', 'actions', 'test', 'docs', 'rehearsal', 'runbooks'];
  const { stdout } = await promisify(execFile)('git', [...listed, '--', ...folders], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  const found: string[] = [];
  for (const file of new Set(stdout.split('\0').filter((name) => /\.(?:ts|md|json)$/.test(name)))) {
    const text = await readFile(path.join(root, file), 'utf8').catch(() => '');
    if (!text.includes(FILL)) continue;
    for (const [i, line] of text.split('\n').entries())
      if (line.includes(FILL)) found.push(`${file}:${i + 1}: ${line.slice(line.indexOf(FILL)).trim()}`);
  }
  return found.sort();
}
