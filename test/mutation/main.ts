import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { root } from '../../scripts/project.ts';
import { ACCEPTED } from './accepted.ts';
import { FOLDERS, THRESHOLD } from './folders.ts';

/**
 * `npm run test:mutation`: Stryker changes one thing at a time in the decisions of folders.ts, and the unit tests must
 * notice. Prints each mutant that survived and is not accepted with a reason, and the score of each folder.
 * `npm run test:mutation -- approval` looks at some folders, `-- verdict/columns` at the files of one whose names have
 * this in them: their score is told, and wanted of whole folders alone.
 */
const wanted = process.argv.slice(2);
const folders = Object.entries(FOLDERS).flatMap(([name, { mutate }]) => {
  const parts = wanted.flatMap((one) => (one === name ? [''] : one.split(`${name}/`).slice(1)));
  const files = mutate.filter((file) => parts.some((part) => path.basename(file).includes(part)));
  return wanted.length === 0 || files.length === mutate.length
    ? [{ name, mutate, whole: true }]
    : files.length > 0
      ? [{ name, mutate: files, whole: false }]
      : [];
});
if (folders.length === 0)
  throw new Error(`no folder ${wanted.join(', ')}: ${Object.keys(FOLDERS).join(', ')}`);

// For vitest.config.ts, which loads the tests of these folders alone.
process.env['SHIPLOCK_MUTATION_FOLDERS'] = folders.map(({ name }) => name).join(',');
const work = path.join(root, 'rehearsal/.work/mutation');
await mkdir(work, { recursive: true });
const results = await new Stryker({
  mutate: folders.flatMap(({ mutate }) => [...mutate]),
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', path.join(root, 'test/mutation/sentences.ts')],
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // What takes this long on a busy machine never ends: a mutant that times out counts as noticed.
  timeoutMS: 60_000,
  concurrency: Number(process.env['MUTATION_CONCURRENCY'] ?? 2),
  incremental: true,
  incrementalFile: path.join(work, 'incremental.json'),
  tempDirName: path.join(work, 'sandbox'),
  ignorePatterns: ['/app', '/dist', '/bench', '/rehearsal/out', '/rehearsal/.work', '/.git'],
  reporters: ['progress'],
  disableTypeChecks: false,
  allowConsoleColors: false,
  ignorers: ['sentences'],
}).runMutationTest();

const NOTICED = new Set(['Killed', 'Timeout']);
const COUNTED = new Set([...NOTICED, 'Survived', 'NoCoverage']);
const unused = new Set(ACCEPTED.filter(({ file }) => folders.some(({ mutate }) => mutate.includes(file))));
const lines = (file: string) => readFileSync(file, 'utf8').split('\n');
let low = 0;
for (const { name, mutate, whole } of folders) {
  const files = mutate.map((one) => path.join(root, one));
  const mine = results.filter(({ fileName, status }) => COUNTED.has(status) && matches(fileName, files));
  const noticed = mine.filter(({ status }) => NOTICED.has(status)).length;
  for (const one of mine.filter(({ status }) => status !== 'Killed')) {
    const file = path.relative(root, one.fileName);
    const line = lines(one.fileName)[one.location.start.line - 1] ?? '';
    const reason = ACCEPTED.find(
      (known) => known.file === file && known.to === one.replacement && line.includes(known.line),
    );
    // No test noticed one that timed out either.
    if (reason) unused.delete(reason);
    if (NOTICED.has(one.status)) continue;
    const at = `${file}:${one.location.start.line}:${one.location.start.column}`;
    process.stdout.write(
      `  ${reason ? 'accepted' : 'SURVIVED'} ${at} ${one.mutatorName} → ${one.replacement}\n`,
    );
  }
  const score = mine.length === 0 ? 0 : (noticed / mine.length) * 100;
  const isLow = whole && score < THRESHOLD;
  if (isLow) low += 1;
  process.stdout.write(
    `${isLow ? '✗' : '✓'} ${whole ? name : mutate.join(', ')}: ${score.toFixed(1)} % of ${mine.length} mutants noticed${whole ? ` (${THRESHOLD} % wanted)` : ''}\n`,
  );
}
for (const { file, line, to } of unused)
  process.stdout.write(`✗ accepted, and noticed: ${file}: ${line} → ${to}\n`);
process.exitCode = low === 0 && unused.size === 0 ? 0 : 1;

function matches(file: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => path.matchesGlob(file, pattern));
}
