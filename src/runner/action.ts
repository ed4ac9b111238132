import type { ShiplockError } from '../release/errors.ts';
import type { InputName, Inputs } from './inputs.ts';

export interface OutputSpec {
  readonly description: string;
}

/** What an action says of itself; `action.yml` and its README's tables are generated from it. */
export interface Manifest {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputs: readonly InputName[];
  /** Of these the action cannot do without. */
  readonly required: readonly InputName[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** Set by the edge after a failure, so that a workflow's rollback step knows what `ship` knows. */
export const UNDO_OUTPUT = {
  undo: 'After a failure: `false` if the workflow must not roll back (another release holds the environment, the plan no longer holds, or it is not yet known whether traffic moved), otherwise `true`.',
} as const;

/** What the edge hands to an action. */
export interface Door {
  readonly inputs: Inputs;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
  /** Shown at once in the job summary, for actions of several phases. */
  readonly summarize: (markdown: string) => Promise<void>;
}

export interface DoorResult {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface ActionModule {
  readonly manifest: Manifest;
  readonly main: (door: Door) => Promise<DoorResult>;
  /** What production serves, for the error report; asked only after a failure. */
  readonly describe?: (door: Door, error: ShiplockError) => Promise<string | undefined>;
}
