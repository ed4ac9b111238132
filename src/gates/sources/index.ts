import { z } from 'zod';
import { httpSettings } from './http/settings.ts';
import { jsonSettings } from './json/settings.ts';
import { sentrySettings } from './sentry/settings.ts';
import { sqlSettings } from './sql/settings.ts';

/**
 * Where a gate can take samples from, by the name that `use` gives: a folder here with the settings, the source and a
 * README. `docs/gates` is generated from them.
 */
export const SOURCES = {
  http: httpSettings,
  sentry: sentrySettings,
  sql: sqlSettings,
  json: jsonSettings,
} as const;

export const sourceSettings = z.discriminatedUnion('use', [
  SOURCES.http,
  SOURCES.sentry,
  SOURCES.sql,
  SOURCES.json,
]);

export type SourceSettings = z.output<typeof sourceSettings>;
