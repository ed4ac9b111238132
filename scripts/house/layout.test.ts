import { describe, expect, test } from 'vitest';
import { files, isTest, tracked } from './files.ts';
import { circles } from './graph.ts';
import { importsOf, valueImportsOf } from './imports.ts';

/** Which way arrows point: entry → capabilities → release → how text is shown. */

const sources = (await files('src', '.ts')).filter((file) => !isTest(file));
const graph = new Map<string, readonly string[]>();
for (const file of (await tracked()).filter((each) =>
  /^(?:src|actions|rehearsal|scripts|bench)\/.*\.ts$/.test(each),
))
  graph.set(
    file,
    (await importsOf(file)).flatMap(({ target }) => target ?? []),
  );

/** What all that know PostgreSQL stand on: how SQL is read and names are written. It knows none of them. */
const GROUND = [
  'src/database/sql/',
  'src/database/grants.ts',
  'src/database/connection-string.ts',
  'src/database/tls.ts',
];
const CAPABILITY = ['src/release/', 'src/http/', 'src/present/'];

/** Folders of src from the ground up: what each may import besides itself. A new folder needs a row. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  // The types of what it shows; see below.
  present: ['src/release/'],
  release: ['src/present/'],
  http: ['src/release/', 'src/present/'],
  schema: [...CAPABILITY, ...GROUND],
  database: [...CAPABILITY, 'src/schema/'],
  source: CAPABILITY,
  hosting: CAPABILITY,
  codehost: CAPABILITY,
  errortracker: CAPABILITY,
  notices: CAPABILITY,
  gates: CAPABILITY,
  approval: CAPABILITY,
  // The schemas of the settings that a capability is made with.
  settings: [...CAPABILITY, 'src/approval/settings.ts', 'src/gates/spec.ts'],
  runner: [
    ...CAPABILITY,
    'src/settings/',
    ...[
      'approval',
      'codehost',
      'database',
      'errortracker',
      'gates',
      'hosting',
      'notices',
      'schema',
      'source',
    ].map((name) => `src/${name}/`),
  ],
  cli: [
    ...CAPABILITY,
    'src/settings/',
    'src/runner/',
    'src/source/git.ts',
    'src/database/connection.ts',
    'src/schema/index.ts',
    'actions/',
  ],
};

describe('imports', () => {
  test('no files import one another in a circle, types included', () => {
    expect(circles(graph)).toEqual([]);
  });

  test('a circle is found, however long, and what only leads to it is not part of it', () => {
    const some = new Map([
      ['a', ['b']],
      ['b', ['c', 'gone']],
      ['c', ['d', 'b']],
      ['d', ['c']],
      ['e', ['e']],
      ['f', ['a']],
    ]);
    expect(circles(some)).toEqual([['b', 'c', 'd'], ['e']]);
  });

  test('each folder of src has its place', () => {
    const folders = new Set(sources.map((file) => file.split('/')[1]!));
    expect([...folders].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  test.each(Object.entries(MAY_IMPORT))('src/%s imports only what is below it', (folder, allowed) => {
    const own = [`src/${folder}/`, ...allowed];
    expect(breaches((file) => file.startsWith(`src/${folder}/`), own)).toEqual([]);
  });

  test('src/present is ground: at run time it needs nothing but itself, of src/release it knows types', async () => {
    const pages = sources.filter((file) => file.startsWith('src/present/'));
    const needs = await Promise.all(
      pages.map(async (file) => ({ file, values: await valueImportsOf(file) })),
    );
    expect(needs.filter(({ values }) => values.some((to) => !to.startsWith('src/present/')))).toEqual([]);
  });

  test('what PostgreSQL’s folders stand on imports none of them', () => {
    const isGround = (file: string) => GROUND.some((ground) => file.startsWith(ground));
    expect(breaches(isGround, [...GROUND, ...CAPABILITY])).toEqual([]);
  });

  test('families of hazard rules are known by their interface alone', () => {
    const rules = 'src/database/hazards/rules/';
    const allowed = (target: string) => !target.startsWith(rules) || target === `${rules}index.ts`;
    const reaching = sources
      .filter((file) => !file.startsWith(rules))
      .flatMap((file) =>
        (graph.get(file) ?? []).filter((target) => !allowed(target)).map((t) => `${file} imports ${t}`),
      );
    expect(reaching).toEqual([]);
  });

  test('the ways in (runner, command line, actions) are imported by no capability', () => {
    const entry = ['src/runner/', 'src/cli/', 'actions/'];
    const others = sources.filter((file) => !entry.some((folder) => file.startsWith(folder)));
    const reaching = others.flatMap((file) =>
      (graph.get(file) ?? [])
        .filter((target) => entry.some((folder) => target.startsWith(folder)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(reaching).toEqual([]);
  });
});

function breaches(from: (file: string) => boolean, allowed: readonly string[]): string[] {
  return sources
    .filter(from)
    .flatMap((file) =>
      (graph.get(file) ?? [])
        .filter((target) => !allowed.some((prefix) => target.startsWith(prefix)))
        .map((target) => `${file} imports ${target}`),
    );
}
