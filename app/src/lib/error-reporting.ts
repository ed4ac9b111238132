import type { BrowserOptions, ErrorEvent, NodeOptions } from '@sentry/nextjs';
import { scrubText } from './scrub.ts';

type SharedOptions = Pick<
  BrowserOptions & NodeOptions,
  'dataCollection' | 'beforeSend' | 'maxBreadcrumbs' | 'beforeBreadcrumb'
>;

/** Keeps of an event what is needed to find the fault, and nothing that tells who was affected. */
export function scrubEvent(event: ErrorEvent): ErrorEvent {
  const { user: _user, server_name: _serverName, extra: _extra, ...kept } = event;
  if (kept.message) kept.message = scrubText(kept.message);
  for (const exception of kept.exception?.values ?? []) {
    if (exception.value) exception.value = scrubText(exception.value);
    for (const frame of exception.stacktrace?.frames ?? []) delete frame.vars;
  }
  if (kept.request) {
    const { method, url } = kept.request;
    kept.request = { ...(method ? { method } : {}), ...(url ? { url: withoutQuery(url) } : {}) };
  }
  // The SDK puts the path here with its query, whatever `urlQueryParams` says.
  const nextjs = kept.contexts?.['nextjs'];
  if (typeof nextjs?.['request_path'] === 'string') {
    nextjs['request_path'] = withoutQuery(nextjs['request_path']);
  }
  for (const crumb of kept.breadcrumbs ?? []) {
    if (crumb.message) crumb.message = scrubText(crumb.message);
    if (typeof crumb.data?.['url'] === 'string') crumb.data['url'] = withoutQuery(crumb.data['url']);
  }
  return kept;
}

const withoutQuery = (url: string) => url.split(/[?#]/)[0] ?? url;

/**
 * Options of both sides. Since version 11 the SDK collects every category unless told otherwise; a medical platform
 * tells it. Without `tracesSampleRate` tracing is off; with 0 the SDK would still make, and drop, every span.
 * https://docs.sentry.io/platforms/javascript/guides/nextjs/configuration/options/#dataCollection
 */
export const ERROR_REPORTING_OPTIONS = {
  dataCollection: {
    userInfo: false,
    cookies: false,
    httpHeaders: { request: false, response: false },
    httpBodies: [],
    urlQueryParams: false,
    graphQL: { document: false, variables: false },
    genAI: { inputs: false, outputs: false },
    databaseQueryData: false,
    stackFrameVariables: false,
  },
  maxBreadcrumbs: 20,
  beforeBreadcrumb: (crumb) => (crumb.category === 'ui.input' ? null : crumb),
  beforeSend: scrubEvent,
} satisfies SharedOptions;
