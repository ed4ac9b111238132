import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { listNotifications } from '@/features/notifications/queries';
import { NotificationList } from '@/features/notifications/ui/notification-list';
import { requireVisitor } from '@/features/people/queries';
import { VisitorBar } from '@/features/people/ui/visitor-bar';
import { listRenewals } from '@/features/renewals/queries';
import { RenewalList } from '@/features/renewals/ui/renewal-list';

export const metadata: Metadata = { title: 'Renewals' };

export default async function RenewalsPage() {
  const { roles } = await requireVisitor();
  if (!roles.includes('prescriber') && !roles.includes('patient')) notFound();
  const [renewals, notifications] = await Promise.all([listRenewals(), listNotifications()]);
  return (
    <VisitorBar>
      <h1>Renewals</h1>
      <NotificationList notifications={notifications} />
      {renewals.length === 0 ? (
        <p className="empty">Nobody has asked for a renewal.</p>
      ) : (
        <RenewalList renewals={renewals} />
      )}
    </VisitorBar>
  );
}
