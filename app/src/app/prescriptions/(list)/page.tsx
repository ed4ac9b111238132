import type { Metadata } from 'next';
import Link from 'next/link';
import { requireVisitor } from '@/lib/auth';
import { formatDate, personName } from '@/lib/fhir';
import { listPrescriptions } from '@/lib/prescriptions';
import { StatusBadge } from '../status-badge';

export const metadata: Metadata = { title: 'My prescriptions' };

export default async function PrescriptionsPage() {
  await requireVisitor();
  const prescriptions = await listPrescriptions();
  return (
    <>
      <h1>My prescriptions</h1>
      {prescriptions.length === 0 ? (
        <p className="empty">There are no prescriptions yet. Your practice adds them here.</p>
      ) : (
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
      )}
    </>
  );
}
