import type { BrowserOptions, ErrorEvent, NodeOptions } from '@sentry/nextjs';

type SharedOptions = Pick<
  BrowserOptions & NodeOptions,
  'dataCollection' | 'beforeSend' | 'tracesSampleRate' | 'maxBreadcrumbs' | 'beforeBreadcrumb'
>;

/** What may be left of an error message: identifiers of people and secrets are cut out. */
export function scrubText(text: string): string {
  return text
    .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '[email]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[token]')
    .replace(/\bsb_(publishable|secret)_\w+/g, '[key]')
    .replace(/\bMRN-?\d+/gi, '[record number]');
}

/** Keeps of an event what is needed to find the fault, and nothing that tells who was affected. */
export function scrubEvent(event: ErrorEvent): ErrorEvent {
  // biome-ignore lint/correctness/noUnusedVariables: taken out of the event on purpose
  const { user, server_name, extra, ...kept } = event;
  if (kept.message) kept.message = scrubText(kept.message);
  for (const exception of kept.exception?.values ?? []) {
    if (exception.value) exception.value = scrubText(exception.value);
    for (const frame of exception.stacktrace?.frames ?? []) delete frame.vars;
  }
  if (kept.request) {
    const { method, url } = kept.request;
    kept.request = { ...(method ? { method } : {}), ...(url ? { url: withoutQuery(url) } : {}) };
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
 * tells it. https://docs.sentry.io/platforms/javascript/guides/nextjs/configuration/options/#dataCollection
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
  tracesSampleRate: 0,
  maxBreadcrumbs: 20,
  beforeBreadcrumb: (crumb) => (crumb.category === 'ui.input' ? null : crumb),
  beforeSend: scrubEvent,
} satisfies SharedOptions;
