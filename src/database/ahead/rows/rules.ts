import type { AlterTableCmd, Constraint, IndexElem, IndexStmt, RangeVar } from 'libpg-query';
import type { RelationFacts } from '../../hazards/facts.ts';
import { isEnforced } from '../../hazards/nodes.ts';
import { quoteName } from '../../sql/names.ts';
import { nameList, walk } from '../../sql/walk.ts';
import type { Domain } from './domains.ts';
import type { Found, Rules } from './found.ts';
import { orphans } from './orphans.ts';

export type { Found, Rules } from './found.ts';

import type { Place, Scene, Shaped } from './scene.ts';
import type { Step } from './steps.ts';
import type { Elements } from './text.ts';
import type { Broken } from './trial.ts';

/** What it takes to find the rules of a statement. */
export interface About {
  readonly step: Step;
  readonly place: Place;
  readonly scene: Scene;
  /** Added NOT VALID by this release, by table and name. */
  readonly later: Map<string, Found>;
}

/** The rules that a statement puts on the rows of a table. */
export function rulesOf(about: About): Rules {
  const { node } = about.step;
  const found: Found[] = [];
  const left: string[] = [];
  const add = ({ found: more, left: reasons }: Partial<Rules>) => {
    found.push(...(more ?? []));
    left.push(...(reasons ?? []));
  };
  if ('IndexStmt' in node) add(ofIndex(node.IndexStmt, about));
  if ('AlterTableStmt' in node)
    for (const item of node.AlterTableStmt.cmds ?? [])
      if ('AlterTableCmd' in item) add(ofCommand(item.AlterTableCmd, about));
  return { found, left };
}

function ofCommand(command: AlterTableCmd, about: About): Partial<Rules> {
  const { place, scene, later } = about;
  const { subtype, name = '', def } = command;
  const column = def && 'ColumnDef' in def ? def.ColumnDef : undefined;
  switch (subtype) {
    case 'AT_SetNotNull':
      return { found: nulls(place, [name]) };
    case 'AT_ValidateConstraint': {
      const before = scene.constraints.get(idOf(place, name)) ?? name;
      const known = later.get(idOf(place, before)) ?? existing(about, before);
      return { found: known ? [known] : [] };
    }
    case 'AT_AddConstraint':
      return def && 'Constraint' in def ? ofConstraint(def.Constraint, about, undefined) : {};
    case 'AT_AlterColumnType':
      return { found: ofDomain(place, name, scene.domain(nameList(column?.typeName?.names))) };
    case 'AT_AddColumn': {
      const own = column?.colname ?? '';
      if (command.missing_ok && place.facts.columns.has(own)) return {};
      const all = (column?.constraints ?? []).flatMap((each) =>
        // A column that is NOT NULL without a default is refused as such.
        'Constraint' in each && each.Constraint.contype !== 'CONSTR_NOTNULL' ? [each.Constraint] : [],
      );
      const rules = all.map((each) => ofConstraint(each, about, own));
      const domain = ofDomain(place, own, scene.domain(nameList(column?.typeName?.names)));
      return {
        found: [...domain, ...rules.flatMap(({ found = [] }) => found)],
        left: rules.flatMap(({ left = [] }) => left),
      };
    }
  }
  return {};
}

const idOf = ({ facts }: Place, name: string): string => `${facts.name} ${name}`;

function ofConstraint(constraint: Constraint, about: About, column: string | undefined): Partial<Rules> {
  const { conname, skip_validation: isLater } = constraint;
  const { constraints, indexes } = about.place.facts;
  if (!isEnforced(constraint)) return {};
  // A block that makes it only where it is not there.
  if (about.step.guarded && conname && (constraints.has(conname) || indexes.has(conname))) return {};
  const rules = made(constraint, about, column === undefined ? [] : [column]);
  if (!isLater) return rules;
  for (const found of rules.found ?? []) about.later.set(idOf(about.place, conname ?? ''), found);
  return {};
}

function made(constraint: Constraint, about: About, own: readonly string[]): Partial<Rules> {
  const { place, scene, step } = about;
  const { contype, location = 0, conname, indexname = '', raw_expr: tree } = constraint;
  const keys = constraint.keys ? nameList(constraint.keys) : own;
  const isPrimary = contype === 'CONSTR_PRIMARY';
  switch (contype) {
    case 'CONSTR_NOTNULL':
      return { found: nulls(place, keys) };
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE': {
      const byIndex = place.facts.indexes.get(indexname)?.columns ?? scene.indexes.get(indexname);
      const columns = byIndex ?? keys;
      const values = known(place, columns);
      if (!values) return {};
      if (constraint.without_overlaps) return { found: apart(place, columns, isPrimary) };
      // An index holds no value twice, and was tried itself; a primary key wants no NULL either.
      const name = `(${columns.join(', ')})`;
      const nullsAlike = constraint.nulls_not_distinct === true;
      const rule = { kind: 'double', name, expressions: columns.map(quoteName), nullsAlike } as const;
      const twice = byIndex || values.some(({ varies }) => varies) ? [] : [rule].map(asFile);
      return { found: [...(isPrimary ? nulls(place, columns) : []), ...twice] };
    }
    case 'CONSTR_CHECK': {
      const expression = step.source.inBrackets(location, 'check');
      const name = `CHECK ${conname ?? `(${expression})`}`;
      if (expression === undefined) return { left: [`${name} cannot be tested on the rows`] };
      return settled(place, tree, { kind: 'check', name, expression });
    }
    case 'CONSTR_EXCLUSION':
      return exclusion(constraint, step.source.exclusion(location), place);
    case 'CONSTR_FOREIGN': {
      const columns = constraint.fk_attrs ? nameList(constraint.fk_attrs) : own;
      return known(place, columns) ? orphans(constraint, columns, about) : {};
    }
  }
  return {};
}

const asFile = (rule: Broken): Found => ({ rule, fromFile: true });

/** The columns as they will be; undefined where one is not there yet: the table is made by the release. */
function known({ columns }: Place, names: readonly string[]): Shaped[] | undefined {
  const found = names.flatMap((name) => columns.get(name) ?? []);
  return names.length > 0 && found.length === names.length ? found : undefined;
}

/** A rule over expressions, unless they read values that are made when the file runs. */
function settled(place: Place, trees: unknown, rule: Broken): Partial<Rules> {
  const open = [...place.columns.values()].filter(({ varies }) => varies).map(({ name }) => name);
  let reads: string | undefined;
  walk({ Root: trees }, (tag, { fields, name }) => {
    const named = tag === 'ColumnRef' ? nameList(fields).at(-1) : tag === 'IndexElem' ? name : undefined;
    if (typeof named === 'string' && open.includes(named)) reads ??= named;
  });
  return reads === undefined
    ? { found: [asFile(rule)] }
    : {
        left: [`could not test the rows of ${place.facts.name}: ${reads} gets its values when the file runs`],
      };
}

function nulls(place: Place, columns: readonly string[], of?: string): Found[] {
  const open = known(place, columns)?.filter(({ notNull, varies }) => !notNull && !varies) ?? [];
  const rule = { kind: 'null', columns: open.map(({ name }) => name), ...(of ? { of } : {}) } as const;
  return open.length > 0 ? [asFile(rule)] : [];
}

/** A column that becomes one of a domain. */
function ofDomain(place: Place, column: string, domain: Domain | undefined): Found[] {
  if (!domain || !known(place, [column]) || place.columns.get(column)?.varies) return [];
  const checks = domain.checks.map(({ name, expression, fromFile }) => ({
    rule: { kind: 'check', name: `CHECK ${name} of its domain in ${column}`, expression, column } as const,
    fromFile,
  }));
  return [...(domain.notNull ? nulls(place, [column], 'of a domain that is NOT NULL') : []), ...checks];
}

/** PRIMARY KEY or UNIQUE … WITHOUT OVERLAPS: the same values, and ranges that meet. */
function apart(place: Place, columns: readonly string[], isPrimary: boolean): Found[] {
  const elements = columns.map((column, at) => ({
    expression: quoteName(column),
    operator: at === columns.length - 1 ? '&&' : '=',
  }));
  const name = `(${columns.join(', ')} WITHOUT OVERLAPS)`;
  return [...(isPrimary ? nulls(place, columns) : []), asFile({ kind: 'overlap', name, elements })];
}

function exclusion(constraint: Constraint, written: Elements | undefined, place: Place): Partial<Rules> {
  const { exclusions = [], where_clause: where, conname } = constraint;
  const pairs = exclusions.flatMap((each) => {
    const [element, operator] = 'List' in each ? (each.List.items ?? []) : [];
    return element && 'IndexElem' in element && operator && 'List' in operator
      ? [{ element: element.IndexElem, names: nameList(operator.List.items) }]
      : [];
  });
  const expressions = expressionsOf(
    pairs.map(({ element }) => element),
    written,
  );
  if (!expressions || (where && written?.where === undefined))
    return { left: [`EXCLUDE ${conname ?? ''} cannot be tested on the rows`] };
  const elements = pairs.map(({ names }, at) => ({
    expression: expressions[at] ?? '',
    operator: operatorSql(names),
  }));
  const told = pairs.map(({ names }, at) => `${written?.columns[at]} WITH ${names.at(-1)}`).join(', ');
  const name = `EXCLUDE ${conname ?? `(${told})`}`;
  return settled(place, [exclusions, where], { kind: 'overlap', name, elements, where: written?.where });
}

function operatorSql(names: readonly string[]): string {
  const schemas = names.slice(0, -1).map((each) => `${quoteName(each)}.`);
  return schemas.length > 0 ? `operator(${schemas.join('')}${names.at(-1)})` : (names.at(-1) ?? '');
}

function expressionsOf(elements: readonly IndexElem[], written: Elements | undefined): string[] | undefined {
  if (written?.columns.length !== elements.length) return undefined;
  return elements.map(({ name, collation }, at) => {
    const sql = name ? quoteName(name) : (written.columns[at] ?? '');
    const by = nameList(collation).map(quoteName).join('.');
    return by === '' ? sql : `${sql} collate ${by}`;
  });
}

function ofIndex(index: IndexStmt, { step, place }: About): Partial<Rules> {
  const isThere = index.idxname !== undefined && place.facts.indexes.has(index.idxname);
  if (isThere && (index.if_not_exists || step.guarded)) return {};
  const elements = (index.indexParams ?? []).flatMap((each) => ('IndexElem' in each ? [each.IndexElem] : []));
  const named = elements.flatMap(({ name }) => name ?? []);
  if (named.length > 0 && !known(place, named)) return {};
  if (named.some((name) => place.columns.get(name)?.varies)) return {};
  const written = step.source.index();
  const expressions = expressionsOf(elements, written);
  if (!expressions || (index.whereClause && written?.where === undefined))
    return { left: [`the unique index ${index.idxname ?? ''} cannot be tested on the rows`] };
  return settled(place, [index.indexParams, index.whereClause], {
    kind: 'double',
    name: `(${written?.columns.join(', ')})`,
    expressions,
    where: index.whereClause && written?.where,
    nullsAlike: index.nulls_not_distinct === true,
  });
}

/** A constraint that an earlier release added NOT VALID. */
function existing({ place, scene }: About, wanted: string): Found | undefined {
  const constraint = place.facts.constraints.get(wanted);
  if (!constraint || constraint.valid || constraint.enforced === false) return undefined;
  if (constraint.kind === 'not-null') return nulls(place, constraint.columns)[0];
  if (constraint.kind === 'check' && typeof constraint.condition === 'string')
    return {
      rule: { kind: 'check', name: `CHECK ${wanted}`, expression: constraint.condition },
      fromFile: false,
    };
  const parent: RelationFacts | undefined = scene.facts.relations.get(constraint.references ?? '');
  if (constraint.kind !== 'foreign-key' || !parent || !constraint.foreign) return undefined;
  const { columns, match } = constraint.foreign;
  return {
    fromFile: false,
    parent: rangeVar(parent.name),
    rule: {
      kind: 'orphan',
      columns: constraint.columns,
      parent: parent.name,
      parentColumns: columns,
      onlyParent: parent.kind !== 'partitioned',
      full: match === 'f',
    },
  };
}

function rangeVar(qualified: string): RangeVar {
  const [schemaname = '', relname = ''] = qualified.split('.');
  return { schemaname, relname };
}
