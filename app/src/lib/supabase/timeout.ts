/** `fetch` that gives up: without a limit a stuck database holds every request until the platform kills it. */
export function withTimeout(milliseconds: number, send: typeof fetch = fetch): typeof fetch {
  return (input, init) => {
    const limit = AbortSignal.timeout(milliseconds);
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit;
    return send(input, { ...init, signal, cache: 'no-store' });
  };
}
