import type { Select } from '../gates/counters.ts';
import { section } from '../present/phases.ts';
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

/** Binds a gate's settings to the sources it may read. */
export function composeGate(
  when: 'before' | 'after',
  settings: GateSettings,
  sources: {
    readonly errorTracker: ErrorTracker | undefined;
    readonly environment: string;
    readonly database: (() => Promise<Database>) | undefined;
  },
): Gate {
  return async ({ urls, headers, releaseId, commit, since, say }) => {
    const [{ applyPolicy, runGate }, { gateMarkdown }] = await Promise.all([
      import('../gates/gate.ts'),
      import('../present/gate.ts'),
    ]);
    const result = await runGate(settings, {
      urls,
      headers,
      expect: releaseId ? { release: releaseId, commit } : undefined,
      errorTracker: sources.errorTracker,
      environment: sources.environment,
      select: await composeSelect(when === 'before' ? 'gate' : 'watch', settings.sql, sources.database),
      releaseId,
      since,
      say,
    });
    const { proceed, action, why } = applyPolicy(result, when, settings.onInconclusive);
    return {
      result,
      proceed,
      markdown: gateMarkdown(result),
      ...(action === 'hold' ? { warning: why } : {}),
    };
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
      ? 'Shiplock does not send vercel-protection-bypass: Vercel knows the host of url neither as a domain nor as a deployment of the project'
      : 'Shiplock does not send vercel-protection-bypass: set vercel-token and vercel-project as well, so that it can ask Vercel whether the host of url belongs to the project',
  );
  return {};
}

/** The query is checked before anything else is asked; the connection is made when it is first read. */
async function composeSelect(
  gate: 'gate' | 'watch',
  sql: GateSettings['sql'],
  database: (() => Promise<Database>) | undefined,
): Promise<Select | undefined> {
  if (!sql) return undefined;
  const { readOnlyQuery } = await import('../database/read-only/run.ts');
  const query = await readOnlyQuery(sql.query, `gates.${gate}.sql.query`);
  if (!database) return undefined;
  return async (since) => query.run(await database(), query.hasParameter ? [since] : []);
}

/** The gate used alone, on a URL: no release, no record. */
export async function probeOnly(
  door: Door,
  phase: 'gate' | 'watch',
  url: string,
): Promise<DoorResult<'decision' | 'reason' | 'evidence'>> {
  const { inputs, say } = door;
  const settings = await settingsFor(inputs, runFacts().workspace);
  // Without a release there are no errors of its own to count.
  const { errorTracker: _, ...spec } = settings.gates[phase];
  const run = composeGate(phase === 'gate' ? 'before' : 'after', spec, {
    errorTracker: undefined,
    environment: required(inputs, 'environment'),
    database: undefined,
  });
  const { result, proceed, markdown } = await run({
    urls: [url],
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
