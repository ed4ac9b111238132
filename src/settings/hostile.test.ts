import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShiplockError } from '../release/errors.ts';
import { environmentSettings, loadSettings, parseSettings } from './load.ts';

const head = 'version: 1\nenvironments:\n  production:\n    kind: production\n';

test.each([
  [
    'a bomb of aliases',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefg'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdef'[i]}`).join(',')}]`).join('\n')}\n`,
    2,
  ],
  [
    'a bomb of maps',
    `a: &a {x: 1}\nb: &b {${[1, 2, 3, 4].map((n) => `k${n}: *a`).join(', ')}}\n${Array.from({ length: 40 }, (_, n) => `c${n}: {a: *b, b: *b, c: *b}`).join('\n')}\n`,
    2,
  ],
  ['an alias without an anchor', `${head}    app: *nowhere\n`, 5],
  ['an anchor that comes later', `${head}    app: *late\n    slack: &late { channel: C1 }\n`, 5],
  ['an alias of itself', `${head}    app: &app { directory: *app }\n`, 5],
  ['five thousand brackets', '['.repeat(5_000) + ']'.repeat(5_000), 1],
  ['two documents', `${head}---\nversion: 1\n`, 5],
  ['the same key twice', `${head}    kind: staging\n`, 5],
])('attack 18d: %s is told with its place', async (_, text, line) => {
  const refused = await parseSettings(text, 'shiplock.yml').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ShiplockError);
  const { code, places } = (refused as ShiplockError).problem;
  expect(code).toBe('SHIPLOCK_SETTINGS_YAML');
  expect(places?.[0]).toMatchObject({ file: 'shiplock.yml', line: expect.any(Number) });
  expect(places?.[0]?.line).toBeGreaterThanOrEqual(line);
});

test('attack 18d: an alias that repeats a block works', async () => {
  const text = `version: 1\nenvironments:\n  staging:\n    kind: staging\n    app: &app { directory: web }\n  production:\n    kind: production\n    app: *app\n`;
  expect((await parseSettings(text, 'x')).environments['production']?.app.directory).toBe('web');
});

test('attack 18d: whatever the file says, the answer is settings or a mistake with a code of its own', async () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      ': ',
      '\n',
      '  ',
      '- ',
      '&x ',
      '*x',
      '<<: *x',
      '? ',
      '{',
      '}',
      '[',
      ']',
      '!!binary ',
      '!<tag:x> ',
      '|',
      '>',
      '"',
      "'",
      '#',
      '%YAML 1.1\n',
      '---',
      '\0',
      '\ud800',
      'version: 1',
      'environments: ',
      '__proto__: ',
      'constructor: ',
    ],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (parts) => {
      try {
        await parseSettings(parts.join(''), 'x');
      } catch (error) {
        expect(error).toBeInstanceOf(ShiplockError);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('attack 18d: a file that is too large, or none, is not read', async () => {
  const workspace = await mkdtemp(path.join(tmpdir(), 'shiplock-settings-'));
  await writeFile(path.join(workspace, 'large.yml'), `# ${'x'.repeat(1 << 20)}`);
  await expect(loadSettings(workspace, 'large.yml')).rejects.toMatchObject({
    code: 'SHIPLOCK_SETTINGS_YAML',
  });
  await expect(loadSettings(workspace, '.')).rejects.toMatchObject({ code: 'SHIPLOCK_SETTINGS_MISSING' });
  expect(await loadSettings(workspace, undefined)).toBeUndefined();
  await rm(workspace, { recursive: true });
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'a\n::error::b'])(
  'attack 17: an environment named %j is unknown, and a settings key of that name too',
  async (name) => {
    const settings = await parseSettings(head, 'x');
    expect(() => environmentSettings(settings, name, undefined)).toThrow('SHIPLOCK_ENVIRONMENT_UNKNOWN');
    expect(() => environmentSettings(undefined, name, undefined)).toThrow('SHIPLOCK_ENVIRONMENT_UNKNOWN');
    const key = JSON.stringify(name);
    for (const text of [
      `${head}    ${key}: 1\n`,
      `${head}    app: { ${key}: 1 }\n`,
      `${head}${key}: { a: 1 }\n`,
    ])
      await expect(parseSettings(text, 'x')).rejects.toMatchObject({ code: 'SHIPLOCK_SETTINGS_UNKNOWN_KEY' });
    const own = await parseSettings(`version: 1\nenvironments:\n  ${key}: { kind: staging }\n`, 'x');
    if (name !== '__proto__') expect(environmentSettings(own, name, undefined).kind).toBe('staging');
  },
);
