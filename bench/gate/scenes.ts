import type { Counts } from '../../src/gates/source.ts';
import { counting, type Scene, type Simulated } from './simulate.ts';
import { independent, poisson, type Random, type World } from './worlds.ts';

/** The probes' pace by default, for an application that answers in 200 ms. */
const PROBE = { requests: 4, everyMs: 450 };
const EVERY_MS = 5_000;

const quiet: Counts = { samples: 0, failures: 0, examples: [] };

/** `use: http`. With `slow`, answers are timed; with `control`, the version that serves is probed as well. */
export function probes(
  world: World,
  more: { readonly slow?: World; readonly control?: World; readonly controlSlow?: World } = {},
): Simulated {
  const each = () => PROBE.requests;
  const own = counting(world, each);
  const slow = more.slow && counting(more.slow, each);
  const control = more.control && counting(more.control, each);
  const controlSlow = more.controlSlow && counting(more.controlSlow, each);
  return {
    source: {
      ...{ name: 'probes', everyMs: PROBE.everyMs, ownTotal: true },
      ...(slow ? { timed: true } : {}),
      ...(control ? { compares: true } : {}),
    },
    totals: (at) => ({
      ...quiet,
      ...own(at),
      ...(slow ? { slow: slow(at) } : {}),
      ...(control ? { control: { ...control(at), ...(controlSlow ? { slow: controlSlow(at) } : {}) } } : {}),
    }),
  };
}

/** `use: sql`, `prometheus`, `datadog` or `json`: real requests, counted by somebody, so many a minute. */
export function traffic(name: string, perMinute: number, world: World, next: Random): Simulated {
  const own = counting(world, () => poisson((perMinute * EVERY_MS) / 60_000, next));
  return {
    source: { name, everyMs: EVERY_MS, ownTotal: true, countsRequests: true },
    totals: (at) => ({ ...quiet, ...own(at) }),
  };
}

/** `use: sentry`: error events of the same requests, and new issues. */
export function errors(
  perMinute: number,
  world: World,
  issuesPerHour: number,
  deadlineSeconds: number,
  next: Random,
): Simulated {
  const events = counting(world, () => poisson((perMinute * EVERY_MS) / 60_000, next));
  let issues = 0;
  return {
    source: { name: 'sentry', everyMs: EVERY_MS, ownTotal: false, findsIssues: true },
    totals: (at) => {
      issues += poisson((issuesPerHour * EVERY_MS) / 3_600_000, next);
      return {
        ...quiet,
        failures: events(at).failures,
        newIssues: {
          ...{ count: issues, limit: 0, says: 'new issues' },
          healthyMean: (0.05 * deadlineSeconds) / 3600,
        },
      };
    },
  };
}

export interface Everything {
  readonly probes: number;
  readonly orders: number;
  readonly requests: number;
  readonly errors: number;
  readonly slow: number;
}

/** All that a healthy release may do, everywhere at once. */
export const HEALTHY: Everything = {
  probes: 0.005,
  orders: 0.005,
  requests: 0.005,
  errors: 0.005,
  slow: 0.05,
};
/** And what none may, in one place after the other. */
export const WORST: Everything = { probes: 0.03, orders: 0.03, requests: 0.03, errors: 0.03, slow: 0.2 };

/** A gate with every kind of source. */
export function everything(rates: Everything, deadlineSeconds: number): Scene {
  return (next) => [
    probes(independent(rates.probes, next), { slow: independent(rates.slow, next) }),
    traffic('orders', 600, independent(rates.orders, next), next),
    traffic('requests', 3_000, independent(rates.requests, next), next),
    errors(3_600, independent(rates.errors, next), 0.05, deadlineSeconds, next),
  ];
}
