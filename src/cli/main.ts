import { parseArgs } from 'node:util';
import type { Door } from '../runner/action.ts';
import { INPUTS, type InputName, type InputSpec, type Inputs } from '../runner/inputs.ts';
import { redactor } from '../runner/redact.ts';
import { asShiplockError, errorLines } from '../runner/report.ts';
import { secretsOf } from '../runner/run.ts';
import { COMMANDS } from './commands.ts';

/**
 * The same rooms as the actions, for people on call. Secrets come by environment variables only: an argument can be
 * read by every process of the machine.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: options(),
    allowPositionals: true,
    strict: true,
  });
  const inputs = readFlags(values as Record<string, string | boolean | undefined>);
  const redact = redactor(secretsOf(inputs));
  const say = (line: string) => void process.stderr.write(`${redact(line)}\n`);
  const door: Door = {
    inputs,
    say,
    warn: (line) => say(`warning: ${line}`),
    summarize: async (text) => say(text),
  };
  const name = positionals.join(' ');
  const command = COMMANDS[name];
  if (!command || values['help']) {
    process.stdout.write(usage());
    process.exitCode = values['help'] ? 0 : 2;
    return;
  }
  try {
    const text = await command.run(door, {
      json: values['json'] === true,
      head: values['head'] as string | undefined,
    });
    process.stdout.write(`${redact(text)}\n`);
  } catch (thrown) {
    const error = asShiplockError(thrown);
    const { code, what, kind, next, done = [], notDone = [], production } = error.problem;
    process.stderr.write(
      `${redact(errorLines({ code, what, kind, next, done, notDone, production }).join('\n'))}\n`,
    );
    process.exitCode = 1;
  }
  process.stdout.write('', () => process.exit(process.exitCode ?? 0));
}

function options(): Record<string, { type: 'string' | 'boolean' }> {
  const known: Record<string, { type: 'string' | 'boolean' }> = {
    json: { type: 'boolean' },
    help: { type: 'boolean' },
    head: { type: 'string' },
  };
  for (const [name, spec] of Object.entries(INPUTS))
    if (!(spec as InputSpec).secret) known[name] = { type: 'string' };
  return known;
}

function readFlags(values: Record<string, string | boolean | undefined>): Inputs {
  const inputs: Inputs = {};
  for (const [name, spec] of Object.entries(INPUTS) as [InputName, InputSpec][]) {
    const value = (spec.secret ? undefined : values[name]) ?? (spec.env ? process.env[spec.env] : undefined);
    if (typeof value === 'string' && value !== '') inputs[name] = value;
  }
  return inputs;
}

function usage(): string {
  const rows = Object.entries(COMMANDS).map(([name, { help }]) => `  ${name.padEnd(16)}${help}`);
  const env = Object.values(INPUTS as Record<string, InputSpec>).flatMap((spec) =>
    spec.secret && spec.env ? [spec.env] : [],
  );
  return `shiplock <command> --environment NAME [--commit SHA] [--settings FILE] [--json]\n\n${rows.join('\n')}\n\nSecrets by environment: ${env.join(', ')}\n`;
}
