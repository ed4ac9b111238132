import { count } from '../src/present/count.ts';
import { uploadFiles } from '../test/support/upload/run.ts';

/**
 * Reading and uploading a commit of many small files to the local cloud's Vercel, in processes of their own: `--files
 * 20000` (default), `--json` for machines. The exit code is 1 when the goal is missed.
 */
const GOAL_MS = 10_000;
const at = process.argv.indexOf('--files');
const files = at === -1 ? 20_000 : Number(process.argv[at + 1]);
const json = process.argv.includes('--json');
const figures = await uploadFiles(files, json);
const total = figures.readMs + figures.uploadMs;
if (json) process.stdout.write(`${JSON.stringify({ ...figures, totalMs: total }, null, 2)}\n`);
else
  process.stdout.write(
    [
      count(figures.files, 'file'),
      `read and hashed in ${figures.readMs} ms`,
      `uploaded in ${figures.uploadMs} ms`,
      `together ${total} ms (goal for 20,000: ${GOAL_MS} ms)`,
      `at most ${figures.peakMb} MiB`,
      `${figures.same ? 'Vercel lists exactly these files' : 'VERCEL LISTS OTHER FILES'}\n`,
    ].join('\n'),
  );
if (!figures.same || (files >= 20_000 && total > GOAL_MS)) process.exitCode = 1;
