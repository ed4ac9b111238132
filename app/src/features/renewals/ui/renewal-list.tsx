import { randomUUID } from 'node:crypto';
import Link from 'next/link';
import { formatDate, personName } from '@/lib/fhir';
import { type Renewal, renewalLabel, renewalTone } from '../model.ts';
import { AnswerForm } from './answer-form.tsx';

export function RenewalList({ renewals }: { readonly renewals: readonly Renewal[] }) {
  return (
    <ul className="cards">
      {renewals.map((one) => (
        <li key={one.id} className="card">
          <p className="meta">
            <span className={`badge tone-${renewalTone(one.status)}`}>{renewalLabel(one.status)}</span>
            <time dateTime={one.created_at}>{formatDate(one.created_at)}</time>
          </p>
          <h2>
            <Link href={`/prescriptions/${one.prescription_id}`} prefetch={false}>
              {one.medication_display ?? 'Prescription'}
            </Link>
          </h2>
          <p className="meta">For {personName(one.subject)}</p>
          {one.message ? <p>{one.message}</p> : null}
          {one.reason ? <p className="meta">Refused: {one.reason}</p> : null}
          {one.draft_id ? (
            <p>
              <Link href={`/prescriptions/${one.draft_id}`} prefetch={false}>
                The new prescription
              </Link>
            </p>
          ) : null}
          {one.answerable ? (
            <AnswerForm request={one.id} keys={{ approve: randomUUID(), refuse: randomUUID() }} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}
