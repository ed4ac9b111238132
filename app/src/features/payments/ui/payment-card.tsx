import Link from 'next/link';
import { formatDate } from '@/lib/fhir';
import { formatMoney, type Payment, paymentLabel, paymentTone } from '../model.ts';
import { REFUND_REASONS } from '../words.ts';
import { PayForm } from './pay-form.tsx';
import { RefundForm } from './refund-form.tsx';

const reasons: Readonly<Record<string, string>> = REFUND_REASONS;

/** One payment, with what the person may do about it. `on`: whether payments can be made now. */
export function PaymentCard({ of, on }: { readonly of: Payment; readonly on: boolean }) {
  const amount = formatMoney(of.amount, of.currency);
  return (
    <li className="card" id={of.id}>
      <p className="meta">
        <span className={`badge tone-${paymentTone(of.status)}`}>{paymentLabel(of.status)}</span>
        <time dateTime={of.created_at}>{formatDate(of.created_at)}</time>
      </p>
      <h2>{amount}</h2>
      <p className="meta">
        {of.prescription_id ? (
          <Link href={`/prescriptions/${of.prescription_id}`} prefetch={false}>
            {of.medication_display ?? 'Prescription'}
          </Link>
        ) : (
          'A dispense'
        )}
        {of.pharmacy ? ` from ${of.pharmacy}` : ''}
      </p>
      {of.paid_at ? <p className="meta">Paid {formatDate(of.paid_at)}</p> : null}
      {of.refund_reason && of.status.startsWith('refund') ? (
        <p className="meta">
          {reasons[of.refund_reason] ?? of.refund_reason}
          {of.refunded_at ? `, refunded ${formatDate(of.refunded_at)}` : ''}
        </p>
      ) : null}
      {on && of.payable ? <PayForm payment={of.id} amount={amount} /> : null}
      {on && of.refundable ? (
        <RefundForm
          payment={of.id}
          amount={amount}
          reason={of.status === 'refunding' ? of.refund_reason : null}
        />
      ) : null}
    </li>
  );
}
