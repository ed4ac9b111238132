import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';

/** Redis is gone or slow. What was sent and answered is not in it: the client's own errors repeat the command. */
export class RedisUnavailable extends Error {
  constructor(
    readonly reason: string,
    /** It was asked, and did not answer in time. */
    readonly isLate = false,
  ) {
    super(`Redis did not do it: ${reason}`);
    this.name = 'RedisUnavailable';
  }
}

export interface Guard {
  /** @throws RedisUnavailable, at once while Redis is known to be gone */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** The same without the rest that failures bring: for whoever asks whether it is back. */
  attempt<T>(work: () => Promise<T>): Promise<T>;
  /** Calls that failed, and those that were not tried, since the process started. */
  readonly counts: { readonly failed: number; readonly refused: number };
}

/** What is needed of a log. */
interface Log {
  error(what: object, text: string): void;
  info(what: object, text: string): void;
}

const FAILURES = 3;
const REST_MS = 2_000;
const QUIET_MS = 60_000;

/**
 * Lets calls through until some fail in a row; then none for a while, so that nobody waits for what is gone; then one, to see.
 * Failures are logged once a minute, with how many there were: each request that is under way has one.
 */
export function guardOf(
  log: Log,
  options: { readonly restMs?: number; readonly now?: () => number } = {},
): Guard {
  const now = options.now ?? Date.now;
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: options.restMs ?? REST_MS,
    breaker: new ConsecutiveBreaker(FAILURES),
  });
  const counts = { failed: 0, refused: 0 };
  let [toldAt, told] = [Number.NEGATIVE_INFINITY, 0];
  breaker.onReset(() => log.info({ ...counts }, 'Redis answers again'));

  const tell = (reason: string) => {
    if (now() - toldAt < QUIET_MS) return;
    const since = counts.failed + counts.refused - told;
    [toldAt, told] = [now(), told + since];
    log.error({ reason, failures: since }, 'Redis is not available');
  };
  const counted = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      const open = error instanceof BrokenCircuitError;
      counts[open ? 'refused' : 'failed'] += 1;
      const reason = open ? 'it did not answer a moment ago' : reasonOf(error);
      tell(reason);
      throw new RedisUnavailable(reason, error instanceof Error && error.name === 'TimeoutError');
    }
  };
  return {
    counts,
    run: (work) => counted(() => breaker.execute(work)),
    attempt: counted,
  };
}

/** An error's kind: its message can have the command, the address and what was kept. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = (error.cause ?? {}) as { code?: unknown };
  return typeof code === 'string' && /^[A-Z_]{3,30}$/.test(code) ? `${error.name} ${code}` : error.name;
}
