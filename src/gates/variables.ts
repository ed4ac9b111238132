import type { SourceSettings } from './sources/index.ts';

/** The environment variables that a source names, which are secrets. */
export function variablesOf(source: SourceSettings): readonly string[] {
  switch (source.use) {
    case 'json':
      return Object.values(source.headers);
    case 'prometheus':
      return source.authorization === undefined ? [] : [source.authorization];
    case 'datadog':
      return [source.apiKey, source.applicationKey];
    case 'supabase':
      return [source.key];
    case 'stripe-webhook':
      return [source.secret];
    case 'sentry-sessions':
    case 'http':
    case 'sentry':
    case 'sql':
      return [];
  }
}
