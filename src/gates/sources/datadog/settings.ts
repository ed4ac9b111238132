import { z } from 'zod';
import { GATE_VARIABLE } from '../json/settings.ts';

const variable = z
  .string()
  .regex(GATE_VARIABLE, { error: 'must be the name of an environment variable that begins with GATE_' });

/** Requests by Datadog's metrics. */
export const datadogSettings = z.strictObject({
  use: z.literal('datadog').describe('Requests and failed requests by two Datadog metric queries.'),
  name: z.string().min(1).default('datadog').describe('Name in the evidence.'),
  site: z
    // https://docs.datadoghq.com/getting_started/site/
    .enum([
      'datadoghq.com',
      'us3.datadoghq.com',
      'us5.datadoghq.com',
      'datadoghq.eu',
      'ap1.datadoghq.com',
      'ap2.datadoghq.com',
      'ddog-gov.com',
    ])
    .default('datadoghq.com')
    .describe('Site of the account.'),
  apiKey: variable.default('GATE_DATADOG_API_KEY').describe('Environment variable with the API key.'),
  applicationKey: variable
    .default('GATE_DATADOG_APPLICATION_KEY')
    .describe('Environment variable with an application key that has `timeseries_query`.'),
  total: z
    .string()
    .min(1)
    .describe(
      'Query for the number of requests, as counts (`….as_count()`); Shiplock adds up its points since traffic moved. Can contain `$release`, `$commit` and `$environment`.',
    ),
  failed: z.string().min(1).describe('Query for the number of those that failed. No series counts as 0.'),
});

export type DatadogSettings = z.output<typeof datadogSettings>;
