import type { AlterTableCmd, ColumnDef, Constraint, Node, RangeVar, TypeName } from 'libpg-query';
import type { CatalogFacts, RelationFacts } from '../../hazards/facts.ts';
import { releaseMemory } from '../../hazards/memory.ts';
import { namesOf, objectNames } from '../../hazards/nodes.ts';
import { followSearchPath } from '../../hazards/search-path.ts';
import { summary } from '../../hazards/source.ts';
import { parts, resolve } from '../../hazards/target.ts';
import { quoteName } from '../../sql/names.ts';
import type { Statement } from '../../sql/parse.ts';
import { nameList, walk } from '../../sql/walk.ts';
import { type Domain, domainName, typeSql } from './domains.ts';
import type { Step } from './steps.ts';
import type { Source } from './text.ts';
import { bare, touchedBy } from './touched.ts';
import type { Column } from './trial.ts';

/** A column as pending statements leave it. */
export interface Shaped extends Column {
  readonly notNull: boolean;
  /** Its values are made one by one when the file runs: they differ, and none is NULL. */
  readonly varies: boolean;
}

/** A table with rows that are there, under the name that it has by now. */
export interface Place {
  readonly facts: RelationFacts;
  readonly columns: ReadonlyMap<string, Shaped>;
  /** Undefined: the columns are as the catalog has them. */
  readonly shape: readonly Column[] | undefined;
  /** Pending statements that change its rows, in short. */
  readonly changed: string | undefined;
}

const HOLDS_ROWS: readonly RelationFacts['kind'][] = ['table', 'partitioned', 'materialized-view'];

/** What pending statements made of tables, columns and domains so far. */
export class Scene {
  readonly facts: CatalogFacts;
  /** Unique indexes of pending statements → their columns. */
  readonly indexes = new Map<string, readonly string[]>();
  private readonly known: ReadonlyMap<string, Domain>;
  /** New name of a constraint → the one that the catalog knows, by table. */
  readonly constraints = new Map<string, string>();
  private readonly domains = new Map<string, Domain>();
  private readonly moved = new Map<string, RelationFacts | undefined>();
  private readonly shapes = new Map<RelationFacts, Map<string, Shaped>>();
  private readonly changed = new Map<string, string>();
  private readonly filled = new Map<string, string>();
  private anything: string | undefined;
  /** The search_path that the file at hand has set. */
  private path = releaseMemory();

  constructor(facts: CatalogFacts, domains: ReadonlyMap<string, Domain>) {
    this.facts = facts;
    this.known = domains;
  }

  /** The table of today behind a name of by then; undefined: there is none, or it holds no rows. */
  place(relation: RangeVar | undefined): Place | undefined {
    const name = this.named(parts(relation));
    const facts = this.moved.has(name) ? this.moved.get(name) : this.facts.relations.get(name);
    if (!facts || !HOLDS_ROWS.includes(facts.kind)) return undefined;
    const shaped = this.shapes.get(facts);
    return {
      facts,
      columns: shaped ?? columnsOf(facts),
      shape: shaped && [...shaped.values()].filter(({ varies }) => !varies),
      changed: this.changes(relation) ?? this.changed.get(bare(facts.name)),
    };
  }

  /** The pending statement that changes rows of a table, in short. */
  changes(relation: RangeVar | undefined): string | undefined {
    return this.anything ?? this.changed.get(bare(this.named(parts(relation))));
  }

  /** The pending statement that puts rows into a table, or changes them, in short. */
  fills(relation: RangeVar | undefined): string | undefined {
    return this.changes(relation) ?? this.filled.get(bare(this.named(parts(relation))));
  }

  /** The name of by then that a relation goes by, `public.orders`. */
  named(names: readonly string[]): string {
    const { name } = resolve(names, this.facts, this.path);
    if (names.length > 1 || this.facts.relations.has(name) || this.moved.has(name)) return name;
    const [found] = [...this.moved].find(([each, there]) => there && bare(each) === names[0]) ?? [name];
    return found;
  }

  domain(names: readonly string[]): Domain | undefined {
    return this.domains.get(names.at(-1) ?? '') ?? this.known.get(domainName(names));
  }

  setDomain(names: readonly string[], domain: Domain): void {
    this.domains.set(names.at(-1) ?? '', domain);
  }

  /** Each file begins with the session's own settings. */
  beginFile(): void {
    this.path = releaseMemory();
  }

  /** Code that nobody can read may change any row. */
  beyond(statement: Statement): void {
    this.anything ??= summary(statement);
  }

  /** What an ALTER TABLE does to columns: the server does that first, and tries constraints on what comes of it. */
  reshape({ node, source }: Step): void {
    if (!('AlterTableStmt' in node)) return;
    const place = this.place(node.AlterTableStmt.relation);
    if (!place) return;
    for (const item of node.AlterTableStmt.cmds ?? []) {
      if ('AlterTableCmd' in item) this.column(place.facts, item.AlterTableCmd, source);
    }
  }

  /** What the rest of a statement does to tables and rows. */
  apply({ node, statement }: Step): void {
    followSearchPath(node, this.path);
    if ('RenameStmt' in node) this.rename(node.RenameStmt);
    if ('AlterObjectSchemaStmt' in node && node.AlterObjectSchemaStmt.objectType === 'OBJECT_TABLE') {
      const { relation, newschema } = node.AlterObjectSchemaStmt;
      this.move(this.named(parts(relation)), `${newschema}.${relation?.relname}`);
    }
    if ('DropStmt' in node && node.DropStmt.removeType === 'OBJECT_TABLE')
      for (const names of objectNames(node.DropStmt.objects)) this.moved.set(this.named(names), undefined);
    const made = madeBy(node);
    if (made && !(made.unlessThere && this.place(made.relation))) {
      const name = this.named(parts(made.relation));
      this.moved.set(name, undefined);
      for (const rows of [this.changed, this.filled]) rows.delete(bare(name));
      if (made.filled) this.filled.set(bare(name), summary(statement));
    }
    if ('IndexStmt' in node && node.IndexStmt.unique && node.IndexStmt.idxname)
      this.indexes.set(
        node.IndexStmt.idxname,
        (node.IndexStmt.indexParams ?? []).flatMap((each) =>
          'IndexElem' in each ? (each.IndexElem.name ?? []) : [],
        ),
      );
    const { adds, changes } = touchedBy(node, this.facts);
    for (const name of changes) if (!this.changed.has(name)) this.changed.set(name, summary(statement));
    for (const name of adds) if (!this.filled.has(name)) this.filled.set(name, summary(statement));
  }

  private rename(node: Extract<Node, { RenameStmt: unknown }>['RenameStmt']): void {
    const { renameType, relation, subname = '', newname = '' } = node;
    const name = this.named(parts(relation));
    if (renameType === 'OBJECT_TABLE') this.move(name, `${name.slice(0, name.indexOf('.'))}.${newname}`);
    const facts = this.place(relation)?.facts;
    if (facts && renameType === 'OBJECT_TABCONSTRAINT')
      this.constraints.set(
        `${facts.name} ${newname}`,
        this.constraints.get(`${facts.name} ${subname}`) ?? subname,
      );
    if (renameType !== 'OBJECT_COLUMN') return;
    const columns = facts && this.shapeOf(facts);
    const known = columns?.get(subname);
    if (!columns || !known) return;
    columns.delete(subname);
    columns.set(newname, { ...known, name: newname });
  }

  private move(from: string, to: string): void {
    const facts = this.moved.has(from) ? this.moved.get(from) : this.facts.relations.get(from);
    this.moved.set(from, undefined);
    this.moved.set(to, facts);
  }

  private shapeOf(facts: RelationFacts): Map<string, Shaped> {
    const known = this.shapes.get(facts) ?? columnsOf(facts);
    this.shapes.set(facts, known);
    return known;
  }

  private column(facts: RelationFacts, command: AlterTableCmd, source: Source): void {
    const { subtype, name = '', def } = command;
    const column = def && 'ColumnDef' in def ? def.ColumnDef : undefined;
    if (subtype === 'AT_DropColumn') this.shapeOf(facts).delete(name);
    if (!column) return;
    const columns = this.shapeOf(facts);
    if (subtype === 'AT_AddColumn') {
      const added = column.colname ?? '';
      if (command.missing_ok && columns.has(added)) return;
      columns.set(added, { name: added, notNull: false, fromFile: true, ...this.value(column, source) });
    }
    const before = columns.get(name);
    if (subtype !== 'AT_AlterColumnType' || !before) return;
    const using = column.raw_default ? source.after(column.location ?? 0, 'using') : undefined;
    const sql = `(${using ?? before.sql})::${this.type(column.typeName)}`;
    columns.set(name, { ...before, sql, fromFile: true });
  }

  /** What a new column holds in the rows that are there. */
  private value(column: ColumnDef, source: Source): Pick<Shaped, 'sql' | 'varies'> {
    const constraints = (column.constraints ?? []).flatMap((each) =>
      'Constraint' in each ? [each.Constraint] : [],
    );
    const find = (type: Constraint['contype']) => constraints.find(({ contype }) => contype === type);
    const type = nameList(column.typeName?.names).at(-1) ?? '';
    const [given, generated] = [find('CONSTR_DEFAULT'), find('CONSTR_GENERATED')];
    const each = { sql: 'null', varies: true };
    if (/^(?:big|small)?serial[248]?$/.test(type) || find('CONSTR_IDENTITY')) return each;
    const cast = `::${this.type(column.typeName)}`;
    if (generated) {
      const sql = source.inBrackets(generated.location ?? 0, 'as');
      return sql === undefined ? each : { sql: `(${sql})${cast}`, varies: false };
    }
    // A type of this release has no values yet, and no cast.
    const isOld = this.facts.types.has(type) || this.domain(nameList(column.typeName?.names)) !== undefined;
    if (!given) return { sql: isOld ? `null${cast}` : 'null', varies: false };
    const ends = constraints.flatMap(({ location = 0 }) =>
      location > (given.location ?? 0) ? location : [],
    );
    const sql = source.after(given.location ?? 0, 'default', ends);
    return sql === undefined || this.isVolatile(given.raw_expr)
      ? each
      : { sql: `(${sql})${cast}`, varies: false };
  }

  private isVolatile(expression: Node | undefined): boolean {
    let found = false;
    walk({ Root: expression }, (tag, { funcname }) => {
      const known =
        tag === 'FuncCall' ? this.facts.functions.get(nameList(funcname).at(-1) ?? '') : undefined;
      found ||= known?.volatility === 'volatile';
    });
    return found;
  }

  /** A domain's rules are tried by themselves: its values are looked at as those of the type below. */
  private type(type: TypeName | undefined): string {
    const domain = type?.arrayBounds?.length ? undefined : this.domain(nameList(type?.names));
    return domain?.base ?? typeSql(type);
  }
}

function columnsOf(facts: RelationFacts): Map<string, Shaped> {
  const t = quoteName(bare(facts.name));
  return new Map(
    [...facts.columns].map(([name, { notNull }]) => [
      name,
      { name, sql: `${t}.${quoteName(name)}`, fromFile: false, notNull, varies: false },
    ]),
  );
}

interface Made {
  readonly relation: RangeVar | undefined;
  readonly unlessThere: boolean;
  readonly filled: boolean;
}

function madeBy(node: Node): Made | undefined {
  if ('CreateStmt' in node) {
    const { relation, if_not_exists: unless } = node.CreateStmt;
    return { relation, unlessThere: unless === true, filled: false };
  }
  if ('CreateTableAsStmt' in node) {
    const { into, if_not_exists: unless } = node.CreateTableAsStmt;
    return { relation: into?.rel, unlessThere: unless === true, filled: into?.skipData !== true };
  }
  return 'SelectStmt' in node && node.SelectStmt.intoClause
    ? { relation: node.SelectStmt.intoClause.rel, unlessThere: false, filled: true }
    : undefined;
}

/** Names of the types that pending statements speak of, as `domainName` writes them. */
export function typesNamed(node: Node): string[] {
  const found = 'AlterDomainStmt' in node ? [domainName(nameList(node.AlterDomainStmt.typeName))] : [];
  if (!('AlterTableStmt' in node)) return found;
  for (const item of node.AlterTableStmt.cmds ?? []) {
    const def = 'AlterTableCmd' in item ? item.AlterTableCmd.def : undefined;
    if (def && 'ColumnDef' in def)
      found.push(domainName(namesOf({ TypeName: def.ColumnDef.typeName ?? {} })));
  }
  return found;
}
