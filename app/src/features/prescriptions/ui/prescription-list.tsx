import Link from 'next/link';
import { formatDate, personName } from '@/lib/fhir';
import type { Prescription } from '../model.ts';
import { StatusBadge } from './status-badge.tsx';

export function PrescriptionList({ prescriptions }: { readonly prescriptions: readonly Prescription[] }) {
  return (
    <ul className="cards">
      {prescriptions.map((prescription) => (
        <li key={prescription.id} className="card card-link">
          <p className="meta">
            <StatusBadge status={prescription.status} />
            <time dateTime={prescription.authored_on}>{formatDate(prescription.authored_on)}</time>
          </p>
          <h2>
            <Link href={`/prescriptions/${prescription.id}`} prefetch={false}>
              {prescription.medication_display}
            </Link>
          </h2>
          <p>{prescription.dosage_instruction}</p>
          <p className="meta">
            For {personName(prescription.subject)}, by {personName(prescription.requester)}
          </p>
        </li>
      ))}
    </ul>
  );
}
