import { z } from 'zod';
import type { CodeHost } from '../ports.ts';
import { defineCall } from './define.ts';

const nothing = z.object({});

export const openDeployment = defineCall({
  verb: 'open-deployment',
  port: 'codeHost',
  method: 'openDeployment',
  does: 'Creates the deployment object of the release, with the end of the record’s chain in its payload.',
  projection: true,
  request: z.strictObject({ environment: z.string(), commit: z.string() }),
  result: z.object({ id: z.string() }),
  lost: { how: 'finds-first', says: 'Looks for a deployment that has the release id in its payload.' },
  run: async (codeHost, input: () => Promise<Parameters<CodeHost['openDeployment']>[0]>) => ({
    id: await codeHost.openDeployment(await input()),
  }),
});

export const deploymentStatus = defineCall({
  verb: 'deployment-status',
  port: 'codeHost',
  method: 'setDeploymentStatus',
  does: 'Adds a status to the deployment object.',
  projection: true,
  request: z.strictObject({ state: z.enum(['in_progress', 'success', 'failure', 'inactive']) }),
  result: nothing,
  lost: {
    how: 'finds-first',
    says: 'Sets it again: the newest status counts, and a second one says the same.',
  },
  run: async (codeHost, input: () => Promise<Parameters<CodeHost['setDeploymentStatus']>[0]>) => {
    await codeHost.setDeploymentStatus(await input());
    return {};
  },
});

export const comment = defineCall({
  verb: 'comment',
  port: 'codeHost',
  method: 'upsertComment',
  does: 'Writes a comment on the pull request or the commit, or edits the one that it wrote before.',
  projection: true,
  request: z.union([
    z.strictObject({ commit: z.string(), plan: z.string() }),
    z.strictObject({ commit: z.string(), release: z.string() }),
    z.strictObject({ commit: z.string(), reply: z.string() }),
  ]),
  result: z.object({ url: z.string() }),
  lost: { how: 'finds-first', says: 'Looks for its own comment by the key in it, and edits that one.' },
  run: async (codeHost, input: () => Promise<Parameters<CodeHost['upsertComment']>[0]>) =>
    codeHost.upsertComment(await input()),
});

export const rerunJob = defineCall({
  verb: 'rerun-job',
  port: 'jobReruns',
  method: 'rerunJob',
  does: 'Starts the job again that ended because approvals were missing.',
  request: z.strictObject({ run: z.number(), job: z.number() }),
  result: nothing,
  lost: {
    how: 'finds-first',
    says: 'The next comment looks for jobs that still wait: one that was started again is not among them.',
  },
  run: async (reruns, { job }: { readonly job: number }) => {
    await reruns.rerunJob(job);
    return {};
  },
});
