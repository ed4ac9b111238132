import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { dispenseQueue } from '@/features/dispensing/queries';
import { requireVisitor } from '@/features/people/queries';
import { PrescriptionList } from '@/features/prescriptions/ui/prescription-list';

export const metadata: Metadata = { title: 'Queue' };

export default async function QueuePage() {
  const { roles, organizations } = await requireVisitor();
  if (!roles.includes('pharmacist')) notFound();
  const queue = await dispenseQueue();
  const pharmacies = organizations.filter(({ role }) => role === 'pharmacist').map(({ name }) => name);
  return (
    <>
      <h1>Queue</h1>
      <p className="lead">What can be dispensed at {pharmacies.join(' and ')} now, oldest first.</p>
      {queue.length === 0 ? (
        <p className="empty">Nothing is waiting.</p>
      ) : (
        <PrescriptionList prescriptions={queue} />
      )}
    </>
  );
}
