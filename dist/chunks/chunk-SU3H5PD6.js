import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  constant,
  lastName,
  loadedParser,
  nameList,
  walk
} from "./chunk-U2BQKBZ7.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/hazards/nodes.ts
function objectNames(objects) {
  return (objects ?? []).map((object) => namesOf(object));
}
__name(objectNames, "objectNames");
function namesOf(object) {
  if (!object) return [];
  if ("List" in object) return nameList(object.List.items);
  if ("String" in object) return [object.String.sval ?? ""];
  if ("TypeName" in object) return nameList(object.TypeName.names);
  if ("ObjectWithArgs" in object) return nameList(object.ObjectWithArgs.objname);
  if ("RangeVar" in object) {
    return [object.RangeVar.schemaname, object.RangeVar.relname].filter((part) => part !== void 0);
  }
  return [];
}
__name(namesOf, "namesOf");
function optionNames(list) {
  return new Set(
    (list ?? []).flatMap(
      (node) => "DefElem" in node && node.DefElem.defname ? [node.DefElem.defname.toLowerCase()] : []
    )
  );
}
__name(optionNames, "optionNames");
function isOn(list, name) {
  for (const node of list ?? []) {
    if (!("DefElem" in node) || node.DefElem.defname?.toLowerCase() !== name) continue;
    const { arg } = node.DefElem;
    const word = arg === void 0 ? "on" : "Integer" in arg ? String(arg.Integer.ival ?? 0) : namesOf(arg).join();
    return !["off", "false", "no", "0", "f", "n"].includes(word.toLowerCase());
  }
  return void 0;
}
__name(isOn, "isOn");
function namedPrivileges(nodes) {
  const found = (nodes ?? []).flatMap((node) => {
    if (!("AccessPriv" in node) || !node.AccessPriv.priv_name) return [];
    const name = node.AccessPriv.priv_name.toUpperCase();
    const columns = nameList(node.AccessPriv.cols);
    return columns.length > 0 ? columns.map((column) => `${name} (${column})`) : [name];
  });
  return found.length > 0 ? found : void 0;
}
__name(namedPrivileges, "namedPrivileges");
var isEnforced = /* @__PURE__ */ __name(({ contype, is_enforced }) => is_enforced === true || contype !== "CONSTR_FOREIGN" && contype !== "CONSTR_CHECK", "isEnforced");
function roles(nodes) {
  return (nodes ?? []).flatMap((node) => {
    if (!("RoleSpec" in node)) return [];
    return [
      node.RoleSpec.roletype === "ROLESPEC_PUBLIC" ? "public" : node.RoleSpec.rolename ?? String(node.RoleSpec.roletype)
    ];
  });
}
__name(roles, "roles");

// src/database/hazards/nested.ts
var WRITES = /* @__PURE__ */ new Set(["InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt"]);
function inner(node) {
  if ("ExplainStmt" in node) {
    const runs = isOn(node.ExplainStmt.options, "analyze");
    return runs && node.ExplainStmt.query ? [node.ExplainStmt.query] : [];
  }
  if ("CreateSchemaStmt" in node) return node.CreateSchemaStmt.schemaElts ?? [];
  const found = [];
  walk(node, (tag, fields) => {
    const query2 = tag === "CommonTableExpr" ? fields["ctequery"] : void 0;
    if (query2 && WRITES.has(Object.keys(query2)[0] ?? "")) found.push(query2);
  });
  return found;
}
__name(inner, "inner");
var NOTHING = { nodes: [], opaque: false };
var cache = /* @__PURE__ */ new WeakMap();
function nested(statement) {
  if (statement.kind !== "DoStmt") return NOTHING;
  const known = cache.get(statement);
  if (known) return known;
  const found = readBlock(loadedParser(), statement);
  cache.set(statement, found);
  return found;
}
__name(nested, "nested");
function readBlock(parser, statement) {
  let tree;
  try {
    tree = parser.plpgsql(statement.text);
  } catch {
    return { nodes: [], opaque: true };
  }
  const nodes = [];
  let opaque = false;
  const add = /* @__PURE__ */ __name((sql, under) => {
    const parsed = sql === void 0 ? void 0 : tryParse(parser, sql);
    if (parsed && sql !== void 0) nodes.push(...parsed.map((node) => ({ node, text: sql, ...under })));
    else opaque = true;
  }, "add");
  const visit = /* @__PURE__ */ __name((value, under) => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, under);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    for (const [tag, held] of Object.entries(value)) {
      if (typeof held !== "object" || held === null) continue;
      const fields = held;
      const sql = ranBy(parser, tag, fields);
      if (sql !== NOT_RUN) add(sql, under);
      if (tag === "PLpgSQL_stmt_if") {
        const guarded = under.guarded || asksCatalog(parser, query(fields["cond"]));
        visit(fields["then_body"], { sure: under.sure && guarded, guarded });
        visit([fields["elsif_list"], fields["else_body"]], { sure: false, guarded: under.guarded });
      } else if (tag === "PLpgSQL_stmt_block" && fields["exceptions"]) {
        const caught = onlyRepeats(fields["exceptions"]);
        visit(fields["body"], { sure: under.sure && caught, guarded: under.guarded || caught });
        visit(fields["exceptions"], { ...under, sure: false });
      } else visit(held, UNSURE.test(tag) ? { ...under, sure: false } : under);
    }
  }, "visit");
  visit(tree, { sure: true, guarded: false });
  return { nodes, opaque };
}
__name(readBlock, "readBlock");
var UNSURE = /^PLpgSQL_stmt_(?:while|loop|for\w*|dynfors|case)$/;
var NOT_RUN = /* @__PURE__ */ Symbol("runs no SQL");
function ranBy(parser, tag, fields) {
  switch (tag) {
    case "PLpgSQL_stmt_execsql":
      return query(fields["sqlstmt"]);
    case "PLpgSQL_stmt_perform":
    case "PLpgSQL_stmt_call":
      return query(fields["expr"]);
    case "PLpgSQL_stmt_fors":
      return query(fields["query"]);
    case "PLpgSQL_stmt_dynexecute":
    case "PLpgSQL_stmt_dynfors":
      return literal(parser, query(fields["query"]));
  }
  return NOT_RUN;
}
__name(ranBy, "ranBy");
var LOOKS_UP = /* @__PURE__ */ new Set(["to_regclass", "to_regtype", "to_regproc", "to_regprocedure", "to_regrole"]);
function asksCatalog(parser, condition) {
  if (condition === void 0) return false;
  let asks = false;
  let other = false;
  walk(tryParse(parser, `SELECT ${condition}`), (tag, node) => {
    if (tag === "RangeVar") {
      const schema = String(node["schemaname"] ?? "");
      const isCatalog = schema === "information_schema" || schema === "pg_catalog" || /^pg_/.test(String(node["relname"]));
      asks ||= isCatalog;
      other ||= !isCatalog;
    }
    if (tag === "FuncCall" && LOOKS_UP.has(lastName(node["funcname"]) ?? "")) asks = true;
  });
  return asks && !other;
}
__name(asksCatalog, "asksCatalog");
function onlyRepeats(exceptions) {
  let only = true;
  walk(exceptions, (tag, node) => {
    if (tag === "PLpgSQL_condition" && !/^(?:duplicate_|undefined_|others$)/.test(String(node["condname"])))
      only = false;
  });
  return only;
}
__name(onlyRepeats, "onlyRepeats");
function query(expression) {
  return expression?.PLpgSQL_expr?.query;
}
__name(query, "query");
function literal(parser, expression) {
  if (expression === void 0) return void 0;
  const [select] = tryParse(parser, `SELECT ${expression}`) ?? [];
  if (!select || !("SelectStmt" in select)) return void 0;
  const [target] = select.SelectStmt.targetList ?? [];
  return target && "ResTarget" in target ? constant(target.ResTarget.val) : void 0;
}
__name(literal, "literal");
function tryParse(parser, sql) {
  try {
    return parser.parse(sql).flatMap(({ stmt }) => stmt ? [stmt] : []);
  } catch {
    return void 0;
  }
}
__name(tryParse, "tryParse");

export {
  objectNames,
  namesOf,
  optionNames,
  isOn,
  namedPrivileges,
  isEnforced,
  roles,
  inner,
  nested
};
