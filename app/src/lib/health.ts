import { type ReleaseInfo, releaseInfo } from './release.ts';

export interface Check {
  readonly status: 'ok' | 'failed' | 'timeout';
  readonly ms: number;
}

export interface Readiness extends ReleaseInfo {
  readonly status: 'ok' | 'degraded';
  readonly checks: Record<string, Check>;
}

/** A probe resolves when its part serves. It gets a signal that aborts at the limit. */
export type Probe = (signal: AbortSignal) => Promise<void>;

/** Asks all parts at once; each has `limit` milliseconds. Why one failed goes to `onFailure`, not to the caller. */
export async function readiness(
  probes: Record<string, Probe>,
  options: { limit: number; onFailure?: (name: string, error: unknown) => void },
): Promise<Readiness> {
  const checks = Object.fromEntries(
    await Promise.all(
      Object.entries(probes).map(async ([name, probe]) => [name, await check(name, probe, options)] as const),
    ),
  );
  const ok = Object.values(checks).every((result) => result.status === 'ok');
  return { status: ok ? 'ok' : 'degraded', ...releaseInfo(), checks };
}

async function check(
  name: string,
  probe: Probe,
  options: { limit: number; onFailure?: (name: string, error: unknown) => void },
): Promise<Check> {
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  const signal = AbortSignal.timeout(options.limit);
  // A probe that ignores its signal must not hold the answer.
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
  try {
    await Promise.race([probe(signal), late]);
    return { status: 'ok', ms: elapsed() };
  } catch (error) {
    options.onFailure?.(name, error);
    return { status: signal.aborted ? 'timeout' : 'failed', ms: elapsed() };
  }
}
