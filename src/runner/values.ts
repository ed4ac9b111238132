import { configurationError, type Problem, ShiplockError, together } from '../release/errors.ts';
import { parse, type Value } from './formats.ts';
import { INPUTS, type InputName, type InputSpec } from './inputs.ts';

/** Inputs as the runner or the command line gives them: text, and nothing that is empty. */
export type RawInputs = Partial<Record<InputName, string>>;

/** Inputs, parsed. Read only what the action or command declares. */
export type Inputs = { readonly [N in InputName]?: Value<N> };

type Specs = typeof INPUTS;
type Defaulted = { [N in InputName]: Specs[N] extends { readonly default: string } ? N : never }[InputName];
/** What an action that takes N gets: what it requires and what has a default is there. */
export type Taken<N extends InputName, R extends N> = {
  readonly [K in R | Extract<N, Defaulted>]: Value<K>;
} & { readonly [K in Exclude<N, R | Defaulted>]?: Value<K> };

/** Inputs that mean nothing without another. */
const NEEDS: readonly (readonly [InputName, InputName])[] = [
  ['force', 'reason'],
  ['to', 'reason'],
  ['supabase-url', 'supabase-key'],
  ['supabase-key', 'supabase-url'],
];

/** What is so in some cases only. */
export interface Cases {
  /** What it cannot do without in this case. */
  alsoRequired?(inputs: Inputs): readonly InputName[];
  /** Whether it works on no commit in this case, although it takes one. */
  withoutCommit?(inputs: Inputs): boolean;
  /** What is wrong with inputs that are right for themselves. */
  mistakes?(inputs: Inputs): readonly Problem[];
}

export interface Declared extends Cases {
  readonly inputs: readonly InputName[];
  /** Of these it cannot do without. */
  readonly required: readonly InputName[];
}

/** Those of a definition that has more. */
export function casesOf({ alsoRequired, withoutCommit, mistakes }: Cases): Cases {
  return {
    ...(alsoRequired ? { alsoRequired } : {}),
    ...(withoutCommit ? { withoutCommit } : {}),
    ...(mistakes ? { mistakes } : {}),
  };
}

/** What is known at the door beside the inputs. */
interface Beside {
  /** Mistakes that were found already. */
  readonly mistakes?: readonly Problem[];
  /** Whether the run itself says which commit it is of. */
  readonly knowsCommit?: boolean;
}

/**
 * Text → values, once, before anything is done with any of them.
 * @throws one error that names every mistake: SHIPLOCK_INPUT_MISSING, SHIPLOCK_INPUT_INVALID, or what its parser throws
 */
export function parseInputs(raw: RawInputs, declared: Declared, beside: Beside = {}): Inputs {
  const { inputs, given, mistakes } = readInputs(raw, declared);
  const { knowsCommit = true } = beside;
  const needsCommit = !knowsCommit && declared.inputs.includes('commit') && !declared.withoutCommit?.(given);
  const wanted: readonly InputName[] = [
    ...declared.required,
    ...(declared.alsoRequired?.(given) ?? []),
    ...(needsCommit ? ['commit' as const] : []),
    ...NEEDS.flatMap(([name, other]) => (given[name] && declared.inputs.includes(other) ? [other] : [])),
  ];
  const absent = [...new Set(wanted)].filter((name) => raw[name] === undefined);
  const [first, ...more] = [
    ...(beside.mistakes ?? []),
    ...mistakes,
    ...absent.map((name) => missing(name, declared).problem),
  ];
  if (!first) return inputs;
  throw together([first, ...more], (many) => `${many} inputs are wrong: `);
}

/**
 * The inputs that are right, and what is wrong with the others and with all of them together. `given` has the others as
 * well, as they were written: what is wrong is not missing.
 */
export function readInputs(
  raw: RawInputs,
  declared: Declared,
): { readonly inputs: Inputs; readonly given: Inputs; readonly mistakes: readonly Problem[] } {
  const mistakes: Problem[] = [];
  const wrong: Record<string, unknown> = {};
  const values: Record<string, unknown> = {};
  for (const name of declared.inputs) {
    const text = raw[name] ?? (INPUTS[name] as InputSpec).default;
    if (text === undefined) continue;
    try {
      values[name] = parse(name, text);
    } catch (error) {
      if (!(error instanceof ShiplockError)) throw error;
      mistakes.push(error.problem);
      wrong[name] = text;
    }
  }
  const inputs: Inputs = values;
  const given: Inputs = { ...values, ...wrong };
  return { inputs, given, mistakes: [...mistakes, ...(declared.mistakes?.(inputs) ?? [])] };
}

/** The value, or the input's default where the action does not take this input. */
export function orDefault<N extends Defaulted>(inputs: Inputs, name: N): Value<N> {
  const value: Inputs[N] = inputs[name];
  return value ?? (parse(name, INPUTS[name].default) as Value<N>);
}

/** For what is needed only in cases that the inputs alone do not tell. @throws SHIPLOCK_INPUT_MISSING */
export function required<N extends InputName>(inputs: Inputs, name: N): Value<N> {
  const value: Inputs[N] = inputs[name];
  if (value === undefined) throw missing(name);
  return value;
}

export function missing(name: InputName, declared?: Declared): ShiplockError {
  const spec: InputSpec = INPUTS[name];
  const instead = name === 'commit' && declared?.inputs.includes('to') ? ', or `with: to:`' : '';
  return configurationError({
    code: 'SHIPLOCK_INPUT_MISSING',
    what: `the input ${name} is missing`,
    notDone: ['nothing was changed'],
    next: `Set \`with: ${name}:\`${spec.env ? ` or \`env: ${spec.env}:\`` : ''}${instead}. ${spec.description}`,
  });
}
