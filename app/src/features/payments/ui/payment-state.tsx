import Link from 'next/link';
import { formatMoney, type Payment, paymentLabel, paymentTone } from '../model.ts';

/** The co-payment of a dispense, and where it is paid. */
export function PaymentState({ of }: { readonly of: Payment | undefined }) {
  if (!of) return <>None</>;
  return (
    <>
      {formatMoney(of.amount, of.currency)}{' '}
      <span className={`badge tone-${paymentTone(of.status)}`}>{paymentLabel(of.status)}</span>
      {of.payable || of.refundable ? (
        <>
          {' '}
          <Link href={`/payments#${of.id}`} prefetch={false}>
            {of.payable ? 'Pay' : 'Refund…'}
          </Link>
        </>
      ) : null}
    </>
  );
}
