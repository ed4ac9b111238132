import type { Problem, ShiplockError } from '../release/errors.ts';
import type { InputName } from './inputs.ts';
import { casesOf, type Declared, type Inputs, type Taken } from './values.ts';

/** What an action says of itself; `action.yml` and its README's tables are generated from it. */
export interface Manifest extends Declared {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Set by the edge after a failure, so that a workflow's rollback step knows what `ship` knows. */
const UNDO_OUTPUT = {
  undo: 'After a failure: `false` if the workflow must not roll back (another release holds the environment, the plan no longer holds, or it is not yet known whether traffic moved), otherwise `true`.',
} as const;

const NEVER_UNDO_OUTPUT = {
  undo: 'After a failure: `false`. The watch has passed by then, so a workflow must not roll back; the next run closes the release.',
} as const;

/** Set by the edge where a run ends without an error because a newer release took this one's place. */
const OVERTAKEN_OUTPUT = {
  overtaken:
    '`true` if a newer release that contains this commit serves: the action ended without an error and changed nothing.',
} as const;

/** What the edge hands to an action. */
export interface Door<I extends Inputs = Inputs> {
  readonly inputs: I;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
  /** Shown at once in the job summary, for actions of several phases. */
  readonly summarize: (markdown: string) => Promise<void>;
}

/** The same door to an action that is told these inputs, whatever was given for them. */
export function telling(door: Door, inputs: Inputs): Door {
  return { ...door, inputs: { ...door.inputs, ...inputs } };
}

export interface DoorResult<O extends string = string> {
  readonly outputs: Readonly<Record<O, string>>;
  readonly summary: string;
}

/** What production serves, for the error report; asked only after a failure. */
type Describe = (door: Door, error: ShiplockError) => Promise<string | undefined>;

export interface Action {
  readonly manifest: Manifest;
  readonly run: (door: Door) => Promise<DoorResult>;
  readonly describe?: Describe | undefined;
  /** Whether a rollback may answer its failures; undefined: it has no output that says so. */
  readonly mayUndo?: boolean;
}

export interface ActionModule {
  readonly action: Action;
}

interface Definition<N extends InputName, R extends N, O extends string, D extends DoorResult<O>> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputs: readonly N[];
  /** Of these the action cannot do without. */
  readonly required: readonly R[];
  /** What it cannot do without in this case. */
  alsoRequired?(inputs: Partial<Taken<N, R>>): readonly N[];
  /** Whether it works on no commit in this case, although it takes one. */
  withoutCommit?(inputs: Partial<Taken<N, R>>): boolean;
  /** What is wrong with inputs that are right for themselves. */
  mistakes?(inputs: Partial<Taken<N, R>>): readonly Problem[];
  readonly outputs: Readonly<Record<O, string>>;
  /** Whether it has the output `undo`, which the edge sets; `never`: what it could not do is never answered by a rollback. */
  readonly undo?: true | 'never';
  /** Whether it has the output `overtaken`, which the edge sets. All with `undo` have it. */
  readonly overtaken?: true;
  readonly describe?: Describe;
  run(door: Door<Taken<N, R>>): Promise<D>;
}

/** A result may have more outputs than were declared, as types go; asking for their declaration makes that an error. */
type AllDeclared<O extends string, D extends DoorResult<O>> = [Exclude<keyof D['outputs'], O>] extends [never]
  ? unknown
  : { readonly outputs: Readonly<Record<keyof D['outputs'], string>> };

/**
 * An action, for runners and for the command line alike. The compiler holds `run` to what is declared: it sees the
 * declared inputs only, parsed, and returns exactly the declared outputs.
 */
export function defineAction<
  const N extends InputName,
  const R extends N,
  const O extends string,
  D extends DoorResult<O>,
>(definition: Definition<N, R, O, D> & AllDeclared<O, D>): Action {
  const { name, title, description, inputs, required, outputs, undo, overtaken, describe } = definition;
  const action: { run(door: Door): Promise<DoorResult> } = definition;
  const declared: Declared = definition;
  return {
    manifest: {
      ...{ name, title, description, inputs, required },
      ...casesOf(declared),
      outputs: {
        ...outputs,
        ...(undo === 'never' ? NEVER_UNDO_OUTPUT : undo ? UNDO_OUTPUT : {}),
        ...(undo || overtaken ? OVERTAKEN_OUTPUT : {}),
      },
    },
    run: (door) => action.run(door),
    describe,
    ...(undo ? { mayUndo: undo !== 'never' } : {}),
  };
}
