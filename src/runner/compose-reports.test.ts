import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { composeReports } from './compose-reports.ts';
import { runFacts } from './github.ts';

const NOTHING = { pending: [], appliedCount: 0, ignored: [], facts: [] };

test('reports are written where that was asked for, and a folder that is none is named as the mistake', async () => {
  const workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-reports-'));
  const facts = { ...runFacts({}), workspace };
  await writeFile(path.join(workspace, 'taken'), '');
  const write = (directory: string) => composeReports({ 'report-directory': directory }, facts)?.(NOTHING);
  expect(await write('made/here')).toEqual(['made/here/migrations.json', 'made/here/migrations.sarif']);
  const sarif = JSON.parse(await readFile(path.join(workspace, 'made/here/migrations.sarif'), 'utf8'));
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  expect(sarif.runs[0].tool.driver.version).toBe(version);
  for (const directory of ['taken', 'taken/below'])
    await expect(write(directory)).rejects.toMatchObject({
      code: 'SHIPLOCK_INPUT_INVALID',
      problem: { what: expect.stringContaining(`report-directory is "${directory}"`) },
    });
  await rm(workspace, { recursive: true });
});
