import type { Metadata, Viewport } from 'next';
import Link from 'next/link';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { releaseInfo } from '@/lib/release';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Prescriptions', template: '%s · Prescriptions' },
  description: 'Prescriptions for patients and the practices that care for them.',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // A prerendered page has no nonce, and under our Content-Security-Policy it would never become interactive.
  await connection();
  const { release, environment } = releaseInfo();
  return (
    <html
      lang="en"
      data-sentry-dsn={process.env['NEXT_PUBLIC_SENTRY_DSN'] || undefined}
      data-release={release ?? undefined}
      data-environment={environment}
    >
      <body>
        <a className="skip" href="#main">
          Skip to content
        </a>
        <header className="site-header">
          <Link href="/" className="brand" prefetch={false}>
            <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
              <rect
                x="1.5"
                y="7"
                width="21"
                height="10"
                rx="5"
                fill="none"
                stroke="currentColor"
                strokeWidth="2"
              />
              <path d="M12 7v10H6.5a5 5 0 0 1 0-10z" fill="currentColor" />
            </svg>
            Prescriptions
          </Link>
          <nav aria-label="Main">
            <Link href="/" prefetch={false}>
              Notices
            </Link>
            <Link href="/prescriptions" prefetch={false}>
              Prescriptions
            </Link>
          </nav>
        </header>
        <main id="main">{children}</main>
        <footer className="site-footer">
          <p>In an emergency call your local emergency number. This site does not replace medical advice.</p>
          <p>
            <Link href="/api-docs" prefetch={false}>
              API
            </Link>
          </p>
          {release ? <p className="release">Release {release}</p> : null}
        </footer>
      </body>
    </html>
  );
}
