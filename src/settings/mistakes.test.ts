import { describe, expect, test } from 'vitest';
import { ShiplockError } from '../release/errors.ts';
import { parseSettings } from './load.ts';

async function problemOf(text: string) {
  try {
    await parseSettings(text, 'shiplock.yml');
  } catch (error) {
    if (error instanceof ShiplockError) return error.problem;
    throw error;
  }
  throw new Error('nothing was wrong');
}

const ENVIRONMENT = 'version: 1\nenvironments:\n  production:\n    kind: production\n';

test('all mistakes are told at once, each with its path and line', async () => {
  const { code, what, next, places } = await problemOf(`version: 2
enviroments: {}
environments:
  production:
    kind: prodution
    database:
      engine: supabase_cli
      lockTimeoutSeconds: 0
      vrify: x
    gates:
      gate:
        sources:
          - use: htp
`);
  expect(code).toBe('SHIPLOCK_SETTINGS_INVALID');
  expect(what).toMatch(/^7 mistakes in the settings: /);
  for (const [line, words] of [
    [1, 'version must be `1`'],
    [2, 'has the unknown key enviroments at the top level; did you mean environments?'],
    [5, 'environments.production.kind must be one of `staging`, `production`; did you mean `production`?'],
    [7, 'environments.production.database.engine must be one of `shiplock`, `supabase-cli`; did you mean'],
    [8, 'environments.production.database.lockTimeoutSeconds must be more than 0'],
    [9, 'has the unknown key vrify at environments.production.database; did you mean verify?'],
    [13, 'environments.production.gates.gate.sources.0.use must be one of `http`, '],
  ] as const)
    expect(what).toContain(`shiplock.yml:${line} ${words}`);
  expect(places?.map(({ line }) => line).sort()).toEqual([1, 13, 2, 5, 7, 8, 9]);
  expect(next).toContain('Known keys at the top level: $schema, version, environments.');
});

describe('says in our own words what a value must be', () => {
  test.each([
    ['    requires: 3\n', 'requires must be text, and is a number'],
    ['    app: web\n', 'app must be a block of keys, and is text'],
    ['    freeze: soon\n', 'freeze must be a list, and is text'],
    ['    requiresSoakHours: null\n', 'requiresSoakHours must be a number, and is empty'],
    ['    approvals: { required: 1.5 }\n', 'approvals.required must be a whole number, and is a number'],
    ['    approvals: { required: -1 }\n', 'approvals.required must be at least 0'],
    ['    requiresSoakHours: 9000\n', 'requiresSoakHours must be at most 8760'],
    ['    vercel: { confirmPath: 7 }\n', 'confirmPath must be text, and is a number, or must be `false`'],
    ['    vercel: { domains: [x y] }\n', 'domains.0 must be a host name, such as www.example.com'],
    ['    traffic: { rolling: { stages: [] } }\n', 'stages must not be empty'],
    ['    sentry: { org: a, project: b, url: x }\n', 'sentry.url must be a URL'],
    ['    sentry: { project: b }\n', 'sentry.org is missing (expected text)'],
    ['    database: { files: { abc: {} } }\n', 'files.abc is not a key that can stand there'],
    ['    database: { outOfOrder: { allow: x } }\n', 'allow must be one of `false`, `true`'],
    ['    database: { outOfOrder: {} }\n', 'allow is missing (expected one of `false`, `true`)'],
    ['    gates: { watch: { sql: { query: 3 } } }\n', 'gates.watch.sql.query must be text, and is a number'],
    [
      '    database: { advisorsAllow: [{ finding: x, reason: long enough, until: soon }] }\n',
      'until must be a date, written YYYY-MM-DD',
    ],
  ])('%j: %s', async (text, words) => {
    const { what, places } = await problemOf(`${ENVIRONMENT}${text}`);
    expect(what).toContain(words);
    expect(what).not.toMatch(/Invalid|expected string|Too (?:small|big)/);
    expect(places?.[0]?.line).toBe(5);
  });

  test('and not the value, which can be a secret in the wrong place', async () => {
    const { what } = await problemOf(`version: hunter22\nenvironments: hunter23\n`);
    expect(what).not.toMatch(/hunter/);
  });
});

test('a key that is near none has no suggestion', async () => {
  expect((await problemOf(`${ENVIRONMENT}    frobnicate: 1\n`)).what).not.toContain('did you mean');
});

test('of a thousand mistakes fifty are told', async () => {
  const keys = Array.from({ length: 1_000 }, (_, n) => `k${n}: 1`).join('\n');
  const { what, places } = await problemOf(`${ENVIRONMENT}${keys}\n`);
  expect(what).toMatch(/^1,000 mistakes in the settings, the first 50 of them: /);
  expect(places).toHaveLength(50);
});
