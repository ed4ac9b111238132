import type { Payment } from '@/features/payments/model';
import { PaymentState } from '@/features/payments/ui/payment-state';
import { formatDate, formatQuantity } from '@/lib/fhir';
import { Table } from '@/ui/table';
import { type PrescriptionDetail, remaining } from '../model.ts';

/** What was handed over so far, what of it was paid, and what is left. `payments`: null for who sees none. */
export function DispenseHistory({
  prescription,
  payments,
}: {
  readonly prescription: PrescriptionDetail;
  readonly payments: readonly Payment[] | null;
}) {
  if (prescription.status === 'draft') return null;
  const { inFill, fillsAfter } = remaining(prescription);
  const left = `${formatQuantity(inFill, prescription.dispense_quantity_unit)} left in this fill, ${fillsAfter} more ${fillsAfter === 1 ? 'fill' : 'fills'} after it.`;
  return (
    <section aria-labelledby="dispenses">
      <h2 id="dispenses">Dispensed</h2>
      {prescription.dispenses.length === 0 ? (
        <p className="empty">Nothing was handed over yet.</p>
      ) : (
        <Table
          caption="What was dispensed"
          head={['When', 'Fill', 'Quantity', 'Pharmacy', ...(payments ? ['Co-payment'] : [])]}
        >
          {prescription.dispenses.map((one) => (
            <tr key={one.id}>
              <td>
                <time dateTime={one.when_handed_over}>{formatDate(one.when_handed_over)}</time>
              </td>
              <td>{one.fill_number + 1}</td>
              <td>
                {formatQuantity(one.quantity_value, one.quantity_unit)}
                {one.is_partial ? ' (part)' : ''}
                {one.was_substituted ? ' (another product)' : ''}
                {one.status === 'completed' ? '' : ` (${one.status})`}
              </td>
              <td>{one.performer}</td>
              {payments ? (
                <td>
                  <PaymentState of={payments.find(({ dispense_id: id }) => id === one.id)} />
                </td>
              ) : null}
            </tr>
          ))}
        </Table>
      )}
      {prescription.status === 'active' || prescription.status === 'on-hold' ? (
        <p className="meta">{left}</p>
      ) : null}
    </section>
  );
}
