import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  BETWEEN
} from "./chunk-RGJYDZCI.js";
import {
  longIdentifiers,
  mentions,
  summary
} from "./chunk-ZOAJ2OWH.js";
import {
  readsOnly
} from "./chunk-5EV6JWCQ.js";
import {
  require_mod
} from "./chunk-G76CLWTK.js";
import "./chunk-GPMABSAE.js";
import {
  BROKEN_ROWS,
  FAMILIES,
  MAY_NOT,
  MAY_PERHAPS_NOT,
  ROWS_BREAK_TODAY,
  ROWS_NOT_TRIED,
  RULES,
  UNIDENTIFIED,
  UNKNOWN_NAME,
  UNKNOWN_TO_SERVER,
  WITHOUT_EFFECT,
  adopt,
  copyMemory,
  fileEnded,
  keepNew,
  milliseconds,
  namedTypes,
  noFacts,
  notNullColumns,
  parts,
  plainType,
  releaseMemory,
  resolve,
  routineOf,
  settleDoubt,
  transactionEnded
} from "./chunk-5ERT3XXZ.js";
import "./chunk-7DIKCZIJ.js";
import {
  piecesOf
} from "./chunk-YQXTQX3M.js";
import {
  inner,
  isEnforced,
  isOn,
  namesOf,
  nested,
  objectNames,
  roles
} from "./chunk-SU3H5PD6.js";
import {
  cannotRunInTransaction,
  directives,
  directivesOf,
  parseSql,
  transactionControl
} from "./chunk-EIRXDFOO.js";
import {
  blockedBy,
  stronger
} from "./chunk-AOW2UBHG.js";
import {
  searchPathOf
} from "./chunk-4DOZPKNJ.js";
import "./chunk-NOU2GYAC.js";
import {
  constant,
  isComment,
  loadParser,
  loadedParser,
  nameList,
  walk
} from "./chunk-U2BQKBZ7.js";
import {
  qualifiedName,
  quoteName
} from "./chunk-GWXVWR6U.js";
import {
  ShiplockError,
  configurationError
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import {
  __name,
  __toESM
} from "./chunk-TESE7W7D.js";

// src/database/hazards/plan.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);

// src/database/ahead/calls.ts
function callsOwn(node, facts) {
  if (!("SelectStmt" in node || "CallStmt" in node || "DoStmt" in node)) return false;
  let found = false;
  walk(node, (_, { funcname }) => {
    const known2 = facts.functions.get(nameList(funcname).at(-1) ?? "");
    found ||= known2?.own === true && known2.volatility === "volatile";
  });
  return found;
}
__name(callsOwn, "callsOwn");

// src/database/ahead/grammar.ts
var PARSER_MAJOR = 18;
var MOST = 20;
async function unread(db, pieces, serverVersion) {
  if (Math.floor(serverVersion / 1e4) >= PARSER_MAJOR) return [];
  const found = [];
  let left = pieces.filter(({ nodes }) => nodes.length > 0);
  while (left.length > 0 && found.length < MOST) {
    const refused2 = await ask(db, left);
    if (!refused2) break;
    found.push(refused2);
    left = left.filter((piece) => piece !== refused2.piece);
  }
  return found;
}
__name(unread, "unread");
var FENCE = "select 1";
async function ask(db, pieces) {
  const texts = [FENCE, ...pieces.map(({ text }) => text), FENCE];
  try {
    await db.query(texts.join(BETWEEN), []);
  } catch (error) {
    const cause = error.cause ?? error;
    const { routine, position, message } = cause;
    if (routine === "exec_parse_message") return void 0;
    const piece = position === void 0 ? void 0 : pieceAt(texts, pieces, Number(position) - 1);
    if (piece) return { piece, message };
    throw error;
  }
  throw new Error("the server ran a text that it should only have parsed");
}
__name(ask, "ask");
function pieceAt(texts, pieces, position) {
  let end = 0;
  for (const [index, text] of texts.entries()) {
    end += [...text].length + BETWEEN.length;
    if (position < end) return pieces[index - 1];
  }
  return pieces.at(-1);
}
__name(pieceAt, "pieceAt");

// src/database/hazards/search-path.ts
function followSearchPath(node, memory) {
  if ("VariableSetStmt" in node) {
    const path = pathOfSet(node.VariableSetStmt);
    if (path) replace(memory, path);
  }
  if (!("SelectStmt" in node)) return;
  for (const item of node.SelectStmt.targetList ?? []) {
    const value = "ResTarget" in item ? item.ResTarget.val : void 0;
    const path = value && "FuncCall" in value ? pathOfCall(value.FuncCall) : void 0;
    if (path) replace(memory, path);
  }
}
__name(followSearchPath, "followSearchPath");
function pathOfSet(node) {
  if (node.kind === "VAR_RESET_ALL") return [];
  if (node.name?.toLowerCase() !== "search_path") return void 0;
  return node.kind === "VAR_SET_VALUE" ? (node.args ?? []).map((arg) => constant(arg) ?? "") : [];
}
__name(pathOfSet, "pathOfSet");
function pathOfCall(call) {
  const [name, value] = call.args ?? [];
  if (nameList(call.funcname).at(-1) !== "set_config" || constant(name)?.toLowerCase() !== "search_path")
    return void 0;
  const path = constant(value);
  return path === void 0 ? void 0 : searchPathOf(path);
}
__name(pathOfCall, "pathOfCall");
function replace(memory, path) {
  memory.searchPath.clear();
  for (const schema of path) if (schema !== "$user") memory.searchPath.add(schema);
}
__name(replace, "replace");

// src/database/ahead/identity/state.ts
var State = class _State {
  static {
    __name(this, "State");
  }
  tables = /* @__PURE__ */ new Map();
  publications = /* @__PURE__ */ new Map();
  clone() {
    const copy2 = new _State();
    for (const [name, table] of this.tables)
      copy2.tables.set(name, { ...table, indexes: new Map(table.indexes), heirOf: [...table.heirOf] });
    for (const [name, each] of this.publications)
      copy2.publications.set(name, { ...each, tables: new Set(each.tables), schemas: new Set(each.schemas) });
    return copy2;
  }
  /** The publications that let nobody update or delete rows of a table, by name. */
  refusing(table) {
    if (table.partitioned || table.persistence !== "p" || isIdentified(table)) return [];
    const names2 = [table.name, ...this.above(table)];
    return [...this.publications.values()].filter(
      ({ all, changes, tables, schemas }) => changes && (all || names2.some((name) => tables.has(name) || schemas.has(schemaOf(name))))
    ).map(({ name }) => name);
  }
  rename(table, name) {
    this.tables.delete(table.name);
    for (const each of this.tables.values()) {
      if (each.partitionOf === table.name) each.partitionOf = name;
      const at = each.heirOf.indexOf(table.name);
      if (at >= 0) each.heirOf[at] = name;
    }
    for (const { tables } of this.publications.values()) if (tables.delete(table.name)) tables.add(name);
    table.name = name;
    this.tables.set(name, table);
  }
  drop(name) {
    this.tables.delete(name);
    for (const { tables } of this.publications.values()) tables.delete(name);
    for (const table of [...this.tables.values()]) if (table.partitionOf === name) this.drop(table.name);
  }
  below(table) {
    return [...this.tables.values()].filter(({ partitionOf }) => partitionOf === table.name).flatMap((each) => [each, ...this.below(each)]);
  }
  /** With everything that inherits from it: a publication takes these in by name when it is told of the table. */
  withHeirs(table) {
    const heirs = [...this.tables.values()].filter(({ heirOf }) => heirOf.includes(table.name));
    return [table, ...heirs.flatMap((each) => this.withHeirs(each))];
  }
  above({ partitionOf }) {
    const parent = partitionOf === void 0 ? void 0 : this.tables.get(partitionOf);
    return partitionOf === void 0 ? [] : [partitionOf, ...parent ? this.above(parent) : []];
  }
};
var schemaOf = /* @__PURE__ */ __name((name) => name.slice(0, name.indexOf(".")), "schemaOf");
function isIdentified({ identity, key, index }) {
  if (identity === "f") return true;
  return identity === "i" ? index !== void 0 : identity === "d" && key !== void 0;
}
__name(isIdentified, "isIdentified");
var SQL = `
select (select coalesce(jsonb_agg(jsonb_build_object('name', format('%s.%s', n.nspname, c.relname), 'partitioned', c.relkind = 'p',
    'persistence', c.relpersistence, 'identity', c.relreplident,
    'key', (select x.relname from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid and i.indisprimary),
    'index', (select x.relname from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid and i.indisreplident),
    'indexes', (select coalesce(jsonb_object_agg(x.relname, array(select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = any (i.indkey))), '{}')
      from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid and i.indisunique),
    'partitionOf', (select format('%s.%s', pn.nspname, p.relname) from pg_inherits h join pg_class p on p.oid = h.inhparent
      join pg_namespace pn on pn.oid = p.relnamespace where h.inhrelid = c.oid and c.relispartition limit 1),
    'heirOf', array(select format('%s.%s', pn.nspname, p.relname) from pg_inherits h join pg_class p on p.oid = h.inhparent
      join pg_namespace pn on pn.oid = p.relnamespace where h.inhrelid = c.oid and not c.relispartition))), '[]')
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema') as tables,
  (select coalesce(jsonb_agg(jsonb_build_object('name', p.pubname, 'all', p.puballtables, 'changes', p.pubupdate or p.pubdelete,
    'tables', array(select format('%s.%s', n.nspname, c.relname) from pg_publication_rel r join pg_class c on c.oid = r.prrelid
      join pg_namespace n on n.oid = c.relnamespace where r.prpubid = p.oid),
    'schemas', array(select n.nspname from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid))), '[]')
  from pg_publication p) as publications`;
async function readState(db) {
  const [row] = await db.query(SQL);
  if (!row) throw new Error("the server did not list its publications");
  const state = new State();
  for (const { indexes, key, index, partitionOf, ...table } of row.tables)
    state.tables.set(table.name, {
      ...table,
      indexes: new Map(Object.entries(indexes)),
      key: key ?? void 0,
      index: index ?? void 0,
      partitionOf: partitionOf ?? void 0
    });
  for (const { tables, schemas, ...each } of row.publications)
    state.publications.set(each.name, { ...each, tables: new Set(tables), schemas: new Set(schemas) });
  return state;
}
__name(readState, "readState");

// src/database/ahead/identity/tables.ts
function find({ state, path }, names2) {
  if (names2.length > 1) return state.tables.get(names2.slice(-2).join("."));
  for (const schema of path) {
    const found = state.tables.get(`${schema}.${names2[0]}`);
    if (found) return found;
  }
  return void 0;
}
__name(find, "find");
var TEMPORARY = "pg_temp";
function placeOf({ path }, relation) {
  const [bare3 = "", schema] = parts(relation).reverse();
  return relation?.relpersistence === "t" ? `${TEMPORARY}.${bare3}` : `${schema ?? path[0] ?? "public"}.${bare3}`;
}
__name(placeOf, "placeOf");
function make(scene, relation, more = {}) {
  const name = placeOf(scene, relation);
  if (scene.state.tables.has(name)) return void 0;
  const table = {
    name,
    partitioned: false,
    persistence: relation?.relpersistence ?? "p",
    identity: "d",
    key: void 0,
    index: void 0,
    indexes: /* @__PURE__ */ new Map(),
    partitionOf: void 0,
    heirOf: [],
    isNew: true,
    ...more
  };
  scene.state.tables.set(name, table);
  return table;
}
__name(make, "make");
var bare = /* @__PURE__ */ __name((name) => name.slice(name.indexOf(".") + 1), "bare");
function addKey(table, name, columns) {
  table.key = name ?? `${bare(table.name)}_pkey`;
  table.indexes.set(table.key, [...columns]);
}
__name(addKey, "addKey");
function inheritKey({ state }, table) {
  const parent = table.partitionOf === void 0 ? void 0 : state.tables.get(table.partitionOf);
  if (parent?.key !== void 0 && table.key === void 0)
    addKey(table, void 0, parent.indexes.get(parent.key) ?? []);
}
__name(inheritKey, "inheritKey");
function create(scene, node) {
  const above = (node.inhRelations ?? []).flatMap(
    (each) => "RangeVar" in each ? find(scene, parts(each.RangeVar))?.name ?? [] : []
  );
  const table = make(scene, node.relation, {
    partitioned: node.partspec !== void 0,
    partitionOf: node.partbound ? above[0] : void 0,
    heirOf: node.partbound ? [] : above
  });
  if (!table) return;
  for (const element of node.tableElts ?? []) {
    constraint(table, element);
    if ("ColumnDef" in element)
      for (const each of element.ColumnDef.constraints ?? [])
        constraint(table, each, element.ColumnDef.colname);
    if ("TableLikeClause" in element) {
      const like = find(scene, parts(element.TableLikeClause.relation));
      const indexes = ((element.TableLikeClause.options ?? 0) & 1 << 6) !== 0;
      if (indexes && like?.key !== void 0) addKey(table, void 0, like.indexes.get(like.key) ?? []);
    }
  }
  inheritKey(scene, table);
}
__name(create, "create");
function constraint(table, node, column) {
  if (!node || !("Constraint" in node)) return;
  const { contype, conname, keys, indexname } = node.Constraint;
  if (contype !== "CONSTR_PRIMARY" && contype !== "CONSTR_UNIQUE") return;
  const named = nameList(keys);
  const columns = indexname ? table.indexes.get(indexname) ?? [] : column === void 0 ? named : [column];
  if (indexname) table.indexes.delete(indexname);
  if (contype === "CONSTR_PRIMARY") addKey(table, conname ?? indexname, columns);
  else
    table.indexes.set(conname ?? indexname ?? `${bare(table.name)}_${columns.join("_")}_key`, [...columns]);
  if (indexname && table.index === indexname) table.index = conname ?? indexname;
}
__name(constraint, "constraint");
function loseIndex(table, name) {
  table.indexes.delete(name);
  if (table.key === name) table.key = void 0;
  if (table.index === name) table.index = void 0;
}
__name(loseIndex, "loseIndex");
function alter(scene, node) {
  const table = node.objtype === "OBJECT_TABLE" ? find(scene, parts(node.relation)) : void 0;
  if (!table) return;
  const commands = (node.cmds ?? []).flatMap((item) => "AlterTableCmd" in item ? [item.AlterTableCmd] : []);
  const drops = /* @__PURE__ */ __name(({ subtype }) => subtype?.startsWith("AT_Drop") ? 0 : 1, "drops");
  for (const each of commands.sort((a, b) => drops(a) - drops(b))) command(scene, table, each);
}
__name(alter, "alter");
function command(scene, table, { subtype, name = "", def }) {
  const all = [table, ...scene.state.below(table)];
  switch (subtype) {
    case "AT_AddConstraint":
    case "AT_AddColumn": {
      if (def && "ColumnDef" in def)
        for (const each of def.ColumnDef.constraints ?? []) constraint(table, each, def.ColumnDef.colname);
      constraint(table, def);
      for (const each of all.slice(1)) inheritKey(scene, each);
      return;
    }
    case "AT_DropConstraint":
      if (table.key === name) {
        for (const each of all.slice(1)) if (each.key !== void 0) loseIndex(each, each.key);
      }
      loseIndex(table, name);
      return;
    case "AT_DropColumn":
      for (const each of all)
        for (const [index, columns] of each.indexes) if (columns.includes(name)) loseIndex(each, index);
      return;
    case "AT_ReplicaIdentity":
      if (!def || !("ReplicaIdentityStmt" in def)) return;
      table.identity = def.ReplicaIdentityStmt.identity_type ?? "d";
      table.index = table.identity === "i" ? def.ReplicaIdentityStmt.name : void 0;
      return;
    case "AT_SetLogged":
      table.persistence = "p";
      return;
    case "AT_SetUnLogged":
      table.persistence = "u";
      return;
    case "AT_AttachPartition":
    case "AT_DetachPartition": {
      const part = def && "PartitionCmd" in def ? find(scene, parts(def.PartitionCmd.name)) : void 0;
      if (!part) return;
      part.partitionOf = subtype === "AT_AttachPartition" ? table.name : void 0;
      inheritKey(scene, part);
    }
  }
}
__name(command, "command");
function rename(scene, node) {
  const { newname = "", subname = "" } = node;
  const tables = [...scene.state.tables.values()];
  switch (node.renameType) {
    case "OBJECT_TABLE": {
      const table = find(scene, parts(node.relation));
      if (table) scene.state.rename(table, `${schemaOf(table.name)}.${newname}`);
      return;
    }
    case "OBJECT_SCHEMA":
      for (const table of tables)
        if (schemaOf(table.name) === subname) scene.state.rename(table, `${newname}.${bare(table.name)}`);
      for (const { schemas } of scene.state.publications.values())
        if (schemas.delete(subname)) schemas.add(newname);
      return;
    case "OBJECT_INDEX":
    case "OBJECT_TABCONSTRAINT": {
      const before = node.renameType === "OBJECT_INDEX" ? node.relation?.relname ?? "" : subname;
      const table = node.renameType === "OBJECT_INDEX" ? tables.find(({ indexes }) => indexes.has(before)) : find(scene, parts(node.relation));
      const columns = table?.indexes.get(before);
      if (!table || !columns) return;
      table.indexes.delete(before);
      table.indexes.set(newname, columns);
      if (table.key === before) table.key = newname;
      if (table.index === before) table.index = newname;
      return;
    }
    case "OBJECT_COLUMN": {
      const table = find(scene, parts(node.relation));
      for (const each of table ? [table, ...scene.state.below(table)] : [])
        for (const columns of each.indexes.values()) {
          const at = columns.indexOf(subname);
          if (at >= 0) columns[at] = newname;
        }
    }
  }
}
__name(rename, "rename");
function applyToTables(scene, node) {
  const { state } = scene;
  if ("CreateStmt" in node) create(scene, node.CreateStmt);
  else if ("AlterTableStmt" in node) alter(scene, node.AlterTableStmt);
  else if ("RenameStmt" in node) rename(scene, node.RenameStmt);
  else if ("CreateTableAsStmt" in node) {
    if (node.CreateTableAsStmt.objtype === "OBJECT_TABLE") make(scene, node.CreateTableAsStmt.into?.rel);
  } else if ("SelectStmt" in node) {
    if (node.SelectStmt.intoClause?.rel) make(scene, node.SelectStmt.intoClause.rel);
  } else if ("IndexStmt" in node && node.IndexStmt.unique) {
    const { idxname, indexParams, relation } = node.IndexStmt;
    const columns = (indexParams ?? []).flatMap(
      (each) => "IndexElem" in each ? each.IndexElem.name ?? [] : []
    );
    if (idxname) find(scene, parts(relation))?.indexes.set(idxname, columns);
  } else if ("AlterObjectSchemaStmt" in node) {
    const { relation, newschema, objectType } = node.AlterObjectSchemaStmt;
    const table = objectType === "OBJECT_TABLE" ? find(scene, parts(relation)) : void 0;
    if (table) state.rename(table, `${newschema}.${bare(table.name)}`);
  } else if ("DropStmt" in node)
    for (const names2 of objectNames(node.DropStmt.objects)) {
      if (node.DropStmt.removeType === "OBJECT_TABLE") state.drop(find(scene, names2)?.name ?? "");
      if (node.DropStmt.removeType === "OBJECT_SCHEMA") {
        for (const name of [...state.tables.keys()]) if (schemaOf(name) === names2[0]) state.drop(name);
      }
      if (node.DropStmt.removeType === "OBJECT_INDEX") {
        for (const table of state.tables.values())
          if (table.indexes.has(names2.at(-1) ?? "")) loseIndex(table, names2.at(-1) ?? "");
      }
    }
}
__name(applyToTables, "applyToTables");

// src/database/ahead/identity/publications.ts
function changesOf(options2) {
  for (const item of options2 ?? []) {
    if (!("DefElem" in item) || item.DefElem.defname !== "publish") continue;
    const verbs = namesOf(item.DefElem.arg).flatMap((list) => list.split(",").map((verb) => verb.trim()));
    return verbs.some((verb) => verb === "update" || verb === "delete");
  }
  return void 0;
}
__name(changesOf, "changesOf");
function members(scene, objects2) {
  const tables = /* @__PURE__ */ new Set();
  const schemas = /* @__PURE__ */ new Set();
  for (const object of objects2 ?? []) {
    if (!("PublicationObjSpec" in object)) continue;
    const { pubtable, name, pubobjtype } = object.PublicationObjSpec;
    if (pubtable?.relation) {
      const table = find(scene, parts(pubtable.relation));
      if (!table) continue;
      const all = pubtable.relation.inh === true ? scene.state.withHeirs(table) : [table];
      for (const each of all) tables.add(each.name);
    } else if (pubobjtype === "PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA") schemas.add(scene.path[0] ?? "public");
    else if (name !== void 0) schemas.add(name);
  }
  return { tables, schemas };
}
__name(members, "members");
function applyToPublications(scene, node) {
  const { publications } = scene.state;
  if ("CreatePublicationStmt" in node) {
    const { pubname: name = "", for_all_tables, pubobjects, options: options2 } = node.CreatePublicationStmt;
    if (publications.has(name)) return;
    const all = for_all_tables === true;
    publications.set(name, { name, all, changes: changesOf(options2) ?? true, ...members(scene, pubobjects) });
  } else if ("AlterPublicationStmt" in node) {
    const { pubname = "", pubobjects, options: options2, action } = node.AlterPublicationStmt;
    const known2 = publications.get(pubname);
    if (!known2) return;
    known2.changes = changesOf(options2) ?? known2.changes;
    if (!pubobjects) return;
    const named = members(scene, pubobjects);
    if (action === "AP_SetObjects") {
      known2.tables.clear();
      known2.schemas.clear();
    }
    for (const kind of ["tables", "schemas"])
      for (const each of named[kind])
        if (action === "AP_DropObjects") known2[kind].delete(each);
        else known2[kind].add(each);
  } else if ("DropStmt" in node && node.DropStmt.removeType === "OBJECT_PUBLICATION")
    for (const names2 of objectNames(node.DropStmt.objects)) publications.delete(names2.join("."));
  else if ("RenameStmt" in node && node.RenameStmt.renameType === "OBJECT_PUBLICATION") {
    const [before = ""] = namesOf(node.RenameStmt.object);
    const known2 = publications.get(before);
    const name = node.RenameStmt.newname ?? before;
    publications.delete(before);
    if (known2) publications.set(name, { ...known2, name });
  }
}
__name(applyToPublications, "applyToPublications");

// src/database/ahead/identity/index.ts
async function unidentified(db, files, { searchPath }) {
  const state = await readState(db);
  const publishes = files.flat().some(({ node }) => "CreatePublicationStmt" in node || "DoStmt" in node);
  if (state.publications.size === 0 && !publishes) return [];
  const before = refusedIn(state);
  const blame = /* @__PURE__ */ new Map();
  const maybe = [];
  const note = /* @__PURE__ */ __name((statement, now) => {
    for (const table of [...blame.keys()]) if (!now.has(table)) blame.delete(table);
    for (const [table, by] of now)
      if (!before.has(table) && !blame.has(table)) blame.set(table, { statement, by });
  }, "note");
  for (const file of files) {
    const memory = releaseMemory();
    for (const statement of file) {
      const path = memory.searchPath.size > 0 ? [...memory.searchPath] : searchPath;
      const { nodes } = nested(statement);
      const trial = nodes.every(({ sure }) => sure) ? state : state.clone();
      for (const node of [statement.node, ...nodes.map((each) => each.node)])
        run({ state: trial, path }, node);
      if (trial === state) note(statement, refusedIn(state));
      else
        for (const [table, by] of refusedIn(trial)) {
          const same = [...before.keys(), ...blame.keys()].some(({ name }) => name === table.name);
          if (!same) maybe.push({ statement, table, by });
        }
      followSearchPath(statement.node, memory);
    }
  }
  const found = [...[...blame].map(([table, { statement, by }]) => ({ statement, table, by })), ...maybe];
  return [...Map.groupBy(found, ({ statement }) => statement)].map(([statement, all]) => {
    const shown = all.slice(0, 5).map(({ table, by }) => `${table.name} (published by ${by})`);
    const more = all.length > shown.length ? ` and ${all.length - shown.length} more` : "";
    return {
      statement,
      message: `nothing identifies the rows of ${shown.join(", ")}${more}: updates and deletes of them fail`,
      breaks: all.some(({ table }) => table.isNew !== true)
    };
  });
}
__name(unidentified, "unidentified");
function run(scene, node) {
  applyToTables(scene, node);
  applyToPublications(scene, node);
  const path = "CreateSchemaStmt" in node ? [node.CreateSchemaStmt.schemaname ?? ""] : scene.path;
  for (const part of inner(node)) run({ ...scene, path }, part);
}
__name(run, "run");
function refusedIn(state) {
  const found = /* @__PURE__ */ new Map();
  for (const table of state.tables.values()) {
    const [by] = state.refusing(table);
    if (by !== void 0) found.set(table, by);
  }
  return found;
}
__name(refusedIn, "refusedIn");

// src/database/ahead/rights/asking.ts
var Asking = class {
  static {
    __name(this, "Asking");
  }
  denials = [];
  world;
  /** The role that runs the statement. */
  role;
  /** The role that logged in: SET ROLE asks for its memberships. */
  login;
  /** Schemas in which bare names are looked up. */
  path;
  constructor(world, login, path) {
    this.world = world;
    this.login = login;
    this.role = login;
    this.path = path;
  }
  /** An answer of the catalog: false is what the server refuses. */
  must(answer, lacks, remedy) {
    if (answer === false) this.deny(true, lacks, remedy);
  }
  deny(sure, lacks, remedy) {
    const isSure = sure && !this.world.unsure;
    const may = isSure ? "cannot run it" : "might not be able to run it";
    this.denials.push({ sure: isSure, message: `${this.role} ${may}: ${lacks}. ${remedy}` });
  }
  /** What only superusers may; platforms let their own role do some of it. */
  superuser(what) {
    if (this.world.isSuperuser(this.role)) return;
    const { platform } = this.world;
    const remedy = platform ? `${platform} lets its own role do some of it: try it there first.` : `Let a superuser run it.`;
    this.deny(platform === void 0, `${what} requires a superuser`, remedy);
  }
  /** The same for what a role could be let do, but platforms do as superusers. */
  onPlatform(answer, lacks, remedy) {
    if (answer === false) this.deny(this.world.platform === void 0, lacks, remedy);
  }
  owns(held) {
    if (!held) return;
    const name = quotedOf(held);
    this.must(
      this.world.owns(this.role, held),
      `${held.label} belongs to ${held.owner}`,
      `As ${held.owner}: grant ${quoteName(held.owner)} to ${quoteName(this.role)}, or alter ${typeOf(held)} ${name} owner to ${quoteName(this.role)}.`
    );
  }
  /** DROP also serves the owner of the schema. */
  drops(held) {
    if (!held) return;
    const [schema] = this.world.find("schema", schemaOf2(held));
    if (!schema || !this.world.owns(this.role, schema)) this.owns(held);
  }
  may(held, rights, column = false) {
    if (!held) return;
    this.must(
      this.world.may(this.role, held, rights, column),
      `it has no ${rights.join(" or ")} on ${held.label}`,
      `As ${held.owner}: grant ${rights[0]?.toLowerCase()} on ${typeOf(held)} ${quotedOf(held)} to ${quoteName(this.role)}.`
    );
  }
  usesSchema(name) {
    if (name !== void 0) this.may(this.world.find("schema", name)[0], ["USAGE"]);
  }
  createsIn(schema, role = this.role) {
    const [held] = schema === void 0 ? [] : this.world.find("schema", schema);
    if (!held || schema === TEMPORARY2) return;
    this.must(
      this.world.may(role, held, ["CREATE"]),
      `${role === this.role ? "it" : role} has no CREATE on ${held.label}`,
      `As ${held.owner}: grant create on schema ${quoteName(held.name)} to ${quoteName(role)}.`
    );
  }
  createsInDatabase(right = "CREATE", role = this.role) {
    const [held] = this.world.find("database", this.world.database);
    if (!held) return;
    this.must(
      this.world.may(role, held, [right]),
      `${role === this.role ? "it" : role} has no ${right} on ${held.label}`,
      `As ${held.owner}: grant ${right.toLowerCase()} on database ${quoteName(held.name)} to ${quoteName(role)}.`
    );
  }
  /** Looks a name up as the server would: USAGE on a schema that is named is asked for, too. */
  lookUp(kind, names2) {
    const [bare3 = "", schema] = [...names2].reverse();
    if (!IN_SCHEMAS.has(kind)) return this.world.find(kind, bare3);
    if (schema !== void 0) {
      this.usesSchema(schema);
      return this.world.find(kind, `${schema}.${bare3}`);
    }
    for (const each of [TEMPORARY2, "pg_catalog", ...this.visible()]) {
      const found = this.world.find(kind, `${each}.${bare3}`);
      if (found.length > 0) return found;
    }
    return [];
  }
  relation(relation) {
    return relation ? this.lookUp("relation", parts(relation))[0] : void 0;
  }
  /** The schema that a new object goes to, and what it will be called. */
  place(names2) {
    const [bare3 = "", schema = this.visible()[0]] = [...names2].reverse();
    return { schema, name: `${schema}.${bare3}` };
  }
  /** Makes an object: asks for CREATE in its schema, and keeps in mind that it is there. */
  creates(kind, names2, more = {}) {
    const { schema, name } = this.place(names2);
    this.createsIn(schema);
    this.made(kind, name, more);
    return name;
  }
  made(kind, name, more = {}) {
    const before = this.world.find(kind, name);
    if (before.length > 0 && kind !== "routine") return;
    this.world.add({ kind, name, label: `${kind} ${name}`, owner: this.role, acl: void 0, ...more });
  }
  /** A role by name; CURRENT_USER and the like are the ones at hand. PUBLIC: undefined. */
  named(role) {
    switch (role?.roletype) {
      case "ROLESPEC_CURRENT_USER":
      case "ROLESPEC_CURRENT_ROLE":
        return this.role;
      case "ROLESPEC_SESSION_USER":
        return this.login;
      case "ROLESPEC_PUBLIC":
        return void 0;
    }
    return role?.rolename;
  }
  /** Hands something to a role: whoever does must be able to become it. */
  becomes(role, who = this.role) {
    if (role === void 0 || !this.world.roles.has(role)) return;
    this.must(
      this.world.maySetRole(who, role),
      `${who === this.role ? "it" : who} cannot SET ROLE ${role}`,
      `As a role with ADMIN on it: grant ${quoteName(role)} to ${quoteName(who)}.`
    );
  }
  hasRightsOf(role) {
    if (role === void 0 || !this.world.roles.has(role)) return;
    this.must(
      this.world.hasRightsOf(this.role, role),
      `it does not have the privileges of ${role}`,
      `As a role with ADMIN on it: grant ${quoteName(role)} to ${quoteName(this.role)}.`
    );
  }
  visible() {
    return this.path.flatMap((each) => {
      const name = each === "$user" ? this.role : each;
      const [held] = this.world.find("schema", name);
      return held && this.world.may(this.role, held, ["USAGE"]) !== false ? [name] : [];
    });
  }
};
var TEMPORARY2 = "pg_temp";
var IN_SCHEMAS = /* @__PURE__ */ new Set(["relation", "routine", "type"]);
var schemaOf2 = /* @__PURE__ */ __name(({ kind, name }) => IN_SCHEMAS.has(kind) ? name.slice(0, name.indexOf(".")) : "", "schemaOf");
var quotedOf = /* @__PURE__ */ __name(({ kind, name, types }) => {
  const at = name.indexOf(".");
  if (!IN_SCHEMAS.has(kind)) return quoteName(name);
  const quoted2 = qualifiedName(name.slice(0, at), name.slice(at + 1));
  return types ? `${quoted2}(${types.join(", ")})` : quoted2;
}, "quotedOf");
function typeOf({ kind, relkind }) {
  if (kind === "routine") return "function";
  if (kind === "wrapper") return "foreign data wrapper";
  if (kind === "server") return "foreign server";
  if (kind !== "relation") return kind;
  return relkind === "S" ? "sequence" : relkind === "i" || relkind === "I" ? "index" : "table";
}
__name(typeOf, "typeOf");

// src/database/ahead/rights/data.ts
var fromList = /* @__PURE__ */ __name((relation) => relation?.relname ?? "", "fromList");
function reads(ask3, query, target) {
  const ours = /* @__PURE__ */ new Set();
  walk({ Root: query }, (tag, node) => {
    if (tag === "CommonTableExpr") ours.add(String(node["ctename"]));
  });
  walk({ Root: query }, (tag, node) => {
    if (tag === "RangeVar") {
      const relation = node;
      const isOurs = relation.schemaname === void 0 && ours.has(fromList(relation));
      if (!isOurs && relation !== target) ask3.may(ask3.relation(relation), ["SELECT"], true);
    }
    if (tag === "FuncCall") calls(ask3, node);
  });
}
__name(reads, "reads");
function calls(ask3, { funcname }) {
  const found = ask3.lookUp("routine", nameList(funcname));
  const answers = found.map((held) => ask3.world.may(ask3.role, held, ["EXECUTE"]));
  if (found.length > 0 && answers.every((each) => each === false)) ask3.may(found[0], ["EXECUTE"]);
}
__name(calls, "calls");
var readsColumns = /* @__PURE__ */ __name((node) => {
  let found = false;
  walk({ Root: node }, (tag) => {
    found ||= tag === "ColumnRef";
  });
  return found;
}, "readsColumns");
function writes(ask3, node, right, others) {
  const held = ask3.relation(node.relation);
  ask3.may(held, [right], right !== "DELETE");
  if (!others && readsColumns(node.whereClause)) ask3.may(held, ["SELECT"], true);
  reads(ask3, { ...node, relation: void 0 });
}
__name(writes, "writes");
function lock(ask3, { mode = 8, relations: relations2 }) {
  const strong = ["UPDATE", "DELETE", "TRUNCATE", ...ask3.world.major >= 17 ? ["MAINTAIN"] : []];
  const weaker = ask3.world.major >= 16 ? mode <= 3 : mode === 3;
  const rights = [
    ...strong,
    ...mode === 1 ? ["SELECT"] : [],
    ...weaker && !(ask3.world.major < 16 && mode === 1) ? ["INSERT"] : []
  ];
  const wanted = ask3.world.major < 16 && mode === 1 ? ["SELECT"] : rights;
  for (const each of relations2 ?? []) if ("RangeVar" in each) ask3.may(ask3.relation(each.RangeVar), wanted);
}
__name(lock, "lock");
function copy(ask3, node) {
  const held = ask3.relation(node.relation);
  if (node.filename !== void 0) {
    const role = node.is_program ? "pg_execute_server_program" : node.is_from ? "pg_read_server_files" : "pg_write_server_files";
    ask3.must(
      ask3.world.hasRightsOf(ask3.role, role),
      `COPY with a ${node.is_program ? "program" : "file"} of the server requires ${role}`,
      `As a superuser: grant ${role} to "${ask3.role}".`
    );
  }
  ask3.may(held, [node.is_from ? "INSERT" : "SELECT"], true);
  if (node.query) reads(ask3, node.query);
}
__name(copy, "copy");
var data = {
  SelectStmt: /* @__PURE__ */ __name((ask3, node) => {
    if (node.intoClause?.rel) {
      const { rel } = node.intoClause;
      ask3.creates("relation", [...rel.schemaname ? [rel.schemaname] : [], rel.relname ?? ""], {
        relkind: "r"
      });
    }
    reads(ask3, { ...node, intoClause: void 0 });
  }, "SelectStmt"),
  InsertStmt: /* @__PURE__ */ __name((ask3, node) => writes(ask3, node, "INSERT", true), "InsertStmt"),
  UpdateStmt: /* @__PURE__ */ __name((ask3, node) => writes(ask3, node, "UPDATE", (node.fromClause ?? []).length > 0), "UpdateStmt"),
  DeleteStmt: /* @__PURE__ */ __name((ask3, node) => writes(ask3, node, "DELETE", (node.usingClause ?? []).length > 0), "DeleteStmt"),
  TruncateStmt: /* @__PURE__ */ __name((ask3, node) => {
    for (const each of node.relations ?? [])
      if ("RangeVar" in each) ask3.may(ask3.relation(each.RangeVar), ["TRUNCATE"]);
  }, "TruncateStmt"),
  LockStmt: lock,
  CopyStmt: copy,
  CallStmt: /* @__PURE__ */ __name((ask3, node) => {
    if (node.funccall) calls(ask3, node.funccall);
  }, "CallStmt")
};

// src/database/ahead/rights/relations.ts
var names = /* @__PURE__ */ __name((relation) => [
  ...relation?.relpersistence === "t" ? [TEMPORARY2] : relation?.schemaname === void 0 ? [] : [relation.schemaname],
  relation?.relname ?? ""
], "names");
var createRelation = /* @__PURE__ */ __name((ask3, relation, relkind) => {
  if (relation?.relpersistence === "t") ask3.createsInDatabase("TEMPORARY");
  ask3.creates("relation", names(relation), { relkind });
}, "createRelation");
function createTable(ask3, node) {
  for (const parent of node.inhRelations ?? [])
    if ("RangeVar" in parent) ask3.owns(ask3.relation(parent.RangeVar));
  createRelation(ask3, node.relation, node.partspec ? "p" : "r");
  for (const element of node.tableElts ?? []) {
    if ("TableLikeClause" in element) ask3.may(ask3.relation(element.TableLikeClause.relation), ["SELECT"]);
    if ("ColumnDef" in element) for (const each of element.ColumnDef.constraints ?? []) constraint2(ask3, each);
    constraint2(ask3, element);
  }
}
__name(createTable, "createTable");
function constraint2(ask3, node) {
  if (!node || !("Constraint" in node) || node.Constraint.contype !== "CONSTR_FOREIGN") return;
  ask3.may(ask3.relation(node.Constraint.pktable), ["REFERENCES"], true);
}
__name(constraint2, "constraint");
var BUILDS = /* @__PURE__ */ new Set(["CONSTR_PRIMARY", "CONSTR_UNIQUE", "CONSTR_EXCLUSION"]);
function alterTable(ask3, node) {
  const table = ask3.lookUp(node.objtype === "OBJECT_TYPE" ? "type" : "relation", names(node.relation))[0];
  ask3.owns(table);
  if (!table) return;
  for (const item of node.cmds ?? []) if ("AlterTableCmd" in item) command2(ask3, table, item.AlterTableCmd);
}
__name(alterTable, "alterTable");
function command2(ask3, table, { subtype, def, newowner }) {
  const schema = schemaOf2(table);
  switch (subtype) {
    case "AT_ChangeOwner":
      handOver(ask3, table, ask3.named(newowner));
      return;
    case "AT_AddConstraint":
      constraint2(ask3, def);
      if (def && "Constraint" in def && BUILDS.has(def.Constraint.contype ?? "") && !def.Constraint.indexname)
        ask3.createsIn(schema);
      return;
    case "AT_AddColumn": {
      const constraints = def && "ColumnDef" in def && def.ColumnDef.constraints || [];
      for (const each of constraints) {
        constraint2(ask3, each);
        if ("Constraint" in each && BUILDS.has(each.Constraint.contype ?? "")) ask3.createsIn(schema);
      }
      return;
    }
    case "AT_AttachPartition":
      if (def && "PartitionCmd" in def) ask3.owns(ask3.relation(def.PartitionCmd.name));
      return;
    case "AT_AddInherit":
      if (def && "RangeVar" in def) ask3.owns(ask3.relation(def.RangeVar));
      return;
    case "AT_EnableTrigAll":
    case "AT_DisableTrigAll":
      if (table.systemTriggers) ask3.superuser(`switching the triggers behind foreign keys of ${table.name}`);
  }
}
__name(command2, "command");
function handOver(ask3, held, owner) {
  if (!held || owner === void 0 || held.owner === owner) return;
  ask3.owns(held);
  ask3.becomes(owner);
  if (!ask3.world.isSuperuser(ask3.role) && ask3.world.roles.has(owner)) {
    if (held.kind === "schema") ask3.createsInDatabase();
    else if (held.kind === "publication") ask3.createsInDatabase("CREATE", owner);
    else ask3.createsIn(schemaOf2(held) || void 0, owner);
  }
  if (ask3.denials.length > 0) return;
  held.owner = owner;
  held.acl = void 0;
}
__name(handOver, "handOver");
function maintains(ask3, held) {
  if (ask3.world.major >= 17) ask3.may(held, ["MAINTAIN"]);
  else ask3.owns(held);
}
__name(maintains, "maintains");
var ofTable = /* @__PURE__ */ __name((ask3, { table }) => table === void 0 ? void 0 : ask3.world.find("relation", table)[0], "ofTable");
var relations = {
  CreateStmt: createTable,
  AlterTableStmt: alterTable,
  CreateForeignTableStmt: /* @__PURE__ */ __name((ask3, node) => {
    ask3.may(ask3.lookUp("server", [node.servername ?? ""])[0], ["USAGE"]);
    if (node.base) createTable(ask3, node.base);
  }, "CreateForeignTableStmt"),
  CreateTableAsStmt: /* @__PURE__ */ __name((ask3, node) => {
    createRelation(ask3, node.into?.rel, node.objtype === "OBJECT_MATVIEW" ? "m" : "r");
    if (!node.into?.skipData) reads(ask3, node.query);
  }, "CreateTableAsStmt"),
  ViewStmt: /* @__PURE__ */ __name((ask3, node) => {
    if (node.replace) {
      const { name } = ask3.place(names(node.view));
      ask3.owns(ask3.world.find("relation", name)[0]);
    }
    createRelation(ask3, node.view, "v");
  }, "ViewStmt"),
  CreateSeqStmt: /* @__PURE__ */ __name((ask3, node) => createRelation(ask3, node.sequence, "S"), "CreateSeqStmt"),
  AlterSeqStmt: /* @__PURE__ */ __name((ask3, node) => ask3.owns(ask3.relation(node.sequence)), "AlterSeqStmt"),
  IndexStmt: /* @__PURE__ */ __name((ask3, node) => {
    const table = ask3.relation(node.relation);
    ask3.owns(table);
    if (!table) return;
    ask3.createsIn(schemaOf2(table));
    if (node.idxname)
      ask3.made("relation", `${schemaOf2(table)}.${node.idxname}`, {
        relkind: "i",
        owner: table.owner,
        table: table.name
      });
  }, "IndexStmt"),
  CreateTrigStmt: /* @__PURE__ */ __name((ask3, node) => {
    ask3.may(ask3.relation(node.relation), ["TRIGGER"]);
    ask3.may(ask3.relation(node.constrrel), ["TRIGGER"]);
    const [only2, ...more] = ask3.lookUp("routine", nameList(node.funcname));
    if (more.length === 0) ask3.may(only2, ["EXECUTE"]);
  }, "CreateTrigStmt"),
  RuleStmt: /* @__PURE__ */ __name((ask3, node) => ask3.owns(ask3.relation(node.relation)), "RuleStmt"),
  // Supabase lets its role make policies on some tables that are not its own.
  CreatePolicyStmt: /* @__PURE__ */ __name((ask3, node) => policy(ask3, ask3.relation(node.table)), "CreatePolicyStmt"),
  AlterPolicyStmt: /* @__PURE__ */ __name((ask3, node) => policy(ask3, ask3.relation(node.table)), "AlterPolicyStmt"),
  CreateStatsStmt: /* @__PURE__ */ __name((ask3, node) => {
    for (const each of node.relations ?? []) if ("RangeVar" in each) ask3.owns(ask3.relation(each.RangeVar));
    if (node.defnames) ask3.createsIn(ask3.place(nameList(node.defnames)).schema);
  }, "CreateStatsStmt"),
  RefreshMatViewStmt: /* @__PURE__ */ __name((ask3, node) => maintains(ask3, ask3.relation(node.relation)), "RefreshMatViewStmt"),
  ClusterStmt: /* @__PURE__ */ __name((ask3, node) => maintains(ask3, ask3.relation(node.relation)), "ClusterStmt"),
  ReindexStmt: /* @__PURE__ */ __name((ask3, node) => {
    if (node.kind === "REINDEX_OBJECT_SCHEMA") ask3.owns(ask3.lookUp("schema", [node.name ?? ""])[0]);
    const held = ask3.relation(node.relation);
    maintains(ask3, held?.table ? ofTable(ask3, held) : held);
  }, "ReindexStmt")
};
function policy(ask3, table) {
  if (table)
    ask3.onPlatform(
      ask3.world.owns(ask3.role, table),
      `${table.label} belongs to ${table.owner}`,
      `Let ${table.owner} run it.`
    );
}
__name(policy, "policy");

// src/database/ahead/rights/settings.ts
function setting(ask3, { name, kind }) {
  const known2 = name === void 0 ? void 0 : ask3.world.settings.get(name.toLowerCase());
  if (!name || known2?.context !== "superuser" || kind === "VAR_SET_MULTI") return;
  const mine = ask3.world.rolesOf(ask3.role);
  if (ask3.world.isSuperuser(ask3.role) || known2.granted.some((to) => to === "" || mine.has(to))) return;
  ask3.onPlatform(
    false,
    `only superusers can set ${name}`,
    `As a superuser: grant set on parameter ${name.toLowerCase()} to ${quoteName(ask3.role)}.`
  );
}
__name(setting, "setting");

// src/database/ahead/rights/objects.ts
var KINDS = {
  OBJECT_TABLE: "relation",
  OBJECT_VIEW: "relation",
  OBJECT_MATVIEW: "relation",
  OBJECT_INDEX: "relation",
  OBJECT_SEQUENCE: "relation",
  OBJECT_FOREIGN_TABLE: "relation",
  OBJECT_FUNCTION: "routine",
  OBJECT_PROCEDURE: "routine",
  OBJECT_ROUTINE: "routine",
  OBJECT_AGGREGATE: "routine",
  OBJECT_TYPE: "type",
  OBJECT_DOMAIN: "type",
  OBJECT_SCHEMA: "schema",
  OBJECT_DATABASE: "database",
  OBJECT_EXTENSION: "extension",
  OBJECT_LANGUAGE: "language",
  OBJECT_FDW: "wrapper",
  OBJECT_FOREIGN_SERVER: "server",
  OBJECT_PUBLICATION: "publication",
  OBJECT_EVENT_TRIGGER: "event trigger"
};
var PARTS = /* @__PURE__ */ new Set([
  "OBJECT_COLUMN",
  "OBJECT_TABCONSTRAINT",
  "OBJECT_TRIGGER",
  "OBJECT_RULE",
  "OBJECT_POLICY"
]);
var sameTypes = /* @__PURE__ */ __name((held, types, facts) => held.types?.length === types.length && held.types.every((type, at) => plainType(type, facts) === plainType(types[at] ?? "", facts)), "sameTypes");
function objectOf(ask3, type, object, facts) {
  const names2 = namesOf(object);
  if (PARTS.has(type ?? "")) return ask3.lookUp("relation", names2.slice(0, -1))[0];
  const kind = KINDS[type ?? ""];
  if (!kind || names2.length === 0) return void 0;
  const found = ask3.lookUp(kind, names2);
  if (kind !== "routine") return found[0];
  const types = object && namedTypes(object, facts);
  const fitting = types ? found.filter((held) => sameTypes(held, types, facts)) : found;
  return fitting.length === 1 ? fitting[0] : void 0;
}
__name(objectOf, "objectOf");
function objects(facts) {
  const named = /* @__PURE__ */ __name((ask3, type, object) => objectOf(ask3, type, object, facts), "named");
  return {
    CommentStmt: /* @__PURE__ */ __name((ask3, node) => {
      if (node.objtype === "OBJECT_POLICY") policy(ask3, named(ask3, node.objtype, node.object));
      else ask3.owns(named(ask3, node.objtype, node.object));
    }, "CommentStmt"),
    DropStmt: /* @__PURE__ */ __name((ask3, node) => drop(ask3, node, named), "DropStmt"),
    RenameStmt: /* @__PURE__ */ __name((ask3, node) => rename2(ask3, node, named), "RenameStmt"),
    AlterObjectSchemaStmt: /* @__PURE__ */ __name((ask3, node) => {
      const held = node.relation ? ask3.relation(node.relation) : named(ask3, node.objectType, node.object);
      if (!held) return;
      ask3.owns(held);
      ask3.createsIn(node.newschema);
      if (held.kind !== "extension" && ask3.denials.length === 0)
        ask3.world.move(held, `${node.newschema}.${held.name.split(".").at(-1)}`);
    }, "AlterObjectSchemaStmt"),
    AlterOwnerStmt: /* @__PURE__ */ __name((ask3, node) => handOver(ask3, named(ask3, node.objectType, node.object), ask3.named(node.newowner)), "AlterOwnerStmt"),
    CreateFunctionStmt: /* @__PURE__ */ __name((ask3, node) => createFunction(ask3, node, facts), "CreateFunctionStmt"),
    AlterFunctionStmt: /* @__PURE__ */ __name((ask3, node) => {
      const object = node.func ? { ObjectWithArgs: node.func } : void 0;
      ask3.owns(named(ask3, node.objtype ?? "OBJECT_FUNCTION", object));
      options(ask3, node.actions);
    }, "AlterFunctionStmt"),
    CreateEnumStmt: /* @__PURE__ */ __name((ask3, node) => void ask3.creates("type", nameList(node.typeName)), "CreateEnumStmt"),
    CreateRangeStmt: /* @__PURE__ */ __name((ask3, node) => void ask3.creates("type", nameList(node.typeName)), "CreateRangeStmt"),
    CreateDomainStmt: /* @__PURE__ */ __name((ask3, node) => void ask3.creates("type", nameList(node.domainname)), "CreateDomainStmt"),
    CompositeTypeStmt: /* @__PURE__ */ __name((ask3, node) => void ask3.creates("type", [
      ...node.typevar?.schemaname ? [node.typevar.schemaname] : [],
      node.typevar?.relname ?? ""
    ]), "CompositeTypeStmt"),
    AlterEnumStmt: /* @__PURE__ */ __name((ask3, node) => ask3.owns(ask3.lookUp("type", nameList(node.typeName))[0]), "AlterEnumStmt"),
    AlterDomainStmt: /* @__PURE__ */ __name((ask3, node) => ask3.owns(ask3.lookUp("type", nameList(node.typeName))[0]), "AlterDomainStmt"),
    CreateSchemaStmt: /* @__PURE__ */ __name((ask3, node) => {
      const owner = node.authrole ? ask3.named(node.authrole) : ask3.role;
      const name = node.schemaname ?? owner ?? "";
      ask3.createsInDatabase();
      if (node.authrole) ask3.becomes(owner);
      ask3.made("schema", name, { owner: owner ?? ask3.role });
    }, "CreateSchemaStmt")
  };
}
__name(objects, "objects");
function drop(ask3, node, named) {
  const type = node.removeType;
  for (const object of node.objects ?? []) {
    const held = named(ask3, type, object);
    if (!held) continue;
    if (type === "OBJECT_POLICY" || type === "OBJECT_TRIGGER") policy(ask3, held);
    else if (PARTS.has(type ?? "")) ask3.owns(held);
    else {
      ask3.drops(held);
      ask3.world.remove(held.kind, held.name);
      if (node.behavior === "DROP_CASCADE") ask3.world.unsure = true;
    }
  }
}
__name(drop, "drop");
function rename2(ask3, node, named) {
  const held = node.relation ? ask3.relation(node.relation) : named(ask3, node.renameType, node.object ?? whole(node));
  if (!held) return;
  ask3.owns(held);
  const isItself = KINDS[node.renameType ?? ""] !== void 0;
  if (!isItself || node.renameType === "OBJECT_DATABASE") return;
  if (held.kind === "relation" || held.kind === "routine") ask3.createsIn(schemaOf2(held));
  if (held.kind === "schema") {
    ask3.createsInDatabase();
    ask3.world.unsure = true;
    return;
  }
  const schema = schemaOf2(held);
  if (node.newname) ask3.world.move(held, schema ? `${schema}.${node.newname}` : node.newname);
}
__name(rename2, "rename");
var whole = /* @__PURE__ */ __name(({ subname }) => subname === void 0 ? void 0 : { String: { sval: subname } }, "whole");
function createFunction(ask3, node, facts) {
  const names2 = nameList(node.funcname);
  const { types } = routineOf(node, facts);
  const { schema, name } = ask3.place(names2);
  ask3.createsIn(schema);
  const before = ask3.world.find("routine", name).find((held) => sameTypes(held, types, facts));
  if (before && node.replace) ask3.owns(before);
  if (!before) ask3.made("routine", name, { types });
  options(ask3, node.options);
}
__name(createFunction, "createFunction");
function options(ask3, list) {
  for (const item of list ?? []) {
    if (!("DefElem" in item)) continue;
    const { defname, arg } = item.DefElem;
    if (defname === "language") language(ask3, namesOf(arg)[0] ?? "");
    if (defname === "leakproof" && arg && "Boolean" in arg && arg.Boolean.boolval === true)
      ask3.superuser("a LEAKPROOF function");
    if (defname === "support") ask3.superuser("a support function");
    if (defname === "set" && arg && "VariableSetStmt" in arg) setting(ask3, arg.VariableSetStmt);
  }
}
__name(options, "options");
function language(ask3, name) {
  const [held] = ask3.world.find("language", name.toLowerCase());
  if (!held) return;
  if (held.trusted) ask3.may(held, ["USAGE"]);
  else ask3.superuser(`a function in ${held.label}`);
}
__name(language, "language");

// src/database/ahead/rights/grants.ts
function grants(facts, without) {
  return {
    GrantStmt: /* @__PURE__ */ __name((ask3, node) => {
      const rights = rightsOf(node);
      for (const held of objectsOf(ask3, node, facts)) {
        if (ask3.world.mayGrant(ask3.role, held) === false) {
          const remedy = `As ${held.owner}: run it, or grant it to ${quoteName(ask3.role)} with grant option.`;
          const lacks = `it cannot grant any privilege on ${held.label}, which belongs to ${held.owner}`;
          const hasAny = ask3.world.hasAny(ask3.role, held, ofColumns(node));
          if (hasAny === true)
            without(`${ask3.role} would ${node.is_grant ? "grant" : "revoke"} nothing: ${lacks}. ${remedy}`);
          else ask3.must(hasAny, lacks, remedy);
        }
        if (ask3.denials.length === 0) change(ask3, held, node, rights);
      }
    }, "GrantStmt")
  };
}
__name(grants, "grants");
function rightsOf({ privileges }) {
  return (privileges ?? []).flatMap(
    (each) => "AccessPriv" in each && each.AccessPriv.priv_name ? [each.AccessPriv.priv_name.toUpperCase()] : []
  );
}
__name(rightsOf, "rightsOf");
var ofColumns = /* @__PURE__ */ __name(({ privileges }) => (privileges ?? []).some((each) => "AccessPriv" in each && each.AccessPriv.cols !== void 0), "ofColumns");
var KINDS2 = { OBJECT_TABLE: "r p v m f", OBJECT_SEQUENCE: "S" };
function objectsOf(ask3, node, facts) {
  if (node.targtype === "ACL_TARGET_ALL_IN_SCHEMA") {
    const kinds = KINDS2[node.objtype];
    return (node.objects ?? []).flatMap((object) => {
      const schema = "String" in object ? object.String.sval ?? "" : "";
      ask3.usesSchema(schema);
      return [...ask3.world.objects.values()].flat().filter(
        ({ kind, name, relkind }) => name.startsWith(`${schema}.`) && (kinds ? kind === "relation" && kinds.includes(relkind ?? "?") : kind === "routine")
      );
    });
  }
  return (node.objects ?? []).flatMap((object) => objectOf(ask3, node.objtype, object, facts) ?? []);
}
__name(objectsOf, "objectsOf");
function change(ask3, held, node, rights) {
  const columns = ofColumns(node);
  if (!node.is_grant || rights.length === 0 || !held.acl) {
    held.acl = void 0;
    return;
  }
  const to = (node.grantees ?? []).flatMap((each) => {
    if (!("RoleSpec" in each)) return [];
    return each.RoleSpec.roletype === "ROLESPEC_PUBLIC" ? [""] : ask3.named(each.RoleSpec) ?? [];
  });
  const grantable = node.grant_option === true;
  const added = to.flatMap(
    (role) => rights.map((right) => ({ to: role, right, grantable, ...columns ? { ofColumn: true } : {} }))
  );
  held.acl = [...held.acl, ...added];
}
__name(change, "change");

// src/database/ahead/rights/world.ts
var DATABASE_OWNER = "pg_database_owner";
var READS = /* @__PURE__ */ new Set(["SELECT"]);
var WRITES = /* @__PURE__ */ new Set(["INSERT", "UPDATE", "DELETE"]);
var World = class {
  static {
    __name(this, "World");
  }
  roles = /* @__PURE__ */ new Map();
  memberships = [];
  /** By `kind name`; routines have overloads. */
  objects = /* @__PURE__ */ new Map();
  available = /* @__PURE__ */ new Map();
  /** Settings that pending files name → who may make them. */
  settings = /* @__PURE__ */ new Map();
  /** Something that cannot be read may have changed rights. */
  unsure = false;
  version;
  database;
  /** The platform lets its own role do what else only superusers may. */
  platform;
  /** Whoever makes a role gets more of it than ADMIN. */
  selfGrants;
  constructor(about) {
    this.version = about.version;
    this.database = about.database;
    this.platform = about.platform;
    this.selfGrants = about.selfGrants;
  }
  get major() {
    return Math.floor(this.version / 1e4);
  }
  find(kind, name) {
    return this.objects.get(`${kind} ${name}`) ?? [];
  }
  add(held) {
    const key = `${held.kind} ${held.name}`;
    const before = held.kind === "routine" ? this.objects.get(key) ?? [] : [];
    this.objects.set(key, [...before, held]);
  }
  remove(kind, name) {
    this.objects.delete(`${kind} ${name}`);
    if (kind !== "schema") return;
    for (const [key, [held]] of this.objects)
      if (held && held.kind !== "schema" && held.name.startsWith(`${name}.`)) this.objects.delete(key);
  }
  move(held, name) {
    const left = this.find(held.kind, held.name).filter((each) => each !== held);
    this.objects.set(`${held.kind} ${held.name}`, left);
    this.add({ ...held, name, label: held.label.replace(held.name, () => name) });
  }
  isSuperuser(role) {
    return this.roles.get(role)?.superuser === true;
  }
  /** Roles whose rights a role has without SET ROLE, itself among them. */
  rolesOf(role, by = "inherit") {
    const found = /* @__PURE__ */ new Set([role]);
    const owner = this.find("database", this.database)[0]?.owner;
    for (const each of found) {
      if (each === owner) found.add(DATABASE_OWNER);
      for (const membership2 of this.memberships)
        if (membership2.member === each && (by === "any" || membership2[by])) found.add(membership2.role);
    }
    return found;
  }
  /** Whether a role has the rights of another. https://www.postgresql.org/docs/current/functions-info.html */
  hasRightsOf(role, other) {
    return this.isSuperuser(role) || this.rolesOf(role).has(other);
  }
  maySetRole(role, other) {
    if (this.isSuperuser(role)) return true;
    return this.rolesOf(role, this.major >= 16 ? "set" : "any").has(other);
  }
  /** Whether a role may pass on membership in another. */
  mayAdminister(role, other) {
    if (this.isSuperuser(role)) return true;
    const mine = this.rolesOf(role, "any");
    return this.memberships.some(({ role: of2, member, admin }) => admin && of2 === other && mine.has(member));
  }
  owns(role, { owner }) {
    return this.hasRightsOf(role, owner);
  }
  /** Any of these rights on an object; `column`: on one of its columns at least will do. */
  may(role, held, rights, column = false) {
    if (this.isSuperuser(role)) return true;
    const mine = this.rolesOf(role);
    if (rights.some((right) => this.byPredefined(mine, held, right))) return true;
    if (!held.acl) return mine.has(held.owner) ? true : void 0;
    return held.acl.some(
      ({ to, right, ofColumn }) => rights.includes(right) && (column || !ofColumn) && (to === "" || mine.has(to))
    );
  }
  /** Whether anything at all is allowed: then GRANT warns, and does nothing, instead of failing. */
  hasAny(role, held, column = false) {
    if (this.owns(role, held)) return true;
    if (!held.acl) return void 0;
    const mine = this.rolesOf(role);
    return held.acl.some(({ to, ofColumn }) => (column || !ofColumn) && (to === "" || mine.has(to)));
  }
  mayGrant(role, held) {
    if (this.owns(role, held)) return true;
    if (!held.acl) return void 0;
    const mine = this.rolesOf(role);
    return held.acl.some(({ to, grantable }) => grantable && mine.has(to));
  }
  byPredefined(mine, { kind }, right) {
    const reads2 = mine.has("pg_read_all_data");
    const writes2 = mine.has("pg_write_all_data");
    if (kind === "schema") return right === "USAGE" && (reads2 || writes2);
    if (kind !== "relation") return false;
    if (right === "MAINTAIN") return mine.has("pg_maintain");
    return READS.has(right) && reads2 || WRITES.has(right) && writes2;
  }
};

// src/database/ahead/rights/read.ts
var PLATFORMS = {
  supabase_admin: "Supabase",
  rds_superuser: "Amazon RDS",
  cloudsqlsuperuser: "Cloud SQL",
  azure_pg_admin: "Azure",
  neon_superuser: "Neon"
};
var grants2 = /* @__PURE__ */ __name((acl, kind, owner) => `(select coalesce(jsonb_agg(jsonb_build_object('to', coalesce(pg_get_userbyid(nullif(x.grantee, 0)), ''),
     'right', x.privilege_type, 'grantable', x.is_grantable)), '[]')
   from aclexplode(coalesce(${acl}, acldefault(${kind}, ${owner}))) x)`, "grants");
var one = /* @__PURE__ */ __name((kind, from, name, owner, acl) => `select jsonb_build_object('kind', '${kind}', 'name', ${name}, 'label', '${kind} ' || ${name},
     'owner', pg_get_userbyid(${owner}), 'acl', ${acl}) as object from ${from}`, "one");
var NOTHING = "'[]'::jsonb";
var OBJECTS = `
select jsonb_build_object('kind', 'relation', 'name', format('%s.%s', n.nspname, c.relname),
  'label', format('%s %s.%s', case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
    when 'f' then 'foreign table' when 'i' then 'index' when 'I' then 'index' else 'table' end, n.nspname, c.relname),
  'owner', pg_get_userbyid(c.relowner), 'relkind', c.relkind,
  'table', (select format('%s.%s', tn.nspname, t.relname) from pg_index i join pg_class t on t.oid = i.indrelid
    join pg_namespace tn on tn.oid = t.relnamespace where i.indexrelid = c.oid),
  'systemTriggers', exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgisinternal),
  'acl', ${grants2("c.relacl", `case c.relkind when 'S' then 's'::"char" else 'r'::"char" end`, "c.relowner")}
    || (select coalesce(jsonb_agg(jsonb_build_object('to', coalesce(pg_get_userbyid(nullif(x.grantee, 0)), ''),
        'right', x.privilege_type, 'grantable', x.is_grantable, 'ofColumn', true)), '[]')
      from pg_attribute a, aclexplode(a.attacl) x where a.attrelid = c.oid and a.attacl is not null and not a.attisdropped)) as object
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where (c.relname = any ($1) or n.nspname = any ($2)) and n.nspname !~ '^pg_(toast|temp)'
union all
select jsonb_build_object('kind', 'routine', 'name', format('%s.%s', n.nspname, p.proname),
  'label', format('function %s.%s', n.nspname, p.proname), 'owner', pg_get_userbyid(p.proowner),
  'types', array(select format_type(t, null) from unnest(p.proargtypes) t), 'acl', ${grants2("p.proacl", "'f'", "p.proowner")})
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = any ($1) or n.nspname = any ($2)
union all
select jsonb_build_object('kind', 'type', 'name', format('%s.%s', n.nspname, t.typname),
  'label', format('type %s.%s', n.nspname, t.typname), 'owner', pg_get_userbyid(t.typowner), 'acl', ${grants2("t.typacl", "'T'", "t.typowner")})
from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typname = any ($1) and t.typrelid = 0 and t.typelem = 0
union all ${one("schema", "pg_namespace where nspname !~ '^pg_(toast|temp)'", "nspname", "nspowner", grants2("nspacl", "'n'", "nspowner"))}
union all ${one("database", "pg_database where datname = current_database()", "datname", "datdba", grants2("datacl", "'d'", "datdba"))}
union all ${one("extension", "pg_extension", "extname", "extowner", NOTHING)}
union all select object || jsonb_build_object('trusted', lanpltrusted) from (
  ${one("language", "pg_language", "lanname", "lanowner", grants2("lanacl", "'l'", "lanowner")).replace(" as object", " as object, lanpltrusted")}) l
union all ${one("wrapper", "pg_foreign_data_wrapper", "fdwname", "fdwowner", grants2("fdwacl", "'F'", "fdwowner"))}
union all ${one("server", "pg_foreign_server", "srvname", "srvowner", grants2("srvacl", "'S'", "srvowner"))}
union all ${one("publication", "pg_publication", "pubname", "pubowner", NOTHING)}
union all ${one("event trigger", "pg_event_trigger", "evtname", "evtowner", NOTHING)}`;
var WORLD = `
select current_setting('server_version_num')::int as version, current_database()::text as database,
  coalesce(current_setting('createrole_self_grant', true), '') <> '' or exists (
    select from pg_db_role_setting, unnest(setconfig) c where c like 'createrole\\_self\\_grant=_%') as self_grants,
  (select jsonb_agg(jsonb_build_object('name', rolname, 'superuser', rolsuper, 'createrole', rolcreaterole, 'createdb', rolcreatedb,
    'replication', rolreplication, 'bypassrls', rolbypassrls, 'inherit', rolinherit)) from pg_roles) as roles,
  (select coalesce(jsonb_agg(jsonb_build_object('role', pg_get_userbyid(m.roleid), 'member', pg_get_userbyid(m.member), 'admin', m.admin_option,
    'inherit', coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, r.rolinherit), 'set', coalesce((to_jsonb(m) ->> 'set_option')::boolean, true))), '[]')
    from pg_auth_members m join pg_roles r on r.oid = m.member) as memberships,
  (select coalesce(jsonb_agg(object), '[]') from (${OBJECTS}) o) as objects,
  (select coalesce(jsonb_agg(jsonb_build_object('name', v.name, 'superuser', v.superuser, 'trusted', v.trusted)), '[]')
    from pg_available_extension_versions v join pg_available_extensions e on e.name = v.name and e.default_version = v.version
    where v.name = any ($3)) as available,
  (select coalesce(jsonb_agg(jsonb_build_object('name', lower(s.name), 'context', s.context, 'granted',
      (select coalesce(jsonb_agg(coalesce(pg_get_userbyid(nullif(x.grantee, 0)), '')), '[]') from pg_parameter_acl a, aclexplode(a.paracl) x
        where a.parname = lower(s.name) and x.privilege_type = 'SET'))), '[]')
    from pg_settings s where lower(s.name) = any ($4)) as settings`;
async function readWorld(db, wanted) {
  const [row] = await db.query(WORLD, [
    [...wanted.names],
    [...wanted.schemas],
    [...wanted.extensions],
    [...wanted.settings]
  ]);
  if (!row) throw new Error("the server did not list owners and privileges");
  const platform = row.roles.flatMap(({ name }) => PLATFORMS[name] ?? [])[0];
  const world = new World({
    version: row.version,
    database: row.database,
    platform,
    selfGrants: row.self_grants
  });
  for (const role of row.roles) world.roles.set(role.name, role);
  world.memberships.push(...row.memberships);
  for (const held of row.objects) world.add(held);
  for (const each of row.available) world.available.set(each.name, each);
  for (const each of row.settings) world.settings.set(each.name, each);
  return world;
}
__name(readWorld, "readWorld");
async function migratingRole(db) {
  const [row] = await db.query(`
with found as (
  select (select nspowner from pg_namespace where nspname = 'shiplock') as record,
    (select c.relowner from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'supabase_migrations' and c.relname = 'schema_migrations') as history,
    (select oid from pg_roles where rolname = current_user) as mine,
    has_database_privilege(current_database(), 'create') as makes
), chosen as (
  select case
      when record is not null then case when pg_has_role(record, 'usage') then mine else record end
      when history is not null then case when makes and pg_has_role(history, 'usage') then mine else history end
      when makes then mine end as oid,
    record is null and history is not null and not (makes and pg_has_role(history, 'usage')) as guessed
  from found
)
select pg_get_userbyid(chosen.oid)::text as role, guessed, coalesce(case when chosen.oid = (select mine from found) then current_setting('search_path') end,
  (select substr(c, 13) from pg_db_role_setting s, unnest(s.setconfig) c where c like 'search\\_path=%'
    and s.setrole in (0, chosen.oid) and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
    order by s.setrole <> 0 desc, s.setdatabase <> 0 desc limit 1), '"$user", public') as path
from chosen where chosen.oid is not null`);
  if (!row?.role) return void 0;
  return { role: row.role, searchPath: row.path, guessed: row.guessed };
}
__name(migratingRole, "migratingRole");

// src/database/ahead/rights/roles.ts
var ATTRIBUTES = {
  superuser: "superuser",
  createrole: "createrole",
  createdb: "createdb",
  isreplication: "replication",
  bypassrls: "bypassrls"
};
function attributesOf(options2) {
  const found = /* @__PURE__ */ new Map();
  for (const [option, attribute] of Object.entries(ATTRIBUTES)) {
    for (const item of options2 ?? []) {
      if (!("DefElem" in item) || item.DefElem.defname !== option) continue;
      const { arg } = item.DefElem;
      found.set(attribute, arg !== void 0 && "Boolean" in arg && arg.Boolean.boolval === true);
    }
  }
  return found;
}
__name(attributesOf, "attributesOf");
var has = /* @__PURE__ */ __name((ask3, attribute) => ask3.world.isSuperuser(ask3.role) || ask3.world.roles.get(ask3.role)?.[attribute] === true, "has");
function needs(ask3, attribute) {
  const word = attribute.toUpperCase();
  ask3.onPlatform(
    has(ask3, attribute),
    `that requires ${word}`,
    `As a superuser: alter role "${ask3.role}" ${word}.`
  );
}
__name(needs, "needs");
function gives(ask3, attributes, isNew) {
  for (const [attribute, on] of attributes) {
    if (attribute === "superuser") {
      if (on || !isNew) ask3.superuser("SUPERUSER");
    } else if (attribute === "createrole") continue;
    else if (ask3.world.major >= 16) {
      if (on || !isNew) needs(ask3, attribute);
    } else if (attribute !== "createdb" && (on || !isNew)) ask3.superuser(attribute.toUpperCase());
  }
}
__name(gives, "gives");
function createRole(ask3, node) {
  needs(ask3, "createrole");
  const attributes = attributesOf(node.options);
  gives(ask3, attributes, true);
  for (const item of node.options ?? [])
    if ("DefElem" in item && item.DefElem.defname === "addroleto" && item.DefElem.arg && "List" in item.DefElem.arg)
      for (const name2 of roles(item.DefElem.arg.List.items)) passesOn(ask3, name2);
  const name = node.role ?? "";
  const flag = /* @__PURE__ */ __name((attribute) => attributes.get(attribute) === true, "flag");
  ask3.world.roles.set(name, {
    name,
    superuser: flag("superuser"),
    createrole: flag("createrole"),
    createdb: flag("createdb"),
    replication: flag("replication"),
    bypassrls: flag("bypassrls"),
    inherit: true
  });
  const more = ask3.world.selfGrants;
  if (ask3.world.major >= 16 && !ask3.world.isSuperuser(ask3.role))
    ask3.world.memberships.push({ role: name, member: ask3.role, admin: true, inherit: more, set: more });
}
__name(createRole, "createRole");
function passesOn(ask3, role) {
  const known2 = ask3.world.roles.get(role);
  if (!known2) return;
  if (known2.superuser) {
    ask3.superuser(`membership in the superuser ${role}`);
    return;
  }
  const byAttribute = ask3.world.major < 16 && has(ask3, "createrole");
  ask3.onPlatform(
    byAttribute || ask3.world.mayAdminister(ask3.role, role),
    `it has no ADMIN on role ${role}`,
    `As a role that has: grant "${role}" to "${ask3.role}" with admin option.`
  );
}
__name(passesOn, "passesOn");
function membership(ask3, node) {
  const granted = (node.granted_roles ?? []).flatMap(
    (each) => "AccessPriv" in each && each.AccessPriv.priv_name ? [each.AccessPriv.priv_name] : []
  );
  for (const role of granted) passesOn(ask3, role);
  if (ask3.denials.length > 0) return;
  if (!node.is_grant) {
    ask3.world.unsure = true;
    return;
  }
  const option = /* @__PURE__ */ __name((name) => isOn(node.opt, name), "option");
  for (const role of granted)
    for (const item of node.grantee_roles ?? []) {
      const member = "RoleSpec" in item ? ask3.named(item.RoleSpec) : void 0;
      if (member === void 0) continue;
      const inherit = option("inherit") ?? ask3.world.roles.get(member)?.inherit ?? true;
      const set = option("set") ?? true;
      ask3.world.memberships.push({ role, member, admin: option("admin") === true, inherit, set });
    }
}
__name(membership, "membership");
function administers(ask3, role) {
  const known2 = role === void 0 ? void 0 : ask3.world.roles.get(role);
  if (!known2) return;
  if (known2.superuser) ask3.superuser(`changing the superuser ${role}`);
  else {
    needs(ask3, "createrole");
    if (ask3.world.major >= 16 && ask3.denials.length === 0) passesOn(ask3, known2.name);
  }
}
__name(administers, "administers");
function alterRole(ask3, node) {
  const name = ask3.named(node.role);
  const attributes = attributesOf(node.options);
  const given = (node.options ?? []).flatMap((item) => "DefElem" in item ? [item.DefElem.defname] : []);
  if (given.includes("rolemembers")) return;
  const ownPassword = name === ask3.role && given.every((each) => each === "password");
  if (!ownPassword) administers(ask3, name);
  if (ask3.denials.length === 0) gives(ask3, attributes, false);
  const known2 = name === void 0 ? void 0 : ask3.world.roles.get(name);
  if (known2 && ask3.denials.length === 0) for (const [attribute, on] of attributes) known2[attribute] = on;
}
__name(alterRole, "alterRole");
var roles2 = {
  CreateRoleStmt: createRole,
  AlterRoleStmt: alterRole,
  GrantRoleStmt: membership,
  CommentStmt: /* @__PURE__ */ __name((ask3, node) => {
    if (node.objtype === "OBJECT_ROLE") administers(ask3, namesOf(node.object)[0]);
  }, "CommentStmt"),
  AlterRoleSetStmt: /* @__PURE__ */ __name((ask3, node) => {
    if (node.role && ask3.named(node.role) !== ask3.role) administers(ask3, ask3.named(node.role));
    if (node.setstmt) setting(ask3, node.setstmt);
  }, "AlterRoleSetStmt"),
  DropRoleStmt: /* @__PURE__ */ __name((ask3, node) => {
    for (const name of roles(node.roles)) {
      administers(ask3, name);
      ask3.world.roles.delete(name);
    }
  }, "DropRoleStmt"),
  ReassignOwnedStmt: /* @__PURE__ */ __name((ask3, node) => {
    for (const name of roles(node.roles)) ask3.hasRightsOf(name);
    ask3.hasRightsOf(ask3.named(node.newrole));
    ask3.world.unsure = true;
  }, "ReassignOwnedStmt"),
  DropOwnedStmt: /* @__PURE__ */ __name((ask3, node) => {
    for (const name of roles(node.roles)) ask3.hasRightsOf(name);
    ask3.world.unsure = true;
  }, "DropOwnedStmt"),
  AlterDefaultPrivilegesStmt: /* @__PURE__ */ __name((ask3, node) => {
    for (const item of node.options ?? [])
      if ("DefElem" in item && item.DefElem.defname === "roles" && item.DefElem.arg && "List" in item.DefElem.arg)
        for (const name of roles(item.DefElem.arg.List.items)) ask3.hasRightsOf(name);
  }, "AlterDefaultPrivilegesStmt"),
  VariableSetStmt: /* @__PURE__ */ __name((ask3, node) => {
    const value = constant(node.args?.[0]);
    const isReset = node.kind === "VAR_RESET" || node.kind === "VAR_SET_DEFAULT";
    if (node.name === "role") {
      if (isReset || value === "none") ask3.role = ask3.login;
      else if (value !== void 0) {
        const before = ask3.role;
        ask3.role = ask3.login;
        ask3.becomes(value);
        ask3.role = ask3.denials.length === 0 ? value : before;
      }
    } else if (node.name === "session_authorization") {
      if (isReset || value === ask3.login) ask3.role = ask3.login;
      else if (value !== void 0 && !ask3.world.isSuperuser(ask3.login))
        ask3.superuser(`SET SESSION AUTHORIZATION ${value}`);
      else if (value !== void 0) ask3.role = value;
    } else setting(ask3, node);
  }, "VariableSetStmt")
};

// src/database/ahead/rights/server.ts
function extension(ask3, name, requires) {
  if (ask3.world.find("extension", name).length > 0) return;
  const available = ask3.world.available.get(name);
  if (!available) return;
  if (available.superuser) {
    if (!available.trusted) ask3.superuser(`extension ${name}`);
    else if (!ask3.world.isSuperuser(ask3.role)) {
      const [database] = ask3.world.find("database", ask3.world.database);
      if (database)
        ask3.onPlatform(
          ask3.world.may(ask3.role, database, ["CREATE"]),
          `extension ${name} requires CREATE on ${database.label}`,
          `As ${database.owner}: grant create on database "${database.name}" to "${ask3.role}".`
        );
    }
  }
  if (requires || ask3.denials.length > 0) return;
  ask3.made("extension", name);
  ask3.world.unsure = true;
}
__name(extension, "extension");
function members2(ask3, objects2) {
  for (const object of objects2 ?? []) {
    if (!("PublicationObjSpec" in object)) continue;
    const { pubtable } = object.PublicationObjSpec;
    if (pubtable?.relation) ask3.owns(ask3.relation(pubtable.relation));
    else ask3.superuser("publishing all tables of a schema");
  }
}
__name(members2, "members");
var only = /* @__PURE__ */ __name((what) => (ask3) => ask3.superuser(what), "only");
var LOW_LEVEL = /* @__PURE__ */ new Set(["OBJECT_TSPARSER", "OBJECT_TSTEMPLATE"]);
var IN_SCHEMA = /* @__PURE__ */ new Set([
  "OBJECT_AGGREGATE",
  "OBJECT_COLLATION",
  "OBJECT_TSDICTIONARY",
  "OBJECT_TSCONFIGURATION",
  "OBJECT_OPERATOR"
]);
var server = {
  CreateExtensionStmt: /* @__PURE__ */ __name((ask3, node) => extension(ask3, node.extname ?? "", false), "CreateExtensionStmt"),
  AlterExtensionStmt: /* @__PURE__ */ __name((ask3, node) => {
    const [held] = ask3.world.find("extension", node.extname ?? "");
    if (held)
      ask3.onPlatform(
        ask3.world.owns(ask3.role, held),
        `${held.label} belongs to ${held.owner}`,
        `Let ${held.owner} run it.`
      );
  }, "AlterExtensionStmt"),
  CreateEventTrigStmt: only("an event trigger"),
  CreateFdwStmt: only("a foreign data wrapper"),
  AlterFdwStmt: only("a foreign data wrapper"),
  CreatePLangStmt: only("a language"),
  CreateAmStmt: only("an access method"),
  CreateOpClassStmt: only("an operator class"),
  CreateOpFamilyStmt: only("an operator family"),
  CreateTableSpaceStmt: only("a tablespace"),
  AlterSystemStmt: only("ALTER SYSTEM"),
  DefineStmt: /* @__PURE__ */ __name((ask3, node) => {
    if (LOW_LEVEL.has(node.kind ?? "")) ask3.superuser("a text search parser or template");
    else if (IN_SCHEMA.has(node.kind ?? "")) ask3.createsIn(ask3.place(nameList(node.defnames)).schema);
  }, "DefineStmt"),
  CreateForeignServerStmt: /* @__PURE__ */ __name((ask3, node) => {
    ask3.may(ask3.world.find("wrapper", node.fdwname ?? "")[0], ["USAGE"]);
    if (ask3.denials.length === 0) ask3.made("server", node.servername ?? "");
  }, "CreateForeignServerStmt"),
  CreateUserMappingStmt: /* @__PURE__ */ __name((ask3, node) => {
    const [held] = ask3.world.find("server", node.servername ?? "");
    const isOwn = ask3.named(node.user) === ask3.role;
    if (held && !(isOwn && ask3.world.may(ask3.role, held, ["USAGE"]) !== false)) ask3.owns(held);
  }, "CreateUserMappingStmt"),
  ImportForeignSchemaStmt: /* @__PURE__ */ __name((ask3, node) => {
    ask3.may(ask3.world.find("server", node.server_name ?? "")[0], ["USAGE"]);
    ask3.createsIn(node.local_schema);
  }, "ImportForeignSchemaStmt"),
  CreatePublicationStmt: /* @__PURE__ */ __name((ask3, node) => {
    ask3.createsInDatabase();
    if (node.for_all_tables) ask3.superuser("a publication of all tables");
    members2(ask3, node.pubobjects);
    if (ask3.denials.length === 0) ask3.made("publication", node.pubname ?? "");
  }, "CreatePublicationStmt"),
  AlterPublicationStmt: /* @__PURE__ */ __name((ask3, node) => {
    const [held] = ask3.world.find("publication", node.pubname ?? "");
    if (held)
      ask3.onPlatform(
        ask3.world.owns(ask3.role, held),
        `${held.label} belongs to ${held.owner}`,
        `Let ${held.owner} run it.`
      );
    if (ask3.denials.length === 0 && node.action !== "AP_DropObjects") members2(ask3, node.pubobjects);
  }, "AlterPublicationStmt"),
  CreateSubscriptionStmt: /* @__PURE__ */ __name((ask3) => {
    if (ask3.world.major < 16) ask3.superuser("a subscription");
    else {
      const may = ask3.world.hasRightsOf(ask3.role, "pg_create_subscription");
      ask3.onPlatform(
        may,
        "a subscription requires pg_create_subscription",
        `As a superuser: grant pg_create_subscription to "${ask3.role}".`
      );
      if (ask3.denials.length === 0) ask3.createsInDatabase();
    }
  }, "CreateSubscriptionStmt"),
  AlterDatabaseSetStmt: /* @__PURE__ */ __name((ask3, node) => {
    const [held] = ask3.world.find("database", node.dbname ?? "");
    if (held)
      ask3.onPlatform(
        ask3.world.owns(ask3.role, held),
        `${held.label} belongs to ${held.owner}`,
        `Let ${held.owner} run it.`
      );
    if (node.setstmt) setting(ask3, node.setstmt);
  }, "AlterDatabaseSetStmt"),
  CreateConversionStmt: /* @__PURE__ */ __name((ask3, node) => ask3.createsIn(ask3.place(nameList(node.conversion_name)).schema), "CreateConversionStmt")
};

// src/database/ahead/rights/wanted.ts
function wantedBy(statements) {
  const names2 = /* @__PURE__ */ new Set();
  const schemas = /* @__PURE__ */ new Set();
  const extensions = /* @__PURE__ */ new Set();
  const settings = /* @__PURE__ */ new Set();
  const visit = /* @__PURE__ */ __name((value, key) => {
    if (typeof value === "string") {
      if (NAMED.has(key)) names2.add(value);
      return;
    }
    if (Array.isArray(value)) {
      for (const name of nameList(value)) names2.add(name);
      for (const item of value) visit(item, key);
    } else if (typeof value === "object" && value !== null)
      for (const [inside2, held] of Object.entries(value)) visit(held, inside2);
  }, "visit");
  for (const statement of statements) {
    const nodes = [statement.node, ...nested(statement).nodes.map(({ node }) => node)];
    visit(nodes, "");
    walk(nodes, (tag, node) => {
      if (tag === "CreateExtensionStmt") extensions.add(String(node["extname"]));
      if (tag === "VariableSetStmt") settings.add(String(node["name"]).toLowerCase());
      if ("setstmt" in node) settings.add(String(node["setstmt"].name).toLowerCase());
      if (node["targtype"] === "ACL_TARGET_ALL_IN_SCHEMA")
        for (const name of nameList(node["objects"])) schemas.add(name);
    });
  }
  return { names: names2, schemas, extensions, settings };
}
__name(wantedBy, "wantedBy");
var NAMED = /* @__PURE__ */ new Set(["relname", "indexname", "sval"]);

// src/database/ahead/rights/index.ts
async function deniedRights(db, files, facts) {
  const migrating = await migratingRole(db);
  if (!migrating) return [];
  const statements = files.flat();
  const isBound = await db.query("select 1 from pg_roles where rolname = $1 and not rolsuper", [
    migrating.role
  ]);
  if (isBound.length === 0 && !statements.some(changesRole)) return [];
  const world = await readWorld(db, wantedBy(statements));
  return judge(world, migrating, files, facts);
}
__name(deniedRights, "deniedRights");
function judge(world, { role, searchPath, guessed }, files, facts) {
  const found = [];
  const path = searchPathOf(searchPath) ?? [];
  for (const file of files) {
    let current = role;
    const memory = releaseMemory();
    for (const statement of file) {
      const { nodes, leaves } = partsOf(statement, facts);
      for (const node of nodes) {
        const ask3 = new Asking(world, role, memory.searchPath.size > 0 ? [...memory.searchPath] : path);
        ask3.role = current;
        const notes = [];
        run2(node, ask3, [
          data,
          relations,
          objects(facts),
          roles2,
          server,
          grants(facts, (note) => notes.push(note))
        ]);
        const [first] = ask3.denials;
        if (first)
          found.push({
            statement,
            outcome: first.sure && !guessed ? "denied" : "unsure",
            message: first.message
          });
        for (const message of notes) found.push({ statement, outcome: "without-effect", message });
        current = ask3.role;
        followSearchPath(node, memory);
      }
      if (leaves === "anything") world.unsure = true;
    }
  }
  return found;
}
__name(judge, "judge");
function run2(node, ask3, families) {
  const [tag = "", fields] = Object.entries(node)[0] ?? [];
  for (const family of families)
    family[tag]?.(ask3, fields);
  if ("CreateSchemaStmt" in node) ask3.path = [node.CreateSchemaStmt.schemaname ?? ""];
  for (const part of inner(node)) run2(part, ask3, families);
}
__name(run2, "run");
function partsOf(statement, facts) {
  const { node } = statement;
  if (callsOwn(node, facts) || "CallStmt" in node || setsRole(node))
    return { nodes: [node], leaves: "anything" };
  if (!("DoStmt" in node)) return { nodes: [node], leaves: "what it says" };
  const { nodes, opaque } = nested(statement);
  const plain = !opaque && nodes.every(({ sure, guarded }) => sure && !guarded) && isStraight(statement);
  const leaves = plain || isHarmless(nodes, opaque) ? "what it says" : "anything";
  return { nodes: plain ? nodes.map((each) => each.node) : [], leaves };
}
__name(partsOf, "partsOf");
function isStraight(statement) {
  let straight = true;
  walk(loadedParser().plpgsql(statement.text), (tag, fields) => {
    straight &&= !TURNS.test(tag) && !("exceptions" in fields);
  });
  return straight;
}
__name(isStraight, "isStraight");
var TURNS = /^PLpgSQL_stmt_(?:if|case|while|loop|for\w*|dynfors|exit|raise|assert)$/;
function isHarmless(nodes, opaque) {
  return !opaque && nodes.every(({ node }) => DATA.has(Object.keys(node)[0] ?? ""));
}
__name(isHarmless, "isHarmless");
var DATA = /* @__PURE__ */ new Set(["SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt"]);
function setsRole(node) {
  let found = false;
  walk(node, (tag, { funcname, args }) => {
    if (tag !== "FuncCall" || nameList(funcname).at(-1) !== "set_config" || !Array.isArray(args)) return;
    found ||= ["role", "session_authorization", void 0].includes(constant(args[0])?.toLowerCase());
  });
  return found;
}
__name(setsRole, "setsRole");
var changesRole = /* @__PURE__ */ __name(({ node }) => "VariableSetStmt" in node && ["role", "session_authorization"].includes(node.VariableSetStmt.name ?? ""), "changesRole");

// src/database/ahead/rows/domains.ts
var DOMAINS = `
with recursive wanted as (
  select name, to_regtype(name)::oid as oid from unnest($1::text[]) name
), up(name, oid) as (
  select w.name, w.oid from wanted w join pg_type t on t.oid = w.oid and t.typtype = 'd'
  union select up.name, t.typbasetype from up join pg_type t on t.oid = up.oid and t.typtype = 'd'
), down(name, oid) as (
  select w.name, w.oid from wanted w join pg_type t on t.oid = w.oid and t.typtype = 'd'
  union select down.name, t.oid from down join pg_type t on t.typbasetype = down.oid and t.typtype = 'd'
)
select up.name, max(format_type(t.oid, null)) filter (where t.typtype <> 'd') as base, bool_or(t.typnotnull) as not_null,
  (select coalesce(jsonb_agg(jsonb_build_object('name', k.conname, 'expression', pg_get_expr(k.conbin, 0), 'valid', k.convalidated)), '[]')
    from pg_constraint k where k.contype = 'c' and k.contypid in (select u.oid from up u where u.name = up.name)) as checks,
  (select coalesce(jsonb_agg(jsonb_build_object('table', format('%s.%s', n.nspname, c.relname), 'column', a.attname, 'rows', greatest(c.reltuples, 0),
      'key', array(select ka.attname from pg_index i cross join unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality u(num, ord)
        join pg_attribute ka on ka.attrelid = c.oid and ka.attnum = u.num where i.indrelid = c.oid and i.indisprimary order by u.ord))
      order by n.nspname, c.relname, a.attnum), '[]')
    from down d join pg_attribute a on a.atttypid = d.oid and a.attnum > 0 and not a.attisdropped
    join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'm') and not c.relispartition
    join pg_namespace n on n.oid = c.relnamespace where d.name = up.name) as columns
from up join pg_type t on t.oid = up.oid group by up.name`;
async function readDomains(db, names2) {
  if (names2.length === 0) return /* @__PURE__ */ new Map();
  const rows = await db.query(DOMAINS, [names2]);
  return new Map(
    rows.map(({ name, base, not_null: notNull, checks, columns }) => [
      name,
      { base, notNull, columns, checks: checks.map((check) => ({ ...check, fromFile: false })) }
    ])
  );
}
__name(readDomains, "readDomains");
var domainName = /* @__PURE__ */ __name((parts2) => qualifiedName(...parts2), "domainName");
function typeSql(type) {
  const limits = (type?.typmods ?? []).map((each) => constant(each));
  const mods = limits.length > 0 && limits.every((each) => /^\d+$/.test(each ?? "")) ? `(${limits})` : "";
  const parts2 = nameList(type?.names);
  return `${parts2.map(quoteName).join(".")}${mods}${type?.arrayBounds?.length ? "[]" : ""}`;
}
__name(typeSql, "typeSql");

// src/database/ahead/rows/by-domain.ts
function byDomain(step, scene, later) {
  const { node, source: source2 } = step;
  if ("CreateDomainStmt" in node) {
    scene.setDomain(nameList(node.CreateDomainStmt.domainname), made(node.CreateDomainStmt, scene, source2));
    return [];
  }
  if (!("AlterDomainStmt" in node)) return [];
  const names2 = nameList(node.AlterDomainStmt.typeName);
  const domain = scene.domain(names2);
  if (!domain) return [];
  const change2 = changeOf(node.AlterDomainStmt, domain, source2);
  scene.setDomain(names2, { ...domain, ...change2.domain });
  const id = /* @__PURE__ */ __name((name) => `domain ${domainName(names2)} ${name}`, "id");
  if (change2.check && change2.isLater) {
    later.set(id(change2.check.name), ruleOf(change2.check, ""));
    return [];
  }
  const check = change2.validates === void 0 ? change2.check : toValidate(change2.validates);
  return domain.columns.flatMap(({ table, column, key, rows }) => {
    const [schemaname = "", relname = ""] = table.split(".");
    const place = scene.place({ schemaname, relname });
    if (place && place.columns.get(column)?.fromFile !== false) return [];
    const rule = check ? ruleOf(check, column) : change2.notNull ? nullRule(column, names2) : void 0;
    if (!rule) return [];
    const { sure } = step;
    const after = scene.changes({ schemaname, relname });
    return [{ statement: step.statement, table, only: false, rows, key, after, unsure: !sure, ...rule }];
  });
  function toValidate(name) {
    const added = later.get(id(name))?.rule;
    if (added?.kind === "check") return { name, expression: added.expression, valid: false, fromFile: true };
    return domain?.checks.find((each) => each.name === name && !each.valid);
  }
  __name(toValidate, "toValidate");
}
__name(byDomain, "byDomain");
function changeOf({ subtype, name = "", def }, domain, source2) {
  const constraint3 = def && "Constraint" in def ? def.Constraint : void 0;
  if (subtype === "O" || constraint3?.contype === "CONSTR_NOTNULL")
    return { domain: { notNull: true }, ...domain.notNull ? {} : { notNull: true } };
  if (subtype === "N") return { domain: { notNull: false } };
  if (subtype === "X") return { domain: { checks: domain.checks.filter((each) => each.name !== name) } };
  if (subtype === "V") return { domain: {}, validates: name };
  const expression = constraint3 && source2.inBrackets(constraint3.location ?? 0, "check");
  if (!constraint3 || expression === void 0 || !isEnforced(constraint3)) return { domain: {} };
  const isLater = constraint3.skip_validation === true;
  const check = {
    name: constraint3.conname ?? `(${expression})`,
    expression,
    valid: !isLater,
    fromFile: true
  };
  return { domain: { checks: [...domain.checks, check] }, check, isLater };
}
__name(changeOf, "changeOf");
function made({ typeName, constraints = [] }, scene, source2) {
  const below = scene.domain(nameList(typeName?.names));
  const own = constraints.flatMap((each) => "Constraint" in each ? [each.Constraint] : []);
  const checks = own.flatMap(({ contype, conname, location = 0 }) => {
    const expression = contype === "CONSTR_CHECK" ? source2.inBrackets(location, "check") : void 0;
    return expression === void 0 ? [] : [{ name: conname ?? `(${expression})`, expression, valid: true, fromFile: true }];
  });
  return {
    base: below?.base ?? typeSql(typeName),
    notNull: below?.notNull === true || own.some(({ contype }) => contype === "CONSTR_NOTNULL"),
    checks: [...below?.checks ?? [], ...checks],
    columns: []
  };
}
__name(made, "made");
var ruleOf = /* @__PURE__ */ __name(({ name, expression, fromFile }, column) => ({
  rule: { kind: "check", name: `CHECK ${name} of its domain in ${column}`, expression, column },
  fromFile
}), "ruleOf");
var nullRule = /* @__PURE__ */ __name((column, names2) => ({
  rule: { kind: "null", columns: [column], of: `of domain ${names2.join(".")}` },
  fromFile: false
}), "nullRule");

// src/database/ahead/rows/orphans.ts
function orphans(constraint3, columns, { place, scene }) {
  const { pktable, fk_matchtype, fk_with_period: hasPeriod } = constraint3;
  const untried = /* @__PURE__ */ __name((why) => ({ left: [`could not test the rows of ${place.facts.name}: ${why}`] }), "untried");
  if (columns.some((column) => place.columns.get(column)?.varies))
    return untried(`${columns.join(", ")} gets its values when the file runs`);
  if (hasPeriod) return untried("a foreign key with PERIOD cannot be tested");
  const parent = scene.place(pktable);
  const full = fk_matchtype === "f";
  const found = /* @__PURE__ */ __name((rule) => ({
    found: [{ rule, fromFile: true, parent: pktable }]
  }), "found");
  if (!parent) {
    const name2 = scene.named(parts(pktable));
    if (scene.fills(pktable)) return untried(`pending files create and fill ${name2}`);
    return found({
      kind: "orphan",
      columns,
      parent: name2,
      parentColumns: void 0,
      onlyParent: false,
      full
    });
  }
  const named = nameList(constraint3.pk_attrs);
  const parentColumns = named.length > 0 ? named : primaryKey(parent);
  if (parentColumns.length !== columns.length)
    return untried(`a pending file creates the key of ${parent.facts.name}`);
  if (parentColumns.some((column) => !isAsItWas(parent, column)))
    return untried(`pending files change the columns of ${parent.facts.name}`);
  const { name, kind } = parent.facts;
  return found({
    kind: "orphan",
    columns,
    parent: name,
    parentColumns,
    onlyParent: kind !== "partitioned",
    full
  });
}
__name(orphans, "orphans");
function primaryKey({ facts }) {
  return [...facts.constraints.values()].find(({ kind }) => kind === "primary-key")?.columns ?? [];
}
__name(primaryKey, "primaryKey");
function isAsItWas({ facts, columns }, column) {
  const now = columns.get(column);
  return facts.columns.has(column) && now?.fromFile === false && now.sql.endsWith(`.${quoteName(column)}`);
}
__name(isAsItWas, "isAsItWas");

// src/database/ahead/rows/rules.ts
function rulesOf(about) {
  const { node } = about.step;
  const found = [];
  const left = [];
  const add = /* @__PURE__ */ __name(({ found: more, left: reasons }) => {
    found.push(...more ?? []);
    left.push(...reasons ?? []);
  }, "add");
  if ("IndexStmt" in node) add(ofIndex(node.IndexStmt, about));
  if ("AlterTableStmt" in node) {
    for (const item of node.AlterTableStmt.cmds ?? [])
      if ("AlterTableCmd" in item) add(ofCommand(item.AlterTableCmd, about));
  }
  return { found, left };
}
__name(rulesOf, "rulesOf");
function ofCommand(command3, about) {
  const { place, scene, later } = about;
  const { subtype, name = "", def } = command3;
  const column = def && "ColumnDef" in def ? def.ColumnDef : void 0;
  switch (subtype) {
    case "AT_SetNotNull":
      return { found: nulls(place, [name]) };
    case "AT_ValidateConstraint": {
      const before = scene.constraints.get(idOf(place, name)) ?? name;
      const known2 = later.get(idOf(place, before)) ?? existing(about, before);
      return { found: known2 ? [known2] : [] };
    }
    case "AT_AddConstraint":
      return def && "Constraint" in def ? ofConstraint(def.Constraint, about, void 0) : {};
    case "AT_AlterColumnType":
      return { found: ofDomain(place, name, scene.domain(nameList(column?.typeName?.names))) };
    case "AT_AddColumn": {
      const own = column?.colname ?? "";
      if (command3.missing_ok && place.facts.columns.has(own)) return {};
      const all = (column?.constraints ?? []).flatMap(
        (each) => (
          // A column that is NOT NULL without a default is refused as such.
          "Constraint" in each && each.Constraint.contype !== "CONSTR_NOTNULL" ? [each.Constraint] : []
        )
      );
      const rules = all.map((each) => ofConstraint(each, about, own));
      const domain = ofDomain(place, own, scene.domain(nameList(column?.typeName?.names)));
      return {
        found: [...domain, ...rules.flatMap(({ found = [] }) => found)],
        left: rules.flatMap(({ left = [] }) => left)
      };
    }
  }
  return {};
}
__name(ofCommand, "ofCommand");
var idOf = /* @__PURE__ */ __name(({ facts }, name) => `${facts.name} ${name}`, "idOf");
function ofConstraint(constraint3, about, column) {
  const { conname, skip_validation: isLater } = constraint3;
  const { constraints, indexes } = about.place.facts;
  if (!isEnforced(constraint3)) return {};
  if (about.step.guarded && conname && (constraints.has(conname) || indexes.has(conname))) return {};
  const rules = made2(constraint3, about, column === void 0 ? [] : [column]);
  if (!isLater) return rules;
  for (const found of rules.found ?? []) about.later.set(idOf(about.place, conname ?? ""), found);
  return {};
}
__name(ofConstraint, "ofConstraint");
function made2(constraint3, about, own) {
  const { place, scene, step } = about;
  const { contype, location = 0, conname, indexname = "", raw_expr: tree } = constraint3;
  const keys = constraint3.keys ? nameList(constraint3.keys) : own;
  const isPrimary = contype === "CONSTR_PRIMARY";
  switch (contype) {
    case "CONSTR_NOTNULL":
      return { found: nulls(place, keys) };
    case "CONSTR_PRIMARY":
    case "CONSTR_UNIQUE": {
      const byIndex = place.facts.indexes.get(indexname)?.columns ?? scene.indexes.get(indexname);
      const columns = byIndex ?? keys;
      const values = known(place, columns);
      if (!values) return {};
      if (constraint3.without_overlaps) return { found: apart(place, columns, isPrimary) };
      const name = `(${columns.join(", ")})`;
      const nullsAlike = constraint3.nulls_not_distinct === true;
      const rule = { kind: "double", name, expressions: columns.map(quoteName), nullsAlike };
      const twice = byIndex || values.some(({ varies }) => varies) ? [] : [rule].map(asFile);
      return { found: [...isPrimary ? nulls(place, columns) : [], ...twice] };
    }
    case "CONSTR_CHECK": {
      const expression = step.source.inBrackets(location, "check");
      const name = `CHECK ${conname ?? `(${expression})`}`;
      if (expression === void 0) return { left: [`${name} cannot be tested on the rows`] };
      return settled(place, tree, { kind: "check", name, expression });
    }
    case "CONSTR_EXCLUSION":
      return exclusion(constraint3, step.source.exclusion(location), place);
    case "CONSTR_FOREIGN": {
      const columns = constraint3.fk_attrs ? nameList(constraint3.fk_attrs) : own;
      return known(place, columns) ? orphans(constraint3, columns, about) : {};
    }
  }
  return {};
}
__name(made2, "made");
var asFile = /* @__PURE__ */ __name((rule) => ({ rule, fromFile: true }), "asFile");
function known({ columns }, names2) {
  const found = names2.flatMap((name) => columns.get(name) ?? []);
  return names2.length > 0 && found.length === names2.length ? found : void 0;
}
__name(known, "known");
function settled(place, trees, rule) {
  const open = [...place.columns.values()].filter(({ varies }) => varies).map(({ name }) => name);
  let reads2;
  walk({ Root: trees }, (tag, { fields, name }) => {
    const named = tag === "ColumnRef" ? nameList(fields).at(-1) : tag === "IndexElem" ? name : void 0;
    if (typeof named === "string" && open.includes(named)) reads2 ??= named;
  });
  return reads2 === void 0 ? { found: [asFile(rule)] } : {
    left: [`could not test the rows of ${place.facts.name}: ${reads2} gets its values when the file runs`]
  };
}
__name(settled, "settled");
function nulls(place, columns, of2) {
  const open = known(place, columns)?.filter(({ notNull, varies }) => !notNull && !varies) ?? [];
  const rule = { kind: "null", columns: open.map(({ name }) => name), ...of2 ? { of: of2 } : {} };
  return open.length > 0 ? [asFile(rule)] : [];
}
__name(nulls, "nulls");
function ofDomain(place, column, domain) {
  if (!domain || !known(place, [column]) || place.columns.get(column)?.varies) return [];
  const checks = domain.checks.map(({ name, expression, fromFile }) => ({
    rule: { kind: "check", name: `CHECK ${name} of its domain in ${column}`, expression, column },
    fromFile
  }));
  return [...domain.notNull ? nulls(place, [column], "of a domain that is NOT NULL") : [], ...checks];
}
__name(ofDomain, "ofDomain");
function apart(place, columns, isPrimary) {
  const elements = columns.map((column, at) => ({
    expression: quoteName(column),
    operator: at === columns.length - 1 ? "&&" : "="
  }));
  const name = `(${columns.join(", ")} WITHOUT OVERLAPS)`;
  return [...isPrimary ? nulls(place, columns) : [], asFile({ kind: "overlap", name, elements })];
}
__name(apart, "apart");
function exclusion(constraint3, written, place) {
  const { exclusions = [], where_clause: where2, conname } = constraint3;
  const pairs = exclusions.flatMap((each) => {
    const [element, operator] = "List" in each ? each.List.items ?? [] : [];
    return element && "IndexElem" in element && operator && "List" in operator ? [{ element: element.IndexElem, names: nameList(operator.List.items) }] : [];
  });
  const expressions = expressionsOf(
    pairs.map(({ element }) => element),
    written
  );
  if (!expressions || where2 && written?.where === void 0)
    return { left: [`EXCLUDE ${conname ?? ""} cannot be tested on the rows`] };
  const elements = pairs.map(({ names: names2 }, at) => ({
    expression: expressions[at] ?? "",
    operator: operatorSql(names2)
  }));
  const told = pairs.map(({ names: names2 }, at) => `${written?.columns[at]} WITH ${names2.at(-1)}`).join(", ");
  const name = `EXCLUDE ${conname ?? `(${told})`}`;
  return settled(place, [exclusions, where2], { kind: "overlap", name, elements, where: written?.where });
}
__name(exclusion, "exclusion");
function operatorSql(names2) {
  const schemas = names2.slice(0, -1).map((each) => `${quoteName(each)}.`);
  return schemas.length > 0 ? `operator(${schemas.join("")}${names2.at(-1)})` : names2.at(-1) ?? "";
}
__name(operatorSql, "operatorSql");
function expressionsOf(elements, written) {
  if (written?.columns.length !== elements.length) return void 0;
  return elements.map(({ name, collation }, at) => {
    const sql = name ? quoteName(name) : written.columns[at] ?? "";
    const by = nameList(collation).map(quoteName).join(".");
    return by === "" ? sql : `${sql} collate ${by}`;
  });
}
__name(expressionsOf, "expressionsOf");
function ofIndex(index, { step, place }) {
  const isThere = index.idxname !== void 0 && place.facts.indexes.has(index.idxname);
  if (isThere && (index.if_not_exists || step.guarded)) return {};
  const elements = (index.indexParams ?? []).flatMap((each) => "IndexElem" in each ? [each.IndexElem] : []);
  const named = elements.flatMap(({ name }) => name ?? []);
  if (named.length > 0 && !known(place, named)) return {};
  if (named.some((name) => place.columns.get(name)?.varies)) return {};
  const written = step.source.index();
  const expressions = expressionsOf(elements, written);
  if (!expressions || index.whereClause && written?.where === void 0)
    return { left: [`the unique index ${index.idxname ?? ""} cannot be tested on the rows`] };
  return settled(place, [index.indexParams, index.whereClause], {
    kind: "double",
    name: `(${written?.columns.join(", ")})`,
    expressions,
    where: index.whereClause && written?.where,
    nullsAlike: index.nulls_not_distinct === true
  });
}
__name(ofIndex, "ofIndex");
function existing({ place, scene }, wanted) {
  const constraint3 = place.facts.constraints.get(wanted);
  if (!constraint3 || constraint3.valid || constraint3.enforced === false) return void 0;
  if (constraint3.kind === "not-null") return nulls(place, constraint3.columns)[0];
  if (constraint3.kind === "check" && typeof constraint3.condition === "string")
    return {
      rule: { kind: "check", name: `CHECK ${wanted}`, expression: constraint3.condition },
      fromFile: false
    };
  const parent = scene.facts.relations.get(constraint3.references ?? "");
  if (constraint3.kind !== "foreign-key" || !parent || !constraint3.foreign) return void 0;
  const { columns, match } = constraint3.foreign;
  return {
    fromFile: false,
    parent: rangeVar(parent.name),
    rule: {
      kind: "orphan",
      columns: constraint3.columns,
      parent: parent.name,
      parentColumns: columns,
      onlyParent: parent.kind !== "partitioned",
      full: match === "f"
    }
  };
}
__name(existing, "existing");
function rangeVar(qualified) {
  const [schemaname = "", relname = ""] = qualified.split(".");
  return { schemaname, relname };
}
__name(rangeVar, "rangeVar");

// src/database/ahead/rows/touched.ts
var CHANGES = /* @__PURE__ */ new Set([
  "UpdateStmt",
  "DeleteStmt",
  "MergeStmt",
  "TruncateStmt",
  "InsertStmt",
  "RefreshMatViewStmt"
]);
var MOVES_ROWS = /* @__PURE__ */ new Set(["AT_DetachPartition", "AT_AttachPartition"]);
function touchedBy(node, facts) {
  const adds = [];
  const changes = [];
  for (const each of [node, ...inner(node)]) {
    const target = addsTo(each);
    if (target !== void 0) adds.push(target);
    else if (CHANGES.has(Object.keys(each)[0] ?? "") || movesRows(each)) changes.push(...namesIn(each));
  }
  const known2 = [...facts.relations.values()];
  const written = /* @__PURE__ */ __name((name) => known2.filter((each) => each.views.some((view) => bare2(view) === name)), "written");
  adds.push(...adds.flatMap((name) => written(name).map((each) => bare2(each.name))));
  return { adds: [...adds, ...around(adds, known2, false)], changes: around(changes, known2, true) };
}
__name(touchedBy, "touchedBy");
function addsTo(node) {
  if ("InsertStmt" in node)
    return node.InsertStmt.onConflictClause?.action === "ONCONFLICT_UPDATE" ? void 0 : node.InsertStmt.relation?.relname;
  return "CopyStmt" in node && node.CopyStmt.is_from ? node.CopyStmt.relation?.relname : void 0;
}
__name(addsTo, "addsTo");
var movesRows = /* @__PURE__ */ __name((node) => "AlterTableStmt" in node && (node.AlterTableStmt.cmds ?? []).some(
  (each) => "AlterTableCmd" in each && MOVES_ROWS.has(each.AlterTableCmd.subtype ?? "")
), "movesRows");
function namesIn(node) {
  const names2 = [];
  const fields = Object.values(node)[0];
  walk({ Root: { ...fields } }, (_, each) => {
    if (typeof each["relname"] === "string") names2.push(each["relname"]);
    const { relation, name } = each;
    if (relation?.relname) names2.push(relation.relname);
    if (typeof name === "object" && name?.relname) names2.push(name.relname);
    if (Array.isArray(each["items"])) names2.push(...nameList(each["items"]));
  });
  return names2;
}
__name(namesIn, "namesIn");
var bare2 = /* @__PURE__ */ __name((name) => name.split(".").at(-1) ?? "", "bare");
function around(names2, known2, cascades) {
  const found = new Set(names2);
  for (const name of found)
    for (const each of known2) {
      if (bare2(each.name) !== name) {
        const holds = (cascades ? [...each.views, ...each.children] : each.children).some(
          (other) => bare2(other) === name
        );
        if (holds) found.add(bare2(each.name));
        continue;
      }
      const related = [...each.children, ...each.parents, ...cascades ? each.referencedBy : []];
      for (const other of related) found.add(bare2(other));
    }
  return [...found];
}
__name(around, "around");

// src/database/ahead/rows/scene.ts
var HOLDS_ROWS = ["table", "partitioned", "materialized-view"];
var Scene = class {
  static {
    __name(this, "Scene");
  }
  facts;
  /** Unique indexes of pending statements → their columns. */
  indexes = /* @__PURE__ */ new Map();
  known;
  /** New name of a constraint → the one that the catalog knows, by table. */
  constraints = /* @__PURE__ */ new Map();
  domains = /* @__PURE__ */ new Map();
  moved = /* @__PURE__ */ new Map();
  shapes = /* @__PURE__ */ new Map();
  changed = /* @__PURE__ */ new Map();
  filled = /* @__PURE__ */ new Map();
  anything;
  /** The search_path that the file at hand has set. */
  path = releaseMemory();
  constructor(facts, domains) {
    this.facts = facts;
    this.known = domains;
  }
  /** The table of today behind a name of by then; undefined: there is none, or it holds no rows. */
  place(relation) {
    const name = this.named(parts(relation));
    const facts = this.moved.has(name) ? this.moved.get(name) : this.facts.relations.get(name);
    if (!facts || !HOLDS_ROWS.includes(facts.kind)) return void 0;
    const shaped = this.shapes.get(facts);
    return {
      facts,
      columns: shaped ?? columnsOf(facts),
      shape: shaped && [...shaped.values()].filter(({ varies }) => !varies),
      changed: this.changes(relation) ?? this.changed.get(bare2(facts.name))
    };
  }
  /** The pending statement that changes rows of a table, in short. */
  changes(relation) {
    return this.anything ?? this.changed.get(bare2(this.named(parts(relation))));
  }
  /** The pending statement that puts rows into a table, or changes them, in short. */
  fills(relation) {
    return this.changes(relation) ?? this.filled.get(bare2(this.named(parts(relation))));
  }
  /** The name of by then that a relation goes by, `public.orders`. */
  named(names2) {
    const { name } = resolve(names2, this.facts, this.path);
    if (names2.length > 1 || this.facts.relations.has(name) || this.moved.has(name)) return name;
    const [found] = [...this.moved].find(([each, there]) => there && bare2(each) === names2[0]) ?? [name];
    return found;
  }
  domain(names2) {
    return this.domains.get(names2.at(-1) ?? "") ?? this.known.get(domainName(names2));
  }
  setDomain(names2, domain) {
    this.domains.set(names2.at(-1) ?? "", domain);
  }
  /** Each file begins with the session's own settings. */
  beginFile() {
    this.path = releaseMemory();
  }
  /** Code that nobody can read may change any row. */
  beyond(statement) {
    this.anything ??= summary(statement);
  }
  /** What an ALTER TABLE does to columns: the server does that first, and tries constraints on what comes of it. */
  reshape({ node, source: source2 }) {
    if (!("AlterTableStmt" in node)) return;
    const place = this.place(node.AlterTableStmt.relation);
    if (!place) return;
    for (const item of node.AlterTableStmt.cmds ?? []) {
      if ("AlterTableCmd" in item) this.column(place.facts, item.AlterTableCmd, source2);
    }
  }
  /** What the rest of a statement does to tables and rows. */
  apply({ node, statement }) {
    followSearchPath(node, this.path);
    if ("RenameStmt" in node) this.rename(node.RenameStmt);
    if ("AlterObjectSchemaStmt" in node && node.AlterObjectSchemaStmt.objectType === "OBJECT_TABLE") {
      const { relation, newschema } = node.AlterObjectSchemaStmt;
      this.move(this.named(parts(relation)), `${newschema}.${relation?.relname}`);
    }
    if ("DropStmt" in node && node.DropStmt.removeType === "OBJECT_TABLE")
      for (const names2 of objectNames(node.DropStmt.objects)) this.moved.set(this.named(names2), void 0);
    const made3 = madeBy(node);
    if (made3 && !(made3.unlessThere && this.place(made3.relation))) {
      const name = this.named(parts(made3.relation));
      this.moved.set(name, void 0);
      for (const rows of [this.changed, this.filled]) rows.delete(bare2(name));
      if (made3.filled) this.filled.set(bare2(name), summary(statement));
    }
    if ("IndexStmt" in node && node.IndexStmt.unique && node.IndexStmt.idxname)
      this.indexes.set(
        node.IndexStmt.idxname,
        (node.IndexStmt.indexParams ?? []).flatMap(
          (each) => "IndexElem" in each ? each.IndexElem.name ?? [] : []
        )
      );
    const { adds, changes } = touchedBy(node, this.facts);
    for (const name of changes) if (!this.changed.has(name)) this.changed.set(name, summary(statement));
    for (const name of adds) if (!this.filled.has(name)) this.filled.set(name, summary(statement));
  }
  rename(node) {
    const { renameType, relation, subname = "", newname = "" } = node;
    const name = this.named(parts(relation));
    if (renameType === "OBJECT_TABLE") this.move(name, `${name.slice(0, name.indexOf("."))}.${newname}`);
    const facts = this.place(relation)?.facts;
    if (facts && renameType === "OBJECT_TABCONSTRAINT")
      this.constraints.set(
        `${facts.name} ${newname}`,
        this.constraints.get(`${facts.name} ${subname}`) ?? subname
      );
    if (renameType !== "OBJECT_COLUMN") return;
    const columns = facts && this.shapeOf(facts);
    const known2 = columns?.get(subname);
    if (!columns || !known2) return;
    columns.delete(subname);
    columns.set(newname, { ...known2, name: newname });
  }
  move(from, to) {
    const facts = this.moved.has(from) ? this.moved.get(from) : this.facts.relations.get(from);
    this.moved.set(from, void 0);
    this.moved.set(to, facts);
  }
  shapeOf(facts) {
    const known2 = this.shapes.get(facts) ?? columnsOf(facts);
    this.shapes.set(facts, known2);
    return known2;
  }
  column(facts, command3, source2) {
    const { subtype, name = "", def } = command3;
    const column = def && "ColumnDef" in def ? def.ColumnDef : void 0;
    if (subtype === "AT_DropColumn") this.shapeOf(facts).delete(name);
    if (!column) return;
    const columns = this.shapeOf(facts);
    if (subtype === "AT_AddColumn") {
      const added = column.colname ?? "";
      if (command3.missing_ok && columns.has(added)) return;
      columns.set(added, { name: added, notNull: false, fromFile: true, ...this.value(column, source2) });
    }
    const before = columns.get(name);
    if (subtype !== "AT_AlterColumnType" || !before) return;
    const using = column.raw_default ? source2.after(column.location ?? 0, "using") : void 0;
    const sql = `(${using ?? before.sql})::${this.type(column.typeName)}`;
    columns.set(name, { ...before, sql, fromFile: true });
  }
  /** What a new column holds in the rows that are there. */
  value(column, source2) {
    const constraints = (column.constraints ?? []).flatMap(
      (each2) => "Constraint" in each2 ? [each2.Constraint] : []
    );
    const find2 = /* @__PURE__ */ __name((type2) => constraints.find(({ contype }) => contype === type2), "find");
    const type = nameList(column.typeName?.names).at(-1) ?? "";
    const [given, generated] = [find2("CONSTR_DEFAULT"), find2("CONSTR_GENERATED")];
    const each = { sql: "null", varies: true };
    if (/^(?:big|small)?serial[248]?$/.test(type) || find2("CONSTR_IDENTITY")) return each;
    const cast = `::${this.type(column.typeName)}`;
    if (generated) {
      const sql2 = source2.inBrackets(generated.location ?? 0, "as");
      return sql2 === void 0 ? each : { sql: `(${sql2})${cast}`, varies: false };
    }
    const isOld = this.facts.types.has(type) || this.domain(nameList(column.typeName?.names)) !== void 0;
    if (!given) return { sql: isOld ? `null${cast}` : "null", varies: false };
    const ends = constraints.flatMap(
      ({ location = 0 }) => location > (given.location ?? 0) ? location : []
    );
    const sql = source2.after(given.location ?? 0, "default", ends);
    return sql === void 0 || this.isVolatile(given.raw_expr) ? each : { sql: `(${sql})${cast}`, varies: false };
  }
  isVolatile(expression) {
    let found = false;
    walk({ Root: expression }, (tag, { funcname }) => {
      const known2 = tag === "FuncCall" ? this.facts.functions.get(nameList(funcname).at(-1) ?? "") : void 0;
      found ||= known2?.volatility === "volatile";
    });
    return found;
  }
  /** A domain's rules are tried by themselves: its values are looked at as those of the type below. */
  type(type) {
    const domain = type?.arrayBounds?.length ? void 0 : this.domain(nameList(type?.names));
    return domain?.base ?? typeSql(type);
  }
};
function columnsOf(facts) {
  const t = quoteName(bare2(facts.name));
  return new Map(
    [...facts.columns].map(([name, { notNull }]) => [
      name,
      { name, sql: `${t}.${quoteName(name)}`, fromFile: false, notNull, varies: false }
    ])
  );
}
__name(columnsOf, "columnsOf");
function madeBy(node) {
  if ("CreateStmt" in node) {
    const { relation, if_not_exists: unless } = node.CreateStmt;
    return { relation, unlessThere: unless === true, filled: false };
  }
  if ("CreateTableAsStmt" in node) {
    const { into, if_not_exists: unless } = node.CreateTableAsStmt;
    return { relation: into?.rel, unlessThere: unless === true, filled: into?.skipData !== true };
  }
  return "SelectStmt" in node && node.SelectStmt.intoClause ? { relation: node.SelectStmt.intoClause.rel, unlessThere: false, filled: true } : void 0;
}
__name(madeBy, "madeBy");
function typesNamed(node) {
  const found = "AlterDomainStmt" in node ? [domainName(nameList(node.AlterDomainStmt.typeName))] : [];
  if (!("AlterTableStmt" in node)) return found;
  for (const item of node.AlterTableStmt.cmds ?? []) {
    const def = "AlterTableCmd" in item ? item.AlterTableCmd.def : void 0;
    if (def && "ColumnDef" in def)
      found.push(domainName(namesOf({ TypeName: def.ColumnDef.typeName ?? {} })));
  }
  return found;
}
__name(typesNamed, "typesNamed");

// src/database/ahead/rows/text.ts
function sourceOf(text) {
  const bytes = Buffer.from(text);
  const tokens = loadedParser().scan(text).filter((token) => !isComment(token));
  const is = /* @__PURE__ */ __name((at, word) => tokens[at]?.text.toLowerCase() === word, "is");
  const slice = /* @__PURE__ */ __name((from, to) => from && to && to.end > from.start ? bytes.subarray(from.start, to.end).toString() : void 0, "slice");
  const find2 = /* @__PURE__ */ __name((location, word) => tokens.findIndex(({ start }, at) => start >= location && is(at, word)), "find");
  const closing = /* @__PURE__ */ __name((open) => {
    let depth = 0;
    for (let at = open; at >= 0 && at < tokens.length; at += 1) {
      if (is(at, "(")) depth += 1;
      if (is(at, ")")) depth -= 1;
      if (depth === 0) return at;
    }
    return -1;
  }, "closing");
  const comma = /* @__PURE__ */ __name((from, end = tokens.length) => {
    let at = from;
    while (at < end && !is(at, ",")) at = is(at, "(") && closing(at) > 0 ? closing(at) + 1 : at + 1;
    return Math.min(at, end);
  }, "comma");
  const columnsIn = /* @__PURE__ */ __name((open, end) => {
    const columns = [];
    for (let at = open + 1; at < end; at = comma(at, end) + 1) {
      const bracket = is(at, "(") ? at : callAt(at, end);
      const text2 = slice(tokens[at], tokens[bracket < 0 ? at : closing(bracket)]);
      if (text2 === void 0) return void 0;
      columns.push(text2);
    }
    return columns;
  }, "columnsIn");
  const elements = /* @__PURE__ */ __name((open, where2) => {
    const end = closing(open);
    const columns = open < 0 || end < 0 ? void 0 : columnsIn(open, end);
    if (!columns) return void 0;
    return { columns, where: where2(tokens.findIndex((_, at) => at > end && is(at, "where"))) };
  }, "elements");
  return {
    inBrackets(location, word) {
      const open = find2(location, word) + 1;
      return open > 0 && is(open, "(") ? slice(tokens[open + 1], tokens[closing(open) - 1]) : void 0;
    },
    after(location, word, ends = []) {
      const from = find2(location, word) + 1;
      if (from === 0) return void 0;
      const stop = tokens.findIndex(({ start }, at) => at >= from && ends.some((end) => start >= end));
      return slice(tokens[from], tokens[comma(from, stop < 0 ? void 0 : stop) - 1]);
    },
    index() {
      const on = tokens.findIndex((_, at) => is(at, "on"));
      const open = tokens.findIndex((_, at) => at > on && is(at, "("));
      return on < 0 ? void 0 : elements(open, (word) => word < 0 ? void 0 : slice(tokens[word + 1], tokens.at(-1)));
    },
    exclusion(location) {
      const open = tokens.findIndex((_, at) => at > find2(location, "exclude") && is(at, "("));
      return elements(
        open,
        (word) => word > 0 && is(word + 1, "(") && word < comma(open) ? slice(tokens[word + 2], tokens[closing(word + 1) - 1]) : void 0
      );
    }
  };
  function callAt(from, end) {
    let at = from + 1;
    while (at < end && is(at, ".")) at += 2;
    return at < end && is(at, "(") ? at : -1;
  }
  __name(callAt, "callAt");
}
__name(sourceOf, "sourceOf");
function statementsIn(text) {
  const parser = loadedParser();
  const raw = parser.parse(text);
  const [only2, ...more] = raw;
  if (only2?.stmt && more.length === 0 && (only2.stmt_location ?? 0) === 0) return [{ text, node: only2.stmt }];
  const bytes = Buffer.from(text);
  return raw.flatMap(({ stmt_location: start = 0, stmt_len: length }) => {
    const part = bytes.subarray(start, length ? start + length : void 0).toString();
    const node = parser.parse(part)[0]?.stmt;
    return node ? [{ text: part, node }] : [];
  });
}
__name(statementsIn, "statementsIn");

// src/database/ahead/rows/steps.ts
function stepsOf(statement) {
  const { nodes, opaque } = nested(statement);
  const texts = statement.kind === "DoStmt" ? nodes.filter(({ text }, index) => text !== nodes[index - 1]?.text) : [{ text: statement.text, sure: true, guarded: false }];
  const steps = texts.flatMap(
    ({ text, sure, guarded }) => statementsIn(text).map(
      (each) => ({ statement, node: each.node, source: sourceOf(each.text), sure, guarded })
    )
  );
  return { steps, opaque };
}
__name(stepsOf, "stepsOf");

// src/database/ahead/rows/collect.ts
function collect(files, facts, domains) {
  const trials = [];
  const left = [];
  const scene = new Scene(facts, domains);
  const later = /* @__PURE__ */ new Map();
  for (const [statement, isFirst] of files.flatMap(
    (file) => file.map((each, at) => [each, at === 0])
  )) {
    if (isFirst) scene.beginFile();
    const { steps, opaque } = stepsOf(statement);
    for (const step of steps) {
      scene.reshape(step);
      const place = scene.place(relationOf(step));
      if (place && place.facts.empty !== true) {
        const { found, left: reasons } = rulesOf({ step, place, scene, later });
        trials.push(...found.map((each) => trialOf({ step, place, scene }, each)));
        left.push(...reasons.map((why) => ({ statement, why })));
      }
      trials.push(...byDomain(step, scene, later));
      scene.apply(step);
    }
    if (opaque || runsUnknown(statement, facts)) scene.beyond(statement);
  }
  return { trials, left };
}
__name(collect, "collect");
function trialOf({ step, place, scene }, { rule, fromFile, parent }) {
  const { facts, shape, changed } = place;
  const alone = facts.kind === "table" && ["double", "overlap", "orphan"].includes(rule.kind);
  return {
    statement: step.statement,
    table: facts.name,
    only: alone || isOnly(step),
    rows: facts.rows,
    key: primaryKey(place),
    fromFile,
    shape,
    after: changed ?? (parent && scene.fills(parent)),
    unsure: !step.sure,
    rule
  };
}
__name(trialOf, "trialOf");
function relationOf({ node }) {
  if ("AlterTableStmt" in node && node.AlterTableStmt.objtype !== "OBJECT_INDEX")
    return node.AlterTableStmt.relation;
  return "IndexStmt" in node && node.IndexStmt.unique ? node.IndexStmt.relation : void 0;
}
__name(relationOf, "relationOf");
function isOnly(step) {
  if (relationOf(step)?.inh !== true) return true;
  const { node } = step;
  return "AlterTableStmt" in node && (node.AlterTableStmt.cmds ?? []).some((item) => {
    const def = "AlterTableCmd" in item ? item.AlterTableCmd.def : void 0;
    return def !== void 0 && "Constraint" in def && def.Constraint.is_no_inherit === true;
  });
}
__name(isOnly, "isOnly");
var runsUnknown = /* @__PURE__ */ __name(({ node }, facts) => "CallStmt" in node || callsOwn(node, facts), "runsUnknown");

// src/database/ahead/rows/trial.ts
var EXAMPLES = 3;
function trialSql(trial, percent) {
  const { rule } = trial;
  const t = quoteName(trial.table.split(".").at(-1) ?? "");
  const from = source(trial, t, percent);
  const columns = keyOf(trial).map((column) => `${t}.${column}`);
  const order = columns.join(", ");
  const label = `concat_ws(', ', ${columns.map((column) => `${column}::text`).join(", ")})`;
  const count = "count(*)::text as count";
  if (rule.kind === "double") {
    const filled = rule.nullsAlike ? [] : rule.expressions.map((each) => `(${each}) is not null`);
    return `select ${count}, (array_agg(rows order by rows))[1:${EXAMPLES}] as examples from (
      select array_to_string((array_agg(${label} order by ${order}))[1:2], ' and ') as rows from ${from}${where([rule.where, ...filled])}
      group by ${rule.expressions.map((each) => `(${each})`).join(", ")} having count(*) > 1) d`;
  }
  if (rule.kind === "overlap") {
    const values = rule.elements.map(({ expression }, at) => `(${expression}) as e${at}`);
    const meets = rule.elements.map(({ operator }, at) => `a.e${at} ${operator} b.e${at}`);
    return `with shiplock_rows as materialized (select ${label} as label, row_number() over (order by ${order}) as n, ${values.join(", ")}
        from ${from}${where([rule.where])}),
      met as materialized (select a.* from shiplock_rows a where exists (
        select from shiplock_rows b where b.n <> a.n and ${meets.join(" and ")}))
      select (select count(*)::text from met) as count, array(select label || ' and ' || other from (
        select a.n, a.label, (select b.label from met b where b.n > a.n and ${meets.join(" and ")} order by b.n limit 1) as other
        from met a) pairs where other is not null order by n limit ${EXAMPLES}) as examples`;
  }
  if (rule.kind === "check" && rule.column !== void 0) {
    return `select ${count}, (array_agg(shiplock_label order by shiplock_place))[1:${EXAMPLES}] as examples from (
      select ${label} as shiplock_label, row(${order}) as shiplock_place, ${t}.${quoteName(rule.column)} as value from ${from}) v
      where not (${rule.expression})`;
  }
  return `select ${count}, (array_agg(${label} order by ${order}))[1:${EXAMPLES}] as examples from ${from} where ${breaks(rule, t)}`;
}
__name(trialSql, "trialSql");
function neighbourSql(trial) {
  const { rule } = trial;
  const ranges = rule.kind === "overlap" ? rule.elements.filter(({ operator }) => /&&\)?$/.test(operator)) : [];
  const [range] = ranges;
  if (rule.kind !== "overlap" || ranges.length !== 1 || !range) return void 0;
  const same = rule.elements.filter((each) => each !== range);
  if (same.some(({ operator }) => !/(?:^|\.)=\)?$/.test(operator))) return void 0;
  const t = quoteName(trial.table.split(".").at(-1) ?? "");
  const label = `concat_ws(', ', ${keyOf(trial).map((column) => `${t}.${column}::text`)})`;
  const by = same.map(({ expression }) => `(${expression})`);
  const filled = [range, ...same].map(({ expression }) => `(${expression}) is not null`);
  const neighbor = `over (${by.length > 0 ? `partition by ${by} ` : ""}order by (${range.expression}))`;
  return `with met as (select label, other, type from (
      select ${label} as label, lag(${label}) ${neighbor} as other, (${range.expression}) as range,
        lag((${range.expression})) ${neighbor} as before, pg_typeof((${range.expression})) as type
      from ${source(trial, t, void 0)}${where([rule.where, ...filled])}) neighbor
      where range ${range.operator} before)
    select (select case when exists (select from met join pg_catalog.pg_type y on y.oid = met.type where y.typtype <> 'r') then '-1'
        when count(*) > 0 then (count(*) + 1)::text else '0' end from met) as count,
      array(select other || ' and ' || label from met limit ${EXAMPLES}) as examples`;
}
__name(neighbourSql, "neighbourSql");
function source({ table, only: only2, shape }, t, percent) {
  const sample = percent === void 0 ? "" : ` tablesample system (${percent})`;
  const from = `${only2 ? "only " : ""}${quoted(table)}`;
  if (!shape) return `${from}${sample}`;
  const columns = shape.map(({ name, sql }) => `${sql} as ${quoteName(name)}`);
  return `(select ${[...columns, `${t}.ctid as ctid`].join(", ")} from ${from} as ${t}${sample}) ${t}`;
}
__name(source, "source");
function keyOf({ key, shape }) {
  const known2 = key.every((column) => !shape || shape.some(({ name }) => name === column));
  return key.length > 0 && known2 ? key.map(quoteName) : ["ctid"];
}
__name(keyOf, "keyOf");
function where(conditions) {
  const all = conditions.filter((each) => each !== void 0).map((each) => `(${each})`);
  return all.length > 0 ? ` where ${all.join(" and ")}` : "";
}
__name(where, "where");
function expressionsIn({ rule, shape = [], fromFile }) {
  const made3 = shape.flatMap((column) => column.fromFile ? [column.sql] : []);
  if (!fromFile) return made3;
  const condition = "where" in rule && rule.where !== void 0 ? [rule.where] : [];
  switch (rule.kind) {
    case "check":
      return [...made3, rule.expression];
    case "double":
      return [...made3, ...rule.expressions, ...condition];
    case "overlap":
      return [
        ...made3,
        ...rule.elements.map(({ expression, operator }) => `(${expression}) ${operator} (${expression})`),
        ...condition
      ];
  }
  return made3;
}
__name(expressionsIn, "expressionsIn");
function breaks(rule, t) {
  if (rule.kind === "null")
    return rule.columns.map((column) => `${t}.${quoteName(column)} is null`).join(" or ");
  if (rule.kind === "check") return `not (${rule.expression})`;
  const ours = rule.columns.map((column) => `${t}.${quoteName(column)}`);
  const filled = ours.map((column) => `${column} is not null`).join(" and ");
  const same = ours.map(
    (column, at) => `shiplock_parent.${quoteName(rule.parentColumns?.[at] ?? "")} = ${column}`
  );
  const parent = `${rule.onlyParent ? "only " : ""}${quoted(rule.parent)} shiplock_parent`;
  const orphan = rule.parentColumns ? `${filled} and not exists (select from ${parent} where ${same.join(" and ")})` : filled;
  return rule.full && ours.length > 1 ? `(${orphan}) or (num_nulls(${ours}) between 1 and ${ours.length - 1})` : orphan;
}
__name(breaks, "breaks");
var quoted = /* @__PURE__ */ __name((name) => qualifiedName(...name.split(".")), "quoted");
function broken(trial, { count, examples }) {
  const { table, rule } = trial;
  const name = keyOf(trial)[0] === "ctid" ? "ctid" : trial.key.join(", ");
  const shown = examples.map((each) => `${name} ${each}`).join("; ");
  const more = count > examples.length && rule.kind !== "overlap" ? "; \u2026" : "";
  const number = count.toLocaleString("en-US");
  const one2 = count === 1;
  const rows = `${number} ${one2 ? "row" : "rows"} of ${table}`;
  const told = `: ${shown}${more}`;
  switch (rule.kind) {
    case "null":
      return `${rows} ${one2 ? "has" : "have"} no ${rule.columns.join(" or ")}${rule.of ? ` (${rule.of})` : ""}${told}`;
    case "check":
      return `${rows} ${one2 ? "does" : "do"} not satisfy ${rule.name}${told}`;
    case "double":
      return `${number} ${one2 ? "value" : "values"} of ${rule.name} in ${table} ${one2 ? "occurs" : "occur"} in several rows${told}`;
    case "overlap":
      return `${rows} conflict with each other under ${rule.name}${told}`;
    case "orphan":
      return `${rows} ${one2 ? "refers" : "refer"} by ${rule.columns.join(", ")} to no row of ${rule.parent}${rule.parentColumns ? "" : " (new)"}${told}`;
  }
}
__name(broken, "broken");

// src/database/ahead/rows/index.ts
var LIMITS = { statementMs: 5e3, totalMs: 6e4, sampleRows: 1e5 };
var PAIRED_ROWS = 2e3;
async function tryRows(db, files, facts, limits = LIMITS) {
  const steps = files.flat().flatMap((statement) => stepsOf(statement).steps);
  const types = new Set(steps.flatMap(({ node }) => typesNamed(node)));
  const { trials, left } = collect(files, facts, await readDomains(db, [...types]));
  const tried = left.map(({ statement, why }) => ({
    statement,
    outcome: "not-tried",
    message: why
  }));
  const until = performance.now() + limits.totalMs;
  for (const trial of trials) {
    const said2 = await tryOne(db, trial, facts, { ...limits, totalMs: until - performance.now() });
    const { statement } = trial;
    const same = tried.some((each) => each.statement === statement && each.message === said2?.message);
    if (said2 && !same) tried.push({ statement, ...said2 });
  }
  return tried;
}
__name(tryRows, "tryRows");
async function tryOne(db, trial, facts, limits) {
  const untried = /* @__PURE__ */ __name((why) => ({
    outcome: "not-tried",
    message: `could not test the rows of ${trial.table}: ${why}`
  }), "untried");
  if (limits.totalMs <= 0) return untried("the time for all tables was used up");
  if (!await isHarmless2(db, expressionsIn(trial), facts))
    return untried("the constraint calls user-defined code");
  try {
    return said(trial, await ask2(db, trialSql(trial), limits), "");
  } catch (error) {
    if (stateOf(error) !== CANCELED) return refused(error, untried);
  }
  const neighbours = await besideEachOther(db, trial, limits);
  if (neighbours) return neighbours.count > 0 ? said(trial, neighbours, AT_LEAST) : void 0;
  const aim = trial.rule.kind === "overlap" ? Math.min(limits.sampleRows, PAIRED_ROWS) : limits.sampleRows;
  const percent = Math.max(1e-4, Math.min(100, 100 * aim / Math.max(1, trial.rows)));
  try {
    const found = await ask2(db, trialSql(trial, percent), limits);
    const sample = `a sample of about ${aim.toLocaleString("en-US")} rows, because reading all of them took too long`;
    return said(trial, found, ` (in ${sample})`) ?? {
      outcome: "not-tried",
      message: `no row of ${trial.table} breaks it in ${sample}`
    };
  } catch (error) {
    return stateOf(error) === CANCELED ? untried("even a sample took too long") : refused(error, untried);
  }
}
__name(tryOne, "tryOne");
var AT_LEAST = " (at least: only neighbors were compared, because comparing all took too long)";
async function besideEachOther(db, trial, limits) {
  const sql = neighbourSql(trial);
  if (sql === void 0) return void 0;
  try {
    const found = await ask2(db, sql, limits);
    return found.count < 0 ? void 0 : found;
  } catch (error) {
    if (/^(?:22|42|57014)/.test(stateOf(error) ?? "")) return void 0;
    throw error;
  }
}
__name(besideEachOther, "besideEachOther");
function said(trial, found, about) {
  if (found.count === 0) return void 0;
  const message = `${broken(trial, found)}${about}`;
  if (trial.after !== void 0)
    return { outcome: "later", message: `the server checks this after "${trial.after}"; today ${message}` };
  return trial.unsure ? { outcome: "later", message: `if it runs: ${message}` } : { outcome: "broken", message };
}
__name(said, "said");
var CANCELED = "57014";
var LOCKED = "55P03";
var PERMISSION = "42501";
var stateOf = /* @__PURE__ */ __name((error) => {
  const { cause } = error;
  return error instanceof ShiplockError ? cause?.code : void 0;
}, "stateOf");
function refused(error, untried) {
  const state = stateOf(error) ?? "";
  if (state === PERMISSION) return untried("this role cannot read all of them");
  if (state === LOCKED) return untried("the table is locked");
  const { cause } = error;
  if (/^(22|42)/.test(state)) return untried(`the server says: ${cause?.message}`);
  throw error;
}
__name(refused, "refused");
async function ask2(db, sql, { statementMs, totalMs }) {
  const timeout = `${Math.max(1, Math.floor(Math.min(statementMs, totalMs)))}ms`;
  return db.transaction(async (tx) => {
    await tx.query("set transaction read only");
    await tx.query(
      "select set_config('statement_timeout', $1, true), set_config('lock_timeout', '1s', true), set_config('row_security', 'off', true)",
      [timeout]
    );
    const [row] = await tx.query(sql, []);
    return { count: Number(row?.count ?? 0), examples: row?.examples ?? [] };
  });
}
__name(ask2, "ask");
async function isHarmless2(db, expressions, facts) {
  if (expressions.length === 0) return true;
  const sql = `select ${expressions.map((each) => `(${each})`).join(", ")}`;
  let names2;
  try {
    names2 = await readsOnly(sql, "a constraint");
  } catch (error) {
    if (error instanceof ShiplockError) return false;
    throw error;
  }
  if (names2.relations.length > 0 || hasSubquery(sql)) return false;
  if (names2.functions.some((parts2) => !isPlain(parts2.at(-1) ?? "", facts))) return false;
  const [row] = await db.query(
    `select exists (select from pg_catalog.pg_operator o join pg_catalog.pg_proc p on p.oid = o.oprcode
       where o.oprname = any ($1) and o.oprnamespace <> 'pg_catalog'::regnamespace and p.provolatile <> 'i') as own`,
    [names2.operators.map((parts2) => parts2.at(-1) ?? "")]
  );
  return row?.own === false;
}
__name(isHarmless2, "isHarmless");
function isPlain(name, facts) {
  const known2 = facts.functions.get(name);
  return known2?.own === false && known2.volatility !== "volatile";
}
__name(isPlain, "isPlain");
function hasSubquery(sql) {
  let found = false;
  walk(loadedParser().parse(sql), (tag) => {
    found ||= tag === "SubLink";
  });
  return found;
}
__name(hasSubquery, "hasSubquery");

// src/database/ahead/names.ts
function usedNames(pieces) {
  const calls2 = [];
  const settings = /* @__PURE__ */ new Map();
  const extensions = /* @__PURE__ */ new Map();
  const roles3 = /* @__PURE__ */ new Map();
  const catalog = /* @__PURE__ */ new Map();
  for (const piece of pieces) {
    const first = /* @__PURE__ */ __name((names2, name) => {
      if (name !== void 0 && (!names2.has(name) || piece.when === "runs")) names2.set(name, piece);
    }, "first");
    walk(piece.nodes, (tag, node) => {
      if (tag === "FuncCall") {
        const call = node;
        calls2.push(callOf(call, piece));
        if (READS_SETTING.has(calls2.at(-1)?.name ?? "")) first(settings, readSetting(call));
      } else if (tag === "CallStmt") {
        const [name = "", schema] = nameList(node["funccall"]?.funcname).reverse();
        calls2.push({ name, schema, count: void 0, piece });
      } else if (tag === "CreateTrigStmt" || tag === "CreateEventTrigStmt") {
        const [name = "", schema] = nameList(node["funcname"]).reverse();
        calls2.push({ name, schema, count: void 0, piece });
      } else if (tag === "VariableSetStmt") first(settings, settingOf(node));
      else if (tag === "CreateExtensionStmt") first(extensions, node["extname"]);
      else if (tag === "RoleSpec") first(roles3, ownRole(node["rolename"]));
      else if (tag === "GrantRoleStmt")
        walk(node["granted_roles"], (_, { priv_name }) => first(roles3, ownRole(priv_name)));
      else if (tag === "RangeVar") first(catalog, ownRelation(node));
      const { setstmt } = node;
      if (setstmt) first(settings, settingOf(setstmt));
    });
  }
  return { calls: calls2, settings, extensions, roles: roles3, catalog };
}
__name(usedNames, "usedNames");
function madeNames(pieces) {
  const functions = /* @__PURE__ */ new Set();
  const relations2 = /* @__PURE__ */ new Set();
  const extensions = /* @__PURE__ */ new Set();
  const last = /* @__PURE__ */ __name((names2) => {
    const name = nameList(names2).at(-1);
    if (name !== void 0) functions.add(name);
  }, "last");
  for (const { nodes } of pieces)
    walk(nodes, (tag, node) => {
      if (tag === "CreateFunctionStmt") last(node["funcname"]);
      if (tag === "DefineStmt") last(node["defnames"]);
      if (tag === "CreateDomainStmt") last(node["domainname"]);
      if (tag === "CreateEnumStmt" || tag === "CreateRangeStmt") last(node["typeName"]);
      if (tag === "RenameStmt" && typeof node["newname"] === "string") {
        functions.add(node["newname"]);
        relations2.add(node["newname"]);
      }
      if (tag === "ColumnDef") functions.add(String(node["colname"]));
      if (tag === "CreateExtensionStmt") extensions.add(String(node["extname"]));
      for (const field of ["relation", "view", "typevar", "into"]) {
        const { relname, rel } = node[field] ?? {};
        const name = relname ?? rel?.relname;
        if (name && MAKES.has(tag)) {
          functions.add(name);
          relations2.add(name);
        }
      }
      if (tag === "CommonTableExpr") relations2.add(String(node["ctename"]));
    });
  return { functions, relations: relations2, extensions };
}
__name(madeNames, "madeNames");
var MAKES = /* @__PURE__ */ new Set([
  "CreateStmt",
  "ViewStmt",
  "CompositeTypeStmt",
  "CreateTableAsStmt",
  "CreateForeignTableStmt"
]);
var READS_SETTING = /* @__PURE__ */ new Set(["set_config", "current_setting"]);
function callOf(call, piece) {
  const [name = "", schema] = nameList(call.funcname).reverse();
  const { args = [], agg_order = [], agg_within_group, func_variadic } = call;
  const count = func_variadic ? void 0 : args.length + (agg_within_group ? agg_order.length : 0);
  return { name, schema, count, piece };
}
__name(callOf, "callOf");
function readSetting({ funcname, args = [] }) {
  const name = constant(args[0]);
  const mayBeMissing = nameList(funcname).at(-1) === "current_setting" && args.length > 1;
  return name === void 0 || mayBeMissing ? void 0 : plainSetting(name);
}
__name(readSetting, "readSetting");
function settingOf({ kind, name }) {
  return kind === "VAR_SET_MULTI" || kind === "VAR_RESET_ALL" || !name ? void 0 : plainSetting(name);
}
__name(settingOf, "settingOf");
var plainSetting = /* @__PURE__ */ __name((name) => name.includes(".") ? void 0 : name.toLowerCase(), "plainSetting");
var ownRole = /* @__PURE__ */ __name((name) => typeof name === "string" && name.startsWith("pg_") ? name : void 0, "ownRole");
function ownRelation({ schemaname, relname }) {
  if (typeof relname !== "string" || !relname.startsWith("pg_")) return void 0;
  return schemaname === void 0 || schemaname === "pg_catalog" ? relname : void 0;
}
__name(ownRelation, "ownRelation");

// src/database/ahead/since.ts
var FUNCTIONS_SINCE = new Map([
  ...of(
    16,
    `any_value array_sample array_shuffle date_add date_subtract erf erfc json_agg_strict json_object_agg_strict
     json_object_agg_unique json_object_agg_unique_strict jsonb_agg_strict jsonb_object_agg_strict
     jsonb_object_agg_unique jsonb_object_agg_unique_strict pg_input_error_info pg_input_is_valid
     pg_log_standby_snapshot pg_split_walfile_name random_normal system_user`
  ),
  ...of(
    17,
    `icu_unicode_version jsonb_populate_record_valid pg_available_wal_summaries pg_basetype pg_column_toast_chunk_id
     pg_get_wait_events pg_sync_replication_slots pg_wal_summary_contents to_bin to_oct to_regtypemod unicode_assigned
     unicode_version uuid_extract_timestamp uuid_extract_version xmltext`
  ),
  ...of(
    18,
    `array_reverse array_sort casefold crc32 crc32c gamma has_largeobject_privilege lgamma pg_get_acl pg_get_aios
     pg_get_loaded_modules pg_get_shmem_allocations_numa pg_ls_summariesdir pg_numa_available
     pg_restore_attribute_stats pg_restore_relation_stats pg_clear_attribute_stats pg_clear_relation_stats
     pg_stat_reset_backend_stats uuidv4 uuidv7`
  )
]);
var CALLS_SINCE = {
  JsonArrayAgg: { name: "json_arrayagg", since: 16 },
  JsonArrayConstructor: { name: "json_array", since: 16 },
  JsonObjectAgg: { name: "json_objectagg", since: 16 },
  JsonScalarExpr: { name: "json_scalar", since: 17 },
  JsonSerializeExpr: { name: "json_serialize", since: 17 }
};
var OPTIONS_SINCE = {
  CopyStmt: new Map([...of(16, "default"), ...of(17, "on_error log_verbosity"), ...of(18, "reject_limit")]),
  CreatePublicationStmt: new Map(of(18, "publish_generated_columns")),
  AlterPublicationStmt: new Map(of(18, "publish_generated_columns")),
  VacuumStmt: new Map(of(16, "buffer_usage_limit skip_database_stats only_database_stats process_main")),
  ExplainStmt: new Map([...of(16, "generic_plan"), ...of(17, "memory serialize")])
};
var RIGHTS_SINCE = new Map(of(17, "maintain"));
var EVENTS_SINCE = new Map(of(17, "login"));
var STORAGE_SINCE = new Map(of(18, "autovacuum_vacuum_max_threshold"));
var SETTINGS_SINCE = new Map([
  ...of(
    16,
    "createrole_self_grant debug_parallel_query icu_validation_level vacuum_buffer_usage_limit scram_iterations"
  ),
  ...of(
    17,
    "transaction_timeout allow_alter_system event_triggers io_combine_limit enable_group_by_reordering"
  ),
  ...of(
    18,
    `autovacuum_vacuum_max_threshold enable_self_join_elimination enable_distinct_reordering file_copy_method
     file_extend_method io_method log_lock_failures vacuum_truncate vacuum_max_eager_freeze_failure_rate`
  )
]);
function of(major, names2) {
  return names2.split(/\s+/).map((name) => [name, major]);
}
__name(of, "of");

// src/database/ahead/unknown.ts
var KNOWN = `
select
  (select coalesce(jsonb_agg(jsonb_build_object('name', proname, 'least', pronargs - pronargdefaults,
      'most', case when provariadic <> 0 then 100 else pronargs end)), '[]')
    from pg_catalog.pg_proc where proname = any ($1)) as functions,
  array(select typname::text from pg_catalog.pg_type where typname = any ($1)
    union select attname::text from pg_catalog.pg_attribute where attname = any ($1)) as others,
  array(select lower(name) from pg_catalog.pg_settings where lower(name) = any ($2)) as settings,
  array(select name::text from pg_catalog.pg_available_extensions where name = any ($3)
    union select extname::text from pg_catalog.pg_extension where extname = any ($3)) as extensions,
  array(select rolname::text from pg_catalog.pg_roles where rolname = any ($4)) as roles,
  array(select relname::text from pg_catalog.pg_class where relname = any ($5)) as catalog`;
async function unknownNames(db, pieces, { serverVersion, hidden }) {
  const used = usedNames(pieces);
  const major = Math.floor(serverVersion / 1e4);
  const found = byVersion(pieces, major);
  if (isEmpty(used)) return found;
  const [known2] = await db.query(KNOWN, [
    [...new Set(used.calls.map(({ name }) => name))],
    [...used.settings.keys()],
    [...used.extensions.keys()],
    [...used.roles.keys()],
    [...used.catalog.keys()]
  ]);
  if (!known2) throw new Error("the server did not answer for the requested names");
  const made3 = madeNames(pieces);
  const missing = /* @__PURE__ */ __name((names2, has2, kind) => {
    for (const [name, piece] of names2)
      if (!has2.includes(name)) found.push({ piece, what: `${kind} ${name}`, certain: piece.sure });
  }, "missing");
  missing(used.extensions, known2.extensions, "extension");
  missing(used.roles, known2.roles, "role");
  missing(used.catalog, [...known2.catalog, ...made3.relations], "relation");
  for (const [name, piece] of used.settings)
    if (!known2.settings.includes(name) && !await isSetting(db, name))
      found.push({
        piece,
        what: `setting ${name}${came(SETTINGS_SINCE.get(name), major)}`,
        certain: piece.sure
      });
  const others = /* @__PURE__ */ new Set([...known2.others, ...made3.functions]);
  for (const call of used.calls) {
    const said2 = others.has(call.name) ? void 0 : unknownCall(call, known2.functions, major, hidden);
    if (said2) found.push(said2);
  }
  return found;
}
__name(unknownNames, "unknownNames");
function isEmpty({ calls: calls2, settings, extensions, roles: roles3, catalog }) {
  return calls2.length + settings.size + extensions.size + roles3.size + catalog.size === 0;
}
__name(isEmpty, "isEmpty");
function unknownCall({ name, count, piece }, functions, major, hidden) {
  const since = FUNCTIONS_SINCE.get(name);
  const overloads = functions.filter((each) => each.name === name);
  const fits = /* @__PURE__ */ __name(({ least, most }) => count === void 0 || count >= least && count <= most, "fits");
  if (overloads.some(fits)) return void 0;
  const newer = since !== void 0 && since > major;
  if (hidden && !newer) return void 0;
  const what = overloads.length > 0 ? `function ${name} with ${count} ${count === 1 ? "argument" : "arguments"}` : `function ${name}${came(since, major)}`;
  return { piece, what, certain: piece.sure && (newer || piece.when !== "kept") };
}
__name(unknownCall, "unknownCall");
async function isSetting(db, name) {
  try {
    const [row] = await db.query("select current_setting($1, true) as value", [
      name
    ]);
    return row?.value !== null;
  } catch (error) {
    if (error.code === "SHIPLOCK_DATABASE_PERMISSION") return true;
    throw error;
  }
}
__name(isSetting, "isSetting");
function byVersion(pieces, major) {
  const found = [];
  for (const piece of pieces) {
    const newer = /* @__PURE__ */ __name((kind, name, since) => {
      if (since !== void 0 && since > major)
        found.push({ piece, what: `${kind} ${name}${came(since, major)}`, certain: piece.sure });
    }, "newer");
    walk(piece.nodes, (tag, node) => {
      const call = CALLS_SINCE[tag];
      if (call) newer("function", call.name, call.since);
      if (tag === "JsonFuncExpr") newer("function", String(node["op"]).replace(/_OP$/, "").toLowerCase(), 17);
      if (tag === "AccessPriv")
        newer(
          "privilege",
          String(node["priv_name"]).toUpperCase(),
          RIGHTS_SINCE.get(String(node["priv_name"]).toLowerCase())
        );
      if (tag === "CreateEventTrigStmt")
        newer("event", String(node["eventname"]), EVENTS_SINCE.get(String(node["eventname"])));
      const options2 = OPTIONS_SINCE[tag];
      for (const name of options2 ? namesIn2(node["options"]) : []) newer("option", name, options2?.get(name));
      if (tag === "AlterTableCmd")
        for (const name of namesIn2(node["def"])) newer("storage parameter", name, STORAGE_SINCE.get(name));
      if (tag === "CreateStmt" || tag === "IndexStmt")
        for (const name of namesIn2(node["options"]))
          newer("storage parameter", name, STORAGE_SINCE.get(name));
      if (major < 18 && piece.when !== "kept" && WRITES2.has(tag) && readsVersions(node))
        newer("RETURNING", "old and new", 18);
    });
  }
  return found;
}
__name(byVersion, "byVersion");
var WRITES2 = /* @__PURE__ */ new Set(["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"]);
function readsVersions(node) {
  const returned = /* @__PURE__ */ new Set();
  walk({ Root: node["returningClause"] }, (tag, { fields }) => {
    const [first, second] = tag === "ColumnRef" && Array.isArray(fields) ? fields : [];
    if (second !== void 0) returned.add(first.String?.sval ?? "");
  });
  const tables = /* @__PURE__ */ new Set();
  const name = /* @__PURE__ */ __name((value) => {
    const { relname, alias } = value ?? {};
    tables.add(alias?.aliasname ?? relname ?? "");
  }, "name");
  name(node["relation"]);
  walk(
    { Root: { from: node["fromClause"], using: node["usingClause"], source: node["sourceRelation"] } },
    (tag, each) => {
      if (tag === "RangeVar" || tag === "RangeSubselect") name(each);
    }
  );
  return ["old", "new"].some((each) => returned.has(each) && !tables.has(each));
}
__name(readsVersions, "readsVersions");
function namesIn2(options2) {
  const names2 = [];
  walk({ Root: options2 }, (tag, { defname }) => {
    if (tag === "DefElem" && typeof defname === "string") names2.push(defname.toLowerCase());
  });
  return names2;
}
__name(namesIn2, "namesIn");
var came = /* @__PURE__ */ __name((since, major) => since !== void 0 && since > major ? `, which PostgreSQL ${since} introduced` : "", "came");

// src/database/ahead/index.ts
async function askTarget(db, files, facts) {
  const told = /* @__PURE__ */ new Map();
  const tell = teller(told);
  const pieces = files.flatMap(piecesOf);
  const { serverVersion } = facts;
  const stumbles = await unread(db, pieces, serverVersion);
  for (const { piece, message } of stumbles)
    tell(
      piece.statement,
      UNKNOWN_TO_SERVER,
      `${serverName(serverVersion)} cannot read it${inCode(piece)}: ${message}`
    );
  const unreadable = new Set(stumbles.map(({ piece }) => piece));
  const readable = pieces.filter((piece) => !unreadable.has(piece));
  await tellUnknown(db, readable, hides(files.flat(), facts), { serverVersion, tell });
  for (const { statement, outcome, message } of await tryRows(db, files, facts))
    tell(statement, ROWS[outcome], message);
  for (const { statement, outcome, message } of await deniedRights(db, files, facts))
    tell(statement, RIGHTS[outcome], message);
  for (const { statement, message, breaks: breaks2 } of await unidentified(db, files, facts))
    tell(statement, UNIDENTIFIED, message, breaks2);
  return told;
}
__name(askTarget, "askTarget");
async function askWithout(db, files, facts, told) {
  const found = /* @__PURE__ */ new Map();
  const tell = teller(found);
  const pieces = files.flatMap(piecesOf);
  const stumbled = /* @__PURE__ */ __name((statement) => told.get(statement)?.some(({ rule }) => rule === UNKNOWN_TO_SERVER) === true, "stumbled");
  const readable = pieces.filter(({ statement }) => !stumbled(statement));
  await tellUnknown(db, readable, hides(files.flat(), facts), { serverVersion: facts.serverVersion, tell });
  for (const { statement, message, breaks: breaks2 } of await unidentified(db, files, facts))
    tell(statement, UNIDENTIFIED, message, breaks2);
  let more = false;
  for (const [statement, all] of found)
    for (const each of all) {
      const known2 = told.get(statement) ?? [];
      const message = `${each.message}, until a waiting contract file is applied`;
      if (known2.some((one2) => one2.rule === each.rule && [each.message, message].includes(one2.message)))
        continue;
      told.set(statement, [...known2, { ...each, message }]);
      more = true;
    }
  return more;
}
__name(askWithout, "askWithout");
var teller = /* @__PURE__ */ __name((told) => (statement, rule, message, breaks2 = false) => told.set(statement, [...told.get(statement) ?? [], { rule, message, breaks: breaks2 }]), "teller");
async function tellUnknown(db, pieces, hidden, { serverVersion, tell }) {
  for (const { piece, what, certain } of await unknownNames(db, pieces, { serverVersion, hidden }))
    tell(
      piece.statement,
      certain ? UNKNOWN_TO_SERVER : UNKNOWN_NAME,
      `${serverName(serverVersion)} has no ${what}${inCode(piece)}`
    );
}
__name(tellUnknown, "tellUnknown");
var ROWS = { broken: BROKEN_ROWS, later: ROWS_BREAK_TODAY, "not-tried": ROWS_NOT_TRIED };
var RIGHTS = { denied: MAY_NOT, unsure: MAY_PERHAPS_NOT, "without-effect": WITHOUT_EFFECT };
var inCode = /* @__PURE__ */ __name(({ when, statement, text }) => when !== "runs" || text !== statement.text ? " (in its code)" : "", "inCode");
function serverName(version) {
  return `PostgreSQL ${Math.floor(version / 1e4)}.${version % 1e4}`;
}
__name(serverName, "serverName");
function hides(statements, facts) {
  return statements.some((statement) => {
    const { node } = statement;
    if ("CreateExtensionStmt" in node)
      return facts.extensions?.has(node.CreateExtensionStmt.extname ?? "") !== true;
    if ("ImportForeignSchemaStmt" in node || "CreatePLangStmt" in node) return true;
    if ("SelectStmt" in node || "CallStmt" in node) return callsOwn(node, facts);
    return nested(statement).opaque;
  });
}
__name(hides, "hides");

// src/database/hazards/batched.ts
function isBatched(statement, directives2) {
  return (directives2.get(statement) ?? []).some((directive) => directive.kind === "batch");
}
__name(isBatched, "isBatched");

// src/database/hazards/effects.ts
var UNKNOWN_COLUMN = {
  type: "unknown",
  notNull: false,
  hasDefault: false,
  generated: void 0,
  identity: false
};
var Effects = class {
  static {
    __name(this, "Effects");
  }
  statement;
  facts;
  memory;
  locks = /* @__PURE__ */ new Map();
  hazards = [];
  rewrites = false;
  scans = false;
  losesData = false;
  /** What it does that the server refuses in a transaction, though its syntax does not show it. */
  needsNoTransaction;
  /** Readers wait for a lock on an index: a query takes one on every index of its tables. */
  readersWait = false;
  contract = false;
  /** Changes the schema, as opposed to rows. */
  ddl = false;
  /** Changes an unknown number of rows of an existing table that is not tiny. */
  bulkData = false;
  /** What goes, and may be there again at the end of the release. */
  doubts = [];
  /** Asked at the end of the release, with the memory as it is then. */
  later = [];
  /** What it makes or changes that the release's own code may need. */
  adds = [];
  /** Runs only where the catalog says that it is still to be done (`IF NOT EXISTS (SELECT … pg_constraint …)`). */
  guarded = false;
  setting;
  constructor(statement, facts, memory, setting2 = { file: 0, serves: true }) {
    this.statement = statement;
    this.facts = facts;
    this.memory = memory;
    this.setting = setting2;
  }
  target(relation) {
    return { ...resolve(parts(relation), this.facts, this.memory), only: relation?.inh !== true };
  }
  named(names2) {
    return resolve(names2, this.facts, this.memory);
  }
  lock(target, level) {
    const name = typeof target === "string" ? target : target.name;
    if (this.memory.createdInFile.has(name)) return;
    if (typeof target !== "string" && target.isAbsent) return;
    const before = this.locks.get(name);
    this.locks.set(name, before ? stronger(before, level) : level);
  }
  /** Locks a table with everything below it: partitions and inheriting tables. */
  lockTree(target, level) {
    this.lock(target, level);
    if (target.only) return;
    for (const child of target.facts?.children ?? []) this.lock(child, level);
  }
  /** Locks a table with its partitions. Indexes and triggers do not reach tables that only inherit. */
  lockPartitions(target, level) {
    if (target.facts?.kind === "partitioned") this.lockTree(target, level);
    else this.lock(target, level);
  }
  /** Keeps in mind what the release's own code may need of this statement. */
  add(what) {
    this.adds.push(what);
  }
  /** Adds what statements inside this one do. */
  include(inside2) {
    for (const [name, level] of inside2.locks)
      this.locks.set(name, stronger(level, this.locks.get(name) ?? level));
    this.hazards.push(...inside2.hazards);
    this.rewrites ||= inside2.rewrites;
    this.scans ||= inside2.scans;
    this.losesData ||= inside2.losesData;
    this.readersWait ||= inside2.readersWait;
    this.needsNoTransaction ??= inside2.needsNoTransaction;
    this.contract ||= inside2.contract;
    this.ddl ||= inside2.ddl;
    this.bulkData ||= inside2.bulkData;
    this.doubts.push(...inside2.doubts);
    this.later.push(
      ...inside2.later.map((ask3) => (end) => {
        const before = inside2.hazards.length;
        ask3(end);
        this.hazards.push(...inside2.hazards.slice(before));
      })
    );
    this.adds.push(...inside2.adds);
  }
  /** Facts of a relation as they were before the release; undefined where there was none. */
  original(target) {
    return this.facts.relations.get(this.memory.renamed.get(target.name) ?? target.name);
  }
  /**
   * Something goes that the running version may use: `what` is named to people, `judge` looks for it at the end of the
   * release. Until then the hazard says that it is dropped.
   */
  goes(rule, what, judge3, options2 = {}) {
    if (options2.target?.isNew || options2.target?.isAbsent) return;
    const before = this.hazards.length;
    if (rule) this.hazard(rule, options2.message ?? `${what} is dropped`, options2.target);
    const hazards = this.hazards.slice(before);
    const { keepsWarning = false, isChange = false } = options2;
    this.doubts.push({ what, judge: judge3, hazards, keepsWarning, isChange });
  }
  /** Facts of an existing relation as they are by now: a target may be older than a change by the same statement. */
  current(target) {
    const name = this.memory.renamed.get(target.name) ?? target.name;
    return this.memory.changed.get(name) ?? target.facts;
  }
  /** Keeps in mind that a statement changed an existing relation, for the statements after it. */
  change(target, changes) {
    const facts = this.current(target);
    if (facts)
      this.memory.changed.set(this.memory.renamed.get(target.name) ?? target.name, { ...facts, ...changes });
  }
  /** Keeps in mind that a trigger, policy or rule (`trigger x`) stands on an existing relation now. */
  attach(target, what) {
    const attached = this.current(target)?.attached;
    if (attached) this.change(target, { attached: /* @__PURE__ */ new Set([...attached, what]) });
  }
  /** The same of one that stands there no longer. */
  detach(target, what) {
    const attached = this.current(target)?.attached;
    if (attached) this.change(target, { attached: new Set([...attached].filter((each) => each !== what)) });
  }
  /** The same for one column; without changes it is gone. */
  changeColumn(target, column, changes) {
    const columns = new Map(this.current(target)?.columns);
    if (changes) columns.set(column, { ...columns.get(column) ?? UNKNOWN_COLUMN, ...changes });
    else columns.delete(column);
    this.change(target, { columns });
  }
  rewrite(target) {
    if (target.isAbsent || target.isNew) return;
    this.rewrites = true;
    this.scans = true;
  }
  scan(target) {
    if (!target.isAbsent && !target.isNew) this.scans = true;
  }
  /** Rows or values that exist today are gone afterwards. */
  lose(target) {
    if (!target.isNew && !target.isAbsent) this.losesData = true;
  }
  /** The running version may not tolerate this. What the release itself made, the running version does not know. */
  breaks(target) {
    if (!target.isNew && !target.isAbsent) this.contract = true;
  }
  /**
   * Adds a hazard. With a target, hazards vanish on relations that the release made, and those about time become
   * remarks on tiny tables.
   */
  hazard(rule, message, target, options2 = {}) {
    if (target && rule.threat !== "style" && rule.threat !== "authorization" && (target.isNew || target.isAbsent))
      return;
    const severity = rule.threat === "stall" && target?.isTiny ? "info" : options2.severity ?? rule.severity;
    if (this.hazards.some((known2) => known2.rule.id === rule.id && known2.message === message)) return;
    const onRows = options2.onRows ?? (target !== void 0 && target.facts?.empty !== true);
    this.hazards.push({ rule, severity, message, onRows, relation: options2.relation });
  }
};

// src/database/hazards/settle.ts
function settle(read, situation) {
  const whole2 = judge2(read, () => true);
  const phases = whole2.files.map((file) => {
    if (file?.earlier) return "contract";
    return situation.serves ? file?.declared ?? "expand" : "expand";
  });
  const until = /* @__PURE__ */ new Map();
  let now = whole2;
  for (let changed = true; changed; ) {
    if (situation.serves) spread(whole2, phases);
    changed = false;
    if (!phases.includes("contract") || !phases.includes("expand")) break;
    now = judge2(read, (file) => phases[file] === "expand");
    for (const [index, file] of now.files.entries()) {
      if (!situation.serves || !file || file.declared) continue;
      const breaks2 = file.effects.flatMap((each) => {
        const why = breaksOf(each, now.fates.get(each) ?? [], index, phases);
        return why ? [[each.statement, why.map((one2) => `${one2}, ${UNTIL}`)]] : [];
      });
      for (const [statement, why] of breaks2) until.set(statement, why);
      if (breaks2.length > 0) phases[index] = "contract";
      changed ||= breaks2.length > 0;
    }
  }
  return phases.map((phase, index) => {
    const file = whole2.files[index];
    if (now !== whole2) onlyLater(file?.effects ?? [], now.files[index]?.effects ?? []);
    for (const each of file?.effects ?? [])
      prepare(each, phase, file?.directives.get(each.statement) ?? [], situation);
    return {
      phase,
      statements: (file?.effects ?? []).map((each) => {
        const breaks2 = situation.serves ? breaksOf(each, whole2.fates.get(each) ?? [], index, phases) ?? until.get(each.statement) : void 0;
        const directives2 = file?.directives.get(each.statement) ?? [];
        const { openTables } = situation;
        const plan = toPlan(each, { directives: directives2, allowed: file?.allowed, openTables }, breaks2);
        return file?.earlier ? heldOver(plan) : plan;
      })
    };
  });
}
__name(settle, "settle");
var UNTIL = "until a waiting contract file is applied";
function judge2(read, wanted) {
  const { files, end } = read(wanted);
  const effects = files.flatMap((file) => file?.effects ?? []);
  for (const each of effects) for (const ask3 of each.later) ask3(end);
  return {
    files,
    fates: new Map(
      effects.map((each) => [each, each.doubts.map((doubt) => settleDoubt(doubt, end))])
    )
  };
}
__name(judge2, "judge");
function prepare(each, phase, directives2, situation) {
  if (!situation.serves || situation.fresh) for (const hazard of each.hazards) calm(hazard, situation);
  if (phase === "contract") {
    for (const hazard of each.hazards) if (hazard.rule.ofRows) waits(hazard);
  }
  for (const family of FAMILIES) family.allowances?.(each, directives2);
}
__name(prepare, "prepare");
function onlyLater(whole2, now) {
  for (const [index, { hazards }] of now.entries()) {
    const known2 = whole2[index]?.hazards ?? [];
    for (const hazard of hazards) {
      const same = known2.some(
        ({ rule, message }) => rule.id === hazard.rule.id && message === hazard.message
      );
      if (!same && hazard.severity !== "info")
        known2.push({ ...hazard, message: `${hazard.message}, ${UNTIL}` });
    }
  }
}
__name(onlyLater, "onlyLater");
function heldOver(plan) {
  const hazards = plan.hazards.map((hazard) => {
    const { severity, message } = hazard;
    return {
      ...hazard,
      severity: severity === "info" ? severity : "warning",
      message: hazard.passing ? message : `${message}. The file of an earlier release waits`,
      passing: true
    };
  });
  return { ...plan, hazards };
}
__name(heldOver, "heldOver");
function spread({ files, fates }, phases) {
  for (let changed = true; changed; ) {
    changed = false;
    for (const [index, file] of files.entries()) {
      if (!file || file.declared || phases[index] === "contract") continue;
      if (!file.effects.some((each) => breaksOf(each, fates.get(each) ?? [], index, phases))) continue;
      phases[index] = "contract";
      changed = true;
    }
  }
}
__name(spread, "spread");
function breaksOf(effects, fates, file, phases) {
  const why = effects.doubts.flatMap(({ what, isChange }, index) => {
    const fate = fates[index];
    if (!fate || fate.state === "gone") return [isChange ? what : `${what} goes`];
    if (fate.state === "differs") return [`${what}: ${fate.why}`];
    return fate.files.some((other) => other !== file && phases[other] === "contract") ? [`${what} is recreated only by a waiting file`] : [];
  });
  if (!effects.contract && why.length === 0) return void 0;
  const said2 = effects.hazards.filter(({ rule, severity }) => severity !== "info" && SAYS_WHY.has(rule.threat)).map(({ message }) => message);
  return [...new Set(why.length > 0 ? why : said2)];
}
__name(breaksOf, "breaksOf");
var SAYS_WHY = /* @__PURE__ */ new Set(["loss", "compatibility", "authorization"]);
function calm(hazard, { serves, fresh }) {
  const { threat, refusedByServer, onlyByPolicy, whateverServes } = hazard.rule;
  if (refusedByServer || onlyByPolicy || whateverServes) return;
  if (!serves && (threat === "stall" || threat === "compatibility")) hazard.severity = "info";
  else if (hazard.severity === "refused" && !(threat === "loss" && hazard.onRows && !fresh))
    hazard.severity = "warning";
}
__name(calm, "calm");
function waits(hazard) {
  hazard.severity = "warning";
  hazard.passing = true;
  hazard.message = `${hazard.message}. The file waits, and this is tested when it is applied`;
}
__name(waits, "waits");
function toPlan(effects, allowances, breaks2) {
  const { statement } = effects;
  const levels = [...effects.locks.values()];
  const strongest = levels.reduce((a, b) => stronger(a, b), "AccessShareLock");
  return {
    line: statement.line,
    column: statement.column,
    summary: summary(statement),
    kind: statement.kind,
    locks: [...effects.locks].map(([relation, level]) => ({ relation, level })).sort((a, b) => a.relation < b.relation ? -1 : 1),
    rewrites: effects.rewrites,
    scans: effects.scans,
    losesData: effects.losesData,
    blocks: effects.readersWait ? "reads-and-writes" : blockedBy(strongest),
    phase: breaks2 ? "contract" : "expand",
    ...breaks2 && breaks2.length > 0 ? { breaks: breaks2 } : {},
    ...effects.adds.length > 0 ? { adds: [...new Set(effects.adds)] } : {},
    hazards: effects.hazards.map((hazard) => published(hazard, allowances))
  };
}
__name(toPlan, "toPlan");
function published(hazard, allowances) {
  const { rule, severity, message } = hazard;
  const reason = reasonFor(hazard, allowances);
  return {
    rule: rule.id,
    severity: rule.ofRows && reason !== void 0 ? "info" : severity,
    message,
    ...rule.instead ? { instead: rule.instead } : {},
    ...reason === void 0 ? {} : { allowed: { reason } },
    ...hazard.passing ? { passing: true } : {}
  };
}
__name(published, "published");
function reasonFor({ rule, relation }, allowances) {
  const { directives: directives2, allowed, openTables } = allowances;
  if (rule.onlyByPolicy) return relation === void 0 ? void 0 : openTables?.get(relation);
  const allowance = directives2.find((directive) => directive.kind === "allow" && directive.rule === rule.id);
  return allowance?.kind === "allow" ? allowance.reason : allowed?.[rule.id];
}
__name(reasonFor, "reasonFor");

// src/database/hazards/analyse.ts
function readFile(statements, directives2, { facts, memory, setting: setting2 }) {
  const control = transactionControl(statements);
  const ownTransaction = control.kind === "wraps-whole-file" ? new Set(control.inner) : /* @__PURE__ */ new Set();
  const transactional = !statements.some(cannotRunInTransaction);
  const all = statements.map((statement) => {
    const effects = new Effects(statement, facts, memory, setting2);
    const createdBefore = memory.createdInFile.size;
    const unusable = new Map(memory.enumValues);
    dispatch(effects, statement.node);
    followSearchPath(statement.node, memory);
    mayRun(effects, nested(statement).nodes);
    const around2 = {
      transactional,
      ownTransaction: ownTransaction.has(statement),
      batched: isBatched(statement, directives2),
      unusable,
      createdBefore,
      names: longIdentifiers(statement)
    };
    for (const family of FAMILIES) family.after?.(effects, around2);
    if (!transactional) transactionEnded(memory);
    return effects;
  });
  for (const family of FAMILIES) family.file?.(all, ({ statement }) => isBatched(statement, directives2));
  fileEnded(memory);
  return { effects: all, directives: directives2 };
}
__name(readFile, "readFile");
function mayRun(effects, nodes) {
  if (nodes.length === 0) return;
  const copy2 = copyMemory(effects.memory);
  const inside2 = new Effects(effects.statement, effects.facts, copy2, effects.setting);
  for (const { node, guarded } of nodes) {
    inside2.guarded = guarded;
    dispatch(inside2, node);
  }
  effects.include(inside2);
  if (effects.facts.known && nodes.every(({ sure }) => sure)) adopt(effects.memory, copy2);
  else keepNew(effects.memory, copy2, effects.facts);
}
__name(mayRun, "mayRun");
function dispatch(effects, node) {
  for (const part of inner(node)) dispatch(effects, part);
  const [tag = "", fields] = Object.entries(node)[0] ?? [];
  let known2 = FAMILIES.some((family) => family.harmless?.has(tag));
  for (const family of FAMILIES) {
    const handler = family.statements?.[tag];
    handler?.(effects, fields);
    known2 ||= handler !== void 0;
  }
  if (tag === "AlterTableStmt") alterTable2(effects, fields);
  else if (!known2) unclassified(effects, tag.replace(/Stmt$/, ""));
}
__name(dispatch, "dispatch");
function alterTable2(effects, node) {
  effects.ddl = true;
  const target = effects.target(node.relation);
  if (node.objtype === "OBJECT_INDEX") {
    const table = effects.memory.indexes.get(node.relation?.relname ?? "") ?? target.facts?.table;
    if (!table) return;
    const ofIndex2 = effects.named(table.split("."));
    for (const family of FAMILIES) family.alterIndex?.(effects, node, ofIndex2);
    return;
  }
  for (const item of node.cmds ?? []) {
    if (!("AlterTableCmd" in item)) continue;
    const subtype = item.AlterTableCmd.subtype ?? "";
    const handlers = FAMILIES.flatMap((family) => family.alterTable?.[subtype] ?? []);
    for (const handler of handlers) handler(effects, item.AlterTableCmd, target);
    if (handlers.length > 0 || node.objtype === "OBJECT_TYPE") continue;
    effects.lockTree(target, "AccessExclusiveLock");
    unclassified(effects, `ALTER TABLE ${subtype.replace("AT_", "")}`);
  }
}
__name(alterTable2, "alterTable");
function unclassified(effects, what) {
  for (const family of FAMILIES) family.unknown?.(effects, what);
}
__name(unclassified, "unclassified");

// src/database/hazards/catalog.ts
var RELATIONS = `
with recursive
named as (
  select c.oid from pg_class c
  where (c.relname = any($1) or c.relnamespace in (select oid from pg_namespace where nspname = any($2))) and c.relkind in ('r','p','v','m','i','I','S','f','c')
    and c.relnamespace not in (select oid from pg_namespace where nspname in ('pg_catalog','information_schema','pg_toast'))
), under(oid) as (
  select oid from named
  union select d.refobjid from under join pg_rewrite r on r.ev_class = under.oid join pg_depend d on d.objid = r.oid
    and d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass
), tied as (
  select u.oid from under u join pg_class c on c.oid = u.oid where c.relkind in ('r','p','v','m','i','I','S','f','c')
    and c.relnamespace not in (select oid from pg_namespace where nspname in ('pg_catalog','information_schema','pg_toast'))
  union select i.indrelid from pg_index i join named on named.oid = i.indexrelid
  union select k.confrelid from pg_constraint k join named on named.oid = k.conrelid where k.contype = 'f'
  union select k.conrelid from pg_constraint k join named on named.oid = k.confrelid where k.contype = 'f'
), tree(top, oid) as (
  select oid, oid from tied
  union select below.top, i.inhrelid from tree join pg_inherits i on i.inhparent = tree.oid
    cross join lateral (values (tree.top), (i.inhrelid)) below (top)
), wanted as (select distinct oid from tree
), reading(top, oid) as (
  select oid, oid from wanted
  union select reading.top, r.ev_class from reading join pg_depend d on d.refobjid = reading.oid
    and d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass join pg_rewrite r on r.oid = d.objid
)
select
  format('%s.%s', n.nspname, c.relname) as name,
  c.relkind as kind,
  (select coalesce(sum(case
      when l.reltuples >= 0 then greatest(l.reltuples, coalesce(pg_stat_get_live_tuples(l.oid), 0))
      else greatest(coalesce(pg_stat_get_live_tuples(l.oid), 0), pg_relation_size(l.oid) / 100) end), 0)::bigint
    from tree t join pg_class l on l.oid = t.oid and l.relkind in ('r','m') where t.top = c.oid) as rows,
  (select coalesce(sum(pg_total_relation_size(l.oid)), 0)::bigint
    from tree t join pg_class l on l.oid = t.oid and l.relkind in ('r','m') where t.top = c.oid) as bytes,
  c.relrowsecurity as row_security,
  c.relpersistence = 'u' as unlogged,
  coalesce(c.reloptions && array['security_invoker=true','security_invoker=on','security_invoker=yes','security_invoker=1'], false)
    as security_invoker,
  case c.relreplident when 'f' then true when 'n' then false
    else exists (select from pg_index i where i.indrelid = c.oid
      and case c.relreplident when 'i' then i.indisreplident else i.indisprimary end) end as identified,
  (select x.relname from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid and c.relreplident in ('d', 'i')
    and case c.relreplident when 'i' then i.indisreplident else i.indisprimary end limit 1) as identified_by,
  pg_get_userbyid(c.relowner) as owner,
  array(select 'trigger ' || tgname from pg_trigger where tgrelid = c.oid
    union all select 'policy ' || polname from pg_policy where polrelid = c.oid
    union all select 'rule ' || rulename from pg_rewrite where ev_class = c.oid) as attached,
  (select format('%s.%s', tn.nspname, t.relname) from pg_class t join pg_namespace tn on tn.oid = t.relnamespace
    where t.oid = coalesce((select indrelid from pg_index where indexrelid = c.oid), (
      select refobjid from pg_depend where c.relkind = 'S' and objid = c.oid and classid = 'pg_class'::regclass
      and refclassid = 'pg_class'::regclass and deptype in ('a', 'i') limit 1))) as of_table,
  array(select format('%s.%s', kn.nspname, k.relname) from tree t join pg_class k on k.oid = t.oid
    join pg_namespace kn on kn.oid = k.relnamespace where t.top = c.oid and t.oid <> c.oid order by 1) as children,
  array(select format('%s.%s', pn.nspname, p.relname) from pg_inherits i join pg_class p on p.oid = i.inhparent
    join pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid and c.relispartition order by 1) as parents,
  (select format('%s.%s', dn.nspname, d.relname) from pg_partitioned_table p join pg_class d on d.oid = p.partdefid
    join pg_namespace dn on dn.oid = d.relnamespace where p.partrelid = c.oid) as default_partition,
  (select format('%s.%s', dn.nspname, d.relname) from pg_inherits i join pg_partitioned_table p on p.partrelid = i.inhparent
    join pg_class d on d.oid = p.partdefid join pg_namespace dn on dn.oid = d.relnamespace
    where i.inhrelid = c.oid and d.oid <> c.oid) as sibling_default,
  array(select distinct format('%s.%s', vn.nspname, v.relname) from reading join pg_class v on v.oid = reading.oid
    join pg_namespace vn on vn.oid = v.relnamespace where reading.top = c.oid and v.oid <> c.oid order by 1) as views
from wanted join pg_class c on c.oid = wanted.oid join pg_namespace n on n.oid = c.relnamespace
order by 1`;
var NAMED2 = `
with named as (
  select c.oid, format('%s.%s', n.nspname, c.relname) as relation
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where format('%s.%s', n.nspname, c.relname) = any($1)
)`;
var COLUMNS = `${NAMED2}
select relation, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as not_null,
  a.atthasdef as has_default, a.attgenerated::text as generated, a.attidentity <> '' as identity,
  (select format('%s.%s', sn.nspname, s.relname) from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_namespace sn on sn.oid = s.relnamespace where d.classid = 'pg_class'::regclass and d.refobjid = a.attrelid
      and d.refobjsubid = a.attnum and d.deptype in ('a', 'i') limit 1) as sequence,
  (select l.collname from pg_type t join pg_collation l on l.oid = a.attcollation
    where t.oid = a.atttypid and a.attcollation <> t.typcollation) as collation
from named join pg_attribute a on a.attrelid = named.oid where a.attnum > 0 and not a.attisdropped
order by relation, a.attnum`;
var CONSTRAINTS = `${NAMED2}
select relation, k.conname as name, k.contype::text as kind, k.convalidated as valid,
  coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) as enforced,
  array(select a.attname::text from unnest(k.conkey) with ordinality u(num, ord)
    join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num order by u.ord) as columns,
  (select format('%s.%s', rn.nspname, r.relname) from pg_class r join pg_namespace rn on rn.oid = r.relnamespace
    where r.oid = k.confrelid) as references,
  array(select a.attname::text from unnest(k.confkey) with ordinality u(num, ord)
    join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num order by u.ord) as referenced,
  k.confdeltype::text as on_delete, k.confupdtype::text as on_update, k.confmatchtype::text as match,
  k.condeferrable as deferrable, k.condeferred as deferred,
  pg_get_expr(k.conbin, k.conrelid) as expression
from named join pg_constraint k on k.conrelid = named.oid order by 1, 2`;
var INDEXES = `${NAMED2}
select relation, c.relname as name, i.indisunique as is_unique, i.indisvalid as valid,
  i.indnullsnotdistinct as nulls_alike,
  array(select coalesce(a.attname::text, '') from unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) with ordinality u(num, ord)
    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.num order by u.ord) as columns,
  case when i.indexprs is null and i.indpred is null then '{}' else
    array(select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and not a.attisdropped and (a.attnum = any(i.indkey)
      or exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
        and d.refobjid = i.indrelid and d.refobjsubid = a.attnum)) order by a.attnum) end as computed_from
from named join pg_index i on i.indrelid = named.oid join pg_class c on c.oid = i.indexrelid order by 1, 2`;

// src/database/hazards/catalog-code.ts
var rightsOf2 = /* @__PURE__ */ __name((acl, kind, owner) => `
  (select coalesce(jsonb_object_agg(role, privileges), '{}') from (
    select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as role,
      jsonb_agg(distinct a.privilege_type) as privileges
    from aclexplode(coalesce(${acl}, acldefault(${kind}, ${owner}))) a group by 1) granted)`, "rightsOf");
var SESSION = `
with migrating as (
  select coalesce(
    (select nspowner from pg_namespace where nspname = 'shiplock'),
    (select nspowner from pg_namespace where nspname = 'supabase_migrations'),
    (select oid from pg_roles where rolname = current_user)) as oid)
select current_setting('server_version_num')::int as version, current_schemas(false)::text[] as path,
  pg_get_userbyid(migrating.oid)::text as role,
  case when migrating.oid = (select oid from pg_roles where rolname = current_user)
    then (select reset_val from pg_settings where name = 'statement_timeout')
    else coalesce((select substr(c, 19) from pg_db_role_setting s, unnest(s.setconfig) c where c like 'statement\\_timeout=%'
      and s.setrole in (0, migrating.oid) and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
      order by s.setrole <> 0 desc, s.setdatabase <> 0 desc limit 1),
      (select boot_val from pg_settings where name = 'statement_timeout')) end as timeout,
  array(select extname::text from pg_extension order by 1) as extensions,
  array(select rolname::text from pg_roles where rolsuper or rolbypassrls) as unbound,
  (select substr(setting, length('pgrst.db_schemas=') + 1) from pg_db_role_setting s join pg_roles r on r.oid = s.setrole and r.rolname = 'authenticator'
    cross join unnest(s.setconfig) setting where setting like 'pgrst.db\\_schemas=%'
      and s.setdatabase in (0, (select oid from pg_database where datname = current_database())) order by s.setdatabase desc limit 1) as exposed,
  (select coalesce(jsonb_object_agg(m.rolname, jsonb_build_object('byItself', m.rolinherit, 'of',
      (select coalesce(jsonb_agg(r.rolname), '[]') from pg_roles r where r.oid <> m.oid and pg_has_role(m.oid, r.oid, 'USAGE')))), '{}')
    from pg_roles m where m.rolname in ('anon', 'authenticated', 'service_role')) as inherits,
  (select coalesce(jsonb_agg(jsonb_build_object('schema', n.nspname, 'kind', d.defaclobjtype, 'rights',
      ${rightsOf2("d.defaclacl", `'r'::"char"`, "d.defaclrole")})), '[]')
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace where d.defaclrole = migrating.oid) as defaults,
  (select coalesce(jsonb_agg(jsonb_build_object('name', p.pubname, 'all', p.puballtables,
      'tables', array(select format('%s.%s', n.nspname, c.relname) from pg_publication_rel r join pg_class c on c.oid = r.prrelid
        join pg_namespace n on n.oid = c.relnamespace where r.prpubid = p.oid order by 1),
      'schemas', array(select n.nspname from pg_publication_namespace s join pg_namespace n on n.oid = s.pnnspid where s.pnpubid = p.oid))), '[]')
    from pg_publication p) as publications
from migrating`;
var ATTACHED = `
with named as (
  select c.oid, c.relkind, c.relacl, c.relowner, c.relnamespace, format('%s.%s', n.nspname, c.relname) as relation
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where format('%s.%s', n.nspname, c.relname) = any($1) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
)
select relation,
  (select jsonb_agg(jsonb_build_object('name', polname, 'command', polcmd, 'permissive', polpermissive,
      'roles', (select jsonb_agg(case when role = 0 then 'public' else pg_get_userbyid(role) end) from unnest(polroles) role),
      'using', pg_get_expr(polqual, polrelid), 'check', pg_get_expr(polwithcheck, polrelid)))
    from pg_policy where polrelid = named.oid) as policies,
  (select jsonb_agg(jsonb_build_object('name', tgname, 'function', f.proname, 'type', tgtype, 'conditional', tgqual is not null,
      'columns', array(select a.attname from unnest(tgattr::int2[]) num join pg_attribute a on a.attrelid = tgrelid and a.attnum = num)))
    from pg_trigger t join pg_proc f on f.oid = t.tgfoid where tgrelid = named.oid and not tgisinternal) as triggers,
  (select coalesce(jsonb_object_agg(role, privileges), '{}') from (
    select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as role, jsonb_agg(distinct a.privilege) as privileges
    from (select grantee, privilege_type as privilege from aclexplode(coalesce(named.relacl,
        acldefault(case when named.relkind = 'S' then 's'::"char" else 'r'::"char" end, named.relowner)))
      union all select x.grantee, format('%s (%s)', x.privilege_type, c.attname) from pg_attribute c, aclexplode(c.attacl) x
        where c.attrelid = named.oid and c.attacl is not null and not c.attisdropped) a group by 1) granted) as rights,
  named.relkind in ('r', 'p') and exists (select from pg_publication p where (p.pubupdate or p.pubdelete) and (p.puballtables
    or exists (select from pg_publication_rel r where r.prpubid = p.oid and (r.prrelid = named.oid
      or r.prrelid in (select relid from pg_partition_ancestors(named.oid))))
    or exists (select from pg_publication_namespace s where s.pnpubid = p.oid and s.pnnspid = named.relnamespace))) as published,
  case named.relkind when 'r' then pg_relation_size(named.oid) = 0 and not exists (select from pg_inherits where inhparent = named.oid)
    when 'p' then not exists (select from pg_partition_tree(named.oid) b where b.isleaf and b.relid <> named.oid and pg_relation_size(b.relid) > 0)
    when 'm' then pg_relation_size(named.oid) = 0 else false end as empty,
  case when named.relkind in ('v', 'm') then pg_get_viewdef(named.oid) end as definition,
  named.relkind = 'v' and pg_relation_is_updatable(named.oid, false) <> 0 as writable
from named`;
var inside = /* @__PURE__ */ __name((from, acl, kind, owner, where2) => `
  (select coalesce(jsonb_object_agg(role, privileges), '{}') from (
    select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end as role,
      jsonb_agg(distinct a.privilege_type) as privileges
    from ${from} o, aclexplode(coalesce(o.${acl}, acldefault(${kind}, o.${owner}))) a where ${where2} group by 1) granted)`, "inside");
var SCHEMAS = `
select n.nspname as name, pg_get_userbyid(n.nspowner)::text as owner,
  ${rightsOf2("n.nspacl", `'n'::"char"`, "n.nspowner")} as rights,
  ${inside("pg_class", "relacl", `'r'::"char"`, "relowner", "o.relnamespace = n.oid and o.relkind in ('r', 'p', 'v', 'm', 'f')")} as tables,
  ${inside("pg_class", "relacl", `'s'::"char"`, "relowner", "o.relnamespace = n.oid and o.relkind = 'S'")} as sequences,
  ${inside("pg_proc", "proacl", `'f'::"char"`, "proowner", "o.pronamespace = n.oid")} as functions
from pg_namespace n where n.nspname = any($1)`;
var FUNCTIONS = `
select p.proname as name, max(p.provolatile::text) as volatility, bool_or(n.nspname <> 'pg_catalog') as own,
  array(select distinct format('%s.%s', cn.nspname, c.relname) from pg_depend d
    left join pg_trigger t on d.classid = 'pg_trigger'::regclass and t.oid = d.objid
    left join pg_policy y on d.classid = 'pg_policy'::regclass and y.oid = d.objid
    left join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and f.oid = d.objid
    left join pg_constraint k on d.classid = 'pg_constraint'::regclass and k.oid = d.objid
    left join pg_rewrite w on d.classid = 'pg_rewrite'::regclass and w.oid = d.objid
    left join pg_index i on d.classid = 'pg_class'::regclass and i.indexrelid = d.objid
    join pg_class c on c.oid = coalesce(t.tgrelid, y.polrelid, f.adrelid, k.conrelid, w.ev_class, i.indrelid)
    join pg_namespace cn on cn.oid = c.relnamespace
    where d.refclassid = 'pg_proc'::regclass and d.refobjid = any(array_agg(p.oid)) order by 1) as used_by
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = any($1) group by 1`;
var TYPES = `
select n.nspname as schema, t.typname as name, t.typtype::text as kind,
  t.typtype = 'd' and (t.typnotnull or exists (select from pg_constraint k where k.contypid = t.oid)) as constrained,
  case when n.nspname = 'pg_catalog' then '{}' else
    array(select distinct format('%s.%s', cn.nspname, c.relname) from pg_attribute a join pg_class c on c.oid = a.attrelid
      join pg_namespace cn on cn.oid = c.relnamespace where a.atttypid in (t.oid, t.typarray) and not a.attisdropped
        and c.relkind in ('r', 'p', 'm', 'v') order by 1) end as used_by,
  pg_get_userbyid(t.typowner)::text as owner, t.typnotnull as not_null,
  array(select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels,
  case when t.typtype = 'c' then (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) order by a.attnum)
      from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
    when t.typtype = 'd' then jsonb_build_array(jsonb_build_object('name', 'value', 'type', format_type(t.typbasetype, t.typtypmod))) end as attributes,
  array(select pg_get_expr(k.conbin, 0) from pg_constraint k where k.contypid = t.oid and k.contype = 'c') as checks
from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.typname = any($1)
order by n.nspname = 'pg_catalog'`;
var ROUTINES = `
select format('%s.%s', n.nspname, p.proname) as name, p.prokind::text as kind, p.proargmodes::text[] as modes, p.proargnames as names,
  array(select format_type(t, null) from unnest(p.proargtypes::oid[]) with ordinality u(t, ord) order by ord) as input,
  (select array_agg(format_type(t, null) order by ord) from unnest(p.proallargtypes) with ordinality u(t, ord)) as every,
  p.pronargdefaults::int as defaults, format_type(p.prorettype, null) as result, p.proretset as set, p.prosecdef as definer,
  pg_get_userbyid(p.proowner)::text as owner, ${rightsOf2("p.proacl", `'f'::"char"`, "p.proowner")} as rights,
  array(select coalesce(
      'trigger ' || (select format('%s.%s %s', tn.nspname, tc.relname, t.tgname) from pg_trigger t join pg_class tc on tc.oid = t.tgrelid
        join pg_namespace tn on tn.oid = tc.relnamespace where d.classid = 'pg_trigger'::regclass and t.oid = d.objid),
      'policy ' || (select format('%s.%s %s', yn.nspname, yc.relname, y.polname) from pg_policy y join pg_class yc on yc.oid = y.polrelid
        join pg_namespace yn on yn.oid = yc.relnamespace where d.classid = 'pg_policy'::regclass and y.oid = d.objid),
      pg_describe_object(d.classid, d.objid, d.objsubid))
    from pg_depend d where d.refclassid = 'pg_proc'::regclass and d.refobjid = p.oid and d.deptype in ('n', 'a') order by 1) as dependents
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = any($1) and n.nspname not in ('pg_catalog', 'information_schema')
order by 1, p.oid`;

// src/database/hazards/rows.ts
var KIND = {
  r: "table",
  p: "partitioned",
  v: "view",
  m: "materialized-view",
  i: "index",
  I: "index",
  S: "sequence",
  f: "foreign-table",
  c: "composite"
};
var VOLATILITY = {
  i: "immutable",
  s: "stable",
  v: "volatile"
};
var TYPE_KIND = { b: "base", e: "enum", d: "domain", c: "composite" };
var CONSTRAINT_KIND = {
  c: "check",
  f: "foreign-key",
  p: "primary-key",
  u: "unique",
  x: "exclusion",
  n: "not-null"
};
var COMMANDS = {
  "*": "all",
  r: "select",
  a: "insert",
  w: "update",
  d: "delete"
};
var ROUTINE_KIND = {
  f: "function",
  p: "procedure",
  a: "aggregate",
  w: "window"
};
var DEFAULTS_KIND = {
  r: "table",
  S: "sequence",
  f: "function",
  T: "type",
  n: "schema"
};
function relationOf2(row) {
  return {
    name: row.name,
    kind: KIND[row.kind] ?? "table",
    rows: Number(row.rows),
    bytes: Number(row.bytes),
    columns: /* @__PURE__ */ new Map(),
    constraints: /* @__PURE__ */ new Map(),
    indexes: /* @__PURE__ */ new Map(),
    children: row.children,
    parents: row.parents,
    referencedBy: [],
    views: row.views,
    rowSecurity: row.row_security,
    unlogged: row.unlogged,
    securityInvoker: row.security_invoker,
    identified: row.identified,
    ...row.identified_by ? { identifiedBy: row.identified_by } : {},
    owner: row.owner,
    attached: new Set(row.attached),
    ...row.of_table ? { table: row.of_table } : {},
    ...row.default_partition ? { defaultPartition: row.default_partition } : {},
    ...row.sibling_default ? { siblingDefault: row.sibling_default } : {}
  };
}
__name(relationOf2, "relationOf");
function attach(relation, row) {
  relation.policies = new Map(
    (row.policies ?? []).map(({ name, command: command3, permissive, roles: roles3, using, check }) => [
      name,
      {
        command: COMMANDS[command3] ?? "all",
        permissive,
        roles: roles3,
        ...using ? { using } : {},
        ...check ? { check } : {}
      }
    ])
  );
  relation.triggers = new Map((row.triggers ?? []).map(({ name, ...trigger }) => [name, trigger]));
  relation.rights = rightsOf3(row.rights);
  relation.published = row.published;
  relation.empty = row.empty;
  relation.writable = row.writable;
  if (row.definition) relation.definition = row.definition;
}
__name(attach, "attach");
var rightsOf3 = /* @__PURE__ */ __name((row) => new Map(Object.entries(row).map(([role, privileges]) => [role, new Set(privileges)])), "rightsOf");
function columnOf(row) {
  const generated = row.generated === "s" ? "stored" : row.generated === "v" ? "virtual" : void 0;
  return {
    type: row.type,
    notNull: row.not_null,
    hasDefault: row.has_default,
    generated,
    identity: row.identity,
    ...row.sequence ? { sequence: row.sequence } : {},
    ...row.collation ? { collation: row.collation } : {}
  };
}
__name(columnOf, "columnOf");
function constraintOf(row, proves) {
  return {
    kind: CONSTRAINT_KIND[row.kind] ?? "other",
    columns: row.columns,
    valid: row.valid,
    enforced: row.enforced,
    ...row.deferrable ? { deferrable: true } : {},
    ...proves.length > 0 ? { proves } : {},
    ...row.kind === "c" && row.expression ? { condition: row.expression } : {},
    ...row.references ? { references: row.references } : {},
    ...row.kind === "f" ? {
      foreign: {
        columns: row.referenced,
        onDelete: row.on_delete,
        onUpdate: row.on_update,
        match: row.match,
        deferred: row.deferred
      }
    } : {}
  };
}
__name(constraintOf, "constraintOf");
function indexOf(row) {
  const { is_unique: unique, valid, columns, computed_from: computedFrom, nulls_alike: nullsAlike } = row;
  return {
    unique,
    valid,
    columns,
    ...nullsAlike ? { nullsAlike } : {},
    ...computedFrom.length > 0 ? { computedFrom } : {}
  };
}
__name(indexOf, "indexOf");
var functionOf = /* @__PURE__ */ __name((row) => ({
  volatility: VOLATILITY[row.volatility] ?? "volatile",
  own: row.own,
  usedBy: row.used_by
}), "functionOf");
var typeOfRow = /* @__PURE__ */ __name((row) => ({
  kind: TYPE_KIND[row.kind] ?? "other",
  constrained: row.constrained,
  usedBy: row.used_by,
  owner: row.owner,
  ...row.labels.length > 0 ? { labels: row.labels } : {},
  ...row.attributes ? { attributes: row.attributes } : {},
  ...row.kind === "d" ? { checks: row.checks, notNull: row.not_null } : {}
}), "typeOfRow");
function routineOf2(row) {
  const all = (row.every ?? row.input).map((type, index) => ({
    type,
    name: row.names?.[index] ?? "",
    mode: row.modes?.[index] ?? "i"
  }));
  const given = all.filter(({ mode }) => ["i", "b", "v"].includes(mode));
  return {
    kind: ROUTINE_KIND[row.kind] ?? "function",
    types: row.input,
    names: given.map(({ name }) => name),
    defaults: row.defaults,
    result: { type: row.result, set: row.set },
    columns: all.filter(({ mode }) => ["o", "b", "t"].includes(mode)).map(({ name, type }) => ({ name, type })),
    definer: row.definer,
    owner: row.owner,
    rights: rightsOf3(row.rights),
    dependents: row.dependents
  };
}
__name(routineOf2, "routineOf");
var schemaOf3 = /* @__PURE__ */ __name((row) => ({
  owner: row.owner,
  rights: rightsOf3(row.rights),
  inside: {
    table: rightsOf3(row.tables),
    sequence: rightsOf3(row.sequences),
    function: rightsOf3(row.functions)
  }
}), "schemaOf");
var defaultsOf = /* @__PURE__ */ __name((rows) => rows.flatMap(({ schema, kind, rights }) => {
  const known2 = DEFAULTS_KIND[kind];
  return known2 ? [{ schema, kind: known2, rights: rightsOf3(rights) }] : [];
}), "defaultsOf");
var exposedOf = /* @__PURE__ */ __name((setting2) => new Set(
  (setting2 ?? "").split(",").map((name) => name.trim()).filter((name) => name !== "")
), "exposedOf");

// src/database/hazards/read-facts.ts
async function readFacts(db, mentioned, exposed = /* @__PURE__ */ new Set()) {
  const [session] = await db.query(SESSION);
  const functions = /* @__PURE__ */ new Map();
  const named = [[...mentioned.functions]];
  for (const row of await db.query(FUNCTIONS, named))
    functions.set(row.name, functionOf(row));
  const routines = /* @__PURE__ */ new Map();
  for (const row of await db.query(ROUTINES, named))
    routines.set(row.name, [...routines.get(row.name) ?? [], routineOf2(row)]);
  const relations2 = await readRelations(
    db,
    [...mentioned.relations, ...hangingOn(routines)],
    mentioned.schemas
  );
  const types = /* @__PURE__ */ new Map();
  for (const row of await db.query(TYPES, [[...mentioned.types]])) {
    const facts = typeOfRow(row);
    types.set(`${row.schema}.${row.name}`, facts).set(row.name, facts);
  }
  const schemas = [...mentioned.granted, "public", ...exposedOf(session?.exposed), ...exposed];
  const schemaRows = await db.query(SCHEMAS, [schemas]);
  return {
    known: true,
    serverVersion: session?.version ?? 0,
    searchPath: session?.path ?? ["public"],
    relations: relations2,
    functions,
    types,
    routines,
    schemas: new Map(schemaRows.map((row) => [row.name, schemaOf3(row)])),
    ...session ? { role: session.role, extensions: new Set(session.extensions) } : {},
    ...session?.timeout ? { statementTimeoutMs: milliseconds(session.timeout) ?? 0 } : {},
    unbound: new Set(session?.unbound),
    exposed: /* @__PURE__ */ new Set([...exposedOf(session?.exposed), ...exposed]),
    inherits: new Map(Object.entries(session?.inherits ?? {})),
    defaults: defaultsOf(session?.defaults ?? []),
    publications: new Map(session?.publications.map(({ name, ...each }) => [name, each]))
  };
}
__name(readFacts, "readFacts");
function hangingOn(routines) {
  return [...routines.values()].flat().flatMap(
    ({ dependents = [] }) => dependents.flatMap((what) => {
      const [kind = "", table = ""] = what.split(" ");
      return kind === "trigger" || kind === "policy" ? [table.split(".").slice(1).join(".")] : [];
    })
  );
}
__name(hangingOn, "hangingOn");
async function readRelations(db, names2, schemas) {
  const parser = await loadParser();
  const relations2 = /* @__PURE__ */ new Map();
  const wanted = [names2, [...schemas]];
  for (const row of await db.query(RELATIONS, wanted))
    relations2.set(row.name, relationOf2(row));
  const known2 = [[...relations2.keys()]];
  if (relations2.size === 0) return relations2;
  for (const row of await db.query(COLUMNS, known2))
    relations2.get(row.relation)?.columns.set(row.name, columnOf(row));
  for (const row of await db.query(CONSTRAINTS, known2)) {
    const relation = relations2.get(row.relation);
    const proves = row.kind === "c" && row.expression ? notNullColumns(parser, row.expression) : [];
    relation?.constraints.set(row.name, constraintOf(row, proves));
    if (row.references) relations2.get(row.references)?.referencedBy.push(row.relation);
  }
  for (const row of await db.query(INDEXES, known2))
    relations2.get(row.relation)?.indexes.set(row.name, indexOf(row));
  for (const row of await db.query(ATTACHED, known2)) {
    const relation = relations2.get(row.relation);
    if (relation) attach(relation, row);
  }
  return relations2;
}
__name(readRelations, "readRelations");

// src/database/hazards/plan.ts
async function planMigrations(sources, db, found = {}, earlier = []) {
  const read = await readSources(sources, earlier);
  const all = read.flatMap(({ statements }) => statements);
  if (!db || all.length === 0) return planRead(read, noFacts(), found);
  const facts = await readFacts(db, mentions(all), found.exposed);
  const told = await askTarget(
    db,
    read.map(({ statements }) => statements),
    facts
  );
  for (; ; ) {
    const planned = planRead(read, facts, found, told);
    const now = read.filter(
      ({ earlier: waits2 }, index) => !waits2 && planned.pending[index]?.phase === "expand"
    );
    if (now.length === read.length || now.length === 0) return planned;
    const files = now.map(({ statements }) => statements);
    if (!await askWithout(db, files, facts, told)) return planned;
  }
}
__name(planMigrations, "planMigrations");
async function planWith(sources, facts, found = {}) {
  return planRead(await readSources(sources, []), facts, found);
}
__name(planWith, "planWith");
function planRead(read, facts, found, told = /* @__PURE__ */ new Map()) {
  const situation = { serves: true, fresh: false, ...found };
  const settled2 = settle((wanted) => {
    const memory = releaseMemory();
    const files = read.map((source2, file) => {
      if (!wanted(file)) return void 0;
      const directives2 = directivesOf(source2.sql, source2.statements, source2.directives);
      const setting2 = { file, serves: situation.serves, uses: situation.uses };
      const known2 = readFile(source2.statements, directives2, { facts, memory, setting: setting2 });
      for (const each of known2.effects)
        for (const { rule, message, breaks: breaks2 } of told.get(each.statement) ?? []) {
          each.hazard(rule, message);
          each.contract ||= breaks2;
        }
      return {
        ...known2,
        declared: declaredPhase(source2.directives) ?? source2.said?.phase,
        allowed: source2.said?.allow,
        earlier: source2.earlier
      };
    });
    return { files, end: memory };
  }, situation);
  const plans = read.map((source2, file) => {
    const { phase = "expand", statements = [] } = settled2[file] ?? {};
    return {
      version: source2.version,
      name: source2.name,
      file: source2.file,
      checksum: source2.checksum,
      phase,
      ...declaredPhase(source2.directives) ?? source2.said?.phase ? { declared: true } : {},
      ...source2.late === void 0 ? {} : { late: source2.late },
      transactional: !source2.statements.some(cannotRunInTransaction),
      statements
    };
  });
  const pending = plans.filter((_, file) => !read[file]?.earlier);
  const waiting = plans.filter((_, file) => read[file]?.earlier);
  return { pending, facts: sizes(pending, facts), ...waiting.length > 0 ? { waiting } : {} };
}
__name(planRead, "planRead");
var readSources = /* @__PURE__ */ __name((sources, earlier) => Promise.all(
  [...sources, ...earlier].map(async (source2, index) => ({
    ...await readSource(source2),
    earlier: index >= sources.length
  }))
), "readSources");
async function readSource(source2) {
  const statements = source2.statements ?? await parseSql(source2.sql, source2.file);
  const found = await directives(source2.sql, source2.file);
  for (const directive of found) {
    if (directive.kind === "allow" && !RULES.has(directive.rule)) throw unknownRule(directive, source2.file);
  }
  for (const rule of Object.keys(source2.said?.allow ?? {}))
    if (!RULES.has(rule)) throw unknownRule({ rule, line: 1, column: 1 }, source2.file);
  return { ...source2, statements, directives: found };
}
__name(readSource, "readSource");
function migrationPhase(statements) {
  return statements.some(({ phase }) => phase === "contract") ? "contract" : "expand";
}
__name(migrationPhase, "migrationPhase");
function declaredPhase(found) {
  return found.findLast((directive) => directive.kind === "phase")?.phase;
}
__name(declaredPhase, "declaredPhase");
function sizes(pending, facts) {
  const locked = new Set(
    pending.flatMap(
      ({ statements }) => statements.flatMap(({ locks }) => locks.map(({ relation }) => relation))
    )
  );
  return [...locked].flatMap((relation) => {
    const known2 = facts.relations.get(relation);
    return known2 && ["table", "partitioned", "materialized-view"].includes(known2.kind) ? [{ relation, rows: known2.rows, bytes: known2.bytes, ...known2.empty ? { empty: true } : {} }] : [];
  }).sort((a, b) => b.bytes - a.bytes || (a.relation < b.relation ? -1 : 1));
}
__name(sizes, "sizes");
function unknownRule(directive, file) {
  return configurationError({
    code: "SHIPLOCK_MIGRATION_UNKNOWN_RULE",
    what: `${file}:${directive.line} allows "${directive.rule}", which is not a hazard`,
    next: `Did you mean ${(0, import_fastest_levenshtein.closest)(directive.rule, [...RULES.keys()])}? All are listed in docs/hazards.md.`,
    notDone: ["Nothing was sent to the database."],
    places: [{ file, line: directive.line, column: directive.column }]
  });
}
__name(unknownRule, "unknownRule");
export {
  migrationPhase,
  planMigrations,
  planWith
};
