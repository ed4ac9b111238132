import type { Metadata } from 'next';
import Link from 'next/link';
import { requireVisitor } from '@/features/people/queries';
import { listPrescriptions } from '@/features/prescriptions/queries';
import { PrescriptionList } from '@/features/prescriptions/ui/prescription-list';
import { STATUSES, statusLabel } from '@/lib/fhir';

export const metadata: Metadata = { title: 'Prescriptions' };

export default async function PrescriptionsPage({
  searchParams,
}: {
  searchParams: Promise<{ status?: string | string[] }>;
}) {
  const visitor = await requireVisitor();
  const asked = (await searchParams).status;
  const status = STATUSES.find((one) => one === asked);
  const prescriptions = await listPrescriptions(status);
  const prescribes = visitor.roles.includes('prescriber');
  return (
    <>
      <h1>{visitor.patient_id && !prescribes ? 'My prescriptions' : 'Prescriptions'}</h1>
      <nav aria-label="Status" className="filter">
        <Link href="/prescriptions" prefetch={false} aria-current={status ? undefined : 'page'}>
          All
        </Link>
        {STATUSES.filter((one) => prescribes || one !== 'draft').map((one) => (
          <Link
            key={one}
            href={`/prescriptions?status=${one}`}
            prefetch={false}
            aria-current={status === one ? 'page' : undefined}
          >
            {statusLabel(one)}
          </Link>
        ))}
      </nav>
      {prescriptions.length > 0 ? (
        <PrescriptionList prescriptions={prescriptions} />
      ) : (
        <p className="empty">
          {status
            ? `There are none with the status ${statusLabel(status).toLowerCase()}.`
            : 'There are no prescriptions yet.'}{' '}
          {prescribes ? (
            <Link href="/prescriptions/new" prefetch={false}>
              Write one
            </Link>
          ) : visitor.patient_id ? (
            'Your practice adds them here.'
          ) : null}
        </p>
      )}
      {visitor.patient_id ? (
        <p>
          <a href={`/api/fhir/Patient/${visitor.patient_id}/$everything?download`}>
            Download my record (FHIR, JSON)
          </a>
        </p>
      ) : null}
    </>
  );
}
