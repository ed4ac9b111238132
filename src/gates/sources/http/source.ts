import { isOwnPath, onSameOrigin } from '../../../http/same-origin.ts';
import { cut, oneLine } from '../../../present/text.ts';
import { configurationError, ShiplockError } from '../../../release/errors.ts';
import { type Counts, MAX_EXAMPLES, pick, type Source } from '../../source.ts';
import type { HttpSettings, ProbeSettings } from './settings.ts';

export interface ProbeTarget {
  /** Base URLs, each probed in turn. */
  readonly urls: readonly string[];
  /** Base URLs of what serves at the same time, to compare with. */
  readonly serving?: readonly string[] | undefined;
  /** Opens deployment protection. Secrets: sent to the probed origins and to nobody else. */
  readonly headers: Readonly<Record<string, string>>;
  /** Who must answer at the identity path. */
  readonly expect: { readonly release: string; readonly commit: string } | undefined;
  readonly fetch?: typeof fetch;
}

/** HTTP probes as a source: each draw sends `concurrency` requests, walking through every URL and path. */
export function httpSource(settings: HttpSettings, target: ProbeTarget): Source {
  const { probes } = settings;
  const own = new Walk(probes, target.urls);
  const serving = settings.compare ? (target.serving ?? []) : [];
  const control = serving.length > 0 ? new Walk(probes, serving) : undefined;
  const timed = probes.some(({ slowMs }) => slowMs !== undefined);
  return {
    name: settings.name,
    everyMs: settings.intervalMs,
    ownTotal: true,
    ...(timed ? { timed } : {}),
    ...(control ? { compares: true } : {}),
    async sample(signal) {
      // At the same time, so that what befalls both befalls both.
      await Promise.all([
        own.draw(settings.concurrency, signal, ({ path }) => ({
          ...target,
          expect: path === settings.identityPath ? target.expect : undefined,
        })),
        control?.draw(settings.concurrency, signal, () => ({ ...target, expect: undefined })),
      ]);
      const { samples, failures, slow, latencies, examples } = own;
      return {
        ...{ samples, failures, latencies, examples },
        ...(timed ? { slow } : {}),
        ...(control
          ? {
              control: {
                ...{ samples: control.samples, failures: control.failures },
                ...(timed ? { slow: control.slow } : {}),
              },
            }
          : {}),
      } satisfies Counts;
    },
  };
}

/** Goes through every URL and path in turn, and keeps count. */
class Walk {
  readonly latencies: number[] = [];
  readonly examples: string[] = [];
  samples = 0;
  failures = 0;
  slow = { samples: 0, failures: 0 };
  readonly #plan: readonly { readonly url: URL; readonly probe: ProbeSettings }[];
  #turn = 0;

  constructor(probes: readonly ProbeSettings[], urls: readonly string[]) {
    this.#plan = urls.flatMap((url) => probes.map((probe) => ({ url: pathOn(url, probe.path), probe })));
  }

  async draw(
    requests: number,
    signal: AbortSignal,
    targetOf: (probe: ProbeSettings) => Pick<ProbeTarget, 'headers' | 'expect' | 'fetch'>,
  ): Promise<void> {
    const batch = Array.from({ length: requests }, () => this.#plan[this.#turn++ % this.#plan.length]!);
    const results = await Promise.all(
      batch.map(async ({ url, probe }) => ({
        slowMs: probe.slowMs,
        result: await probeOnce(url, probe, targetOf(probe), signal),
      })),
    );
    for (const { slowMs, result } of results) if (result) this.#take(result, slowMs);
  }

  #take({ milliseconds, failure }: Sample, slowMs: number | undefined): void {
    this.samples += 1;
    if (milliseconds !== undefined) this.latencies.push(milliseconds);
    if (milliseconds !== undefined && slowMs !== undefined) {
      const { samples, failures } = this.slow;
      this.slow = { samples: samples + 1, failures: failures + (milliseconds > slowMs ? 1 : 0) };
    }
    if (failure === undefined) return;
    this.failures += 1;
    if (this.examples.length < MAX_EXAMPLES) this.examples.push(failure);
  }
}

/** The protection secret goes along: nowhere but to the URL that the gate is for. */
function pathOn(base: string, path: string): URL {
  if (isOwnPath(path) && URL.canParse(base)) return onSameOrigin(path, base);
  throw configurationError({
    code: 'SHIPLOCK_GATE_PATH',
    what: `the probe path ${JSON.stringify(path)} does not stay on ${URL.canParse(base) ? new URL(base).origin : 'the URL of the gate'}`,
    notDone: ['nothing was requested'],
    next: 'Use a path that starts with one slash; another host is not part of this release.',
  });
}

interface Sample {
  readonly milliseconds?: number;
  readonly failure?: string;
}

/** An answer with its first words; or why no answer came. */
export interface ProbeAnswer {
  readonly status: number;
  readonly text: string;
  readonly milliseconds: number;
  /** Status and first words, for people. */
  readonly said: string;
}

/** One request; undefined when the gate ended under it. @throws SHIPLOCK_GATE_PROTECTED */
export async function probeAnswer(
  url: URL,
  timeoutMs: number,
  target: Pick<ProbeTarget, 'headers' | 'fetch'>,
  signal: AbortSignal,
): Promise<ProbeAnswer | { readonly failure: string } | undefined> {
  const start = performance.now();
  try {
    const response = await (target.fetch ?? fetch)(url, {
      headers: { accept: 'application/json, */*;q=0.5', 'cache-control': 'no-cache', ...target.headers },
      // Never followed: the headers would travel along, and a redirect is an answer of its own.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    const text = await response.text();
    refuseProtection(response, text, url);
    const { status } = response;
    const location = status >= 300 && status < 400 ? response.headers.get('location') : undefined;
    const words = location ? `to ${location}` : firstWords(text);
    return {
      status,
      text,
      milliseconds: performance.now() - start,
      said: `HTTP ${status}${words && `, ${words}`}`,
    };
  } catch (error) {
    if (error instanceof ShiplockError) throw error;
    return signal.aborted ? undefined : { failure: networkText(error, timeoutMs) };
  }
}

async function probeOnce(
  url: URL,
  probe: ProbeSettings,
  target: Pick<ProbeTarget, 'headers' | 'expect' | 'fetch'>,
  signal: AbortSignal,
): Promise<Sample | undefined> {
  const name = `GET ${url.origin}${url.pathname}`;
  // A little more than the budget, so that a slow answer is told from none at all.
  const answer = await probeAnswer(url, probe.maxMs + 1_000, target, signal);
  if (answer === undefined) return undefined;
  if ('failure' in answer) return { failure: `${name}: ${answer.failure}` };
  const { status, text, milliseconds } = answer;
  const failure = judge(status, text, milliseconds, probe, target.expect);
  if (failure === undefined) return { milliseconds };
  const words = firstWords(text);
  return { milliseconds, failure: `${name}: ${failure}${words && `; it answered ${words}`}` };
}

/** The beginning of an answer, in one line. */
const firstWords = (text: string): string => cut(oneLine(text.slice(0, 20_000)), 160);

/** Why this answer is no success; undefined if it is one. */
function judge(
  status: number,
  text: string,
  milliseconds: number,
  probe: ProbeSettings,
  expect: ProbeTarget['expect'],
): string | undefined {
  if (status !== probe.expectStatus) return `HTTP ${status} (expected ${probe.expectStatus})`;
  if (milliseconds > probe.maxMs) return `${Math.round(milliseconds)} ms, allowed ${probe.maxMs}`;
  if (!expect && !probe.expectJson) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'the answer is not JSON';
  }
  for (const [field, wanted] of Object.entries(probe.expectJson ?? {})) {
    const got = pick(json, field);
    if (got !== wanted) return `${field} is ${show(got)}, expected ${show(wanted)}`;
  }
  return expect ? wrongVersion(json, expect) : undefined;
}

/** An answer that cannot say who it is, is not an answer of this release. */
function wrongVersion(json: unknown, expect: NonNullable<ProbeTarget['expect']>): string | undefined {
  const release = pick(json, 'release');
  const commit = pick(json, 'commit');
  if (typeof release === 'string' && release !== '') {
    return release === expect.release ? undefined : `wrong version: release ${show(release)}`;
  }
  if (typeof commit === 'string' && commit !== '') {
    return commit === expect.commit ? undefined : `wrong version: commit ${show(commit)}`;
  }
  return 'the answer names neither "release" nor "commit"';
}

/**
 * Deployment protection answers instead of the application. Counting that as a failing sample would roll back a
 * healthy release; counting a redirect as success would pass a broken one. It is a mistake in the configuration.
 */
function refuseProtection(response: Response, text: string, url: URL): void {
  const { status, headers } = response;
  const location = headers.get('location') ?? '';
  // `_vercel_sso_nonce` is the cookie, and the page's own word, of Vercel Authentication.
  const marks = `${headers.get('set-cookie') ?? ''} ${location} ${text.slice(0, 20_000)}`;
  const vercels = /_vercel_sso_nonce|_vercel_password|\/sso-api\b|Vercel Authentication/.test(marks);
  const titled = headers.has('x-vercel-id') && /<title>Authentication Required/.test(text);
  const turnedAway = (status >= 300 && status < 400) || status === 401 || status === 403;
  const protectedByVercel = turnedAway && (vercels || titled);
  const challenged = headers.get('x-vercel-mitigated') === 'challenge';
  if (!protectedByVercel && !challenged) return;
  throw configurationError({
    code: 'SHIPLOCK_GATE_PROTECTED',
    what: `${url.origin} is behind ${challenged ? 'Vercel’s firewall challenge' : 'Vercel Deployment Protection'} (HTTP ${status}); the probe never reached the application.`,
    next: challenged
      ? 'Allow this runner in the project’s firewall rules (a bypass rule), then run the gate again.'
      : 'Create a "Protection Bypass for Automation" secret in the project and set it as vercel-protection-bypass.',
  });
}

function networkText(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  const cause = error instanceof Error ? error.cause : undefined;
  return `no answer (${(cause as NodeJS.ErrnoException | undefined)?.code ?? (error instanceof Error ? error.name : 'error')})`;
}

function show(value: unknown): string {
  return cut(JSON.stringify(value) ?? 'missing', 80);
}
