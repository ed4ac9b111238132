import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../src/cli/commands.ts';
import { readCommandLine, readWords } from '../src/cli/flags.ts';
import { INPUTS, type InputName, type InputSpec } from '../src/runner/inputs.ts';
import { commandsOf, type Shown, shiplockArguments, shownCommands } from './house/commands.ts';

/** What pages and errors tell people to type, held against the command line's own parser. */

const shown = await shownCommands();
const ours = shown.flatMap((one) => {
  const words = shiplockArguments(one.text);
  return words ? [{ ...one, words }] : [];
});

/** Who runs the commands of other programs that stand in blocks to copy; nothing else may stand there. */
const RUN_BY: readonly (readonly [line: RegExp, by: string])[] = [
  [
    /^npm (?:ci|test|run (?:rehearse|build|dev|types|test:\S+|check:\S+|bench:\S+))\b/,
    'package.json has it (below)',
  ],
  [/^npm run new:\w/, 'scripts/new'],
  [/^npm run keys:rotate\b/, 'supabase/tests/field-keys.integration.test.ts'],
  [/^node rehearsal\/cloud\/main\.ts\b/, 'rehearsal/cloud'],
];
/** Pages whose blocks tests follow, command by command. */
const FOLLOWED: Readonly<Record<string, string>> = {
  'docs/adopting.md': 'test/docs/adopting.full.test.ts and test/docs/variants.full.test.ts',
};
/** What takes an account, Docker or the network, and why no test runs it. */
const TAKES_AN_ACCOUNT: readonly (readonly [line: RegExp, why: string])[] = [
  [/^npx supabase start\b/, 'Docker'],
  [/^vercel rolling-release\b/, 'Vercel'],
  [/^supabase db schema declarative sync\b/, 'a linked Supabase project'],
  [/^(?:cp app\/\.env\.example|npm run dev --workspace app)/, 'a local Supabase in Docker'],
];

test('pages, runbooks and errors name commands', () => {
  expect(ours.length).toBeGreaterThan(50);
  const folders = new Set(ours.map(({ file }) => file.split('/')[0]));
  expect([...folders]).toEqual(expect.arrayContaining(['README.md', 'docs', 'runbooks', 'src']));
});

test('no page and no error shows a command or a flag that does not exist', async () => {
  const wrong: string[] = [];
  for (const { file, text, words } of ours) {
    // `shiplock` alone, `shiplock --help`, `shiplock --version`
    if (words.length === 0 || words.includes('--help') || words.includes('--version')) continue;
    try {
      await readCommandLine(readWords(words), COMMANDS, {});
    } catch (error) {
      wrong.push(`${file}: ${text}: ${(error as Error).message}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('a command to copy has every flag that it needs', async () => {
  const wrong: string[] = [];
  for (const { file, text, words, whole } of ours.filter((one) => one.whole && one.words.length > 0)) {
    const { command, raw } = await readCommandLine(readWords(words), COMMANDS, {});
    const lacking = command.required.filter((name) => !raw[name] && !comesByItself(name));
    if (whole && lacking.length > 0) wrong.push(`${file}: ${text}: ${lacking.join(', ')}`);
  }
  expect(wrong).toEqual([]);
});

/** Secrets come by environment variables. */
const comesByItself = (name: InputName) => (INPUTS[name] as InputSpec).env !== undefined;

describe('every command to copy', () => {
  const others = shown.filter(
    ({ text, whole, file }) => whole && !shiplockArguments(text) && !(file in FOLLOWED),
  );

  test('is run by a test, or said to take an account', () => {
    const known = ({ text }: Shown) => [...RUN_BY, ...TAKES_AN_ACCOUNT].some(([line]) => line.test(text));
    expect(others.filter((one) => !known(one)).map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  test('of npm has its script', async () => {
    const { default: manifest } = await import('../package.json', { with: { type: 'json' } });
    const scripts = others.flatMap(({ text }) => [
      ...text.matchAll(/npm run ([\w:-]+)(?= |$)(?! --workspace)/g),
    ]);
    const missing = scripts.map(([, name]) => name!).filter((name) => !(name in manifest.scripts));
    expect(missing).toEqual([]);
  });
});

describe('what is read of a page', () => {
  test('is the lines of shell blocks and inline code, and not other blocks', () => {
    const page =
      'Run `shiplock status`.\n\n```sh\n# why\nnode dist/cli.js plan \\\n  --dry-run # now\n```\n\n```ts\nx\n```\n';
    expect(commandsOf('a.md', page).map(({ text, whole }) => [text, whole])).toEqual([
      ['shiplock status', false],
      ['node dist/cli.js plan --dry-run', true],
    ]);
  });

  test('is each of the commands that follow one another', () => {
    const shown = commandsOf('a.md', 'First `git checkout main && shiplock resume`.');
    expect(shown.map(({ text }) => text)).toEqual(['git checkout main', 'shiplock resume']);
  });

  test('is split as a shell does', () => {
    expect(
      shiplockArguments("node ~/.shiplock/dist/cli.js rollback --reason 'orders fail' | tee log"),
    ).toEqual(['rollback', '--reason', 'orders fail']);
    expect(shiplockArguments('npm ci')).toBeUndefined();
  });
});
