import { startReporting } from './lib/browser-errors.ts';

// The server writes these on <html> (see layout.tsx), so that the browser reports to where this deployment reports,
// and names the release that rendered the page.
const { sentryDsn, release, environment } = document.documentElement.dataset;

if (sentryDsn) startReporting({ dsn: sentryDsn, release, environment });
