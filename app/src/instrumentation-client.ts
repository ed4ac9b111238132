import { init } from '@sentry/nextjs';
import { ERROR_REPORTING_OPTIONS } from './lib/error-reporting.ts';

// The server writes these on <html> (see layout.tsx), so that the browser reports to where this deployment reports,
// and names the release that rendered the page.
const { sentryDsn, release, environment } = document.documentElement.dataset;

if (sentryDsn) {
  init({
    ...ERROR_REPORTING_OPTIONS,
    dsn: sentryDsn,
    ...(release ? { release } : {}),
    ...(environment ? { environment } : {}),
  });
}
