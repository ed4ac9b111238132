import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Schema } from '../../scripts/settings-table.ts';
import { policyOf, readPolicy, settingsUnder, strictest } from './policy.ts';
import { environmentSchema, settingsSchema } from './schema.ts';
import { isKeeper, type KeeperTree, WHOSE } from './whose.ts';

const production = (more: object = {}) => policyOf(environmentSchema.parse({ kind: 'production', ...more }));

describe('whose word a key is', () => {
  test('every key of the settings file is somebody’s: a new one cannot be forgotten', () => {
    const schema = z.toJSONSchema(settingsSchema, { io: 'input' }) as Schema;
    const environment = schema.properties?.['environments']?.additionalProperties;
    const known: string[] = [];
    const orphans: string[] = [];
    const walk = (part: Schema, tree: KeeperTree, at: string) => {
      for (const [key, child] of Object.entries(part.properties ?? {})) {
        const path = at ? `${at}.${key}` : key;
        const keeper = isKeeper(tree) || !Object.hasOwn(tree, key) ? undefined : tree[key];
        if (keeper === undefined) orphans.push(path);
        else if (isKeeper(keeper)) known.push(path);
        else walk(child, keeper, path);
      }
    };
    walk(environment as Schema, WHOSE, '');
    expect(orphans).toEqual([]);
    expect(known).toEqual(expect.arrayContaining(['approvals.breakGlass.people', 'freeze', 'gates.gate']));
    expect(known.length).toBeGreaterThan(20);
  });

  test('rules that an earlier version kept, with a key for each source of a gate, say the same as a list', () => {
    const gate = {
      ...{ probes: [{ path: '/a', expectStatus: 200, maxMs: 5000 }], identityPath: '/a', intervalMs: 250 },
      ...{ concurrency: 4, minSamples: 20, errorTracker: { maxNewIssues: 0 } },
    };
    const { gates, ...others } = production();
    const kept = { ...others, gates: { gate, watch: { json: { url: '/m', value: 'a.b', max: 1 } } } };
    const now = production({
      gates: {
        gate: { sources: [{ use: 'http', probes: [{ path: '/a' }], identityPath: '/a' }, { use: 'sentry' }] },
        watch: { sources: [{ use: 'http' }, { use: 'json', url: '/m', value: '/a/b', max: 1 }] },
      },
    });
    expect(readPolicy(kept, 'release rel_0')).toEqual(now);
    expect(gates).toBeDefined();
  });

  test('the commit says where its files are, and nothing that must hold', () => {
    const commit = environmentSchema.parse({
      kind: 'staging',
      approvals: { required: 0 },
      app: { directory: 'web' },
      database: {
        migrations: 'db/migrations',
        lockBudgetSeconds: 3600,
        openTables: [{ table: 'public.patients', reason: 'because I say so' }],
      },
    });
    const settings = settingsUnder(production({ approvals: { required: 2 } }), commit);
    expect(settings.database.openTables, 'attack 18b: nor which tables are open to everybody').toEqual([]);
    expect(settings).toMatchObject({
      kind: 'production',
      approvals: { required: 2 },
      app: { directory: 'web' },
      database: { migrations: 'db/migrations', lockBudgetSeconds: 120 },
    });
  });
});

describe('of two policies', () => {
  const christmas = {
    from: '2026-12-24T00:00',
    to: '2027-01-02T00:00',
    timezone: 'Europe/Berlin',
    reason: 'Christmas',
  };
  const old = production({
    approvals: { required: 2, breakGlass: { people: ['Ada', 'grace'] } },
    freeze: [christmas],
    rollback: { soakHours: 48 },
    gates: { gate: { minSamples: 30 } },
  });
  const loose = policyOf(
    environmentSchema.parse({
      kind: 'staging',
      requires: 'staging',
      approvals: { required: 0, allowSelf: true, breakGlass: { people: ['ada', 'mallory'] } },
      gates: { gate: { minSamples: 1 } },
      rollback: { soakHours: 0, unknownVerdict: 'allow' },
      vercel: { project: 'elsewhere' },
    }),
  );

  test('the stricter of each rule holds, the old gate, and where the branch sends it', () => {
    expect(strictest([old, loose], [], loose)).toMatchObject({
      kind: 'production',
      requires: 'staging',
      approvals: { required: 2, allowSelf: false, breakGlass: { people: ['Ada'] } },
      freeze: [christmas],
      gates: { gate: { minSamples: 30 } },
      rollback: { soakHours: 48, unknownVerdict: 'refuse' },
      vercel: { project: 'elsewhere' },
    });
  });

  test('no order of the witnesses makes a rule that has an order looser', () => {
    const policy = fc
      .record({
        required: fc.integer({ min: 0, max: 20 }),
        allowSelf: fc.boolean(),
        people: fc.uniqueArray(fc.constantFrom('ada', 'grace', 'linus', 'Grace')),
        soakHours: fc.integer({ min: 0, max: 100 }),
        frozen: fc.boolean(),
        kind: fc.constantFrom('staging', 'production'),
      })
      .map(({ required, allowSelf, people, soakHours, frozen, kind }) => ({
        asked: { required, allowSelf, people, soakHours, frozen, kind },
        policy: policyOf(
          environmentSchema.parse({
            kind,
            approvals: { required, allowSelf, breakGlass: { people } },
            rollback: { soakHours },
            freeze: frozen ? [christmas] : [],
          }),
        ),
      }));
    fc.assert(
      fc.property(fc.array(policy, { minLength: 1, maxLength: 4 }), fc.nat(3), (given, pick) => {
        const policies = given.map((one) => one.policy);
        const branch = policies[pick % policies.length]!;
        const held = environmentSchema.parse(strictest(policies, [], branch));
        for (const { asked } of given) {
          expect(held.approvals.required).toBeGreaterThanOrEqual(asked.required);
          expect(held.rollback.soakHours).toBeGreaterThanOrEqual(asked.soakHours);
          expect(held.freeze.length).toBeGreaterThanOrEqual(asked.frozen ? 1 : 0);
          if (!asked.allowSelf) expect(held.approvals.allowSelf).toBe(false);
          if (asked.kind === 'production') expect(held.kind).toBe('production');
          for (const one of held.approvals.breakGlass.people ?? [])
            expect(asked.people.map((name) => name.toLowerCase())).toContain(one.toLowerCase());
        }
      }),
    );
  });
});

describe('a policy that an earlier version kept', () => {
  test('has this version’s default where it says nothing, and loses what is not known any more', () => {
    const kept = {
      kind: 'production',
      approvals: { required: 3, signature: 'wax' },
      oldKey: { a: 1 },
    } as const;
    expect(readPolicy(kept, 'release rel_1')).toMatchObject({
      kind: 'production',
      approvals: { required: 3, allowSelf: false },
      rollback: { unknownVerdict: 'refuse' },
    });
    expect(JSON.stringify(readPolicy(kept, 'release rel_1'))).not.toMatch(/wax|oldKey/);
  });

  test('is not guessed at where it cannot be read', () => {
    expect(() => readPolicy({ kind: 'production', approvals: { required: 'two' } }, 'release rel_1')).toThrow(
      /SHIPLOCK_POLICY_UNREADABLE.*rel_1/,
    );
  });
});
