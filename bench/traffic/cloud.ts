import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AccessLog, Faults } from '../../rehearsal/cloud/kit/index.ts';
import { startVercel } from '../../rehearsal/cloud/vercel/index.ts';
import { root } from '../../scripts/project.ts';
import { vercelHosting } from '../../src/hosting/index.ts';
import { memorySource } from '../../src/release/source.fixture.ts';

export const TOKEN = 'benchTrafficToken1';
export const TEAM = { id: 'team_bench', slug: 'bench' };

/** Two releases of the smallest app, the first of which serves; its answers say which of the two it is. */
export interface TrafficCloud {
  readonly url: string;
  readonly project: string;
  readonly releases: readonly [before: string, after: string];
  /** Folder from which Vercel's CLI knows the project. */
  readonly app: string;
  /** Time that each call to the API waits before it is answered. */
  delay(milliseconds: number): void;
  /** How long Vercel's job of a move takes. */
  jobs(milliseconds: number): void;
  /** Calls to the API and requests to domains so far. */
  count(): { readonly api: number; readonly domains: number };
  serving(): string | null;
  close(): Promise<void>;
}

export async function startTrafficCloud(domains: number): Promise<TrafficCloud> {
  const work = path.join(root, 'rehearsal/.work');
  await mkdir(work, { recursive: true });
  const workDir = await mkdtemp(path.join(work, 'bench-traffic-'));
  const [log, faults] = [new AccessLog(), new Faults()];
  const labels = Array.from({ length: domains }, (_, i) => `shop-${i + 1}`);
  const project = { id: 'prj_bench', name: 'bench', framework: null, env: {}, domains: labels };
  const vercel = await startVercel({
    ...{ root, workDir, tokens: [TOKEN], team: TEAM, projects: [project], faults, log },
  });
  const hosting = vercelHosting({
    ...{ token: TOKEN, project: project.id, teamId: TEAM.id, apiUrl: vercel.url },
    pace: { buildFactor: 0.05, confirmMs: 50 },
  });
  const say = () => undefined;
  const stage = async (releaseId: string) => {
    const source = memorySource({ 'public/api/health/ready': JSON.stringify({ release: releaseId }) });
    const { id, state, failure } = await hosting.stage({
      ...{ releaseId, commit: releaseId, source, target: 'production', meta: {}, say },
    });
    if (state !== 'ready') throw new Error(`${releaseId} is ${state}: ${failure}`);
    return id;
  };
  const releases = [await stage('rel_before'), await stage('rel_after')] as const;
  const since = Date.now();
  await hosting.move({ kind: 'promote', to: releases[0], expectedFrom: undefined, say });
  const first = await hosting.confirm({ kind: 'promote', to: releases[0], since, deadlineMs: 10_000, say });
  if (first.state !== 'done') throw new Error(JSON.stringify(first));
  const app = path.join(workDir, 'app');
  await mkdir(path.join(app, '.vercel'), { recursive: true });
  const link = { projectId: project.id, orgId: TEAM.id };
  await writeFile(path.join(app, '.vercel/project.json'), JSON.stringify(link));
  return {
    ...{ url: vercel.url, project: project.id, releases, app },
    delay(milliseconds) {
      faults.clear();
      if (milliseconds > 0)
        faults.set({ call: 'vercel.*', fault: { kind: 'delay', milliseconds }, times: 'always' });
    },
    jobs: (milliseconds) => vercel.aliasJobs({ pendingMs: 0, inProgressMs: milliseconds }),
    count: () => ({
      api: log.entries.length,
      domains: labels.reduce((sum, label) => sum + vercel.traffic(label).requests, 0),
    }),
    serving: () => vercel.state.projects[0]?.production ?? null,
    async close() {
      await vercel.close();
      await rm(workDir, { recursive: true, force: true });
    },
  };
}
