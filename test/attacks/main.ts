import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tracked } from '../../scripts/house/files.ts';
import { root } from '../../scripts/project.ts';
import { runVitest } from '../../scripts/vitest-run.ts';
import { ROWS } from './rows.ts';
import { isOpen, printed, reportSchema, tableOf } from './table.ts';

/**
 * `npm run test:attacks`: runs every test whose title starts with `attack <row>`, and prints which rows are closed.
 * A row without a test, or with one that fails, is open and makes the exit code 1. `npm run test:attacks -- 7 7a`
 * looks at some rows.
 */
const wanted = process.argv.slice(2);
const rows = ROWS.filter(({ row }) => wanted.length === 0 || wanted.includes(row));
if (rows.length < wanted.length)
  throw new Error(`no row ${wanted.filter((one) => !ROWS.some(({ row }) => row === one)).join(', ')}`);

const folder = await mkdtemp(path.join(tmpdir(), 'shiplock-attacks-'));
const file = path.join(folder, 'report.json');
const files = await filesWithAttacks();
process.stdout.write(`▶ attack tests in ${files.length} files\n`);
const { passed, failed, why } = await runVitest({
  cwd: root,
  args: [
    ...['--project', 'unit', '--project', 'integration', ...files],
    ...['-t', `attack (?:.*\\b)?(?:${rows.map(({ row }) => row).join('|')})\\b`],
    ...['--reporter=json', `--outputFile.json=${file}`],
  ],
});
const report = reportSchema.parse(JSON.parse(await readFile(file, 'utf8')));
await rm(folder, { recursive: true, force: true });

const { lines, unknown } = tableOf(rows, report);
process.stdout.write(`\n${printed(lines)}\n`);
for (const { row, failed: titles } of lines)
  for (const title of titles) process.stdout.write(`✗ ${row}: ${title}\n`);
for (const row of unknown.filter((one) => wanted.length === 0 || wanted.includes(one)))
  process.stdout.write(`✗ a test names row ${row}, which test/attacks/rows.ts does not list\n`);
const open = lines.filter(isOpen).length;
// A file that cannot be loaded has no tests to count: the run's own result counts as well.
if (failed > 0) process.stdout.write(`✗ ${failed} of ${passed + failed} failed${why ? ` (${why})` : ''}\n`);
process.stdout.write(`${open} open\n`);
process.exitCode = open > 0 || failed > 0 || unknown.length > 0 ? 1 : 0;

/** Loading every test file for its titles would take minutes: only files that mention one are loaded. */
async function filesWithAttacks(): Promise<string[]> {
  const found: string[] = [];
  for (const name of await tracked())
    if (name.endsWith('.test.ts') && !name.startsWith('app/') && !name.includes('full'))
      if (/['"`]attack [\d$%]/.test(await readFile(path.join(root, name), 'utf8'))) found.push(name);
  return found;
}
