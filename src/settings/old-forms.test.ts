import { describe, expect, test } from 'vitest';
import { parseSettings } from './load.ts';

const settings = (gate: string) =>
  `version: 1\nenvironments:\n  production:\n    kind: production\n    gates:\n      watch:\n        ${gate}\n`;

async function noticesOf(gate: string): Promise<string[]> {
  const notices: string[] = [];
  await parseSettings(settings(gate), 'shiplock.yml', (text) => notices.push(text));
  return notices;
}

describe('a gate in the form of old', () => {
  test('is read, and the notice has the new form, which says the same', async () => {
    const gate = 'errorTracker: { maxNewIssues: 1 }';
    const [notice = '', ...more] = await noticesOf(gate);
    expect(more).toEqual([]);
    expect(notice).toMatch(
      /^shiplock\.yml: environments\.production\.gates\.watch has the old key errorTracker, which the next /,
    );
    const [, sources = ''] = /Write instead: (sources: .+)$/.exec(notice) ?? [];
    expect(sources).toBe('sources: [{"use":"http"},{"use":"sentry","maxNewIssues":1}]');
    const [old, now] = await Promise.all(
      [gate, sources].map(async (each) => (await parseSettings(settings(each), 'f')).environments),
    );
    expect(now).toEqual(old);
    expect(await noticesOf(sources)).toEqual([]);
  });

  test('that mixes both forms is refused', async () => {
    await expect(noticesOf('{ sources: [{ use: http }], sql: { query: select 1 } }')).rejects.toMatchObject({
      code: 'SHIPLOCK_SETTINGS_INVALID',
      problem: { what: expect.stringContaining('set either sources, or the old keys (sql), not both') },
    });
  });
});

test('an unknown key of a source is refused with the nearest one that sources have', async () => {
  await expect(noticesOf('sources: [{ use: json, url: /m, vaule: /v, max: 1 }]')).rejects.toMatchObject({
    code: 'SHIPLOCK_SETTINGS_INVALID',
    problem: {
      what: expect.stringMatching(
        /^2 mistakes .*value.*shiplock\.yml:7 has the unknown key vaule .*did you mean value\?/,
      ),
    },
  });
});

test('an unknown source is refused with those there are', async () => {
  await expect(noticesOf('sources: [{ use: newrelic }]')).rejects.toMatchObject({
    code: 'SHIPLOCK_SETTINGS_INVALID',
    problem: { what: expect.stringMatching(/^shiplock\.yml:7 .*gates\.watch\.sources\.0\.use/) },
  });
});
