import { execFileSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { root } from './project.ts';

/**
 * Every job that uses an action downloads this repository's tarball, and every action loads from dist/.
 * Prints both, and fails over the budget.
 */
const BUDGET = { dist: 5 * 2 ** 20, tarball: 4 * 2 ** 20 };

const dist = path.join(root, 'dist');
let distBytes = 0;
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (entry.isFile()) distBytes += (await stat(path.join(entry.parentPath, entry.name))).size;
}
const tarball = execFileSync('git', ['archive', '--format=tar.gz', 'HEAD'], {
  cwd: root,
  maxBuffer: 2 ** 30,
}).byteLength;

const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(2)} MB`;
process.stdout.write(
  `dist     ${mb(distBytes)} of ${mb(BUDGET.dist)}\ntarball  ${mb(tarball)} of ${mb(BUDGET.tarball)}\n`,
);
if (distBytes > BUDGET.dist || tarball > BUDGET.tarball) process.exitCode = 1;
