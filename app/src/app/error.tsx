'use client';

import { useEffect } from 'react';
import { reportInBrowser } from '@/lib/browser-errors';

/** Shown in place of a page that failed. The digest is what the server's log calls this error. */
export default function PageError({
  error,
  reset,
}: {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}) {
  useEffect(() => {
    // Errors of the server arrive here without their message and were reported there already.
    if (!error.digest) reportInBrowser(error);
  }, [error]);
  return (
    <section className="notice-box" role="alert">
      <h1>This page could not be shown</h1>
      <p>Nothing you entered was changed. Please try again in a moment.</p>
      {error.digest ? <p className="meta">Reference: {error.digest}</p> : null}
      <button type="button" className="button" onClick={reset}>
        Try again
      </button>
    </section>
  );
}
