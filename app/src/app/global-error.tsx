'use client';

import { useEffect } from 'react';
import { reportInBrowser } from '@/lib/browser-errors';
import './globals.css';

/** The last net: the layout itself failed. */
export default function GlobalError({ error }: { readonly error: Error & { digest?: string } }) {
  useEffect(() => {
    if (!error.digest) reportInBrowser(error);
  }, [error]);
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Prescriptions</title>
        <main id="main">
          <section className="notice-box" role="alert">
            <h1>Something went wrong</h1>
            <p>Please try again in a moment.</p>
            {error.digest ? <p className="meta">Reference: {error.digest}</p> : null}
            {/* A full load on purpose: the router may be what failed. */}
            <a className="button" href="/">
              Back to the start
            </a>
          </section>
        </main>
      </body>
    </html>
  );
}
