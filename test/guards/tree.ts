import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/project.ts';
import { runVitest } from '../../scripts/vitest-run.ts';
import { reportSchema } from '../attacks/table.ts';
import { type Guard, switchedOff } from './guard.ts';

/** A test by its file and its full title. */
export interface Witness {
  readonly file: string;
  readonly title: string;
}

export interface Noticed {
  /** Tests that failed with the guard off. Empty: nothing noticed. */
  readonly by: readonly Witness[];
  /** Why the run is worth nothing: files that could not be loaded, say. */
  readonly broken?: string;
}

/** Folders that no test of a guard needs, or that can be shared as they are. */
const SHARED = ['node_modules', 'dist', 'app'];
const LEFT_OUT = ['app/', 'dist/'];

/** A throw-away copy of the working tree, in which guards are switched off. The tree itself is never touched. */
export async function throwAwayTree() {
  const folder = await mkdtemp(path.join(tmpdir(), 'shiplock-guards-'));
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: root, maxBuffer: 2 ** 26 },
  );
  const files = stdout.split('\0').filter((file) => file && !LEFT_OUT.some((one) => file.startsWith(one)));
  for (const file of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    // A file that is deleted but not committed yet is listed all the same.
    await cp(path.join(root, file), path.join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  for (const name of SHARED) await symlink(path.join(root, name), path.join(folder, name));

  return {
    /** These tests with every guard on: only one that passes then has noticed anything. */
    untouched: (witnesses: readonly Witness[]) =>
      run(
        folder,
        witnesses.map(({ file }) => file),
        `^(?:${witnesses.map(({ title }) => escaped(title)).join('|')})$`,
      ),
    async without(guard: Guard): Promise<Noticed> {
      const off = await switchedOff(folder, guard);
      const file = path.join(folder, guard.file);
      const on = await readFile(file, 'utf8');
      await writeFile(file, off);
      try {
        return await run(folder, guard.tests, guard.title);
      } finally {
        await writeFile(file, on);
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function run(folder: string, tests: readonly string[], title?: string): Promise<Noticed> {
  const report = path.join(folder, 'report.tmp.json');
  await rm(report, { force: true });
  const projects = new Set(tests.map(projectOf));
  const { passed, failed, why, text } = await runVitest({
    cwd: folder,
    quiet: true,
    args: [
      ...[...projects].flatMap((project) => ['--project', project]),
      ...new Set(tests),
      ...(title ? ['-t', title] : []),
      // A slow machine fails a test once in a while; a guard that is off fails it every time.
      ...['--bail=1', '--retry=2', '--no-file-parallelism', '--reporter=json', `--outputFile.json=${report}`],
    ],
  });
  const by: Witness[] = [];
  try {
    for (const file of reportSchema.parse(JSON.parse(await readFile(report, 'utf8'))).testResults)
      for (const { ancestorTitles, title: name, status } of file.assertionResults)
        if (status === 'failed')
          by.push({ file: path.relative(folder, file.name), title: [...ancestorTitles, name].join(' ') });
  } catch {
    return { by: [], broken: `the tests did not run:\n${text.slice(-2000)}` };
  }
  if (by.length === 0 && failed > 0 && passed === 0) return { by, broken: why ?? text.slice(-2000) };
  if (by.length === 0 && failed > 0) return { by, broken: why ?? 'an unhandled error' };
  return { by };
}

const projectOf = (file: string): 'unit' | 'integration' =>
  file.startsWith('test/') || file.includes('.integration.test.') ? 'integration' : 'unit';

/** Titles hold what patterns mean something by. */
const escaped = (title: string): string => title.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
