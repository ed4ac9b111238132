import { setTimeout as sleep } from 'node:timers/promises';
import { onSameOrigin } from '../http/same-origin.ts';
import { ShiplockError } from '../release/errors.ts';
import type { RouteLook } from '../release/ready-route.ts';
import { pick } from './source.ts';
import { type ProbeAnswer, probeAnswer } from './sources/http/source.ts';
import type { GateSettings } from './spec.ts';

/** A deployment that was built a moment ago may need a few looks. */
const LOOKS = 3;
const TIMEOUT_MS = 10_000;

/**
 * The paths that a release is asked to name itself at: the gate's, where one of its probes goes there, and the one that
 * confirms that traffic moved.
 */
export function identityPaths(gate: GateSettings, confirmPath: string | false): readonly string[] {
  const asked = gate.sources.flatMap((source) =>
    source.use === 'http' && source.probes.some(({ path }) => path === source.identityPath)
      ? [source.identityPath]
      : [],
  );
  return [...new Set([...asked, ...(confirmPath === false ? [] : [confirmPath])])];
}

/**
 * Asks a staged deployment who it is, before its migrations are applied. Its health is the gate's business: an answer of
 * any status counts that names this release.
 */
export async function lookAtRoutes(
  paths: readonly string[],
  target: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly expect: { readonly release: string; readonly commit: string } | undefined;
  },
  pauseMs = 700,
): Promise<readonly RouteLook[]> {
  return Promise.all(
    paths.map(async (path) => {
      const url = onSameOrigin(path, target.url);
      for (let look = 1; ; look += 1) {
        const seen = await lookOnce(path, url, target);
        if (seen.state === 'answers' || look === LOOKS) return seen;
        await sleep(pauseMs);
      }
    }),
  );
}

async function lookOnce(
  path: string,
  url: URL,
  target: Pick<Parameters<typeof lookAtRoutes>[1], 'headers' | 'expect'>,
): Promise<RouteLook> {
  try {
    const answer = await probeAnswer(url, TIMEOUT_MS, target, new AbortController().signal);
    if (answer === undefined) return { path, state: 'unclear', said: 'no answer' };
    if ('failure' in answer) return { path, state: 'unclear', said: answer.failure };
    return { path, ...judge(answer, target.expect) };
  } catch (error) {
    if (error instanceof ShiplockError) return { path, state: 'closed', said: error.problem.what };
    throw error;
  }
}

/** What can only be a missing route, and what may be an app that waits for its migrations. */
function judge(
  { status, text, said }: ProbeAnswer,
  expect: { readonly release: string; readonly commit: string } | undefined,
): Pick<RouteLook, 'state' | 'said'> {
  const named = identity(text);
  if (named) {
    const { release, commit } = named;
    if (!expect) return { state: 'answers', said: release ? `release ${release}` : `commit ${commit}` };
    const same = release ? release === expect.release : commit === expect.commit;
    if (same) return { state: 'answers', said: release ? `release ${release}` : `commit ${commit}` };
    return { state: 'absent', said: `it names another release or commit: ${said}` };
  }
  return status >= 500
    ? { state: 'unclear', said: `it fails before it can name release or commit: ${said}` }
    : { state: 'absent', said: `it names neither "release" nor "commit": ${said}` };
}

function identity(text: string): { readonly release?: string; readonly commit?: string } | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const [release, commit] = [pick(json, 'release'), pick(json, 'commit')];
  if (typeof release === 'string' && release !== '') return { release };
  if (typeof commit === 'string' && commit !== '') return { commit };
  return undefined;
}
