import { z } from 'zod';
import { isWebAddress } from '../../../http/same-origin.ts';
import { GATE_VARIABLE } from '../json/settings.ts';

/** Stays on this machine, or is encrypted. */
const isSafe = (url: string) =>
  URL.canParse(url) &&
  (new URL(url).protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname));

/** Requests by PromQL: Prometheus, and what speaks its API (Mimir, Thanos, VictoriaMetrics, Grafana Cloud). */
export const prometheusSettings = z
  .strictObject({
    use: z.literal('prometheus').describe('Requests and failed requests by two PromQL queries.'),
    name: z.string().min(1).default('prometheus').describe('Name in the evidence.'),
    url: z
      .string()
      .refine(isWebAddress, { error: 'must be an http(s) URL without user and password' })
      .describe('Where `/api/v1/query` is, for example `https://prometheus.example.com`.'),
    authorization: z
      .string()
      .regex(GATE_VARIABLE, { error: 'must be the name of an environment variable that begins with GATE_' })
      .optional()
      .describe(
        'Name of the environment variable (`GATE_…`) that has the whole `Authorization` header. Sent over HTTPS only.',
      ),
    total: z
      .string()
      .min(1)
      .describe(
        'Query for the number of requests since traffic moved. Can contain `$window` (`37s`), `$release`, `$commit` and `$environment`.',
      ),
    failed: z.string().min(1).describe('Query for the number of those that failed. No series counts as 0.'),
  })
  .refine(({ url, authorization }) => authorization === undefined || isSafe(url), {
    error: 'must be an https URL, because `authorization` is sent there',
    path: ['url'],
  });

export type PrometheusSettings = z.output<typeof prometheusSettings>;
