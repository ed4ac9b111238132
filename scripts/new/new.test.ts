import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { root } from '../project.ts';
import { action } from './action.ts';
import { gateSource } from './gate-source.ts';
import { rule } from './rule.ts';
import { type Kind, write } from './scaffold.ts';
import { unfilled } from './unfilled.ts';
import { vendor } from './vendor.ts';

/** What the scaffolds write; new.full.test.ts compiles and lints it. */

const TAKEN = [
  'src/database/hazards/rules',
  'src/gates/sources',
  'src/gates/build.ts',
  'src/gates/variables.ts',
  'test/hazards/examples.ts',
];
let copy: string;
beforeEach(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'shiplock-new-'));
  onTestFinished(() => rm(copy, { recursive: true }));
  for (const taken of TAKEN) await cp(path.join(root, taken), path.join(copy, taken), { recursive: true });
  for (const folder of ['actions', 'docs', 'rehearsal', 'runbooks']) await mkdir(path.join(copy, folder));
  await promisify(execFile)('git', ['init', '-q'], { cwd: copy });
});
const made = async (kind: Kind, ...names: string[]) => {
  const scaffold = await kind.make(copy, names);
  await write(copy, scaffold);
  return [...scaffold.files.keys()];
};
const text = (file: string) => readFile(path.join(copy, file), 'utf8');

describe('a rule', () => {
  test('in a family that is there is listed by it, and has an example to write', async () => {
    expect(await made(rule, 'index-on-boolean', 'indexes')).toEqual([
      'src/database/hazards/rules/indexes.ts',
      'test/hazards/examples.ts',
    ]);
    expect(await text('src/database/hazards/rules/indexes.ts')).toMatch(/\n {2}rules: \[INDEX_ON_BOOLEAN, /);
    expect((await unfilled(copy)).map((at) => at.replace(/:\d+:.*/, ''))).toEqual([
      ...Array(3).fill('src/database/hazards/rules/indexes.ts'),
      ...Array(2).fill('test/hazards/examples.ts'),
    ]);
  });

  test('of a new family brings it into the index', async () => {
    expect(await made(rule, 'comment-with-date', 'comments')).toContain(
      'src/database/hazards/rules/index.ts',
    );
    const index = await text('src/database/hazards/rules/index.ts');
    expect(index).toContain("import { comments } from './comments.ts';");
    expect(index).toMatch(/\n {2}comments,\n\];/);
  });

  test('that is there is refused, and so is a name in another form', async () => {
    await expect(rule.make(copy, ['index-not-concurrent', 'indexes'])).rejects.toThrow('there already');
    await expect(rule.make(copy, ['indexOnBoolean', 'indexes'])).rejects.toThrow('kebab case');
    await expect(rule.make(copy, ['index-on-boolean'])).rejects.toThrow('the family must be');
  });
});

describe('an action', () => {
  test('has a door, a file behind it with a test, and a README', async () => {
    const files = await made(action, 'record-export');
    expect(files).toEqual([
      'actions/record-export/main.ts',
      'actions/record-export/README.md',
      'src/runner/record-export.ts',
      'src/runner/record-export.test.ts',
    ]);
    const open = await unfilled(copy);
    for (const file of files) expect(open.join('\n')).toContain(file);
  });

  test('that is there is refused', async () => {
    await made(action, 'record-export');
    await expect(action.make(copy, ['record-export'])).rejects.toThrow('main.ts is there already');
  });
});

describe('a vendor', () => {
  test('has a client over src/http, a role and its test', async () => {
    const files = await made(vendor, 'acme-chat', 'notices');
    expect(files).toEqual(['client', 'notices', 'notices.test'].map((name) => `src/acme-chat/${name}.ts`));
    expect(await text('src/acme-chat/client.ts')).toContain('class AcmeChatClient extends HttpClient');
    const open = (await unfilled(copy)).join('\n');
    for (const file of files) expect(open).toContain(file);
  });

  test('needs a role that there is', async () => {
    await expect(vendor.make(copy, ['acme-chat'])).rejects.toThrow('the role must be');
    await expect(vendor.make(copy, ['acme-chat', 'nonsense'])).rejects.toThrow(
      'there is no role nonsense: the roles are hosting, code-host, job-reruns, error-tracker, notices, migrations',
    );
  });

  test('does not go into a folder that is there', async () => {
    await expect(vendor.make(copy, ['gates', 'notices'])).rejects.toThrow('src/gates is there already');
  });
});

const KINDS: readonly (readonly [string, Kind, readonly string[]])[] = [
  ['a rule', rule, ['indexes']],
  ['an action', action, []],
  ['a vendor', vendor, ['notices']],
  ['a gate source', gateSource, []],
];
describe.each(KINDS)('%s', (_, kind, more) => {
  test.each([
    'src',
    'index',
    'default',
    'class',
    'Acme',
    'acme_chat',
    'acmeChat',
    '-acme',
    'acme-',
    '../acme',
    'a b',
    '',
  ])('is not called %j', async (name) => {
    await expect(kind.make(copy, [name, ...more])).rejects.toThrow(/must be in kebab case|the word is taken/);
  });
});

test.each(['index', 'Indexes', '../x'])(
  'a rule has no family %s, and a statement by its tag',
  async (family) => {
    await expect(rule.make(copy, ['some-rule', family])).rejects.toThrow(/kebab case|is taken/);
    await expect(rule.make(copy, ['some-rule', 'indexes', 'x; y'])).rejects.toThrow('is not the tag');
  },
);

describe('a gate source', () => {
  test('is a folder with settings, what reads it, a test and a page, and the gate can build it', async () => {
    const files = await made(gateSource, 'acme-metrics');
    const own = ['settings.ts', 'source.ts', 'source.test.ts', 'README.md'];
    expect(files).toEqual([
      ...own.map((file) => `src/gates/sources/acme-metrics/${file}`),
      'src/gates/sources/index.ts',
      'src/gates/build.ts',
      'src/gates/variables.ts',
    ]);
    const index = await text('src/gates/sources/index.ts');
    expect(index).toMatch(/^import \{ z \}.*\nimport \{ acmeMetricsSettings \}/);
    expect(index).toContain("  'acme-metrics': acmeMetricsSettings.safeExtend({ observe }),\n} as const;");
    expect(index).toContain("  SOURCES['acme-metrics'],\n]);");
    expect(await text('src/gates/build.ts')).toContain("case 'acme-metrics':");
    expect(await text('src/gates/variables.ts')).toContain("case 'acme-metrics':");
    const open = (await unfilled(copy)).join('\n');
    for (const file of own) expect(open).toContain(`acme-metrics/${file}`);
  });

  test('that is there is refused', async () => {
    await expect(gateSource.make(copy, ['http'])).rejects.toThrow('settings.ts is there already');
  });
});
