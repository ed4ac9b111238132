import { isDeepStrictEqual } from 'node:util';
import { ident } from '../../database/sql/ident.ts';
import { loadParser } from '../../database/sql/parser.ts';
import { count } from '../../present/count.ts';
import { cut } from '../../present/text.ts';
import type { CheckReport, Finding } from '../../release/ports.ts';
import type { SchemaSnapshot } from '../../release/snapshot.ts';
import { type Ignore, ignoredRemark, NOTHING_IGNORED, without } from '../model/passing.ts';
import { type Item, list, propertyOf, same, text, unreadKinds, View, value } from '../model/view.ts';
import { type Both, mendExtra, mendMissing } from './mend.ts';
import { mendChanged } from './mend-changed.ts';
import { passingBy } from './passing-by.ts';
import { type Upgrade, upgradeOf } from './upgrade.ts';

export interface Drift {
  readonly state: 'clean' | 'drift' | 'unknown';
  readonly findings: readonly Finding[];
  /** What differs and is nobody's doing, or is not looked at: sentences. */
  readonly remarks?: readonly string[];
}

/** Follow from others of the same object: naming them too would say one thing twice. */
const DERIVED: Readonly<Record<string, readonly string[]>> = {
  function: ['words', 'dynamic', 'star'],
  view: ['definitionHash', 'columns', 'options'],
  index: ['columns', 'expressions'],
};

/** Every difference between the schema that should be and the one that is, by object. `unknown`: something was not read. */
export async function drift(
  expected: SchemaSnapshot,
  live: SchemaSnapshot,
  ignore: Ignore = NOTHING_IGNORED,
): Promise<Drift> {
  // What repairs a difference is written with the parser.
  if (!isDeepStrictEqual(expected.objects, live.objects)) await loadParser();
  const [wanted, found] = [without(expected, ignore), without(live, ignore)];
  const [want, have] = [new View(wanted.snapshot), new View(found.snapshot)];
  const both = { want, have };
  const upgrade = upgradeOf(expected, live);
  const passing = passingBy(wanted.snapshot, found.snapshot);
  const ids = [...new Set([...Object.keys(want.objects), ...Object.keys(have.objects)])].sort();
  const unreadable = unreadKinds(expected, live);
  const findings: Finding[] = [];
  for (const id of ids) {
    const [a, b] = [want.get(id), have.get(id)];
    if (passing.skips(id, a, b)) continue;
    if (upgrade?.printedOtherwise(a, b)) continue;
    if (a && b) {
      if (!followsConstraint(a, want, have)) findings.push(...changed(a, b, both, upgrade));
      continue;
    }
    const item = a ?? b;
    if (!item || unreadable.has(item.kind)) continue;
    if (!passing.opens(id, b) && (a ? follows(a, want, have) : follows(item, have, want))) continue;
    const mend = a ? mendMissing(a, both) : upgrade ? undefined : mendExtra(item, both);
    findings.push(finding(id, a ? 'it is missing' : 'it should not exist', mend));
  }
  findings.push(...(upgrade?.baseline() ?? []));
  const unread = [...expected.unreadable, ...live.unreadable].map(({ what, why }) =>
    finding(what, `could not be read: ${why}`),
  );
  const remarks = [...passing.remarks(), ...ignoredRemark(found.ignored)];
  return {
    state: unread.length > 0 ? 'unknown' : findings.length > 0 ? 'drift' : 'clean',
    findings: [...findings, ...unread],
    ...(remarks.length > 0 ? { remarks } : {}),
  };
}

const finding = (object: string, message: string, mend?: string): Finding => ({
  object,
  message,
  ...(mend ? { mend } : {}),
});

function changed(a: Item, b: Item, both: Both, upgrade: Upgrade | undefined): Finding[] {
  const properties = [...new Set([...Object.keys(a.properties), ...Object.keys(b.properties)])]
    .filter((p) => !DERIVED[a.kind]?.includes(p))
    .filter((p) => JSON.stringify(propertyOf(a, p) ?? null) !== JSON.stringify(propertyOf(b, p) ?? null));
  if (properties.length === 0) return [];
  const said = properties.map(
    (p) => `${p} should be ${show(propertyOf(a, p))}, but is ${show(propertyOf(b, p))}`,
  );
  return [finding(a.id, said.join('; '), upgrade ? undefined : mendChanged(a, b, properties, both))];
}

function show(value: unknown): string {
  const text =
    value === null || value === undefined
      ? 'none'
      : Array.isArray(value)
        ? `[${value.join(', ')}]`
        : String(value);
  return cut(text, 301);
}

/** The index of a constraint that is another one: the constraint says it, and brings its index with it. */
function followsConstraint(index: Item, want: View, have: View): boolean {
  if (index.kind !== 'index') return false;
  const { relation, constraint } = index.properties;
  if (constraint === null) return false;
  const of = (view: View) =>
    view.of('constraint', relation).find((item) => item.properties.name === constraint);
  const [a, b] = [of(want), of(have)];
  return a !== undefined && b !== undefined && !same(a, b, 'definition');
}

/** What comes and goes with an object that is itself named: a column with its table, an index with its constraint. */
function follows(item: Item, from: View, other: View): boolean {
  const relation = value(item, 'relation');
  const [constraint, ownedBy] = [value(item, 'constraint'), value(item, 'ownedBy')];
  const [object, type] = [value(item, 'object'), value(item, 'type')];
  const absent = (id: string) => from.has(id) && !other.has(id);
  if (item.kind === 'relation' || item.kind === 'schema') return false;
  if (item.kind === 'view') return absent(`relation ${String(relation)}`);
  if (typeof relation === 'string' && absent(`relation ${relation}`)) return true;
  if (inherits(item, from, other)) return true;
  if (item.kind === 'rls') return absent(`relation ${item.id.slice('rls '.length)}`);
  if (item.kind === 'index' && typeof constraint === 'string')
    return absent(`constraint ${String(relation)} ${ident(constraint)}`);
  if (item.kind === 'grant')
    return ['relation', 'function', 'schema', 'sequence', 'enum', 'domain', 'type'].some(
      (kind) => (kind === type || type === 'type') && absent(`${kind} ${String(object)}`),
    );
  if (item.kind === 'column-grant')
    return absent(`column ${String(relation)}.${ident(text(item, 'column'))}`);
  return item.kind === 'sequence' && typeof ownedBy === 'string' && absent(`column ${ownedBy}`);
}

/** What a partition or a child has because its parent has it comes and goes with that of the parent. */
function inherits(item: Item, from: View, other: View): boolean {
  const [parent, inherited, name] = [value(item, 'parent'), value(item, 'inherited'), value(item, 'name')];
  const relation = text(item, 'relation');
  const absent = (id: string) => from.has(id) && !other.has(id);
  if (typeof parent === 'string') return absent(`${item.kind} ${parent}`);
  if (item.kind !== 'column' && !inherited) return false;
  const table = from.find('relation', relation);
  return (table ? list(table, 'parents') : []).some((whole) =>
    from.of(item.kind, whole).some((its) => value(its, 'name') === name && absent(its.id)),
  );
}

/** The same as a check of `verify`. */
export async function checkDrift(
  expected: SchemaSnapshot | undefined,
  live: SchemaSnapshot,
  ignore: Ignore = NOTHING_IGNORED,
): Promise<CheckReport> {
  if (!expected)
    return {
      check: 'drift',
      outcome: 'skipped',
      detail: 'there is no expected schema to compare with',
      findings: [],
    };
  const { state, findings, remarks = [] } = await drift(expected, live, ignore);
  const outcome = ({ clean: 'pass', drift: 'fail', unknown: 'unknown' } as const)[state];
  return {
    check: 'drift',
    outcome,
    detail: [`${state}: ${count(Object.keys(live.objects).length, 'object')} compared`, ...remarks].join(
      '; ',
    ),
    findings,
  };
}
