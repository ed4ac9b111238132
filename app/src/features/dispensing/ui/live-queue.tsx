'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

const EVERY_MS = 10_000;

/**
 * Asks every ten seconds whether the queue is another one, and lets the server render it again if it is. Not while the
 * page is in the background; at once when it comes back. Polling and not Supabase Realtime: that sends rows of tables,
 * which here come through functions that note the read, and needs a second connection that networks of pharmacies block.
 */
export function LiveQueue({ mark }: { readonly mark: string }) {
  const router = useRouter();
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const stopped = new AbortController();
    const ask = async () => {
      if (document.visibilityState !== 'visible') return;
      try {
        const limit = AbortSignal.any([stopped.signal, AbortSignal.timeout(EVERY_MS)]);
        const response = await fetch('/api/queue', { signal: limit });
        setLost(!response.ok);
        if (response.ok && (await response.text()) !== mark) router.refresh();
      } catch {
        if (!stopped.signal.aborted) setLost(true);
      }
    };
    const timer = setInterval(ask, EVERY_MS);
    document.addEventListener('visibilitychange', ask);
    return () => {
      stopped.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [mark, router]);
  return (
    <p role="status" className="meta">
      {lost
        ? 'The queue may be out of date: the server does not answer. Reload the page if this does not go away.'
        : 'Updates automatically.'}
    </p>
  );
}
