import * as Sentry from '@sentry/nextjs';
import type { Instrumentation } from 'next';
import { env } from './lib/env.ts';
import { ERROR_REPORTING_OPTIONS } from './lib/error-reporting.ts';
import { log } from './lib/log.ts';
import { measureRequests } from './lib/measurements/keep.ts';
import { releaseInfo } from './lib/release.ts';
import { reportTo } from './lib/report.ts';
import { REQUEST_ID_HEADER } from './lib/request-id.ts';

/** Before the first request: what the environment lacks is said at once, and errors have somewhere to go. */
export function start(): void {
  try {
    startReporting(env().NEXT_PUBLIC_SENTRY_DSN);
    measureRequests();
  } catch (error) {
    // Not thrown: the process stays up and `/api/health/ready` says that it cannot serve.
    log.fatal({ error }, 'the environment is incomplete');
  }
}

function startReporting(dsn: string | undefined): void {
  const { release, environment } = releaseInfo();
  log.info({ errorReporting: Boolean(dsn) }, 'starting');
  if (!dsn) return;
  Sentry.init({ ...ERROR_REPORTING_OPTIONS, dsn, environment, ...(release ? { release } : {}) });
  reportTo((error, tags) => void Sentry.captureException(error, { tags }));
}

/** Logs and reports an error that reached Next.js. */
export function requestFailed(
  ...[error, request, context]: Parameters<Instrumentation.onRequestError>
): void {
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
}
