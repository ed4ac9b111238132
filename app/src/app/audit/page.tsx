import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ACTIONS, auditSearch, RECORDS } from '@/features/audit/model';
import { searchAudit, verifyAudit } from '@/features/audit/queries';
import { requireVisitor } from '@/features/people/queries';
import { Table } from '@/ui/table';

export const metadata: Metadata = { title: 'Audit trail' };

export default async function AuditPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>;
}) {
  const { roles } = await requireVisitor();
  if (!roles.includes('auditor')) notFound();
  const search = auditSearch.parse(await searchParams);
  const [events, verdict] = await Promise.all([searchAudit(search), verifyAudit()]);
  const last = events.at(-1);
  const { before: _before, ...asked } = search;
  return (
    <>
      <h1>Audit trail</h1>
      {verdict.problems.length === 0 ? (
        <p className="lead">
          The chain of {verdict.seq} events is whole. Its head is <code>{verdict.hash.slice(0, 16)}</code>.
        </p>
      ) : (
        <div role="alert" className="form-error">
          <p>The chain is broken:</p>
          <ul>
            {verdict.problems.map(({ seq, problem }) => (
              <li key={`${seq} ${problem}`}>
                Event {seq ?? '?'}: {problem}
              </li>
            ))}
          </ul>
        </div>
      )}
      <form className="form form-row" action="/audit">
        <div className="field">
          <label htmlFor="patient">Patient (id)</label>
          <input id="patient" name="patient" defaultValue={search.patient ?? ''} />
        </div>
        <div className="field">
          <label htmlFor="actor">Who (id)</label>
          <input id="actor" name="actor" defaultValue={search.actor ?? ''} />
        </div>
        <div className="field">
          <label htmlFor="doing">Action</label>
          <select id="doing" name="doing" defaultValue={search.doing ?? ''}>
            <option value="">All</option>
            {ACTIONS.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="relation">Record</label>
          <select id="relation" name="relation" defaultValue={search.relation ?? ''}>
            <option value="">All</option>
            {Object.entries(RECORDS).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="since">From (day, UTC)</label>
          <input id="since" name="since" type="date" defaultValue={search.since ?? ''} />
        </div>
        <div className="field">
          <label htmlFor="until">To (day, UTC)</label>
          <input id="until" name="until" type="date" defaultValue={search.until ?? ''} />
        </div>
        <button type="submit" className="button">
          Search
        </button>
      </form>
      <p>
        {/* A plain link: the router would fetch what is to be kept as a file. */}
        <a
          href={`/audit/export?${new URLSearchParams(Object.entries(asked).flatMap(([k, v]) => (v ? [[k, v]] : [])))}`}
        >
          Export what this search finds (CSV)
        </a>
      </p>
      {events.length === 0 ? (
        <p className="empty">Nothing was found.</p>
      ) : (
        <Table caption="Events" head={['Event', 'When (UTC)', 'Who', 'What', 'Patient']}>
          {events.map((event) => (
            <tr key={event.seq}>
              <td>{event.seq}</td>
              <td>
                <time dateTime={event.at}>{event.at.slice(0, 19).replace('T', ' ')}</time>
              </td>
              <td>
                {event.actor_id ? (
                  <Link href={`/audit?actor=${event.actor_id}`} prefetch={false}>
                    {event.actor ?? event.actor_id.slice(0, 8)}
                  </Link>
                ) : (
                  'the service'
                )}
              </td>
              <td>
                {event.action} {event.relation}
              </td>
              <td>
                {event.patient_id ? (
                  <Link href={`/audit?patient=${event.patient_id}`} prefetch={false}>
                    {event.patient_id.slice(0, 8)}
                  </Link>
                ) : (
                  '–'
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {last && events.length === 100 ? (
        <p>
          <Link href={{ pathname: '/audit', query: { ...asked, before: last.seq } }} prefetch={false}>
            Older
          </Link>
        </p>
      ) : null}
    </>
  );
}
