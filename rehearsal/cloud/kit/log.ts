/** One request that reached a stand-in. Headers and bodies are never kept: they hold the secrets. */
export interface LogEntry {
  readonly vendor: string;
  /** Outside-call name, e.g. `vercel.promote`. */
  readonly call: string;
  readonly method: string;
  /** Path with query; values of secret-looking query parameters are blotted out. */
  readonly path: string;
  /** 0: the connection was destroyed without an answer. */
  readonly status: number;
  /** Milliseconds since the epoch, when the request arrived. */
  readonly at: number;
  readonly milliseconds: number;
  readonly fault?: string;
}

/** The access log of the whole local cloud, in memory. */
export class AccessLog {
  readonly entries: LogEntry[] = [];
  /** Paths nobody implemented. A rehearsal with an entry here has failed. */
  readonly unimplemented: { readonly vendor: string; readonly method: string; readonly path: string }[] = [];
  /** Bugs of the stand-ins themselves: an exception inside a handler. */
  readonly crashes: { readonly vendor: string; readonly call: string; readonly message: string }[] = [];

  add(entry: LogEntry): void {
    this.entries.push(entry);
  }

  /** Entries of one outside call, oldest first. */
  of(call: string): readonly LogEntry[] {
    return this.entries.filter((entry) => entry.call === call);
  }
}

/** Path and query without secrets. */
export function loggablePath(url: string): string {
  const { pathname, searchParams } = new URL(url);
  for (const key of searchParams.keys())
    if (/token|secret|signature|password|bypass|key$/i.test(key)) searchParams.set(key, '…');
  const query = decodeURIComponent(searchParams.toString());
  return query ? `${pathname}?${query}` : pathname;
}
