import { z } from 'zod';
import { HttpClient } from '../../../http/client.ts';
import { ASKED_AGAIN, metricsSource, type Names, sourceFaults } from '../../metrics.ts';
import { EVERY_MS, numberOf, type Source, unreadable } from '../../source.ts';
import type { PrometheusSettings } from './settings.ts';

/** `[epoch seconds, the number as text]` */
const sample = z.tuple([z.number(), z.string()]);
/** https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries */
const answer = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ value: sample })) }),
    z.object({ resultType: z.literal('scalar'), result: sample }),
  ]),
});
/** https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview */
const refused = z.object({ error: z.string() });

export function prometheusSource(
  settings: PrometheusSettings,
  names: Names,
  {
    env,
    fetch,
  }: { readonly env: Readonly<Record<string, string | undefined>>; readonly fetch?: typeof globalThis.fetch },
): Source {
  const { name, url, authorization } = settings;
  const secret = authorization === undefined ? undefined : env[authorization];
  const client = new HttpClient({
    base: () => url.replace(/\/+$/, ''),
    headers: () => (secret ? { authorization: secret } : {}),
    secrets: secret ? [secret, ...secret.split(/\s+/).slice(1)] : [],
    faults: sourceFaults(
      'Prometheus',
      authorization ?? 'authorization of the source',
      (body) => refused.parse(JSON.parse(body)).error,
    ),
    pace: ASKED_AGAIN,
    ...(fetch ? { fetch } : {}),
  });
  return metricsSource(settings, names, EVERY_MS, async (query) => {
    const found = await client.read(
      { doing: `read the gate source "${name}"`, path: '/api/v1/query', query: { query } },
      answer,
    );
    if (!found) return undefined;
    const { data } = found;
    const values = data.resultType === 'scalar' ? [data.result[1]] : data.result.map(({ value }) => value[1]);
    if (values.length > 1)
      throw unreadable(
        name,
        `the query returns several series (${values.length}; expected one: wrap it in sum())`,
      );
    const [text] = values;
    if (text === undefined) return undefined;
    const number = numberOf(text);
    if (number === undefined) throw unreadable(name, `the query returns ${text}, which is not a number`);
    return number;
  });
}
