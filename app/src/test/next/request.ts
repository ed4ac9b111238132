import { AsyncLocalStorage } from 'node:async_hooks';

/** What Next.js keeps of the request under way. */
export interface RequestScope {
  readonly headers: Headers;
  /** The browser's; what is set goes into it. */
  readonly cookies: Map<string, string>;
}

declare global {
  var requestScope: AsyncLocalStorage<RequestScope> | undefined;
}

/**
 * Stands in for Next.js's own, so that route handlers and Server Actions run in a test as in a request. One for the process,
 * also where a test loads modules anew.
 */
globalThis.requestScope ??= new AsyncLocalStorage<RequestScope>();
export const scope = globalThis.requestScope;

export function currentScope(): RequestScope {
  const current = scope.getStore();
  if (!current) throw new Error('this was called outside of a request');
  return current;
}
