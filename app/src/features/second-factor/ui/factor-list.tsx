'use client';

import { formatDate } from '@/lib/fhir';
import { FormProblem } from '@/ui/form-problem';
import { useForm } from '@/ui/use-form';
import { removeFactor } from '../actions.ts';
import type { EnrolledFactor } from '../queries.ts';
import { CodeField } from './code-field.tsx';

export function FactorList({ factors }: { readonly factors: readonly EnrolledFactor[] }) {
  const [state, form, pending] = useForm(removeFactor, { problem: null });
  return (
    <ul className="cards">
      {factors.map((factor) => (
        <li key={factor.id} className="card">
          <h2>{factor.name}</h2>
          <p className="meta">Set up on {formatDate(factor.since)}</p>
          <details open={state.problem !== null}>
            <summary>Take it away…</summary>
            <form {...form} className="form step">
              <FormProblem problem={state.problem} />
              <input type="hidden" name="factorId" value={factor.id} />
              <CodeField id={`code-${factor.id}`} />
              <button type="submit" className="button button-quiet" disabled={pending}>
                {pending ? 'One moment…' : 'Take it away'}
              </button>
            </form>
          </details>
        </li>
      ))}
    </ul>
  );
}
