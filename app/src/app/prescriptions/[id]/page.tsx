import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { requireVisitor } from '@/lib/auth';
import { formatDate, formatQuantity, formatRepeats, personName } from '@/lib/fhir';
import { findPrescription } from '@/lib/prescriptions';
import { StatusBadge } from '../status-badge';

// The medication stays out of the title: titles end up in histories and on shared screens.
export const metadata: Metadata = { title: 'Prescription' };

export default async function PrescriptionPage({ params }: { params: Promise<{ id: string }> }) {
  await requireVisitor();
  const prescription = await findPrescription((await params).id);
  if (!prescription) notFound();

  const facts: [term: string, detail: string][] = [
    ['Patient', personName(prescription.subject)],
    ['Born', formatDate(prescription.subject?.birth_date ?? null)],
    ['Record number', prescription.subject?.medical_record_number ?? 'not visible to you'],
    ['Prescribed by', personName(prescription.requester)],
    ['Written', formatDate(prescription.authored_on)],
    ['Medication code (ATC)', prescription.medication_code],
    [
      'Dispense',
      `${formatQuantity(prescription.dispense_quantity_value, prescription.dispense_quantity_unit)}, ${formatRepeats(prescription.dispense_repeats_allowed).toLowerCase()}`,
    ],
    [
      'Valid',
      `${formatDate(prescription.dispense_validity_start)} to ${formatDate(prescription.dispense_validity_end)}`,
    ],
    ['Pharmacy', prescription.dispense_performer ?? 'any'],
    ['Substitution', prescription.substitution_allowed ? 'allowed' : 'not allowed'],
  ];

  return (
    <article>
      <p>
        <Link href="/prescriptions" prefetch={false}>
          ← All prescriptions
        </Link>
      </p>
      <h1>{prescription.medication_display}</h1>
      <p className="meta">
        <StatusBadge status={prescription.status} />
        {prescription.status_reason}
      </p>
      <p className="dosage">{prescription.dosage_instruction}</p>
      <dl className="facts">
        {facts.map(([term, detail]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{detail}</dd>
          </div>
        ))}
      </dl>
      {prescription.note ? (
        <section>
          <h2>Note</h2>
          <p>{prescription.note}</p>
        </section>
      ) : null}
      {prescription.prior_prescription_id ? (
        <p>
          <Link href={`/prescriptions/${prescription.prior_prescription_id}`} prefetch={false}>
            The prescription this one replaces
          </Link>
        </p>
      ) : null}
    </article>
  );
}
