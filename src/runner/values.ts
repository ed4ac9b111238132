import { mustBeConnectionString } from '../database/connection-string.ts';
import { MASK } from '../present/redact.ts';
import { configurationError, ShiplockError, together } from '../release/errors.ts';
import { INPUTS, type InputName, type InputSpec } from './inputs.ts';

/** Inputs as the runner or the command line gives them: text, and nothing that is empty. */
export type RawInputs = Partial<Record<InputName, string>>;

type Parser<T> = (text: string, name: InputName) => T;

const parser =
  <T>(takes: string, read: (text: string) => T | undefined, next?: string): Parser<T> =>
  (text, name) => {
    const value = read(text);
    if (value === undefined) throw invalid(name, text, takes, next);
    return value;
  };

const toggle = parser('`true` or `false`', (text) => {
  const said = text.toLowerCase();
  return said === 'true' || said === 'false' ? said === 'true' : undefined;
});
const amount = parser('a number that is 0 or more', (text) => {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) && number >= 0 ? number : undefined;
});
/** Comma-separated. */
const items = parser('values separated by commas', (text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);
const oneOf = <const T extends string>(...allowed: readonly T[]) =>
  parser(allowed.map((one) => `\`${one}\``).join(', '), (text) => allowed.find((one) => one === text));
const sha = parser(
  'a full SHA of 40 hex digits',
  (text) => (/^[0-9a-f]{40}$/i.test(text) ? text.toLowerCase() : undefined),
  'Use the run’s own github.sha; branch and tag names move, and a plan is bound to one commit.',
);
const earlierRelease = parser(
  'the id of a release (`rel_…`) or 7 to 40 hex digits of its commit',
  (text) => (/^(rel_[0-9a-f-]{36}|[0-9a-f]{7,40})$/i.test(text) ? text.toLowerCase() : undefined),
  '`shiplock status` lists the releases of the environment, with ids and commits.',
);
const connectionString: Parser<string> = (text, name) => {
  mustBeConnectionString(text, name);
  return text;
};

/** What an input's text becomes. An input that is not here stays text. */
const PARSERS = {
  'environment-kind': oneOf('staging', 'production'),
  commit: sha,
  'held-commit': sha,
  'dry-run': toggle,
  'database-url': connectionString,
  'staging-database-url': connectionString,
  'rehearsal-database-url': connectionString,
  contract: toggle,
  standalone: toggle,
  down: items,
  'down-consent': items,
  'lease-wait-minutes': amount,
  'promote-deadline-seconds': amount,
  'wait-minutes': amount,
  'pull-request': amount,
  'accept-pin': toggle,
  force: toggle,
  to: earlierRelease,
  phase: oneOf('gate', 'watch'),
  state: oneOf('running', 'waiting', 'succeeded', 'failed', 'rolled-back'),
} as const satisfies Partial<Record<InputName, Parser<unknown>>>;

type Parsers = typeof PARSERS;
export type Value<N extends InputName> = N extends keyof Parsers ? ReturnType<Parsers[N]> : string;
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

export interface Declared {
  readonly inputs: readonly InputName[];
  /** Of these it cannot do without. */
  readonly required: readonly InputName[];
  /** What it cannot do without in this case. */
  alsoRequired?(inputs: Inputs): readonly InputName[];
}

/**
 * Text → values, once, before anything is done with any of them.
 * @throws one error that names every mistake: SHIPLOCK_INPUT_MISSING, SHIPLOCK_INPUT_INVALID or SHIPLOCK_DATABASE_URL
 */
export function parseInputs(raw: RawInputs, declared: Declared): Inputs {
  const mistakes: ShiplockError[] = [];
  const values: Record<string, unknown> = {};
  for (const name of declared.inputs) {
    const text = raw[name] ?? (INPUTS[name] as InputSpec).default;
    if (text === undefined) continue;
    try {
      values[name] = parse(name, text);
    } catch (error) {
      if (!(error instanceof ShiplockError)) throw error;
      mistakes.push(error);
    }
  }
  const inputs: Inputs = values;
  const wanted = [
    ...declared.required,
    ...(declared.alsoRequired?.(inputs) ?? []),
    ...NEEDS.flatMap(([name, other]) => (inputs[name] && declared.inputs.includes(other) ? [other] : [])),
  ];
  for (const name of new Set(wanted)) if (raw[name] === undefined) mistakes.push(missing(name));
  const [first, ...more] = mistakes;
  if (!first) return inputs;
  if (more.length === 0) throw first;
  const problems = more.map(({ problem }) => problem);
  throw together([first.problem, ...problems], (many) => `${many} inputs are wrong: `);
}

function parse(name: InputName, text: string): unknown {
  const known: Partial<Record<InputName, Parser<unknown>>> = PARSERS;
  return known[name]?.(text, name) ?? text;
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

export function missing(name: InputName): ShiplockError {
  const spec: InputSpec = INPUTS[name];
  return configurationError({
    code: 'SHIPLOCK_INPUT_MISSING',
    what: `the input ${name} is missing`,
    notDone: ['nothing was changed'],
    next: `Set \`with: ${name}:\`${spec.env ? ` or \`env: ${spec.env}:\`` : ''}${spec.secret ? '' : ` (on the command line \`--${name}\`)`}. ${spec.description}`,
  });
}

function invalid(name: InputName, value: string, takes: string, next?: string): ShiplockError {
  const shown = (INPUTS[name] as InputSpec).secret ? MASK : value;
  return configurationError({
    code: 'SHIPLOCK_INPUT_INVALID',
    what: `the input ${name} is ${JSON.stringify(shown)} (expected ${takes})`,
    notDone: ['nothing was changed'],
    next: next ?? `Correct \`with: ${name}:\` (on the command line \`--${name}\`).`,
  });
}
