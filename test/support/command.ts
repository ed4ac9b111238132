import type { CommandOptions } from '../../src/cli/command.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { parseInputs, type RawInputs } from '../../src/runner/values.ts';

/** A command of the command line in this process, with the flags that it takes of these. */
export async function runCommand(
  name: string,
  raw: RawInputs,
  options: Partial<CommandOptions> = {},
): Promise<string> {
  const command = await COMMANDS[name]!.load();
  const door = {
    inputs: parseInputs(raw, command),
    say: () => undefined,
    warn: () => undefined,
    summarize: async () => undefined,
  };
  return command.run(door, { json: false, head: undefined, ...options });
}
