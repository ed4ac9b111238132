import type { Metadata } from 'next';
import { requireVisitor } from '@/features/people/queries';
import { listSessions } from '@/features/sessions/queries';
import { EndSession } from '@/features/sessions/ui/end-session';

export const metadata: Metadata = { title: 'Sessions' };

const time = (at: string) => at.slice(0, 16).replace('T', ' ');

export default async function SessionsPage() {
  await requireVisitor();
  const sessions = await listSessions();
  const others = sessions.filter(({ current }) => !current);
  return (
    <>
      <h1>Where you are signed in</h1>
      <p className="lead">
        A session ends 12 hours after it was opened, or after two hours without use. End what you do not
        recognize, and change your password.
      </p>
      <ul className="cards">
        {sessions.map(({ id, device, since, current }) => (
          <li key={id} className="card">
            <h2>{device ?? 'An unknown device'}</h2>
            <p className="meta">
              Signed in <time dateTime={since}>{time(since)}</time> UTC{current ? ' · this session' : ''}
            </p>
            {current ? null : (
              <EndSession session={id} label={`End the session on ${device ?? 'an unknown device'}`}>
                End
              </EndSession>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 ? <EndSession session="">End all other sessions</EndSession> : null}
    </>
  );
}
