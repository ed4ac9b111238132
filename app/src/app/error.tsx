'use client';

import { unstable_isUnrecognizedActionError as isUnrecognized } from 'next/navigation';
import { useEffect } from 'react';
import { reportInBrowser } from '@/lib/browser-errors';
import { outdated } from '@/lib/problem';
import { reloadWithTyped } from '@/ui/typed';

const isOfAnotherRelease = (error: unknown): boolean => isUnrecognized(error);

/** Shown in place of a page that failed. The digest is what the server's log calls this error. */
export default function PageError({
  error,
  reset,
}: {
  readonly error: Error & { digest?: string };
  readonly reset: () => void;
}) {
  const isOld = isOfAnotherRelease(error);
  useEffect(() => {
    // Errors of the server arrive here without their message and were reported there already.
    if (!error.digest && !isOld) reportInBrowser(error);
  }, [error, isOld]);
  if (isOld)
    return (
      <section className="notice-box" role="alert">
        <h1>{outdated().title}</h1>
        <p>Nothing was changed.</p>
        <button type="button" className="button" onClick={reloadWithTyped}>
          Reload and go on
        </button>
      </section>
    );
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
