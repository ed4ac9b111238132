import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { formatShare, formatSpan } from '@/features/ops/format';
import { readOps } from '@/features/ops/queries';
import { requireVisitor } from '@/features/people/queries';
import { ready } from '@/lib/ready';

export const metadata: Metadata = { title: 'Operations' };

const time = (at: string | null) => (at ? at.slice(0, 19).replace('T', ' ') : '–');

export default async function OpsPage() {
  const { roles } = await requireVisitor();
  if (!roles.includes('operator')) notFound();
  const [health, ops] = await Promise.all([ready(), readOps()]);
  const checks = Object.entries(health.checks).map(([name, { status, ms }]) => [name, status, `${ms} ms`]);
  return (
    <>
      <h1>Operations</h1>
      <Section title="Health now">
        <p>
          {health.environment}, release {health.release ?? 'unknown'}: <strong>{health.status}</strong>
        </p>
        <Table head={['Check', 'Status', 'Time']} rows={checks} />
      </Section>
      <Section title="State">
        <Table
          head={['What', 'Now']}
          rows={[
            ['Events in the audit chain', ops.audit.events],
            ['Last event (UTC)', time(ops.audit.last_at)],
            ['Answers kept for repeated requests', ops.requests_kept],
            ['Database connections', ops.connections],
            ...Object.entries(ops.throttled).map(([limit, most]) => [`Most turns, ${limit}`, most]),
          ]}
        />
      </Section>
      <Section title="Releases">
        {ops.record === null ? (
          <p className="empty">This database has no release record.</p>
        ) : (
          <>
            <Table
              head={['Release', 'Environment', 'Commit', 'State', 'Opened (UTC)', 'Closed (UTC)']}
              rows={ops.record.releases.map((one) => [
                ...[one.id, one.environment, one.commit.slice(0, 8), one.state],
                ...[time(one.opened_at), time(one.closed_at)],
              ])}
            />
            <Table
              head={['Week', 'Environment', 'Deployments', 'Lead time', 'Failed', 'Time to restore']}
              rows={ops.record.dora.map((one) => [
                ...[one.week.slice(0, 10), one.environment, one.deployments],
                ...[formatSpan(one.lead_time_seconds), formatShare(one.change_failure_rate)],
                formatSpan(one.time_to_restore_seconds),
              ])}
            />
          </>
        )}
      </Section>
      <Section title="Slow queries">
        {ops.slow_queries === null ? (
          <p className="empty">The database has no pg_stat_statements.</p>
        ) : (
          <Table
            head={['Query', 'Calls', 'Mean', 'Rows']}
            rows={ops.slow_queries.map((one) => [one.query, one.calls, `${one.mean_ms} ms`, one.rows])}
          />
        )}
      </Section>
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Table({
  head,
  rows,
}: {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}) {
  if (rows.length === 0) return <p className="empty">There is nothing to show.</p>;
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.slice(0, 2).join(' ')}>
              {row.map((cell, index) => (
                <td key={head[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
