import { type Action, type Door, telling } from '../runner/action.ts';
import type { InputName } from '../runner/inputs.ts';
import { type Cases, casesOf, type Declared, type Inputs, type Taken } from '../runner/values.ts';

/**
 * Flags of the command line alone: `--json` prints what programs read, `--head` takes the head of a record, `--dora`
 * asks for figures.
 */
export type OwnFlag = 'json' | 'head' | 'dora';

export interface CommandOptions {
  readonly json: boolean;
  readonly head: string | undefined;
  readonly dora?: boolean;
}

/** A command takes its inputs as flags of the same name, its own flags, and no others. */
export interface Command extends Declared {
  readonly flags: readonly OwnFlag[];
  /** Works on the checkout it is run in, and on its commit unless another is named. */
  readonly here: boolean;
  /** What production serves: asked when the command fails. */
  readonly describe?: Action['describe'];
  run(door: Door, options: CommandOptions): Promise<string>;
}

/** In the list of commands. What a command needs is loaded when it is called. */
export interface Listed {
  readonly help: string;
  readonly load: () => Promise<Command>;
}

interface Definition<N extends InputName, R extends N> {
  readonly inputs: readonly N[];
  readonly required: readonly R[];
  readonly flags?: readonly OwnFlag[];
  readonly here?: true;
  alsoRequired?(inputs: Partial<Taken<N, R>>): readonly N[];
  withoutCommit?(inputs: Partial<Taken<N, R>>): boolean;
  run(door: Door<Taken<N, R>>, options: CommandOptions): Promise<string>;
}

/** A command that is no action. `run` sees the declared inputs only. */
export function defineCommand<const N extends InputName, const R extends N>(
  definition: Definition<N, R>,
): Command {
  const { inputs, required, flags = [], here = false } = definition;
  const command: Pick<Command, keyof Cases | 'run'> = definition;
  return {
    ...{ inputs, required, flags, here },
    ...casesOf(command),
    run: command.run,
  };
}

interface Fitted {
  readonly here?: boolean;
  /** Inputs that the command itself gives; they are no flags of it. */
  readonly preset?: Inputs;
  /** What a person has to say, beside what the action requires. */
  readonly required?: readonly InputName[];
  /** Inputs of the action that mean nothing to this command. */
  readonly without?: readonly InputName[];
}

/** An action as a command: the same definition, so the same inputs. Prints its summary, or with `--json` its outputs. */
export function fromAction(
  action: Action,
  { here = false, preset = {}, required = [], without = [] }: Fitted,
): Command {
  const { manifest, describe } = action;
  return {
    inputs: manifest.inputs.filter((name) => !(name in preset) && !without.includes(name)),
    required: [...manifest.required, ...required],
    ...casesOf(manifest),
    flags: ['json'],
    here,
    describe,
    run: async (door, { json }) => {
      const { summary, outputs } = await action.run(telling(door, preset));
      if (json) return JSON.stringify(outputs, null, 2);
      const lines = Object.entries(outputs).map(([name, value]) => `${name}: ${value}`);
      return summary || lines.join('\n');
    },
  };
}
