import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { deploymentsByWeek } from '@/features/ops/figures';
import { formatShare, formatSpan, formatTime } from '@/features/ops/format';
import { readMeasurements, readOps } from '@/features/ops/queries';
import { readQueue } from '@/features/ops/queue';
import { Columns } from '@/features/ops/ui/columns';
import { Funnel, OverTime, PageSpeed, Routes } from '@/features/ops/ui/measured';
import { Queue } from '@/features/ops/ui/queue';
import { Section } from '@/features/ops/ui/section';
import { ValueTable } from '@/features/ops/ui/table';
import { Wordings } from '@/features/ops/ui/wordings';
import { requireVisitor } from '@/features/people/queries';
import { ready } from '@/lib/ready';

export const metadata: Metadata = { title: 'Operations' };

export default async function OpsPage() {
  const { roles } = await requireVisitor();
  if (!roles.includes('operator')) notFound();
  const [health, ops, measured, queue] = await Promise.all([
    ready(),
    readOps(),
    readMeasurements(),
    readQueue(),
  ]);
  const checks = Object.entries(health.checks).map(([name, { status, ms }]) => [name, status, `${ms} ms`]);
  return (
    <>
      <h1>Operations</h1>
      <Section title="Health now">
        <p>
          {health.environment}, release {health.release ?? 'unknown'}: <strong>{health.status}</strong>
        </p>
        <ValueTable caption="Checks" head={['Check', 'Status', 'Time']} rows={checks} />
      </Section>
      <OverTime hours={measured.hours} />
      <PageSpeed measured={measured.measured} />
      <Routes measured={measured.measured} />
      <Funnel funnel={measured.funnel} />
      <Wordings wordings={measured.wordings} />
      <Queue queue={queue} />
      <Section title="State">
        <ValueTable
          caption="Figures"
          head={['What', 'Now']}
          rows={[
            ['Events in the audit chain', ops.audit.events],
            ['Last event (UTC)', formatTime(ops.audit.last_at)],
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
            <ValueTable
              caption="The last releases"
              head={['Release', 'Environment', 'Commit', 'State', 'Opened (UTC)', 'Closed (UTC)']}
              rows={ops.record.releases.map((one) => [
                ...[one.id, one.environment, one.commit.slice(0, 8), one.state],
                ...[formatTime(one.opened_at), formatTime(one.closed_at)],
              ])}
            />
            <Columns
              of={{
                id: 'deployments',
                title: 'Deployments a week',
                about: 'Over all environments, as the record has them. The table has how often they failed.',
                head: ['Week', 'Environment', 'Deployments', 'Lead time', 'Failed', 'Time to restore'],
                rows: ops.record.dora.map((one) => [
                  ...[one.week.slice(0, 10), one.environment, one.deployments],
                  ...[formatSpan(one.lead_time_seconds), formatShare(one.change_failure_rate)],
                  formatSpan(one.time_to_restore_seconds),
                ]),
              }}
              columns={deploymentsByWeek(ops.record.dora)}
              unit="deployments a week"
            />
          </>
        )}
      </Section>
      <Section title="Slow queries">
        {ops.slow_queries === null ? (
          <p className="empty">The database has no pg_stat_statements.</p>
        ) : (
          <ValueTable
            caption="Slowest statements"
            head={['Query', 'Calls', 'Mean', 'Rows']}
            rows={ops.slow_queries.map((one) => [one.query, one.calls, `${one.mean_ms} ms`, one.rows])}
          />
        )}
      </Section>
    </>
  );
}
