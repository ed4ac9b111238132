import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { AccessLog, Faults } from '../../../rehearsal/cloud/kit/index.ts';
import { startVercel } from '../../../rehearsal/cloud/vercel/index.ts';
import { root } from '../../../scripts/project.ts';

/** The local cloud's Vercel as a process of its own: says its URL as JSON, and ends with its standard input. */
const work = path.join(root, 'rehearsal/.work');
await mkdir(work, { recursive: true });
const workDir = await mkdtemp(path.join(work, 'upload-'));
const log = new AccessLog();
const vercel = await startVercel({
  ...{ root, workDir, tokens: ['upload-token'], faults: new Faults(), log },
  team: { id: 'team_upload', slug: 'upload' },
  projects: [{ id: 'prj_upload', name: 'upload', env: {}, domains: ['www'] }],
});
process.stdout.write(`${JSON.stringify({ url: vercel.url })}\n`);
process.stdin.resume().once('end', async () => {
  await vercel.close();
  await rm(workDir, { recursive: true, force: true });
  process.exit(0);
});
