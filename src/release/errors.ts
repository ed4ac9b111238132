import { CODES, type Code, type CodeFacts, type ConfigurationCode, type FailureCode } from './codes.ts';

/** A place in the caller's files, shown as an annotation on the pull request. Lines and columns start at 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly message?: string;
}

export interface Problem<C extends Code = Code> {
  /** Stable. What a code means, its kind and its runbook stand in `codes.ts`. */
  readonly code: C;
  /** One sentence: what went wrong, naming the input, file or object. Never a secret. */
  readonly what: string;
  /** What had been done by then, and what had not. */
  readonly done?: readonly string[];
  readonly notDone?: readonly string[];
  /** What production serves now. The edge fills it in where the thrower cannot know. */
  readonly production?: string;
  /** The next step for whoever reads this. */
  readonly next: string;
  readonly places?: readonly Place[];
  /** Markdown for the job summary, below the account: the samples or findings that `what` speaks of. */
  readonly evidence?: string;
}

/** The one error class. Anything else that reaches an entry is a bug and is reported as SHIPLOCK_INTERNAL. */
export class ShiplockError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: { cause?: unknown }) {
    super(`${problem.code}: ${problem.what}`, options);
    this.name = 'ShiplockError';
    this.problem = problem;
  }

  get code(): Code {
    return this.problem.code;
  }

  get kind(): CodeFacts['kind'] {
    return CODES[this.problem.code].kind;
  }

  /** The same error with what production serves now, once somebody knows. */
  withProduction(production: string): ShiplockError {
    if (this.problem.production) return this;
    return Object.assign(Object.create(Object.getPrototypeOf(this)) as ShiplockError, this, {
      problem: { ...this.problem, production },
      message: this.message,
      stack: this.stack,
      cause: this.cause,
    });
  }
}

/**
 * A failed outside call. `certainty` is what decides how the release goes on:
 * - `not-done`: the vendor refused (4xx, or the connection was never made): nothing changed out there;
 * - `unknown`: it may or may not have happened (5xx, cut connection, deadline): read the vendor's state, never repeat.
 */
export class OutsideCallError extends ShiplockError {
  readonly certainty: 'not-done' | 'unknown';
  /** HTTP status or vendor's own code, where there was an answer. */
  readonly status: string | undefined;

  constructor(
    problem: Problem,
    details: { certainty: 'not-done' | 'unknown'; status?: string | number | undefined; cause?: unknown },
  ) {
    super(problem, { cause: details.cause });
    this.name = 'OutsideCallError';
    this.certainty = details.certainty;
    this.status = details.status === undefined ? undefined : String(details.status);
  }
}

/** One error of several mistakes, so that nobody corrects one only to hear of the next. The first gives the code. */
export function together(
  mistakes: readonly [Problem, ...Problem[]],
  begin: (count: number) => string = () => '',
): ShiplockError {
  const [first, ...more] = mistakes;
  if (more.length === 0) return new ShiplockError(first);
  return new ShiplockError({
    ...first,
    what: `${begin(mistakes.length)}${mistakes.map(({ what }) => what).join('; ')}`,
    next: [...new Set(mistakes.map(({ next }) => next))].join('\n'),
    places: mistakes.flatMap(({ places = [] }) => places),
  });
}

/** Narrow helpers, so that throwers read as sentences. */
export function configurationError(problem: Problem<ConfigurationCode>, cause?: unknown): ShiplockError {
  return new ShiplockError(problem, { cause });
}

export function failure(problem: Problem<FailureCode>, cause?: unknown): ShiplockError {
  return new ShiplockError(problem, { cause });
}

/** Whether rollback may answer what was thrown after `migrate` began. What nobody foresaw is no reason to stay. */
export function mayRollbackAnswer(error: unknown): boolean {
  return !(error instanceof ShiplockError) || CODES[error.code].mayRollbackAnswer;
}

/** Whether what was thrown ends the run without an error: nothing went wrong, and there is nothing left to do. */
export function isNeutral(error: unknown): error is ShiplockError {
  return error instanceof ShiplockError && CODES[error.code].neutral === true;
}

/** What went wrong in one line, of whatever was thrown. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
