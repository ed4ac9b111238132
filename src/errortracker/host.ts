import { configurationError } from '../release/errors.ts';

const DEFAULT = 'https://sentry.io';

/** Where a token may be sent, by who says so. */
export interface BaseUrl {
  /** Named by the job itself (SENTRY_URL): any server. */
  readonly apiUrl?: string;
  /** Named by settings, which a commit can write: Sentry's own hosts alone. */
  readonly settingsUrl?: string;
}

/** Without a slash at its end. @throws SHIPLOCK_SENTRY_HOST */
export function baseUrl({ apiUrl, settingsUrl }: BaseUrl): string {
  const url = apiUrl ?? settingsUrl ?? DEFAULT;
  if (apiUrl === undefined && !isSentrys(url)) throw notSentrys(url);
  return url.replace(/\/+$/, '');
}

/** sentry.io, its regions and organizations. https://docs.sentry.io/organization/data-storage-location/ */
function isSentrys(text: string): boolean {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  return url.hostname === 'sentry.io' || url.hostname.endsWith('.sentry.io');
}

function notSentrys(url: string) {
  return configurationError({
    code: 'SHIPLOCK_SENTRY_HOST',
    what: `\`sentry.url\` in the settings names ${url}, which is not a host of sentry.io over https; settings alone must not decide where tokens are sent`,
    notDone: ['Sentry was not called, and no token was sent'],
    next: 'For your own Sentry server, set the variable SENTRY_URL in the job that uses it (env: in the workflow).',
  });
}
