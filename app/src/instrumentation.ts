import type { Instrumentation } from 'next';

// Next.js compiles this file for its Edge runtime too, which serves nothing here: with the SDK in it, that alone took
// the development server most of its start. What `NEXT_RUNTIME` rules out is not compiled.
// https://nextjs.org/docs/app/guides/instrumentation#importing-runtime-specific-code

/** Next.js calls this once when a server starts, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') (await import('./instrumentation-node.ts')).start();
}

/** Every error that reached Next.js: from pages, route handlers, Server Actions and the proxy. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  (await import('./instrumentation-node.ts')).requestFailed(error, request, context);
};
