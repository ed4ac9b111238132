import { parseArgs } from 'node:util';
import { closest } from 'fastest-levenshtein';
import { configurationError } from '../release/errors.ts';
import { INPUTS, type InputName, type InputSpec, type Inputs } from '../runner/inputs.ts';

export interface CommandLine {
  /** The words that are no flags. */
  readonly command: string;
  readonly inputs: Inputs;
  readonly json: boolean;
  readonly help: boolean;
  readonly head: string | undefined;
}

const specs = Object.entries(INPUTS) as [InputName, InputSpec][];
/** Inputs that are `true` or `false`: the flag alone means `true`. */
const SWITCHES = new Set<string>(specs.flatMap(([name, spec]) => (spec.default === 'false' ? [name] : [])));
/** Of this command line alone; they take no value. */
const OWN = new Set(['json', 'help']);
const KNOWN = ['json', 'help', 'head', ...specs.flatMap(([name, spec]) => (spec.secret ? [] : [name]))];

/**
 * Every input of the actions is a flag of the same name, but the secret ones: an argument can be read by every process
 * of the machine, so those come by environment variables only.
 * @throws SHIPLOCK_INPUT_INVALID for a flag that is not known, lacks its value or takes none
 */
export function readCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): CommandLine {
  const { values, positionals, tokens } = parseArgs({
    args: withSwitches(argv),
    options: Object.fromEntries(
      KNOWN.map((name) => [name, { type: OWN.has(name) ? 'boolean' : 'string' } as const]),
    ),
    allowPositionals: true,
    // Its own refusals are exceptions of the runtime, and quote what may be a secret.
    strict: false,
    tokens: true,
  });
  for (const token of tokens) if (token.kind === 'option') check(token);
  const inputs: Inputs = {};
  for (const [name, spec] of specs) {
    const value = (spec.secret ? undefined : values[name]) ?? (spec.env ? env[spec.env] : undefined);
    if (typeof value === 'string' && value !== '') inputs[name] = value;
  }
  return {
    command: positionals.join(' '),
    inputs,
    json: values['json'] === true,
    help: values['help'] === true,
    head: typeof values['head'] === 'string' ? values['head'] : undefined,
  };
}

function withSwitches(argv: readonly string[]): string[] {
  return argv.map((arg, index) => {
    const said = /^(true|false)$/.test(argv[index + 1] ?? '');
    return arg.startsWith('--') && SWITCHES.has(arg.slice(2)) && !said ? `${arg}=true` : arg;
  });
}

function check(token: {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}): void {
  const { name, rawName, value, inlineValue } = token;
  if (!KNOWN.includes(name)) throw unknownFlag(name, rawName);
  if (OWN.has(name) && value !== undefined)
    throw refused(`the flag ${rawName} takes no value`, `Omit the value: ${rawName}.`);
  if (!OWN.has(name) && (value === undefined || (!inlineValue && value.startsWith('-'))))
    throw refused(
      `the flag ${rawName} has no value`,
      `Write ${rawName} VALUE, or ${rawName}=VALUE if the value starts with a dash.`,
    );
}

function unknownFlag(name: string, rawName: string) {
  const spec: InputSpec | undefined = Object.hasOwn(INPUTS, name) ? INPUTS[name as InputName] : undefined;
  if (spec?.secret)
    return refused(
      `${rawName} is not a flag: secrets are read from environment variables only`,
      `Set the environment variable ${spec.env}: every process on the machine can read arguments.`,
    );
  return refused(`there is no flag ${rawName}`, `Did you mean --${closest(name, KNOWN)}? ${HELP}`);
}

export function unknownCommand(command: string, known: readonly string[]) {
  return refused(`there is no command "${command}"`, `Did you mean ${closest(command, known)}? ${HELP}`);
}

const HELP = '`shiplock --help` lists commands and flags.';

function refused(what: string, next: string) {
  return configurationError({
    code: 'SHIPLOCK_INPUT_INVALID',
    what,
    notDone: ['nothing was changed'],
    next,
  });
}

export function usage(commands: Readonly<Record<string, { readonly help: string }>>): string {
  const rows = Object.entries(commands).map(([name, { help }]) => `  ${name.padEnd(16)}${help}`);
  const secrets = specs.flatMap(([, spec]) => (spec.secret && spec.env ? [spec.env] : []));
  return [
    'shiplock <command> --environment NAME [--commit SHA] [--settings FILE] [--json]',
    '',
    ...rows,
    '',
    'Every input of the actions that is not a secret is a flag too: --release-id ID, --dry-run, --force, …',
    '',
    `Secrets, as environment variables: ${secrets.join(', ')}`,
    '',
  ].join('\n');
}
