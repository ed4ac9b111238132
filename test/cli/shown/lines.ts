import { shiplockArguments, shownCommands } from '../../../scripts/house/commands.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { type CommandLine, commandIn, readCommandLine, readWords } from '../../../src/cli/flags.ts';
import type { InputName } from '../../../src/runner/inputs.ts';

/** A command of Shiplock as a page, a runbook or an error shows it. */
export interface Line {
  readonly text: string;
  /** Where it stands, the first place of several. */
  readonly file: string;
  readonly name: string;
  readonly words: readonly string[];
}

/** What stands for a placeholder, and for what a mention within a sentence leaves out. */
export type Facts = Readonly<Partial<Record<InputName, string>>>;

/** Somebody's own words. */
const ANY_WORDS = ['…', '{}'];
/** Its own value is what is to be seen. */
const AS_WRITTEN: readonly string[] = ['reason'];

/** Each once, those that only ask for help aside. @throws if one is of no command */
export async function shownLines(): Promise<Line[]> {
  const lines = new Map<string, Line>();
  for (const { text, file } of await shownCommands()) {
    const words = shiplockArguments(text);
    if (!words?.length || words.includes('--help') || words.includes('--version')) continue;
    const name = commandIn(readWords(words).words, Object.keys(COMMANDS));
    if (name === undefined) throw new Error(`${file}: ${text} is of no command`);
    // The same command in two spellings is one.
    const key = words.join(' ');
    if (!lines.has(key)) lines.set(key, { text, file, name, words });
  }
  return [...lines.values()];
}

/**
 * The line as somebody types it who has these facts before them, read by the command line's own parser.
 * @throws if it has a placeholder that no fact stands for
 */
export async function typed(
  { name, words }: Pick<Line, 'name' | 'words'>,
  facts: Facts,
  env: NodeJS.ProcessEnv,
): Promise<CommandLine> {
  const { flags } = readWords(words);
  const known: Readonly<Record<string, string | undefined>> = facts;
  const given = flags.map(({ name: flag, value }) => {
    const own = value !== undefined && AS_WRITTEN.includes(flag) && !ANY_WORDS.includes(value);
    const said = own || value === undefined ? value : (known[flag] ?? value);
    if (said !== undefined && ANY_WORDS.includes(said)) throw new Error(`nothing is known for --${flag}`);
    return [flag, said] as const;
  });
  const { inputs, required, alsoRequired } = await COMMANDS[name]!.load();
  const has = new Set<string>(given.map(([flag]) => flag));
  const needed = [...required, ...(alsoRequired?.(Object.fromEntries(given)) ?? [])];
  const left = needed.filter((input) => !has.has(input) && inputs.includes(input) && known[input]);
  const argv = [...given, ...left.map((input) => [input, known[input]] as const)].map(([flag, value]) =>
    value === undefined ? `--${flag}` : `--${flag}=${value}`,
  );
  return readCommandLine(readWords([...name.split(' '), ...argv]), COMMANDS, env);
}
