import { z } from 'zod';
import { httpSettings } from './http/settings.ts';
import { jsonSettings } from './json/settings.ts';
import { sentrySettings } from './sentry/settings.ts';
import { sqlSettings } from './sql/settings.ts';

const observe = z
  .boolean()
  .default(false)
  .describe(
    'Only record what this source would have decided, and never decide by it: to try a new source. `shiplock replay` counts what it would have stopped.',
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
} as const;

export const sourceSettings = z.discriminatedUnion('use', [
  SOURCES.http,
  SOURCES.sentry,
  SOURCES.sql,
  SOURCES.json,
]);

export type SourceSettings = z.output<typeof sourceSettings>;
