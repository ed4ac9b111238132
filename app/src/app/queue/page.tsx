import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { dispenseQueue, queueMark } from '@/features/dispensing/queries';
import { LiveQueue } from '@/features/dispensing/ui/live-queue';
import { requireVisitor } from '@/features/people/queries';
import { PrescriptionList } from '@/features/prescriptions/ui/prescription-list';

export const metadata: Metadata = { title: 'Queue' };

export default async function QueuePage() {
  const { roles, organizations } = await requireVisitor();
  if (!roles.includes('pharmacist')) notFound();
  // The mark first: what changes in between is seen by the next question.
  const mark = await queueMark();
  const queue = await dispenseQueue();
  const pharmacies = organizations.filter(({ role }) => role === 'pharmacist').map(({ name }) => name);
  return (
    <>
      <h1>Queue</h1>
      <p className="lead">What can be dispensed at {pharmacies.join(' and ')} now, oldest first.</p>
      <LiveQueue mark={mark} />
      {queue.length === 0 ? (
        <p className="empty">Nothing is waiting.</p>
      ) : (
        <PrescriptionList prescriptions={queue} />
      )}
    </>
  );
}
