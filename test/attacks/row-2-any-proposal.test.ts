import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Proposals } from '../../src/release/record/proposals.ts';
import { newReleaseId } from '../../src/release/record/record.ts';
import { runs } from '../support/full.ts';
import { Scene } from './support/scene.ts';

/**
 * Rows 1, 2 and 3 for all inputs: whoever holds the planning role forges any field of any proposal, before, between and
 * after the honest jobs, and tries the chain's own functions. What reaches production is what it would have been.
 */
let scene: Scene;
let attacker: Awaited<ReturnType<Scene['attacker']>>;
let rounds = 0;

beforeAll(async () => {
  scene = await Scene.open();
  await scene.release({ commit: 'f'.repeat(40), run: 'first' });
  attacker = await scene.attacker();
});
afterAll(() => scene.close());

type When = 'before' | 'between' | 'after';
/** `honest` is what the honest job says there; anything else replaces it. */
const HONEST = Symbol('honest');
const text = fc.oneof(
  fc.constant(HONEST),
  fc.constantFrom(
    '',
    'rel_x',
    'dpl_evil',
    'staging',
    'production',
    'constructor',
    '__proto__',
    "'; drop table x --",
  ),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
);
const json = fc.oneof(
  fc.constant(HONEST),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(1e21, 1.0, '12345678901234567890'),
);
const PLAN_FIELDS = [
  'format',
  'environment',
  'kind',
  'commit',
  'deployment',
  'replaces',
  'production',
  'schemaFingerprint',
  'migrations',
  'provedBy',
  'settings',
  'policy',
] as const;
const proposal = fc.record({
  when: fc.constantFrom<When>('before', 'between', 'after'),
  what: fc.constantFrom('opened', 'staged', 'planned'),
  release: text,
  environment: text,
  commit: text,
  run: text,
  deployment: text,
  url: text,
  actor: text,
  plan: fc.dictionary(fc.constantFrom(...PLAN_FIELDS, 'hash', 'extra'), json, { maxKeys: 4 }),
});
type Forged = typeof proposal extends fc.Arbitrary<infer T> ? T : never;

interface Known {
  readonly release: string;
  readonly commit: string;
  readonly run: string;
  readonly deployment: string;
  readonly plan: Record<string, unknown>;
}

const or = (value: string | typeof HONEST, honest: string): string =>
  typeof value === 'string' ? value : honest;

/** Refusals are fine: the database may say no to any of it. */
async function propose(forged: Forged, known: Known): Promise<void> {
  const proposals = new Proposals(attacker);
  const of = {
    releaseId: or(forged.release, known.release),
    environment: or(forged.environment, 'production'),
    commit: or(forged.commit, known.commit),
    runId: or(forged.run, known.run),
  };
  const plan = Object.fromEntries(
    Object.entries(forged.plan).map(([key, value]) => [key, value === HONEST ? known.plan[key] : value]),
  );
  const made = {
    opened: () => proposals.release(of, { url: or(forged.url, ''), actor: or(forged.actor, 'ada') }),
    staged: () => proposals.staged(of, or(forged.deployment, known.deployment)),
    planned: () => proposals.plan(of, { ...known.plan, ...plan }),
  };
  await made[forged.what as keyof typeof made]().catch(() => undefined);
}

/** The chain's own functions, with any kind and phase: never for this role. */
async function append(known: Known, kind: string, phase: string): Promise<boolean> {
  const body = JSON.stringify({ step: 'phase', result: 'done', ...known.plan });
  return attacker
    .query('select * from shiplock.append($1, null, $2, $3, $4, $5)', [
      known.release,
      'ada',
      phase,
      kind,
      body,
    ])
    .then(
      () => true,
      () => false,
    );
}

it('attack 1, 2, 3: no field of any proposal changes what is approved, migrated or promoted', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(proposal, { minLength: 1, maxLength: 12 }),
      fc.constantFrom('opened', 'planned', 'approved', 'intent', 'outcome', 'observed', 'closed'),
      fc.constantFrom('deploy', 'plan', 'approve', 'migrate', 'promote', 'finalize', 'rollback'),
      async (forgeries, kind, phase) => {
        rounds += 1;
        const commit = rounds.toString(16).padStart(4, '0').repeat(10);
        const run = `round ${rounds}`;
        const table = `property_${rounds}`;
        await scene.file(
          `migrations/20260301${String(rounds).padStart(6, '0')}_round.sql`,
          `create table public.${table} (id int primary key);`,
        );
        let known: Known = { release: newReleaseId(), commit, run, deployment: 'dpl_evil', plan: {} };
        const attack = async (when: When) => {
          for (const forged of forgeries) if (forged.when === when) await propose(forged, known);
        };
        const asked = scene.asked.length;
        const writes = scene.hosting.writes.length;

        await attack('before');
        const staged = await scene.walk({ commit, run, as: 'planner' }, 'deploy');
        const deployment = staged.outputs['deployment-id']!;
        known = { ...known, release: staged.outputs['release-id']!, deployment };
        await attack('between');
        const planned = await scene.walk({ commit, run, as: 'planner' }, 'plan');
        known = { ...known, plan: JSON.parse(planned.outputs['plan-json']!) };
        await attack('after');
        await scene.walk({ commit, run }, 'approve');
        expect(await append(known, kind, phase)).toBe(false);
        await scene.walk({ commit, run }, 'migrate', 'verify', 'gate', 'promote', 'watch', 'finalize');

        expect(scene.asked.slice(asked)).toEqual([planned.outputs['plan-hash']]);
        expect(scene.hosting.writes.slice(writes)).toEqual([`stage ${commit[0]}`, `promote ${deployment}`]);
        expect(scene.hosting.serving.deploymentId).toBe(deployment);
        expect(await scene.exists(`public.${table}`)).toBe(true);
        const owner = await scene.owner();
        const rows = await owner.query<{ id: string; environment: string; run: string; actor: string }>(
          'select id, environment, run_id as run, actor from shiplock.release where commit_sha = $1',
          [commit],
        );
        expect(rows).toEqual([{ id: known.release, environment: 'production', run, actor: 'ada' }]);
      },
    ),
    { numRuns: runs(2, 100), endOnFailure: true },
  );
});
