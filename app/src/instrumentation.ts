import * as Sentry from '@sentry/nextjs';
import type { Instrumentation } from 'next';
import { env } from './lib/env.ts';
import { ERROR_REPORTING_OPTIONS } from './lib/error-reporting.ts';
import { log } from './lib/log.ts';
import { releaseInfo } from './lib/release.ts';
import { REQUEST_ID_HEADER } from './lib/request-id.ts';

/** Next.js calls this once when a server starts, before the first request. */
export function register(): void {
  try {
    start(env().NEXT_PUBLIC_SENTRY_DSN);
  } catch (error) {
    // Not thrown: the process stays up and `/api/health/ready` says that it cannot serve.
    log.fatal({ error }, 'the environment is incomplete');
  }
}

function start(dsn: string | undefined): void {
  const { release, environment } = releaseInfo();
  log.info({ errorReporting: Boolean(dsn) }, 'starting');
  if (!dsn) return;
  Sentry.init({ ...ERROR_REPORTING_OPTIONS, dsn, environment, ...(release ? { release } : {}) });
}

/** Every error that reached Next.js: from pages, route handlers, Server Actions and the proxy. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const header = request.headers[REQUEST_ID_HEADER];
  const id = Array.isArray(header) ? header[0] : header;
  log.error(
    { error, requestId: id, method: request.method, route: context.routePath, type: context.routeType },
    'request failed',
  );
  Sentry.withScope((scope) => {
    if (id) scope.setTag('request_id', id);
    Sentry.captureRequestError(error, request, context);
  });
};
