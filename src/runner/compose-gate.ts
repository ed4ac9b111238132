import type { Select } from '../gates/sources/sql/source.ts';
import { variablesOf } from '../gates/variables.ts';
import { section } from '../present/phases.ts';
import { keepSecret } from '../present/redact.ts';
import type { Gate } from '../release/context.ts';
import { failure } from '../release/errors.ts';
import type { Database, ErrorTracker } from '../release/ports.ts';
import type { ReadyRoutes } from '../release/ready-route.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import type { Door, DoorResult } from './action.ts';
import { composeHosting } from './compose-hosting.ts';
import { settingsFor } from './environment.ts';
import { runFacts } from './github.ts';
import { required } from './values.ts';

type GateSettings = EnvironmentSettings['gates']['gate'];
type Shorter = EnvironmentSettings['fastLane']['gate'];

/** Binds a gate's settings to the sources it may read. */
export function composeGate(
  when: 'before' | 'after',
  always: GateSettings,
  sources: {
    /** What is shorter on the fast lane. */
    readonly fast?: Shorter;
    readonly errorTracker: ErrorTracker | undefined;
    readonly environment: string;
    readonly database: (() => Promise<Database>) | undefined;
  },
): Gate {
  return async (target) => {
    const { releaseId, fast, say } = target;
    const settings = fast ? shortened(always, sources.fast ?? {}) : always;
    const [{ applyPolicy }, { judgeOnce }, { gateMarkdown }] = await Promise.all([
      import('../gates/policy.ts'),
      import('../gates/judge-once.ts'),
      import('../present/gate.ts'),
    ]);
    const result = await judgeOnce(settings, target, {
      // Without a release nobody was sent anywhere: a mistake in the call ends it.
      traffic: when === 'after' && releaseId !== '',
      errorTracker: sources.errorTracker,
      environment: sources.environment,
      selects: () => composeSelects(when === 'before' ? 'gate' : 'watch', settings, sources.database),
      env: gateVariables(settings, process.env),
    });
    for (const { name, decision, reason } of result.observed ?? [])
      say(`observed, not decided by: ${name} would have said ${decision} (${reason})`);
    const { proceed, action, why } = applyPolicy(result, when, settings.onInconclusive);
    return {
      result,
      proceed,
      markdown: gateMarkdown(result),
      ...(action === 'hold' ? { warning: why } : {}),
    };
  };
}

/** The fast lane can make a gate shorter, never longer. */
export function shortened(gate: GateSettings, fast: Shorter): GateSettings {
  return {
    ...gate,
    minSamples: Math.min(gate.minSamples, fast.minSamples ?? gate.minSamples),
    minSeconds: Math.min(gate.minSeconds, fast.minSeconds ?? gate.minSeconds),
    deadlineSeconds: Math.min(gate.deadlineSeconds, fast.deadlineSeconds ?? gate.deadlineSeconds),
  };
}

/** Asks a staged deployment for its name where the gate, or the confirmation of traffic, is going to ask. */
export function composeReady(settings: EnvironmentSettings): ReadyRoutes {
  return async ({ url, headers, releaseId, commit }) => {
    const { identityPaths, lookAtRoutes } = await import('../gates/ready-route.ts');
    const paths = identityPaths(settings.gates.gate, settings.vercel.confirmPath);
    return lookAtRoutes(paths, { url, headers, expect: { release: releaseId, commit } });
  };
}

/** The secret that opens the project's protection goes to the project's own hosts: a URL may come from anybody. */
async function protectionFor(
  { inputs, warn }: Door,
  settings: EnvironmentSettings,
  url: string,
): Promise<Readonly<Record<string, string>>> {
  const bypass = inputs['vercel-protection-bypass'];
  if (!bypass) return {};
  const known = Boolean(inputs['vercel-token'] && (inputs['vercel-project'] ?? settings.vercel.project));
  const hosting = known ? await composeHosting(inputs, settings) : undefined;
  if (hosting && (await hosting.owns(url))) return hosting.protectionHeaders();
  warn(
    hosting
      ? 'Shiplock does not send vercel-protection-bypass: the url is not https, or Vercel knows its host neither as a domain nor as a deployment of the project'
      : 'Shiplock does not send vercel-protection-bypass: set vercel-token and vercel-project as well, so that it can ask Vercel whether the host of url belongs to the project',
  );
  return {};
}

/** Each query is checked before anything else is asked; the connection is made when it is first read. */
async function composeSelects(
  gate: 'gate' | 'watch',
  settings: GateSettings,
  database: (() => Promise<Database>) | undefined,
): Promise<ReadonlyMap<string, Select> | undefined> {
  const asked = settings.sources.filter((source) => source.use === 'sql');
  if (asked.length === 0) return undefined;
  const { readOnlyQuery } = await import('../database/read-only/run.ts');
  const selects = new Map<string, Select>();
  for (const { name, query: sql } of asked) {
    const query = await readOnlyQuery(sql, `the query of source ${name} in gates.${gate}`);
    if (database)
      selects.set(name, async (since) => query.run(await database(), query.hasParameter ? [since] : []));
  }
  return database && selects;
}

/**
 * The variables that the settings name, and no others. They are secrets from here on: the whole header, and what stands
 * behind a scheme such as `Bearer`.
 */
function gateVariables(settings: GateSettings, env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const named = settings.sources.flatMap(variablesOf);
  const found = named.flatMap((variable) => {
    const value = env[variable]?.trim();
    return value ? [[variable, value] as const] : [];
  });
  keepSecret(found.flatMap(([, value]) => [value, ...value.split(/\s+/).slice(1)]));
  return Object.fromEntries(found);
}

const OF_A_RELEASE: ReadonlySet<string> = new Set(['sentry', 'sentry-sessions']);

/** The gate used alone, on a URL: no release, no record. */
export async function probeOnly(
  door: Door,
  phase: 'gate' | 'watch',
  url: string,
): Promise<DoorResult<'decision' | 'reason' | 'evidence'>> {
  const { inputs, say } = door;
  const settings = await settingsFor(inputs, runFacts().workspace, door.warn);
  // Without a release there are no errors and sessions of its own to count.
  const all = settings.gates[phase];
  const spec = { ...all, sources: all.sources.filter(({ use }) => !OF_A_RELEASE.has(use)) };
  const run = composeGate(phase === 'gate' ? 'before' : 'after', spec, {
    errorTracker: undefined,
    environment: required(inputs, 'environment'),
    database: undefined,
  });
  const { result, proceed, markdown } = await run({
    urls: async () => [url],
    headers: await protectionFor(door, settings, url),
    releaseId: '',
    commit: '',
    since: new Date().toISOString(),
    say,
  });
  if (!proceed) {
    throw failure({
      code: result.decision === 'fail' ? 'SHIPLOCK_GATE_FAILED' : 'SHIPLOCK_GATE_INCONCLUSIVE',
      what: `the gate on ${url} ${result.decision === 'fail' ? 'failed' : 'is inconclusive'}: ${result.reason}`,
      notDone: ['nothing was changed'],
      next: 'Check the failed samples in the job summary.',
      evidence: markdown,
    });
  }
  return {
    outputs: { decision: result.decision, reason: result.reason, evidence: JSON.stringify(result.evidence) },
    summary: section(phase, markdown),
  };
}
