import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/project.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { ROUTE_LINES } from '../../src/release/steps/ready-route.ts';
import { environmentSettings, parseSettings } from '../../src/settings/load.ts';
import { DocPage } from './page.ts';

/** docs/adopting.md without servers; test/docs/adopting.full.test.ts follows it command by command. */
const page = await DocPage.read('docs/adopting.md');
const titled = (title: string) => page.blocks.filter(({ meta }) => meta['title'] === title);

describe('what docs/adopting.md has to copy', () => {
  test('the settings are valid, of two environments, and ask for the ready route', async () => {
    const [block] = titled('shiplock.yml');
    const settings = await parseSettings(block?.text ?? '', 'shiplock.yml');
    for (const name of ['staging', 'production'])
      expect(environmentSettings(settings, name, undefined)).toMatchObject({
        kind: name,
        vercel: { confirmPath: '/api/health/ready' },
        gates: { gate: { sources: [{ use: 'http', identityPath: '/api/health/ready' }] } },
      });
  });

  test('the route is the one that the error tells, and README has it too', async () => {
    expect(titled('app/api/health/ready/route.js')[0]?.text).toBe(ROUTE_LINES);
    const readme = await DocPage.read('README.md');
    expect(readme.blocks.map(({ text }) => text)).toContain(ROUTE_LINES);
    expect((await DocPage.read('runbooks/ready-route.md')).blocks.map(({ text }) => text)).toContain(
      ROUTE_LINES,
    );
  });

  test('each command of the CLI exists', () => {
    const lines = page.blocks.filter(({ lang }) => lang === 'sh').flatMap(({ text }) => text.split('\n'));
    const called = lines.flatMap((line) => /dist\/cli\.js ([a-z ]+?)(?: --|$)/.exec(line)?.[1] ?? []);
    expect(called).toEqual(expect.arrayContaining(['doctor', 'ship', 'lint', 'rls write']));
    for (const name of called) expect(Object.keys(COMMANDS), name).toContain(name);
  });

  test('the templates that are copied have what the replacements replace', async () => {
    for (const name of ['shiplock', 'shiplock-pull-request', 'shiplock-approve', 'shiplock-contract']) {
      const text = await readFile(path.join(root, `workflows/${name}.yml`), 'utf8');
      expect(text).toMatch(/uses: SHIPLOCK_REPOSITORY\/.*@SHIPLOCK_SHA/);
    }
  });

  test('every block is something to do, to write, or a variant', () => {
    for (const { lang, meta, text } of page.blocks)
      expect(lang === 'sh' || meta['title'] || meta['variant'], text).toBeTruthy();
  });
});
