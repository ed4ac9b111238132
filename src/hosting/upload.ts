import { relative, resolve, sep } from 'node:path';
import type { DeploymentOptions, VercelClientOptions } from '@vercel/client';
import { neverSent } from '../http/wire.ts';
import type { Say } from '../release/ports.ts';
import { sourceDigest } from '../release/source.ts';
import { type Fault, toError } from './failures.ts';
import type { VercelApi } from './http.ts';

/**
 * Posts one deployment through @vercel/client and returns its id as soon as Vercel says "created".
 *
 * What the client (18.4) writes, read in its source:
 * 1. `POST /v13/deployments`, once. Either it creates, or it is refused with `missing_files`: then nothing exists yet.
 * 2. `POST /v2/files` for each missing file, up to 6 times after network errors. Content-addressed: repeating is harmless.
 * 3. `POST /v13/deployments` again, once.
 * It never repeats a post whose answer was lost; it reports `error` and stops. So at most one deployment comes of a run,
 * and whether it exists is unknown only if 1 or 3 was under way. `findStaged` then looks for the release id in the
 * deployments' metadata. We stop listening at `created` and poll ourselves, because the client's loop has no deadline,
 * does not end on CANCELED, waits for aliases that a staged deployment never gets, and in one path (a failed
 * deployment with aliasAssigned) falls through to a second post.
 */
export async function upload(
  api: VercelApi,
  name: string,
  request: UploadRequest,
  say: Say,
): Promise<{ readonly id: string; readonly digest: string }> {
  // Heavy (13 MB of dependencies): loaded only by the phase that deploys.
  const { createDeployment } = await import('@vercel/client');
  const { options } = api;
  const client: VercelClientOptions = {
    token: options.token,
    apiUrl: options.apiUrl,
    path: resolve(request.directory),
    userAgent: 'shiplock',
    // The project's own build settings count; without this Vercel asks back when it detects others.
    skipAutoDetectionConfirmation: true,
    ...(options.teamId ? { teamId: options.teamId } : {}),
  };
  const body: DeploymentOptions & { project: string } = {
    name,
    project: request.projectId,
    ...(request.target === 'production' ? { target: 'production', autoAssignCustomDomains: false } : {}),
    meta: { ...request.meta },
    env: { ...request.env },
    build: { env: { ...request.env } },
  };
  const step = { posting: false };
  const events = createDeployment(client, body)[Symbol.asyncIterator]();
  const deadline = Date.now() + options.buildDeadlineMs;
  const fail = (fault: Fault): never => {
    throw toError(step.posting ? fault : notSent(fault), {
      call: 'vercel.deploy',
      doing: `create a deployment in project ${name}`,
      project: options.project,
      token: options.token,
      writes: true,
    });
  };
  const progress = uploadProgress(say);
  let digest = '';
  say('hashing files');
  for (;;) {
    // A post answers within the deadline of a call or is lost; uploads get the whole budget.
    const budget = step.posting ? options.deadlineMs * 2 : Math.max(1, deadline - Date.now());
    let next: IteratorResult<{ type: string; payload: unknown }>;
    try {
      next = await within(events.next(), budget);
    } catch (error) {
      void events.return?.().catch(() => {});
      return fail({ kind: 'network', error, sent: !neverSent(error) });
    }
    if (next.done)
      return fail({ kind: 'unreadable', status: 200, why: 'the upload ended without a deployment' });
    const { type, payload } = next.value;
    if (type === 'created') {
      void events.return?.().catch(() => {});
      const id =
        (payload as { id?: unknown; deploymentId?: unknown }).id ??
        (payload as { deploymentId?: unknown }).deploymentId;
      if (typeof id !== 'string') return fail({ kind: 'unreadable', status: 200, why: 'no deployment id' });
      return { id, digest };
    }
    if (type === 'error') return fail(faultOf(payload));
    if (type === 'hashes-calculated') digest = digestOf(resolve(request.directory), payload);
    if (type === 'hashes-calculated' || type === 'all-files-uploaded') step.posting = true;
    if (type === 'file-count') step.posting = false;
    progress(type, payload);
  }
}

export interface UploadRequest {
  readonly projectId: string;
  readonly directory: string;
  readonly target: 'production' | 'preview';
  readonly meta: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** The client's own table of what it uploads: SHA-1 to the absolute paths that have these contents. */
function digestOf(directory: string, hashed: unknown): string {
  const files = Object.entries(hashed as Record<string, { names: readonly string[]; data?: unknown }>);
  return sourceDigest(
    files.flatMap(([sha1, { names }]) =>
      names.map((name) => ({ path: relative(directory, name).split(sep).join('/'), sha1 })),
    ),
  );
}

/** Before or between the posts no deployment can have come about, whatever went wrong. */
function notSent(fault: Fault): Fault {
  return fault.kind === 'status' && fault.status < 500
    ? fault
    : { kind: 'network', error: cause(fault), sent: false };
}

function cause(fault: Fault): unknown {
  if (fault.kind === 'network') return fault.error;
  return new Error(fault.kind === 'unreadable' ? fault.why : `HTTP ${fault.status}`);
}

/** The client reports an answer as `{code, message, status}`, and everything else as the thrown error. */
function faultOf(payload: unknown): Fault {
  if (payload instanceof Error) {
    return payload.message === 'Invalid JSON response'
      ? { kind: 'unreadable', status: 200, why: 'not JSON' }
      : { kind: 'network', error: payload, sent: !neverSent(payload) };
  }
  const { status, ...error } = payload as { status?: unknown; code?: unknown };
  if (typeof status !== 'number' || status < 400)
    return { kind: 'unreadable', status: 200, why: 'an error without a status' };
  return { kind: 'status', status, text: JSON.stringify({ error }), retryAfterMs: undefined };
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('deadline'), { code: 'ETIMEDOUT' })), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // The loser may still reject; nobody waits for it any more.
    work.catch(() => {});
  }
}

/** At most one line every two seconds while files go up. */
function uploadProgress(say: Say): (type: string, payload: unknown) => void {
  let total = 0;
  let uploaded = 0;
  let last = 0;
  return (type, payload) => {
    if (type === 'hashes-calculated')
      say(`${Object.keys(payload as object).length} files hashed, posting the deployment`);
    if (type === 'warning') say(`Vercel warns: ${String(payload)}`);
    if (type === 'file-count') {
      total = (payload as { missing: unknown[] }).missing.length;
      say(`${total} files to upload`);
    }
    if (type !== 'file-uploaded') return;
    uploaded += 1;
    if (uploaded < total && Date.now() - last < 2_000) return;
    last = Date.now();
    say(`${uploaded} of ${total} files uploaded`);
  };
}
