import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { listCopayments, listPayments } from '@/features/payments/queries';
import { payments } from '@/features/payments/stripe';
import { CopaymentForm } from '@/features/payments/ui/copayment-form';
import { PaymentCard } from '@/features/payments/ui/payment-card';
import { requireVisitor } from '@/features/people/queries';

export const metadata: Metadata = { title: 'Payments' };

type Search = Promise<{ readonly from?: string | string[] }>;

export default async function PaymentsPage({ searchParams }: { searchParams: Search }) {
  const { roles } = await requireVisitor();
  if (!['patient', 'pharmacist', 'administrator'].some((role) => roles.includes(role))) notFound();
  const [found, rates, { from }] = await Promise.all([
    listPayments(),
    roles.includes('administrator') ? listCopayments() : [],
    searchParams,
  ]);
  const on = payments() !== null;
  return (
    <>
      <h1>Payments</h1>
      <p className="lead">
        {roles.includes('patient')
          ? 'Co-payments of what was dispensed to you.'
          : 'Co-payments of what your pharmacy dispensed.'}
      </p>
      {on ? null : (
        <p role="status" className="notice-box">
          Payments are off. What is due is paid at the pharmacy.
        </p>
      )}
      {from === 'checkout' ? (
        <p role="status" className="notice-box">
          Thank you. A payment shows as paid as soon as it is confirmed, mostly within a minute.
        </p>
      ) : null}
      {rates.map(({ id, name, amount, currency }) => (
        <CopaymentForm
          key={id}
          pharmacy={id}
          name={name}
          amount={((amount ?? 0) / 100).toFixed(2)}
          currency={currency ?? 'eur'}
        />
      ))}
      {found.length === 0 ? (
        <p className="empty">There is nothing to pay.</p>
      ) : (
        <ul className="cards">
          {found.map((one) => (
            <PaymentCard key={one.id} of={one} on={on} />
          ))}
        </ul>
      )}
    </>
  );
}
