import type { AlterTableCmd, Constraint, IndexStmt, Node } from 'libpg-query';
import type { CatalogFacts, RelationFacts } from '../../hazards/facts.ts';
import { isEnforced } from '../../hazards/families/constraints.ts';
import { releaseMemory } from '../../hazards/memory.ts';
import { parts, resolve } from '../../hazards/target.ts';
import { quoteName } from '../../sql/names.ts';
import type { Statement } from '../../sql/parse.ts';
import { loadedParser } from '../../sql/parser.ts';
import { nameList } from '../../sql/walk.ts';
import { type Source, sourceOf } from './text.ts';
import { touchedBy } from './touched.ts';
import type { Broken, Trial } from './trial.ts';

export interface Collected {
  readonly trials: readonly Trial[];
  /** Constraints that no query can stand for, with the reason. */
  readonly left: readonly { readonly statement: Statement; readonly why: string }[];
}

interface Found {
  readonly rule: Broken;
  readonly fromFile: boolean;
}

/**
 * Constraints that pending statements put on tables and columns that are there, on rows that no pending statement before
 * them changes.
 */
export function collect(statements: readonly Statement[], facts: CatalogFacts): Collected {
  const trials: Trial[] = [];
  const left: { statement: Statement; why: string }[] = [];
  const touched = new Set<string>();
  /** Added NOT VALID by this release, as `table name`. */
  const later = new Map<string, Found>();
  for (const statement of statements) {
    const { node } = statement;
    const relation = relationOf(node);
    const table = relation ? resolve(parts(relation), facts, releaseMemory()).facts : undefined;
    if (table && !touched.has(name(table)) && HOLDS_ROWS.has(table.kind) && table.empty !== true) {
      for (const { rule, fromFile } of rulesOf(statement, table, facts, later, (why) =>
        left.push({ statement, why }),
      )) {
        if (rule.kind === 'orphan' && touched.has(bare(rule.parent))) continue;
        trials.push({ statement, table: table.name, rows: table.rows, key: keyOf(table), fromFile, rule });
      }
    }
    const touches = touchedBy(statement, facts);
    if (touches === 'anything') break;
    for (const each of touches) touched.add(each);
  }
  return { trials, left };
}

const HOLDS_ROWS = new Set<RelationFacts['kind']>(['table', 'partitioned']);
const bare = (qualified: string): string => qualified.split('.').at(-1) ?? '';
const name = (table: RelationFacts): string => bare(table.name);

function relationOf(node: Node) {
  if ('AlterTableStmt' in node && node.AlterTableStmt.objtype !== 'OBJECT_INDEX')
    return node.AlterTableStmt.relation;
  return 'IndexStmt' in node && node.IndexStmt.unique ? node.IndexStmt.relation : undefined;
}

function keyOf(table: RelationFacts): readonly string[] {
  return [...table.constraints.values()].find(({ kind }) => kind === 'primary-key')?.columns ?? [];
}

type Leave = (why: string) => void;

function* rulesOf(
  statement: Statement,
  table: RelationFacts,
  facts: CatalogFacts,
  later: Map<string, Found>,
  leave: Leave,
): Generator<Found> {
  const source = sourceOf(statement);
  // Read again by itself: places in its tree count from its own beginning then.
  const node = loadedParser().parse(statement.text)[0]?.stmt ?? statement.node;
  if ('IndexStmt' in node) {
    const rule = ofIndex(node.IndexStmt, source, table);
    if (rule) yield { rule, fromFile: true };
    return;
  }
  for (const item of ('AlterTableStmt' in node && node.AlterTableStmt.cmds) || []) {
    if (!('AlterTableCmd' in item)) continue;
    const command = item.AlterTableCmd;
    if (command.subtype === 'AT_ValidateConstraint') {
      const id = `${table.name} ${command.name}`;
      const known = later.get(id) ?? existing(table, command, facts);
      if (known) yield known;
      continue;
    }
    const constraint = command.def && 'Constraint' in command.def ? command.def.Constraint : undefined;
    const rules =
      command.subtype === 'AT_SetNotNull'
        ? [nullRule(table, [command.name ?? ''])]
        : command.subtype === 'AT_AddConstraint' && constraint && isEnforced(constraint)
          ? ofConstraint(constraint, { table, facts, source, leave })
          : [];
    for (const rule of rules) {
      if (!rule) continue;
      const found = { rule, fromFile: true };
      if (constraint?.skip_validation) later.set(`${table.name} ${constraint.conname}`, found);
      else yield found;
    }
  }
}

interface About {
  readonly table: RelationFacts;
  readonly facts: CatalogFacts;
  readonly source: Source;
  readonly leave: Leave;
}

function ofConstraint(
  constraint: Constraint,
  { table, facts, source, leave }: About,
): readonly (Broken | undefined)[] {
  const keys = nameList(constraint.keys);
  const isKey = constraint.contype === 'CONSTR_PRIMARY';
  switch (constraint.contype) {
    case 'CONSTR_NOTNULL':
      return [nullRule(table, keys)];
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE': {
      const byIndex = constraint.indexname ? table.indexes.get(constraint.indexname) : undefined;
      const columns = byIndex?.columns ?? keys;
      if (columns.length === 0 || !has(table, columns)) return [];
      // An index that is there holds no value twice; a primary key wants no NULL either.
      return [
        isKey ? nullRule(table, columns) : undefined,
        byIndex ? undefined : double(columns, constraint.nulls_not_distinct === true),
      ];
    }
    case 'CONSTR_CHECK': {
      const expression = source.check(constraint.location ?? 0);
      const name = `CHECK ${constraint.conname ?? `(${expression})`}`;
      return expression === undefined ? [] : [{ kind: 'check', name, expression }];
    }
    case 'CONSTR_FOREIGN':
      return [orphan(constraint, table, facts)];
    case 'CONSTR_EXCLUSION':
      leave('an exclusion constraint');
  }
  return [];
}

function orphan(constraint: Constraint, table: RelationFacts, facts: CatalogFacts): Broken | undefined {
  const parent = resolve(parts(constraint.pktable), facts, releaseMemory()).facts;
  const columns = nameList(constraint.fk_attrs);
  if (!parent || !has(table, columns)) return undefined;
  const named = nameList(constraint.pk_attrs);
  const parentColumns = named.length > 0 ? named : keyOf(parent);
  if (parentColumns.length !== columns.length || !has(parent, parentColumns)) return undefined;
  return {
    kind: 'orphan',
    columns,
    parent: parent.name,
    parentColumns,
    full: constraint.fk_matchtype === 'f',
  };
}

function ofIndex(index: IndexStmt, source: Source, table: RelationFacts): Broken | undefined {
  const written = source.indexColumns();
  const elements = (index.indexParams ?? []).flatMap((each) => ('IndexElem' in each ? [each.IndexElem] : []));
  if (!written || written.length !== elements.length) return undefined;
  const columns = elements.flatMap((each) => each.name ?? []);
  const where = index.whereClause ? source.where() : undefined;
  if (!has(table, columns) || (index.whereClause && where === undefined)) return undefined;
  const expressions = elements.map((each, at) => (each.name ? quoteName(each.name) : (written[at] ?? '')));
  return {
    kind: 'double',
    name: `(${written.join(', ')})`,
    expressions,
    where,
    nullsAlike: index.nulls_not_distinct === true,
  };
}

const has = ({ columns }: RelationFacts, names: readonly string[]): boolean =>
  names.every((each) => columns.has(each));

function nullRule(table: RelationFacts, columns: readonly string[]): Broken | undefined {
  const open = columns.filter((column) => table.columns.get(column)?.notNull !== true);
  return open.length === 0 || !has(table, open) ? undefined : { kind: 'null', columns: open };
}

const double = (columns: readonly string[], nullsAlike: boolean): Broken => ({
  kind: 'double',
  name: `(${columns.join(', ')})`,
  expressions: columns.map(quoteName),
  nullsAlike,
});

/** A constraint that an earlier release added NOT VALID. */
function existing(
  table: RelationFacts,
  { name: wanted = '' }: AlterTableCmd,
  facts: CatalogFacts,
): Found | undefined {
  const known = table.constraints.get(wanted);
  if (!known || known.valid || known.enforced === false) return undefined;
  if (known.kind === 'not-null') return asFound(nullRule(table, known.columns));
  if (known.kind === 'check' && typeof known.condition === 'string')
    return asFound({ kind: 'check', name: `CHECK ${wanted}`, expression: known.condition });
  const parent = known.references === undefined ? undefined : facts.relations.get(known.references);
  if (known.kind !== 'foreign-key' || !parent || !known.foreign) return undefined;
  const { columns, match } = known.foreign;
  const rule = {
    kind: 'orphan',
    columns: known.columns,
    parent: parent.name,
    parentColumns: columns,
    full: match === 'f',
  } as const;
  return asFound(rule);
}

const asFound = (rule: Broken | undefined): Found | undefined =>
  rule ? { rule, fromFile: false } : undefined;
