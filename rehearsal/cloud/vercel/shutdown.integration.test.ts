/** @module-tag full */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  '%s to the local cloud leaves no server running',
  async (signal) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'shutdown.harness.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    const { pids, workDir } = JSON.parse(line) as { pids: number[]; workDir: string };
    expect(pids).toHaveLength(1);
    expect(pids.every(alive)).toBe(true);
    child.kill(signal);
    const [, by] = await once(child, 'exit');
    expect(by).toBe(signal);
    await until('the server to be gone', () => !pids.some(alive));
    await rm(workDir, { recursive: true, force: true });
  },
);

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
