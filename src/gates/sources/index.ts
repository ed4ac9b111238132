import { z } from 'zod';
import { datadogSettings } from './datadog/settings.ts';
import { httpSettings } from './http/settings.ts';
import { jsonSettings } from './json/settings.ts';
import { prometheusSettings } from './prometheus/settings.ts';
import { sentrySettings } from './sentry/settings.ts';
import { sentrySessionsSettings } from './sentry-sessions/settings.ts';
import { sqlSettings } from './sql/settings.ts';
import { stripeWebhookSettings } from './stripe-webhook/settings.ts';
import { supabaseSettings } from './supabase/settings.ts';

const observe = z
  .boolean()
  .default(false)
  .describe(
    'Record what this source would have decided, without deciding by it: to try out a new source. `shiplock replay` counts what it would have stopped.',
  );

/**
 * Where a gate can take samples from, by the name that `use` gives: a folder here with the settings, the source and a
 * README. `docs/gates` is generated from them.
 */
export const SOURCES = {
  http: httpSettings.safeExtend({ observe }),
  sentry: sentrySettings.safeExtend({ observe }),
  sql: sqlSettings.safeExtend({ observe }),
  json: jsonSettings.safeExtend({ observe }),
  prometheus: prometheusSettings.safeExtend({ observe }),
  datadog: datadogSettings.safeExtend({ observe }),
  supabase: supabaseSettings.safeExtend({ observe }),
  'stripe-webhook': stripeWebhookSettings.safeExtend({ observe }),
  'sentry-sessions': sentrySessionsSettings.safeExtend({ observe }),
} as const;

export const sourceSettings = z.discriminatedUnion('use', [
  SOURCES.http,
  SOURCES.sentry,
  SOURCES.sql,
  SOURCES.json,
  SOURCES.prometheus,
  SOURCES.datadog,
  SOURCES.supabase,
  SOURCES['stripe-webhook'],
  SOURCES['sentry-sessions'],
]);

export type SourceSettings = z.output<typeof sourceSettings>;
