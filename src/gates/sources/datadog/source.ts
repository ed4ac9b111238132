import { z } from 'zod';
import { HttpClient } from '../../../http/client.ts';
import { ASKED_AGAIN, metricsSource, type Names, sourceFaults } from '../../metrics.ts';
import { type Source, unreadable } from '../../source.ts';
import type { DatadogSettings } from './settings.ts';

/** https://docs.datadoghq.com/api/latest/metrics/query-timeseries-points/ */
const answer = z.object({
  status: z.string().optional(),
  error: z.string().optional(),
  series: z.array(z.object({ pointlist: z.array(z.tuple([z.number(), z.number().nullable()])) })).optional(),
});
/** https://docs.datadoghq.com/api/latest/metrics/query-timeseries-points/, 400 and 403 */
const refused = z.object({ errors: z.array(z.string()) });

/** Organizations have a limit of queries per hour: https://docs.datadoghq.com/api/latest/rate-limits/ */
const EVERY_MS = 15_000;

export function datadogSource(
  settings: DatadogSettings,
  names: Names,
  {
    env,
    fetch,
  }: { readonly env: Readonly<Record<string, string | undefined>>; readonly fetch?: typeof globalThis.fetch },
): Source {
  const { name, site, apiKey, applicationKey } = settings;
  const [key, application] = [env[apiKey] ?? '', env[applicationKey] ?? ''];
  const client = new HttpClient({
    base: () => `https://api.${site}`,
    headers: () => ({ 'dd-api-key': key, 'dd-application-key': application }),
    secrets: [key, application],
    faults: sourceFaults('Datadog', `${apiKey} and ${applicationKey}`, (body) =>
      refused.parse(JSON.parse(body)).errors.join(', '),
    ),
    pace: ASKED_AGAIN,
    limits: 'x-ratelimit',
    ...(fetch ? { fetch } : {}),
  });
  const from = Math.floor(Date.parse(names.since) / 1000);
  return metricsSource(settings, names, EVERY_MS, async (query) => {
    const to = Math.max(from + 1, Math.floor(Date.now() / 1000));
    const found = await client.read(
      {
        doing: `read the gate source "${name}"`,
        path: '/api/v1/query',
        query: { from: String(from), to: String(to), query },
      },
      answer,
    );
    // A query that it cannot evaluate is answered with HTTP 200.
    if (found?.status === 'error' || found?.error)
      throw unreadable(name, `Datadog answered ${found.error ?? 'error'}`);
    const { series = [] } = found ?? {};
    if (series.length > 1)
      throw unreadable(
        name,
        `the query returns several series (${series.length}; expected one: use sum: without by)`,
      );
    const [only] = series;
    return only?.pointlist.reduce((sum, [, value]) => sum + (value ?? 0), 0);
  });
}
