import type { Derived, Formula, Term, Value } from './formula.ts';

/** A case that the one lets through and the other does not, by column or expression. */
export type Case = ReadonlyMap<string, Value>;

interface Question {
  /** What holds before: all of it. */
  readonly given: readonly Formula[];
  readonly wanted: Formula;
  /** `check`: NULL passes, as a constraint has it. `filter`: only true passes, as a policy has it. */
  readonly mode: 'check' | 'filter';
  /** Columns that are never NULL. */
  readonly notNull?: (column: string) => boolean;
  /** Columns whose value is known: what an insert that leaves them out gets. */
  readonly fixed?: ReadonlyMap<string, Value>;
}

/** More cases are not looked at: then nothing is proved. */
const MOST = 60_000;
/** Stands for every word that no condition names. */
const OTHER = '\u0000any other value';

/**
 * Whether everything that passes what is given passes what is wanted, too. Each term takes every value that makes a
 * difference (the constants it is compared with, one between, one beyond, NULL), each atom is true, false or NULL, all
 * independently: more cases than there are, so that a proof holds and a doubt stays a doubt.
 * @returns undefined where it is proved; a case that is refused; or `too-large`
 */
export function refusedCase({
  given,
  wanted,
  mode,
  notNull,
  fixed,
}: Question): Case | 'too-large' | undefined {
  const terms: Terms = new Map();
  const atoms = new Set<string>();
  for (const formula of [...given, wanted]) collect(formula, terms, atoms);
  const variables: Variable[] = [];
  // What is computed from a column comes after the column.
  const inOrder = [...terms].sort(([, a], [, b]) => Number(!!a.term.derived) - Number(!!b.term.derived));
  for (const [key, { term, constants }] of inOrder) {
    const known = term.column === undefined ? undefined : fixed?.get(term.column);
    if (known !== undefined) variables.push({ key, values: [known] });
    else {
      const never = term.column !== undefined && notNull?.(term.column);
      const values = [...representatives(term, constants), ...(never ? [] : [null])];
      variables.push({ key, values, ...(term.derived ? { derived: term.derived } : {}) });
    }
  }
  for (const text of atoms) variables.push({ key: text, values: [true, false, null] });
  if (variables.reduce((cases, { values }) => cases * values.length, 1) > MOST) return 'too-large';
  const passes = (formula: Formula, of: Case) => {
    const answer = evaluate(formula, of);
    return mode === 'check' ? answer !== false : answer === true;
  };
  const search = (index: number, of: Map<string, Value>): Case | undefined => {
    const variable = variables[index];
    if (!variable) {
      if (!given.every((each) => passes(each, of)) || passes(wanted, of)) return undefined;
      return new Map(of);
    }
    for (const value of valuesOf(variable, of)) {
      of.set(variable.key, value);
      const found = search(index + 1, of);
      if (found) return found;
    }
    return undefined;
  };
  return search(0, new Map());
}

interface Variable {
  readonly key: string;
  readonly values: readonly Value[];
  readonly derived?: Derived;
}

/** What is computed from a known value is known, too. */
function valuesOf({ values, derived }: Variable, of: Case): readonly Value[] {
  const base = derived && of.get(derived.base.key);
  if (!derived || base === undefined || base === OTHER) return values;
  const value = derived.of(base);
  return value === undefined ? values : [value];
}

/**
 * The refused case in words, by the columns that the condition reads: `state = 'done'`. Nothing where the columns alone
 * do not tell that it is refused.
 */
export function inWords(
  refused: Case | 'too-large',
  { wanted, mode }: Pick<Question, 'wanted' | 'mode'>,
): string {
  if (refused === 'too-large') return '';
  const terms: Terms = new Map();
  collect(wanted, terms, new Set());
  const read = new Set([...terms.values()].flatMap(({ term: { column } }) => column ?? []));
  const columns = [...refused].flatMap(([key, value]) => {
    const column = (JSON.parse(key) as { column?: string } | null)?.column;
    return column !== undefined && read.has(column) ? [[column, value] as const] : [];
  });
  const never: Formula = { kind: 'value', value: false };
  const passes = refusedCase({ given: [wanted], wanted: never, mode, fixed: new Map(columns) });
  if (passes !== undefined) return '';
  const parts = columns.map(([column, value]) => {
    if (value === OTHER) return `${column} with any other value`;
    if (value === null) return `${column} of NULL`;
    return `${column} = ${typeof value === 'string' ? `'${value}'` : value}`;
  });
  return parts.slice(0, 3).join(' with ');
}

type Terms = Map<string, { term: Term; constants: Set<Value> }>;

function collect(formula: Formula, terms: Terms, atoms: Set<string>): void {
  if (formula.kind === 'atom') atoms.add(formula.text);
  if ('parts' in formula) for (const part of formula.parts) collect(part, terms, atoms);
  if ('part' in formula) collect(formula.part, terms, atoms);
  if (!('term' in formula)) return;
  const { derived } = formula.term;
  if (derived) {
    const base = terms.get(derived.base.key) ?? { term: derived.base, constants: new Set<Value>() };
    for (const value of derived.constants) base.constants.add(value);
    // What is compared with the one is compared with the other, as far as it is the same kind of value.
    if (formula.kind === 'test' && derived.base.domain === formula.term.domain)
      base.constants.add(formula.value);
    terms.set(derived.base.key, base);
  }
  const known = terms.get(formula.term.key) ?? { term: formula.term, constants: new Set<Value>() };
  if (formula.kind === 'test') known.constants.add(formula.value);
  // What is compared is better known than what is only asked for NULL.
  const term = formula.kind === 'test' ? formula.term : known.term;
  terms.set(formula.term.key, { ...known, term });
}

function representatives({ domain }: Term, constants: ReadonlySet<Value>): Value[] {
  if (domain === 'boolean') return [true, false];
  if (domain === 'text') return [...constants, OTHER];
  const numbers = [...constants].filter((value) => typeof value === 'number').sort((a, b) => a - b);
  if (domain === 'integer')
    return numbers.length === 0
      ? [0]
      : [...new Set(numbers.flatMap((n) => [Math.floor(n) - 1, Math.floor(n), Math.floor(n) + 1]))];
  return [
    (numbers[0] ?? 0) - 1,
    ...numbers.flatMap((n, index) => [n, (n + (numbers[index + 1] ?? n + 2)) / 2]),
  ];
}

/** Whether a condition is false whatever stands where nothing is known. */
export function surelyFalse(formula: Formula, fixed: ReadonlyMap<string, Value>): boolean {
  const anything: Formula = { kind: 'value', value: false };
  // Where it can be anything but false somewhere, it is not false for certain.
  const refused = refusedCase({ given: [formula], wanted: anything, mode: 'check', fixed });
  return refused === undefined;
}

/** Three-valued, as SQL has it. */
export function evaluate(formula: Formula, of: Case): boolean | null {
  switch (formula.kind) {
    case 'value':
      return formula.value;
    case 'atom':
      return of.get(formula.text) as boolean | null;
    case 'not': {
      const inside = evaluate(formula.part, of);
      return inside === null ? null : !inside;
    }
    case 'is':
      return evaluate(formula.part, of) === formula.value;
    case 'is-null':
      return of.get(formula.term.key) === null;
    case 'test':
      return tested(of.get(formula.term.key) ?? null, formula.op, formula.value);
    default: {
      const answers = formula.parts.map((part) => evaluate(part, of));
      const deciding = formula.kind === 'or';
      if (answers.includes(deciding)) return deciding;
      return answers.includes(null) ? null : !deciding;
    }
  }
}

function tested(found: Value, op: string, value: Value): boolean | null {
  if (found === null || value === null) return null;
  if (op === '=') return found === value;
  if (op === '<>') return found !== value;
  return op === '<' ? found < value : found <= value;
}
