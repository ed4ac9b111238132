import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { generated } from './generate.ts';
import { root } from './project.ts';

/** Generated files and dist/ must be what a rebuild gives: fails naming each file that is not. */
const stale: string[] = [];
for (const [file, content] of await generated()) {
  if ((await readFile(path.join(root, file), 'utf8').catch(() => '')) !== content) stale.push(file);
}

const fresh = path.join(root, 'build-check');
try {
  execFileSync(
    process.execPath,
    [path.join(root, 'scripts/build.ts'), '--out', 'build-check', '--unchecked'],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const names = new Set([...(await list(fresh)), ...(await list(path.join(root, 'dist')))]);
  for (const name of names) {
    const [a, b] = await Promise.all([read(path.join(fresh, name)), read(path.join(root, 'dist', name))]);
    if (!a || !b || !a.equals(b)) stale.push(`dist/${name}`);
  }
} finally {
  await rm(fresh, { recursive: true, force: true });
}

if (stale.length > 0) {
  process.stderr.write(`stale: ${stale.join(', ')}\nRun \`npm run build\` and commit what it wrote.\n`);
  process.exitCode = 1;
} else {
  process.stdout.write('dist/ and the generated files are fresh\n');
}

async function list(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile()).map((e) => path.relative(folder, path.join(e.parentPath, e.name)));
}

function read(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(() => undefined);
}
