import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { DispenseForm } from '@/features/dispensing/ui/dispense-form';
import { listPayments } from '@/features/payments/queries';
import { requireVisitor } from '@/features/people/queries';
import { remaining, STEPS } from '@/features/prescriptions/model';
import { findPrescription } from '@/features/prescriptions/queries';
import { DispenseHistory } from '@/features/prescriptions/ui/dispense-history';
import { StatusBadge } from '@/features/prescriptions/ui/status-badge';
import { Steps } from '@/features/prescriptions/ui/steps';
import { RENEWABLE } from '@/features/renewals/model';
import { listRenewals } from '@/features/renewals/queries';
import { RenewalList } from '@/features/renewals/ui/renewal-list';
import { RequestForm } from '@/features/renewals/ui/request-form';
import { canProve } from '@/features/second-factor/queries';
import { prescriptionWarnings } from '@/features/warnings/queries';
import { WarningList } from '@/features/warnings/ui/warning-list';
import { formatDate, formatQuantity, formatRepeats, personName } from '@/lib/fhir';
import { PrintButton } from '@/ui/print-button';

// The medication stays out of the title: titles end up in histories and on shared screens.
export const metadata: Metadata = { title: 'Prescription' };

const WHO_RENEWS = ['patient', 'prescriber'];
const WHO_SEES_PAYMENTS = ['patient', 'pharmacist'];

export default async function PrescriptionPage({ params }: { params: Promise<{ id: string }> }) {
  const visitor = await requireVisitor();
  const prescription = await findPrescription((await params).id);
  if (!prescription) notFound();

  const facts: [term: string, detail: string][] = [
    ['Patient', personName(prescription.subject)],
    ['Born', formatDate(prescription.subject?.birth_date ?? null)],
    [
      'Record number',
      prescription.subject
        ? (prescription.subject.medical_record_number ?? 'cannot be read right now')
        : 'not visible to you',
    ],
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
    ['Pharmacy', prescription.pharmacy?.name ?? prescription.dispense_performer ?? 'any'],
    [
      'Substitution',
      prescription.substitution_allowed
        ? 'allowed'
        : ['not allowed', prescription.substitution_reason].filter(Boolean).join(': '),
    ],
    [
      'Signed',
      prescription.signed_at
        ? `${formatDate(prescription.signed_at)} by ${personName(prescription.requester)}`
        : 'not yet',
    ],
  ];
  const steps = prescription.mine ? (STEPS[prescription.status] ?? []) : [];
  const draft = prescription.mine && prescription.status === 'draft';
  const [warnings, provable, renewals, payments] = await Promise.all([
    prescription.mine ? prescriptionWarnings(prescription.id) : [],
    draft && canProve(),
    RENEWABLE.includes(prescription.status) && visitor.roles.some((role) => WHO_RENEWS.includes(role))
      ? listRenewals(prescription.id)
      : [],
    prescription.dispenses.length > 0 && visitor.roles.some((role) => WHO_SEES_PAYMENTS.includes(role))
      ? listPayments(prescription.id)
      : null,
  ]);
  const mayAsk =
    visitor.roles.includes('patient') &&
    RENEWABLE.includes(prescription.status) &&
    !prescription.mine &&
    !renewals.some(({ status }) => status === 'requested');
  const { inFill } = remaining(prescription);
  const atTheCounter =
    prescription.status === 'active' &&
    inFill > 0 &&
    visitor.organizations.some(({ id, role }) => role === 'pharmacist' && id === prescription.pharmacy?.id);

  return (
    <article>
      <p>
        <Link href="/prescriptions" prefetch={false}>
          ‹ All prescriptions
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
      <PrintButton />
      {warnings.length > 0 && (draft || warnings.some(({ reason }) => reason)) ? (
        <section aria-labelledby="warnings">
          <h2 id="warnings">Warnings</h2>
          <WarningList
            warnings={warnings
              .filter(({ reason }) => draft || reason)
              .map((one) => ({ ...one, sendKey: randomUUID() }))}
            {...(draft ? { prescription: prescription.id } : {})}
          />
        </section>
      ) : null}
      {steps.length > 0 ? (
        <Steps
          key={prescription.status}
          prescription={prescription.id}
          canProve={provable}
          steps={steps.map((step) => ({ ...step, sendKey: randomUUID() }))}
        />
      ) : null}
      {atTheCounter ? (
        <DispenseForm
          key={prescription.dispensed}
          prescription={prescription.id}
          sendKey={randomUUID()}
          left={inFill}
          unit={prescription.dispense_quantity_unit}
        />
      ) : null}
      {mayAsk ? <RequestForm prescription={prescription.id} sendKey={randomUUID()} /> : null}
      {renewals.length > 0 ? (
        <section aria-labelledby="renewals">
          <h2 id="renewals">Renewals asked for</h2>
          <RenewalList renewals={renewals} />
        </section>
      ) : null}
      <DispenseHistory prescription={prescription} payments={payments} />
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
