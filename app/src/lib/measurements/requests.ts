import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { routeOf } from '../routes.ts';
import type { Measurement } from './collector.ts';
import { bucketOf } from './histogram.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST']);
const message = z.object({ request: z.instanceof(IncomingMessage) });
const finished = message.extend({ response: z.instanceof(ServerResponse) });

/** The method and route of a request; `null` of files, which no code of ours answers. */
export function labelOf(method: string | undefined, url: string | undefined): string | null {
  const path = (url ?? '/').split(/[?#]/)[0] ?? '/';
  if (path.startsWith('/_next/') || path === '/icon.svg') return null;
  return `${METHODS.has(method ?? '') ? method : 'other'} ${routeOf(path)}`;
}

/**
 * Tells how long each request of this process took, and whether it failed (5xx). Node.js says when one begins and ends, so
 * pages, route handlers and Server Actions are all seen, whatever answers them:
 * https://nodejs.org/api/diagnostics_channel.html#http
 */
export function watchRequests(add: (measured: Measurement) => void): void {
  const began = new WeakMap<IncomingMessage, { readonly route: string; readonly at: number }>();
  subscribe('http.server.request.start', (told) => {
    const { data } = message.safeParse(told);
    // As it came: Next.js rewrites the address on the way.
    const route = data && labelOf(data.request.method, data.request.url);
    if (route) began.set(data.request, { route, at: performance.now() });
  });
  subscribe('http.server.response.finish', (told) => {
    const { data } = finished.safeParse(told);
    const start = data && began.get(data.request);
    if (!start) return;
    const { route } = start;
    add({ metric: 'duration', route, bucket: bucketOf(performance.now() - start.at), n: 1 });
    if (data.response.statusCode >= 500) add({ metric: 'failed', route, bucket: 0, n: 1 });
  });
}
