import { formatTime } from '../format.ts';
import type { QueueReport } from '../queue.ts';
import { Section } from './section.tsx';
import { ValueTable } from './table.tsx';

/** Messages that wait, those for which another release has to come, and those that nobody tries any more. */
export function Queue({ queue }: { readonly queue: QueueReport }) {
  const unknown = queue.waiting.filter(({ known }) => !known);
  const waiting = unknown.reduce((sum, { n }) => sum + n, 0);
  return (
    <Section title="Queue">
      <p>
        {queue.read_at === null
          ? 'Nobody has read the queue yet: run npm run queue every minute.'
          : `Last read at ${formatTime(queue.read_at)} (UTC).`}{' '}
        {waiting > 0 && queue.read_at !== null ? (
          <strong>
            {waiting} {waiting === 1 ? 'message waits' : 'messages wait'} for a release that can read{' '}
            {waiting === 1 ? 'it' : 'them'}.
          </strong>
        ) : null}
      </p>
      {queue.waiting.length === 0 ? (
        <p className="empty">Nothing waits.</p>
      ) : (
        <ValueTable
          caption="Waiting messages"
          head={['Topic', 'Version', 'Waiting', 'Oldest (UTC)', 'Can be read']}
          rows={queue.waiting.map(({ topic, version, n, oldest, known }) => [
            ...[topic, version, n, formatTime(oldest)],
            known ? 'yes' : 'by another release',
          ])}
        />
      )}
      {queue.dead.length === 0 ? (
        <p className="empty">Nothing was given up.</p>
      ) : (
        <ValueTable
          caption="Messages that were given up"
          head={['Message', 'Topic', 'Version', 'Tries', 'Problem', 'Given up (UTC)']}
          rows={queue.dead.map(({ id, topic, version, reads, problem, dead_at }) => [
            ...[id, topic, version, reads, problem ?? '–', formatTime(dead_at)],
          ])}
        />
      )}
    </Section>
  );
}
