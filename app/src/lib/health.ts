import { z } from 'zod';
import { type ReleaseInfo, releaseInfo } from './release.ts';

export interface Check {
  /** `off`: this server was not given one, which is nothing that it lacks. */
  readonly status: 'ok' | 'failed' | 'timeout' | 'off';
  readonly ms: number;
}

export interface Readiness extends ReleaseInfo {
  /** `degraded`: a part is missing without which people can still work. `down`: they cannot. */
  readonly status: 'ok' | 'degraded' | 'down';
  readonly checks: Record<string, Check>;
}

/** A probe resolves when its part serves. It gets a signal that aborts at the limit. */
export type Probe = (signal: AbortSignal) => Promise<void>;

/** A part of the service; `vital` where nobody can work without it. */
export interface Part {
  /** `null`: there is none here. */
  readonly probe: Probe | null;
  readonly vital: boolean;
}

/** Milliseconds that a part may take: 1,500, or what `READINESS_LIMIT_MS` says, up to a minute. */
export const readinessLimit = (source: Record<string, string | undefined> = process.env): number =>
  z.coerce.number().int().min(1).max(60_000).catch(1_500).parse(source['READINESS_LIMIT_MS']);

/** Thrown by a probe that has a limit of its own. */
export class TookTooLong extends Error {}

/** Asks all parts at once; each has `limit` milliseconds. Why one failed goes to `onFailure`, not to the caller. */
export async function readiness(
  parts: Record<string, Part>,
  options: { limit: number; onFailure?: (name: string, error: unknown) => void },
): Promise<Readiness> {
  const checks = Object.fromEntries(
    await Promise.all(
      Object.entries(parts).map(
        async ([name, { probe }]) => [name, await check(name, probe, options)] as const,
      ),
    ),
  );
  const missing = Object.keys(checks).filter((name) => !['ok', 'off'].includes(checks[name]?.status ?? ''));
  const down = missing.some((name) => parts[name]?.vital);
  return { status: down ? 'down' : missing.length > 0 ? 'degraded' : 'ok', ...releaseInfo(), checks };
}

async function check(
  name: string,
  probe: Probe | null,
  options: { limit: number; onFailure?: (name: string, error: unknown) => void },
): Promise<Check> {
  if (!probe) return { status: 'off', ms: 0 };
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
    const isLate = signal.aborted || error instanceof TookTooLong;
    return { status: isLate ? 'timeout' : 'failed', ms: elapsed() };
  }
}
