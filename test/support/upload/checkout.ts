import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A bare checkout whose only commit has so many small files, no two alike, 50 a folder. Nothing of it is checked out. */
export async function largeCheckout(files: number): Promise<{
  readonly directory: string;
  readonly commit: string;
}> {
  const directory = await mkdtemp(path.join(tmpdir(), 'shiplock-large-'));
  await git(directory, ['init', '--quiet', '--initial-branch', 'main'], '');
  await git(directory, ['fast-import', '--quiet'], history(files));
  const commit = (await git(directory, ['rev-parse', 'main'], '')).trim();
  return { directory, commit };
}

function history(files: number): string {
  const manifest = JSON.stringify({ name: 'large', private: true, scripts: { build: 'true' } });
  const changes = [`M 100644 inline package.json\n${data(manifest)}`];
  for (let at = 0; at < files - 1; at += 1)
    changes.push(
      `M 100644 inline src/${Math.floor(at / 50)}/file-${at}.js\n${data(`export const at = ${at};\n${'// '.padEnd(at % 900, 'x')}\n`)}`,
    );
  return `commit refs/heads/main\ncommitter ada <ada@example.com> 1767225600 +0000\n${data('large')}${changes.join('')}\n`;
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;

async function git(directory: string, args: readonly string[], input: string): Promise<string> {
  const child = spawn('git', args, { cwd: directory, stdio: ['pipe', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  // A command that reads nothing may end first.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`git ${args.join(' ')} ended with ${code}`);
  return out;
}
