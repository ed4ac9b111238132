import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PEOPLE, type Person, SeededDatabase } from './support/database.ts';

let database: SeededDatabase;
beforeAll(async () => {
  database = await SeededDatabase.create();
});
afterAll(async () => {
  await database?.close();
});
const call = (person: Person, name: string, args: Readonly<Record<string, unknown>> = {}) =>
  database.call(person, name, args);
const others = Object.keys(PEOPLE).filter((person): person is Person => person !== 'operator');

const flags = z.array(
  z.object({
    key: z.string(),
    config: z.unknown(),
    changes: z.array(z.object({ by: z.string().nullable(), because: z.string(), config: z.unknown() })),
  }),
);
const ON = { enabled: true, default: 'off', rollout: [{ variant: 'on', percent: 25 }] };

describe('flags', () => {
  test('an operator changes one, and who did it and why stays in the audit chain', async () => {
    await call('operator', 'set_flag', { flag: 'fhir-api', becomes: ON, because: 'A quarter to begin with' });
    const [flag] = flags.parse(await call('operator', 'list_flags'));
    expect(flag).toMatchObject({
      key: 'fhir-api',
      config: ON,
      changes: [{ by: 'Rosa Lind', because: 'A quarter to begin with', config: ON }, { by: null }],
    });
    const { rows } = await database.client.query<{ actor_id: string; action: string }>(
      `select actor_id, action from audit.events where relation = 'private.feature_flags' order by seq desc limit 1`,
    );
    expect(rows).toEqual([{ actor_id: PEOPLE.operator, action: 'update' }]);
    expect((await database.client.query('select * from audit.verify()')).rows).toEqual([]);
  });

  test('not without a reason, not one that nobody declared, not in a shape that no app reads', async () => {
    const set = (flag: string, becomes: unknown, because: string) =>
      call('operator', 'set_flag', { flag, becomes, because });
    await expect(set('fhir-api', ON, '  ')).rejects.toThrow(/say why/);
    await expect(set('unknown', ON, 'x')).rejects.toThrow(/no such flag/);
    for (const shape of [{ enabled: 'yes' }, { ...ON, rollout: 'all' }, {}, '"text"', '[]'])
      await expect(set('fhir-api', shape, 'x')).rejects.toThrow(/check constraint/);
  });

  test.each(others)('%s neither sees nor changes one', async (person) => {
    await expect(call(person, 'list_flags')).rejects.toThrow(/only operators/);
    await expect(call(person, 'set_flag', { flag: 'fhir-api', becomes: ON, because: 'x' })).rejects.toThrow(
      /only operators/,
    );
    await expect(call(person, 'read_flags')).rejects.toThrow(/permission denied/);
  });
});

describe('operations', () => {
  test.each(others)('%s does not see them', async (person) => {
    await expect(call(person, 'ops_report')).rejects.toThrow(/only operators/);
  });

  test('without a release record and without statistics that is said', async () => {
    expect(await call('operator', 'ops_report')).toMatchObject({
      audit: { events: expect.any(Number) },
      slow_queries: null,
      record: null,
    });
  });

  test('releases and the four keys come from the record, also one that was made later', async () => {
    await database.undone(async () => {
      await database.client.query(`
        create schema shiplock;
        create view shiplock.status as select 'rel_1' as id, 'production' as environment, 'abc' as commit_sha,
          'released' as state, now() as opened_at, now() as closed_at;
        create view shiplock.dora as select 'production' as environment, now() as week, 3 as deployments,
          60.5 as lead_time_seconds, 0.25 as change_failure_rate, null::numeric as time_to_restore_seconds`);
      await database.become('authenticated', PEOPLE.operator);
      const { rows } = await database.client.query<{ answer: unknown }>(
        'select public.ops_report() as answer',
      );
      expect(rows[0]?.answer).toMatchObject({
        record: {
          releases: [{ id: 'rel_1', commit: 'abc', state: 'released' }],
          dora: [{ deployments: 3, lead_time_seconds: 60.5, change_failure_rate: 0.25 }],
        },
      });
    });
  });
});
