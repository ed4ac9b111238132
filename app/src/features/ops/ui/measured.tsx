import { VITALS } from '@/features/vitals/model';
import { formatMs, funnelSteps, pageVitals, routeFigures, vitalNames } from '../figures.ts';
import { formatShare } from '../format.ts';
import type { OpsMeasurements } from '../queries.ts';
import { Bars } from './bars.tsx';
import { Columns } from './columns.tsx';
import { Section } from './section.tsx';

const hourOf = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)}`;
const ROUTES_SHOWN = 12;

/** The service over the last two days, from what its servers counted. */
export function OverTime({ hours }: Pick<OpsMeasurements, 'hours'>) {
  const columns = hours.map(({ hour, requests, failed }) => ({
    label: hourOf(hour),
    value: requests,
    failed,
  }));
  return (
    <Section title="Health over time">
      <Columns
        of={{
          id: 'requests',
          title: 'Requests an hour, and how many failed',
          about:
            'The last 48 hours in UTC. At the foot of a column, in another colour: answers of 500 and above.',
          head: ['Hour (UTC)', 'Requests', 'Failed', 'Share'],
          rows: hours.map(({ hour, requests, failed }) => [
            ...[hourOf(hour), requests, failed],
            formatShare(requests > 0 ? failed / requests : null),
          ]),
        }}
        columns={columns}
        unit="requests an hour"
      />
    </Section>
  );
}

/** How fast pages are for the people who open them. */
export function PageSpeed({ measured }: Pick<OpsMeasurements, 'measured'>) {
  return (
    <Section title="Pages as people have them">
      <p className="lead">What three of four page loads of the last seven days have at most.</p>
      {VITALS.map((vital) => {
        const found = pageVitals(measured, vital);
        return (
          <Bars
            key={vital}
            of={{
              id: `vital-${vital}`,
              title: `${vitalNames[vital]} (${vital})`,
              about: `By page, the slowest first: the 75th percentile, judged as web.dev does.`,
              head: ['Page', '75th percentile', 'Loads'],
              rows: found.map(({ route, text, n }) => [route, text, n]),
            }}
            bars={found.slice(0, ROUTES_SHOWN).map(({ route, p75, text, tone }) => ({
              ...{ label: route, value: p75, text, tone },
            }))}
          />
        );
      })}
    </Section>
  );
}

/** How the server answers, by route. */
export function Routes({ measured }: Pick<OpsMeasurements, 'measured'>) {
  const found = routeFigures(measured);
  return (
    <Section title="Routes">
      <Bars
        of={{
          id: 'routes',
          title: 'Time to answer, 95th percentile',
          about:
            'By method and route over the last seven days, the slowest first, with the share of failed answers.',
          head: ['Route', 'Requests', 'p50', 'p95', 'p99', 'Failed'],
          rows: found.map(({ route, requests, failing, p50, p95, p99 }) => [
            ...[route, requests, formatMs(p50), formatMs(p95), formatMs(p99), failing],
          ]),
        }}
        bars={found.slice(0, ROUTES_SHOWN).map(({ route, p95, failed, failing }) => ({
          ...{ label: route, value: p95 },
          text: failed > 0 ? `${formatMs(p95)}, ${failing} failed` : formatMs(p95),
          tone: failed > 0 ? ('poor' as const) : undefined,
        }))}
      />
    </Section>
  );
}

/** How far prescriptions get. */
export function Funnel({ funnel }: Pick<OpsMeasurements, 'funnel'>) {
  const steps = funnelSteps(funnel);
  return (
    <Section title="From draft to payment">
      <Bars
        of={{
          id: 'funnel',
          title: 'Prescriptions started in the last 30 days',
          about: 'How many of them were signed, dispensed and paid until now.',
          head: ['Step', 'Prescriptions', 'Share'],
          rows: steps.map(({ step, n, of }) => [step, n, of]),
        }}
        bars={steps.map(({ step, n, of }) => ({ label: step, value: n, text: of ? `${n}, ${of}` : `${n}` }))}
      />
    </Section>
  );
}
