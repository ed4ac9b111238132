import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  size
} from "./chunk-7DIKCZIJ.js";
import {
  codeOf
} from "./chunk-YQXTQX3M.js";
import {
  isEnforced,
  isOn,
  namedPrivileges,
  namesOf as namesOf2,
  nested,
  objectNames,
  optionNames,
  roles
} from "./chunk-SU3H5PD6.js";
import {
  cannotRunInTransaction,
  setsLockTimeout
} from "./chunk-EIRXDFOO.js";
import {
  LOCK_LEVELS
} from "./chunk-AOW2UBHG.js";
import {
  functionOf,
  namesOf
} from "./chunk-4DOZPKNJ.js";
import {
  constant,
  isNull,
  loadedParser,
  nameList,
  walk
} from "./chunk-U2BQKBZ7.js";
import {
  ident
} from "./chunk-GWXVWR6U.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/hazards/facts.ts
var TINY = { rows: 1e4, bytes: 1024 * 1024 };
function isProvenNotNull(facts, column) {
  const constraints2 = [...facts?.constraints.values() ?? []];
  return constraints2.some(({ valid, proves }) => valid && proves?.includes(column));
}
__name(isProvenNotNull, "isProvenNotNull");
function noFacts() {
  return {
    known: false,
    serverVersion: 17e4,
    searchPath: ["public"],
    relations: /* @__PURE__ */ new Map(),
    functions: /* @__PURE__ */ new Map(),
    types: /* @__PURE__ */ new Map(),
    routines: /* @__PURE__ */ new Map(),
    schemas: /* @__PURE__ */ new Map(),
    unbound: /* @__PURE__ */ new Set(),
    defaults: []
  };
}
__name(noFacts, "noFacts");
function joined(a, b) {
  const all = new Map(a);
  for (const [role2, privileges2] of b) all.set(role2, /* @__PURE__ */ new Set([...all.get(role2) ?? [], ...privileges2]));
  return all;
}
__name(joined, "joined");

// src/database/hazards/memory.ts
function releaseMemory() {
  return {
    created: /* @__PURE__ */ new Set(),
    createdInFile: /* @__PURE__ */ new Set(),
    dropped: /* @__PURE__ */ new Set(),
    searchPath: /* @__PURE__ */ new Set(),
    renamed: /* @__PURE__ */ new Map(),
    tracked: /* @__PURE__ */ new Set(),
    columns: /* @__PURE__ */ new Set(),
    changed: /* @__PURE__ */ new Map(),
    notNullProven: /* @__PURE__ */ new Set(),
    types: /* @__PURE__ */ new Set(),
    typesInFile: /* @__PURE__ */ new Set(),
    functions: /* @__PURE__ */ new Map(),
    schemas: /* @__PURE__ */ new Set(),
    indexes: /* @__PURE__ */ new Map(),
    notValidInTransaction: /* @__PURE__ */ new Set(),
    pendingProofs: /* @__PURE__ */ new Map(),
    exclusive: /* @__PURE__ */ new Set(),
    enumValues: /* @__PURE__ */ new Map(),
    routines: /* @__PURE__ */ new Map(),
    made: /* @__PURE__ */ new Map(),
    typeFacts: /* @__PURE__ */ new Map(),
    renamedTypes: /* @__PURE__ */ new Map(),
    rights: /* @__PURE__ */ new Map(),
    defaults: /* @__PURE__ */ new Map(),
    joined: /* @__PURE__ */ new Map(),
    owners: /* @__PURE__ */ new Map(),
    newPolicies: /* @__PURE__ */ new Map(),
    extensions: /* @__PURE__ */ new Set(),
    rowSecurity: /* @__PURE__ */ new Set(),
    publications: /* @__PURE__ */ new Map(),
    keyed: /* @__PURE__ */ new Set()
  };
}
__name(releaseMemory, "releaseMemory");
function track(memory, name) {
  const tracked = { name };
  memory.tracked.add(tracked);
  return tracked;
}
__name(track, "track");
function transactionEnded(memory) {
  memory.notValidInTransaction.clear();
  memory.exclusive.clear();
  memory.enumValues.clear();
}
__name(transactionEnded, "transactionEnded");
function fileEnded(memory) {
  transactionEnded(memory);
  memory.createdInFile.clear();
  memory.typesInFile.clear();
  memory.searchPath.clear();
}
__name(fileEnded, "fileEnded");
function copyMemory(memory) {
  const copies = Object.entries(memory).map(([name, held]) => [
    name,
    held instanceof Map ? new Map(held) : new Set(held)
  ]);
  return Object.fromEntries(copies);
}
__name(copyMemory, "copyMemory");
function adopt(memory, copy2) {
  for (const [name, held] of Object.entries(memory)) {
    const from = copy2[name];
    held.clear();
    if (held instanceof Map) for (const [key, value] of from) held.set(key, value);
    else for (const value of from) held.add(value);
  }
}
__name(adopt, "adopt");
function keepNew(memory, copy2, facts) {
  for (const [value, type] of copy2.enumValues) memory.enumValues.set(value, type);
  for (const [name, now] of copy2.routines) {
    const before = memory.routines.get(name) ?? facts.routines.get(name) ?? [];
    memory.routines.set(
      name,
      before.filter((routine) => now.includes(routine))
    );
  }
  for (const [name, now] of copy2.changed) {
    const before = memory.changed.get(name) ?? facts.relations.get(name);
    if (before) memory.changed.set(name, common(before, now));
  }
  for (const [key, now] of copy2.rights) memory.rights.set(key, commonRights(memory.rights.get(key), now));
  for (const [role2, groups] of copy2.joined)
    memory.joined.set(role2, /* @__PURE__ */ new Set([...memory.joined.get(role2) ?? [], ...groups]));
  for (const [name, owner2] of copy2.owners) memory.owners.set(name, owner2);
  for (const [key, given] of copy2.defaults)
    memory.defaults.set(key, {
      ...given,
      rights: joined(memory.defaults.get(key)?.rights ?? /* @__PURE__ */ new Map(), given.rights)
    });
  for (const name of memory.made.keys()) if (!copy2.made.has(name)) memory.made.delete(name);
  for (const name of memory.typeFacts.keys()) if (!copy2.typeFacts.has(name)) memory.typeFacts.delete(name);
  if (!facts.known) return;
  const isNew = /* @__PURE__ */ __name((name) => !facts.relations.has(name), "isNew");
  for (const name of copy2.created) if (isNew(name)) memory.created.add(name);
  for (const name of copy2.createdInFile) if (isNew(name)) memory.createdInFile.add(name);
  for (const name of copy2.types) if (!facts.types.has(name)) memory.types.add(name);
  for (const [name, known] of copy2.functions)
    if (!facts.functions.has(name)) memory.functions.set(name, known);
}
__name(keepNew, "keepNew");
function common(before, now) {
  const both = /* @__PURE__ */ __name((a, b) => new Map([...a ?? []].filter(([name, value]) => b?.get(name) === value)), "both");
  return {
    ...before,
    constraints: both(before.constraints, now.constraints),
    indexes: both(before.indexes, now.indexes),
    ...before.policies ? { policies: both(before.policies, now.policies) } : {},
    ...before.triggers ? { triggers: both(before.triggers, now.triggers) } : {}
  };
}
__name(common, "common");
function commonRights(before, now) {
  if (!before) return now;
  return new Map(
    [...before].map(([role2, privileges2]) => [
      role2,
      new Set([...privileges2].filter((privilege) => now.get(role2)?.has(privilege)))
    ])
  );
}
__name(commonRights, "commonRights");

// src/database/hazards/locks/proof.ts
function notNullColumns(parser, expression) {
  const [statement] = parser.parse(`SELECT 1 WHERE ${expression}`);
  return provenBy(
    statement?.stmt?.SelectStmt?.whereClause
  );
}
__name(notNullColumns, "notNullColumns");
function provenBy(expression) {
  if (typeof expression !== "object" || expression === null) return [];
  if ("BoolExpr" in expression) {
    const { boolop, args } = expression.BoolExpr;
    return boolop === "AND_EXPR" ? (args ?? []).flatMap(provenBy) : [];
  }
  if ("NullTest" in expression) {
    const test = expression.NullTest;
    const name = nameList(test.arg?.ColumnRef?.fields).at(-1);
    return test.nulltesttype === "IS_NOT_NULL" && name ? [name] : [];
  }
  return [];
}
__name(provenBy, "provenBy");

// src/database/hazards/locks/type-change.ts
var NOTHING = { rewrites: false, narrows: false, sameToReaders: true };
var WIDER_NUMBERS = {
  smallint: ["integer", "bigint", "numeric"],
  integer: ["bigint", "numeric", "double precision"],
  bigint: ["numeric"],
  real: ["double precision"],
  date: ["timestamp without time zone", "timestamp with time zone"]
};
function compareTypes(before, after, using, column) {
  const converts = using !== void 0 && !readsColumnOnly(using, column, after);
  if (!before) return { rewrites: true, narrows: true, sameToReaders: false };
  if (converts) return { rewrites: true, narrows: true, sameToReaders: false };
  if (before === after) return NOTHING;
  const from = parse(before);
  const to = parse(after);
  if (isText(from) && isText(to) && keepsLength(from, to)) return NOTHING;
  if (from.base === to.base && SAME_BASE.has(from.base)) return sameBase(from, to);
  if (from.base === "cidr" && to.base === "inet")
    return { rewrites: false, narrows: false, sameToReaders: true };
  const widens = WIDER_NUMBERS[from.base]?.includes(to.base) === true && to.mods.length === 0;
  const toText = to.base === "text";
  return { rewrites: true, narrows: !widens && !toText, sameToReaders: isText(from) && isText(to) };
}
__name(compareTypes, "compareTypes");
var isText = /* @__PURE__ */ __name((type) => type.base === "text" || type.base === "character varying", "isText");
function keepsLength(from, to) {
  const [limit = Number.POSITIVE_INFINITY] = from.mods;
  const [newLimit = Number.POSITIVE_INFINITY] = to.mods;
  return newLimit >= limit;
}
__name(keepsLength, "keepsLength");
var SAME_BASE = /* @__PURE__ */ new Set([
  "numeric",
  "bit varying",
  "timestamp without time zone",
  "timestamp with time zone",
  "time without time zone",
  "time with time zone"
]);
function sameBase(from, to) {
  if (from.base === "numeric") {
    const [precision = Number.POSITIVE_INFINITY, scale = from.mods.length ? 0 : void 0] = from.mods;
    const [newPrecision = Number.POSITIVE_INFINITY, newScale = to.mods.length ? 0 : void 0] = to.mods;
    const keeps2 = to.mods.length === 0 || scale === newScale && newPrecision >= precision;
    return { rewrites: !keeps2, narrows: !keeps2, sameToReaders: true };
  }
  const whole = from.base.startsWith("time") ? 6 : Number.POSITIVE_INFINITY;
  const keeps = (to.mods[0] ?? whole) >= (from.mods[0] ?? whole);
  return { rewrites: !keeps, narrows: !keeps, sameToReaders: true };
}
__name(sameBase, "sameBase");
function parse(type) {
  const open = type.indexOf("(");
  const close = type.indexOf(")");
  if (open === -1 || close === -1) return { base: type, mods: [] };
  const mods = type.slice(open + 1, close).split(",").map(Number);
  return { base: (type.slice(0, open) + type.slice(close + 1)).trim(), mods };
}
__name(parse, "parse");
function readsColumnOnly(using, column, after) {
  if (typeof using !== "object" || using === null) return false;
  if ("TypeCast" in using) {
    const cast = using.TypeCast;
    return typeOf(cast.typeName) === after && typeof cast.arg === "object" && cast.arg !== null && "ColumnRef" in cast.arg && readsColumnOnly(cast.arg, column, after);
  }
  if (!("ColumnRef" in using)) return false;
  return nameList(using.ColumnRef.fields).at(-1) === column;
}
__name(readsColumnOnly, "readsColumnOnly");
function typeOf(type) {
  const mods = (type?.typmods ?? []).map((node) => constant(node) ?? "");
  return writtenType(nameList(type?.names), mods, (type?.arrayBounds?.length ?? 0) > 0);
}
__name(typeOf, "typeOf");
var WRITTEN = {
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  bool: "boolean",
  varchar: "character varying",
  bpchar: "character",
  varbit: "bit varying",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone",
  time: "time without time zone",
  timetz: "time with time zone"
};
function writtenType(names, mods, array) {
  const known = names.length === 1 || names[0] === "pg_catalog" ? names.at(-1) ?? "" : names.join(".");
  const written = WRITTEN[known] ?? known;
  const limit = mods.length > 0 ? `(${mods.join(",")})` : "";
  const split = written.indexOf(" with");
  const name = split === -1 ? `${written}${limit}` : `${written.slice(0, split)}${limit}${written.slice(split)}`;
  return array ? `${name}[]` : name;
}
__name(writtenType, "writtenType");

// src/database/hazards/locks/volatility.ts
var STABLE = /* @__PURE__ */ new Set([
  "now",
  "transaction_timestamp",
  "statement_timestamp",
  "current_setting",
  "current_database",
  "lower",
  "upper",
  "coalesce",
  "to_char",
  "timezone",
  "uid",
  "jsonb_build_object",
  "json_build_object",
  "jsonb_build_array",
  "md5",
  "make_interval",
  "date_trunc",
  "to_jsonb",
  "round",
  "concat"
]);
function isVolatile(expression, facts, memory) {
  let volatile = false;
  walk({ Root: expression }, (tag, node) => {
    if (tag === "FuncCall" && callIsVolatile(nameList(node["funcname"]).at(-1) ?? "", facts, memory))
      volatile = true;
  });
  return volatile;
}
__name(isVolatile, "isVolatile");
function callIsVolatile(name, facts, memory) {
  const known = memory.functions.get(name) ?? facts.functions.get(name);
  if (known) return known.volatility === "volatile";
  return !STABLE.has(name);
}
__name(callIsVolatile, "callIsVolatile");

// src/database/hazards/expressions/plain.ts
var isNode = /* @__PURE__ */ __name((value) => typeof value === "object" && value !== null && !Array.isArray(value), "isNode");
var PLACES = /* @__PURE__ */ new Set(["location", "list_start", "list_end", "rexpr_list_start", "rexpr_list_end", "alias"]);
var EITHER_WAY = /* @__PURE__ */ new Set(["=", "<>", "+", "*"]);
var TURNED = { ">": "<", ">=": "<=" };
function literalOf(node) {
  if (!isNode(node)) return void 0;
  const [tag = "", fields] = Object.entries(node)[0] ?? [];
  if (tag === "TypeCast") {
    const arg = literalOf(fields["arg"]);
    const type = typeOf(fields["typeName"]);
    if (arg && type === "boolean" && typeof arg.value === "string")
      return { value: ["t", "true", "on", "yes", "1"].includes(arg.value.toLowerCase()) };
    return arg;
  }
  if (tag === "A_Expr") {
    const { name, lexpr, rexpr } = fields;
    const arg = lexpr === void 0 && nameList(name).join() === "-" ? literalOf(rexpr) : void 0;
    return arg && typeof arg.value === "string" ? { value: `-${arg.value}` } : void 0;
  }
  if (tag !== "A_Const") return void 0;
  const constant2 = fields;
  if (constant2.isnull) return { value: null };
  if (constant2.boolval) return { value: constant2.boolval.boolval ?? false };
  if (constant2.sval) return { value: constant2.sval.sval ?? "" };
  if (constant2.ival) return { value: String(constant2.ival.ival ?? 0) };
  return constant2.fval ? { value: constant2.fval.fval ?? "0" } : void 0;
}
__name(literalOf, "literalOf");
function plain(node) {
  if (Array.isArray(node)) return node.map(plain);
  if (!isNode(node)) return node;
  const literal = literalOf(node);
  if (literal) return literal.value;
  const [tag = "", value] = Object.entries(node)[0] ?? [];
  const reduce = REDUCERS[tag];
  if (reduce && isNode(value)) return reduce(value);
  return Object.fromEntries(
    Object.entries(node).filter(([key, each]) => !PLACES.has(key) && each !== void 0).map(([key, each]) => [key, plain(each)])
  );
}
__name(plain, "plain");
var plainText = /* @__PURE__ */ __name((node) => JSON.stringify(plain(node)), "plainText");
var REDUCERS = {
  ColumnRef: /* @__PURE__ */ __name((fields) => ({ column: nameList(fields["fields"]).at(-1) ?? "*" }), "ColumnRef"),
  TypeCast: /* @__PURE__ */ __name((fields) => {
    const type = typeOf(fields["typeName"]);
    const arg = plain(fields["arg"]);
    const isText3 = type === "text" || type.startsWith("character varying") || type.endsWith("[]");
    return isText3 ? arg : { cast: type, arg };
  }, "TypeCast"),
  FuncCall: /* @__PURE__ */ __name((fields) => ({
    call: nameList(fields["funcname"]).at(-1),
    args: plain(fields["args"] ?? []),
    ...fields["agg_distinct"] ? { distinct: true } : {}
  }), "FuncCall"),
  A_Expr: /* @__PURE__ */ __name((fields) => operator(fields), "A_Expr"),
  BoolExpr: /* @__PURE__ */ __name((fields) => {
    const parts2 = fields["args"].map(plainText).sort();
    return { [String(fields["boolop"])]: parts2 };
  }, "BoolExpr"),
  SubLink: /* @__PURE__ */ __name((fields) => {
    const select = fields["subselect"]?.["SelectStmt"];
    const targets = select?.["targetList"] ?? [];
    if (fields["subLinkType"] === "EXPR_SUBLINK" && !select?.["fromClause"] && targets.length === 1)
      return plain(targets[0]?.["ResTarget"]?.["val"]);
    const { targetList, ...rest } = select ?? {};
    const isTest = fields["subLinkType"] === "EXISTS_SUBLINK";
    const asked = (targetList ?? []).map(
      (target2) => plain(target2["ResTarget"]?.["val"])
    );
    return {
      sub: fields["subLinkType"],
      test: plain(fields["testexpr"]),
      select: { ...plain(rest), asked: isTest ? [] : asked }
    };
  }, "SubLink"),
  RangeVar: /* @__PURE__ */ __name((fields) => ({ from: fields["relname"] }), "RangeVar")
};
var KINDS = { AEXPR_LIKE: "~~", AEXPR_ILIKE: "~~*" };
function operator(fields) {
  const name = nameList(fields["name"]).at(-1) ?? "";
  const kind = String(fields["kind"]);
  const left = plain(fields["lexpr"]);
  const right = plain(fields["rexpr"]);
  const isPlain = kind === "AEXPR_OP" || kind in KINDS;
  const turned = TURNED[name];
  if (isPlain && turned !== void 0 && fields["lexpr"]) return { op: turned, sides: [right, left] };
  if (isPlain && EITHER_WAY.has(name) && fields["lexpr"])
    return {
      op: name,
      sides: [left, right].sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
    };
  return { op: name === "!=" ? "<>" : name, sides: [left, right], ...isPlain ? {} : { kind } };
}
__name(operator, "operator");

// src/database/hazards/expressions/formula.ts
function parseCondition(text) {
  const [statement] = loadedParser().parse(`SELECT 1 WHERE ${text}`);
  return statement?.stmt?.SelectStmt?.["whereClause"];
}
__name(parseCondition, "parseCondition");
function formulaOf(node, types2) {
  const literal = literalOf(node);
  if (literal && (typeof literal.value === "boolean" || literal.value === null))
    return { kind: "value", value: literal.value };
  const [tag = "", fields] = Object.entries(node ?? {})[0] ?? [];
  return (fields && READERS[tag]?.(fields, types2)) ?? atom(node, types2);
}
__name(formulaOf, "formulaOf");
var READERS = {
  BoolExpr: /* @__PURE__ */ __name(({ boolop, args }, types2) => {
    const parts2 = args.map((arg) => formulaOf(arg, types2));
    if (boolop === "NOT_EXPR") return { kind: "not", part: parts2[0] };
    return { kind: boolop === "OR_EXPR" ? "or" : "and", parts: parts2 };
  }, "BoolExpr"),
  NullTest: /* @__PURE__ */ __name(({ arg, nulltesttype }, types2) => {
    const test = { kind: "is-null", term: termOf(arg, types2) ?? opaqueTerm(arg) };
    return nulltesttype === "IS_NULL" ? test : { kind: "not", part: test };
  }, "NullTest"),
  BooleanTest: /* @__PURE__ */ __name(({ arg, booltesttype }, types2) => {
    const [, not, word = ""] = /^IS_(NOT_)?(\w+)$/.exec(String(booltesttype)) ?? [];
    const value = word === "UNKNOWN" ? null : word === "TRUE";
    const test = { kind: "is", part: formulaOf(arg, types2), value };
    return not ? { kind: "not", part: test } : test;
  }, "BooleanTest"),
  A_Expr: comparison
};
function comparison(fields, types2) {
  const name = nameList(fields["name"]).at(-1) ?? "";
  const { lexpr, rexpr } = fields;
  switch (fields["kind"]) {
    case "AEXPR_OP":
      return compared(name, lexpr, rexpr, types2);
    case "AEXPR_IN":
      return amongst(name, lexpr, itemsOf(rexpr), types2);
    case "AEXPR_OP_ANY":
      return name === "=" ? amongst("=", lexpr, itemsOf(rexpr), types2) : void 0;
    case "AEXPR_OP_ALL":
      return name === "<>" ? amongst("<>", lexpr, itemsOf(rexpr), types2) : void 0;
    case "AEXPR_BETWEEN": {
      const [low, high] = itemsOf(rexpr) ?? [];
      const parts2 = [compared(">=", lexpr, low, types2), compared("<=", lexpr, high, types2)];
      return parts2[0] && parts2[1] && { kind: "and", parts: [parts2[0], parts2[1]] };
    }
    case "AEXPR_DISTINCT":
    case "AEXPR_NOT_DISTINCT": {
      const same2 = compared("=", lexpr, rexpr, types2);
      const isNull2 = literalOf(rexpr)?.value === null && termOf(lexpr, types2);
      const test = isNull2 ? { kind: "is-null", term: isNull2 } : same2 && { kind: "is", part: same2, value: true };
      return fields["kind"] === "AEXPR_DISTINCT" ? test && { kind: "not", part: test } : test;
    }
  }
  return void 0;
}
__name(comparison, "comparison");
var TURNED2 = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };
function compared(name, left, right, types2) {
  const literal = literalOf(right);
  if (!literal) return literalOf(left) ? compared(TURNED2[name] ?? name, right, left, types2) : void 0;
  const term = termOf(left, types2);
  if (!term) return void 0;
  if (literal.value === null) return { kind: "value", value: null };
  const value = inDomain(literal.value, term.domain);
  if (value === void 0) return void 0;
  if (!["=", "<>", "!="].includes(name) && term.domain !== "integer" && term.domain !== "number")
    return void 0;
  if (name === ">" || name === ">=") {
    const op2 = name === ">" ? "<=" : "<";
    return { kind: "not", part: { kind: "test", term, op: op2, value } };
  }
  const op = name === "!=" ? "<>" : name;
  return op === "=" || op === "<>" || op === "<" || op === "<=" ? { kind: "test", term, op, value } : void 0;
}
__name(compared, "compared");
function amongst(name, left, items, types2) {
  const parts2 = items?.map((item) => compared(name, left, item, types2));
  if (!parts2 || parts2.some((part) => part === void 0)) return void 0;
  return { kind: name === "<>" ? "and" : "or", parts: parts2 };
}
__name(amongst, "amongst");
function itemsOf(node) {
  const fields = node ?? {};
  if (fields["List"]) return fields["List"]["items"];
  if (fields["A_ArrayExpr"]) return fields["A_ArrayExpr"]["elements"] ?? [];
  if (!fields["TypeCast"]) return void 0;
  const { arg } = fields["TypeCast"];
  const written = literalOf(arg)?.value;
  if (typeof written === "string" && /^\{[^{}"\\]*\}$/.test(written))
    return written.slice(1, -1).split(",").map((word) => ({ A_Const: { sval: { sval: word.trim() } } }));
  return itemsOf(arg);
}
__name(itemsOf, "itemsOf");
var RESULTS = {
  char_length: "integer",
  character_length: "integer",
  length: "integer",
  octet_length: "integer",
  cardinality: "integer",
  array_length: "integer",
  jsonb_array_length: "integer",
  num_nonnulls: "integer",
  num_nulls: "integer",
  lower: "text",
  upper: "text",
  btrim: "text",
  ltrim: "text",
  rtrim: "text",
  jsonb_typeof: "text",
  role: "text"
};
function domainOfType(type) {
  if (type === void 0) return void 0;
  if (["smallint", "integer", "bigint"].includes(type)) return "integer";
  if (/^(?:numeric|real|double precision)/.test(type)) return "number";
  if (type === "boolean") return "boolean";
  return type === "text" || type.startsWith("character varying") || type === "enum" ? "text" : void 0;
}
__name(domainOfType, "domainOfType");
function termOf(node, types2) {
  const [tag = "", fields] = Object.entries(node ?? {})[0] ?? [];
  const key = plainText(node);
  if (tag === "ColumnRef") {
    const column = nameList(fields?.["fields"]).at(-1) ?? "";
    const domain = domainOfType(types2(column));
    return domain && { key, domain, column };
  }
  if (tag === "FuncCall") {
    const domain = RESULTS[nameList(fields?.["funcname"]).at(-1) ?? ""];
    return domain && { key, domain };
  }
  if (tag === "TypeCast") {
    const inside = termOf(fields?.["arg"], types2);
    return inside?.domain === "text" && inside.key === key ? inside : void 0;
  }
  const isText3 = tag === "A_Expr" && ["->>", "#>>"].includes(nameList(fields?.["name"]).at(-1) ?? "");
  return isText3 ? { key, domain: "text" } : void 0;
}
__name(termOf, "termOf");
var opaqueTerm = /* @__PURE__ */ __name((node) => {
  const [tag, fields] = Object.entries(node ?? {})[0] ?? [];
  const column = tag === "ColumnRef" ? nameList(fields?.["fields"]).at(-1) : void 0;
  return { key: plainText(node), domain: "text", ...column ? { column } : {} };
}, "opaqueTerm");
function inDomain(value, domain) {
  if (typeof value === "boolean" || domain === "boolean")
    return domain !== "boolean" ? void 0 : typeof value === "boolean" ? value : void 0;
  if (domain === "text") return value;
  const number = Number(value);
  return value.trim() !== "" && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : void 0;
}
__name(inDomain, "inDomain");
function atom(node, types2) {
  const term = termOf(node, types2);
  return term?.domain === "boolean" ? { kind: "test", term, op: "=", value: true } : { kind: "atom", text: plainText(node) };
}
__name(atom, "atom");

// src/database/hazards/expressions/prove.ts
var MOST = 6e4;
var OTHER = "\0any other value";
function refusedCase({
  given,
  wanted,
  mode,
  notNull,
  fixed
}) {
  const terms = /* @__PURE__ */ new Map();
  const atoms = /* @__PURE__ */ new Set();
  for (const formula of [...given, wanted]) collect(formula, terms, atoms);
  const variables = [];
  for (const [key, { term, constants }] of terms) {
    const known = term.column === void 0 ? void 0 : fixed?.get(term.column);
    if (known !== void 0) variables.push({ key, values: [known] });
    else {
      const never = term.column !== void 0 && notNull?.(term.column);
      variables.push({ key, values: [...representatives(term, constants), ...never ? [] : [null]] });
    }
  }
  for (const text of atoms) variables.push({ key: text, values: [true, false, null] });
  if (variables.reduce((cases, { values }) => cases * values.length, 1) > MOST) return "too-large";
  const passes = /* @__PURE__ */ __name((formula, of) => {
    const answer = evaluate(formula, of);
    return mode === "check" ? answer !== false : answer === true;
  }, "passes");
  const search = /* @__PURE__ */ __name((index, of) => {
    const variable = variables[index];
    if (!variable) {
      if (!given.every((each) => passes(each, of)) || passes(wanted, of)) return void 0;
      return new Map(of);
    }
    for (const value of variable.values) {
      of.set(variable.key, value);
      const found = search(index + 1, of);
      if (found) return found;
    }
    return void 0;
  }, "search");
  return search(0, /* @__PURE__ */ new Map());
}
__name(refusedCase, "refusedCase");
function inWords(refused) {
  const parts2 = [...refused].flatMap(([key, value]) => {
    const column = JSON.parse(key)?.column;
    if (column === void 0) return [];
    if (value === OTHER) return [`${column} with any other value`];
    return [
      value === null ? `${column} of NULL` : `${column} = ${typeof value === "string" ? `'${value}'` : value}`
    ];
  });
  return parts2.slice(0, 3).join(" with ");
}
__name(inWords, "inWords");
function collect(formula, terms, atoms) {
  if (formula.kind === "atom") atoms.add(formula.text);
  if ("parts" in formula) for (const part of formula.parts) collect(part, terms, atoms);
  if ("part" in formula) collect(formula.part, terms, atoms);
  if (!("term" in formula)) return;
  const known = terms.get(formula.term.key) ?? { term: formula.term, constants: /* @__PURE__ */ new Set() };
  if (formula.kind === "test") known.constants.add(formula.value);
  const term = formula.kind === "test" ? formula.term : known.term;
  terms.set(formula.term.key, { ...known, term });
}
__name(collect, "collect");
function representatives({ domain }, constants) {
  if (domain === "boolean") return [true, false];
  if (domain === "text") return [...constants, OTHER];
  const numbers = [...constants].filter((value) => typeof value === "number").sort((a, b) => a - b);
  if (domain === "integer")
    return numbers.length === 0 ? [0] : [...new Set(numbers.flatMap((n) => [Math.floor(n) - 1, Math.floor(n), Math.floor(n) + 1]))];
  return [
    (numbers[0] ?? 0) - 1,
    ...numbers.flatMap((n, index) => [n, (n + (numbers[index + 1] ?? n + 2)) / 2])
  ];
}
__name(representatives, "representatives");
function surelyFalse(formula, fixed) {
  const anything = { kind: "value", value: false };
  const refused = refusedCase({ given: [formula], wanted: anything, mode: "check", fixed });
  return refused === void 0;
}
__name(surelyFalse, "surelyFalse");
function evaluate(formula, of) {
  switch (formula.kind) {
    case "value":
      return formula.value;
    case "atom":
      return of.get(formula.text);
    case "not": {
      const inside = evaluate(formula.part, of);
      return inside === null ? null : !inside;
    }
    case "is":
      return evaluate(formula.part, of) === formula.value;
    case "is-null":
      return of.get(formula.term.key) === null;
    case "test":
      return tested(of.get(formula.term.key) ?? null, formula.op, formula.value);
    default: {
      const answers = formula.parts.map((part) => evaluate(part, of));
      const deciding = formula.kind === "or";
      if (answers.includes(deciding)) return deciding;
      return answers.includes(null) ? null : !deciding;
    }
  }
}
__name(evaluate, "evaluate");
function tested(found, op, value) {
  if (found === null || value === null) return null;
  if (op === "=") return found === value;
  if (op === "<>") return found !== value;
  return op === "<" ? found < value : found <= value;
}
__name(tested, "tested");

// src/database/hazards/remade/policies.ts
var COMMANDS = ["select", "insert", "update", "delete"];
var TRUE = { kind: "value", value: true };
function conditionOf(condition, types2) {
  return formulaOf(typeof condition === "string" ? parseCondition(condition) : condition, types2);
}
__name(conditionOf, "conditionOf");
function narrowerThan(policy, after, types2, notNull) {
  for (const command of policy.command === "all" ? COMMANDS : [policy.command]) {
    for (const role2 of policy.roles) {
      for (const side of SIDES[command]) {
        const wanted = anyOf(after, command, role2, side, types2);
        const given = [conditionOfSide(policy, side, types2)];
        const refused = refusedCase({ given, wanted, mode: "filter", notNull });
        if (!refused) continue;
        const which = refused === "too-large" ? "" : inWords(refused);
        return `${command.toUpperCase()} of ${role2} is narrower${which ? `, for example for ${which}` : ""}`;
      }
    }
  }
  return void 0;
}
__name(narrowerThan, "narrowerThan");
var SIDES = {
  select: ["using"],
  insert: ["check"],
  update: ["using", "check"],
  delete: ["using"]
};
function anyOf(policies2, command, role2, side, types2) {
  const parts2 = [...policies2.values()].filter(
    (policy) => policy.permissive && (policy.command === "all" || policy.command === command) && (policy.roles.includes("public") || policy.roles.includes(role2))
  ).map((policy) => conditionOfSide(policy, side, types2));
  return { kind: "or", parts: parts2 };
}
__name(anyOf, "anyOf");
function conditionOfSide(policy, side, types2) {
  const condition = side === "check" ? policy.check ?? policy.using : policy.using;
  return condition === void 0 ? TRUE : conditionOf(condition, types2);
}
__name(conditionOfSide, "conditionOfSide");
function refusesNew(name, policy, before, types2) {
  const old = [...before.policies?.values() ?? []].filter((each) => !each.permissive);
  const given = old.filter(({ command, roles: roles2 }) => command === "all" && roles2.includes("public")).map((each) => conditionOfSide(each, "using", types2));
  const sides = policy.command === "insert" ? ["check"] : ["using", "check"];
  const refused = sides.some(
    (side) => refusedCase({ given, wanted: conditionOfSide(policy, side, types2), mode: "filter" })
  );
  return refused ? `policy ${name} restricts what others allow` : void 0;
}
__name(refusesNew, "refusesNew");
function hidesFrom(roles2, after, types2) {
  const restricts = [...after.values()].some(({ permissive }) => !permissive);
  for (const [role2, commands] of roles2) {
    for (const command of commands) {
      const open = SIDES[command].every(
        (side) => refusedCase({ given: [], wanted: anyOf(after, command, role2, side, types2), mode: "filter" }) === void 0
      );
      if (!open || restricts) return `${command.toUpperCase()} of ${role2} no longer reaches every row`;
    }
  }
  return void 0;
}
__name(hidesFrom, "hidesFrom");

// src/database/hazards/remade/constraints.ts
function typesOf(relation, facts) {
  return (column) => {
    const known = relation?.columns.get(column);
    if (!known || known.collation) return void 0;
    return facts.types.get(known.type.replaceAll('"', ""))?.kind === "enum" ? "enum" : known.type;
  };
}
__name(typesOf, "typesOf");
var notNullOf = /* @__PURE__ */ __name((relation) => (column) => relation?.columns.get(column)?.notNull === true, "notNullOf");
function refusesMore({ condition, before, now, isNew, facts }) {
  const types2 = typesOf(now ?? before, facts);
  const old = [...before?.constraints.values() ?? []].filter(
    ({ kind, enforced, condition: text }) => kind === "check" && enforced !== false && text !== void 0
  );
  const fixed = /* @__PURE__ */ new Map();
  const unsure = /* @__PURE__ */ new Set();
  for (const [name, column] of now?.columns ?? []) {
    if (!isNew(name)) continue;
    const value = leftOut(column, types2(name));
    if (value === void 0) unsure.add(name);
    else fixed.set(name, value);
  }
  const wanted = formulaOf(condition, types2);
  const refused = refusedCase({
    given: old.map((each) => conditionOf(each.condition, types2)),
    wanted,
    mode: "check",
    notNull: /* @__PURE__ */ __name((column) => notNullOf(before)(column), "notNull"),
    fixed
  });
  if (refused === void 0) return void 0;
  return refused === "too-large" ? "it cannot be compared" : inWords(refused) || "it cannot be compared";
}
__name(refusesMore, "refusesMore");
function refusesLeftOut({ condition, now, isNew, facts }) {
  const types2 = typesOf(now, facts);
  const fixed = /* @__PURE__ */ new Map();
  for (const [name, column] of now?.columns ?? []) {
    const value = isNew(name) ? leftOut(column, types2(name)) : void 0;
    if (value !== void 0) fixed.set(name, value);
  }
  return surelyFalse(formulaOf(condition, types2), fixed);
}
__name(refusesLeftOut, "refusesLeftOut");
function leftOut(column, type) {
  if (column.generated || column.identity) return void 0;
  if (!column.hasDefault) return null;
  const literal = literalOf(column.default);
  if (!literal || literal.value === null) return literal ? null : void 0;
  if (type === "boolean" && typeof literal.value === "string") return void 0;
  if (typeof literal.value === "boolean") return literal.value;
  return inDomain(
    literal.value,
    /^(?:smallint|integer|bigint)$/.test(type ?? "") ? "integer" : /^(?:numeric|real|double)/.test(type ?? "") ? "number" : "text"
  );
}
__name(leftOut, "leftOut");
function foreignKeyOf(constraint) {
  return {
    columns: nameList(constraint.pk_attrs),
    onDelete: constraint.fk_del_action ?? "a",
    onUpdate: constraint.fk_upd_action ?? "a",
    match: constraint.fk_matchtype ?? "s",
    deferred: constraint.initdeferred === true
  };
}
__name(foreignKeyOf, "foreignKeyOf");
function samePair(a, b, referenced) {
  const key = [...referenced?.constraints.values() ?? []].find(({ kind }) => kind === "primary-key")?.columns ?? [];
  const pairs = /* @__PURE__ */ __name(({ columns: columns2, foreign }) => {
    const to = foreign && foreign.columns.length > 0 ? foreign.columns : key;
    return columns2.map((column, index) => `${column} ${to[index] ?? ""}`).sort().join();
  }, "pairs");
  return a.kind === "foreign-key" && b.kind === "foreign-key" && a.references === b.references && pairs(a) === pairs(b);
}
__name(samePair, "samePair");
var REFUSES = /* @__PURE__ */ new Set(["a", "r"]);
function refusesMoreThan(before, now, table) {
  const [was, is] = [before.foreign, now.foreign];
  if (!was || !is) return void 0;
  if (is.match === "f" && was.match !== "f") return "it is MATCH FULL now";
  if (before.deferrable && !now.deferrable) return "it can no longer be deferred";
  if (was.deferred && !is.deferred) return "it is no longer deferred";
  for (const [verb, old, fresh] of [
    ["delete", was.onDelete, is.onDelete],
    ["update", was.onUpdate, is.onUpdate]
  ]) {
    if (old === fresh || REFUSES.has(old)) {
      if (old === "a" && fresh === "r" && before.deferrable) return `it refuses to ${verb} immediately`;
      continue;
    }
    if (REFUSES.has(fresh)) return `it refuses to ${verb} referenced rows`;
    const mayBeNull = before.columns.every((column) => table?.columns.get(column)?.notNull === false);
    if (fresh === "n" && !mayBeNull)
      return `it sets ${before.columns.join(", ")} to NULL, which might be forbidden`;
    if (fresh === "d")
      return `it sets ${before.columns.join(", ")} to the default, which must exist in the other table`;
  }
  return void 0;
}
__name(refusesMoreThan, "refusesMoreThan");
function neverNull(effects, target2, column) {
  const before = effects.original(target2);
  const proven = [...before?.constraints.values() ?? []].some(
    ({ enforced, proves }) => enforced !== false && proves?.includes(column)
  );
  return before?.columns.get(column)?.notNull === true || proven;
}
__name(neverNull, "neverNull");

// src/database/hazards/doubt.ts
function settleDoubt(doubt, end) {
  const fate2 = doubt.judge(end);
  for (const hazard of doubt.hazards) {
    if (fate2.state === "gone") continue;
    if (fate2.state === "differs")
      hazard.message = doubt.isChange ? `${hazard.message}: ${fate2.why}` : `${doubt.what} is recreated, but differs: ${fate2.why}`;
    else if (!doubt.isChange)
      hazard.message = `${doubt.what} is recreated${fate2.note ? `: ${fate2.note}` : ""}`;
    if (fate2.state === "again") hazard.severity = doubt.keepsWarning ? "warning" : "info";
  }
  return fate2;
}
__name(settleDoubt, "settleDoubt");
var AGAIN = /* @__PURE__ */ __name((...files) => ({
  state: "again",
  files: files.filter((file) => file !== void 0)
}), "AGAIN");
var GONE = { state: "gone" };
var differs = /* @__PURE__ */ __name((why) => ({ state: "differs", why }), "differs");

// src/database/hazards/remade/routines.ts
function plainType(type, { searchPath }) {
  const bare = type.replace(/\(\d+(?:,-?\d+)?\)/, "").replaceAll('"', "");
  const [schema = "", ...rest] = bare.split(".");
  return rest.length > 0 && [...searchPath, "pg_catalog", "public"].includes(schema) ? rest.join(".") : bare;
}
__name(plainType, "plainType");
var typeName = /* @__PURE__ */ __name((type, facts) => plainType(typeOf(type), facts), "typeName");
var GIVEN = /* @__PURE__ */ new Set(["FUNC_PARAM_DEFAULT", "FUNC_PARAM_IN", "FUNC_PARAM_INOUT", "FUNC_PARAM_VARIADIC"]);
var RETURNED = /* @__PURE__ */ new Set(["FUNC_PARAM_OUT", "FUNC_PARAM_INOUT", "FUNC_PARAM_TABLE"]);
function routineOf(node, facts) {
  const parameters = (node.parameters ?? []).flatMap(
    (item) => "FunctionParameter" in item ? [item.FunctionParameter] : []
  );
  const given = parameters.filter(({ mode }) => GIVEN.has(mode ?? "FUNC_PARAM_DEFAULT"));
  const returned = parameters.filter(({ mode }) => RETURNED.has(mode ?? ""));
  const columns2 = returned.map(({ name, argType }) => ({ name: name ?? "", type: typeName(argType, facts) }));
  const isTable = parameters.some(({ mode }) => mode === "FUNC_PARAM_TABLE");
  const [only] = columns2;
  const written = node.returnType ? typeName(node.returnType, facts) : "void";
  return {
    kind: node.is_procedure ? "procedure" : "function",
    types: given.map(({ argType }) => typeName(argType, facts)),
    names: given.map(({ name }) => name ?? ""),
    defaults: given.filter(({ defexpr }) => defexpr).length,
    result: {
      type: columns2.length > 1 ? "record" : columns2.length === 1 ? only?.type ?? "" : written,
      set: isTable || node.returnType?.setof === true
    },
    columns: columns2,
    definer: isDefiner(node.options)
  };
}
__name(routineOf, "routineOf");
function isDefiner(options) {
  return (options ?? []).some(
    (item) => "DefElem" in item && item.DefElem.defname === "security" && item.DefElem.arg !== void 0 && "Boolean" in item.DefElem.arg && item.DefElem.arg.Boolean.boolval === true
  );
}
__name(isDefiner, "isDefiner");
var signature = /* @__PURE__ */ __name((types2, facts) => types2.map((type) => plainType(type, facts)).join(", "), "signature");
function namedTypes(object, facts) {
  if (!("ObjectWithArgs" in object) || object.ObjectWithArgs.args_unspecified) return void 0;
  return (object.ObjectWithArgs.objargs ?? []).flatMap(
    (arg) => "TypeName" in arg ? [typeName(arg.TypeName, facts)] : []
  );
}
__name(namedTypes, "namedTypes");
var WIDER = {
  smallint: ["integer", "bigint", "numeric", "real", "double precision"],
  integer: ["bigint", "numeric", "real", "double precision"],
  bigint: ["numeric", "real", "double precision"],
  numeric: ["real", "double precision"],
  real: ["double precision"],
  "character varying": ["text"],
  text: ["character varying"],
  date: ["timestamp without time zone", "timestamp with time zone"],
  json: ["jsonb"]
};
function whyNotCalled(before, now, facts) {
  if (before.kind !== now.kind) return `it was a ${before.kind}, now it is a ${now.kind}`;
  for (const [index, type] of before.types.entries()) {
    const taken = now.types[index];
    if (taken === void 0) return "it takes fewer arguments";
    const [was, is] = [plainType(type, facts), plainType(taken, facts)];
    if (was !== is && !WIDER[was]?.includes(is)) return `argument ${index + 1} was ${was}, now it is ${is}`;
    const name = before.names[index];
    if (name && name !== now.names[index])
      return `argument ${name} is called ${now.names[index] || "nothing"} now`;
  }
  if (now.types.length - now.defaults > before.types.length - before.defaults)
    return "it requires arguments that callers omit";
  return whyNotRead(before, now, facts) ?? (before.definer && !now.definer ? NO_DEFINER : void 0);
}
__name(whyNotCalled, "whyNotCalled");
var NO_DEFINER = "it no longer runs with the privileges of its owner, so its callers need their own privileges";
function whyNotRead(before, now, facts) {
  if (before.kind === "procedure" && before.columns.length === 0) return void 0;
  if (before.result.set !== now.result.set)
    return before.result.set ? "it returns one row, not a set" : "it returns a set, not one row";
  if (before.columns.length < 2) {
    const [was, is] = [plainType(before.result.type, facts), plainType(now.result.type, facts)];
    return was === is ? void 0 : `it returned ${was}, now it returns ${is}`;
  }
  return missingColumn(before.columns, now.columns, facts);
}
__name(whyNotRead, "whyNotRead");
function missingColumn(before, now, facts) {
  for (const { name, type } of before) {
    const column = now.find((each) => each.name === name);
    if (!column) return `column ${name} is gone`;
    if (column.type === void 0) return `the type of column ${name} is unknown`;
    const [was, is] = [plainType(type ?? "", facts), plainType(column.type, facts)];
    if (was !== is) return `column ${name} was ${was}, now it is ${is}`;
  }
  return void 0;
}
__name(missingColumn, "missingColumn");
function routineName(names, facts, known) {
  const parts2 = names.slice(-2);
  if (parts2.length > 1) return parts2.join(".");
  const all = new Set(known);
  const schema = facts.searchPath.find((candidate) => all.has(`${candidate}.${parts2[0]}`));
  return `${schema ?? facts.searchPath.find((each) => each !== "extensions") ?? "public"}.${parts2[0]}`;
}
__name(routineName, "routineName");

// src/database/hazards/target.ts
function resolve(parts2, facts, memory) {
  const name = qualify(parts2, facts, memory);
  const isNew = memory.created.has(name);
  const catalogName = memory.renamed.get(name) ?? name;
  const current = memory.changed.get(catalogName) ?? facts.relations.get(catalogName);
  const known = memory.dropped.has(name) || isNew ? void 0 : current;
  const isTiny = known !== void 0 && known.rows <= TINY.rows && known.bytes <= TINY.bytes;
  return {
    name,
    facts: known,
    isNew,
    isTiny,
    isAbsent: !isNew && !known && facts.known,
    only: false,
    label: isNew ? `${name} (new)` : known && hasRows(known) ? `${name} (${size(known)})` : name
  };
}
__name(resolve, "resolve");
function qualify(parts2, facts, memory) {
  if (parts2.length > 1) return parts2.slice(-2).join(".");
  const [bare = ""] = parts2;
  const exists = /* @__PURE__ */ __name((name) => memory.created.has(name) || memory.renamed.has(name) || facts.relations.has(name) && !memory.dropped.has(name), "exists");
  const searchPath = memory.searchPath.size > 0 ? [...memory.searchPath] : facts.searchPath;
  const schema = searchPath.find((candidate) => exists(`${candidate}.${bare}`));
  return `${schema ?? searchPath.find((candidate) => candidate !== "extensions") ?? "public"}.${bare}`;
}
__name(qualify, "qualify");
function parts(relation) {
  return [relation?.schemaname, relation?.relname].filter((part) => part !== void 0);
}
__name(parts, "parts");
function columnOf(target2, column) {
  return target2.facts?.columns.get(column);
}
__name(columnOf, "columnOf");
function hasRows(facts) {
  return facts.kind === "table" || facts.kind === "partitioned" || facts.kind === "materialized-view";
}
__name(hasRows, "hasRows");

// src/database/hazards/rules/columns.ts
var DROP = {
  id: "drop-column",
  severity: "refused",
  threat: "loss",
  title: "A column and its data are dropped",
  instead: "Release code that no longer uses it first; then drop it in a contract migration with an allowance.",
  squawk: ["ban-drop-column"]
};
var SET_NOT_NULL = {
  id: "set-not-null",
  severity: "refused",
  threat: "stall",
  title: "SET NOT NULL reads the whole table under ACCESS EXCLUSIVE",
  instead: "ADD CONSTRAINT \u2026 CHECK (column IS NOT NULL) NOT VALID, VALIDATE it in another migration, then SET NOT NULL.",
  squawk: ["adding-not-nullable-field"]
};
var TIGHTENED = {
  id: "column-becomes-required",
  severity: "warning",
  threat: "compatibility",
  title: "A column becomes NOT NULL: the running version might still write NULL",
  instead: "Release code that always fills it first.",
  squawk: ["adding-not-nullable-field"]
};
var DROP_NOT_NULL = {
  id: "drop-not-null",
  severity: "warning",
  threat: "compatibility",
  title: "A column can become NULL: the running version might read NULLs that it does not expect",
  squawk: ["ban-drop-not-null"]
};
var DROP_DEFAULT = {
  id: "drop-default",
  severity: "warning",
  threat: "compatibility",
  title: "A NOT NULL column loses its default: INSERTs that omit it fail",
  instead: "Release code that always fills it first."
};
var SET_DEFAULT = {
  id: "set-default",
  severity: "info",
  threat: "compatibility",
  title: "New rows of the running version get a different default"
};
var GENERATED = {
  id: "change-generated-expression",
  severity: "refused",
  threat: "stall",
  title: "A generated column gets a different expression, which rewrites the table if it is stored",
  instead: "Add a new generated column and move readers to it."
};
var IDENTITY = {
  id: "change-identity",
  severity: "warning",
  threat: "compatibility",
  title: "The way in which a column generates its values is changed or removed"
};
function dropColumn(effects, command, target2) {
  effects.lockTree(target2, "AccessExclusiveLock");
  const name = `${target2.name}.${command.name}`;
  effects.changeColumn(target2, command.name ?? "", void 0);
  if (effects.memory.columns.delete(name)) return;
  if ((command.missing_ok || effects.guarded) && target2.facts && !columnOf(target2, command.name ?? ""))
    return;
  for (const constraint of target2.facts?.constraints.values() ?? []) {
    if (constraint.references && constraint.columns.includes(command.name ?? ""))
      effects.lock(constraint.references, "AccessExclusiveLock");
  }
  lockSequence(effects, command, target2);
  if (command.behavior === "DROP_CASCADE") {
    lockReferencing(effects, target2, command.name ?? "");
    for (const view2 of target2.facts?.views ?? []) effects.lock(view2, "AccessExclusiveLock");
  }
  const before = columnOf(target2, command.name ?? "");
  const identifier = target2.facts?.indexes.get(target2.facts.identifiedBy ?? "");
  if (identifier?.columns.includes(command.name ?? "")) {
    effects.change(target2, { identified: false });
  }
  if (before?.generated) {
    effects.goes(DROP, name, (end) => columnFate(effects, target2, command.name ?? "", before, end), {
      target: target2
    });
    return;
  }
  effects.lose(target2);
  effects.breaks(target2);
  effects.hazard(DROP, `${name} and its values in ${target2.label} are dropped`, target2);
}
__name(dropColumn, "dropColumn");
function columnFate(effects, target2, column, before, end) {
  const now = end.changed.get(effects.memory.renamed.get(target2.name) ?? target2.name)?.columns.get(column);
  return now && plainType(now.type, effects.facts) === plainType(before.type, effects.facts) ? AGAIN(effects.setting.file) : GONE;
}
__name(columnFate, "columnFate");
function lockReferencing(effects, target2, column) {
  const keys = [...target2.facts?.constraints.values() ?? []].filter(
    ({ kind }) => kind === "primary-key" || kind === "unique"
  );
  const indexes2 = [...target2.facts?.indexes.values() ?? []].filter(({ unique }) => unique);
  if (![...keys, ...indexes2].some(({ columns: columns2 }) => columns2.includes(column))) return;
  for (const table of target2.facts?.referencedBy ?? []) effects.lock(table, "AccessExclusiveLock");
}
__name(lockReferencing, "lockReferencing");
function lockSequence(effects, command, target2) {
  const sequence = columnOf(target2, command.name ?? "")?.sequence;
  if (sequence) effects.lock(sequence, "AccessExclusiveLock");
}
__name(lockSequence, "lockSequence");
function setNotNull(effects, command, target2) {
  effects.lockTree(target2, "AccessExclusiveLock");
  const column = command.name ?? "";
  const name = `${target2.name}.${column}`;
  const facts = columnOf(target2, column);
  const unchecked = notNullUnchecked(target2, column);
  if (facts?.notNull && !unchecked) return;
  effects.changeColumn(target2, column, { notNull: true });
  const proven = isProvenNotNull(target2.facts, column) || effects.memory.notNullProven.has(name);
  if (!proven) {
    effects.scan(target2);
    effects.hazard(SET_NOT_NULL, `SET NOT NULL on ${name} reads all of ${target2.label}`, target2);
  }
  if (facts?.notNull || effects.memory.columns.has(name) && isFilled(facts)) return;
  if (!effects.memory.columns.has(name) && neverNull(effects, target2, column)) return;
  effects.breaks(target2);
  effects.hazard(TIGHTENED, `${name} becomes NOT NULL`, target2);
}
__name(setNotNull, "setNotNull");
function isFilled(facts) {
  return facts !== void 0 && (facts.hasDefault || facts.identity);
}
__name(isFilled, "isFilled");
function notNullUnchecked(target2, column) {
  const constraints2 = [...target2.facts?.constraints.values() ?? []];
  return constraints2.some(
    ({ kind, valid, columns: columns2 }) => kind === "not-null" && !valid && columns2.includes(column)
  );
}
__name(notNullUnchecked, "notNullUnchecked");
function columnDefault(effects, command, target2) {
  effects.lockTree(target2, "AccessExclusiveLock");
  const name = `${target2.name}.${command.name}`;
  const facts = columnOf(target2, command.name ?? "");
  effects.changeColumn(target2, command.name ?? "", {
    hasDefault: command.def !== void 0 && !isNull(command.def),
    varies: isVolatile(command.def, effects.facts, effects.memory),
    default: command.def
  });
  if (command.def) {
    effects.add(`the default of ${name}`);
    if (!effects.memory.columns.has(name))
      effects.hazard(SET_DEFAULT, `${name} gets a different default`, target2);
    return;
  }
  if (facts && (!facts.notNull || !facts.hasDefault)) return;
  const judge = /* @__PURE__ */ __name((end) => {
    const now = end.changed.get(effects.memory.renamed.get(target2.name) ?? target2.name);
    const column = now?.columns.get(command.name ?? "");
    return column && (isFilled(column) || !column.notNull) ? AGAIN(effects.setting.file) : GONE;
  }, "judge");
  const message = `${name} is NOT NULL and loses its default`;
  effects.goes(DROP_DEFAULT, `the default of ${name}`, judge, { target: target2, message });
}
__name(columnDefault, "columnDefault");
function setExpression(effects, command, target2) {
  effects.lockTree(target2, "AccessExclusiveLock");
  effects.breaks(target2);
  if (columnOf(target2, command.name ?? "")?.generated !== "virtual") effects.rewrite(target2);
  effects.hazard(GENERATED, `${target2.name}.${command.name} is recomputed for ${target2.label}`, target2);
}
__name(setExpression, "setExpression");
function identity(effects, command, target2) {
  effects.lockTree(target2, "AccessExclusiveLock");
  if (command.subtype === "AT_DropIdentity") lockSequence(effects, command, target2);
  const sequence = columnOf(target2, command.name ?? "")?.sequence;
  if (command.subtype === "AT_AddIdentity")
    effects.changeColumn(target2, command.name ?? "", { identity: true });
  if (command.subtype === "AT_DropIdentity")
    effects.changeColumn(target2, command.name ?? "", { identity: false });
  if (command.subtype === "AT_SetIdentity" && sequence) effects.lock(sequence, "ShareRowExclusiveLock");
  if (/^AT_Drop/.test(command.subtype ?? "") || refusesValues(command)) effects.breaks(target2);
  effects.hazard(IDENTITY, `${target2.name}.${command.name} generates its values differently`, target2);
}
__name(identity, "identity");
function refusesValues({ def }) {
  if (def && "Constraint" in def) return def.Constraint.generated_when === "a";
  const items = def && "List" in def ? def.List.items ?? [] : [];
  return items.some(
    (item) => "DefElem" in item && item.DefElem.defname === "generated" && item.DefElem.arg !== void 0 && "Integer" in item.DefElem.arg && item.DefElem.arg.Integer.ival === 97
  );
}
__name(refusesValues, "refusesValues");
function dropNotNull(effects, command, target2) {
  effects.lockTree(target2, "AccessExclusiveLock");
  if (columnOf(target2, command.name ?? "")?.notNull === false) return;
  effects.changeColumn(target2, command.name ?? "", { notNull: false });
  effects.add(`NULL in ${target2.name}.${command.name}`);
  effects.hazard(DROP_NOT_NULL, `${target2.name}.${command.name} can become NULL`, target2);
}
__name(dropNotNull, "dropNotNull");
var quick = /* @__PURE__ */ __name((level) => (effects, _command, target2) => effects.lockTree(target2, level), "quick");
var columns = {
  name: "Columns",
  rules: [DROP, SET_NOT_NULL, TIGHTENED, DROP_NOT_NULL, DROP_DEFAULT, SET_DEFAULT, GENERATED, IDENTITY],
  alterTable: {
    AT_DropColumn: dropColumn,
    AT_SetNotNull: setNotNull,
    AT_DropNotNull: dropNotNull,
    AT_ColumnDefault: columnDefault,
    AT_SetExpression: setExpression,
    AT_DropExpression: identity,
    AT_AddIdentity: identity,
    AT_SetIdentity: identity,
    AT_DropIdentity: identity,
    AT_SetStatistics: quick("ShareUpdateExclusiveLock"),
    AT_SetOptions: /* @__PURE__ */ __name((effects, _command, target2) => effects.lock(target2, "ShareUpdateExclusiveLock"), "AT_SetOptions"),
    AT_ResetOptions: /* @__PURE__ */ __name((effects, _command, target2) => effects.lock(target2, "ShareUpdateExclusiveLock"), "AT_ResetOptions"),
    AT_SetStorage: quick("AccessExclusiveLock"),
    AT_SetCompression: quick("AccessExclusiveLock")
  }
};

// src/database/hazards/rules/constraints.ts
var CHECK = {
  id: "add-check",
  severity: "refused",
  threat: "stall",
  title: "A CHECK (or NOT NULL) constraint reads all rows under ACCESS EXCLUSIVE",
  instead: "Add it NOT VALID, then VALIDATE CONSTRAINT in another migration.",
  squawk: ["constraint-missing-not-valid"]
};
var TIGHTENS = {
  id: "constraint-tightens",
  severity: "warning",
  threat: "compatibility",
  title: "A new constraint on an existing table or domain: the running version might write what it forbids",
  instead: "First release code that follows it."
};
var VALIDATED_AT_ONCE = {
  id: "validate-in-same-transaction",
  severity: "refused",
  threat: "stall",
  title: "A constraint is added NOT VALID and validated in one transaction: the strong lock is held while rows are read",
  instead: "Put VALIDATE CONSTRAINT into a separate migration.",
  squawk: ["constraint-missing-not-valid"]
};
function rememberConstraint(effects, constraint, target2, facts) {
  const known = new Map(effects.current(target2)?.constraints);
  const valid = !constraint.skip_validation && isEnforced(constraint);
  known.set(constraint.conname ?? nameOf(target2, facts), { ...facts, valid });
  effects.change(target2, { constraints: known });
}
__name(rememberConstraint, "rememberConstraint");
var SUFFIX = {
  "primary-key": "pkey",
  unique: "key",
  "foreign-key": "fkey",
  check: "check",
  exclusion: "excl"
};
function nameOf(target2, { kind, columns: columns2 }) {
  const table = target2.name.split(".").at(-1) ?? "";
  const middle = kind === "primary-key" ? [] : kind === "check" ? columns2.slice(0, 1) : columns2;
  return [table, ...middle, SUFFIX[kind] ?? kind].join("_");
}
__name(nameOf, "nameOf");
function tightens(effects, target2, columns2, what) {
  if (columns2.length > 0 && columns2.every((column) => effects.memory.columns.has(`${target2.name}.${column}`)))
    return;
  effects.breaks(target2);
  effects.hazard(TIGHTENS, `${target2.name} gets ${what}, which binds the running version too`, target2);
}
__name(tightens, "tightens");
function rememberNotValid(effects, constraint, target2) {
  if (!constraint.conname) return;
  effects.memory.notValidInTransaction.add(`${target2.name} ${constraint.conname}`);
  const proven = constraint.contype === "CONSTR_NOTNULL" ? nameList(constraint.keys) : provenBy(constraint.raw_expr);
  if (proven.length > 0) effects.memory.pendingProofs.set(`${target2.name} ${constraint.conname}`, proven);
}
__name(rememberNotValid, "rememberNotValid");
function checked(effects, constraint, target2) {
  effects.lockTree(target2, "AccessExclusiveLock");
  const name = constraint.conname ?? "check";
  const columns2 = constraint.contype === "CONSTR_NOTNULL" ? nameList(constraint.keys) : [];
  const proves = provenBy(constraint.raw_expr);
  if (constraint.contype !== "CONSTR_NOTNULL")
    rememberConstraint(effects, constraint, target2, {
      kind: "check",
      columns: columnsIn(constraint.raw_expr),
      condition: constraint.raw_expr,
      ...proves.length > 0 ? { proves } : {},
      file: effects.setting.file
    });
  if (!isEnforced(constraint)) return;
  if (constraint.contype === "CONSTR_NOTNULL") {
    const isLeftOut = columns2.some((column2) => !isFilled(effects.current(target2)?.columns.get(column2)));
    if (!columns2.every((column2) => neverNull(effects, target2, column2)))
      tightens(effects, target2, isLeftOut ? [] : columns2, `constraint ${name}`);
  } else checkTightens(effects, constraint, target2, name);
  if (constraint.skip_validation) {
    rememberNotValid(effects, constraint, target2);
    return;
  }
  const [column = ""] = columns2;
  if (isProvenNotNull(target2.facts, column) || target2.facts?.columns.get(column)?.notNull) return;
  effects.scan(target2);
  effects.hazard(
    CHECK,
    `${name} is checked against all of ${target2.label} while reads and writes wait`,
    target2
  );
  for (const proven of provenBy(constraint.raw_expr))
    effects.memory.notNullProven.add(`${target2.name}.${proven}`);
}
__name(checked, "checked");
function checkTightens(effects, constraint, target2, name) {
  const isNew = /* @__PURE__ */ __name((column) => effects.memory.columns.has(`${target2.name}.${column}`), "isNew");
  const refused = refusesMore({
    condition: constraint.raw_expr,
    before: effects.original(target2),
    now: effects.current(target2),
    isNew,
    facts: effects.facts
  });
  if (refused === void 0) return;
  const read = columnsIn(constraint.raw_expr);
  const ownOnly = read.length > 0 && read.every(isNew);
  if (ownOnly && !refusesLeftOut({
    condition: constraint.raw_expr,
    now: effects.current(target2),
    isNew,
    facts: effects.facts
  }))
    return;
  effects.breaks(target2);
  effects.hazard(
    TIGHTENS,
    `${target2.name} gets constraint ${name}, which binds the running version too${refused ? ` and refuses ${refused}` : ""}`,
    target2
  );
}
__name(checkTightens, "checkTightens");
function columnsIn(expression) {
  const found = [];
  walk({ Root: expression }, (tag, node) => {
    if (tag === "ColumnRef") found.push(...nameList(node["fields"]).slice(-1));
  });
  return found;
}
__name(columnsIn, "columnsIn");
function addConstraint(effects, command, target2) {
  if (!command.def || !("Constraint" in command.def)) return;
  const constraint = command.def.Constraint;
  if (effects.guarded && target2.facts?.constraints.has(constraint.conname ?? "")) return;
  if (constraint.contype === "CONSTR_CHECK" || constraint.contype === "CONSTR_NOTNULL")
    checked(effects, constraint, target2);
}
__name(addConstraint, "addConstraint");
function validate(effects, command, target2) {
  const key = `${target2.name} ${command.name}`;
  const facts = target2.facts?.constraints.get(command.name ?? "");
  effects.lockTree(target2, "ShareUpdateExclusiveLock");
  if (facts?.references) effects.lock(facts.references, "RowShareLock");
  if (facts?.valid) return;
  effects.scan(target2);
  for (const column of effects.memory.pendingProofs.get(key) ?? [])
    effects.memory.notNullProven.add(`${target2.name}.${column}`);
  if (!effects.memory.notValidInTransaction.has(key)) return;
  effects.hazard(
    VALIDATED_AT_ONCE,
    `${command.name} reads all of ${target2.label} while the lock of ADD CONSTRAINT is held`,
    target2
  );
}
__name(validate, "validate");
var constraints = {
  name: "Constraints",
  rules: [CHECK, TIGHTENS, VALIDATED_AT_ONCE],
  alterTable: {
    AT_AddConstraint: addConstraint,
    AT_ValidateConstraint: validate
  }
};

// src/database/hazards/rules/foreign-keys.ts
var FOREIGN_KEY = {
  id: "add-foreign-key",
  severity: "refused",
  threat: "stall",
  title: "A foreign key is checked against all rows while writes to both tables wait",
  instead: "Add it NOT VALID, then VALIDATE CONSTRAINT in another migration.",
  squawk: ["adding-foreign-key-constraint", "constraint-missing-not-valid"]
};
var PARTITIONED = {
  id: "add-foreign-key-to-partitioned",
  severity: "refused",
  threat: "stall",
  title: "A foreign key of a partitioned table is checked against all rows; before PostgreSQL 18 it cannot be added NOT VALID",
  instead: "Add it NOT VALID to each partition, VALIDATE each in another migration, then add it to the partitioned table: it adopts the valid ones without reading rows."
};
function foreignKey(effects, constraint, target2, columns2) {
  const referenced = effects.target(constraint.pktable);
  effects.lockTree(target2, "ShareRowExclusiveLock");
  effects.lockTree(referenced, "ShareRowExclusiveLock");
  const facts = {
    kind: "foreign-key",
    columns: columns2,
    references: referenced.name,
    foreign: foreignKeyOf(constraint),
    ...constraint.deferrable ? { deferrable: true } : {},
    file: effects.setting.file
  };
  const label = `${target2.name}(${columns2.join(", ")}) \u2192 ${referenced.name}`;
  const isKept = heldByPartitions(effects, target2, { ...facts, valid: true });
  rememberConstraint(effects, constraint, target2, facts);
  effects.change(referenced, {
    referencedBy: [...effects.current(referenced)?.referencedBy ?? [], target2.name]
  });
  if (!isEnforced(constraint)) return;
  binds(effects, target2, { ...facts, valid: true }, referenced);
  if (constraint.skip_validation) {
    rememberNotValid(effects, constraint, target2);
    return;
  }
  if (isKept) return;
  effects.scan(target2);
  effects.hazard(
    target2.facts?.kind === "partitioned" ? PARTITIONED : FOREIGN_KEY,
    `${label} is checked against all of ${target2.label} while writes to both tables wait`,
    target2
  );
}
__name(foreignKey, "foreignKey");
function heldByPartitions(effects, target2, facts) {
  if (target2.facts?.kind !== "partitioned" || target2.facts.children.length === 0) return false;
  const referenced = effects.named((facts.references ?? "").split(".")).facts;
  return target2.facts.children.every(
    (child) => [...effects.named(child.split(".")).facts?.constraints.values() ?? []].some(
      (each) => each.valid && samePair(each, facts, referenced)
    )
  );
}
__name(heldByPartitions, "heldByPartitions");
function binds(effects, target2, facts, referenced) {
  const before = [...effects.original(target2)?.constraints.values() ?? []].find(
    (each) => each.enforced !== false && samePair(each, facts, effects.original(referenced))
  );
  const why = before && refusesMoreThan(before, facts, effects.original(target2));
  if (before && !why) return;
  const what = `a foreign key to ${referenced.name}${why ? `: ${why}` : ""}`;
  tightens(effects, target2, facts.columns, what);
}
__name(binds, "binds");
function foreignKeyFate(effects, target2, before, end) {
  const name = effects.memory.renamed.get(target2.name) ?? target2.name;
  const table = end.changed.get(name);
  const referenced = effects.facts.relations.get(before.references ?? "");
  const now = [...table?.constraints ?? []].find(
    ([, each]) => each !== before && samePair(each, before, referenced)
  );
  return now ? AGAIN(now[1].file) : GONE;
}
__name(foreignKeyFate, "foreignKeyFate");
var foreignKeys = {
  name: "Foreign keys",
  rules: [FOREIGN_KEY, PARTITIONED],
  alterTable: {
    AT_AddConstraint: /* @__PURE__ */ __name((effects, command, target2) => {
      const constraint = command.def && "Constraint" in command.def ? command.def.Constraint : void 0;
      if (constraint?.contype !== "CONSTR_FOREIGN") return;
      if (effects.guarded && target2.facts?.constraints.has(constraint.conname ?? "")) return;
      foreignKey(effects, constraint, target2, nameList(constraint.fk_attrs));
    }, "AT_AddConstraint")
  }
};

// src/database/hazards/rules/unique-constraints.ts
var UNIQUE = {
  id: "add-unique-constraint",
  severity: "refused",
  threat: "stall",
  title: "A unique constraint or primary key builds its index under ACCESS EXCLUSIVE",
  instead: "CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT \u2026 USING INDEX.",
  squawk: ["disallowed-unique-constraint", "adding-serial-primary-key-field"]
};
var UNIQUE_PARTITIONED = {
  id: "add-unique-constraint-to-partitioned",
  severity: "refused",
  threat: "stall",
  title: "A unique constraint or primary key of a partitioned table builds an index on every partition under ACCESS EXCLUSIVE",
  instead: "ALTER TABLE ONLY \u2026 ADD CONSTRAINT on the partitioned table (nothing is built), CREATE UNIQUE INDEX CONCURRENTLY on each partition in separate migrations, ALTER TABLE partition ADD CONSTRAINT \u2026 USING INDEX, then ALTER INDEX \u2026 ATTACH PARTITION for each."
};
var EXCLUSION = {
  id: "add-exclusion-constraint",
  severity: "refused",
  threat: "stall",
  title: "An exclusion constraint builds its index under ACCESS EXCLUSIVE, and cannot be added NOT VALID",
  instead: "Create a new table with the constraint and move rows in batches, or accept the stall at a quiet hour."
};
function indexConstraint(effects, constraint, target2, columns2) {
  effects.lockTree(target2, "AccessExclusiveLock");
  const name = constraint.conname ?? (columns2.join(", ") || "constraint");
  const kind = INDEX_KIND[constraint.contype ?? ""] ?? "unique";
  const ofIndex = constraint.indexname ? effects.current(target2)?.indexes.get(constraint.indexname)?.columns : void 0;
  const over = ofIndex ?? columns2;
  rememberConstraint(effects, constraint, target2, {
    kind,
    columns: over,
    ...constraint.deferrable ? { deferrable: true } : {},
    file: effects.setting.file
  });
  if (kind === "primary-key") {
    effects.change(target2, { identified: true, identifiedBy: name });
    effects.memory.keyed.add(target2.name);
  }
  if (constraint.indexname) {
    if (constraint.contype === "CONSTR_PRIMARY") primaryKeyScan(effects, target2, constraint.indexname, name);
    return;
  }
  const isPartitioned = target2.facts?.kind === "partitioned";
  if (!isPartitioned || !target2.only) {
    effects.scan(target2);
    const rule2 = constraint.contype === "CONSTR_EXCLUSION" ? EXCLUSION : isPartitioned ? UNIQUE_PARTITIONED : UNIQUE;
    effects.hazard(rule2, `${name} builds an index over ${target2.label} while reads and writes wait`, target2);
  }
  const nullsCollide = constraint.nulls_not_distinct === true || constraint.contype === "CONSTR_PRIMARY";
  const isUnique = constraint.contype !== "CONSTR_EXCLUSION";
  if (isUnique && neverTwice(effects, target2, columns2, nullsCollide)) return;
  if (isUnique && wasUnique(effects, target2, columns2, nullsCollide)) return;
  tightens(effects, target2, isUnique ? [] : columns2, name);
}
__name(indexConstraint, "indexConstraint");
function wasUnique(effects, target2, columns2, nullsCollide) {
  const before = effects.original(target2);
  const neverNull2 = columns2.every((column) => before?.columns.get(column)?.notNull);
  return [...before?.indexes ?? []].some(
    ([name, index]) => index.unique && index.valid && !index.computedFrom && !before?.constraints.get(name)?.deferrable && (!nullsCollide || index.nullsAlike === true || neverNull2) && index.columns.every((column) => columns2.includes(column))
  );
}
__name(wasUnique, "wasUnique");
function uniqueFate(effects, target2, before, end) {
  const table = end.changed.get(effects.memory.renamed.get(target2.name) ?? target2.name);
  const key = [...before.columns].sort().join();
  const isKey = /* @__PURE__ */ __name(({ columns: columns2 }) => [...columns2].sort().join() === key, "isKey");
  const constraints2 = [...table?.constraints ?? []].filter(
    ([, each]) => (each.kind === "unique" || each.kind === "primary-key") && !each.deferrable && isKey(each)
  );
  const sameName = constraints2.find(([name]) => name === before.constraint);
  if (sameName) return AGAIN(sameName[1].file);
  const index = [...table?.indexes.values() ?? []].find(
    (each) => each.unique && !each.computedFrom && isKey(each)
  );
  const [other] = constraints2;
  if (!index && !other) return GONE;
  if (before.constraint !== void 0)
    return differs(`${other?.[0] ?? "an index"} replaces it, but ON CONFLICT ON CONSTRAINT might name it`);
  return AGAIN(index?.file ?? other?.[1].file);
}
__name(uniqueFate, "uniqueFate");
function neverTwice(effects, target2, columns2, nullsCollide) {
  return columns2.some((column) => {
    if (!effects.memory.columns.has(`${target2.name}.${column}`)) return false;
    const facts = effects.current(target2)?.columns.get(column);
    if (!facts) return true;
    return facts.identity || facts.varies === true || !facts.hasDefault && !facts.generated && !nullsCollide;
  });
}
__name(neverTwice, "neverTwice");
var INDEX_KIND = {
  CONSTR_PRIMARY: "primary-key",
  CONSTR_EXCLUSION: "exclusion"
};
function primaryKeyScan(effects, target2, index, name) {
  const columns2 = target2.facts?.indexes.get(index)?.columns;
  const allNotNull = columns2?.every((column) => target2.facts?.columns.get(column)?.notNull);
  if (allNotNull) return;
  tightens(effects, target2, columns2 ?? [], name);
  effects.scan(target2);
  effects.hazard(
    CHECK,
    `PRIMARY KEY USING INDEX ${index} makes its columns NOT NULL and reads all of ${target2.label}`,
    target2
  );
}
__name(primaryKeyScan, "primaryKeyScan");
function addConstraint2(effects, command, target2) {
  if (!command.def || !("Constraint" in command.def)) return;
  const constraint = command.def.Constraint;
  if (!["CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION"].includes(constraint.contype ?? "")) return;
  if (effects.guarded && target2.facts?.constraints.has(constraint.conname ?? "")) return;
  indexConstraint(effects, constraint, target2, nameList(constraint.keys));
}
__name(addConstraint2, "addConstraint");
var uniqueConstraints = {
  name: "Unique constraints",
  rules: [UNIQUE, UNIQUE_PARTITIONED, EXCLUSION],
  alterTable: { AT_AddConstraint: addConstraint2 }
};

// src/database/hazards/rules/add-column.ts
var REQUIRED = {
  id: "add-required-column",
  severity: "refused",
  threat: "compatibility",
  title: "A new column is NOT NULL without a default: it fails if there are rows, and the running version cannot insert",
  instead: "Add it nullable or with a constant default; make it NOT NULL in a later release.",
  squawk: ["adding-required-field", "adding-not-nullable-field"]
};
var REWRITE = {
  id: "add-column-rewrites-table",
  severity: "refused",
  threat: "stall",
  title: "A new column gets a different value in each row, which rewrites the table under ACCESS EXCLUSIVE",
  instead: "Add the column without it, SET DEFAULT for new rows, and fill old rows in batches.",
  squawk: ["adding-field-with-default", "adding-serial-primary-key-field"]
};
var CHECKED = {
  id: "add-column-with-check",
  severity: "warning",
  threat: "stall",
  title: "A new column comes with a CHECK, which reads the whole table under ACCESS EXCLUSIVE",
  instead: "Add the column first, then the CHECK as NOT VALID, then VALIDATE it in another migration.",
  squawk: ["constraint-missing-not-valid"]
};
var BINDS = {
  id: "add-column-binds-others",
  severity: "warning",
  threat: "compatibility",
  title: "The rules of a new column affect columns that the running version fills: what it writes there can be refused",
  instead: "First release code that follows the rule."
};
var SERIAL = /* @__PURE__ */ new Set(["serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"]);
function addColumn(effects, command, target2) {
  const column = columnDef(command);
  if (!column?.colname) return;
  effects.lockTree(target2, "AccessExclusiveLock");
  const name = `${target2.name}.${column.colname}`;
  if ((command.missing_ok || effects.guarded) && target2.facts?.columns.has(column.colname)) return;
  effects.add(`column ${name}`);
  effects.memory.columns.add(name);
  const constraints2 = constraintsOf(column);
  rememberColumn(effects, column, constraints2, target2);
  const find = /* @__PURE__ */ __name((type) => constraints2.find((constraint) => constraint.contype === type), "find");
  const why = rewriteReason(effects, column, constraints2);
  if (why) {
    effects.rewrite(target2);
    effects.hazard(REWRITE, `${name} ${why}, so every row of ${target2.label} is rewritten`, target2);
  }
  const isVirtual = find("CONSTR_GENERATED")?.generated_kind === "v";
  if (find("CONSTR_CHECK") || find("CONSTR_NOTNULL") && isVirtual) {
    effects.scan(target2);
    effects.hazard(CHECKED, `the check on ${name} reads all of ${target2.label}`, target2);
  }
  const filled = find("CONSTR_DEFAULT") ?? find("CONSTR_GENERATED") ?? find("CONSTR_IDENTITY");
  const required = find("CONSTR_NOTNULL") ?? find("CONSTR_PRIMARY") ?? constraints2.find(({ raw_expr }) => provenBy(raw_expr).includes(column.colname ?? ""));
  if (required && !isFilled2(filled) && !isSerial(column)) {
    effects.scan(target2);
    effects.breaks(target2);
    effects.hazard(REQUIRED, `${name} is NOT NULL and has no default`, target2);
  }
  const bound = boundColumns(effects, column, constraints2, target2).filter(
    (other) => !effects.memory.columns.has(`${target2.name}.${other}`)
  );
  if (bound.length > 0) {
    effects.breaks(target2);
    effects.hazard(BINDS, `${name} forbids some values of ${bound.join(", ")}`, target2);
  }
  for (const constraint of constraints2) inlineConstraint(effects, constraint, target2, column.colname);
}
__name(addColumn, "addColumn");
function rememberColumn(effects, column, constraints2, target2) {
  const has2 = /* @__PURE__ */ __name((type) => constraints2.some((constraint) => constraint.contype === type), "has");
  const generated = constraints2.find((constraint) => constraint.contype === "CONSTR_GENERATED");
  effects.changeColumn(target2, column.colname ?? "", {
    type: typeOf(column.typeName),
    notNull: has2("CONSTR_NOTNULL") || has2("CONSTR_PRIMARY") || has2("CONSTR_IDENTITY") || isSerial(column),
    hasDefault: isSerial(column) || constraints2.some((each) => each.contype === "CONSTR_DEFAULT" && !isNull(each.raw_expr)),
    generated: generated && (generated.generated_kind === "v" ? "virtual" : "stored"),
    identity: has2("CONSTR_IDENTITY"),
    default: constraints2.find(({ contype }) => contype === "CONSTR_DEFAULT")?.raw_expr,
    varies: isSerial(column) || constraints2.some(
      ({ contype, raw_expr }) => contype === "CONSTR_DEFAULT" && isVolatile(raw_expr, effects.facts, effects.memory)
    )
  });
}
__name(rememberColumn, "rememberColumn");
function boundColumns(effects, column, constraints2, target2) {
  const has2 = /* @__PURE__ */ __name((type) => constraints2.some((constraint) => constraint.contype === type), "has");
  const isRuled = [
    "CONSTR_NOTNULL",
    "CONSTR_PRIMARY",
    "CONSTR_UNIQUE",
    "CONSTR_CHECK",
    "CONSTR_FOREIGN"
  ].some(has2);
  const isTolerated = /* @__PURE__ */ __name((condition) => refusesMore({
    condition,
    before: effects.original(target2),
    now: effects.current(target2),
    isNew: /* @__PURE__ */ __name((name) => effects.memory.columns.has(`${target2.name}.${name}`), "isNew"),
    facts: effects.facts
  }) === void 0, "isTolerated");
  const rules = constraints2.filter(
    ({ contype, raw_expr }) => contype === "CONSTR_CHECK" && !isTolerated(raw_expr) || contype === "CONSTR_GENERATED" && isRuled
  );
  const found = rules.flatMap(({ raw_expr }) => columnsIn(raw_expr));
  return [...new Set(found)].filter((name) => name !== column.colname);
}
__name(boundColumns, "boundColumns");
function inlineConstraint(effects, constraint, target2, column) {
  if (constraint.contype === "CONSTR_FOREIGN") foreignKey(effects, constraint, target2, [column]);
  if (constraint.contype === "CONSTR_UNIQUE" || constraint.contype === "CONSTR_PRIMARY") {
    indexConstraint(effects, constraint, target2, [column]);
  }
}
__name(inlineConstraint, "inlineConstraint");
function rewriteReason(effects, column, constraints2) {
  if (isSerial(column)) return "is serial";
  for (const constraint of constraints2) {
    if (constraint.contype === "CONSTR_IDENTITY") return "is an identity";
    if (constraint.contype === "CONSTR_GENERATED" && constraint.generated_kind !== "v")
      return "is generated and stored";
    if (constraint.contype === "CONSTR_DEFAULT" && isVolatile(constraint.raw_expr, effects.facts, effects.memory)) {
      return "has a default that differs from row to row";
    }
  }
  const type = nameList(column.typeName?.names);
  if (!column.typeName?.arrayBounds && effects.facts.types.get(type.join("."))?.constrained)
    return `has the domain ${type.join(".")}, and the rules of the domain are checked`;
  return void 0;
}
__name(rewriteReason, "rewriteReason");
function isFilled2(constraint) {
  if (constraint?.contype !== "CONSTR_DEFAULT") return constraint !== void 0;
  return !isNull(constraint.raw_expr);
}
__name(isFilled2, "isFilled");
function isSerial(column) {
  return SERIAL.has(nameList(column.typeName?.names).at(-1) ?? "");
}
__name(isSerial, "isSerial");
function columnDef(command) {
  return command.def && "ColumnDef" in command.def ? command.def.ColumnDef : void 0;
}
__name(columnDef, "columnDef");
function constraintsOf(column) {
  return (column.constraints ?? []).flatMap((node) => "Constraint" in node ? [node.Constraint] : []);
}
__name(constraintsOf, "constraintsOf");
var addColumns = {
  name: "New columns",
  rules: [REQUIRED, REWRITE, CHECKED, BINDS],
  alterTable: { AT_AddColumn: addColumn }
};

// src/database/hazards/rules/column-type.ts
var REWRITE2 = {
  id: "change-column-type",
  severity: "refused",
  threat: "stall",
  title: "A column changes to a type with a different storage format, which rewrites the table and its indexes under ACCESS EXCLUSIVE",
  instead: "Add a column of the new type, write both, fill in batches, move readers, drop the old one later.",
  squawk: ["changing-column-type"]
};
var RETYPED = {
  id: "column-retyped",
  severity: "warning",
  threat: "compatibility",
  title: "The running version gets values of a different type",
  squawk: ["changing-column-type"]
};
var NARROWED = {
  id: "narrow-column-type",
  severity: "refused",
  threat: "loss",
  title: "The new type might hold less than the old one: values can be cut, rounded or refused",
  instead: "Add a column of the new type and convert in batches, keeping the old values until they are checked."
};
var SCAN = {
  id: "change-column-type-scans",
  severity: "warning",
  threat: "stall",
  title: "A column changes its type or collation, and CHECK constraints or indexes (on expressions, partial, with a different order) read all rows for it under ACCESS EXCLUSIVE"
};
function alterType(effects, command, target2) {
  effects.lockTree(target2, "AccessExclusiveLock");
  const column = command.name ?? "";
  const definition = columnDef(command);
  const before = columnOf(target2, column);
  const name = `${target2.name}.${column}`;
  const after = typeOf(definition?.typeName);
  const collation = nameList(definition?.collClause?.collname).at(-1);
  const isSorted = before !== void 0 && before.collation !== collation;
  if (before?.type === after && !isSorted && !definition?.raw_default) return;
  effects.changeColumn(target2, column, { type: after });
  const change = enumAgain(effects, before?.type, after, definition?.raw_default) ?? compareTypes(before?.type, after, definition?.raw_default, column);
  const sorted = isSorted ? ` (sorted by ${collation ?? "the default collation"})` : "";
  const what = before?.type === after ? `${name} stays ${after}${sorted}` : before ? `${name} changes from ${before.type} to ${after}` : `${name} becomes ${after}`;
  for (const constraint of target2.facts?.constraints.values() ?? []) {
    if (constraint.references && constraint.columns.includes(column))
      effects.lock(constraint.references, "AccessExclusiveLock");
  }
  lockReferencing(effects, target2, column);
  if (change.rewrites) {
    effects.rewrite(target2);
    effects.hazard(REWRITE2, `${what}: every row of ${target2.label} is rewritten`, target2);
  } else {
    const why = readReason(target2, column, isSorted);
    if (why) {
      effects.scan(target2);
      effects.hazard(SCAN, `${what}: ${why} all of ${target2.label}`, target2);
    }
  }
  if (change.narrows) {
    effects.lose(target2);
    effects.hazard(NARROWED, `${what}, which might not hold every value`, target2);
  }
  if (effects.memory.columns.has(name)) return;
  if (change.narrows) effects.breaks(target2);
  if (change.sameToReaders) return;
  effects.breaks(target2);
  effects.hazard(RETYPED, what, target2);
}
__name(alterType, "alterType");
function enumAgain(effects, before, after, using) {
  const old = before === void 0 ? void 0 : effects.facts.types.get(before);
  const now = effects.memory.typeFacts.get(after.split(".").at(-1) ?? "");
  if (!old?.labels || !now?.labels || !old.labels.every((label) => now.labels?.includes(label)))
    return void 0;
  const cast = using;
  const text = cast?.TypeCast?.arg?.TypeCast;
  if (!text?.arg || !("ColumnRef" in text.arg) || typeOf(text.typeName) !== "text") return void 0;
  const isSame = plainType(before ?? "", effects.facts) === plainType(after, effects.facts);
  return { rewrites: true, narrows: false, sameToReaders: isSame };
}
__name(enumAgain, "enumAgain");
function readReason(target2, column, isSorted) {
  const indexes2 = [...target2.facts?.indexes.values() ?? []];
  const isBuilt = indexes2.some(
    ({ columns: columns2, computedFrom }) => computedFrom?.includes(column) || isSorted && columns2.includes(column)
  );
  if (isBuilt) return "indexes on it are rebuilt from";
  return isChecked(target2, column) ? "its CHECK constraints read" : void 0;
}
__name(readReason, "readReason");
function isChecked(target2, column) {
  const constraints2 = [...target2.facts?.constraints.values() ?? []];
  return constraints2.some((constraint) => constraint.kind === "check" && constraint.columns.includes(column));
}
__name(isChecked, "isChecked");
var columnTypes = {
  name: "Column types",
  rules: [REWRITE2, RETYPED, NARROWED, SCAN],
  alterTable: { AT_AlterColumnType: alterType }
};

// src/database/hazards/remade/rights.ts
var ALL = {
  table: ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"],
  sequence: ["USAGE", "SELECT", "UPDATE"],
  function: ["EXECUTE"],
  type: ["USAGE"],
  schema: ["USAGE", "CREATE"]
};
var BUILT_IN = {
  table: /* @__PURE__ */ new Map(),
  sequence: /* @__PURE__ */ new Map(),
  schema: /* @__PURE__ */ new Map(),
  function: /* @__PURE__ */ new Map([["public", /* @__PURE__ */ new Set(["EXECUTE"])]]),
  type: /* @__PURE__ */ new Map([["public", /* @__PURE__ */ new Set(["USAGE"])]])
};
function freshRights({ facts, memory }, kind, schema) {
  const of = /* @__PURE__ */ __name((where) => memory.defaults.get(defaultsKey(kind, where)) ?? facts.defaults.find((each) => each.kind === kind && each.schema === where), "of");
  return [of(null)?.rights ?? BUILT_IN[kind], of(schema)?.rights ?? /* @__PURE__ */ new Map()].reduce(joined);
}
__name(freshRights, "freshRights");
var defaultsKey = /* @__PURE__ */ __name((kind, schema) => schema === null ? kind : `${kind} ${schema}`, "defaultsKey");
function changeDefaults({ facts, memory }, kind, schema, change) {
  const key = defaultsKey(kind, schema);
  const known = memory.defaults.get(key) ?? facts.defaults.find((each) => each.kind === kind && each.schema === schema);
  const rights2 = change(known?.rights ?? (schema === null ? BUILT_IN[kind] : /* @__PURE__ */ new Map()));
  memory.defaults.set(key, { kind, schema, rights: rights2 });
}
__name(changeDefaults, "changeDefaults");
function without(rights2, roles2, privileges2) {
  const left = new Map(rights2);
  for (const role2 of roles2) {
    const held = [...left.get(role2) ?? []];
    const kept = privileges2 ? held.filter((each) => !privileges2.includes(each)) : [];
    if (kept.length > 0) left.set(role2, new Set(kept));
    else left.delete(role2);
  }
  return left;
}
__name(without, "without");
var holds = /* @__PURE__ */ __name((rights2, role2, privilege) => rights2?.get(role2)?.has(privilege) === true || rights2?.get("public")?.has(privilege) === true, "holds");
var API_ROLES = ["anon", "authenticated", "service_role"];
function lost(before, after, owner2) {
  return [...before].flatMap(([role2, privileges2]) => {
    if (role2 === owner2) return [];
    const gone2 = [...privileges2].filter((privilege) => !still(after, role2, privilege));
    return gone2.length > 0 ? [`${role2} loses ${gone2.join(", ")}`] : [];
  });
}
__name(lost, "lost");
function still(after, role2, privilege) {
  if (holds(after, role2, privilege)) return true;
  return role2 === "public" && API_ROLES.every((each) => after.get(each)?.has(privilege));
}
__name(still, "still");
function gained(before, after) {
  return ["public", "anon", "authenticated"].filter(
    (role2) => [...after.get(role2) ?? []].some((privilege) => !holds(before, role2, privilege))
  );
}
__name(gained, "gained");
function beginRights(effects, key, kind, schema) {
  effects.memory.rights.set(key, freshRights(effects, kind, schema));
}
__name(beginRights, "beginRights");
var rightsAtEnd = /* @__PURE__ */ __name((end, key) => end.rights.get(key) ?? /* @__PURE__ */ new Map(), "rightsAtEnd");

// src/database/hazards/remade/query-columns.ts
function columnsOfQuery(select, lookup2, resultOf2) {
  if (select.larg) return columnsOfQuery(select.larg, lookup2, resultOf2);
  const common2 = /* @__PURE__ */ new Map();
  const find = /* @__PURE__ */ __name((names) => names.length === 1 && common2.has(names[0] ?? "") ? common2.get(names[0] ?? "") : lookup2(names), "find");
  for (const item of select.withClause?.ctes ?? []) {
    if (!("CommonTableExpr" in item)) continue;
    const { ctename = "", ctequery, aliascolnames } = item.CommonTableExpr;
    const columns2 = ctequery && "SelectStmt" in ctequery && !aliascolnames ? columnsOfQuery(ctequery.SelectStmt, find, resultOf2) : void 0;
    common2.set(ctename, columns2);
  }
  const sources = (select.fromClause ?? []).flatMap((item) => sourcesOf(item, find, resultOf2));
  const found = [];
  for (const target2 of select.targetList ?? []) {
    if (!("ResTarget" in target2) || !target2.ResTarget.val) return void 0;
    const { name, val } = target2.ResTarget;
    const star = starOf(val);
    if (star === void 0) {
      found.push({ name: name ?? nameOf2(val), type: typeOfValue(val, sources, resultOf2), value: val });
      continue;
    }
    for (const source of sources) {
      if (star !== "" && source.name !== star) continue;
      if (!source.columns) return void 0;
      found.push(...source.columns.map((column) => ({ name: column.name, type: column.type })));
    }
  }
  return found;
}
__name(columnsOfQuery, "columnsOfQuery");
function sourcesOf(item, lookup2, resultOf2) {
  if ("RangeVar" in item) {
    const { schemaname, relname = "", alias } = item.RangeVar;
    const names = [schemaname, relname].filter((part) => part !== void 0);
    return [{ name: alias?.aliasname ?? relname, columns: alias?.colnames ? void 0 : lookup2(names) }];
  }
  if ("JoinExpr" in item) {
    const { larg, rarg, usingClause, isNatural } = item.JoinExpr;
    const both = [larg, rarg].flatMap((side) => side ? sourcesOf(side, lookup2, resultOf2) : []);
    if (!usingClause && !isNatural) return both;
    const used = new Set(nameList(usingClause));
    const [first2, ...rest] = both;
    return first2 ? [
      first2,
      ...rest.map((each) => ({
        ...each,
        columns: isNatural ? void 0 : each.columns?.filter(({ name }) => !used.has(name))
      }))
    ] : [];
  }
  if ("RangeSubselect" in item) {
    const { subquery, alias } = item.RangeSubselect;
    const columns2 = subquery && "SelectStmt" in subquery && !alias?.colnames ? columnsOfQuery(subquery.SelectStmt, lookup2, resultOf2) : void 0;
    return [{ name: alias?.aliasname ?? "", columns: columns2 }];
  }
  return [{ name: "", columns: void 0 }];
}
__name(sourcesOf, "sourcesOf");
function starOf(value) {
  if (!("ColumnRef" in value)) return void 0;
  const fields = value.ColumnRef.fields ?? [];
  return fields.some((field) => "A_Star" in field) ? nameList(fields).at(-1) ?? "" : void 0;
}
__name(starOf, "starOf");
function nameOf2(value) {
  if ("ColumnRef" in value) return nameList(value.ColumnRef.fields).at(-1) ?? "";
  if ("FuncCall" in value) return nameList(value.FuncCall.funcname).at(-1) ?? "";
  if ("CoalesceExpr" in value) return "coalesce";
  if ("CaseExpr" in value) return "case";
  if ("TypeCast" in value) {
    const inside = value.TypeCast.arg ? nameOf2(value.TypeCast.arg) : "?column?";
    return inside === "?column?" ? nameList(value.TypeCast.typeName?.names).at(-1) ?? "" : inside;
  }
  if ("SubLink" in value) return value.SubLink.subLinkType === "EXISTS_SUBLINK" ? "exists" : "?column?";
  return "?column?";
}
__name(nameOf2, "nameOf");
var RESULTS2 = {
  count: "bigint",
  row_number: "bigint",
  rank: "bigint",
  dense_rank: "bigint",
  now: "timestamp with time zone",
  lower: "text",
  upper: "text",
  concat: "text",
  concat_ws: "text",
  string_agg: "text",
  btrim: "text",
  to_char: "text",
  replace: "text",
  substring: "text",
  length: "integer",
  char_length: "integer",
  array_length: "integer",
  bool_and: "boolean",
  bool_or: "boolean",
  jsonb_agg: "jsonb",
  jsonb_build_object: "jsonb",
  jsonb_object_agg: "jsonb",
  to_jsonb: "jsonb",
  json_agg: "json",
  json_build_object: "json",
  row_to_json: "json",
  gen_random_uuid: "uuid"
};
var OF_ARGUMENT = /* @__PURE__ */ new Set(["min", "max", "abs", "greatest", "least", "nullif", "date_trunc"]);
var SUMS = {
  smallint: "bigint",
  integer: "bigint",
  bigint: "numeric",
  numeric: "numeric"
};
var COMPARES = /* @__PURE__ */ new Set([
  "=",
  "<>",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "~",
  "~*",
  "~~",
  "~~*",
  "!~~",
  "@>",
  "<@",
  "&&",
  "?"
]);
function typeOfValue(value, sources, resultOf2) {
  const of = /* @__PURE__ */ __name((node) => node ? typeOfValue(node, sources, resultOf2) : void 0, "of");
  if ("ColumnRef" in value) return columnType(nameList(value.ColumnRef.fields), sources);
  if ("TypeCast" in value) return typeOf(value.TypeCast.typeName);
  if ("A_Const" in value) {
    if (value.A_Const.sval) return "text";
    if (value.A_Const.ival) return "integer";
    if (value.A_Const.fval) return "numeric";
    return value.A_Const.boolval ? "boolean" : void 0;
  }
  if ("BoolExpr" in value || "NullTest" in value || "BooleanTest" in value) return "boolean";
  if ("SubLink" in value) {
    if (value.SubLink.subLinkType !== "EXPR_SUBLINK") return "boolean";
    return void 0;
  }
  if ("CoalesceExpr" in value) return first(value.CoalesceExpr.args, of);
  if ("MinMaxExpr" in value) return first(value.MinMaxExpr.args, of);
  if ("CaseExpr" in value) {
    const results = (value.CaseExpr.args ?? []).flatMap(
      (arm) => "CaseWhen" in arm && arm.CaseWhen.result ? [arm.CaseWhen.result] : []
    );
    return first([...results, ...value.CaseExpr.defresult ? [value.CaseExpr.defresult] : []], of);
  }
  if ("FuncCall" in value) {
    const name2 = nameList(value.FuncCall.funcname).at(-1) ?? "";
    const argument = of(name2 === "date_trunc" ? value.FuncCall.args?.[1] : value.FuncCall.args?.[0]);
    if (OF_ARGUMENT.has(name2)) return argument;
    if (name2 === "sum") return SUMS[argument?.replace(/\(.*/, "") ?? ""];
    if (name2 === "avg") return SUMS[argument?.replace(/\(.*/, "") ?? ""] && "numeric";
    if (name2 === "array_agg") return argument && `${argument}[]`;
    return RESULTS2[name2] ?? resultOf2(name2);
  }
  if (!("A_Expr" in value)) return void 0;
  const name = nameList(value.A_Expr.name).at(-1) ?? "";
  if (COMPARES.has(name) || value.A_Expr.kind !== "AEXPR_OP") return "boolean";
  if (name === "->>" || name === "#>>") return "text";
  const [left, right] = [of(value.A_Expr.lexpr), of(value.A_Expr.rexpr)];
  if (name === "||" || name === "->" || name === "#>")
    return name === "||" && right === "text" ? "text" : left;
  return left === right ? left : void 0;
}
__name(typeOfValue, "typeOfValue");
function first(nodes, of) {
  for (const node of nodes ?? []) {
    const type = of(node);
    if (type !== void 0) return type;
  }
  return void 0;
}
__name(first, "first");
function columnType(names, sources) {
  const [name, source] = [names.at(-1), names.at(-2)];
  const among = sources.filter((each) => source === void 0 || each.name === source);
  for (const { columns: columns2 } of among) {
    const column = columns2?.find((each) => each.name === name);
    if (column) return column.type;
  }
  return void 0;
}
__name(columnType, "columnType");

// src/database/hazards/remade/views.ts
function madeView(effects, target2, query, {
  aliases,
  isInvoker,
  kind = "view"
}) {
  const columns2 = query && columnsOfQuery(query, lookup(effects), (name) => resultOf(effects, name));
  const named2 = (columns2 ?? []).map(({ name, type, value }, index) => [
    aliases[index] ?? name,
    { ...plainColumn(type ?? UNTOLD), ...value ? { expression: value } : {} }
  ]);
  return {
    name: target2.name,
    kind,
    rows: 0,
    bytes: 0,
    // Without columns: they could not be told.
    columns: new Map(named2),
    constraints: /* @__PURE__ */ new Map(),
    indexes: /* @__PURE__ */ new Map(),
    children: [],
    parents: [],
    referencedBy: [],
    views: [],
    rowSecurity: false,
    unlogged: false,
    securityInvoker: isInvoker,
    triggers: /* @__PURE__ */ new Map(),
    attached: /* @__PURE__ */ new Set(),
    writable: query !== void 0 && isSimple(query),
    file: effects.setting.file
  };
}
__name(madeView, "madeView");
var UNTOLD = "unknown";
var plainColumn = /* @__PURE__ */ __name((type) => ({
  type,
  notNull: false,
  hasDefault: false,
  generated: void 0,
  identity: false
}), "plainColumn");
function isSimple(query) {
  const [from, ...more] = query.fromClause ?? [];
  const isAlone = from !== void 0 && "RangeVar" in from && more.length === 0;
  return isAlone && !query.larg && !query.groupClause && !query.havingClause && !query.distinctClause && !query.limitCount && !query.limitOffset && !query.withClause;
}
__name(isSimple, "isSimple");
function lookup(effects) {
  return (names) => {
    const target2 = effects.named(names);
    const facts = target2.facts ?? effects.memory.made.get(target2.name);
    if (!facts || facts.columns.size === 0) return void 0;
    return [...facts.columns].map(([name, { type }]) => ({ name, type: type === UNTOLD ? void 0 : type }));
  };
}
__name(lookup, "lookup");
function resultOf(effects, name) {
  const all = [...effects.facts.routines, ...effects.memory.routines].flatMap(
    ([qualified2, routines]) => qualified2.endsWith(`.${name}`) ? routines : []
  );
  const types2 = new Set(all.map(({ result }) => result.type));
  return types2.size === 1 ? [...types2][0] : void 0;
}
__name(resultOf, "resultOf");
function forget(effects, target2) {
  effects.memory.dropped.add(target2.name);
  effects.memory.created.delete(target2.name);
  effects.memory.made.delete(target2.name);
}
__name(forget, "forget");
function viewFate(effects, name, before, end) {
  const now = end.created.has(name) ? end.made.get(name) : void 0;
  if (!now) return GONE;
  if (now.columns.size === 0) return differs("its columns are unknown");
  const old = new Map(queryColumns(effects, before).map((column) => [column.name, column]));
  const after = [...now.columns].map(([column, facts]) => ({
    name: column,
    type: facts.type === UNTOLD ? sameValue(old.get(column)?.value, facts.expression, before.columns.get(column)?.type) : facts.type
  }));
  const was = [...before.columns].map(([column, { type }]) => ({ name: column, type }));
  const missing = missingColumn(was, after, effects.facts);
  if (missing) return differs(missing);
  if (now.securityInvoker && !before.securityInvoker)
    return differs("it reads with the privileges of the caller");
  const triggers = [...before.triggers?.keys() ?? []].filter(
    (trigger2) => !now.attached?.has(`trigger ${trigger2}`) && !end.made.get(name)?.triggers?.has(trigger2)
  );
  if (triggers.length > 0) return differs(`its trigger ${triggers[0]} is gone`);
  const gone2 = before.rights ? lost(before.rights, rightsAtEnd(end, `table ${name}`), before.owner) : [];
  if (gone2.length > 0) return differs(gone2.join("; "));
  const again = AGAIN(now.file);
  const isReadOnly = before.writable === true && !now.writable;
  return again.state === "again" && isReadOnly ? { ...again, note: "rows can no longer be written through it" } : again;
}
__name(viewFate, "viewFate");
function sameValue(before, now, type) {
  return before !== void 0 && now !== void 0 && plainText(before) === plainText(now) ? type : void 0;
}
__name(sameValue, "sameValue");
function queryColumns(effects, { definition }) {
  if (!definition) return [];
  try {
    const [statement] = loadedParser().parse(definition);
    const query = statement?.stmt && "SelectStmt" in statement.stmt ? statement.stmt.SelectStmt : void 0;
    return (query && columnsOfQuery(query, lookup(effects), () => void 0)) ?? [];
  } catch {
    return [];
  }
}
__name(queryColumns, "queryColumns");
function madeMaterializedView(effects, target2, node) {
  const query = node.query && "SelectStmt" in node.query ? node.query.SelectStmt : void 0;
  return madeView(effects, target2, query, {
    aliases: nameList(node.into?.colNames),
    isInvoker: false,
    kind: "materialized-view"
  });
}
__name(madeMaterializedView, "madeMaterializedView");

// src/database/hazards/tables-from-queries.ts
function createAs(effects, node) {
  effects.ddl = true;
  const relation = node.into?.rel;
  const target2 = effects.target(relation);
  if ((node.if_not_exists || effects.guarded) && !target2.isAbsent) return;
  effects.add(`${node.objtype === "OBJECT_MATVIEW" ? "materialized view" : "table"} ${target2.name}`);
  if (node.objtype === "OBJECT_MATVIEW" && !target2.isNew) {
    beginRights(effects, `table ${target2.name}`, "table", target2.name.split(".")[0] ?? "");
    effects.memory.made.set(target2.name, madeMaterializedView(effects, target2, node));
  }
  remember(effects, target2.name);
  if (!node.into?.skipData) readsTables(effects, node.query);
}
__name(createAs, "createAs");
function selectInto(effects, node) {
  const relation = node.intoClause?.rel;
  if (!relation) return;
  const { intoClause, ...query } = node;
  createAs(effects, {
    query: { SelectStmt: query },
    ...intoClause ? { into: intoClause } : {},
    objtype: "OBJECT_TABLE"
  });
}
__name(selectInto, "selectInto");
function readsTables(effects, query) {
  walk({ Root: query }, (tag, node) => {
    if (tag !== "RangeVar") return;
    const source = effects.target(node);
    effects.lock(source, "AccessShareLock");
    effects.scan(source);
  });
}
__name(readsTables, "readsTables");
function remember(effects, name) {
  effects.memory.created.add(name);
  effects.memory.createdInFile.add(name);
  effects.memory.dropped.delete(name);
}
__name(remember, "remember");

// src/database/hazards/rules/data.ts
var UPDATE = {
  id: "bulk-update",
  severity: "warning",
  threat: "stall",
  title: "Many rows change in one transaction: each stays locked until its end",
  instead: "Mark it `-- shiplock: batch \u2026` in a separate migration."
};
var DELETE = {
  id: "delete-rows",
  severity: "refused",
  threat: "loss",
  title: "Rows are deleted"
};
var DUPLICATE = {
  id: "column-assigned-twice",
  severity: "refused",
  threat: "correctness",
  title: "A column is assigned twice, which the server refuses",
  squawk: ["ban-duplicate-column-assignments"],
  refusedByServer: true
};
var REFRESH = {
  id: "refresh-not-concurrent",
  severity: "warning",
  threat: "stall",
  title: "REFRESH MATERIALIZED VIEW stops its readers",
  instead: "REFRESH MATERIALIZED VIEW CONCURRENTLY (it needs a unique index)."
};
var LOCK = {
  id: "lock-table",
  severity: "warning",
  threat: "stall",
  title: "A table is locked explicitly until the transaction ends"
};
function insert(effects, node) {
  const target2 = effects.target(node.relation);
  effects.lock(target2, "RowExclusiveLock");
  assignedTwice(effects, node.cols);
  const select = node.selectStmt && "SelectStmt" in node.selectStmt ? node.selectStmt.SelectStmt : void 0;
  if (!select || select.valuesLists || !select.fromClause) return;
  readsTables(effects, select);
  effects.bulkData ||= !target2.isNew && !target2.isTiny;
}
__name(insert, "insert");
function update(effects, node) {
  const target2 = effects.target(node.relation);
  effects.lockTree(target2, "RowExclusiveLock");
  effects.scan(target2);
  assignedTwice(effects, node.targetList);
  bulk(effects, target2, node.whereClause ? "the chosen rows" : "every row");
}
__name(update, "update");
function bulk(effects, target2, which) {
  if (!target2.isNew && !target2.isTiny && !target2.isAbsent) effects.bulkData = true;
  effects.hazard(UPDATE, `${which} of ${target2.label} change in one transaction`, target2);
}
__name(bulk, "bulk");
function remove(effects, node) {
  const target2 = effects.target(node.relation);
  effects.lockTree(target2, "RowExclusiveLock");
  effects.scan(target2);
  effects.lose(target2);
  if (!target2.isNew && !target2.isTiny && !target2.isAbsent) effects.bulkData = true;
  effects.hazard(
    DELETE,
    `${node.whereClause ? "chosen rows" : "all rows"} of ${target2.label} are deleted`,
    target2
  );
}
__name(remove, "remove");
function merge(effects, node) {
  const target2 = effects.target(node.relation);
  effects.lockTree(target2, "RowExclusiveLock");
  effects.scan(target2);
  const commands = (node.mergeWhenClauses ?? []).map(
    (clause) => "MergeWhenClause" in clause ? clause.MergeWhenClause.commandType : void 0
  );
  if (commands.includes("CMD_DELETE")) {
    effects.lose(target2);
    effects.hazard(DELETE, `matched rows of ${target2.label} are deleted`, target2);
  }
  bulk(effects, target2, "matched rows");
}
__name(merge, "merge");
function assignedTwice(effects, targets) {
  const seen = /* @__PURE__ */ new Set();
  for (const node of targets ?? []) {
    if (!("ResTarget" in node) || !node.ResTarget.name || node.ResTarget.indirection) continue;
    if (seen.has(node.ResTarget.name)) effects.hazard(DUPLICATE, `${node.ResTarget.name} is assigned twice`);
    seen.add(node.ResTarget.name);
  }
}
__name(assignedTwice, "assignedTwice");
function copy(effects, node) {
  if (!node.is_from || !node.relation) return;
  const target2 = effects.target(node.relation);
  effects.lock(target2, "RowExclusiveLock");
  effects.bulkData ||= !target2.isNew;
}
__name(copy, "copy");
function refresh(effects, node) {
  const target2 = effects.target(node.relation);
  effects.lock(target2, node.concurrent ? "ExclusiveLock" : "AccessExclusiveLock");
  effects.scan(target2);
  if (node.concurrent) return;
  effects.rewrite(target2);
  if (node.skipData) {
    effects.lose(target2);
    effects.breaks(target2);
    effects.hazard(REFRESH, `${target2.label} is emptied, and reading it fails until the next REFRESH`);
    return;
  }
  effects.hazard(REFRESH, `${target2.label} cannot be read until it is refreshed`, target2);
}
__name(refresh, "refresh");
var MODES = ["AccessExclusiveLock", ...LOCK_LEVELS];
function lockTable(effects, node) {
  const level = MODES[node.mode ?? 0] ?? "AccessExclusiveLock";
  for (const relation of node.relations ?? []) {
    if (!("RangeVar" in relation)) continue;
    const target2 = effects.target(relation.RangeVar);
    if (relation.RangeVar.inh) effects.lockTree(target2, level);
    else effects.lock(target2, level);
    effects.hazard(LOCK, `${target2.label} is held ${level} until the transaction ends`, target2);
  }
}
__name(lockTable, "lockTable");
function unbatch(effects) {
  effects.bulkData = false;
  const kept = effects.hazards.filter(({ rule: rule2 }) => rule2.id !== "bulk-update");
  effects.hazards.splice(0, effects.hazards.length, ...kept);
}
__name(unbatch, "unbatch");
var data = {
  name: "Data",
  rules: [UPDATE, DELETE, DUPLICATE, REFRESH, LOCK],
  after: /* @__PURE__ */ __name((effects, { batched }) => {
    if (batched) unbatch(effects);
  }, "after"),
  statements: {
    InsertStmt: insert,
    UpdateStmt: update,
    DeleteStmt: remove,
    MergeStmt: merge,
    CopyStmt: copy,
    RefreshMatViewStmt: refresh,
    LockStmt: lockTable,
    SelectStmt: /* @__PURE__ */ __name((effects, node) => {
      const locking = node.lockingClause ?? [];
      if (locking.length === 0) return;
      for (const from of node.fromClause ?? [])
        if ("RangeVar" in from) effects.lock(effects.target(from.RangeVar), "RowShareLock");
    }, "SelectStmt")
  }
};

// src/database/hazards/remade/domains.ts
function domainRefuses(before, now) {
  if (now.notNull && !before.notNull) return "it refuses NULL";
  const types2 = /* @__PURE__ */ __name(() => before.attributes?.[0]?.type, "types");
  const given = (before.checks ?? []).map((check) => conditionOf(check, types2));
  for (const check of now.checks ?? []) {
    const refused = refusedCase({ given, wanted: conditionOf(check, types2), mode: "check" });
    if (refused) return `it refuses ${refused === "too-large" ? "other values" : inWords(refused)}`;
  }
  return void 0;
}
__name(domainRefuses, "domainRefuses");

// src/database/hazards/enum-values.ts
function enumValuesUsed(effects, unusable) {
  const found = /* @__PURE__ */ new Set();
  for (const node of nodesRun(effects, unusable)) look(effects, node, unusable, found);
  return [...found];
}
__name(enumValuesUsed, "enumValuesUsed");
function nodesRun(effects, unusable) {
  const { node } = effects.statement;
  const inside = nested(effects.statement).nodes.map((each) => each.node);
  if (!("CreateFunctionStmt" in node)) return [node, ...inside, ...blockValues(effects, unusable)];
  const options = node.CreateFunctionStmt.options ?? [];
  const option2 = /* @__PURE__ */ __name((name) => options.flatMap(
    (item) => "DefElem" in item && item.DefElem.defname === name ? [item.DefElem.arg] : []
  )[0], "option");
  const language = option2("language");
  if (node.CreateFunctionStmt.sql_body) return [node.CreateFunctionStmt.sql_body];
  if (!language || !("String" in language) || language.String.sval !== "sql") return [];
  const body = option2("as");
  const text = body && "List" in body ? nameList(body.List.items)[0] : void 0;
  try {
    return text === void 0 ? [] : loadedParser().parse(text).flatMap(({ stmt }) => stmt ? [stmt] : []);
  } catch {
    return [];
  }
}
__name(nodesRun, "nodesRun");
function blockValues(effects, unusable) {
  if (effects.statement.kind !== "DoStmt") return [];
  const found = [];
  try {
    walk(loadedParser().plpgsql(effects.statement.text), (tag, node) => {
      const query = tag === "PLpgSQL_expr" && node["parseMode"] === 2 ? String(node["query"]) : void 0;
      if (query !== void 0) found.push(...parsed(`SELECT ${query}`));
      const type = node["datatype"]?.PLpgSQL_type;
      if (tag === "PLpgSQL_rec" && isOfType(type?.typname ?? "", unusable))
        found.push(...literalsIn(effects.statement.node));
    });
  } catch {
    return literalsIn(effects.statement.node);
  }
  return found;
}
__name(blockValues, "blockValues");
function literalsIn(node) {
  const found = [];
  walk(node, (tag, fields) => {
    if (tag !== "DefElem" || fields["defname"] !== "as") return;
    const body = fields["arg"]?.String?.sval ?? "";
    for (const token of loadedParser().scan(body))
      if (token.tokenName === "SCONST") found.push({ A_Const: { sval: { sval: token.text.slice(1, -1) } } });
  });
  return found;
}
__name(literalsIn, "literalsIn");
function parsed(sql) {
  try {
    return loadedParser().parse(sql).flatMap(({ stmt }) => stmt ? [stmt] : []);
  } catch {
    return [];
  }
}
__name(parsed, "parsed");
function look(effects, root, unusable, found) {
  if (Array.isArray(root)) {
    for (const item of root) look(effects, item, unusable, found);
    return;
  }
  if (typeof root !== "object" || root === null) return;
  for (const [tag, value] of Object.entries(root)) {
    if (typeof value !== "object" || value === null) continue;
    const fields = value;
    const word = tag === "A_Const" ? fields["sval"]?.sval : void 0;
    if (word !== void 0 && unusable.has(word)) found.add(word);
    if (WORDS_ONLY.has(tag)) continue;
    if (tag === "TypeCast" && isWord(fields, unusable)) continue;
    if (tag === "A_Expr" && comparesWords(effects, fields, unusable)) continue;
    if (tag === "InsertStmt" && insertsWords(effects, fields, unusable)) continue;
    if (tag === "ResTarget" && setsWord(effects, fields, unusable)) continue;
    look(effects, value, unusable, found);
  }
}
__name(look, "look");
var WORDS_ONLY = /* @__PURE__ */ new Set([
  "CommentStmt",
  "VariableSetStmt",
  "CreateEnumStmt",
  "NotifyStmt",
  "SecLabelStmt"
]);
function isWord(fields, unusable) {
  const word = constant(fields["arg"]);
  const type = typeOf(fields["typeName"]).split(".").at(-1)?.replace("[]", "");
  return word !== void 0 && type !== unusable.get(word);
}
__name(isWord, "isWord");
var TEXTS = /* @__PURE__ */ new Set(["lower", "upper", "trim", "btrim", "concat", "format", "current_setting", "to_char"]);
function comparesWords(effects, fields, unusable) {
  return [fields["lexpr"], fields["rexpr"]].some((side) => isText2(effects, side, unusable));
}
__name(comparesWords, "comparesWords");
function isText2(effects, side, unusable) {
  const [tag = "", fields] = Object.entries(side ?? {})[0] ?? [];
  if (tag === "TypeCast") {
    const type = typeOf(fields?.["typeName"]).split(".").at(-1) ?? "";
    return constant(fields?.["arg"]) === void 0 && ![...unusable.values()].includes(type.replace("[]", ""));
  }
  if (tag === "FuncCall") return TEXTS.has(nameList(fields?.["funcname"]).at(-1) ?? "");
  if (tag === "A_Expr") return ["->>", "#>>", "||"].includes(nameList(fields?.["name"]).at(-1) ?? "");
  if (tag !== "ColumnRef") return false;
  const name = nameList(fields?.["fields"]).at(-1) ?? "";
  const types2 = columnTypes2(effects, name);
  return types2.length > 0 && types2.every((type) => !isOfType(type, unusable));
}
__name(isText2, "isText");
var isOfType = /* @__PURE__ */ __name((type, unusable) => [...unusable.values()].includes(type.replaceAll('"', "").replace("[]", "").split(".").at(-1) ?? ""), "isOfType");
function columnTypes2(effects, name) {
  const { facts, memory } = effects;
  const relations = [...facts.relations.values(), ...memory.changed.values(), ...memory.made.values()];
  return relations.flatMap(({ columns: columns2 }) => {
    const column = columns2.get(name);
    return column ? [column.type] : [];
  });
}
__name(columnTypes2, "columnTypes");
function setsWord(effects, fields, unusable) {
  const name = fields["name"];
  if (typeof name !== "string" || constant(fields["val"]) === void 0) return false;
  const types2 = columnTypes2(effects, name);
  return types2.length > 0 && types2.every((type) => !isOfType(type, unusable));
}
__name(setsWord, "setsWord");
function insertsWords(effects, fields, unusable) {
  const select = fields["selectStmt"]?.["SelectStmt"];
  const columns2 = fields["cols"] ?? [];
  if (!select?.["valuesLists"] || columns2.length === 0) return false;
  const relation = effects.target(fields["relation"]).facts;
  return columns2.every(({ ResTarget }) => {
    const type = relation?.columns.get(ResTarget?.name ?? "")?.type;
    return type !== void 0 && !isOfType(type, unusable);
  });
}
__name(insertsWords, "insertsWords");

// src/database/hazards/rules/types.ts
var RENAME_VALUE = {
  id: "rename-enum-value",
  severity: "refused",
  threat: "compatibility",
  title: "An enum value is renamed: the running version writes and compares the old one",
  instead: "Add the new value, move data and code, and leave the old one unused."
};
var ADD_VALUE = {
  id: "add-enum-value",
  severity: "info",
  threat: "compatibility",
  title: "A new enum value cannot be removed again, and the running version might read it unprepared"
};
var VALUE_ORDER = {
  id: "enum-value-order",
  severity: "info",
  threat: "style",
  title: "A new enum value without BEFORE or AFTER sorts last",
  squawk: ["require-enum-value-ordering"]
};
var USED_AT_ONCE = {
  id: "enum-value-used-in-transaction",
  severity: "refused",
  threat: "correctness",
  title: "A new enum value is used in the transaction that adds it, which the server refuses",
  instead: "Use it in the next migration.",
  refusedByServer: true
};
var DROP_TYPE = {
  id: "drop-type",
  severity: "refused",
  threat: "loss",
  title: "A type or domain is dropped; with CASCADE every column of it goes too"
};
var RENAME_TYPE = {
  id: "rename-type",
  severity: "refused",
  threat: "compatibility",
  title: "A type is renamed: casts and generated clients of the running version name the old one"
};
var COMPOSITE = {
  id: "change-composite-type",
  severity: "warning",
  threat: "compatibility",
  title: "A composite type changes its attributes, and so does every value that the running version reads"
};
var isNewType = /* @__PURE__ */ __name((effects, names) => effects.memory.types.has(names.at(-1) ?? ""), "isNewType");
function madeType(effects, names, facts = {}) {
  effects.ddl = true;
  const bare = names.at(-1) ?? "";
  if (effects.guarded && effects.facts.types.has(bare) && !effects.memory.renamedTypes.has(bare) && !gone(effects, bare))
    return;
  effects.add(`type ${names.join(".")}`);
  effects.memory.types.add(bare);
  effects.memory.typesInFile.add(bare);
  effects.memory.typeFacts.set(bare, {
    kind: "other",
    constrained: false,
    usedBy: [],
    ...facts,
    file: effects.setting.file
  });
}
__name(madeType, "madeType");
var gone = /* @__PURE__ */ __name((effects, bare) => effects.memory.dropped.has(`type ${bare}`), "gone");
function alterEnum(effects, node) {
  effects.ddl = true;
  const names = nameList(node.typeName);
  const bare = names.at(-1) ?? "";
  const type = names.join(".");
  const facts = effects.memory.typeFacts.get(bare) ?? effects.facts.types.get(type) ?? effects.facts.types.get(bare);
  if (node.oldVal) {
    if (isNewType(effects, names)) return;
    effects.contract = true;
    effects.hazard(RENAME_VALUE, `value '${node.oldVal}' of ${type} becomes '${node.newVal}'`);
    return;
  }
  const value = node.newVal ?? "";
  if (facts?.labels?.includes(value) && (node.skipIfNewValExists || effects.guarded)) return;
  if (facts?.labels) effects.memory.typeFacts.set(bare, { ...facts, labels: [...facts.labels, value] });
  if (!effects.memory.typesInFile.has(bare) || effects.facts.serverVersion < 17e4)
    effects.memory.enumValues.set(value, bare);
  if (isNewType(effects, names)) return;
  effects.add(`value '${value}' of ${type}`);
  effects.hazard(ADD_VALUE, `${type} gets the value '${value}'`);
  if (!node.newValNeighbor) effects.hazard(VALUE_ORDER, `'${value}' becomes the last value of ${type}`);
}
__name(alterEnum, "alterEnum");
function enumValueUse(effects, unusable) {
  if (effects.statement.kind === "AlterEnumStmt") return;
  for (const value of enumValuesUsed(effects, unusable))
    effects.hazard(USED_AT_ONCE, `'${value}' is used before it is committed`);
}
__name(enumValueUse, "enumValueUse");
function usedBy(effects, names) {
  return effects.facts.types.get(names.join("."))?.usedBy ?? [];
}
__name(usedBy, "usedBy");
function dropType(effects, node) {
  if (node.removeType !== "OBJECT_TYPE" && node.removeType !== "OBJECT_DOMAIN") return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    const bare = names.at(-1) ?? "";
    const renamed = effects.memory.renamedTypes.get(bare);
    const before = effects.facts.types.get(renamed ?? names.join("."));
    if (isNewType(effects, names)) {
      effects.memory.types.delete(bare);
      effects.memory.typeFacts.delete(bare);
      continue;
    }
    if ((node.missing_ok || effects.guarded) && effects.facts.known && !before) continue;
    effects.memory.dropped.add(`type ${bare}`);
    const cascades = node.behavior === "DROP_CASCADE";
    const tables2 = usedBy(effects, renamed ? [renamed] : names);
    if (cascades && tables2.length > 0) {
      effects.losesData = true;
      effects.contract = true;
      for (const table of tables2) effects.lock(table, "AccessExclusiveLock");
      const held = tables2.some((table) => effects.facts.relations.get(table)?.empty !== true);
      effects.hazard(DROP_TYPE, `type ${names.join(".")} is dropped with every column of it`, void 0, {
        onRows: held
      });
      continue;
    }
    if (!before) {
      effects.contract = true;
      effects.losesData ||= cascades;
      effects.hazard(
        DROP_TYPE,
        `type ${names.join(".")} is dropped${cascades ? " with every column of it" : ""}`
      );
      continue;
    }
    const label = `type ${renamed ?? names.join(".")}`;
    effects.goes(
      DROP_TYPE,
      label,
      (end) => typeFate(effects, (renamed ?? bare).split(".").at(-1) ?? "", before, end)
    );
  }
}
__name(dropType, "dropType");
function typeFate(effects, bare, before, end) {
  const now = end.types.has(bare) ? end.typeFacts.get(bare) : void 0;
  if (!now) return GONE;
  const missing = (before.labels ?? []).filter((label) => !now.labels?.includes(label));
  if (missing.length > 0) return differs(`it has no value '${missing[0]}'`);
  const why = missingColumn(before.attributes ?? [], now.attributes ?? [], effects.facts);
  if (why) return differs(why);
  if (before.kind === "composite" && before.attributes?.length !== now.attributes?.length)
    return differs("it has different attributes");
  const stricter = before.kind === "domain" ? domainRefuses(before, now) : void 0;
  return stricter ? differs(stricter) : AGAIN(now.file);
}
__name(typeFate, "typeFate");
function renameType(effects, node) {
  if (node.renameType !== "OBJECT_TYPE" && node.renameType !== "OBJECT_DOMAIN") return;
  effects.ddl = true;
  const names = namesOf2(node.object);
  const bare = names.at(-1) ?? "";
  const newName = node.newname ?? "";
  if (isNewType(effects, names)) {
    const facts = effects.memory.typeFacts.get(bare);
    effects.memory.types.delete(bare);
    effects.memory.types.add(newName);
    if (effects.memory.typesInFile.delete(bare)) effects.memory.typesInFile.add(newName);
    effects.memory.typeFacts.delete(bare);
    if (facts) effects.memory.typeFacts.set(newName, facts);
    return;
  }
  const before = effects.facts.types.get(names.join("."));
  effects.memory.renamedTypes.set(newName, names.join("."));
  effects.memory.dropped.add(`type ${bare}`);
  effects.goes(
    RENAME_TYPE,
    `type ${names.join(".")} becomes ${newName}`,
    (end) => before ? typeFate(effects, bare, before, end) : GONE,
    { message: `type ${names.join(".")} becomes ${newName}`, isChange: true }
  );
}
__name(renameType, "renameType");
function composite(effects, node) {
  const attributes = (node.coldeflist ?? []).flatMap(
    (item) => "ColumnDef" in item ? [{ name: item.ColumnDef.colname ?? "", type: typeOf(item.ColumnDef.typeName) }] : []
  );
  madeType(effects, [node.typevar?.relname ?? ""], { kind: "composite", attributes });
  effects.memory.created.add(effects.target(node.typevar).name);
  effects.memory.createdInFile.add(effects.target(node.typevar).name);
}
__name(composite, "composite");
var types = {
  name: "Types",
  rules: [RENAME_VALUE, ADD_VALUE, VALUE_ORDER, USED_AT_ONCE, DROP_TYPE, RENAME_TYPE, COMPOSITE],
  after: /* @__PURE__ */ __name((effects, { unusable }) => {
    if (unusable.size > 0) enumValueUse(effects, unusable);
  }, "after"),
  statements: {
    AlterEnumStmt: alterEnum,
    CreateEnumStmt: /* @__PURE__ */ __name((effects, node) => madeType(effects, nameList(node.typeName), { kind: "enum", labels: nameList(node.vals) }), "CreateEnumStmt"),
    CreateRangeStmt: /* @__PURE__ */ __name((effects, node) => madeType(effects, nameList(node.typeName)), "CreateRangeStmt"),
    CompositeTypeStmt: composite,
    DropStmt: dropType,
    RenameStmt: renameType,
    AlterTableStmt: /* @__PURE__ */ __name((effects, node) => {
      if (node.objtype !== "OBJECT_TYPE") return;
      const target2 = effects.target(node.relation);
      effects.breaks(target2);
      effects.hazard(COMPOSITE, `composite type ${target2.name} changes`, target2);
    }, "AlterTableStmt")
  }
};

// src/database/hazards/rules/domains.ts
var DOMAIN = {
  id: "domain-constraint",
  severity: "refused",
  threat: "stall",
  title: "A constraint on a domain reads every table that uses it, and writes to them wait",
  instead: "Add it NOT VALID, then VALIDATE CONSTRAINT in another migration; or put CHECKs on tables.",
  squawk: ["ban-alter-domain-with-add-constraint"]
};
var NEW_DOMAIN = {
  id: "domain-with-constraint",
  severity: "info",
  threat: "style",
  title: "A domain with a constraint: adding a column of this type later rewrites tables, and changing the rule is hard",
  instead: "Put the CHECK on the table.",
  squawk: ["ban-create-domain-with-constraint"]
};
function alterDomain(effects, node) {
  effects.ddl = true;
  const names = nameList(node.typeName);
  if (isNewType(effects, names)) return;
  const adds = node.subtype === "C" || node.subtype === "O";
  const constraint = node.def && "Constraint" in node.def ? node.def.Constraint : void 0;
  const before = effects.facts.types.get(names.join("."));
  const rule2 = constraint ? { checks: [constraint.raw_expr] } : { notNull: true };
  const refused = before?.kind === "domain" ? domainRefuses(before, { ...before, checks: [], ...rule2 }) : "";
  if (adds && refused !== void 0) {
    effects.contract = true;
    const why = refused ? ` and differs: ${refused}` : "";
    effects.hazard(
      TIGHTENS,
      `domain ${names.join(".")} gets a rule, which binds the running version too${why}`
    );
  }
  const reads = adds && !constraint?.skip_validation || node.subtype === "V";
  if (!reads) return;
  effects.scans = true;
  for (const table of usedBy(effects, names)) effects.lock(table, "ShareLock");
  if (adds) effects.hazard(DOMAIN, `every table with a column of domain ${names.join(".")} is read`);
}
__name(alterDomain, "alterDomain");
function createDomain(effects, node) {
  const checks = (node.constraints ?? []).flatMap(
    (item) => "Constraint" in item && item.Constraint.contype === "CONSTR_CHECK" ? [item.Constraint.raw_expr] : []
  );
  const notNull = (node.constraints ?? []).some(
    (item) => "Constraint" in item && item.Constraint.contype === "CONSTR_NOTNULL"
  );
  const attributes = [{ name: "value", type: typeOf(node.typeName) }];
  madeType(effects, nameList(node.domainname), { kind: "domain", attributes, checks, notNull });
  if (node.constraints?.length)
    effects.hazard(NEW_DOMAIN, `domain ${nameList(node.domainname).join(".")} carries a constraint`);
}
__name(createDomain, "createDomain");
var domains = {
  name: "Domains",
  rules: [DOMAIN, NEW_DOMAIN],
  statements: { AlterDomainStmt: alterDomain, CreateDomainStmt: createDomain }
};

// src/database/hazards/rules/drop-constraints.ts
var DROP2 = {
  id: "drop-constraint",
  severity: "warning",
  threat: "compatibility",
  title: "A constraint or unique index is dropped: ON CONFLICT and embedded reads of the running version might need it"
};
function dropConstraint(effects, command, target2) {
  effects.lockTree(target2, "AccessExclusiveLock");
  const facts = target2.facts?.constraints.get(command.name ?? "");
  if ((command.missing_ok || effects.guarded) && (target2.isAbsent || target2.facts && !facts)) return;
  if (facts?.references) effects.lockTree(effects.named(facts.references.split(".")), "AccessExclusiveLock");
  const left = new Map(target2.facts?.constraints);
  left.delete(command.name ?? "");
  effects.change(target2, { constraints: left });
  const isKey = facts?.kind === "unique" || facts?.kind === "primary-key";
  if (isKey && command.behavior === "DROP_CASCADE")
    for (const table of target2.facts?.referencedBy ?? []) effects.lock(table, "AccessExclusiveLock");
  const what = `${command.name} of ${target2.name}`;
  if (isKey) {
    const indexes2 = new Map(effects.current(target2)?.indexes);
    indexes2.delete(command.name ?? "");
    effects.change(target2, { indexes: indexes2 });
  }
  if (facts?.kind === "primary-key") effects.memory.keyed.delete(target2.name);
  if (command.name !== void 0 && target2.facts?.identifiedBy === command.name) {
    effects.change(target2, { identified: false });
  }
  if (facts?.file !== void 0 || facts?.kind === "check" || facts?.kind === "not-null")
    effects.hazard(DROP2, `${what} is dropped`, target2);
  else if (facts?.kind === "foreign-key")
    effects.goes(DROP2, what, (end) => foreignKeyFate(effects, target2, facts, end), { target: target2 });
  else if (facts && isKey) {
    const before = { columns: facts.columns, ...command.name ? { constraint: command.name } : {} };
    effects.goes(DROP2, what, (end) => uniqueFate(effects, target2, before, end), { target: target2 });
  } else {
    effects.breaks(target2);
    effects.hazard(DROP2, `${what} is dropped`, target2);
  }
}
__name(dropConstraint, "dropConstraint");
var alterConstraint = /* @__PURE__ */ __name((effects, command, target2) => {
  effects.lockPartitions(target2, "AccessExclusiveLock");
  const change = command.def && "ATAlterConstraint" in command.def ? command.def.ATAlterConstraint : void 0;
  const facts = target2.facts?.constraints.get(change?.conname ?? "");
  if (!change?.alterEnforceability || facts && facts.kind !== "foreign-key") return;
  const name = change.conname ?? "";
  const referenced = facts?.references && effects.named(facts.references.split("."));
  if (!change.is_enforced) {
    if (referenced) effects.lockTree(referenced, "AccessExclusiveLock");
    effects.hazard(DROP2, `${name} of ${target2.name} is no longer enforced`, target2);
    return;
  }
  if (facts?.enforced) return;
  if (referenced) effects.lockTree(referenced, "ShareRowExclusiveLock");
  tightens(effects, target2, facts?.columns ?? [], `constraint ${name}`);
  effects.scan(target2);
  effects.hazard(
    FOREIGN_KEY,
    `${name} is checked against all of ${target2.label} while reads and writes wait`,
    target2
  );
}, "alterConstraint");
var dropConstraints = {
  name: "Dropped constraints",
  rules: [DROP2],
  alterTable: { AT_DropConstraint: dropConstraint, AT_AlterConstraint: alterConstraint }
};

// src/database/hazards/exposure/visitors.ts
var SERVED = ["public", "graphql_public"];
var VISITORS = ["public", "anon", "authenticated"];
var ROWS = ["SELECT", "INSERT", "UPDATE", "DELETE"];
function isExposed({ facts }, name) {
  const schema = name.split(".")[0] ?? "";
  return SERVED.includes(schema) || facts.exposed?.has(schema) === true;
}
__name(isExposed, "isExposed");
function standing({ facts, memory }, name) {
  const isNew = memory.created.has(name);
  const catalogName = memory.renamed.get(name) ?? name;
  const old = isNew ? void 0 : memory.changed.get(catalogName) ?? facts.relations.get(catalogName);
  const known = isNew ? memory.made.get(name) : old;
  return {
    name,
    isNew,
    isThere: isNew || old !== void 0 && !memory.dropped.has(name),
    kind: known?.kind,
    rowSecurity: isNew ? memory.rowSecurity.has(name) : old?.rowSecurity === true,
    rights: memory.rights.get(`table ${name}`) ?? old?.rights ?? /* @__PURE__ */ new Map(),
    policies: (isNew ? memory.newPolicies.get(name) : old?.policies) ?? /* @__PURE__ */ new Map(),
    isInvoker: known?.securityInvoker === true,
    facts: known
  };
}
__name(standing, "standing");
function visitorsOf(world2, { name, rights: rights2 }, verbs = ROWS) {
  const schema = name.split(".")[0] ?? "";
  return VISITORS.filter(
    (role2) => rolesBehind(world2, role2).some((each) => has(rights2.get(each), verbs)) && enters(world2, role2, schema)
  );
}
__name(visitorsOf, "visitorsOf");
function callersOf(world2, name, rights2) {
  return visitorsOf(world2, { name, rights: rights2 }, ["EXECUTE"]);
}
__name(callersOf, "callersOf");
function rolesBehind({ facts, memory }, role2) {
  const found = /* @__PURE__ */ new Set([role2]);
  for (const each of found) {
    for (const group of facts.inherits?.get(each)?.of ?? []) found.add(group);
    for (const group of memory.joined.get(each) ?? []) found.add(group);
  }
  return [...found];
}
__name(rolesBehind, "rolesBehind");
var has = /* @__PURE__ */ __name((held, verbs) => [...held ?? []].some(
  (privilege) => verbs.some((verb) => privilege === verb || privilege.startsWith(`${verb} (`))
), "has");
function enters(world2, role2, schema) {
  const { facts, memory } = world2;
  const known = memory.rights.get(`schema ${schema}`) ?? facts.schemas.get(schema)?.rights ?? (memory.schemas.has(schema) ? freshRights(world2, "schema", schema) : void 0);
  if (!known) return true;
  return ["public", ...rolesBehind(world2, role2)].some((each) => known.get(each)?.has("USAGE"));
}
__name(enters, "enters");
function hidesRows(world2, table, visitors) {
  if (!table.rowSecurity) return false;
  const roles2 = new Map(visitors.map((role2) => [role2, ["select"]]));
  const types2 = table.facts ? typesOf(table.facts, world2.facts) : () => void 0;
  return hidesFrom(roles2, table.policies, types2) !== void 0;
}
__name(hidesRows, "hidesRows");

// src/database/hazards/exposure/reads.ts
function readsOf(effects, nodes) {
  const own = /* @__PURE__ */ new Set();
  walk({ Root: nodes }, (tag, node) => {
    if (tag === "CommonTableExpr") own.add(String(node["ctename"]));
  });
  const relations = /* @__PURE__ */ new Set();
  let asksWho = false;
  walk({ Root: nodes }, (tag, node) => {
    if (tag === "RangeVar") {
      const names = parts(node);
      if (names.length > 1 || !own.has(names[0] ?? "")) relations.add(effects.named(names).name);
    }
    if (tag === "SQLValueFunction") asksWho ||= /USER|ROLE/.test(String(node["op"]));
    if (tag === "FuncCall") asksWho ||= dependsOnReader(effects, nameList(node["funcname"]));
  });
  const [only] = nodes;
  return {
    relations: [...relations].map((name) => track(effects.memory, name)),
    asksWho,
    isSummary: nodes.length === 1 && summarises(only)
  };
}
__name(readsOf, "readsOf");
var ASKS = /* @__PURE__ */ new Set(["current_setting", "pg_has_role", "has_table_privilege", "row_security_active"]);
function dependsOnReader(effects, names) {
  const bare = names.at(-1) ?? "";
  if (ASKS.has(bare)) return true;
  if (names.length > 1 && names[0] !== "pg_catalog") return true;
  return (effects.memory.functions.get(bare) ?? effects.facts.functions.get(bare))?.own === true;
}
__name(dependsOnReader, "dependsOnReader");
var SUMS2 = /* @__PURE__ */ new Set(["count", "sum", "avg", "bool_and", "bool_or", "every"]);
function summarises(query) {
  const select = query?.SelectStmt;
  if (!select?.targetList) return false;
  if ((select.groupClause ?? []).length > 0) return true;
  return select.targetList.every((target2) => {
    const value = "ResTarget" in target2 ? target2.ResTarget.val : void 0;
    const call = value && "TypeCast" in value ? value.TypeCast.arg : value;
    return call && "FuncCall" in call && SUMS2.has(nameList(call.FuncCall.funcname).at(-1) ?? "");
  });
}
__name(summarises, "summarises");
function readsOfDefinition(effects, definition) {
  if (definition === void 0) return void 0;
  try {
    const nodes = loadedParser().parse(definition).flatMap(({ stmt }) => stmt ? [stmt] : []);
    return readsOf(effects, nodes);
  } catch {
    return void 0;
  }
}
__name(readsOfDefinition, "readsOfDefinition");
function readPast(effects, world2, reads, visitors, seen = /* @__PURE__ */ new Set()) {
  const found = [];
  let { asksWho, isSummary } = reads;
  for (const relation of reads.relations) {
    const read = standing(world2, relation.name);
    if (seen.has(read.name)) continue;
    if (isView(read)) {
      const inner = read.isInvoker ? void 0 : readsOfView(effects, read);
      if (!inner) continue;
      const below = readPast(effects, world2, inner, visitors, /* @__PURE__ */ new Set([...seen, read.name]));
      found.push(...below.tables);
      if (below.tables.length > 0) {
        asksWho ||= below.asksWho;
        isSummary ||= below.isSummary;
      }
    } else if (hidesRows(world2, read, visitors)) found.push(read.name);
  }
  return { tables: [...new Set(found)], asksWho, isSummary };
}
__name(readPast, "readPast");
var isView = /* @__PURE__ */ __name(({ kind }) => kind === "view", "isView");
function readsOfView(effects, view2) {
  return view2.facts?.reads ?? readsOfDefinition(effects, view2.facts?.definition);
}
__name(readsOfView, "readsOfView");

// src/database/hazards/exposure/functions.ts
var PAST = {
  id: "function-bypasses-row-security",
  severity: "warning",
  threat: "authorization",
  title: "Anybody can call a SECURITY DEFINER function that returns rows which the policies of their tables hide, whoever calls it",
  instead: "SECURITY INVOKER, a condition on auth.uid(), or REVOKE EXECUTE from PUBLIC, anon and authenticated."
};
var functionKey = /* @__PURE__ */ __name((effects, name, types2) => `function ${name}(${signature(types2, effects.facts)})`, "functionKey");
var NO_ROWS = /* @__PURE__ */ new Set(["trigger", "event_trigger", "void", "boolean"]);
function readsPast(effects, name, types2, isMadeDefiner = false) {
  const key = functionKey(effects, name, types2);
  effects.later.push((memory) => {
    const at = { facts: effects.facts, memory };
    const end = (memory.routines.get(name) ?? effects.facts.routines.get(name) ?? []).find(
      (each) => functionKey(effects, name, each.types) === key
    );
    if (!end?.reads || !(end.definer || isMadeDefiner) || end.types.length > 0 || NO_ROWS.has(end.result.type))
      return;
    const callers = isExposed(at, name) ? callersOf(at, name, memory.rights.get(key) ?? end.rights ?? /* @__PURE__ */ new Map()) : [];
    const found = readPast(effects, at, end.reads, callers);
    if (callers.length === 0 || found.tables.length === 0 || found.asksWho) return;
    const message = `${callers.join(", ")} can call ${name}(), which bypasses row level security of ${found.tables.join(", ")}, whoever calls it`;
    effects.hazard(PAST, message);
  });
}
__name(readsPast, "readsPast");

// src/database/hazards/remade/triggers.ts
var ROW = 1;
var BEFORE = 2;
var EVENTS = { INSERT: 4, DELETE: 8, UPDATE: 16, TRUNCATE: 32 };
var INSTEAD = 64;
function triggerOf(node) {
  return {
    function: nameList(node.funcname).at(-1) ?? "",
    type: (node.row ? ROW : 0) | (node.timing ?? 0) | (node.events ?? 0),
    conditional: node.whenClause !== void 0,
    columns: nameList(node.columns)
  };
}
__name(triggerOf, "triggerOf");
function whyNotRun(before, now) {
  const missing = Object.entries(EVENTS).filter(([, bit]) => before.type & bit && !(now.type & bit));
  if (missing.length > 0) return `it no longer runs on ${missing.map(([event]) => event).join(", ")}`;
  if ((before.type & (BEFORE | INSTEAD)) !== (now.type & (BEFORE | INSTEAD)))
    return "it runs at another time";
  if ((before.type & ROW) !== (now.type & ROW))
    return "it changed between FOR EACH ROW and FOR EACH STATEMENT";
  if (now.conditional && !before.conditional) return "it runs under a condition";
  const narrower = now.columns.length > 0 && (before.columns.length === 0 || before.columns.some((column) => !now.columns.includes(column)));
  return narrower ? `it runs only for changes of ${now.columns.join(", ")}` : void 0;
}
__name(whyNotRun, "whyNotRun");

// src/database/hazards/rules/programs.ts
var DROP3 = {
  id: "drop-program",
  severity: "warning",
  threat: "compatibility",
  title: "A function, view, trigger or rule is dropped that the running version might use",
  squawk: ["ban-drop-function", "ban-drop-view", "ban-drop-trigger"]
};
var CASCADE = {
  id: "drop-cascade",
  severity: "refused",
  threat: "loss",
  title: "CASCADE drops everything that depends on it, without naming it",
  instead: "First drop by name what depends on it."
};
var RIGHTS_ANEW = {
  id: "rights-begin-anew",
  severity: "warning",
  threat: "authorization",
  title: "Something is dropped and recreated with default privileges: PUBLIC, anon or authenticated regain privileges that had been revoked",
  instead: "REVOKE again in the same file, or use CREATE OR REPLACE, which keeps privileges."
};
var TRIGGER = {
  id: "create-trigger",
  severity: "info",
  threat: "compatibility",
  title: "A new trigger on an existing table also runs for writes of the running version"
};
var TRIGGER_OFF = {
  id: "disable-trigger",
  severity: "refused",
  threat: "correctness",
  title: "Triggers are switched off; ALL includes those that enforce foreign keys",
  squawk: ["ban-disable-trigger"]
};
var RULE_STATEMENT = {
  id: "rewrite-rule",
  severity: "warning",
  threat: "correctness",
  title: "A rewrite rule changes what statements on a table mean",
  instead: "Use a trigger or a view."
};
var ON_TABLE = /* @__PURE__ */ new Set(["OBJECT_TRIGGER", "OBJECT_RULE"]);
function drop(effects, node) {
  const type = node.removeType ?? "";
  if (!ON_TABLE.has(type)) return;
  const kind = type.replace("OBJECT_", "").toLowerCase();
  for (const names of objectNames(node.objects)) {
    effects.ddl = true;
    const name = names.at(-1) ?? "";
    const target2 = effects.named(names.slice(0, -1));
    if ((node.missing_ok || effects.guarded) && isMissing(target2, `${kind} ${name}`)) continue;
    effects.lock(target2, "AccessExclusiveLock");
    const label = `${kind} ${names.join(".")}`;
    const before = effects.current(target2)?.triggers?.get(name);
    effects.detach(target2, `${kind} ${name}`);
    if (kind === "trigger") {
      const triggers = new Map(effects.current(target2)?.triggers);
      triggers.delete(name);
      effects.change(target2, { triggers });
      const original = effects.original(target2)?.triggers;
      if (before?.file !== void 0 && original && !original.has(name)) continue;
    }
    const missed = before?.file === void 0 ? before : effects.original(target2)?.triggers?.get(name);
    const judge = /* @__PURE__ */ __name((end) => kind === "trigger" ? triggerFate(effects, target2, name, missed, end) : ruleFate(effects, target2, name, end), "judge");
    effects.goes(DROP3, label, judge, { target: target2 });
  }
}
__name(drop, "drop");
function atEnd(effects, target2, end) {
  return end.changed.get(effects.memory.renamed.get(target2.name) ?? target2.name);
}
__name(atEnd, "atEnd");
function triggerFate(effects, target2, name, before, end) {
  const now = atEnd(effects, target2, end)?.triggers;
  const again = now?.get(name);
  if (!before) return again ? AGAIN(again.file) : GONE;
  if (again && again !== before) {
    const why = whyNotRun(before, again);
    return why ? differs(why) : AGAIN(again.file);
  }
  const twin = [...now?.values() ?? []].find(
    (each) => each.function === before.function && !whyNotRun(before, each)
  );
  return twin ? AGAIN(twin.file) : GONE;
}
__name(triggerFate, "triggerFate");
function ruleFate(effects, target2, name, end) {
  return atEnd(effects, target2, end)?.attached?.has(`rule ${name}`) ? AGAIN(effects.setting.file) : GONE;
}
__name(ruleFate, "ruleFate");
function trigger(effects, node) {
  effects.ddl = true;
  const target2 = effects.target(node.relation);
  const name = node.trigname ?? "";
  const before = effects.current(target2)?.triggers?.get(name);
  if (effects.guarded && !node.replace && before) return;
  effects.lockPartitions(target2, "ShareRowExclusiveLock");
  effects.attach(target2, `trigger ${name}`);
  effects.add(`trigger ${name} on ${target2.name}`);
  const made2 = { ...triggerOf(node), file: effects.setting.file };
  effects.change(target2, { triggers: new Map([...effects.current(target2)?.triggers ?? [], [name, made2]]) });
  if (node.replace && before && before.file === void 0) {
    const label = `trigger ${target2.name}.${name}`;
    effects.goes(void 0, label, (end) => triggerFate(effects, target2, name, before, end), { target: target2 });
  }
  effects.hazard(TRIGGER, `trigger ${name} runs on ${target2.name}`, target2);
}
__name(trigger, "trigger");
function rule(effects, node) {
  effects.ddl = true;
  const target2 = effects.target(node.relation);
  effects.lock(target2, "AccessExclusiveLock");
  effects.attach(target2, `rule ${node.rulename}`);
  effects.hazard(RULE_STATEMENT, `rule ${node.rulename} on ${target2.name}`);
}
__name(rule, "rule");
var switchTrigger = /* @__PURE__ */ __name((effects, command, target2) => {
  effects.lockPartitions(target2, "ShareRowExclusiveLock");
  if (!/Disable|Replica/.test(command.subtype ?? "")) return;
  effects.hazard(TRIGGER_OFF, `${command.name ?? "all triggers"} of ${target2.name} stop`, target2);
}, "switchTrigger");
var switchRule = /* @__PURE__ */ __name((effects, command, target2) => {
  effects.lock(target2, "AccessExclusiveLock");
  effects.hazard(RULE_STATEMENT, `rule ${command.name} on ${target2.name} is switched`, target2);
}, "switchRule");
function isMissing(target2, what) {
  return target2.isAbsent || target2.facts?.attached?.has(what) === false;
}
__name(isMissing, "isMissing");
var programs = {
  name: "Triggers, rules and dropped programs",
  rules: [DROP3, CASCADE, RIGHTS_ANEW, TRIGGER, TRIGGER_OFF, RULE_STATEMENT],
  statements: {
    DropStmt: drop,
    CreateTrigStmt: trigger,
    RuleStmt: rule
  },
  alterTable: {
    AT_EnableTrig: switchTrigger,
    AT_EnableAlwaysTrig: switchTrigger,
    AT_EnableReplicaTrig: switchTrigger,
    AT_DisableTrig: switchTrigger,
    AT_EnableTrigAll: switchTrigger,
    AT_DisableTrigAll: switchTrigger,
    AT_EnableTrigUser: switchTrigger,
    AT_DisableTrigUser: switchTrigger,
    AT_EnableRule: switchRule,
    AT_EnableAlwaysRule: switchRule,
    AT_EnableReplicaRule: switchRule,
    AT_DisableRule: switchRule
  }
};

// src/database/hazards/rules/functions.ts
var DEFINER = {
  id: "security-definer-search-path",
  severity: "warning",
  threat: "authorization",
  title: "A SECURITY DEFINER function without SET search_path: callers can make it use their own objects",
  instead: "Add SET search_path = '' and qualify names with their schema in its body."
};
var DEFINER_INFO = {
  id: "security-definer",
  severity: "warning",
  threat: "authorization",
  title: "A function runs with the privileges of its owner, which bypasses row level security"
};
var INVOKER = {
  id: "security-invoker",
  severity: "warning",
  threat: "authorization",
  title: "A function no longer runs with the privileges of its owner: its callers need their own privileges"
};
var REPLACE = {
  id: "replace-function",
  severity: "info",
  threat: "compatibility",
  title: "The body or the options of an existing function change while the running version uses it",
  squawk: ["ban-replace-view-function"]
};
function overloads(effects, name) {
  return effects.memory.routines.get(name) ?? effects.facts.routines.get(name) ?? [];
}
__name(overloads, "overloads");
function qualified(effects, names) {
  return routineName(names, effects.facts, [
    ...effects.facts.routines.keys(),
    ...effects.memory.routines.keys()
  ]);
}
__name(qualified, "qualified");
function createFunction(effects, node) {
  effects.ddl = true;
  const names = nameList(node.funcname);
  const bare = names.at(-1) ?? "";
  const label = names.join(".");
  const name = qualified(effects, names);
  const made2 = {
    ...routineOf(node, effects.facts),
    file: effects.setting.file,
    reads: readsOf(effects, codeOf(effects.statement))
  };
  const all = overloads(effects, name);
  const replaced = all.find((each) => same(effects, each, made2));
  const key = functionKey(effects, name, made2.types);
  effects.add(`function ${label}`);
  if (replaced) {
    if (replaced.file === void 0 && node.replace) {
      effects.hazard(REPLACE, `function ${label} gets a new body`);
      if (replaced.definer && !made2.definer) noDefiner(effects, label);
    }
    const { rights: rights2, owner: owner2, dependents } = replaced;
    const kept = {
      ...made2,
      ...rights2 ? { rights: rights2 } : {},
      ...owner2 ? { owner: owner2 } : {},
      ...dependents ? { dependents } : {}
    };
    effects.memory.routines.set(name, [...all.filter((each) => each !== replaced), kept]);
  } else {
    effects.memory.routines.set(name, [...all, made2]);
    beginRights(effects, key, "function", name.split(".")[0] ?? "");
  }
  const volatility = option(node.options, "volatility");
  effects.memory.functions.set(bare, {
    volatility: volatility === "immutable" || volatility === "stable" ? volatility : "volatile",
    own: true
  });
  if (made2.definer) definer(effects, node.options, label);
  if (made2.definer) readsPast(effects, name, made2.types);
}
__name(createFunction, "createFunction");
var same = /* @__PURE__ */ __name((effects, a, b) => signature(a.types, effects.facts) === signature(b.types, effects.facts), "same");
function definer(effects, options, label) {
  const setsPath = (options ?? []).some(
    (item) => "DefElem" in item && item.DefElem.arg && "VariableSetStmt" in item.DefElem.arg && item.DefElem.arg.VariableSetStmt.name === "search_path"
  );
  if (setsPath) effects.hazard(DEFINER_INFO, `function ${label} runs with the privileges of its owner`);
  else
    effects.hazard(
      DEFINER,
      `function ${label} runs with the privileges of its owner and the search_path of its caller`
    );
}
__name(definer, "definer");
function option(options, name) {
  for (const item of options ?? []) {
    if (!("DefElem" in item) || item.DefElem.defname !== name || !item.DefElem.arg) continue;
    const arg = item.DefElem.arg;
    if ("Boolean" in arg) return String(arg.Boolean.boolval ?? false);
    if ("String" in arg) return arg.String.sval;
  }
  return void 0;
}
__name(option, "option");
var FUNCTIONS = /* @__PURE__ */ new Set([
  "OBJECT_FUNCTION",
  "OBJECT_PROCEDURE",
  "OBJECT_ROUTINE",
  "OBJECT_AGGREGATE"
]);
function drop2(effects, node) {
  const type = node.removeType ?? "";
  if (!FUNCTIONS.has(type)) return;
  effects.ddl = true;
  const kind = type.replace("OBJECT_", "").toLowerCase();
  for (const object of node.objects ?? []) {
    const names = namesOf2(object);
    const bare = names.at(-1) ?? "";
    const name = qualified(effects, names);
    const types2 = namedTypes(object, effects.facts);
    const all = overloads(effects, name);
    const gone2 = all.filter(
      (each) => !types2 || signature(each.types, effects.facts) === signature(types2, effects.facts)
    );
    const unknown = !effects.facts.known && gone2.length === 0 && !effects.memory.functions.has(bare);
    effects.memory.routines.set(
      name,
      all.filter((each) => !gone2.includes(each))
    );
    const label = `${kind} ${names.join(".")}${types2 ? `(${types2.join(", ")})` : ""}`;
    if (unknown) {
      effects.contract = true;
      effects.hazard(DROP3, `${label} is dropped`);
      if (node.behavior === "DROP_CASCADE") cascade(effects, label);
      continue;
    }
    const isLast = all.length === gone2.length;
    for (const found of gone2) {
      const before = found.file === void 0 ? found : effects.facts.routines.get(name)?.find((each) => same(effects, each, found));
      if (!before) continue;
      effects.goes(DROP3, label, (end) => routineFate(effects, name, before, end));
      effects.later.push((end) => rightsBeginAnew(effects, label, name, before, end));
      if (node.behavior === "DROP_CASCADE") cascaded(effects, label, before);
    }
    if (isLast && gone2.length > 0) effects.memory.functions.delete(bare);
    if (node.behavior !== "DROP_CASCADE" || gone2.every((each) => each.file !== void 0)) continue;
    for (const table of effects.facts.functions.get(bare)?.usedBy ?? [])
      effects.lock(table, "AccessExclusiveLock");
  }
}
__name(drop2, "drop");
function routineFate(effects, name, before, end) {
  const now = (end.routines.get(name) ?? []).filter((each) => each !== before);
  const reasons = now.map((each) => whyNotCalled(before, each, effects.facts));
  const found = now[reasons.indexOf(void 0)];
  if (!found) return now.length === 0 || !reasons.at(-1) ? GONE : differs(reasons.at(-1) ?? "");
  const rights2 = rightsAtEnd(end, functionKey(effects, name, found.types));
  const gone2 = before.result.type === "trigger" ? [] : lost(before.rights ?? /* @__PURE__ */ new Map(), rights2, before.owner);
  if (found.file !== void 0 && gone2.length > 0) return differs(gone2.join("; "));
  return AGAIN(found.file);
}
__name(routineFate, "routineFate");
function rightsBeginAnew(effects, label, name, before, end) {
  const found = (end.routines.get(name) ?? []).find(
    (each) => each !== before && each.file !== void 0 && !whyNotCalled(before, each, effects.facts)
  );
  if (!found || !before.rights) return;
  const more = gained(before.rights, rightsAtEnd(end, functionKey(effects, name, found.types)));
  if (more.length > 0)
    effects.hazard(
      RIGHTS_ANEW,
      `${label} is recreated with default privileges: ${more.join(", ")} can call it`
    );
}
__name(rightsBeginAnew, "rightsBeginAnew");
function cascaded(effects, label, before) {
  const names = before.dependents ?? [];
  if (names.length === 0) return;
  const others = names.filter((name) => !/^(?:trigger|policy) /.test(name));
  if (others.length > 0) {
    cascade(effects, `${label}, and ${others.join(", ")} with it,`);
    return;
  }
  for (const name of names) {
    const [kind = "", table = "", ...rest] = name.split(" ");
    const target2 = effects.named(table.split("."));
    const held = kind === "trigger" ? "triggers" : "policies";
    const what = rest.join(" ");
    const left = new Map(effects.current(target2)?.[held] ?? []);
    const was = left.get(what);
    left.delete(what);
    effects.change(target2, { [held]: left });
    effects.goes(
      CASCADE,
      `${kind} ${what} on ${table}`,
      (end) => {
        const now = end.changed.get(effects.memory.renamed.get(target2.name) ?? target2.name)?.[held]?.get(what);
        return now !== void 0 && now !== was ? AGAIN(now.file ?? effects.setting.file) : GONE;
      },
      { target: target2, message: `${kind} ${what} on ${table} is dropped with ${label}` }
    );
  }
}
__name(cascaded, "cascaded");
function cascade(effects, label) {
  effects.contract = true;
  effects.losesData = true;
  effects.hazard(CASCADE, `${label} is dropped with everything that depends on it`);
}
__name(cascade, "cascade");
function noDefiner(effects, label) {
  effects.contract = true;
  effects.hazard(INVOKER, `function ${label} runs with the privileges of its caller`);
}
__name(noDefiner, "noDefiner");
function alterFunction(effects, node) {
  effects.ddl = true;
  const names = nameList(node.func?.objname);
  const bare = names.at(-1) ?? "";
  const known = effects.memory.functions.get(bare) ?? effects.facts.functions.get(bare);
  const volatility = option(node.actions, "volatility");
  if (known && (volatility === "immutable" || volatility === "stable" || volatility === "volatile"))
    effects.memory.functions.set(bare, { ...known, volatility });
  const label = names.join(".");
  const isNew = overloads(effects, qualified(effects, names)).every(({ file }) => file !== void 0);
  const isMade = isNew && effects.memory.functions.has(bare);
  if (!isMade) effects.hazard(REPLACE, `function ${label} gets different options`);
  const security = option(node.actions, "security");
  if (security === "true") {
    definer(effects, node.actions, label);
    const name = qualified(effects, names);
    for (const each of overloads(effects, name)) readsPast(effects, name, each.types, true);
  }
  if (security === "false" && !isMade) noDefiner(effects, label);
}
__name(alterFunction, "alterFunction");
var functions = {
  name: "Functions",
  rules: [DEFINER, DEFINER_INFO, INVOKER, PAST, REPLACE],
  statements: {
    CreateFunctionStmt: createFunction,
    AlterFunctionStmt: alterFunction,
    DropStmt: drop2
  }
};

// src/database/hazards/rules/partitions.ts
var DETACH = {
  id: "detach-partition-not-concurrent",
  severity: "refused",
  threat: "stall",
  title: "DETACH PARTITION stops reads and writes of the whole partitioned table",
  instead: "DETACH PARTITION \u2026 CONCURRENTLY, in a separate migration.",
  squawk: ["require-concurrent-partition-detach"]
};
var DETACH_BESIDE_DEFAULT = {
  id: "detach-partition-beside-default",
  severity: "warning",
  threat: "stall",
  title: "DETACH PARTITION stops reads and writes of the whole partitioned table for a moment; with a default partition the server does not accept CONCURRENTLY",
  instead: "Keep it in a separate migration, so that its lock is short; the lock budget keeps readers from queueing."
};
var CONCURRENTLY_BESIDE_DEFAULT = {
  id: "detach-concurrently-beside-default",
  severity: "refused",
  threat: "correctness",
  title: "DETACH PARTITION \u2026 CONCURRENTLY with a default partition, which the server refuses",
  instead: "DETACH PARTITION without CONCURRENTLY, in a separate migration.",
  refusedByServer: true
};
var GONE2 = {
  id: "detach-partition-hides-rows",
  severity: "warning",
  threat: "compatibility",
  title: "Rows of a detached partition or child table are no longer visible through the parent table"
};
var ATTACH = {
  id: "attach-partition-scans",
  severity: "warning",
  threat: "stall",
  title: "ATTACH PARTITION reads the new partition (and a default one) under ACCESS EXCLUSIVE on it",
  instead: "First add a CHECK equal to the bounds to the partition, NOT VALID, and then validate it."
};
function partition(effects, command) {
  return command.def && "PartitionCmd" in command.def ? effects.target(command.def.PartitionCmd.name) : void 0;
}
__name(partition, "partition");
function attach(effects, command, target2) {
  const child = partition(effects, command);
  effects.lock(target2, "ShareUpdateExclusiveLock");
  lockTied(effects, target2, "ShareRowExclusiveLock");
  readDefault(effects, target2);
  if (!child) return;
  effects.lockTree(child, "AccessExclusiveLock");
  effects.scan(child);
  effects.hazard(ATTACH, `${child.label} is read to prove that its rows belong to ${target2.name}`, child);
}
__name(attach, "attach");
function lockTied(effects, target2, level) {
  for (const name of target2.facts?.referencedBy ?? []) effects.lock(name, level);
  for (const { references } of target2.facts?.constraints.values() ?? [])
    if (references) effects.lock(references, level);
}
__name(lockTied, "lockTied");
function readDefault(effects, target2) {
  const name = target2.facts?.defaultPartition;
  if (name === void 0) return;
  const held = effects.named(name.split("."));
  effects.lockTree(held, "AccessExclusiveLock");
  effects.scan(held);
  effects.hazard(ATTACH, `${held.label} is read to prove that none of its rows belongs elsewhere`, held);
}
__name(readDefault, "readDefault");
function create(effects, node) {
  if (!node.partbound || node.if_not_exists && effects.target(node.relation).facts) return;
  for (const parent of node.inhRelations ?? [])
    if ("RangeVar" in parent) {
      lockTied(effects, effects.target(parent.RangeVar), "ShareRowExclusiveLock");
      readDefault(effects, effects.target(parent.RangeVar));
    }
}
__name(create, "create");
function detach(effects, command, target2) {
  const child = partition(effects, command);
  const concurrent = command.def && "PartitionCmd" in command.def && command.def.PartitionCmd.concurrent;
  effects.lock(target2, concurrent ? "ShareUpdateExclusiveLock" : "AccessExclusiveLock");
  if (child) effects.lockTree(child, "AccessExclusiveLock");
  for (const name of target2.facts?.referencedBy ?? []) effects.lock(name, "AccessExclusiveLock");
  if (child?.facts?.siblingDefault) effects.lock(child.facts.siblingDefault, "AccessExclusiveLock");
  effects.breaks(target2);
  const besideDefault = target2.facts?.defaultPartition !== void 0;
  if (concurrent && besideDefault)
    effects.hazard(
      CONCURRENTLY_BESIDE_DEFAULT,
      `${target2.name} has the default partition ${target2.facts?.defaultPartition}`,
      target2
    );
  if (!concurrent)
    effects.hazard(
      besideDefault ? DETACH_BESIDE_DEFAULT : DETACH,
      `reads and writes of ${target2.label} wait`,
      target2
    );
  effects.hazard(GONE2, `rows of ${child?.label} leave ${target2.name}`, target2);
}
__name(detach, "detach");
var partitions = {
  name: "Partitions",
  rules: [DETACH, DETACH_BESIDE_DEFAULT, CONCURRENTLY_BESIDE_DEFAULT, GONE2, ATTACH],
  statements: { CreateStmt: create },
  alterTable: {
    AT_AttachPartition: attach,
    AT_DetachPartition: detach,
    AT_DetachPartitionFinalize: /* @__PURE__ */ __name((effects, _command, target2) => effects.lock(target2, "ShareUpdateExclusiveLock"), "AT_DetachPartitionFinalize")
  }
};

// src/database/hazards/rules/styles.ts
var JSON_COLUMN = {
  id: "json-column",
  severity: "warning",
  threat: "correctness",
  title: "json has no equality operator: SELECT DISTINCT, GROUP BY and UNION over such a row fail",
  instead: "Use jsonb."
};
var CHAR = {
  id: "char-column",
  severity: "info",
  threat: "style",
  title: "char(n) pads with blanks",
  instead: "Use text with a CHECK on its length.",
  squawk: ["ban-char-field"]
};
var VARCHAR = {
  id: "varchar-limit",
  severity: "info",
  threat: "style",
  title: "A limit in the type is hard to change",
  instead: "Use text with a CHECK on its length.",
  squawk: ["prefer-text-field"]
};
var TIMESTAMP = {
  id: "timestamp-without-time-zone",
  severity: "info",
  threat: "style",
  title: "timestamp without time zone does not identify a moment in time",
  instead: "Use timestamptz.",
  squawk: ["prefer-timestamp-tz"]
};
var INT_KEY = {
  id: "int-key",
  severity: "info",
  threat: "style",
  title: "A key of 32 bits or less can run out, and widening it later rewrites the table",
  instead: "Use bigint or uuid.",
  squawk: ["prefer-bigint-over-int", "prefer-bigint-over-smallint"]
};
var SERIAL2 = {
  id: "serial-column",
  severity: "info",
  threat: "style",
  title: "serial gives the sequence its own privileges and owner",
  instead: "Use GENERATED \u2026 AS IDENTITY.",
  squawk: ["prefer-identity"]
};
var LONG_NAME = {
  id: "identifier-too-long",
  severity: "warning",
  threat: "correctness",
  title: "A name of more than 63 bytes is cut off by the server",
  squawk: ["identifier-too-long"]
};
var SMALL_KEYS = /* @__PURE__ */ new Set(["int2", "int4", "serial", "serial2", "serial4", "smallserial"]);
function columnDefinition(effects, column, target2) {
  const type = nameList(column.typeName?.names).at(-1) ?? "";
  const name = `${target2.name}.${column.colname}`;
  const say = /* @__PURE__ */ __name((rule2, message) => effects.hazard(rule2, `${name} ${message}`), "say");
  if (type === "json") say(JSON_COLUMN, "is json");
  if (type === "bpchar") say(CHAR, "is char");
  if (type === "varchar" && column.typeName?.typmods) say(VARCHAR, "is varchar with a limit");
  if (type === "timestamp") say(TIMESTAMP, "is timestamp without time zone");
  if (/serial/.test(type)) say(SERIAL2, `is ${type}`);
  const isKey = (column.constraints ?? []).some(
    (node) => "Constraint" in node && ["CONSTR_PRIMARY", "CONSTR_IDENTITY"].includes(node.Constraint.contype ?? "")
  );
  if (SMALL_KEYS.has(type) && (isKey || /serial/.test(type))) say(INT_KEY, `is a key of type ${type}`);
}
__name(columnDefinition, "columnDefinition");
function longNames(effects, names) {
  for (const name of names) {
    if (Buffer.byteLength(name) > 63) effects.hazard(LONG_NAME, `"${name}" is longer than 63 bytes`);
  }
}
__name(longNames, "longNames");
var styles = {
  name: "Types and names",
  rules: [JSON_COLUMN, CHAR, VARCHAR, TIMESTAMP, INT_KEY, SERIAL2, LONG_NAME],
  after: /* @__PURE__ */ __name((effects, { names }) => longNames(effects, names), "after"),
  alterTable: {
    AT_AddColumn: /* @__PURE__ */ __name((effects, command, target2) => {
      if (command.def && "ColumnDef" in command.def) columnDefinition(effects, command.def.ColumnDef, target2);
    }, "AT_AddColumn")
  }
};

// src/database/hazards/rules/tables.ts
var DROP4 = {
  id: "drop-table",
  severity: "refused",
  threat: "loss",
  title: "A table and its rows are dropped",
  instead: "Release code that no longer uses it first; then drop it in a contract migration with an allowance.",
  squawk: ["ban-drop-table"]
};
var TRUNCATE = {
  id: "truncate",
  severity: "refused",
  threat: "loss",
  title: "All rows are removed",
  squawk: ["ban-truncate-cascade"]
};
var CASCADE2 = {
  id: "truncate-cascade",
  severity: "refused",
  threat: "loss",
  title: "All rows are removed, also from every table whose foreign keys point here",
  instead: "Name each table that you want to empty.",
  squawk: ["ban-truncate-cascade"]
};
var REWRITE3 = {
  id: "rewrite-table",
  severity: "refused",
  threat: "stall",
  title: "The whole table is copied under ACCESS EXCLUSIVE (SET LOGGED, TABLESPACE or ACCESS METHOD, CLUSTER, VACUUM FULL)",
  instead: "pg_repack, or a new table and batches.",
  squawk: ["prefer-repack"]
};
var UNLOGGED = {
  id: "unlogged-table",
  severity: "warning",
  threat: "loss",
  title: "An unlogged table is empty after a crash and missing on replicas"
};
function create2(effects, node) {
  effects.ddl = true;
  const target2 = effects.target(node.relation);
  if ((node.if_not_exists || effects.guarded) && !target2.isAbsent) return;
  effects.add(`table ${target2.name}`);
  const isTemporary = node.relation?.relpersistence === "t";
  remember(effects, isTemporary ? node.relation?.relname ?? "" : target2.name);
  const made2 = effects.target(node.relation);
  if (hasKey(effects, node)) effects.memory.keyed.add(made2.name);
  if (node.relation?.relpersistence === "u") effects.hazard(UNLOGGED, `${made2.name} is unlogged`);
  for (const element of [...node.tableElts ?? [], ...node.constraints ?? []]) {
    if ("ColumnDef" in element) columnDefinition(effects, element.ColumnDef, made2);
    const constraints2 = "ColumnDef" in element ? element.ColumnDef.constraints ?? [] : [element];
    for (const constraint of constraints2) {
      if (!("Constraint" in constraint) || !constraint.Constraint.pktable) continue;
      effects.lockTree(effects.target(constraint.Constraint.pktable), "ShareRowExclusiveLock");
    }
    if ("TableLikeClause" in element)
      effects.lock(effects.target(element.TableLikeClause.relation), "AccessShareLock");
  }
  for (const parent of node.inhRelations ?? []) {
    if (!("RangeVar" in parent)) continue;
    effects.lock(
      effects.target(parent.RangeVar),
      node.partbound ? "AccessExclusiveLock" : "ShareUpdateExclusiveLock"
    );
  }
}
__name(create2, "create");
function hasKey(effects, node) {
  const parts2 = [...node.tableElts ?? [], ...node.constraints ?? []];
  const isKeyed = /* @__PURE__ */ __name((names) => {
    const target2 = effects.target(names);
    return target2.facts?.identified === true || effects.memory.keyed.has(target2.name);
  }, "isKeyed");
  const own = parts2.some((part) => {
    const constraints2 = "ColumnDef" in part ? part.ColumnDef.constraints ?? [] : [part];
    if ("TableLikeClause" in part)
      return isKeyed(part.TableLikeClause.relation) && (part.TableLikeClause.options ?? 0) > 0;
    return constraints2.some((each) => "Constraint" in each && each.Constraint.contype === "CONSTR_PRIMARY");
  });
  const parents = node.partbound ? node.inhRelations ?? [] : [];
  return own || parents.some((parent) => "RangeVar" in parent && isKeyed(parent.RangeVar));
}
__name(hasKey, "hasKey");
var DROPPED = /* @__PURE__ */ new Set(["OBJECT_TABLE", "OBJECT_FOREIGN_TABLE", "OBJECT_MATVIEW", "OBJECT_SEQUENCE"]);
function drop3(effects, node) {
  if (!DROPPED.has(node.removeType ?? "")) return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    const target2 = effects.named(names);
    effects.lockTree(target2, "AccessExclusiveLock");
    lockSequences(effects, target2);
    for (const constraint of target2.facts?.constraints.values() ?? []) {
      if (constraint.references) effects.lock(constraint.references, "AccessExclusiveLock");
    }
    if (node.behavior === "DROP_CASCADE") {
      if (target2.facts?.table) effects.lock(target2.facts.table, "AccessExclusiveLock");
      for (const other of [...target2.facts?.referencedBy ?? [], ...target2.facts?.views ?? []])
        effects.lock(other, "AccessExclusiveLock");
    }
    for (const parent of target2.facts?.parents ?? []) effects.lock(parent, "AccessExclusiveLock");
    if (target2.facts?.siblingDefault) effects.lock(target2.facts.siblingDefault, "AccessExclusiveLock");
    const cascades = node.behavior === "DROP_CASCADE" ? ", with everything that depends on it" : "";
    const isView2 = target2.facts?.kind === "materialized-view" && !cascades;
    if (isView2) {
      const before = target2.facts;
      effects.goes(
        DROP4,
        target2.label,
        (end) => before ? viewFate(effects, target2.name, before, end) : GONE,
        { target: target2 }
      );
    } else {
      effects.hazard(DROP4, `${target2.label} is dropped${cascades}`, target2);
      effects.lose(target2);
      effects.breaks(target2);
    }
    forget(effects, target2);
  }
}
__name(drop3, "drop");
function truncate(effects, node) {
  const cascades = node.behavior === "DROP_CASCADE";
  for (const relation of node.relations ?? []) {
    if (!("RangeVar" in relation)) continue;
    const target2 = effects.target(relation.RangeVar);
    effects.lockTree(target2, "AccessExclusiveLock");
    const others = cascades ? target2.facts?.referencedBy ?? [] : [];
    for (const other of others) effects.lock(other, "AccessExclusiveLock");
    if (node.restart_seqs)
      for (const name of [target2.name, ...others]) lockSequences(effects, effects.named(name.split(".")));
    effects.rewrite(target2);
    effects.lose(target2);
    effects.breaks(target2);
    const reach2 = others.length > 0 ? `, and of ${others.join(", ")}` : "";
    effects.hazard(cascades ? CASCADE2 : TRUNCATE, `all rows of ${target2.label}${reach2} are removed`, target2);
  }
}
__name(truncate, "truncate");
function lockSequences(effects, target2) {
  for (const { sequence } of target2.facts?.columns.values() ?? []) {
    if (sequence) effects.lock(sequence, "AccessExclusiveLock");
  }
}
__name(lockSequences, "lockSequences");
var rewrite = /* @__PURE__ */ __name((effects, command, target2) => {
  effects.lock(target2, "AccessExclusiveLock");
  if (target2.facts?.kind === "partitioned") return;
  const alreadySo = command.subtype === "AT_SetLogged" ? target2.facts?.unlogged === false : command.subtype === "AT_SetUnLogged" && target2.facts?.unlogged;
  if (alreadySo) return;
  if (/Logged$/.test(command.subtype ?? "")) lockSequences(effects, target2);
  effects.rewrite(target2);
  if (command.subtype === "AT_SetLogged") effects.change(target2, { unlogged: false });
  if (command.subtype === "AT_SetUnLogged") effects.change(target2, { unlogged: true });
  effects.hazard(REWRITE3, `${target2.label} is copied completely`, target2);
  if (command.subtype === "AT_SetUnLogged")
    effects.hazard(UNLOGGED, `${target2.name} becomes unlogged`, target2);
}, "rewrite");
var STRONG_OPTIONS = /* @__PURE__ */ new Set([
  "user_catalog_table",
  "security_barrier",
  "security_invoker",
  "check_option",
  "buffering",
  "fastupdate"
]);
function relOptions(effects, command, target2) {
  const items = command.def && "List" in command.def ? command.def.List.items : void 0;
  const strong = [...optionNames(items)].some((name) => STRONG_OPTIONS.has(name));
  effects.lock(target2, strong ? "AccessExclusiveLock" : "ShareUpdateExclusiveLock");
}
__name(relOptions, "relOptions");
var inherit = /* @__PURE__ */ __name((effects, command, target2) => {
  effects.lock(target2, "AccessExclusiveLock");
  const parent = command.def && "RangeVar" in command.def ? command.def.RangeVar : void 0;
  if (command.subtype === "AT_DropInherit") {
    effects.breaks(target2);
    effects.hazard(GONE2, `rows of ${target2.label} leave ${parent && effects.target(parent).name}`, target2);
  } else if (parent) effects.lock(effects.target(parent), "ShareUpdateExclusiveLock");
}, "inherit");
var tables = {
  name: "Tables",
  rules: [DROP4, TRUNCATE, CASCADE2, REWRITE3, UNLOGGED],
  statements: {
    CreateStmt: create2,
    CreateTableAsStmt: createAs,
    DropStmt: drop3,
    SelectStmt: selectInto,
    TruncateStmt: truncate,
    VacuumStmt: /* @__PURE__ */ __name((effects, node) => {
      const full = optionNames(node.options).has("full");
      for (const relation of node.rels ?? []) {
        if (!("VacuumRelation" in relation)) continue;
        const target2 = effects.target(relation.VacuumRelation.relation);
        effects.lockTree(target2, full ? "AccessExclusiveLock" : "ShareUpdateExclusiveLock");
        if (!full) continue;
        effects.rewrite(target2);
        effects.hazard(REWRITE3, `VACUUM FULL copies ${target2.label}`, target2);
      }
    }, "VacuumStmt"),
    ClusterStmt: /* @__PURE__ */ __name((effects, node) => {
      const target2 = effects.target(node.relation);
      effects.lockPartitions(target2, "AccessExclusiveLock");
      if (target2.facts?.kind === "partitioned")
        effects.needsNoTransaction = `CLUSTER of partitioned ${target2.name}`;
      effects.rewrite(target2);
      effects.hazard(REWRITE3, `CLUSTER copies ${target2.label}`, target2);
    }, "ClusterStmt")
  },
  alterTable: {
    AT_SetLogged: rewrite,
    AT_SetUnLogged: rewrite,
    AT_SetTableSpace: rewrite,
    AT_SetAccessMethod: rewrite,
    AT_SetRelOptions: relOptions,
    AT_ResetRelOptions: relOptions,
    AT_ClusterOn: /* @__PURE__ */ __name((effects, _command, target2) => effects.lock(target2, "ShareUpdateExclusiveLock"), "AT_ClusterOn"),
    AT_DropCluster: /* @__PURE__ */ __name((effects, _command, target2) => effects.lock(target2, "ShareUpdateExclusiveLock"), "AT_DropCluster"),
    AT_AddInherit: inherit,
    AT_DropInherit: inherit,
    AT_DropOids: /* @__PURE__ */ __name((effects, _command, target2) => effects.lockTree(target2, "AccessExclusiveLock"), "AT_DropOids")
  }
};

// src/database/hazards/rules/unguarded.ts
var NO_SECURITY = {
  id: "table-without-row-security",
  severity: "refused",
  threat: "authorization",
  onlyByPolicy: true,
  title: "The release leaves a relation in an exposed schema without row level security, with privileges for API roles (CREATE TABLE AS, partitions, materialized views and foreign tables too): everybody reads or writes it. Without such privileges it is only a remark",
  instead: "ALTER TABLE \u2026 ENABLE ROW LEVEL SECURITY in the same migration; for relations that cannot have it, REVOKE ALL from anon and authenticated, or create them in a schema that the API does not serve. List what is meant for everybody in `database.openTables`."
};
var TAKEN_IN = {
  id: "rows-leave-row-security",
  severity: "warning",
  threat: "authorization",
  title: "A table with row level security becomes a partition or child of one that shows every row: reads through the parent bypass its policies",
  instead: "Give the parent table the policies that its rows need."
};
var world = /* @__PURE__ */ __name((effects, memory = effects.memory) => ({
  facts: effects.facts,
  memory
}), "world");
function unguarded(effects, name, what) {
  if (!effects.memory.rights.has(`table ${name}`))
    beginRights(effects, `table ${name}`, "table", schemaOf(name));
  const made2 = track(effects.memory, name);
  effects.later.push((memory) => {
    const end = standing(world(effects, memory), made2.name);
    if (!end.isThere || end.rowSecurity || !isExposed(world(effects, memory), end.name)) return;
    tell(effects, end.name, `${end.name} ${what}`, visitorsOf(world(effects, memory), end));
  });
}
__name(unguarded, "unguarded");
var schemaOf = /* @__PURE__ */ __name((name) => name.split(".")[0] ?? "", "schemaOf");
function tell(effects, relation, message, roles2) {
  if (!effects.facts.known)
    effects.hazard(NO_SECURITY, message, void 0, { relation, severity: "warning" });
  else if (roles2.length > 0)
    effects.hazard(NO_SECURITY, `${message}, and ${roles2.join(", ")} can use it`, void 0, { relation });
  else
    effects.hazard(NO_SECURITY, `${message}; no API role has privileges on it`, void 0, {
      relation,
      severity: "info"
    });
}
__name(tell, "tell");
var HOLDS_ROWS = ["table", "partitioned", "foreign-table", "materialized-view"];
function opens(effects, name, what = "has no row level security") {
  const { facts, memory } = effects;
  const before = facts.relations.get(memory.renamed.get(name) ?? name);
  if (!before || memory.created.has(name) || !HOLDS_ROWS.includes(before.kind)) return;
  const was = { name: before.name, rights: before.rights ?? /* @__PURE__ */ new Map() };
  const untouched = { facts, memory: { ...memory, rights: /* @__PURE__ */ new Map(), joined: /* @__PURE__ */ new Map() } };
  if (isExposed(untouched, before.name) && visitorsOf(untouched, was).length > 0) return;
  const opened = track(memory, name);
  effects.later.push((last) => {
    const end = standing(world(effects, last), opened.name);
    if (!end.isThere || end.rowSecurity || !isExposed(world(effects, last), end.name)) return;
    const roles2 = visitorsOf(world(effects, last), end);
    if (roles2.length > 0) tell(effects, end.name, `${end.name} ${what}`, roles2);
  });
}
__name(opens, "opens");
function createTable(effects, node) {
  const target2 = effects.target(node.relation);
  if (target2.facts || node.relation?.relpersistence === "t") return;
  const what = `is created ${node.partbound ? "as a partition " : ""}without row level security`;
  unguarded(effects, target2.name, what);
}
__name(createTable, "createTable");
function createAs2(effects, node) {
  const relation = node.into?.rel;
  if (relation?.relpersistence === "t") return;
  const target2 = effects.target(relation);
  if (target2.facts) return;
  const isView2 = node.objtype === "OBJECT_MATVIEW";
  const what = isView2 ? "is a materialized view, which has no row level security" : "is created from a query without row level security";
  unguarded(effects, target2.name, what);
}
__name(createAs2, "createAs");
function createForeign(effects, node) {
  const target2 = effects.target(node.base?.relation);
  if (target2.facts) return;
  unguarded(effects, target2.name, "is a foreign table, which has no row level security");
}
__name(createForeign, "createForeign");
function importForeign(effects, node) {
  const schema = node.local_schema ?? "";
  const named2 = node.list_type === "FDW_IMPORT_SCHEMA_LIMIT_TO" ? node.table_list ?? [] : [];
  const names = named2.flatMap((each) => "RangeVar" in each ? [`${schema}.${each.RangeVar.relname}`] : []);
  const what = "comes from a foreign schema without row level security";
  for (const name of names) {
    const target2 = effects.named(name.split("."));
    if (!target2.isNew) remember(effects, target2.name);
    unguarded(effects, target2.name, what);
  }
  if (names.length > 0) return;
  const all = `${schema}.*`;
  beginRights(effects, `table ${all}`, "table", schema);
  effects.later.push((memory) => {
    const end = world(effects, memory);
    if (!isExposed(end, all)) return;
    const roles2 = visitorsOf(end, { name: all, rights: memory.rights.get(`table ${all}`) ?? /* @__PURE__ */ new Map() });
    const message = `the foreign tables of ${node.remote_schema} are imported into ${schema} without row level security`;
    tell(effects, all, message, roles2);
  });
}
__name(importForeign, "importForeign");
function takesIn(effects, above, below) {
  if (below.isNew || !below.facts?.rowSecurity || below.facts.empty) return;
  const [parent, child] = [track(effects.memory, above.name), track(effects.memory, below.name)];
  effects.later.push((memory) => {
    const end = world(effects, memory);
    const over = standing(end, parent.name);
    const under = standing(end, child.name);
    const visitors = isExposed(end, over.name) ? visitorsOf(end, over, ["SELECT"]) : [];
    if (visitors.length === 0 || hidesRows(end, over, visitors) || !hidesRows(end, under, visitors)) return;
    const message = `${visitors.join(", ")} can read the rows of ${under.name} through ${over.name}, which bypasses its row level security`;
    effects.hazard(TAKEN_IN, message);
  });
}
__name(takesIn, "takesIn");
var attach2 = /* @__PURE__ */ __name((effects, command, target2) => {
  if (command.def && "PartitionCmd" in command.def)
    takesIn(effects, target2, effects.target(command.def.PartitionCmd.name));
}, "attach");
var inherit2 = /* @__PURE__ */ __name((effects, command, target2) => {
  if (command.def && "RangeVar" in command.def)
    takesIn(effects, effects.target(command.def.RangeVar), target2);
}, "inherit");
function moved(effects, node) {
  if (!node.relation) return;
  const after = effects.named([node.newschema ?? "", node.relation.relname ?? ""]);
  if (!after.isNew) opens(effects, after.name, "moves to an exposed schema without row level security");
}
__name(moved, "moved");
var unguardedRelations = {
  name: "Relations without row level security",
  rules: [NO_SECURITY, TAKEN_IN],
  statements: {
    CreateStmt: createTable,
    CreateTableAsStmt: createAs2,
    SelectStmt: /* @__PURE__ */ __name((effects, node) => {
      const relation = node.intoClause?.rel;
      if (!relation || relation.relpersistence === "t") return;
      unguarded(effects, effects.target(relation).name, "is created from a query without row level security");
    }, "SelectStmt"),
    CreateForeignTableStmt: createForeign,
    ImportForeignSchemaStmt: importForeign,
    AlterObjectSchemaStmt: moved
  },
  alterTable: { AT_AttachPartition: attach2, AT_AddInherit: inherit2 }
};

// src/database/hazards/rules/rights.ts
var DEFAULTS = {
  id: "default-privileges",
  severity: "warning",
  threat: "authorization",
  title: "Privileges on objects that are created later change"
};
var MEMBERSHIP = {
  id: "role-membership",
  severity: "warning",
  threat: "authorization",
  title: "A role gets or loses the privileges of another"
};
var ROLE = {
  id: "role-changed",
  severity: "warning",
  threat: "authorization",
  title: "A role is created or changed (BYPASSRLS and SUPERUSER end row level security for it)"
};
var OWNER = {
  id: "owner-changed",
  severity: "warning",
  threat: "authorization",
  title: "An owner changes: row level security does not bind owners, and security definer functions run as their owner"
};
var PAST2 = {
  id: "role-past-row-security",
  severity: "refused",
  threat: "authorization",
  whateverServes: true,
  title: "anon or authenticated becomes an owner, gets the privileges of one, or BYPASSRLS: row level security no longer binds it",
  instead: "Give the role what it needs with GRANT and policies."
};
var DROP_ROLE = {
  id: "drop-role",
  severity: "refused",
  threat: "authorization",
  title: "A role is dropped, or everything that it owns"
};
function roleName(effects, role2) {
  if (role2?.roletype === "ROLESPEC_CURRENT_USER" || role2?.roletype === "ROLESPEC_CURRENT_ROLE")
    return effects.facts.role;
  return role2?.roletype === "ROLESPEC_SESSION_USER" ? effects.facts.role : role2?.rolename;
}
__name(roleName, "roleName");
function privileges(nodes) {
  const names = (nodes ?? []).flatMap(
    (node) => "AccessPriv" in node && node.AccessPriv.priv_name ? [node.AccessPriv.priv_name] : []
  );
  return names.length > 0 ? names.join(", ") : "ALL";
}
__name(privileges, "privileges");
var DEFAULTS_OF = {
  OBJECT_TABLE: "table",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_FUNCTION: "function",
  OBJECT_ROUTINE: "function",
  OBJECT_TYPE: "type",
  OBJECT_SCHEMA: "schema"
};
function followDefaults(effects, { action, options }) {
  const kind = DEFAULTS_OF[action?.objtype ?? ""];
  const listed = /* @__PURE__ */ __name((name) => (options ?? []).flatMap(
    (option2) => "DefElem" in option2 && option2.DefElem.defname === name && option2.DefElem.arg && "List" in option2.DefElem.arg ? option2.DefElem.arg.List.items ?? [] : []
  ), "listed");
  const makers = listed("roles").flatMap(
    (each) => "RoleSpec" in each ? [roleName(effects, each.RoleSpec)] : []
  );
  if (!kind || makers.length > 0 && effects.facts.known && !makers.includes(effects.facts.role)) return;
  const schemas = nameList(listed("schemas"));
  const to = roles(action?.grantees);
  const named2 = namedPrivileges(action?.privileges);
  for (const schema of schemas.length > 0 ? schemas : [null])
    changeDefaults(
      effects,
      kind,
      schema,
      (rights2) => action?.is_grant ? joined(rights2, new Map(to.map((role2) => [role2, new Set(named2 ?? ALL[kind])]))) : without(rights2, to, named2)
    );
}
__name(followDefaults, "followDefaults");
function defaults(effects, node) {
  effects.ddl = true;
  followDefaults(effects, node);
  const action = node.action;
  const verb = action?.is_grant ? "get" : "lose";
  effects.hazard(
    DEFAULTS,
    `${roles(action?.grantees).join(", ")} ${verb} ${privileges(action?.privileges)} on objects created later`
  );
}
__name(defaults, "defaults");
function past(effects, role2, why) {
  if (VISITORS2.has(role2)) effects.hazard(PAST2, `${role2} ${why}`);
}
__name(past, "past");
var VISITORS2 = /* @__PURE__ */ new Set(["anon", "authenticated"]);
function joins(effects, node, granted) {
  const inherit3 = (node.opt ?? []).find(
    (option2) => "DefElem" in option2 && option2.DefElem.defname === "inherit"
  );
  const told = inherit3 && "DefElem" in inherit3 ? inherit3.DefElem.arg : void 0;
  const said = told && "Boolean" in told ? told.Boolean.boolval === true : void 0;
  for (const role2 of roles(node.grantee_roles)) {
    const has2 = said ?? effects.facts.inherits?.get(role2)?.byItself ?? true;
    if (!has2) continue;
    effects.memory.joined.set(role2, /* @__PURE__ */ new Set([...effects.memory.joined.get(role2) ?? [], ...granted]));
    for (const group of granted) {
      effects.later.push((end) => {
        if (owns(effects, end, group))
          past(effects, role2, `has the privileges of ${group}, which owns tables`);
      });
      for (const name of effects.facts.relations.keys()) opens(effects, name);
    }
  }
}
__name(joins, "joins");
function owns(effects, end, role2) {
  if (role2 === effects.facts.role || [...end.owners.values()].includes(role2)) return true;
  return [...effects.facts.relations.values()].some(({ kind, owner: owner2 }) => kind === "table" && owner2 === role2);
}
__name(owns, "owns");
function membership(effects, node) {
  const granted = (node.granted_roles ?? []).flatMap(
    (role2) => "AccessPriv" in role2 ? [role2.AccessPriv.priv_name ?? ""] : []
  );
  if (node.is_grant) joins(effects, node, granted);
  else effects.contract = true;
  effects.hazard(
    MEMBERSHIP,
    `${roles(node.grantee_roles).join(", ")} ${node.is_grant ? "get" : "lose"} the privileges of ${granted.join(", ")}`
  );
}
__name(membership, "membership");
function role(effects, node) {
  const name = typeof node.role === "string" ? node.role : node.role?.rolename ?? "";
  const options = (node.options ?? []).flatMap(
    (option2) => "DefElem" in option2 && option2.DefElem.defname !== "password" ? [option2.DefElem.defname ?? ""] : []
  );
  for (const option2 of node.options ?? []) {
    if (!("DefElem" in option2) || !option2.DefElem.arg || !("Boolean" in option2.DefElem.arg)) continue;
    const { defname, arg } = option2.DefElem;
    if ((defname === "bypassrls" || defname === "superuser" || defname === "issuper") && arg.Boolean.boolval === true)
      past(effects, name, "is no longer bound by row level security");
  }
  effects.hazard(ROLE, `role ${name}${options.length > 0 ? `: ${options.join(", ")}` : ""}`);
}
__name(role, "role");
function ownerOf(effects, node) {
  const names = namesOf2(node.object);
  const bare = names.at(-1) ?? "";
  const { facts, memory } = effects;
  switch (node.objectType) {
    case "OBJECT_SCHEMA":
      return memory.schemas.has(bare) ? facts.role : facts.schemas.get(bare)?.owner;
    case "OBJECT_TYPE":
    case "OBJECT_DOMAIN":
      return memory.types.has(bare) ? facts.role : facts.types.get(names.join("."))?.owner;
    case "OBJECT_FUNCTION":
    case "OBJECT_PROCEDURE":
    case "OBJECT_ROUTINE":
    case "OBJECT_AGGREGATE": {
      const types2 = node.object && namedTypes(node.object, facts);
      const found = overloads(effects, qualified(effects, names)).filter(
        (each) => !types2 || signature(each.types, facts) === signature(types2, facts)
      );
      const owners = new Set(
        found.map((each) => each.owner ?? (each.file === void 0 ? void 0 : facts.role))
      );
      if (found.length === 0 && memory.functions.has(bare)) return facts.role;
      return owners.size === 1 ? [...owners][0] : void 0;
    }
  }
  return void 0;
}
__name(ownerOf, "ownerOf");
function newOwner(effects, target2, to) {
  effects.memory.owners.set(target2.name, to);
  for (const visitor of VISITORS2)
    effects.later.push((end) => {
      if (!rolesBehind({ facts: effects.facts, memory: end }, visitor).includes(to)) return;
      past(effects, visitor, `owns ${target2.name}${to === visitor ? "" : ` as ${to}`}`);
    });
}
__name(newOwner, "newOwner");
function owner(effects, node) {
  effects.ddl = true;
  const to = roleName(effects, node.newowner);
  if (to !== void 0 && to === ownerOf(effects, node)) return;
  effects.hazard(OWNER, `${namesOf2(node.object).join(".")} gets the owner ${node.newowner?.rolename ?? ""}`);
}
__name(owner, "owner");
var rights = {
  name: "Rights",
  rules: [DEFAULTS, MEMBERSHIP, ROLE, OWNER, PAST2, DROP_ROLE],
  statements: {
    AlterDefaultPrivilegesStmt: defaults,
    GrantRoleStmt: membership,
    CreateRoleStmt: role,
    AlterRoleStmt: role,
    AlterOwnerStmt: owner,
    AlterRoleSetStmt: /* @__PURE__ */ __name((effects, node) => effects.hazard(ROLE, `role ${node.role?.rolename ?? "ALL"}: ${node.setstmt?.name ?? "settings"}`), "AlterRoleSetStmt"),
    DropRoleStmt: /* @__PURE__ */ __name((effects, node) => {
      effects.contract = true;
      effects.hazard(DROP_ROLE, `role ${roles(node.roles).join(", ")} is dropped`);
    }, "DropRoleStmt"),
    DropOwnedStmt: /* @__PURE__ */ __name((effects, node) => {
      effects.contract = true;
      effects.losesData = true;
      effects.hazard(DROP_ROLE, `everything that ${roles(node.roles).join(", ")} owns is dropped`);
    }, "DropOwnedStmt"),
    ReassignOwnedStmt: /* @__PURE__ */ __name((effects, node) => effects.hazard(OWNER, `everything that ${roles(node.roles).join(", ")} owns gets a new owner`), "ReassignOwnedStmt")
  },
  alterTable: {
    AT_ChangeOwner: /* @__PURE__ */ __name((effects, command, target2) => {
      effects.lock(target2, "AccessExclusiveLock");
      lockSequences(effects, target2);
      const to = roleName(effects, command.newowner);
      const from = target2.isNew ? effects.facts.role : target2.facts?.owner;
      if (to !== void 0 && from === to) return;
      effects.breaks(target2);
      if (to !== void 0) newOwner(effects, target2, to);
      effects.hazard(OWNER, `${target2.name} gets the owner ${command.newowner?.rolename ?? ""}`);
    }, "AT_ChangeOwner")
  }
};

// src/database/hazards/rules/grants.ts
var GRANT = {
  id: "grant-to-everyone",
  severity: "warning",
  threat: "authorization",
  title: "PUBLIC, anon or authenticated get privileges: anybody with the API key has them",
  instead: "Grant to the role that needs it, and rely on row level security for the rest."
};
var GRANT_OTHER = {
  id: "grant",
  severity: "info",
  threat: "authorization",
  title: "A role gets privileges"
};
var REVOKE = {
  id: "revoke",
  severity: "warning",
  threat: "authorization",
  title: "Privileges are revoked that the running version might use",
  squawk: ["ban-revoke"]
};
var EVERYONE = /* @__PURE__ */ new Set(["public", "anon", "authenticated"]);
var KINDS2 = {
  OBJECT_TABLE: "table",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_FUNCTION: "function",
  OBJECT_PROCEDURE: "function",
  OBJECT_ROUTINE: "function",
  OBJECT_SCHEMA: "schema",
  OBJECT_TYPE: "type",
  OBJECT_DOMAIN: "type"
};
function grantedOf(effects, node, object) {
  const kind = KINDS2[node.objtype ?? ""] ?? "table";
  const names = namesOf2(object);
  const bare = names.at(-1) ?? "";
  if (node.targtype === "ACL_TARGET_ALL_IN_SCHEMA") {
    const inside = effects.facts.schemas.get(bare)?.inside;
    const before = kind === "table" || kind === "sequence" || kind === "function" ? inside?.[kind] : void 0;
    const isNew = effects.memory.schemas.has(bare);
    return [{ key: `every ${kind} in ${bare}`, kind, label: `every ${kind} in ${bare}`, before, isNew }];
  }
  if (kind === "schema") {
    const before = effects.facts.schemas.get(bare)?.rights;
    return [
      {
        key: `schema ${bare}`,
        kind,
        label: `schema ${bare}`,
        before,
        isNew: effects.memory.schemas.has(bare)
      }
    ];
  }
  if ("RangeVar" in object) {
    const target2 = effects.target(object.RangeVar);
    return [
      {
        key: `${kind} ${target2.name}`,
        kind,
        label: target2.name,
        before: target2.facts?.rights,
        isNew: target2.isNew
      }
    ];
  }
  if (kind !== "function") {
    const isNew = effects.memory.types.has(bare);
    return [{ key: `type ${names.join(".")}`, kind, label: names.join("."), before: void 0, isNew }];
  }
  const name = qualified(effects, names);
  const types2 = namedTypes(object, effects.facts);
  const found = overloads(effects, name).filter(
    (each) => !types2 || signature(each.types, effects.facts) === signature(types2, effects.facts)
  );
  if (found.length === 0) {
    const isNew = effects.memory.functions.has(bare);
    return [
      {
        key: `function ${name}(${types2?.join(", ") ?? ""})`,
        kind,
        label: names.join("."),
        before: void 0,
        isNew
      }
    ];
  }
  return found.map((each) => ({
    key: functionKey(effects, name, each.types),
    kind,
    label: `${names.join(".")}(${each.types.join(", ")})`,
    before: each.rights,
    // What stands in the place of one that went begins with default rights; taking some back takes nothing.
    isNew: each.file !== void 0 && !each.rights,
    isTrigger: each.result.type === "trigger"
  }));
}
__name(grantedOf, "grantedOf");
function grant(effects, node) {
  effects.ddl = true;
  const objects = (node.objects ?? []).map((object) => namesOf2(object).join(".")).join(", ");
  const to = roles(node.grantees);
  const everything = node.targtype === "ACL_TARGET_ALL_IN_SCHEMA" ? "everything in " : "";
  const what = `${privileges(node.privileges)} on ${everything}${objects}`;
  const granted = (node.objects ?? []).flatMap((object) => grantedOf(effects, node, object));
  if (!node.is_grant) {
    for (const each of granted) revoke(effects, node, each, to);
    return;
  }
  for (const each of granted) {
    const given = namedPrivileges(node.privileges) ?? ALL[each.kind];
    const more = new Map(to.map((role2) => [role2, new Set(given)]));
    for (const key of keysOf(effects, each)) {
      const known = effects.memory.rights.get(key) ?? rightsBefore(effects, each, key);
      effects.memory.rights.set(key, joined(known ?? /* @__PURE__ */ new Map(), more));
    }
  }
  for (const key of granted.flatMap((each) => keysOf(effects, each)))
    if (key.startsWith("table ")) opens(effects, key.slice("table ".length));
  effects.add(`privileges on ${everything}${objects}`);
  const isNew = granted.every((each) => each.isNew);
  const open = to.filter((role2) => EVERYONE.has(role2) && !(isNew && role2 === "authenticated"));
  if (open.length > 0) effects.hazard(GRANT, `${open.join(", ")} get ${what}`);
  else effects.hazard(GRANT_OTHER, `${to.join(", ")} get ${what}`);
}
__name(grant, "grant");
function keysOf(effects, { key, kind }) {
  const [, schema] = /^every \w+ in (.*)$/.exec(key) ?? [];
  if (schema === void 0) return [key];
  const inside = /* @__PURE__ */ __name((name) => name.startsWith(`${schema}.`), "inside");
  const held = [...effects.memory.rights.keys()].filter((each) => each.startsWith(`${kind} ${schema}.`));
  const before = [...effects.facts.relations.values()].filter(
    ({ name, kind: what }) => kind === "table" && inside(name) && !NO_TABLES.has(what)
  );
  const names = before.map(({ name }) => name).filter((name) => !effects.memory.dropped.has(name));
  return [.../* @__PURE__ */ new Set([key, ...held, ...names.map((name) => `table ${name}`)])];
}
__name(keysOf, "keysOf");
var NO_TABLES = /* @__PURE__ */ new Set(["index", "composite", "sequence"]);
function rightsBefore(effects, granted, key) {
  if (key === granted.key) return granted.before;
  return key.startsWith("table ") ? effects.named(key.slice("table ".length).split(".")).facts?.rights : void 0;
}
__name(rightsBefore, "rightsBefore");
function revoke(effects, node, granted, from) {
  const { key, label, before, isNew } = granted;
  const named2 = namedPrivileges(node.privileges);
  const held = effects.memory.rights.get(key) ?? before;
  for (const each of keysOf(effects, granted)) {
    const known = effects.memory.rights.get(each) ?? rightsBefore(effects, granted, each);
    if (known) effects.memory.rights.set(each, without(known, from, named2));
  }
  if (isNew) return;
  if (!effects.facts.known || !held) {
    if (effects.facts.known && granted.kind !== "type") return;
    effects.contract = true;
    effects.hazard(REVOKE, `${privileges(node.privileges)} on ${label} is revoked from ${from.join(", ")}`);
    return;
  }
  const after = without(held, from, named2);
  const taken = lost(held, after, void 0);
  if (taken.length === 0 || granted.isTrigger) return;
  const message = `${privileges(node.privileges)} on ${label} is revoked from ${from.join(", ")}`;
  const judge = /* @__PURE__ */ __name((end) => {
    const still2 = lost(held, end.rights.get(key) ?? held, void 0);
    return still2.length === 0 ? AGAIN(effects.setting.file) : differs(still2.join("; "));
  }, "judge");
  effects.goes(REVOKE, message, judge, { message, isChange: true });
}
__name(revoke, "revoke");
var grants = {
  name: "Grants",
  rules: [GRANT, GRANT_OTHER, REVOKE],
  statements: { GrantStmt: grant }
};

// src/database/hazards/rules/indexes.ts
var CREATE = {
  id: "index-not-concurrent",
  severity: "refused",
  threat: "stall",
  title: "CREATE INDEX blocks writes to the table until it is built",
  instead: "CREATE INDEX CONCURRENTLY, in a separate migration.",
  squawk: ["require-concurrent-index-creation"]
};
var PARTITIONED2 = {
  id: "index-on-partitioned",
  severity: "refused",
  threat: "stall",
  title: "CREATE INDEX on a partitioned table blocks writes to every partition until all are built",
  instead: "CREATE INDEX ON ONLY the partitioned table (nothing is built), CREATE INDEX CONCURRENTLY on each partition in separate migrations, then ALTER INDEX \u2026 ATTACH PARTITION for each.",
  squawk: ["require-concurrent-index-creation"]
};
var UNIQUE2 = {
  id: "unique-index-tightens",
  severity: "warning",
  threat: "compatibility",
  title: "A new unique index on an existing table: the running version might write duplicates"
};
var DROP5 = {
  id: "drop-index-not-concurrent",
  severity: "warning",
  threat: "stall",
  title: "DROP INDEX takes ACCESS EXCLUSIVE on the table and queues behind every query on it",
  instead: "DROP INDEX CONCURRENTLY, in a separate migration.",
  squawk: ["require-concurrent-index-deletion"]
};
var REINDEX = {
  id: "reindex-not-concurrent",
  severity: "refused",
  threat: "stall",
  title: "REINDEX blocks writes to the table, and almost every read of it waits for the index, too",
  instead: "REINDEX \u2026 CONCURRENTLY.",
  squawk: ["require-concurrent-reindex"]
};
function createIndex(effects, node) {
  effects.ddl = true;
  const target2 = effects.target(node.relation);
  effects.lockPartitions(target2, node.concurrent ? "ShareUpdateExclusiveLock" : "ShareLock");
  if ((node.if_not_exists || effects.guarded) && node.idxname && target2.facts?.indexes.has(node.idxname))
    return;
  if (node.idxname) effects.memory.indexes.set(node.idxname, target2.name);
  const isPartitioned = target2.facts?.kind === "partitioned";
  const nullsAlike = node.nulls_not_distinct === true;
  const isPlain = !node.whereClause && columnsOf(node).length === node.indexParams?.length;
  const indexes2 = new Map(effects.current(target2)?.indexes);
  indexes2.set(node.idxname ?? `${target2.name.split(".")[1]}_${columnsOf(node).join("_")}_idx`, {
    unique: node.unique === true,
    valid: true,
    columns: columnsOf(node),
    nullsAlike,
    ...isPlain ? {} : { computedFrom: columnsOf(node) },
    file: effects.setting.file
  });
  effects.change(target2, { indexes: indexes2 });
  const name = node.idxname ?? "an index";
  if (!isPartitioned || !target2.only) {
    effects.scan(target2);
    if (!node.concurrent) {
      const rule2 = isPartitioned ? PARTITIONED2 : CREATE;
      effects.hazard(rule2, `${name} is built over ${target2.label} while writes wait`, target2);
    }
  }
  if (!node.unique || neverTwice(effects, target2, columnsOf(node), nullsAlike)) return;
  if (isPlain && wasUnique(effects, target2, columnsOf(node), nullsAlike)) return;
  effects.breaks(target2);
  effects.hazard(UNIQUE2, `${name} forbids duplicates in ${target2.name}`, target2);
}
__name(createIndex, "createIndex");
function columnsOf(node) {
  return (node.indexParams ?? []).flatMap(
    (param) => "IndexElem" in param && param.IndexElem.name ? [param.IndexElem.name] : []
  );
}
__name(columnsOf, "columnsOf");
function dropIndex(effects, node) {
  if (node.removeType !== "OBJECT_INDEX") return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    const index = effects.named(names);
    const bare = names.at(-1) ?? "";
    const made2 = effects.memory.indexes.get(bare);
    const tableName = made2 ?? index.facts?.table;
    if (!tableName) {
      if (!node.missing_ok && !effects.facts.known) effects.hazard(DROP5, `${bare} is dropped`);
      continue;
    }
    const table = effects.named(tableName.split("."));
    effects.lock(table, node.concurrent ? "ShareUpdateExclusiveLock" : "AccessExclusiveLock");
    effects.memory.indexes.delete(bare);
    const before = effects.current(table)?.indexes.get(bare);
    const left = new Map(effects.current(table)?.indexes);
    left.delete(bare);
    effects.change(table, { indexes: left });
    if (made2) continue;
    if (table.facts?.identifiedBy === bare) {
      effects.change(table, { identified: false });
    }
    if (before?.unique)
      effects.goes(
        DROP2,
        `unique index ${bare} of ${table.name}`,
        (end) => before.computedFrom ? sameIndex(effects, table, bare, end) : uniqueFate(effects, table, before, end),
        { target: table }
      );
    if (!node.concurrent)
      effects.hazard(DROP5, `${bare} is dropped from ${table.label} behind every query on it`, table);
  }
}
__name(dropIndex, "dropIndex");
function sameIndex(effects, table, name, end) {
  const now = end.changed.get(effects.memory.renamed.get(table.name) ?? table.name)?.indexes.get(name);
  return now?.unique ? AGAIN(now.file) : GONE;
}
__name(sameIndex, "sameIndex");
function alterIndex(effects, node, table) {
  effects.lock(table, "AccessShareLock");
  for (const item of node.cmds ?? []) {
    if (!("AlterTableCmd" in item)) continue;
    const { subtype, def } = item.AlterTableCmd;
    const options = def && "List" in def ? optionNames(def.List.items) : /* @__PURE__ */ new Set();
    if (subtype === "AT_SetTableSpace") {
      effects.scan(table);
      effects.readersWait ||= !table.isNew;
      effects.hazard(
        REINDEX,
        `${node.relation?.relname} is copied while queries of ${table.label} wait`,
        table
      );
    } else if (options.has("fastupdate") || options.has("buffering") || subtype === "AT_AttachPartition")
      effects.readersWait ||= !table.isNew;
  }
}
__name(alterIndex, "alterIndex");
function reindex(effects, node) {
  const target2 = effects.target(node.relation);
  const concurrent = optionNames(node.params).has("concurrently");
  const table = node.kind === "REINDEX_OBJECT_INDEX" && target2.facts?.table ? effects.named(target2.facts.table.split(".")) : target2;
  if (!concurrent && !table.isNew) effects.readersWait = true;
  if (table.facts?.kind === "partitioned")
    effects.needsNoTransaction = `REINDEX of partitioned ${table.name}`;
  if (node.relation) effects.lockPartitions(table, concurrent ? "ShareUpdateExclusiveLock" : "ShareLock");
  effects.scan(table);
  if (!concurrent)
    effects.hazard(
      REINDEX,
      `indexes of ${node.relation ? table.label : node.name ?? "the database"} are rebuilt`,
      node.relation ? table : void 0
    );
}
__name(reindex, "reindex");
var indexes = {
  name: "Indexes",
  rules: [CREATE, PARTITIONED2, UNIQUE2, DROP5, REINDEX],
  alterIndex,
  statements: { IndexStmt: createIndex, DropStmt: dropIndex, ReindexStmt: reindex }
};

// src/database/hazards/rules/opaque.ts
var OPAQUE = {
  id: "opaque-code",
  severity: "warning",
  threat: "correctness",
  title: "SQL that is built at run time, or hidden in a function: the locks and losses named here do not cover it",
  instead: "Write the statements out, or rehearse the migration: the rehearsal sees the locks that it really takes."
};
var UNKNOWN = {
  id: "unclassified-statement",
  severity: "warning",
  threat: "correctness",
  title: "No rule knows what this statement locks"
};
var MANAGED = {
  id: "managed-schema",
  severity: "warning",
  threat: "correctness",
  title: "An object in a schema that Supabase manages is created or changed: its next upgrade might undo it or collide with it",
  instead: "Keep your objects in your own schemas."
};
function unclassified(effects, what) {
  effects.hazard(UNKNOWN, `${what} is not classified`);
}
__name(unclassified, "unclassified");
var SUPABASE = /* @__PURE__ */ new Set([
  "auth",
  "storage",
  "realtime",
  "vault",
  "supabase_functions",
  "graphql",
  "pgsodium",
  "supabase_migrations",
  "net"
]);
function managedSchemas(effects, createdBefore) {
  if (!effects.ddl) return;
  const made2 = [...effects.memory.createdInFile].slice(createdBefore);
  const isTrigger = effects.statement.kind === "CreateTrigStmt";
  const changed = [...effects.locks].filter(([, level]) => isTrigger || level === "AccessExclusiveLock").map(([name]) => name);
  for (const name of [...made2, ...changed]) {
    if (SUPABASE.has(name.split(".")[0] ?? ""))
      effects.hazard(MANAGED, `${name} is in a schema that Supabase manages`);
  }
}
__name(managedSchemas, "managedSchemas");
function calls(effects, node) {
  walk({ Root: node }, (tag, call) => {
    if (tag !== "FuncCall") return;
    const name = nameList(call["funcname"]).at(-1) ?? "";
    const facts = effects.memory.functions.get(name) ?? effects.facts.functions.get(name);
    if (facts?.own && facts.volatility === "volatile")
      effects.hazard(OPAQUE, `function ${name} can do anything`);
  });
}
__name(calls, "calls");
function comment(effects, node) {
  const names = namesOf2(node.object);
  const onRelation = ["OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE"].includes(
    node.objtype ?? ""
  );
  const onPart = node.objtype === "OBJECT_COLUMN";
  if (onRelation) effects.lock(effects.named(names), "ShareUpdateExclusiveLock");
  if (onPart) effects.lock(effects.named(names.slice(0, -1)), "ShareUpdateExclusiveLock");
}
__name(comment, "comment");
var HARMLESS = /* @__PURE__ */ new Set([
  "AlterCollationStmt",
  "AlterExtensionContentsStmt",
  "AlterObjectDependsStmt",
  "AlterOpFamilyStmt",
  "AlterOperatorStmt",
  "AlterStatsStmt",
  "AlterTSConfigurationStmt",
  "AlterTSDictionaryStmt",
  "AlterTypeStmt",
  "CheckPointStmt",
  "ConstraintsSetStmt",
  "CreateCastStmt",
  "CreateConversionStmt",
  "CreateEventTrigStmt",
  "CreateFdwStmt",
  "CreateForeignServerStmt",
  "CreateOpClassStmt",
  "CreateOpFamilyStmt",
  "CreateTransformStmt",
  "CreateUserMappingStmt",
  "CreatedbStmt",
  "DeallocateStmt",
  "DefineStmt",
  "DiscardStmt",
  "ExplainStmt",
  "ImportForeignSchemaStmt",
  "ListenStmt",
  "NotifyStmt",
  "PrepareStmt",
  "SecLabelStmt",
  "UnlistenStmt",
  "VariableShowStmt"
]);
var opaque = {
  name: "Code that Shiplock cannot analyze",
  rules: [OPAQUE, UNKNOWN, MANAGED],
  harmless: HARMLESS,
  unknown: unclassified,
  after: /* @__PURE__ */ __name((effects, { createdBefore }) => managedSchemas(effects, createdBefore), "after"),
  statements: {
    DoStmt: /* @__PURE__ */ __name((effects) => {
      if (nested(effects.statement).opaque) effects.hazard(OPAQUE, "the DO block builds SQL at run time");
    }, "DoStmt"),
    SelectStmt: calls,
    CallStmt: /* @__PURE__ */ __name((effects, node) => {
      calls(effects, node);
      effects.hazard(OPAQUE, `procedure ${nameList(node.funccall?.funcname).join(".")} can do anything`);
    }, "CallStmt"),
    CommentStmt: comment,
    AlterExtensionStmt: /* @__PURE__ */ __name((effects, node) => {
      effects.ddl = true;
      effects.hazard(OPAQUE, `extension ${node.extname} runs its own scripts to update`);
    }, "AlterExtensionStmt"),
    CreateSeqStmt: /* @__PURE__ */ __name((effects, node) => {
      effects.ddl = true;
      remember(effects, effects.target(node.sequence).name);
    }, "CreateSeqStmt"),
    AlterSeqStmt: /* @__PURE__ */ __name((effects, node) => {
      effects.ddl = true;
      effects.lock(effects.target(node.sequence), "ShareRowExclusiveLock");
    }, "AlterSeqStmt"),
    CreateStatsStmt: /* @__PURE__ */ __name((effects, node) => {
      effects.ddl = true;
      for (const relation of node.relations ?? []) {
        if ("RangeVar" in relation)
          effects.lock(effects.target(relation.RangeVar), "ShareUpdateExclusiveLock");
      }
    }, "CreateStatsStmt"),
    CreateForeignTableStmt: /* @__PURE__ */ __name((effects, node) => {
      effects.ddl = true;
      remember(effects, effects.target(node.base?.relation).name);
    }, "CreateForeignTableStmt")
  }
};

// src/database/hazards/rules/policies.ts
var POLICY = {
  id: "policy-changed",
  severity: "warning",
  threat: "authorization",
  title: "A policy is created, changed or dropped: the rows that each role can read or write change"
};
var OPEN_POLICY = {
  id: "policy-open-to-all",
  severity: "warning",
  threat: "authorization",
  title: "A policy allows every row"
};
function rolesOf(nodes) {
  const roles2 = (nodes ?? []).flatMap(
    (role2) => "RoleSpec" in role2 ? [role2.RoleSpec.roletype === "ROLESPEC_PUBLIC" ? "public" : role2.RoleSpec.rolename ?? "public"] : []
  );
  return roles2.length > 0 ? roles2 : ["public"];
}
__name(rolesOf, "rolesOf");
function policyOf(effects, node) {
  return {
    command: node.cmd_name ?? "all",
    permissive: node.permissive === true,
    roles: rolesOf(node.roles),
    ...node.qual ? { using: node.qual } : {},
    ...node.with_check ? { check: node.with_check } : {},
    file: effects.setting.file
  };
}
__name(policyOf, "policyOf");
function keep(effects, target2, name, policy) {
  const { newPolicies } = effects.memory;
  const policies2 = new Map(target2.isNew ? newPolicies.get(target2.name) : effects.current(target2)?.policies);
  if (policy) policies2.set(name, policy);
  else policies2.delete(name);
  if (target2.isNew) newPolicies.set(target2.name, policies2);
  else effects.change(target2, { policies: policies2 });
}
__name(keep, "keep");
function createPolicy(effects, node) {
  effects.ddl = true;
  const target2 = effects.target(node.table);
  const name = node.policy_name ?? "";
  if (effects.guarded && target2.facts && !isMissing(target2, `policy ${name}`)) return;
  effects.lock(target2, "AccessExclusiveLock");
  effects.attach(target2, `policy ${name}`);
  const policy = policyOf(effects, node);
  keep(effects, target2, name, policy);
  const original = effects.original(target2);
  if (!policy.permissive) {
    if (original?.rowSecurity !== false) {
      const why = original ? refusesNew(name, policy, original, typesOf(original, effects.facts)) : `policy ${name}`;
      if (why) effects.breaks(target2);
    }
  } else if (!effects.original(target2)?.policies?.has(name)) effects.add(`policy ${name} on ${target2.name}`);
  const everything = isTrue(node.qual) || isTrue(node.with_check);
  if (everything && !policy.roles.every((role2) => role2 === "service_role")) {
    effects.hazard(
      OPEN_POLICY,
      `policy ${name} on ${target2.name} allows every row (${node.cmd_name ?? "all"})`
    );
  }
  if (!target2.isNew) effects.hazard(POLICY, `${target2.name} gets the policy ${name}`);
}
__name(createPolicy, "createPolicy");
function isTrue(node) {
  return node !== void 0 && "A_Const" in node && node.A_Const.boolval?.boolval === true;
}
__name(isTrue, "isTrue");
function alterPolicy(effects, node) {
  effects.ddl = true;
  const target2 = effects.target(node.table);
  const name = node.policy_name ?? "";
  effects.lock(target2, "AccessExclusiveLock");
  const before = effects.current(target2)?.policies?.get(name);
  if (before) {
    keep(effects, target2, name, {
      ...before,
      ...node.roles ? { roles: rolesOf(node.roles) } : {},
      ...node.qual ? { using: node.qual } : {},
      ...node.with_check ? { check: node.with_check } : {},
      file: effects.setting.file
    });
    if (before.file === void 0) policyGoes(effects, target2, name, before, void 0);
  }
  if (!target2.isNew) effects.hazard(POLICY, `policy ${name} on ${target2.name} changes`);
}
__name(alterPolicy, "alterPolicy");
function dropPolicy(effects, node) {
  if (node.removeType !== "OBJECT_POLICY") return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    const target2 = effects.named(names.slice(0, -1));
    const name = names.at(-1) ?? "";
    if ((node.missing_ok || effects.guarded) && isMissing(target2, `policy ${name}`)) continue;
    effects.lock(target2, "AccessExclusiveLock");
    const before = effects.current(target2)?.policies?.get(name);
    keep(effects, target2, name, void 0);
    effects.detach(target2, `policy ${name}`);
    const original = before?.file === void 0 ? before : effects.original(target2)?.policies?.get(name);
    if (before?.file === void 0 || original || !effects.original(target2)?.policies)
      policyGoes(effects, target2, name, original, POLICY);
  }
}
__name(dropPolicy, "dropPolicy");
function policyGoes(effects, target2, name, before, rule2) {
  const label = `policy ${name} on ${target2.name}`;
  const judge = /* @__PURE__ */ __name((end) => policyFate(effects, target2, name, before, end), "judge");
  effects.goes(rule2, label, judge, { target: target2, keepsWarning: true });
}
__name(policyGoes, "policyGoes");
function policyFate(effects, target2, name, before, end) {
  const original = effects.original(target2);
  const policies2 = end.changed.get(effects.memory.renamed.get(target2.name) ?? target2.name)?.policies;
  const again = policies2?.get(name);
  if (!before || !original) return again ? AGAIN(again.file) : GONE;
  if (!original.rowSecurity) return AGAIN();
  const files = [...policies2?.values() ?? []].flatMap(({ file }) => file === void 0 ? [] : [file]);
  if (!before.permissive) return AGAIN();
  const why = narrowerThan(
    before,
    policies2 ?? /* @__PURE__ */ new Map(),
    typesOf(original, effects.facts),
    notNullOf(original)
  );
  if (!why) return AGAIN(...files);
  return again || files.length > 0 ? differs(why) : GONE;
}
__name(policyFate, "policyFate");
function rename(effects, node) {
  if (node.renameType !== "OBJECT_POLICY") return;
  const target2 = effects.target(node.relation);
  const policy = effects.current(target2)?.policies?.get(node.subname ?? "");
  keep(effects, target2, node.subname ?? "", void 0);
  if (policy) keep(effects, target2, node.newname ?? "", policy);
}
__name(rename, "rename");
var policies = {
  name: "Policies",
  rules: [POLICY, OPEN_POLICY],
  statements: {
    CreatePolicyStmt: createPolicy,
    AlterPolicyStmt: alterPolicy,
    DropStmt: dropPolicy,
    RenameStmt: rename
  }
};

// src/database/hazards/rules/publications.ts
var PUBLICATION = {
  id: "publication-changed",
  severity: "warning",
  threat: "authorization",
  title: "The data that leaves the database by replication (Supabase Realtime too) changes"
};
var UNIDENTIFIED = {
  id: "publication-refuses-writes",
  severity: "refused",
  threat: "compatibility",
  title: "A table without primary key or replica identity is published, or a published one loses it: updates and deletes of it fail immediately",
  instead: "Give it a primary key, or ALTER TABLE \u2026 REPLICA IDENTITY FULL, first."
};
var REPLICA = {
  id: "change-replica-identity",
  severity: "warning",
  threat: "compatibility",
  title: "Logical replication identifies rows differently: FULL makes updates expensive, NOTHING makes them fail"
};
function publishesChanges(options) {
  for (const item of options ?? []) {
    if (!("DefElem" in item) || item.DefElem.defname !== "publish") continue;
    return /update|delete/i.test(namesOf2(item.DefElem.arg).join());
  }
  return true;
}
__name(publishesChanges, "publishesChanges");
function membersOf(effects, objects) {
  const tables2 = [];
  const schemas = [];
  for (const object of objects ?? []) {
    if (!("PublicationObjSpec" in object)) continue;
    const { pubtable, name } = object.PublicationObjSpec;
    if (pubtable?.relation) tables2.push(effects.target(pubtable.relation));
    else schemas.push(name ?? effects.facts.searchPath[0] ?? "public");
  }
  return { tables: tables2, schemas };
}
__name(membersOf, "membersOf");
function published(effects, schemas, all) {
  if (!effects.facts.known && (all || schemas.length > 0)) effects.contract = true;
}
__name(published, "published");
function remembered(effects, name) {
  return effects.memory.publications.get(name) ?? effects.facts.publications?.get(name);
}
__name(remembered, "remembered");
function create3(effects, node) {
  const name = node.pubname ?? "";
  if (effects.guarded && effects.facts.publications?.has(name) && !effects.memory.dropped.has(`publication ${name}`))
    return;
  const { tables: tables2, schemas } = membersOf(effects, node.pubobjects);
  if (publishesChanges(node.options)) published(effects, schemas, node.for_all_tables === true);
  for (const target2 of tables2) effects.lockTree(target2, "ShareUpdateExclusiveLock");
  effects.memory.publications.set(name, {
    all: node.for_all_tables === true,
    tables: tables2.map((target2) => target2.name),
    schemas,
    file: effects.setting.file
  });
  effects.hazard(PUBLICATION, `publication ${name} is created`);
}
__name(create3, "create");
function alter(effects, node) {
  const name = node.pubname ?? "";
  const { tables: tables2, schemas } = membersOf(effects, node.pubobjects);
  for (const target2 of tables2) effects.lockTree(target2, "ShareUpdateExclusiveLock");
  const before = remembered(effects, name) ?? { all: false, tables: [], schemas: [] };
  const named2 = tables2.map((target2) => target2.name);
  if (node.action === "AP_DropObjects") {
    for (const target2 of tables2) effects.breaks(target2);
    if (schemas.length > 0) effects.contract = true;
    const left = before.tables.filter((table) => !named2.includes(table));
    effects.memory.publications.set(name, { ...before, tables: left });
  } else if (node.pubobjects) {
    published(effects, schemas, false);
    const keeps = node.action === "AP_SetObjects" ? [] : before.tables;
    const lost2 = node.action === "AP_SetObjects" && before.tables.some((table) => !named2.includes(table));
    if (lost2 || node.action === "AP_SetObjects" && (!effects.facts.known || before.schemas.length > 0))
      effects.contract = true;
    effects.memory.publications.set(name, {
      ...before,
      tables: [.../* @__PURE__ */ new Set([...keeps, ...named2])],
      schemas: [.../* @__PURE__ */ new Set([...before.schemas, ...schemas])]
    });
  }
  effects.hazard(PUBLICATION, `publication ${name} changes`);
}
__name(alter, "alter");
function drop4(effects, node) {
  if (node.removeType !== "OBJECT_PUBLICATION") return;
  for (const names of objectNames(node.objects)) {
    const name = names.join(".");
    const before = remembered(effects, name);
    effects.memory.publications.delete(name);
    effects.memory.dropped.add(`publication ${name}`);
    if (before?.file !== void 0) continue;
    if ((node.missing_ok || effects.guarded) && effects.facts.publications && !before) continue;
    effects.goes(PUBLICATION, `publication ${name}`, (end) => fate(name, before, end), {
      keepsWarning: true
    });
  }
}
__name(drop4, "drop");
function fate(name, before, end) {
  const now = end.publications.get(name);
  if (!now || !before) return GONE;
  const missing = before.tables.find(
    (table) => !now.all && !now.tables.includes(table) && !now.schemas.includes(table.split(".")[0] ?? "")
  );
  if (missing ?? (before.all && !now.all))
    return differs(`${missing ?? "not every table"} is no longer in it`);
  return AGAIN(now.file);
}
__name(fate, "fate");
function identifies({ def }, target2) {
  const kind = def && "ReplicaIdentityStmt" in def ? def.ReplicaIdentityStmt.identity_type : void 0;
  const constraints2 = [...target2.facts?.constraints.values() ?? []];
  return kind === "d" ? constraints2.some((constraint) => constraint.kind === "primary-key") : kind !== "n";
}
__name(identifies, "identifies");
var publications = {
  name: "Publications",
  rules: [PUBLICATION, UNIDENTIFIED, REPLICA],
  alterTable: {
    AT_ReplicaIdentity: /* @__PURE__ */ __name((effects, command, target2) => {
      effects.lock(target2, "AccessExclusiveLock");
      const identified = identifies(command, target2);
      effects.change(target2, { identified });
      if (identified) effects.memory.keyed.add(target2.name);
      else effects.memory.keyed.delete(target2.name);
      effects.hazard(REPLICA, `${target2.name} changes its replica identity`, target2);
    }, "AT_ReplicaIdentity")
  },
  statements: {
    CreatePublicationStmt: create3,
    AlterPublicationStmt: alter,
    DropStmt: drop4
  }
};

// src/database/hazards/rules/reach.ts
var OUT_OF_REACH = {
  id: "used-out-of-reach",
  severity: "refused",
  threat: "compatibility",
  whateverServes: true,
  title: "The app uses a new table, view or function (`supabase/usage.json`), but no role other than its owner can use it that way. New Supabase projects, and since 30 October 2026 all that did not opt out, no longer grant anything on new tables automatically",
  instead: "Add the GRANT at the end of the message in the same release, for the roles that the app uses. service_role needs one too."
};
var NOBODY = {
  id: "no-api-role-reaches",
  severity: "info",
  threat: "compatibility",
  title: "Nobody can use a new table or view of an exposed schema through the Data API, not even service_role: right for private data, but a mistake if the app uses it",
  instead: "If the app uses it through the Data API, GRANT what it needs; create private data in another schema."
};
var VERBS = ["select", "insert", "update", "delete"];
function made(effects, relation, node) {
  if (!effects.facts.known || relation?.relpersistence === "t") return;
  const target2 = effects.target(relation);
  if (!target2.isNew) return;
  const schema = target2.name.split(".")[0] ?? "";
  if (!effects.memory.rights.has(`table ${target2.name}`))
    beginRights(effects, `table ${target2.name}`, "table", schema);
  const relationMade = track(effects.memory, target2.name);
  const sequences = serials(effects, node, target2.name);
  effects.later.push((memory) => {
    const end = standing(world(effects, memory), relationMade.name);
    if (!end.isThere || !end.isNew) return;
    const { uses } = effects.setting;
    if (!uses) {
      if (!node?.partbound) hint(effects, world(effects, memory), end);
      return;
    }
    const used = Object.entries(uses.uses.relations).find(
      ([name]) => namesOf(name)?.join(".") === end.name
    )?.[1];
    if (used) reached(effects, world(effects, memory), end, used, sequences);
  });
}
__name(made, "made");
function reached(effects, at, end, used, sequences) {
  const missing = VERBS.filter(
    (verb) => isUsed(used[verb]) && holders(at, end.rights, verb, used[verb]).length === 0
  );
  const name = named(end.name);
  if (missing.length > 0) {
    const verbs = missing.map((verb) => verb.toUpperCase()).join(", ");
    const grant2 = `GRANT ${verbs} ON ${name} TO ${suggested(end)};`;
    effects.hazard(
      OUT_OF_REACH,
      `the app uses ${end.name} (${missing.join(", ")}), but no role other than its owner can: ${grant2}`
    );
  }
  const inserting = holders(at, end.rights, "insert", used.insert);
  for (const { column, sequence } of isUsed(used.insert) && inserting.length > 0 ? sequences : []) {
    if (gives(used.insert, column)) continue;
    const rights2 = at.memory.rights.get(`sequence ${sequence.name}`) ?? /* @__PURE__ */ new Map();
    const may = /* @__PURE__ */ __name((role2) => ["USAGE", "UPDATE"].some((each) => rights2.get(role2)?.has(each)), "may");
    if (may("public") || inserting.some(may)) continue;
    const grant2 = `GRANT USAGE ON SEQUENCE ${named(sequence.name)} TO ${inserting.join(", ")};`;
    effects.hazard(
      OUT_OF_REACH,
      `the app inserts into ${end.name}, but none of ${inserting.join(", ")} can use the sequence of ${column}: ${grant2}`
    );
  }
}
__name(reached, "reached");
var isUsed = /* @__PURE__ */ __name((use) => Array.isArray(use) ? use.length > 0 : use === true, "isUsed");
var gives = /* @__PURE__ */ __name((use, column) => Array.isArray(use) && use.includes(column), "gives");
function holders({ facts }, rights2, verb, use) {
  const all = verb.toUpperCase();
  const columns2 = Array.isArray(use) ? use : [];
  return [...rights2].flatMap(([role2, held]) => {
    const onEach = columns2.length > 0 && columns2.every((column) => column !== "*" && held.has(`${all} (${column})`));
    return role2 !== facts.role && (held.has(all) || onEach) ? [role2] : [];
  });
}
__name(holders, "holders");
function suggested({ rowSecurity: rowSecurity2, policies: policies2 }) {
  const meant = [...policies2.values()].flatMap(
    ({ roles: roles2 }) => roles2.flatMap((role2) => role2 === "public" ? ["anon", "authenticated"] : [role2])
  );
  if (meant.length > 0) return [...new Set(meant)].join(", ");
  return rowSecurity2 ? "service_role" : "authenticated";
}
__name(suggested, "suggested");
function hint(effects, at, end) {
  const { inherits } = effects.facts;
  if (!isExposed(at, end.name) || !inherits?.size) return;
  const reach2 = /* @__PURE__ */ __name((role2) => [...end.rights.get(role2) ?? []].some(
    (right) => ROWS.some((row) => right === row || right.startsWith(`${row} (`))
  ), "reach");
  const roles2 = [...inherits.keys(), ...[...inherits.values()].flatMap(({ of }) => of), "public"];
  if (roles2.some((role2) => role2 !== effects.facts.role && reach2(role2))) return;
  const forApi = [...end.policies.values()].some(
    ({ roles: meant }) => meant.some((role2) => API_ROLES.includes(role2))
  );
  effects.hazard(
    NOBODY,
    `no API role can use ${end.name}${forApi ? ", but it has policies for them" : ""}; if the app does: GRANT SELECT, INSERT, UPDATE, DELETE ON ${named(end.name)} TO ${suggested(end)};`,
    void 0,
    { severity: forApi ? "warning" : "info" }
  );
}
__name(hint, "hint");
var named = /* @__PURE__ */ __name((name) => name.split(".").map(ident).join("."), "named");
function serials(effects, node, table) {
  const [schema = "", bare = ""] = table.split(".");
  return (node?.tableElts ?? []).flatMap((element) => {
    if (!("ColumnDef" in element)) return [];
    const { colname: column = "", typeName: typeName2 } = element.ColumnDef;
    if (!/serial/.test(nameList(typeName2?.names).at(-1) ?? "")) return [];
    const name = `${schema}.${bare}_${column}_seq`;
    const key = `sequence ${name}`;
    if (!effects.memory.rights.has(key)) beginRights(effects, key, "sequence", schema);
    return [{ column, sequence: track(effects.memory, name) }];
  });
}
__name(serials, "serials");
function called(effects, node) {
  const { facts, memory, setting: setting2 } = effects;
  if (!facts.known || !setting2.uses) return;
  const name = routineName(nameList(node.funcname), facts, [
    ...facts.routines.keys(),
    ...memory.routines.keys()
  ]);
  const { types: types2 } = routineOf(node, facts);
  const isOld = facts.routines.get(name)?.some((each) => signature(each.types, facts) === signature(types2, facts));
  const isCalled = setting2.uses.uses.functions.some((each) => sameFunction(each, name, types2, effects));
  if (isOld || !isCalled) return;
  const key = functionKey(effects, name, types2);
  effects.later.push((end) => {
    const rights2 = end.rights.get(key) ?? freshRights({ facts, memory: end }, "function", name.split(".")[0] ?? "");
    if ([...rights2].some(([role2, held]) => role2 !== facts.role && held.has("EXECUTE"))) return;
    const grant2 = `GRANT EXECUTE ON FUNCTION ${named(name)}(${types2.join(", ")}) TO authenticated;`;
    effects.hazard(OUT_OF_REACH, `the app calls ${name}, but no role other than its owner can: ${grant2}`);
  });
}
__name(called, "called");
function sameFunction(written, name, types2, { facts }) {
  const used = functionOf(written);
  return used?.names.join(".") === name && signature(used.types, facts) === signature(types2, facts);
}
__name(sameFunction, "sameFunction");
var reach = {
  name: "What the app can use",
  rules: [OUT_OF_REACH, NOBODY],
  statements: {
    CreateStmt: /* @__PURE__ */ __name((effects, node) => made(effects, node.relation, node), "CreateStmt"),
    CreateTableAsStmt: /* @__PURE__ */ __name((effects, node) => made(effects, node.into?.rel), "CreateTableAsStmt"),
    SelectStmt: /* @__PURE__ */ __name((effects, node) => made(effects, node.intoClause?.rel), "SelectStmt"),
    ViewStmt: /* @__PURE__ */ __name((effects, node) => made(effects, node.view), "ViewStmt"),
    CreateForeignTableStmt: /* @__PURE__ */ __name((effects, node) => made(effects, node.base?.relation), "CreateForeignTableStmt"),
    CreateFunctionStmt: called
  }
};

// src/database/hazards/rules/rename-programs.ts
var RENAME = {
  id: "rename-program",
  severity: "refused",
  threat: "compatibility",
  title: "A function, collation, role or database is renamed: the running version asks for the old name",
  instead: "Create one with the new name in addition, move the code, and drop the old one later."
};
var NAMED = /* @__PURE__ */ new Set([
  ...FUNCTIONS,
  "OBJECT_COLLATION",
  "OBJECT_TSCONFIGURATION",
  "OBJECT_ROLE",
  "OBJECT_DATABASE"
]);
function rename2(effects, node) {
  if (!NAMED.has(node.renameType ?? "")) return;
  effects.ddl = true;
  const names = node.object ? namesOf2(node.object) : [node.subname ?? ""];
  const kind = (node.renameType ?? "").replace("OBJECT_", "").toLowerCase();
  const label = `${kind} ${names.join(".")}`;
  const known = effects.memory.functions.get(names.at(-1) ?? "");
  if (!FUNCTIONS.has(node.renameType ?? "") || !node.object) {
    effects.contract = true;
    effects.hazard(RENAME, `${label} becomes ${node.newname}`);
    return;
  }
  const name = qualified(effects, names);
  const types2 = namedTypes(node.object, effects.facts);
  const all = overloads(effects, name);
  const moved4 = all.filter(
    (each) => !types2 || signature(each.types, effects.facts) === signature(types2, effects.facts)
  );
  effects.memory.routines.set(
    name,
    all.filter((each) => !moved4.includes(each))
  );
  const newName = [...name.split(".").slice(0, -1), node.newname].join(".");
  effects.memory.routines.set(newName, [
    ...overloads(effects, newName),
    ...moved4.map((each) => ({ ...each, file: effects.setting.file }))
  ]);
  for (const each of moved4)
    effects.memory.rights.set(
      functionKey(effects, newName, each.types),
      each.rights ?? freshRights(effects, "function", name.split(".")[0] ?? "")
    );
  if (known) effects.memory.functions.set(node.newname ?? "", known);
  if (moved4.length > 0 && moved4.every(({ file }) => file !== void 0)) return;
  if (moved4.length === 0 && known) return;
  effects.goes(
    RENAME,
    `${label} becomes ${node.newname}`,
    (end) => moved4[0] ? routineFate(effects, name, moved4[0], end) : GONE,
    {
      message: `${label} becomes ${node.newname}`,
      isChange: true
    }
  );
}
__name(rename2, "rename");
var renamePrograms = {
  name: "Renamed functions",
  rules: [RENAME],
  statements: { RenameStmt: rename2 }
};

// src/database/hazards/rules/renames.ts
var RENAME2 = {
  id: "rename-table",
  severity: "refused",
  threat: "compatibility",
  title: "A table or view is renamed or moved: the running version uses the old name",
  instead: "Create a view with the new name, move the code, and rename later.",
  squawk: ["renaming-table"]
};
var RENAME_COLUMN = {
  id: "rename-column",
  severity: "refused",
  threat: "compatibility",
  title: "A column is renamed: the running version uses the old name",
  instead: "Add a column with the new name, keep both filled, move the code, drop the old one later.",
  squawk: ["renaming-column"]
};
var RELATION_TYPES = /* @__PURE__ */ new Set([
  "OBJECT_TABLE",
  "OBJECT_VIEW",
  "OBJECT_MATVIEW",
  "OBJECT_FOREIGN_TABLE",
  "OBJECT_SEQUENCE"
]);
var ALONE = /* @__PURE__ */ new Set([...RELATION_TYPES, "OBJECT_RULE", "OBJECT_POLICY"]);
var ATTACHED = {
  OBJECT_TRIGGER: "trigger",
  OBJECT_POLICY: "policy",
  OBJECT_RULE: "rule"
};
function rename3(effects, node) {
  if (!node.relation) return;
  effects.ddl = true;
  const target2 = effects.target(node.relation);
  if (node.renameType === "OBJECT_INDEX") return;
  if (ALONE.has(node.renameType ?? "")) effects.lock(target2, "AccessExclusiveLock");
  else if (node.renameType === "OBJECT_TRIGGER") effects.lockPartitions(target2, "AccessExclusiveLock");
  else effects.lockTree(target2, "AccessExclusiveLock");
  const attached = ATTACHED[node.renameType ?? ""];
  if (attached) effects.attach(target2, `${attached} ${node.newname}`);
  if (node.renameType === "OBJECT_COLUMN" || node.renameType === "OBJECT_ATTRIBUTE") {
    renameColumn(effects, target2, node);
    if (effects.memory.columns.delete(`${target2.name}.${node.subname}`)) {
      effects.memory.columns.add(`${target2.name}.${node.newname}`);
      return;
    }
    effects.breaks(target2);
    effects.hazard(RENAME_COLUMN, `${target2.name}.${node.subname} becomes ${node.newname}`, target2);
  } else if (RELATION_TYPES.has(node.renameType ?? "")) {
    moved2(effects, target2, `${target2.name.split(".")[0]}.${node.newname}`);
  }
}
__name(rename3, "rename");
function renameColumn(effects, target2, node) {
  const facts = target2.facts?.columns.get(node.subname ?? "");
  effects.changeColumn(target2, node.subname ?? "", void 0);
  if (facts) effects.changeColumn(target2, node.newname ?? "", facts);
}
__name(renameColumn, "renameColumn");
function moveSchema(effects, node) {
  effects.ddl = true;
  if (!node.relation) return;
  const target2 = effects.target(node.relation);
  effects.lock(target2, "AccessExclusiveLock");
  lockSequences(effects, target2);
  moved2(effects, target2, `${node.newschema}.${target2.name.split(".")[1]}`);
}
__name(moveSchema, "moveSchema");
function moved2(effects, target2, newName) {
  const {
    created,
    createdInFile,
    renamed,
    dropped,
    made: made2,
    rights: rights2,
    rowSecurity: rowSecurity2,
    tracked,
    newPolicies,
    owners
  } = effects.memory;
  const before = target2.facts;
  const message = `${target2.name} becomes ${newName}`;
  effects.goes(RENAME2, message, (end) => before ? viewFate(effects, target2.name, before, end) : GONE, {
    target: target2,
    message,
    isChange: true
  });
  for (const each of tracked) if (each.name === target2.name) each.name = newName;
  move(rights2, `table ${target2.name}`, `table ${newName}`);
  move(owners, target2.name, newName);
  if (created.delete(target2.name)) {
    created.add(newName);
    move(newPolicies, target2.name, newName);
    if (rowSecurity2.delete(target2.name)) rowSecurity2.add(newName);
    move(made2, target2.name, newName);
  } else if (!target2.isAbsent) renamed.set(newName, renamed.get(target2.name) ?? target2.name);
  if (createdInFile.delete(target2.name)) createdInFile.add(newName);
  dropped.add(target2.name);
  dropped.delete(newName);
}
__name(moved2, "moved");
function move(map, from, to) {
  const value = map.get(from);
  map.delete(from);
  if (value !== void 0) map.set(to, value);
}
__name(move, "move");
var renames = {
  name: "Renames",
  rules: [RENAME2, RENAME_COLUMN],
  statements: { RenameStmt: rename3, AlterObjectSchemaStmt: moveSchema }
};

// src/database/hazards/rules/row-security.ts
var DISABLE = {
  id: "disable-row-security",
  severity: "refused",
  threat: "authorization",
  title: "Row level security is switched off: everybody with a grant sees and changes every row"
};
var ENABLE = {
  id: "enable-row-security",
  severity: "warning",
  threat: "authorization",
  title: "Row level security is switched on for an existing table: without a policy, the running version no longer sees its rows"
};
function enableFate(effects, target2, isForced, end) {
  const before = effects.original(target2);
  const policies2 = end.changed.get(effects.memory.renamed.get(target2.name) ?? target2.name)?.policies;
  if (!before?.rights) return { state: "gone" };
  const roles2 = /* @__PURE__ */ new Map();
  for (const [role2, privileges2] of before.rights) {
    const isBound = isForced ? role2 === before.owner : role2 !== before.owner;
    if (!isBound || effects.facts.unbound.has(role2)) continue;
    const commands = ["select", "insert", "update", "delete"].filter(
      (command) => [...privileges2].some((privilege) => privilege.startsWith(command.toUpperCase()))
    );
    if (commands.length > 0) roles2.set(role2, commands);
  }
  const why = hidesFrom(roles2, policies2 ?? /* @__PURE__ */ new Map(), typesOf(before, effects.facts));
  if (why) return differs(why);
  return AGAIN(...[...policies2?.values() ?? []].map(({ file }) => file));
}
__name(enableFate, "enableFate");
var rowSecurity = {
  name: "Row level security",
  rules: [DISABLE, ENABLE],
  alterTable: {
    AT_EnableRowSecurity: /* @__PURE__ */ __name((effects, _command, target2) => {
      effects.lock(target2, "AccessExclusiveLock");
      effects.memory.rowSecurity.add(target2.name);
      if (target2.isNew || target2.isAbsent || target2.facts?.rowSecurity) return;
      effects.change(target2, { rowSecurity: true });
      const message = `${target2.name} gets row level security`;
      effects.goes(ENABLE, message, (end) => enableFate(effects, target2, false, end), {
        target: target2,
        message,
        keepsWarning: true,
        isChange: true
      });
    }, "AT_EnableRowSecurity"),
    AT_DisableRowSecurity: /* @__PURE__ */ __name((effects, _command, target2) => {
      effects.lock(target2, "AccessExclusiveLock");
      effects.memory.rowSecurity.delete(target2.name);
      if (target2.isNew || target2.facts?.rowSecurity === false) return;
      effects.change(target2, { rowSecurity: false });
      effects.hazard(DISABLE, `${target2.name} loses row level security`);
    }, "AT_DisableRowSecurity"),
    AT_ForceRowSecurity: /* @__PURE__ */ __name((effects, _command, target2) => {
      effects.lock(target2, "AccessExclusiveLock");
      if (target2.isNew) return;
      const message = `row level security of ${target2.name} binds its owner too`;
      effects.goes(ENABLE, message, (end) => enableFate(effects, target2, true, end), {
        target: target2,
        message,
        keepsWarning: true,
        isChange: true
      });
    }, "AT_ForceRowSecurity"),
    AT_NoForceRowSecurity: /* @__PURE__ */ __name((effects, _command, target2) => {
      effects.lock(target2, "AccessExclusiveLock");
      if (!target2.isNew)
        effects.hazard(DISABLE, `row level security of ${target2.name} no longer binds its owner`);
    }, "AT_NoForceRowSecurity")
  }
};

// src/database/hazards/rules/server.ts
var DATABASE = {
  id: "drop-database",
  severity: "refused",
  threat: "loss",
  title: "A database or tablespace is dropped",
  squawk: ["ban-drop-database"]
};
var DROP_SCHEMA = {
  id: "drop-schema",
  severity: "refused",
  threat: "loss",
  title: "A schema is dropped; with CASCADE everything in it goes too",
  squawk: ["ban-drop-schema"]
};
var RENAME_SCHEMA = {
  id: "rename-schema",
  severity: "refused",
  threat: "compatibility",
  title: "A schema is renamed: the running version asks for the old name"
};
var EXTENSION = {
  id: "drop-extension",
  severity: "refused",
  threat: "loss",
  title: "An extension is dropped; with CASCADE every column of its types goes too",
  squawk: ["ban-drop-extension"]
};
var OBJECT = {
  id: "drop-object",
  severity: "warning",
  threat: "compatibility",
  title: "An operator, cast, collation, text search configuration, language or foreign server is dropped that the running version might use"
};
var SETTINGS = {
  id: "server-setting",
  severity: "refused",
  threat: "correctness",
  title: "Settings of the whole server or database are changed"
};
var MOVE = {
  id: "move-object-schema",
  severity: "refused",
  threat: "compatibility",
  title: "A function, type or extension moves to another schema: the running version looks for it in the old one"
};
var RELATIONS = /* @__PURE__ */ new Set([
  "OBJECT_TABLE",
  "OBJECT_VIEW",
  "OBJECT_MATVIEW",
  "OBJECT_SEQUENCE",
  "OBJECT_FOREIGN_TABLE"
]);
function drop5(effects, node) {
  const cascades = node.behavior === "DROP_CASCADE";
  for (const names of objectNames(node.objects)) {
    const name = names.join(".");
    if (node.removeType === "OBJECT_SCHEMA") {
      effects.ddl = true;
      if (effects.memory.schemas.delete(name)) continue;
      const known = effects.facts.schemas.has(name) || [...effects.facts.relations.keys()].some((each) => each.startsWith(`${name}.`));
      if ((node.missing_ok || effects.guarded) && effects.facts.known && !known) continue;
      effects.contract = true;
      const held = cascades ? lockAll(effects, name) : [];
      if (cascades) effects.losesData = true;
      const rows = held.some((table) => effects.facts.relations.get(table)?.empty !== true);
      const labels = held.map((table) => effects.facts.relations.get(table)).flatMap((facts) => facts ? [`${facts.name} (${size(facts)})`] : []);
      const what = held.length > 0 ? ` with ${labels.join(", ")}` : cascades ? " with everything in it" : "";
      effects.hazard(DROP_SCHEMA, `schema ${name} is dropped${what}`, void 0, { onRows: rows });
    } else if (node.removeType === "OBJECT_EXTENSION") {
      effects.ddl = true;
      if (effects.memory.extensions.delete(name)) continue;
      if ((node.missing_ok || effects.guarded) && effects.facts.extensions?.has(name) === false) continue;
      effects.contract = true;
      if (cascades) effects.losesData = true;
      effects.hazard(EXTENSION, `extension ${name} is dropped`);
    } else if (NAMED_IN_SQL.has(node.removeType ?? "")) dropObject(effects, node, name);
  }
}
__name(drop5, "drop");
var NAMED_IN_SQL = /* @__PURE__ */ new Set([
  "OBJECT_ACCESS_METHOD",
  "OBJECT_CAST",
  "OBJECT_COLLATION",
  "OBJECT_CONVERSION",
  "OBJECT_FDW",
  "OBJECT_FOREIGN_SERVER",
  "OBJECT_LANGUAGE",
  "OBJECT_OPCLASS",
  "OBJECT_OPERATOR",
  "OBJECT_OPFAMILY",
  "OBJECT_TRANSFORM",
  "OBJECT_TSCONFIGURATION",
  "OBJECT_TSDICTIONARY",
  "OBJECT_TSPARSER",
  "OBJECT_TSTEMPLATE"
]);
function dropObject(effects, node, name) {
  effects.ddl = true;
  effects.contract = true;
  const what = `${(node.removeType ?? "").replace("OBJECT_", "").toLowerCase().replaceAll("_", " ")} ${name}`;
  effects.hazard(OBJECT, `${what} is dropped`);
  if (node.behavior !== "DROP_CASCADE") return;
  effects.losesData = true;
  effects.hazard(CASCADE, `${what} is dropped with everything that depends on it`);
}
__name(dropObject, "dropObject");
function lockAll(effects, schema) {
  const held = [];
  for (const [name, facts] of effects.facts.relations) {
    if (!name.startsWith(`${schema}.`) || facts.kind === "index" || effects.memory.dropped.has(name))
      continue;
    for (const each of [name, ...facts.referencedBy, ...facts.views])
      effects.lock(each, "AccessExclusiveLock");
    for (const { references } of facts.constraints.values())
      if (references) effects.lock(references, "AccessExclusiveLock");
    if (facts.kind === "table" || facts.kind === "partitioned") held.push(name);
    effects.memory.dropped.add(name);
  }
  return held;
}
__name(lockAll, "lockAll");
function rename4(effects, node) {
  if (node.renameType !== "OBJECT_SCHEMA" || effects.memory.schemas.has(node.subname ?? "")) return;
  effects.ddl = true;
  effects.contract = true;
  effects.hazard(RENAME_SCHEMA, `schema ${node.subname} becomes ${node.newname}`);
}
__name(rename4, "rename");
function move2(effects, node) {
  if (RELATIONS.has(node.objectType ?? "")) return;
  effects.contract = true;
  effects.hazard(MOVE, `${namesOf2(node.object).join(".")} moves to schema ${node.newschema}`);
}
__name(move2, "move");
var lose = /* @__PURE__ */ __name((what) => (effects, node) => {
  effects.losesData = true;
  effects.contract = true;
  effects.hazard(DATABASE, `${what} ${node.dbname ?? node.tablespacename} is dropped`);
}, "lose");
var setting = /* @__PURE__ */ __name((effects) => effects.hazard(SETTINGS, "a setting of the server or database changes"), "setting");
var server = {
  name: "Schemas, extensions, server",
  rules: [DATABASE, DROP_SCHEMA, RENAME_SCHEMA, EXTENSION, OBJECT, SETTINGS, MOVE],
  statements: {
    DropStmt: drop5,
    RenameStmt: rename4,
    AlterObjectSchemaStmt: move2,
    DropdbStmt: lose("database"),
    DropTableSpaceStmt: lose("tablespace"),
    AlterSystemStmt: setting,
    AlterDatabaseSetStmt: setting,
    AlterDatabaseStmt: setting,
    CreateExtensionStmt: /* @__PURE__ */ __name((effects, node) => {
      effects.add(`extension ${node.extname}`);
      if (!effects.facts.extensions?.has(node.extname ?? ""))
        effects.memory.extensions.add(node.extname ?? "");
    }, "CreateExtensionStmt"),
    CreateSchemaStmt: /* @__PURE__ */ __name((effects, node) => {
      effects.ddl = true;
      const name = node.schemaname ?? node.authrole?.rolename ?? "";
      if ((node.if_not_exists || effects.guarded) && effects.facts.schemas.has(name)) return;
      effects.add(`schema ${name}`);
      effects.memory.schemas.add(name);
    }, "CreateSchemaStmt")
  }
};

// src/database/hazards/rules/session.ts
var LOCK_TIMEOUT = {
  id: "lock-timeout-changed",
  severity: "info",
  threat: "stall",
  title: "The file sets lock_timeout; Shiplock restores the lock budget after it",
  squawk: ["require-timeout-settings", "require-lock-timeout"]
};
var NO_TIMEOUT = {
  id: "statement-timeout-off",
  severity: "info",
  threat: "stall",
  title: "The file lets statements run without a time limit",
  squawk: ["require-statement-timeout"]
};
var SESSION = {
  id: "session-setting",
  severity: "info",
  threat: "correctness",
  title: "A setting without LOCAL would outlive the file; the session is reset after each file",
  instead: "SET LOCAL."
};
var ROLE2 = {
  id: "set-role",
  severity: "warning",
  threat: "authorization",
  title: "The file changes its role: what it creates belongs to that role"
};
var TRIGGERS_OFF = {
  id: "session-replication-role",
  severity: "refused",
  threat: "correctness",
  title: "session_replication_role = replica switches off triggers and foreign keys for the session"
};
var OWN_TRANSACTION = {
  id: "own-transaction",
  severity: "info",
  threat: "correctness",
  title: "The file has its own transaction",
  squawk: ["transaction-nesting", "ban-uncommitted-transaction"]
};
function set(effects, node) {
  const name = (node.name ?? "").toLowerCase();
  const value = constant(node.args?.[0]);
  if (setsLockTimeout(effects.statement))
    effects.hazard(LOCK_TIMEOUT, `lock_timeout becomes ${value ?? "the default"}`);
  if (name === "statement_timeout" && (value === "0" || value === void 0))
    effects.hazard(NO_TIMEOUT, "statement_timeout is switched off");
  if (name === "session_replication_role" && value === "replica")
    effects.hazard(TRIGGERS_OFF, "triggers and foreign keys are switched off");
  else if (name === "role" || name === "session_authorization")
    effects.hazard(ROLE2, `the role becomes ${value ?? "the default"}`);
  else if (!node.is_local && node.kind === "VAR_SET_VALUE")
    effects.hazard(SESSION, `${name} is set for the session`);
}
__name(set, "set");
function transaction(effects, node) {
  const kind = node.kind ?? "";
  if (kind.includes("SAVEPOINT") || kind.includes("RELEASE") || kind.includes("_TO")) return;
  effects.hazard(OWN_TRANSACTION, `${effects.statement.text.split(/\s/, 1)[0]?.toUpperCase()} in the file`);
}
__name(transaction, "transaction");
var session = {
  name: "Session and transaction",
  rules: [LOCK_TIMEOUT, NO_TIMEOUT, SESSION, ROLE2, TRIGGERS_OFF, OWN_TRANSACTION],
  statements: { VariableSetStmt: set, TransactionStmt: transaction }
};

// src/database/hazards/rules/target.ts
var UNKNOWN_TO_SERVER = {
  id: "unknown-to-server",
  severity: "refused",
  threat: "correctness",
  refusedByServer: true,
  title: "The target\u2019s version of PostgreSQL does not have the syntax, function, setting, option, extension or predefined role that a statement needs",
  instead: "Write it for the target\u2019s version, or upgrade the target first."
};
var UNKNOWN_NAME = {
  id: "unknown-name-in-code",
  severity: "warning",
  threat: "correctness",
  title: "Code that a statement creates, or runs under a condition, calls something that neither the target nor a pending file has"
};
var BROKEN_ROWS = {
  id: "rows-break-constraint",
  severity: "refused",
  threat: "correctness",
  refusedByServer: true,
  ofRows: true,
  title: "Existing rows break a constraint that a statement adds",
  instead: "Correct the rows in an earlier file, or add the constraint NOT VALID."
};
var ROWS_BREAK_TODAY = {
  id: "rows-break-today",
  severity: "info",
  threat: "correctness",
  title: "Rows currently break a constraint, but earlier pending statements change rows of the table, or it runs under a condition: the server checks it then",
  instead: "Check that the earlier statements leave none of them."
};
var ROWS_NOT_TRIED = {
  id: "rows-not-tried",
  severity: "info",
  threat: "correctness",
  title: "Shiplock could not test whether existing rows break a constraint, or only on a sample"
};
var MAY_NOT = {
  id: "role-may-not",
  severity: "refused",
  threat: "correctness",
  refusedByServer: true,
  title: "The role that migrates cannot run a statement: it does not own the object, or lacks a privilege, an attribute or a membership",
  instead: "Let the role named in the message run the statement in the message once, in each environment."
};
var MAY_PERHAPS_NOT = {
  id: "role-may-perhaps-not",
  severity: "info",
  threat: "correctness",
  title: "Shiplock cannot tell whether the role that migrates can run a statement: the platform lets it do more than the catalog says, or code that Shiplock cannot analyze runs first"
};
var WITHOUT_EFFECT = {
  id: "grant-without-effect",
  severity: "warning",
  threat: "correctness",
  title: "GRANT or REVOKE by a role that cannot grant any of the privileges: the server warns, and nothing changes"
};
var target = {
  name: "Checks against the target",
  rules: [
    UNKNOWN_TO_SERVER,
    UNKNOWN_NAME,
    BROKEN_ROWS,
    ROWS_BREAK_TODAY,
    ROWS_NOT_TRIED,
    MAY_NOT,
    MAY_PERHAPS_NOT,
    WITHOUT_EFFECT
  ]
};

// src/database/hazards/locks/time.ts
var UNITS = {
  us: 1e-3,
  ms: 1,
  s: 1e3,
  min: 6e4,
  h: 36e5,
  d: 864e5
};
function milliseconds(value) {
  const [, number, unit = "ms"] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)?\s*$/.exec(value) ?? [];
  const factor = UNITS[unit];
  return number === void 0 || factor === void 0 ? void 0 : Number(number) * factor;
}
__name(milliseconds, "milliseconds");

// src/database/hazards/rules/timeouts.ts
var TOO_LONG = {
  id: "statement-timeout-too-short",
  severity: "warning",
  threat: "correctness",
  title: "A statement reads or builds so much that the statement_timeout of the role that migrates (2 min on Supabase) might cancel it",
  instead: "SET statement_timeout = 0 (or long enough) before it in the file; it applies only to this file."
};
var PER_SECOND = { bytes: 20 * 1024 ** 2, rows: 2e5 };
function setBy(node, role2) {
  if (!("VariableSetStmt" in node)) return void 0;
  const { name, kind, args } = node.VariableSetStmt;
  if (kind === "VAR_RESET_ALL") return role2;
  if (name?.toLowerCase() !== "statement_timeout") return void 0;
  if (kind !== "VAR_SET_VALUE") return role2;
  return milliseconds(constant(args?.[0]) ?? "") ?? "unknown";
}
__name(setBy, "setBy");
function underTimeout(all) {
  const role2 = all[0]?.facts.statementTimeoutMs ?? 0;
  let timeout = role2;
  for (const effects of all) {
    const set2 = setBy(effects.statement.node, role2);
    if (set2 !== void 0) timeout = set2 === "unknown" ? 0 : set2;
    if (timeout > 0) mayEnd(effects, timeout);
  }
}
__name(underTimeout, "underTimeout");
function mayEnd(effects, timeout) {
  if (!effects.scans && !effects.rewrites && !effects.bulkData) return;
  const slow = [...effects.locks.keys()].flatMap((name) => {
    const { facts } = effects.named(name.split("."));
    if (!facts || facts.empty || facts.rows <= TINY.rows) return [];
    const seconds = Math.max(facts.bytes / PER_SECOND.bytes, facts.rows / PER_SECOND.rows);
    return seconds * 1e3 > timeout ? [{ name, seconds, facts }] : [];
  });
  const [longest] = slow.sort((a, b) => b.seconds - a.seconds);
  if (!longest) return;
  effects.hazard(
    TOO_LONG,
    `${longest.name} (${size(longest.facts)}) might take ${inWords2(longest.seconds)} on a small server, but statement_timeout cancels the statement after ${inWords2(timeout / 1e3)}`
  );
}
__name(mayEnd, "mayEnd");
var inWords2 = /* @__PURE__ */ __name((seconds) => seconds < 120 ? `${Number(seconds.toPrecision(2))} s` : `${Math.round(seconds / 60)} min`, "inWords");
var timeouts = {
  name: "Timeouts",
  rules: [TOO_LONG],
  file: /* @__PURE__ */ __name((all, isBatched) => underTimeout(all.filter((effects) => !isBatched(effects))), "file")
};

// src/database/hazards/rules/together.ts
var HELD = {
  id: "work-under-exclusive-lock",
  severity: "warning",
  threat: "stall",
  title: "Rows are read or changed while the transaction still holds ACCESS EXCLUSIVE on a table in use",
  instead: "Put the work into a separate migration, before or after."
};
var SEVERAL = {
  id: "several-exclusive-locks",
  severity: "warning",
  threat: "stall",
  title: "One transaction takes ACCESS EXCLUSIVE on several tables in use: they stall together and can deadlock with readers",
  instead: "Use one migration per table."
};
var MIXED = {
  id: "ddl-with-bulk-data",
  severity: "warning",
  threat: "stall",
  title: "A file changes both the schema and many rows: the locks of the schema change last until the rows are done",
  instead: "Put the data into a separate migration, in batches (`-- shiplock: batch \u2026`)."
};
var NEEDS_NO_TRANSACTION = {
  id: "concurrently-in-transaction",
  severity: "refused",
  threat: "correctness",
  title: "A statement that cannot run in a transaction is in one: between the file's own BEGIN and COMMIT, or on partitions",
  instead: "Put it into a separate migration; use REINDEX CONCURRENTLY, or name each partition.",
  squawk: ["ban-concurrent-index-creation-in-transaction"],
  refusedByServer: true
};
var UNUSED = {
  id: "unused-allowance",
  severity: "info",
  threat: "style",
  title: "There is an allowance for a hazard that does not occur",
  squawk: ["unused-ignore"]
};
function inTransaction(effects, isTransactional) {
  if (!isTransactional) return;
  const why = effects.needsNoTransaction;
  if (why) effects.hazard(NEEDS_NO_TRANSACTION, `${why} cannot run in a transaction, but this file is one`);
  const { exclusive } = effects.memory;
  const held = [...exclusive].filter((name) => !effects.locks.has(name) || effects.scans || effects.bulkData);
  if (held.length > 0 && (effects.scans || effects.bulkData) && touchesBusy(effects)) {
    effects.hazard(HELD, `this runs while ${held.join(", ")} cannot be read or written`);
  }
  const before = exclusive.size;
  const below = new Set(
    [...effects.locks.keys()].flatMap((name) => effects.named(name.split(".")).facts?.children ?? [])
  );
  for (const [name, level] of effects.locks) {
    if (level === "AccessExclusiveLock" && isBusy(effects, name) && !below.has(name)) exclusive.add(name);
  }
  if (exclusive.size > 1 && exclusive.size > before) {
    effects.hazard(SEVERAL, `${[...exclusive].join(", ")} are held ACCESS EXCLUSIVE together`);
  }
}
__name(inTransaction, "inTransaction");
function touchesBusy(effects) {
  return [...effects.locks.keys()].some((name) => isBusy(effects, name));
}
__name(touchesBusy, "touchesBusy");
function isBusy(effects, name) {
  const target2 = effects.named(name.split("."));
  return !target2.isNew && !target2.isTiny && !target2.isAbsent;
}
__name(isBusy, "isBusy");
function inFile(all) {
  const schema = all.some((effects) => effects.ddl && touchesBusy(effects));
  if (!schema) return;
  for (const effects of all) {
    if (effects.bulkData) effects.hazard(MIXED, "this data change shares its file with schema changes");
  }
}
__name(inFile, "inFile");
function insideOwnTransaction(effects) {
  const why = cannotRunInTransaction(effects.statement);
  if (why) effects.hazard(NEEDS_NO_TRANSACTION, `${why} cannot run inside the file's BEGIN and COMMIT`);
}
__name(insideOwnTransaction, "insideOwnTransaction");
function unusedAllowances(effects, directives) {
  for (const directive of directives) {
    if (directive.kind !== "allow") continue;
    const found = effects.hazards.find(({ rule: rule2 }) => rule2.id === directive.rule);
    if (found?.rule.onlyByPolicy) {
      effects.hazard(
        UNUSED,
        `a comment cannot allow ${directive.rule}: list the table in database.openTables`
      );
      continue;
    }
    if (found) continue;
    effects.hazard(UNUSED, `${directive.rule} is allowed but does not occur`);
  }
}
__name(unusedAllowances, "unusedAllowances");
var together = {
  name: "Statements together",
  rules: [HELD, SEVERAL, MIXED, NEEDS_NO_TRANSACTION, UNUSED],
  after: /* @__PURE__ */ __name((effects, { transactional, ownTransaction }) => {
    inTransaction(effects, transactional);
    if (ownTransaction) insideOwnTransaction(effects);
  }, "after"),
  file: inFile,
  allowances: unusedAllowances
};

// src/database/hazards/rules/views.ts
var VIEW = {
  id: "view-bypasses-row-security",
  severity: "warning",
  threat: "authorization",
  title: "A view reads with the privileges of its owner, which bypasses row level security. Refused if anon or authenticated can see rows through it that policies hide from them; only a remark if no API role can use it",
  instead: "CREATE VIEW \u2026 WITH (security_invoker = true), or REVOKE ALL from anon and authenticated."
};
var INVOKER2 = {
  id: "view-heeds-row-security",
  severity: "warning",
  threat: "authorization",
  title: "A view now reads with the privileges of the caller: reads of the running version through it might be refused",
  instead: "Grant what its readers need, and add policies, in an earlier release."
};
function view(effects, node) {
  effects.ddl = true;
  const target2 = effects.target(node.view);
  const isInvoker = isOn(node.options, "security_invoker") === true;
  const query = node.query && "SelectStmt" in node.query ? node.query.SelectStmt : void 0;
  effects.add(`view ${target2.name}`);
  const reads = readsOf(effects, query ? [{ SelectStmt: query }] : []);
  if (target2.facts) {
    effects.lock(target2, "AccessExclusiveLock");
    effects.change(target2, { reads });
  } else {
    if (!target2.isNew) beginRights(effects, `table ${target2.name}`, "table", schemaOf2(target2));
    remember(effects, target2.name);
    effects.memory.made.set(target2.name, {
      ...madeView(effects, target2, query, { aliases: nameList(node.aliases), isInvoker }),
      reads
    });
  }
  viewRights(effects, target2, isInvoker);
}
__name(view, "view");
var schemaOf2 = /* @__PURE__ */ __name((target2) => target2.name.split(".")[0] ?? "", "schemaOf");
function drop6(effects, node) {
  if (node.removeType !== "OBJECT_VIEW") return;
  effects.ddl = true;
  for (const names of objectNames(node.objects)) {
    const target2 = effects.named(names);
    const label = `view ${names.join(".")}`;
    effects.lock(target2, "AccessExclusiveLock");
    viewGoes(effects, target2, label, DROP3);
    if (node.behavior === "DROP_CASCADE")
      for (const other of target2.facts?.views ?? []) effects.lock(other, "AccessExclusiveLock");
    forget(effects, target2);
  }
}
__name(drop6, "drop");
function viewGoes(effects, target2, label, rule2) {
  const before = target2.isNew ? effects.original(target2) : target2.facts;
  if (target2.isAbsent || target2.isNew && !before) return;
  if (!before) {
    effects.breaks(target2);
    if (rule2) effects.hazard(rule2, `${label} is dropped`, target2);
    return;
  }
  const rights2 = effects.memory.rights.get(`table ${target2.name}`) ?? before.rights;
  const missed = { ...before, ...rights2 && !target2.isNew ? { rights: rights2 } : {} };
  effects.goes(rule2, label, (end) => viewFate(effects, target2.name, missed, end));
  effects.later.push((end) => {
    if (!end.made.has(target2.name) || !rights2) return;
    const more = gained(rights2, rightsAtEnd(end, `table ${target2.name}`));
    if (more.length > 0)
      effects.hazard(
        RIGHTS_ANEW,
        `${label} is recreated with default privileges: ${more.join(", ")} can use it`
      );
  });
}
__name(viewGoes, "viewGoes");
var viewOptions = /* @__PURE__ */ __name((effects, command, target2) => {
  const items = command.def && "List" in command.def ? command.def.List.items : void 0;
  if (!optionNames(items).has("security_invoker")) return;
  const isSet = command.subtype === "AT_SetRelOptions";
  viewRights(effects, target2, isSet && isOn(items, "security_invoker") === true);
}, "viewOptions");
function viewRights(effects, target2, isInvoker) {
  if (isInvoker) {
    keepInvoker(effects, target2, true);
    if (!target2.facts || target2.facts.securityInvoker) return;
    effects.change(target2, { securityInvoker: true });
    effects.breaks(target2);
    effects.hazard(INVOKER2, `${target2.name} reads with the privileges of the caller`, target2);
    return;
  }
  keepInvoker(effects, target2, false);
  effects.change(target2, { securityInvoker: false });
  bypasses(effects, target2);
}
__name(viewRights, "viewRights");
function keepInvoker(effects, target2, securityInvoker) {
  const made2 = effects.memory.made.get(target2.name);
  if (target2.isNew && made2) effects.memory.made.set(target2.name, { ...made2, securityInvoker });
}
__name(keepInvoker, "keepInvoker");
function bypasses(effects, { name }) {
  const before = openBefore(effects, name);
  const view2 = track(effects.memory, name);
  effects.later.push((memory) => {
    const at = world(effects, memory);
    const end = standing(at, view2.name);
    if (!end.isThere || !isView(end) || end.isInvoker || !isExposed(at, end.name)) return;
    const message = `${end.name} reads with its owner's privileges`;
    const visitors = visitorsOf(at, end, ["SELECT"]);
    if (effects.facts.known && visitors.length === 0) {
      effects.hazard(VIEW, `${message}; no API role can read it`, void 0, { severity: "info" });
      return;
    }
    const reads = readsOfView(effects, end);
    const past2 = reads && readPast(effects, at, reads, visitors);
    const tables2 = (past2?.tables ?? []).filter((table) => !before.includes(table));
    if (!past2 || past2.asksWho || past2.isSummary || tables2.length === 0) effects.hazard(VIEW, message);
    else
      effects.hazard(
        VIEW,
        `${message}: ${visitors.join(", ")} can read rows of ${tables2.join(", ")} through it that row level security hides`,
        void 0,
        { severity: "refused" }
      );
  });
}
__name(bypasses, "bypasses");
function openBefore(effects, name) {
  const { facts } = effects;
  const old = facts.relations.get(effects.memory.renamed.get(name) ?? name);
  const reads = old?.kind === "view" && !old.securityInvoker ? readsOfDefinition(effects, old.definition) : void 0;
  if (!old || !reads) return [];
  const before = world(effects, releaseMemory());
  if (!isExposed(before, old.name)) return [];
  const visitors = visitorsOf(before, { name: old.name, rights: old.rights ?? /* @__PURE__ */ new Map() }, ["SELECT"]);
  return visitors.length > 0 ? readPast(effects, before, reads, visitors).tables : [];
}
__name(openBefore, "openBefore");
function moved3(effects, node) {
  if (!node.relation) return;
  const target2 = effects.named([node.newschema ?? "", node.relation.relname ?? ""]);
  const { kind, securityInvoker } = target2.facts ?? {};
  if (kind === "view" && !securityInvoker) bypasses(effects, target2);
}
__name(moved3, "moved");
var views = {
  name: "Views",
  rules: [VIEW, INVOKER2],
  statements: { ViewStmt: view, DropStmt: drop6, AlterObjectSchemaStmt: moved3 },
  alterTable: { AT_SetRelOptions: viewOptions, AT_ResetRelOptions: viewOptions }
};

// src/database/hazards/rules/index.ts
var FAMILIES = [
  addColumns,
  columns,
  columnTypes,
  constraints,
  foreignKeys,
  uniqueConstraints,
  dropConstraints,
  indexes,
  tables,
  renames,
  partitions,
  types,
  domains,
  rowSecurity,
  unguardedRelations,
  policies,
  grants,
  rights,
  functions,
  renamePrograms,
  views,
  programs,
  data,
  together,
  session,
  timeouts,
  server,
  publications,
  target,
  opaque,
  reach,
  styles
];
var RULES = new Map(
  FAMILIES.flatMap((family) => family.rules.map((rule2) => [rule2.id, rule2]))
);

export {
  notNullColumns,
  noFacts,
  settleDoubt,
  plainType,
  routineOf,
  namedTypes,
  resolve,
  parts,
  releaseMemory,
  transactionEnded,
  fileEnded,
  copyMemory,
  adopt,
  keepNew,
  UNIDENTIFIED,
  UNKNOWN_TO_SERVER,
  UNKNOWN_NAME,
  BROKEN_ROWS,
  ROWS_BREAK_TODAY,
  ROWS_NOT_TRIED,
  MAY_NOT,
  MAY_PERHAPS_NOT,
  WITHOUT_EFFECT,
  milliseconds,
  FAMILIES,
  RULES
};
