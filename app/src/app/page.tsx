import { formatDate } from '@/lib/fhir';
import { listNotices, type Notice } from '@/lib/notices';

const CATEGORY_LABELS: Record<Notice['category'], string> = {
  shortage: 'Shortage',
  recall: 'Recall',
  formulary: 'Formulary',
  service: 'Service',
};

/** The public page: notices of the pharmacy, read from the database. */
export default async function HomePage() {
  const notices = await listNotices();
  return (
    <>
      <h1>Notices</h1>
      <p className="lead">Shortages, recalls and changes of the formulary, newest first.</p>
      {notices.length === 0 ? (
        <p className="empty">There are no notices right now.</p>
      ) : (
        <ul className="cards">
          {notices.map((notice) => (
            <li key={notice.id} className="card">
              <p className="meta">
                <span className={`badge badge-${notice.category}`}>
                  {CATEGORY_LABELS[notice.category] ?? notice.category}
                </span>
                <time dateTime={notice.published_at}>{formatDate(notice.published_at)}</time>
              </p>
              <h2>{notice.title}</h2>
              <p>{notice.body}</p>
              {notice.medication_display ? <p className="meta">{notice.medication_display}</p> : null}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
