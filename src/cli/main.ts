import { errorLines } from '../present/error.ts';
import { logJson, logText } from '../present/log.ts';
import { keepSecret } from '../present/redact.ts';
import { isNeutral, ShiplockError } from '../release/errors.ts';
import type { Door } from '../runner/action.ts';
import { knowsCommit } from '../runner/knows-commit.ts';
import { accountOf, asShiplockError } from '../runner/report.ts';
import { environmentSecrets, secretsOf } from '../runner/secrets.ts';
import { onStop } from '../runner/stopped.ts';
import { parseInputs } from '../runner/values.ts';
import { VERSION } from '../runner/version.generated.ts';
import { COMMANDS } from './commands.ts';
import { type CommandLine, commandIn, readCommandLine, readWords } from './flags.ts';
import { fromHere } from './here.ts';
import { onTerminal, problemOnTerminal } from './on-terminal.ts';
import { usage, usageOf } from './usage.ts';

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
    const typed = readWords(argv);
    if (typed.version) {
      process.stdout.write(`${VERSION}\n`);
      return 0;
    }
    const asked = typed.words[0] === 'help' ? typed.words.slice(1) : typed.words;
    if (typed.help || asked.length < typed.words.length || asked.length === 0) {
      process.stdout.write(await helpOn(asked));
      return argv.length === 0 ? USAGE : 0;
    }
    line = await readCommandLine(typed, COMMANDS);
  } catch (thrown) {
    tell(thrown);
    return USAGE;
  }
  return work(line);
}

async function helpOn(words: readonly string[]): Promise<string> {
  const name = commandIn(words, Object.keys(COMMANDS));
  const listed = name === undefined ? undefined : COMMANDS[name];
  return name === undefined || !listed ? usage(COMMANDS) : usageOf(name, listed, await listed.load());
}

async function work({ command, raw, options, mistakes }: CommandLine): Promise<number> {
  const here = command.here ? await fromHere(raw, { env: process.env, cwd: process.cwd() }) : undefined;
  if (here?.workspace) process.env['GITHUB_WORKSPACE'] ??= here.workspace;
  const given = here?.inputs ?? raw;
  keepSecret([...secretsOf(given), ...environmentSecrets(process.env)]);
  const say = (text: string) => void process.stderr.write(`${logText(text)}\n`);
  onStop(async (error) => {
    tell(error);
    process.exit(1);
  });
  let door: Door | undefined;
  try {
    door = {
      inputs: parseInputs(given, command, { mistakes, knowsCommit: knowsCommit() }),
      say,
      warn: (text) => say(`warning: ${onTerminal(text)}`),
      summarize: async (text) => say(text),
    };
    const text = await command.run(door, options);
    process.stdout.write(`${options.json ? logJson(text) : logText(text)}\n`);
    return 0;
  } catch (thrown) {
    if (isNeutral(thrown)) {
      say(onTerminal(`${thrown.problem.what}. ${thrown.problem.next}`));
      return 0;
    }
    const production =
      door && (await command.describe?.(door, asShiplockError(thrown)).catch(() => undefined));
    tell(thrown, production);
    return 1;
  }
}

function tell(thrown: unknown, serves?: string): void {
  const { problem } = asShiplockError(thrown);
  const error = new ShiplockError(problemOnTerminal(problem));
  const lines = errorLines(accountOf(error, problem.production ?? serves));
  process.stderr.write(`${logText(lines.join('\n'))}\n`);
}
