import type { AppContract } from '../../release/snapshot.ts';
import { type Item, list, text, type View, value } from '../model/view.ts';
import type { Note, Touch, Verb } from './notes.ts';
import { bare, hasWordsOf } from './words.ts';

type Matters = 'yes' | 'maybe' | 'no';
/** What calls a function by itself, with the properties that say which. */
const CALLERS = [
  ['trigger', ['function']],
  ['policy', ['using', 'check']],
  ['column', ['default', 'generated']],
  ['constraint', ['definition']],
  ['index', ['definition']],
  ['rule', ['definition']],
] as const;
const VERBS: readonly Verb[] = ['select', 'insert', 'update', 'delete'];

/**
 * What an app's contract says about a reason. `maybe`: the app does not use the thing itself, but code in the
 * database that it may set off (a trigger, a policy, a function) names it.
 */
export class Uses {
  readonly #relations: AppContract['uses']['relations'];
  readonly #functions: ReadonlySet<string>;
  readonly #code: readonly Item<'function'>[];
  readonly #views: readonly Item<'view'>[];
  readonly #view: View;

  constructor(contract: AppContract, previous: View) {
    this.#relations = contract.uses.relations;
    this.#functions = new Set(contract.uses.functions);
    this.#code = previous.ofKind('function');
    this.#view = previous;
    this.#views = this.#usedViews(previous.ofKind('view'));
  }

  of(note: Note): Matters {
    if (note.touches.length === 0) return 'yes';
    const answers = note.touches.map((touch) =>
      touch.function ? this.#function(touch.function) : this.#relation(touch),
    );
    return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
  }

  #relation(touch: Touch): Matters {
    const relation = touch.relation ?? '';
    const declared = Object.hasOwn(this.#relations, relation) ? this.#relations[relation] : undefined;
    const verbs = touch.verbs ?? VERBS;
    if (declared && verbs.some((verb) => uses(declared[verb], touch.columns))) return 'yes';
    if (touch.columns && declared && this.#triggersName(relation, touch.columns)) return 'maybe';
    return this.#codeNames(relation) ? 'maybe' : 'no';
  }

  #function(signature: string): Matters {
    if (this.#functions.has(signature)) return 'yes';
    const name = bare(signature);
    const named = (value: unknown) => typeof value === 'string' && value.toLowerCase().includes(name);
    const holders = CALLERS.flatMap(([kind, properties]) =>
      this.#view.ofKind(kind).filter((item) => properties.some((p) => named(value<Item>(item, p)))),
    );
    const onUsed = (item: Item) => Object.hasOwn(this.#relations, text(item, 'relation'));
    const called =
      holders.some(onUsed) ||
      this.#view.ofKind('domain').some((d) => list(d, 'constraints').some(named)) ||
      this.#views.some((v) => named(v.properties.definition));
    if (called) return 'yes';
    const reached = holders.some((item) => this.#codeNames(text(item, 'relation')));
    return reached || this.#code.some((f) => mentions(f, name)) ? 'maybe' : 'no';
  }

  #triggersName(relation: string, columns: readonly string[]): boolean {
    const called = new Set(this.#view.of('trigger', relation).map((t) => text(t, 'function')));
    return this.#code.some(
      (f) => called.has(text(f, 'name')) && columns.some((column) => mentions(f, column.toLowerCase())),
    );
  }

  /** Views that the app reads, that code names, and those that these are made of. */
  #usedViews(all: readonly Item<'view'>[]): readonly Item<'view'>[] {
    const isUsed = (view: Item<'view'>) =>
      Object.hasOwn(this.#relations, text(view, 'relation')) ||
      this.#code.some((f) => mentions(f, bare(text(view, 'relation'))));
    const used = new Set(all.filter(isUsed));
    for (const view of used) {
      // A Set yields what is added while it is walked.
      for (const inner of all) if (names(view, bare(text(inner, 'relation')))) used.add(inner);
    }
    return [...used];
  }

  /** Functions, views, policies and rules may reach a table that the app never names. */
  #codeNames(relation: string): boolean {
    const name = bare(relation);
    const reaches = (item: Item) =>
      (['using', 'check', 'definition'] as const).some((p) => text(item, p).toLowerCase().includes(name));
    return (
      this.#code.some((f) => mentions(f, name)) ||
      [...this.#view.ofKind('policy'), ...this.#view.ofKind('rule')].some(
        (item) => text(item, 'relation') !== relation && reaches(item),
      ) ||
      this.#views.some((v) => text(v, 'relation') !== relation && names(v, name))
    );
  }
}

const uses = (
  declared: readonly string[] | boolean | undefined,
  columns: readonly string[] | undefined,
): boolean => {
  if (declared === undefined || declared === false) return false;
  if (declared === true || columns === undefined) return true;
  return columns.some((column) => declared.includes(column) || declared.includes('*'));
};

const mentions = (item: Item<'function'>, name: string): boolean =>
  item.properties.dynamic === true || hasWordsOf(item, name);

const names = (view: Item<'view'>, name: string): boolean =>
  text(view, 'definition').toLowerCase().includes(name);
