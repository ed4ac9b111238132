import type { Formula, Term, Value } from './formula.ts';

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
  const terms = new Map<string, { term: Term; constants: Set<Value> }>();
  const atoms = new Set<string>();
  for (const formula of [...given, wanted]) collect(formula, terms, atoms);
  const variables: { readonly key: string; readonly values: readonly Value[] }[] = [];
  for (const [key, { term, constants }] of terms) {
    const known = term.column === undefined ? undefined : fixed?.get(term.column);
    if (known !== undefined) variables.push({ key, values: [known] });
    else {
      const never = term.column !== undefined && notNull?.(term.column);
      variables.push({ key, values: [...representatives(term, constants), ...(never ? [] : [null])] });
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
    for (const value of variable.values) {
      of.set(variable.key, value);
      const found = search(index + 1, of);
      if (found) return found;
    }
    return undefined;
  };
  return search(0, new Map());
}

/** The refused case in words: `state = 'done'`. */
export function inWords(refused: Case): string {
  const parts = [...refused].flatMap(([key, value]) => {
    const column = (JSON.parse(key) as { column?: string } | null)?.column;
    if (column === undefined) return [];
    if (value === OTHER) return [`${column} with any other value`];
    return [
      value === null
        ? `${column} of NULL`
        : `${column} = ${typeof value === 'string' ? `'${value}'` : value}`,
    ];
  });
  return parts.slice(0, 3).join(' with ');
}

function collect(
  formula: Formula,
  terms: Map<string, { term: Term; constants: Set<Value> }>,
  atoms: Set<string>,
): void {
  if (formula.kind === 'atom') atoms.add(formula.text);
  if ('parts' in formula) for (const part of formula.parts) collect(part, terms, atoms);
  if ('part' in formula) collect(formula.part, terms, atoms);
  if (!('term' in formula)) return;
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
