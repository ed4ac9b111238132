import { configurationError, type ShiplockError } from '../release/errors.ts';
import type { ErrorTracker, Say } from '../release/ports.ts';
import type { Source } from './source.ts';
import { datadogSource } from './sources/datadog/source.ts';
import { httpSource } from './sources/http/source.ts';
import type { SourceSettings } from './sources/index.ts';
import { jsonSource } from './sources/json/source.ts';
import { prometheusSource } from './sources/prometheus/source.ts';
import { sentrySource } from './sources/sentry/source.ts';
import { sentrySessionsSource } from './sources/sentry-sessions/source.ts';
import { type Select, sqlSource } from './sources/sql/source.ts';
import { stripeWebhookSource } from './sources/stripe-webhook/source.ts';
import { supabaseSource } from './sources/supabase/source.ts';
import type { GateSettings } from './spec.ts';
import { variablesOf } from './variables.ts';

export interface GateDependencies {
  /** Base URLs: the staged deployment before promote, the environment's domains after. */
  readonly urls: readonly string[];
  /** What serves at the same time and is not this release; undefined: nothing does, or nobody knows. */
  readonly serving?: readonly string[] | undefined;
  /** Secrets that open deployment protection. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expect: { readonly release: string; readonly commit: string } | undefined;
  readonly errorTracker: ErrorTracker | undefined;
  /** The environment's name, as the error tracker knows it. */
  readonly environment: string;
  /** By the name of the source; undefined: there is no database. */
  readonly selects: ReadonlyMap<string, Select> | undefined;
  /** Variables that sources may name. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly releaseId: string;
  /** ISO 8601: count from here. */
  readonly since: string;
  /**
   * Users' traffic goes to what is watched: the error tracker must have heard of it, and a source that cannot be read is
   * waited for until the deadline, whatever the reason.
   */
  readonly traffic?: boolean;
  readonly say: Say;
  /** Ends the gate early, undecided. */
  readonly signal?: AbortSignal;
  readonly fetch?: typeof fetch;
}

const NO_TRACKER = 'the error tracker’s token, organization or project is not configured';

/** @throws SHIPLOCK_GATE_EMPTY */
export function buildSources(spec: GateSettings, deps: GateDependencies): readonly Source[] {
  if (spec.sources.length === 0) throw empty('it has no source');
  return spec.sources.map((source) => buildSource(source, spec, deps));
}

function buildSource(settings: SourceSettings, spec: GateSettings, deps: GateDependencies): Source {
  const { errorTracker: tracker, environment, releaseId, since, env } = deps;
  const unset = variablesOf(settings).filter((variable) => !env[variable]);
  if (unset.length > 0 && 'name' in settings)
    return absent(settings.name, `${unset.join(', ')} is not set in the environment of this step`, true);
  const names = { release: releaseId, commit: deps.expect?.commit ?? '', environment, since };
  switch (settings.use) {
    case 'http':
      if (deps.urls.length === 0) throw empty('it has probes, but no URL to send them to');
      return httpSource(settings, deps);
    case 'sentry-sessions':
      return tracker
        ? sentrySessionsSource(settings, tracker, { version: releaseId, environment, since })
        : absent(settings.name, NO_TRACKER, true);
    case 'sentry':
      return tracker
        ? sentrySource(
            settings,
            tracker,
            {
              ...{ version: releaseId, environment, since },
              alsoSeen: deps.traffic === true && settings.requireSeen,
            },
            hoursUntil(since, spec.deadlineSeconds),
          )
        : absent('error tracker', NO_TRACKER, false);
    case 'sql': {
      const select = deps.selects?.get(settings.name);
      return select
        ? sqlSource(settings, select, since)
        : absent(settings.name, 'no database is configured', true);
    }
    case 'json':
      if (deps.urls.length === 0 && !URL.canParse(settings.url))
        throw empty(`its source "${settings.name}" has a path, but the gate has no URL`);
      return jsonSource(settings, deps);
    case 'prometheus':
      return prometheusSource(settings, names, deps);
    case 'datadog':
      return datadogSource(settings, names, deps);
    case 'supabase':
      return supabaseSource(settings, deps);
    case 'stripe-webhook': {
      const [url] = deps.urls;
      if (url === undefined) throw empty('it has a webhook, but no URL to send the event to');
      return stripeWebhookSource(settings, { ...deps, url });
    }
  }
}

/** From the moment on from which things count, until this gate must have decided. */
function hoursUntil(since: string, deadlineSeconds: number): number {
  return Math.max(0, Date.now() - Date.parse(since) + deadlineSeconds * 1000) / 3_600_000;
}

/** A source that was asked for and cannot exist: never read, so the gate cannot pass. */
function absent(name: string, why: string, ownTotal: boolean): Source {
  return { name, everyMs: 1_000, ownTotal, missing: true, sample: () => Promise.reject(new Error(why)) };
}

function empty(why: string): ShiplockError {
  return configurationError({
    code: 'SHIPLOCK_GATE_EMPTY',
    what: `The gate cannot decide anything: ${why}.`,
    next: 'Give the gate at least one probe or another source, and a URL for its probes.',
  });
}
