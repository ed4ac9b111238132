type Report = (error: unknown, tags: Readonly<Record<string, string>>) => void;

/** On the process, since Next.js bundles the proxy and the rest apart: a module's own variable would not be shared. */
const REPORTER = Symbol.for('prescriptions.reporter');
const shared = globalThis as typeof globalThis & { [REPORTER]?: Report };

/** Says where errors go from now on. Called when the server starts. */
export function reportTo(report: Report): void {
  shared[REPORTER] = report;
}

/**
 * Reports an error that was caught and answered. Without the SDK's import, which the proxy would bundle: see
 * `instrumentation.ts`.
 */
export function report(error: unknown, tags: Readonly<Record<string, string>> = {}): void {
  shared[REPORTER]?.(error, tags);
}
