import { logJson, logText } from '../present/log.ts';
import { keepSecret } from '../present/redact.ts';
import type { Door } from '../runner/action.ts';
import { describe } from '../runner/compose.ts';
import { asShiplockError, errorLines } from '../runner/report.ts';
import { environmentSecrets, secretsOf } from '../runner/secrets.ts';
import { COMMANDS } from './commands.ts';
import { type CommandLine, readCommandLine, unknownCommand, usage } from './flags.ts';
import { fromHere } from './here.ts';

/** Wrong use, as shells tell it from work that failed. */
const USAGE = 2;

/**
 * The same rooms as the actions, for people on call. Secrets come by environment variables only: an argument can be
 * read by every process of the machine.
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await run(argv);
  process.stdout.write('', () => process.exit(process.exitCode ?? 0));
}

async function run(argv: readonly string[]): Promise<number> {
  let line: CommandLine;
  try {
    line = readCommandLine(argv);
    if (line.help || line.command === '' || line.command === 'help') {
      process.stdout.write(usage(COMMANDS));
      return line.command === '' && !line.help ? USAGE : 0;
    }
    if (!Object.hasOwn(COMMANDS, line.command)) throw unknownCommand(line.command, Object.keys(COMMANDS));
  } catch (thrown) {
    tell(thrown);
    return USAGE;
  }
  return work(line);
}

async function work({ command: name, inputs: given, json, head }: CommandLine): Promise<number> {
  const command = COMMANDS[name];
  const here = command?.here ? await fromHere(given, { env: process.env, cwd: process.cwd() }) : undefined;
  if (here?.workspace) process.env['GITHUB_WORKSPACE'] ??= here.workspace;
  const inputs = here?.inputs ?? given;
  keepSecret([...secretsOf(inputs), ...environmentSecrets(process.env)]);
  const say = (text: string) => void process.stderr.write(`${logText(text)}\n`);
  const door: Door = {
    inputs,
    say,
    warn: (text) => say(`warning: ${text}`),
    summarize: async (text) => say(text),
  };
  try {
    const text = await command?.run(door, { json, head });
    process.stdout.write(`${json ? logJson(text ?? '') : logText(text ?? '')}\n`);
    return 0;
  } catch (thrown) {
    const production = command?.release ? await describe(door).catch(() => undefined) : undefined;
    tell(thrown, production);
    return 1;
  }
}

function tell(thrown: unknown, serves?: string): void {
  const { code, what, next, done = [], notDone = [], production = serves } = asShiplockError(thrown).problem;
  const lines = errorLines({ code, what, next, done, notDone, production });
  process.stderr.write(`${logText(lines.join('\n'))}\n`);
}
