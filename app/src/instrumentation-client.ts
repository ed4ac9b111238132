import { startReporting } from './lib/browser-errors.ts';
import { takeTyped } from './ui/typed.ts';

// The server writes these on <html> (see layout.tsx), so that the browser reports to where this deployment reports,
// and names the release that rendered the page.
const { sentryDsn, release, environment } = document.documentElement.dataset;

if (sentryDsn) startReporting({ dsn: sentryDsn, release, environment });

takeTyped();

// Beside the page and not before it; what came earlier the browser has kept.
void import('./features/vitals/browser.ts').then(
  ({ measurePage }) => measurePage(),
  // The network is gone: so is where it would be sent.
  () => undefined,
);
