import { describe, expect, test } from 'vitest';
import { gateSettings, newForm } from './spec.ts';

describe('settings', () => {
  test('have defaults that hold together, and refuse what does not', () => {
    expect(gateSettings.parse({})).toMatchObject({
      sources: [{ use: 'http', probes: [{ path: '/api/health/ready', expectStatus: 200 }] }],
      minSamples: 20,
    });
    expect(() => gateSettings.parse({ probez: [] })).toThrow();
    expect(() => gateSettings.parse({ probes: [{ path: 'x' }] })).toThrow();
    expect(() => gateSettings.parse({ baselineFailureRate: 0.2, worstFailureRate: 0.1 })).toThrow('below');
    expect(() => gateSettings.parse({ baselineSlowRate: 0.2, worstSlowRate: 0.1 })).toThrow('below');
    expect(() => gateSettings.parse({ json: { url: '/x', value: 'a' } })).toThrow('either');
  });

  test('are a list of sources, several of a kind among them', () => {
    const { sources } = gateSettings.parse({
      sources: [
        { use: 'http' },
        { use: 'sentry' },
        { use: 'sql', name: 'orders', query: 'select 1, 1' },
        { use: 'sql', name: 'mails', query: 'select 1, 1' },
        { use: 'json', url: 'https://metrics.example/q', value: '/data', max: 1 },
      ],
    });
    expect(sources.map(({ use }) => use)).toEqual(['http', 'sentry', 'sql', 'sql', 'json']);
    const twice = gateSettings.safeParse({ sources: [{ use: 'http' }, { use: 'http' }] });
    expect(twice.error?.issues[0]).toMatchObject({ path: ['sources', 1, 'name'] });
    expect(gateSettings.safeParse({ sources: [{ use: 'https' }] }).success).toBe(false);
  });

  const OLD = {
    probes: [{ path: '/a' }],
    intervalMs: 50,
    errorTracker: { maxNewIssues: 2 },
    sql: { query: 'select 1, 1' },
    json: { url: '/m', value: 'data.error/rate', max: 1 },
    minSamples: 7,
  };

  test('of the old form are read as the new one, and read again they are the same', () => {
    const read = gateSettings.parse(OLD);
    expect(read).toMatchObject({
      minSamples: 7,
      sources: [
        { use: 'http', probes: [{ path: '/a', maxMs: 5_000 }], intervalMs: 50, concurrency: 4 },
        { use: 'sentry', maxNewIssues: 2 },
        { use: 'sql', name: 'sql', query: 'select 1, 1' },
        { use: 'json', name: 'json', url: '/m', value: '/data/error~1rate', max: 1 },
      ],
    });
    expect(gateSettings.parse(read)).toEqual(read);
    expect(gateSettings.parse({ probes: [], sql: OLD.sql }).sources.map(({ use }) => use)).toEqual(['sql']);
    expect(gateSettings.parse({ minSamples: 3, intervalMs: 99 }).sources).toMatchObject([
      { use: 'http', intervalMs: 99 },
    ]);
  });

  test('of the old form that are wrong are refused where they stand', () => {
    const at = (settings: object) => gateSettings.safeParse(settings).error?.issues[0]?.path;
    expect(at({ probes: [{ path: 'x' }] })).toEqual(['probes', 0, 'path']);
    expect(at({ errorTracker: { maxNewIssues: -1 } })).toEqual(['errorTracker', 'maxNewIssues']);
    expect(at({ ...OLD, sources: [] })).toEqual(['sources']);
  });

  test('that an earlier version kept in the record say the same as the new form', () => {
    const kept = { ...OLD, identityPath: '/api/health/ready', concurrency: 4 };
    const { json, ...old } = kept;
    expect(gateSettings.parse({ ...old, json: { ...json, name: 'json' } })).toEqual(gateSettings.parse(OLD));
  });

  test('in the old form have a new one that is ready to be copied', () => {
    const found = newForm(OLD);
    expect(found?.keys).toEqual(['probes', 'intervalMs', 'errorTracker', 'sql', 'json']);
    expect(gateSettings.parse({ minSamples: 7, sources: found?.sources })).toEqual(gateSettings.parse(OLD));
    expect(newForm({ sources: [], minSamples: 3 })).toBeUndefined();
  });
});
