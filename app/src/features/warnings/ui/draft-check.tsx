import { useEffect, useState } from 'react';
import type { Checked } from '../answer.ts';
import { readChecked } from '../read.ts';
import { guideSentence } from '../words.ts';
import { WarningList } from './warning-list.tsx';

interface Query {
  readonly patient: string;
  readonly medication: string;
  readonly dose: string;
  readonly times: string;
}

/** What speaks against the draft as it is typed, and what dose is usual. The signature asks again, and is what counts. */
export function DraftCheck({
  query: { patient, medication, dose, times },
  take,
}: {
  readonly query: Query;
  readonly take: (usual: { dose: number; times: number }) => void;
}) {
  const [found, setFound] = useState<Checked | 'asking' | 'failed' | null>(null);
  useEffect(() => {
    if (!patient || !medication) return setFound(null);
    const stopped = new AbortController();
    setFound('asking');
    // Until nothing was typed for a moment.
    const timer = setTimeout(async () => {
      try {
        const search = new URLSearchParams({ patient, medication, dose, times });
        const response = await fetch(`/api/warnings?${search}`, { signal: stopped.signal });
        setFound((response.ok ? readChecked(await response.json()) : null) ?? 'failed');
      } catch {
        if (!stopped.signal.aborted) setFound('failed');
      }
    }, 300);
    return () => {
      clearTimeout(timer);
      stopped.abort();
    };
  }, [patient, medication, dose, times]);

  const usual = typeof found === 'object' ? found?.guide : null;
  return (
    <div role="status" className="draft-check">
      {found === 'asking' ? <p className="meta">Looking for warnings…</p> : null}
      {found === 'failed' ? (
        <p className="field-error">Warnings could not be looked up. They are shown again before you sign.</p>
      ) : null}
      {typeof found === 'object' && found ? (
        <>
          {usual ? (
            <p className="meta">
              {guideSentence(usual)}{' '}
              <button type="button" className="button button-quiet" onClick={() => take(usual)}>
                Use the usual dose
              </button>
            </p>
          ) : null}
          {found.warnings.length > 0 ? (
            <WarningList warnings={found.warnings} />
          ) : (
            <p className="meta">No warnings.</p>
          )}
        </>
      ) : null}
    </div>
  );
}
