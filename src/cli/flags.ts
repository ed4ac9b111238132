import { parseArgs } from 'node:util';
import { type Problem, together } from '../release/errors.ts';
import { didYouMean } from '../release/nearest.ts';
import { INPUTS, type InputName, type InputSpec } from '../runner/inputs.ts';
import { type RawInputs, readInputs } from '../runner/values.ts';
import type { Command, CommandOptions, Listed } from './command.ts';
import { headMistakes } from './head-flag.ts';

/** What was typed, split. Which flags may stand there is the command's to say. */
interface Typed {
  readonly words: readonly string[];
  readonly flags: readonly Flag[];
  readonly help: boolean;
  /** `--version` and nothing behind it: of Shiplock itself. */
  readonly version: boolean;
}

interface Flag {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
  /** The word behind it that it does not take. */
  readonly followedBy?: string;
}

export interface CommandLine {
  readonly name: string;
  readonly command: Command;
  readonly raw: RawInputs;
  readonly options: CommandOptions;
  /** Of its own flags' values; those of inputs are found where inputs are parsed. */
  readonly mistakes: readonly Problem[];
}

const specs = Object.entries(INPUTS) as [InputName, InputSpec][];
/** Inputs that are `true` or `false`: the flag alone means `true`. */
const SWITCHES = new Set<string>(specs.flatMap(([name, spec]) => (spec.default === 'false' ? [name] : [])));
/** Flags of this command line that take no value. */
const BARE = new Set(['json', 'dora', 'help']);
const KNOWN = [
  'json',
  'help',
  'head',
  'dora',
  ...specs.flatMap(([name, spec]) => (spec.secret ? [] : [name])),
];

const HELP = '`shiplock --help` lists the commands.';

/** Splits the arguments into words and flags, whatever the command. */
export function readWords(argv: readonly string[]): Typed {
  const { positionals, tokens } = parseArgs({
    args: withSwitches(argv),
    options: Object.fromEntries(
      KNOWN.map((name) => [name, { type: BARE.has(name) ? 'boolean' : 'string' } as const]),
    ),
    allowPositionals: true,
    // Its own refusals are exceptions of the runtime, and quote what may be a secret.
    strict: false,
    tokens: true,
  });
  const flags = tokens.flatMap((token, at): Flag[] => {
    if (token.kind !== 'option') return [];
    const next = tokens[at + 1];
    const takesNone = BARE.has(token.name) || SWITCHES.has(token.name);
    return [takesNone && next?.kind === 'positional' ? { ...token, followedBy: next.value } : token];
  });
  const version = flags.some(({ name, value }) => name === 'version' && value === undefined);
  return { words: positionals, flags, help: flags.some(({ name }) => name === 'help'), version };
}

/** The longest command that the words begin with, so that `record verify` is found before what follows it. */
export function commandIn(words: readonly string[], commands: readonly string[]): string | undefined {
  return commands
    .filter((name) => ` ${words.join(' ')} `.startsWith(` ${name} `))
    .sort((a, b) => b.length - a.length)[0];
}

/**
 * An input of the command is a flag of the same name, but a secret one: an argument can be read by every process of the
 * machine, so those come by environment variables only.
 * @throws SHIPLOCK_INPUT_INVALID that names each flag that the command does not take, that lacks its value or takes none, or is repeated
 */
export async function readCommandLine(
  typed: Typed,
  commands: Readonly<Record<string, Listed>>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<CommandLine> {
  const { words, flags } = typed;
  const name = commandIn(words, Object.keys(commands));
  const command = name === undefined ? undefined : await commands[name]?.load();
  const mistakes = [...flags.flatMap((flag) => mistakesOf(flag, name, command)), ...repeatedIn(flags)];
  // An unknown flag leaves its value behind as a word.
  if (mistakes.length === 0 && words.join(' ') !== name)
    mistakes.push(...leftOver(typed, name, Object.keys(commands)));
  const given = new Map(flags.map((flag) => [flag.name, flag.value]));
  const raw = command ? rawOf(command, given, env) : {};
  const [first, ...more] = mistakes.map(problemOf);
  if (first && command) throw together([first, ...more, ...wrongValues(command, raw, given)]);
  if (first || name === undefined || !command)
    throw together([first ?? problemOf(unknownCommand('', Object.keys(commands))), ...more]);
  const head = given.get('head');
  return {
    ...{ name, command, raw, mistakes: headMistakes(head) },
    options: { json: given.has('json'), head, dora: given.has('dora') },
  };
}

function rawOf(
  command: Command,
  given: ReadonlyMap<string, string | undefined>,
  env: NodeJS.ProcessEnv,
): RawInputs {
  const raw: RawInputs = {};
  for (const input of command.inputs) {
    const spec: InputSpec = INPUTS[input];
    const value = (spec.secret ? undefined : given.get(input)) ?? (spec.env ? env[spec.env] : undefined);
    if (value) raw[input] = value;
  }
  return raw;
}

/** What else is wrong, beside flags. Nothing is called missing: the unknown flag may have been meant for it. */
function wrongValues(
  command: Command,
  raw: RawInputs,
  given: ReadonlyMap<string, string | undefined>,
): readonly Problem[] {
  const written = Object.fromEntries(Object.entries(raw).filter(([, value]) => !value.startsWith('-')));
  const head = command.flags.includes('head') ? given.get('head') : undefined;
  return [...readInputs(written, command).mistakes, ...headMistakes(head)];
}

function withSwitches(argv: readonly string[]): string[] {
  return argv.map((arg, index) => {
    const said = /^(true|false)$/.test(argv[index + 1] ?? '');
    return arg.startsWith('--') && SWITCHES.has(arg.slice(2)) && !said ? `${arg}=true` : arg;
  });
}

interface Mistake {
  readonly what: string;
  readonly next: string;
}

/** Flags of a command that may be typed. */
export function flagsOf(command: Command): string[] {
  const inputs = command.inputs.filter((name) => !(INPUTS[name] as InputSpec).secret);
  return [...inputs, ...command.flags, 'help'];
}

function mistakesOf(flag: Flag, command: string | undefined, taken: Command | undefined): Mistake[] {
  const { name, rawName, value, inlineValue } = flag;
  const flags = taken ? flagsOf(taken) : KNOWN;
  if (!flags.includes(name)) return [unknownFlag(flag, command, flags)];
  if (BARE.has(name))
    return value === undefined
      ? []
      : [{ what: `the flag ${rawName} takes no value`, next: `Omit the value: ${rawName}.` }];
  if (value !== undefined && value !== '' && (inlineValue || !value.startsWith('-'))) return [];
  return [
    {
      what: `the flag ${rawName} has no value`,
      next: `Write ${rawName} VALUE, or ${rawName}=VALUE if the value starts with a dash.`,
    },
  ];
}

/** Of two values one would be dropped without a word: of two heads, the one that does not hold. */
function repeatedIn(flags: readonly Flag[]): Mistake[] {
  return [...Map.groupBy(flags, ({ name }) => name)].flatMap(([name, given]) =>
    given.length === 1
      ? []
      : [{ what: `the flag --${name} is given more than once`, next: `Give --${name} once.` }],
  );
}

function unknownFlag(
  { name, rawName }: Flag,
  command: string | undefined,
  flags: readonly string[],
): Mistake {
  const spec: InputSpec | undefined = Object.hasOwn(INPUTS, name) ? INPUTS[name as InputName] : undefined;
  if (spec?.secret)
    return {
      what: `${rawName} is not a flag: secrets are read from environment variables only`,
      next: `Set the environment variable ${spec.env}: every process on the machine can read arguments.`,
    };
  const near = didYouMean(name, flags, '--');
  return command
    ? {
        what: `\`${command}\` has no flag ${rawName}`,
        next: `${near}\`shiplock ${command} --help\` lists its flags.`,
      }
    : { what: `there is no flag ${rawName}`, next: `${near}${HELP}` };
}

/** Words beside the command: the values of flags that take none, or something that nobody knows. */
function leftOver(
  { words, flags }: Typed,
  name: string | undefined,
  known: readonly string[],
): readonly Mistake[] {
  const own = new Set(name?.split(' '));
  const valued = flags.flatMap(({ rawName, name: flag, followedBy }) => {
    if (followedBy === undefined || own.has(followedBy)) return [];
    const takes = SWITCHES.has(flag) ? 'only `true` or `false`, and means `true` alone' : 'no value';
    const next = SWITCHES.has(flag) ? `Write ${rawName}, or ${rawName} false.` : `Write ${rawName} alone.`;
    return [{ what: `the flag ${rawName} takes ${takes}: "${followedBy}" follows it`, next }];
  });
  return valued.length > 0 ? valued : [unknownCommand(words.join(' '), known)];
}

function unknownCommand(command: string, known: readonly string[]): Mistake {
  return {
    what: `there is no command "${command}"`,
    next: `${didYouMean(command, known)}${HELP}`,
  };
}

const problemOf = (mistake: Mistake): Problem => ({
  code: 'SHIPLOCK_INPUT_INVALID',
  notDone: ['nothing was changed'],
  ...mistake,
});
