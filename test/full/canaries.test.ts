import { execFile } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findSecrets } from '../../rehearsal/cloud/kit/index.ts';
import { root } from '../../scripts/project.ts';
import { requestsOf } from '../road/support/kill-points.ts';
import { Road } from '../road/support/road.ts';

describe('every vendor echoes the caller’s credentials in its errors', () => {
  test('the whole rehearsal, with an error of every vendor: every claim holds, and no secret is found', async () => {
    const { code, text } = await new Promise<{ code: number; text: string }>((resolve) => {
      const args = [path.join(root, 'rehearsal/main.ts'), '--check', '--canaries'];
      execFile(process.execPath, args, { cwd: root, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, text: stdout + stderr }),
      );
    });
    expect(code, text.slice(-4000)).toBe(0);
    expect(text).toMatch(/none of \d+ secrets in/);
  });

  describe('when each call of a release fails', () => {
    let road: Road;
    beforeAll(async () => {
      road = await Road.open({ canaries: true });
    });
    afterAll(() => road?.close());

    test('nothing that is printed, kept or sent holds a secret, in any encoding', async () => {
      const requests = await requestsOf(road, await road.commit());
      const calls = [...new Set(requests.map(({ call }) => call))]
        .filter((call) => !call.startsWith('database.'))
        .sort();
      expect(calls.length).toBeGreaterThan(15);
      road.cloud.faults.setEcho(true);
      for (const call of calls) {
        road.cloud.faults.set({ call, fault: { kind: 'error-before', status: 500 }, times: 'always' });
        await road.act(await road.commit(), 'production', 'ship');
        road.cloud.faults.clear();
        process.stdout.write(`${call} failed, and said so\n`);
      }
      const said = await road.everythingSaid();
      expect(said.some(({ text }) => text.includes('you sent'))).toBe(true);
      const found = said.flatMap(({ from, text }) =>
        findSecrets(text, road.cloud.secrets).map((one) => `${from}: ${one}`),
      );
      expect(found).toEqual([]);
    });
  });
});
