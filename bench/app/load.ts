import autocannon from 'autocannon';

export interface Figures {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export function figuresOf(times: readonly number[], seconds: number): Figures {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { perSecond: times.length / seconds, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

const FEW = 0.02;

/** Asks one address over and over. @throws where answers are not 200, since they would be no figures of this page */
export async function load(
  url: string,
  options: { readonly seconds: number; readonly connections: number; readonly cookie?: string },
): Promise<Figures> {
  const times: number[] = [];
  const other = new Map<number, number>();
  // As behind the proxy that speaks TLS: the cookie has another name there.
  const headers = {
    'x-forwarded-proto': 'https',
    ...(options.cookie ? { cookie: options.cookie } : {}),
  };
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    const instance = autocannon(
      { url, headers, duration: options.seconds, connections: options.connections },
      (error) => (error ? reject(error) : resolve()),
    );
    instance.on('response', (_client, status, _bytes, time) => {
      times.push(time);
      if (status !== 200) other.set(status, (other.get(status) ?? 0) + 1);
    });
  });
  const others = [...other.values()].reduce((sum, n) => sum + n, 0);
  // A machine on which much else runs can be too slow for a health check's own time limit.
  if (others > times.length * FEW)
    throw new Error(`${url}: ${[...other].map(([status, n]) => `${n} × HTTP ${status}`).join(', ')}`);
  return figuresOf(times, (performance.now() - started) / 1000);
}
