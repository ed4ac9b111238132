import type { DeploymentOptions } from '@vercel/client';
import type { Call } from '../http/client.ts';
import type { Fault } from '../http/faults.ts';
import { parsed } from '../http/parsed.ts';
import { count } from '../present/count.ts';
import { atOnce } from '../release/at-once.ts';
import type { Say } from '../release/ports.ts';
import { type Source, type SourceContents, type SourceFile, sourceDigest } from '../release/source.ts';
import * as answers from './answers.ts';
import { archived } from './archive.ts';
import type { VercelApi } from './client.ts';
import type { VercelOptions } from './options.ts';

export interface UploadRequest {
  readonly projectId: string;
  readonly commit: string;
  readonly source: Source;
  /** The files are a build's output, which Vercel serves as it is. */
  readonly prebuilt?: boolean;
  readonly target: 'production' | 'preview';
  readonly meta: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Vercel takes files in any order, and as many at once as its own client sends. */
const AT_ONCE = 50;
/** Bytes under way at once. */
const BYTES_AT_ONCE = 32 * 2 ** 20;
/** Between the post that names what is missing and the one that finds it there, Vercel may need a moment. */
const ROUNDS = 3;

/**
 * Posts one deployment of exactly these files and returns its id as soon as Vercel has created it. The flow is Vercel's
 * own (https://vercel.com/docs/rest-api/deployments/upload-deployment-files, and what @vercel/client 18.4 does):
 * 1. `POST /v13/deployments` with the digest of each file. Either it creates, or it is refused with `missing_files`: then
 *    nothing exists yet.
 * 2. `POST /v2/files` for each missing file. Content-addressed: repeating is harmless.
 * 3. `POST /v13/deployments` again.
 * A post is repeated only after Vercel said that it created nothing, and never when its answer was lost. So at most one
 * deployment comes of a run, and whether it exists is unknown only while a post is under way. `findStaged` then looks for
 * the release id in the deployments' metadata.
 */
export async function upload(
  api: VercelApi,
  name: string,
  request: UploadRequest,
  say: Say,
): Promise<{ readonly id: string; readonly digest: string }> {
  const source = await asSent(request.source, api.options.mostFiles);
  const files = await source.files();
  const digest = sourceDigest(files);
  const body = bodyOf(name, request, files, api.options.git);
  say(`creating the deployment: ${count(files.length, 'file')}, digest ${digest.slice(0, 12)}`);
  for (let round = 1; ; round += 1) {
    const answer = await post(api, name, body, request.prebuilt ?? false);
    if ('id' in answer) return { id: answer.id, digest };
    if (round === ROUNDS) throw answer.refusal();
    await send(api, source, files, answer.missing, say);
  }
}

/** More files than Vercel takes go as one archive. */
async function asSent(source: Source, most: number): Promise<Source> {
  return (await source.files()).length > most ? archived(source) : source;
}

/** Vercel lists what was sent; should it list what an archive holds, that is the source's own digest. */
export async function listedAs(source: Source, most: number): Promise<readonly string[]> {
  const sent = await asSent(source, most);
  const own = await source.digest();
  return sent === source ? [own] : [await sent.digest(), own];
}

type Body = Omit<DeploymentOptions, 'files'> & {
  readonly project: string;
  readonly files: readonly object[];
};

function bodyOf(
  name: string,
  request: UploadRequest,
  files: readonly SourceFile[],
  git: VercelOptions['git'],
): Body {
  return {
    name,
    version: 2,
    project: request.projectId,
    ...(request.target === 'production' ? { target: 'production', autoAssignCustomDomains: false } : {}),
    meta: { ...request.meta },
    // As Vercel's own CLI describes a commit. Its author is left out: Vercel blocks a build for an author who is not in the
    // team, and who may ship is for the approvals to say. https://vercel.com/docs/deployments/troubleshoot-project-collaboration
    ...(git
      ? {
          gitMetadata: {
            remoteUrl: git.remoteUrl,
            commitSha: request.commit,
            ...(git.branch ? { commitRef: git.branch } : {}),
            dirty: false,
          },
        }
      : {}),
    env: { ...request.env },
    build: { env: { ...request.env } },
    files: files.map(({ path, sha1, size, mode }) => ({ file: path, sha: sha1, size, mode })),
  };
}

async function post(
  api: VercelApi,
  name: string,
  body: Body,
  prebuilt: boolean,
): Promise<{ readonly id: string } | { readonly missing: readonly string[]; refusal(): Error }> {
  const call: Call = {
    name: 'vercel.deploy',
    doing: `create a deployment in project ${name}`,
    path: '/v13/deployments',
    // The project's own build settings count; without this Vercel asks back when it detects others.
    query: { skipAutoDetectionConfirmation: '1', prebuilt: prebuilt ? '1' : undefined },
    json: body,
    exact: true,
  };
  const answer = await api.send(call, { deadlineMs: api.options.deadlineMs * 2 });
  const created = 'fault' in answer ? answer : parsed(answer, answers.created);
  if ('value' in created) return { id: created.value.id };
  const { fault } = created;
  const refused = isRefusal(fault) ? parsed(fault, answers.missingFiles) : undefined;
  const missing = refused && 'value' in refused ? refused.value.error.missing : undefined;
  if (missing) return { missing, refusal: () => api.error(fault, call) };
  throw api.error(fault, call);
}

/** Vercel decided and created nothing. */
const isRefusal = (fault: Fault): fault is Fault & { readonly kind: 'status' } =>
  fault.kind === 'status' && fault.status === 400;

/** Sends what Vercel misses, a bounded number of files and bytes at once. Nothing exists at Vercel if it fails. */
async function send(
  api: VercelApi,
  source: Source,
  files: readonly SourceFile[],
  missing: readonly string[],
  say: Say,
): Promise<void> {
  const wanted = new Set(missing);
  const known = new Set(files.map(({ sha1 }) => sha1));
  const strange = missing.find((sha1) => !known.has(sha1));
  const call = { name: 'vercel.upload', doing: 'upload the files', path: '/v2/files' };
  if (strange !== undefined) {
    const why = `it asks for a file ${strange}, which is not part of the deployment`;
    throw api.harmless({ kind: 'unreadable', status: 400, why }, call);
  }
  const progress = uploadProgress(say, files, wanted);
  const deadline = Date.now() + api.options.buildDeadlineMs;
  const limit = { most: AT_ONCE, weight: { most: BYTES_AT_ONCE, of: ({ size }: SourceContents) => size } };
  const sender = api.sender(call, AT_ONCE);
  try {
    await atOnce(source.contents(wanted), limit, async ({ sha1, size, open }) => {
      if (Date.now() > deadline) throw api.harmless({ kind: 'network', error: tooLate() }, call);
      const headers = {
        'content-type': 'application/octet-stream',
        'x-now-digest': sha1,
        'x-now-size': String(size),
      };
      await api.put(call, { headers, size, open }, sender);
      progress(size);
    });
  } finally {
    sender.close();
  }
}

const tooLate = (): Error => Object.assign(new Error('deadline'), { code: 'ETIMEDOUT' });

/** At most one line every two seconds while files go up. */
function uploadProgress(
  say: Say,
  files: readonly SourceFile[],
  wanted: ReadonlySet<string>,
): (size: number) => void {
  const sizes = new Map(files.filter(({ sha1 }) => wanted.has(sha1)).map(({ sha1, size }) => [sha1, size]));
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const megabytes = (count: number) => (count / 1e6).toFixed(1);
  let [sent, sentBytes, last] = [0, 0, Date.now()];
  say(`${count(wanted.size, 'file')} to upload, ${megabytes(bytes)} MB`);
  return (size) => {
    sent += 1;
    sentBytes += size;
    if (sent < wanted.size && Date.now() - last < 2_000) return;
    last = Date.now();
    say(
      `${sent} of ${count(wanted.size, 'file')} uploaded, ${megabytes(sentBytes)} of ${megabytes(bytes)} MB`,
    );
  };
}
