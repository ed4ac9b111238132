import { z } from 'zod';
import type { JsonObject } from '../canonical.ts';
import type { Hosting, PreviewDomain, Say, StagedDeployment, TrafficMove } from '../ports.ts';
import { defineCall, type WhenLost } from './define.ts';

const staged: z.ZodType<StagedDeployment> = z.object({
  id: z.string(),
  url: z.string(),
  state: z.enum(['building', 'ready', 'failed', 'canceled']),
  releaseId: z.string().exactOptional(),
  commit: z.string().exactOptional(),
  runId: z.string().exactOptional(),
  failure: z.string().exactOptional(),
  log: z.array(z.string()).exactOptional(),
  inspectUrl: z.string().exactOptional(),
  digest: z.string().exactOptional(),
});

type Staging = Parameters<Hosting['stage']>[0];

export const deploy = defineCall({
  verb: 'deploy',
  port: 'hosting',
  method: 'stage',
  does: 'Uploads the files that hosting does not have, and builds a deployment that no domain points to.',
  request: z.strictObject({
    commit: z.string(),
    target: z.enum(['production', 'preview']),
    domains: z.literal('none'),
    /** Of what a job built: who reads a lost answer must know what was sent, for a build may come out otherwise. */
    digest: z.string().exactOptional(),
  }),
  result: staged,
  lost: {
    how: 'reads',
    says: 'Looks for a deployment that carries the release id, and waits until it is built. Builds again only where there is none.',
    reads: async (hosting, { releaseId, say }: Staging) => {
      const found = await hosting.findStaged(releaseId, say);
      return found ? { state: 'done', result: found } : { state: 'not-done' };
    },
  },
  run: (hosting, input: Staging) => hosting.stage(input),
});

/** Where a preview is to be looked at; none in records of a hosting that cannot point a domain at it. */
const address: z.ZodType<{ readonly url?: string }> = z.object({ url: z.string().exactOptional() });

export const pointPreview = defineCall({
  verb: 'point-preview',
  port: 'hosting',
  method: 'pointPreview',
  does: 'Points the domain of the pull request at its newest preview.',
  projection: true,
  request: z.strictObject({ domain: z.string(), to: z.string() }),
  result: address,
  lost: { how: 'finds-first', says: 'Reads where the domain points, and writes only if that is elsewhere.' },
  run: async (hosting, input: PreviewDomain): Promise<{ readonly url?: string }> => {
    return (await hosting.pointPreview?.(input)) ?? {};
  },
});

interface Move {
  readonly to: string;
  /** What has to serve, or nothing is moved. */
  readonly from: string | undefined;
  /** A rolling release begins with it: its first stage is all there is to wait for. */
  readonly canary?: boolean;
  /** The deployment whose own job this may abort. */
  readonly aborts?: string | undefined;
  /** How long to wait for what comes of it. */
  readonly deadlineMs: number;
  /** Asked once more right before the write. @throws to keep it from being sent */
  readonly before: (() => Promise<void>) | undefined;
  readonly say: Say;
  readonly warn: (line: string) => void;
}

/** How long a traffic move may have been requested before our clock says so (clock skew). */
export const SKEW_MS = 5_000;

const evidence: z.ZodType<JsonObject> = z.record(z.string(), z.json());
const moved = z.strictObject({
  to: z.string(),
  from: z.string().nullable(),
  /** When hosting's last job had been requested (ms) as this was decided; null: it knew none. A later one is somebody's. */
  after: z.number().nullable().exactOptional(),
});

/** Reads job, aliases and domains until the move is decided. */
function confirmed(kind: TrafficMove['kind']): WhenLost<Hosting, Move, JsonObject> {
  return {
    how: 'reads',
    says: `Reads hosting's job, its aliases and each domain until the ${kind} is done, failed, or its deadline is over. If that does not decide it, the release stops and nothing is sent again.`,
    accepted: true,
    reads: async (hosting, { to, canary = false, deadlineMs, say, warn }, at, accepted) => {
      const since = at - SKEW_MS;
      const found = await hosting.confirm({ kind, to, since, deadlineMs, accepted, canary, say });
      if (found.state === 'done') {
        if (found.unproved)
          warn(
            `every domain points to ${to}, but the application did not say which release it is: ${found.unproved}`,
          );
        return { state: 'done', result: found.evidence };
      }
      if (found.state === 'not-done') return { state: 'not-done' };
      const why =
        found.state === 'running' ? `the move was still in progress after ${deadlineMs / 1000} s` : found.why;
      return { state: 'ambiguous', why };
    },
  };
}

const move = (kind: TrafficMove['kind'], does: string) =>
  defineCall({
    verb: kind,
    port: 'hosting',
    method: 'move',
    does,
    request: moved,
    result: evidence,
    lost: confirmed(kind),
    run: async (hosting, { to, from, aborts, before, say }: Move, notAfter) => {
      await before?.();
      return hosting.move({ kind, to, expectedFrom: from, aborts, notAfter, say });
    },
  });

export const promote = move('promote', 'Points every production domain to the deployment of this release.');
export const rollback = move('rollback', 'Points every production domain back to the previous deployment.');
