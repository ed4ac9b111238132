import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** The edge in a process of its own, as the runner starts it: what leaves it has no secret in it. */

const TOKEN = 'vcp_0f3b69feb8f896ccbd+/=';
const RUN = JSON.stringify(new URL('./run.ts', import.meta.url).href);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shiplock-run-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs an action whose `main` has this body; `token` is its secret input. */
async function ran(
  main: string,
  more: { inputs?: string[]; required?: string[]; env?: Record<string, string>; mayUndo?: boolean } = {},
) {
  const file = (name: string) => path.join(folder, name);
  for (const name of ['outputs', 'summary']) await writeFile(file(name), '');
  const manifest = {
    name: 'deploy',
    inputs: more.inputs ?? ['vercel-token'],
    required: more.required ?? [],
    outputs: { answer: '', undo: '' },
  };
  const code = `import { runAction } from ${RUN};
    await runAction('deploy', async () => ({ action: {
      mayUndo: ${more.mayUndo ?? true},
      manifest: ${JSON.stringify(manifest)},
      run: async (door) => { const token = door.inputs['vercel-token']; ${main} },
    } }));`;
  const env = {
    PATH: process.env['PATH'],
    'INPUT_VERCEL-TOKEN': TOKEN,
    GITHUB_OUTPUT: file('outputs'),
    GITHUB_STEP_SUMMARY: file('summary'),
    ...more.env,
  };
  const { exit, log } = await new Promise<{ exit: number; log: string }>((resolve) => {
    execFile(
      process.execPath,
      ['--input-type=module', '-e', code],
      { env, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => resolve({ exit: error ? Number(error.code) : 0, log: stdout + stderr }),
    );
  });
  const shown = log.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  const [outputs, summary] = await Promise.all(
    ['outputs', 'summary'].map((name) => readFile(file(name), 'utf8')),
  );
  return { exit, log: shown.join('\n'), outputs: outputs!, summary: summary! };
}

test('an action whose inputs are wrong does not run; every mistake is in log and summary', async () => {
  const { exit, log, summary, outputs } = await ran(
    `console.log('it ran'); return { outputs: {}, summary: '' };`,
    {
      inputs: ['vercel-token', 'dry-run', 'environment'],
      required: ['environment'],
      env: { 'INPUT_DRY-RUN': 'perhaps' },
    },
  );
  expect(exit).toBe(1);
  expect(log).not.toContain('it ran');
  for (const text of [log, summary]) {
    expect(text).toContain('the input dry-run is "perhaps"');
    expect(text).toContain('the input environment is missing');
  }
  expect(outputs).toContain('undo');
});

test.each([true, false])('a failed step says whether a rollback may answer it: %s', async (mayUndo) => {
  const { exit, outputs } = await ran(`throw new Error('the disk is full');`, { mayUndo });
  expect(exit).toBe(1);
  expect(outputs).toMatch(new RegExp(`undo<<(\\S+)\\n${mayUndo}\\n`));
});

describe('attack 21: no secret leaves the edge', () => {
  const encoded = `token + ' ' + encodeURIComponent(token) + ' ' + btoa(token)`;
  const forms = [TOKEN, encodeURIComponent(TOKEN), btoa(TOKEN)];
  const free = (text: string) => forms.every((form) => !text.includes(form));

  test('in the log', async () => {
    const { exit, log } = await ran(`door.say('said ' + ${encoded}); door.warn('warned ' + ${encoded});
      return { outputs: {}, summary: '' };`);
    expect(exit).toBe(0);
    expect(log).toMatch(/said \*\*\*/);
    expect(log).toMatch(/warned \*\*\*/);
    expect(free(log)).toBe(true);
  });

  test('in the outputs', async () => {
    const { outputs } = await ran(`return { outputs: { answer: 'put out ' + ${encoded} }, summary: '' };`);
    expect(outputs).toContain('put out ***');
    expect(free(outputs)).toBe(true);
  });

  test('in the summary, at once or at the end', async () => {
    const { summary } = await ran(`await door.summarize('first ' + ${encoded});
      return { outputs: {}, summary: 'last ' + ${encoded} };`);
    expect(summary).toMatch(/first \*\*\*/);
    expect(summary).toMatch(/last \*\*\*/);
    expect(free(summary)).toBe(true);
  });

  test('in an error that nobody foresaw', async () => {
    const { exit, log, summary } = await ran(`throw new Error('broke with ' + ${encoded});`);
    expect(exit).toBe(1);
    expect(log).toContain('broke with ***');
    expect(free(log + summary)).toBe(true);
  });
});

test('a summary that GitHub would drop is cut to its limit, and the log has the whole', {
  timeout: 60_000,
}, async () => {
  const { log, summary } =
    await ran(`await door.summarize('### plan\\n\\n' + 'row ü of the table\\n'.repeat(60000) + 'its last row\\n');
    throw new Error('a late failure');`);
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1024 * 1024);
  expect(summary).toContain('a late failure');
  const [, group] = /The log of this step has the whole, in the group “(.+)”\./.exec(summary) ?? [];
  const [, whole = ''] = log.split(`::group::${group}\n`);
  expect(whole.split('::endgroup::')[0]?.match(/^row ü of the table$/gm)?.length).toBe(60_000);
  expect(whole).toContain('its last row');
});

describe('a job that is cancelled', () => {
  const UNDER_WAY = JSON.stringify(new URL('../release/calls-under-way.ts', import.meta.url).href);
  /** Nothing else holds the process open. */
  const waits = 'await new Promise((end) => setTimeout(end, 20_000));';

  test.each(['SIGINT', 'SIGTERM'])('by %s says which call was under way, and what to do', async (signal) => {
    const { exit, log, summary, outputs } = await ran(
      `const { underWay } = await import(${UNDER_WAY});
       await underWay('vercel.promote', async () => { process.kill(process.pid, '${signal}'); ${waits} });`,
    );
    expect(exit).toBe(1);
    expect(log).toContain(
      `SHIPLOCK_STOPPED: the job was stopped (${signal}) while vercel.promote was under way`,
    );
    expect(summary).toContain('vercel.promote was started; its result is not known');
    expect(summary).toContain('rerun the same job');
    // A rollback settles what is under way before it moves anything.
    expect(outputs).toContain('true');
  });

  test('between two calls says that none was under way', async () => {
    const { exit, log } = await ran(
      `const { underWay } = await import(${UNDER_WAY});
       await underWay('vercel.promote', async () => undefined);
       process.kill(process.pid, 'SIGTERM'); ${waits}`,
    );
    expect(exit).toBe(1);
    expect(log).toContain('SHIPLOCK_STOPPED: the job was stopped (SIGTERM); no call was under way');
  });
});
