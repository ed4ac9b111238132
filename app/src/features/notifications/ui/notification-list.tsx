import Link from 'next/link';
import { formatDate } from '@/lib/fhir';
import type { Notification } from '../queries.ts';

const WORDS: Readonly<Record<string, string>> = {
  'ends-soon': 'One of your prescriptions ends soon',
  'renewal-asked': 'A patient asks for a renewal',
  'renewal-answered': 'Your request for a renewal was answered',
};

/** What happened around somebody's prescriptions, with the way to each. */
export function NotificationList({ notifications }: { readonly notifications: readonly Notification[] }) {
  if (notifications.length === 0) return null;
  return (
    <section aria-labelledby="news">
      <h2 id="news">News</h2>
      <ul>
        {notifications.map(({ kind, prescription, at }) => (
          <li key={`${kind} ${prescription} ${at}`}>
            <Link href={`/prescriptions/${prescription}`} prefetch={false}>
              {WORDS[kind] ?? 'There is news about a prescription'}
            </Link>{' '}
            <span className="meta">{formatDate(at.slice(0, 10))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
