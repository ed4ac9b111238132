import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  View,
  elementType,
  generatedOf,
  list,
  same,
  text,
  unreadKinds,
  value
} from "./chunk-2VHWM25N.js";
import {
  constraintOf,
  expressionOf,
  indexOf,
  lastPartOf,
  namedConstraintOf,
  publishedTableOf,
  resultOf,
  typeOfName,
  typeOfPrinted
} from "./chunk-4DOZPKNJ.js";
import {
  lastName,
  loadParser,
  nameList,
  walk
} from "./chunk-U2BQKBZ7.js";
import "./chunk-GWXVWR6U.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/schema/verdict/verdict.ts
import { isDeepStrictEqual as isDeepStrictEqual2 } from "node:util";

// src/schema/verdict/notes.ts
var unsafe = /* @__PURE__ */ __name((why, ...touches) => ({ answer: "unsafe", why, touches }), "unsafe");
var unknown = /* @__PURE__ */ __name((why, ...touches) => ({ answer: "unknown", why, touches }), "unknown");
function ownerOf(sequence2, view2) {
  const column2 = sequence2 && view2.find("column", text(sequence2, "ownedBy"));
  return column2 ? [{ relation: text(column2, "relation"), verbs: ["insert"] }] : [];
}
__name(ownerOf, "ownerOf");
var isNewRelation = /* @__PURE__ */ __name((relation2, { previous, live }) => live.has(`relation ${relation2}`) && !previous.has(`relation ${relation2}`), "isNewRelation");
var isGoneRelation = /* @__PURE__ */ __name((relation2, { previous, live }) => previous.has(`relation ${relation2}`) && !live.has(`relation ${relation2}`), "isGoneRelation");

// src/schema/verdict/code.ts
var named = /* @__PURE__ */ __name((item) => item.id.slice(item.kind.length + 1), "named");
function usersOfType(item, view2) {
  const types = /* @__PURE__ */ new Set([named(item)]);
  const touches = [];
  for (const type of types) {
    const isOfType = /* @__PURE__ */ __name((other) => elementType(text(other, "type")) === type, "isOfType");
    for (const column2 of view2.ofKind("column").filter(isOfType)) {
      const relation2 = text(column2, "relation");
      touches.push({ relation: relation2, columns: [text(column2, "name")] });
      types.add(relation2);
    }
    for (const domain2 of view2.ofKind("domain").filter(isOfType)) types.add(named(domain2));
    for (const f of view2.ofKind("function"))
      if (`${text(f, "arguments")} ${text(f, "result")}`.includes(type)) touches.push({ function: named(f) });
  }
  return touches;
}
__name(usersOfType, "usersOfType");
var enumeration = {
  gone: /* @__PURE__ */ __name((item, both) => unsafe("the enum is gone", ...usersOfType(item, both.previous)), "gone"),
  changed: /* @__PURE__ */ __name((before, after, both) => {
    const touches = usersOfType(before, both.previous);
    const [old, now] = [list(before, "labels"), list(after, "labels")];
    const lost = old.filter((label) => !now.includes(label));
    if (lost.length > 0) return [unsafe(`it no longer has ${lost.join(", ")}`, ...touches)];
    const kept = now.filter((label) => old.includes(label));
    if (kept.join("\0") !== old.join("\0")) return [unsafe("the order of its values changed", ...touches)];
    const added = now.filter((label) => !old.includes(label));
    return added.length > 0 ? [unknown(`it has new values, which old code has never read: ${added.join(", ")}`, ...touches)] : [];
  }, "changed")
};
var domain = {
  gone: /* @__PURE__ */ __name((item, both) => unsafe("the domain is gone", ...usersOfType(item, both.previous)), "gone"),
  changed: /* @__PURE__ */ __name((before, after, both) => {
    const touches = usersOfType(before, both.previous);
    const notes = [];
    if (!same(before, after, "type"))
      notes.push(unsafe(`it was ${text(before, "type")}, now it is ${text(after, "type")}`, ...touches));
    const [old, now] = [list(before, "constraints"), list(after, "constraints")];
    const added = now.filter((c) => !old.includes(c));
    if (added.length > 0) notes.push(unsafe(`it checks more: ${added.join(", ")}`, ...touches));
    else if (old.length > now.length)
      notes.push(unknown("it checks less: values that old code has never read can appear", ...touches));
    if (!same(before, after, "notNull")) {
      notes.push(
        after.properties.notNull ? unsafe("it can no longer be null", ...touches) : unknown("it can be null now", ...touches)
      );
    }
    if (!same(before, after, "default")) notes.push(unknown("its default changed", ...touches));
    return notes;
  }, "changed")
};
var FUNCTION_PARTS = {
  bodyHash: "body",
  security: "security (definer or invoker)",
  settings: "settings (search_path)",
  volatility: "volatility",
  strict: "null handling",
  parallel: "parallel safety",
  leakproof: "leakproof setting",
  language: "language",
  owner: "owner"
};
var PARTS = [
  "bodyHash",
  "security",
  "settings",
  "volatility",
  "strict",
  "parallel",
  "leakproof",
  "language",
  "owner"
];
var functions = {
  gone: /* @__PURE__ */ __name((item) => unsafe("the function is gone, or takes different arguments", { function: named(item) }), "gone"),
  changed: /* @__PURE__ */ __name((before, after) => {
    const touch = { function: named(before) };
    const notes = [];
    if (!same(before, after, "kind", "result"))
      notes.push(
        unsafe(`it returned ${text(before, "result")}, now it returns ${text(after, "result")}`, touch)
      );
    if (!same(before, after, "arguments"))
      notes.push(
        unsafe(
          `its arguments were (${text(before, "arguments")}), now they are (${text(after, "arguments")})`,
          touch
        )
      );
    const parts = PARTS.filter((part) => !same(before, after, part));
    if (parts.length > 0)
      notes.push(unknown(`changed: its ${parts.map((part) => FUNCTION_PARTS[part]).join(", ")}`, touch));
    return notes;
  }, "changed"),
  added: /* @__PURE__ */ __name((item, { previous }) => {
    const overloaded = previous.ofKind("function").find((old) => same(old, item, "name"));
    return overloaded && unknown(`calls of ${named(overloaded)} might become ambiguous`, { function: named(overloaded) });
  }, "added")
};
var sequence = {
  gone: /* @__PURE__ */ __name((item, { previous }) => unsafe("the sequence is gone", ...ownerOf(item, previous)), "gone"),
  changed: /* @__PURE__ */ __name((before, after, { previous }) => same(before, after, "type", "increment", "min", "max", "cycle") ? [] : [unknown("the numbers that it generates changed", ...ownerOf(before, previous))], "changed")
};
var atLogin = /* @__PURE__ */ __name((item) => text(item, "event") === "login", "atLogin");
var rest = {
  schema: { gone: /* @__PURE__ */ __name(() => unsafe("the schema is gone"), "gone") },
  type: {
    gone: /* @__PURE__ */ __name((item, both) => unsafe("the type is gone", ...usersOfType(item, both.previous)), "gone"),
    changed: /* @__PURE__ */ __name((before, _after, both) => [unknown("the type changed", ...usersOfType(before, both.previous))], "changed")
  },
  "event-trigger": {
    added: /* @__PURE__ */ __name((item) => atLogin(item) ? unknown("it runs at each login, and can refuse it") : void 0, "added"),
    changed: /* @__PURE__ */ __name((before, after) => atLogin(before) || atLogin(after) ? [unknown("what runs at each login changed")] : [], "changed")
  },
  extension: {
    gone: /* @__PURE__ */ __name(() => unsafe("the extension is gone"), "gone"),
    changed: /* @__PURE__ */ __name((before, after) => same(before, after, "schema") ? [unknown(`its version was ${text(before, "version")}, now it is ${text(after, "version")}`)] : [unsafe(`it was in schema ${text(before, "schema")}, now it is in ${text(after, "schema")}`)], "changed")
  }
};

// src/schema/verdict/literals.ts
function literalOf(node) {
  if (!node) return void 0;
  if ("TypeCast" in node) {
    const inner = literalOf(node.TypeCast.arg);
    const type = typeOfName(node.TypeCast.typeName);
    return inner && type && { ...inner, casts: [...inner.casts, type] };
  }
  if (!("A_Const" in node)) return void 0;
  const { isnull, boolval, sval, ival, fval } = node.A_Const;
  if (isnull) return { value: null, isNumber: false, casts: [] };
  if (boolval) return { value: boolval.boolval ?? false, isNumber: false, casts: [] };
  if (sval) return { value: sval.sval ?? "", isNumber: false, casts: [] };
  if (ival) return { value: String(ival.ival ?? 0), isNumber: true, casts: [] };
  return fval && { value: fval.fval ?? "0", isNumber: true, casts: [] };
}
__name(literalOf, "literalOf");
var WHOLE = /* @__PURE__ */ new Set(["int2", "int4", "int8"]);
var NUMERIC = /* @__PURE__ */ new Set([...WHOLE, "numeric", "float4", "float8"]);
function numberOf(node) {
  const literal = literalOf(node);
  if (!literal || typeof literal.value !== "string") return void 0;
  const { value: value2, isNumber, casts } = literal;
  if (!isNumber && casts.length === 0) return void 0;
  const number = value2.trim() === "" ? Number.NaN : Number(value2);
  const isKept = casts.every(
    ({ schema, name, isArray, modifiers }) => schema === void 0 && NUMERIC.has(name) && !isArray && modifiers.length === 0 && (!WHOLE.has(name) || Number.isInteger(number))
  );
  return isKept && Number.isFinite(number) ? number : void 0;
}
__name(numberOf, "numberOf");
function wordOf(node) {
  const literal = literalOf(node);
  if (!literal || literal.isNumber || typeof literal.value !== "string") return void 0;
  return literal.casts.every(({ modifiers }) => modifiers.length === 0) ? literal.value : void 0;
}
__name(wordOf, "wordOf");
function columnOf(node) {
  if (!node) return void 0;
  if ("TypeCast" in node) {
    const type = typeOfName(node.TypeCast.typeName);
    return type && type.schema === void 0 && !type.isArray ? columnOf(node.TypeCast.arg) : void 0;
  }
  if (!("ColumnRef" in node)) return void 0;
  const [field, more] = node.ColumnRef.fields ?? [];
  return field && !more && "String" in field ? field.String.sval : void 0;
}
__name(columnOf, "columnOf");

// src/schema/verdict/checks.ts
function conditionOf(constraint2) {
  const isPlain = constraint2?.contype === "CONSTR_CHECK" && constraint2.is_enforced && !constraint2.is_no_inherit;
  return isPlain ? constraint2.raw_expr : void 0;
}
__name(conditionOf, "conditionOf");
function wordList(condition) {
  if (!condition || !("A_Expr" in condition)) return void 0;
  const { kind, lexpr, rexpr } = condition.A_Expr;
  const column2 = columnOf(lexpr);
  if (column2 === void 0 || operatorOf(condition.A_Expr) !== "=") return void 0;
  const given = kind === "AEXPR_OP" ? [rexpr] : kind === "AEXPR_OP_ANY" ? elementsOf(rexpr) : void 0;
  const words = given?.map(simpleWord);
  return words && words.length > 0 && words.every((word) => word !== void 0) ? { column: column2, words } : void 0;
}
__name(wordList, "wordList");
function simpleWord(node) {
  if (node && "TypeCast" in node && (nameList(node.TypeCast.typeName?.names)[0] ?? "") !== "pg_catalog") {
    if (nameList(node.TypeCast.typeName?.names).length > 1) return void 0;
  }
  return wordOf(node);
}
__name(simpleWord, "simpleWord");
function elementsOf(node) {
  if (!node) return void 0;
  if ("TypeCast" in node) return elementsOf(node.TypeCast.arg);
  return "A_ArrayExpr" in node ? node.A_ArrayExpr.elements ?? [] : void 0;
}
__name(elementsOf, "elementsOf");
function listChange(before, after) {
  const [a, b] = [wordList(conditionOf(constraintOf(before))), wordList(conditionOf(constraintOf(after)))];
  if (!a || !b || a.column !== b.column) return void 0;
  return {
    gone: a.words.filter((word) => !b.words.includes(word)),
    added: b.words.filter((word) => !a.words.includes(word))
  };
}
__name(listChange, "listChange");
var checkAccepts = /* @__PURE__ */ __name((definition, value2) => accepts(conditionOf(constraintOf(definition)), value2), "checkAccepts");
var domainCheckAccepts = /* @__PURE__ */ __name((named3, value2) => accepts(conditionOf(namedConstraintOf(named3)), value2), "domainCheckAccepts");
function accepts(condition, value2) {
  if (!condition) return false;
  const list2 = wordList(condition);
  if (value2 === null) return list2 !== void 0 || nullForNull(condition);
  const given = expressionOf(value2);
  if ("A_Expr" in condition && condition.A_Expr.lexpr && "ColumnRef" in condition.A_Expr.lexpr) {
    const bound = numberOf(condition.A_Expr.rexpr);
    const operator = operatorOf(condition.A_Expr) ?? "";
    if (bound !== void 0 && COMPARES[operator] && condition.A_Expr.kind === "AEXPR_OP") {
      const number = numberOf(given);
      return number !== void 0 && COMPARES[operator](number, bound);
    }
  }
  const word = simpleWord(given);
  return word !== void 0 && list2?.words.includes(word) === true;
}
__name(accepts, "accepts");
var COMPARES = {
  ">=": /* @__PURE__ */ __name((a, b) => a >= b, ">="),
  ">": /* @__PURE__ */ __name((a, b) => a > b, ">"),
  "<=": /* @__PURE__ */ __name((a, b) => a <= b, "<="),
  "<": /* @__PURE__ */ __name((a, b) => a < b, "<"),
  "<>": /* @__PURE__ */ __name((a, b) => a !== b, "<>")
};
var STRICT_OPERATORS = /* @__PURE__ */ new Set([...Object.keys(COMPARES), "=", "~", "!~", "~*", "!~*", "~~", "~~*"]);
var STRICT_CALLS = /* @__PURE__ */ new Set(["char_length", "length", "octet_length", "lower", "upper", "btrim"]);
function nullForNull(condition) {
  if ("BoolExpr" in condition) {
    const { boolop, args = [] } = condition.BoolExpr;
    return boolop !== "NOT_EXPR" && args.every(nullForNull);
  }
  if (!("A_Expr" in condition) || condition.A_Expr.kind !== "AEXPR_OP") return false;
  const { lexpr, rexpr } = condition.A_Expr;
  const isConstant = numberOf(rexpr) !== void 0 || wordOf(rexpr) !== void 0;
  return isConstant && isStrict(lexpr) && STRICT_OPERATORS.has(operatorOf(condition.A_Expr) ?? "");
}
__name(nullForNull, "nullForNull");
function isStrict(node) {
  if (!node || !("FuncCall" in node)) return columnOf(node) !== void 0;
  const { funcname, args = [] } = node.FuncCall;
  const [name = "", more] = nameList(funcname);
  return more === void 0 && STRICT_CALLS.has(name) && args.length === 1 && columnOf(args[0]) !== void 0;
}
__name(isStrict, "isStrict");
function operatorOf({ name }) {
  const [operator, more] = nameList(name);
  return more === void 0 ? operator : void 0;
}
__name(operatorOf, "operatorOf");

// src/schema/verdict/expressions.ts
function builtIn({ funcname }) {
  const names2 = nameList(funcname);
  return names2.length === 1 || names2[0] === "pg_catalog" ? names2.at(-1) : void 0;
}
__name(builtIn, "builtIn");
var callsOwnCode = /* @__PURE__ */ __name((expression) => runsOwnCode(expressionOf(expression)), "callsOwnCode");
function runsOwnCode(node) {
  let found = false;
  walk({ node }, (tag, fields) => {
    if (tag !== "FuncCall" && tag !== "A_Expr") return;
    const names2 = nameList(fields[tag === "FuncCall" ? "funcname" : "name"]);
    found ||= names2.length > 1 && names2[0] !== "pg_catalog";
  });
  return found;
}
__name(runsOwnCode, "runsOwnCode");
function indexMayFail(definition) {
  const index2 = indexOf(definition);
  if (!index2) return true;
  const keys = (index2.indexParams ?? []).flatMap((each) => "IndexElem" in each ? each.IndexElem : []);
  const computed = keys.flatMap(({ expr }) => expr ?? []);
  return [...computed, ...index2.whereClause ? [index2.whereClause] : []].some(canFail);
}
__name(indexMayFail, "indexMayFail");
function expressionMayFail(expression) {
  const node = expressionOf(expression);
  return !node || canFail(node);
}
__name(expressionMayFail, "expressionMayFail");
var SURE_FUNCTIONS = /* @__PURE__ */ new Set(["lower", "upper", "btrim"]);
var SURE_CASTS = /* @__PURE__ */ new Set(["text", "varchar", "bpchar", "timestamp", "timestamptz"]);
var FAILING = ["-", "+", "*", "/", "%", "^"];
var KEYS = /* @__PURE__ */ new Set(["->", "->>"]);
function canFail(node) {
  if (literalOf(node)) return false;
  if ("ColumnRef" in node || "SQLValueFunction" in node) return false;
  if ("BoolExpr" in node) return some(node.BoolExpr.args);
  if ("NullTest" in node) return some([node.NullTest.arg]);
  if ("BooleanTest" in node) return some([node.BooleanTest.arg]);
  if ("CoalesceExpr" in node) return some(node.CoalesceExpr.args);
  if ("CollateClause" in node) return some([node.CollateClause.arg]);
  if ("A_ArrayExpr" in node) return some(node.A_ArrayExpr.elements);
  if ("List" in node) return some(node.List.items);
  if ("CaseExpr" in node)
    return some([node.CaseExpr.arg, ...node.CaseExpr.args ?? [], node.CaseExpr.defresult]);
  if ("CaseWhen" in node) return some([node.CaseWhen.expr, node.CaseWhen.result]);
  if ("TypeCast" in node) {
    const names2 = nameList(node.TypeCast.typeName?.names);
    const isSure = SURE_CASTS.has(names2.at(-1) ?? "") && (names2.length === 1 || names2[0] === "pg_catalog");
    return !isSure || some([node.TypeCast.arg]);
  }
  if ("FuncCall" in node)
    return !SURE_FUNCTIONS.has(builtIn(node.FuncCall) ?? "") || some(node.FuncCall.args);
  if (!("A_Expr" in node) || node.A_Expr.kind === "AEXPR_NULLIF") return true;
  const { lexpr, rexpr } = node.A_Expr;
  const operator = operatorOf(node.A_Expr);
  if (operator === void 0) return true;
  if (KEYS.has(operator) && wordOf(rexpr) !== void 0) return some([lexpr]);
  return FAILING.some((sign) => operator.includes(sign)) || some([lexpr, rexpr]);
}
__name(canFail, "canFail");
var some = /* @__PURE__ */ __name((nodes) => (nodes ?? []).some((node) => node !== void 0 && canFail(node)), "some");
var FRESH = /* @__PURE__ */ new Set(["gen_random_uuid", "uuidv4", "uuidv7"]);
function isFresh(value2) {
  const node = expressionOf(value2);
  if (!node || !("FuncCall" in node)) return false;
  const name = builtIn(node.FuncCall) ?? "";
  return name === "nextval" || FRESH.has(name) && (node.FuncCall.args ?? []).length === 0;
}
__name(isFresh, "isFresh");
function sequenceIn(value2) {
  const node = expressionOf(value2);
  let found;
  walk({ node }, (tag, fields) => {
    if (tag === "FuncCall" && builtIn(fields) === "nextval") found ??= wordOf(fields.args?.[0]);
  });
  return found;
}
__name(sequenceIn, "sequenceIn");

// src/schema/verdict/fits.ts
function surelyFits(value2, type) {
  const node = expressionOf(value2);
  const into = typeOfPrinted(type);
  if (!node || !into) return false;
  const literal = literalOf(node);
  if (literal && typeof literal.value !== "string") return true;
  if (givesForSure(node)) return takesAnyLength(into);
  if ("A_ArrayExpr" in node || isEmptyArray(node)) return arrayFits(node, into);
  const number = numberOf(node);
  if (number !== void 0) return numberFits(Math.abs(number), into);
  const word = wordOf(node);
  return word !== void 0 && wordFits(word, literal?.casts ?? [], into);
}
__name(surelyFits, "surelyFits");
var TIMES = /* @__PURE__ */ new Set(["time", "timetz", "timestamp", "timestamptz"]);
var isTime = /* @__PURE__ */ __name(({ schema, name, isArray }) => schema === void 0 && TIMES.has(name) && !isArray, "isTime");
var takesAnyLength = /* @__PURE__ */ __name((type) => type.modifiers.length === 0 || isTime(type), "takesAnyLength");
var CALLS = /* @__PURE__ */ new Set([
  ...["now", "clock_timestamp", "statement_timestamp", "transaction_timestamp"],
  ...["gen_random_uuid", "uuidv4", "uuidv7", "random"]
]);
var VALUES = /* @__PURE__ */ new Set([
  ...["SVFOP_CURRENT_TIMESTAMP", "SVFOP_CURRENT_DATE", "SVFOP_CURRENT_TIME", "SVFOP_LOCALTIMESTAMP"],
  ...["SVFOP_LOCALTIME", "SVFOP_CURRENT_USER", "SVFOP_SESSION_USER"]
]);
function givesForSure(node) {
  if ("SQLValueFunction" in node) return VALUES.has(node.SQLValueFunction.op ?? "");
  if ("TypeCast" in node) {
    const { arg, typeName } = node.TypeCast;
    const isText = typeOfName(typeName)?.name === "text" && typeOfName(typeName)?.schema === void 0;
    return isText && arg !== void 0 && "FuncCall" in arg && builtIn(arg.FuncCall) === "gen_random_uuid";
  }
  if (!("FuncCall" in node)) return false;
  const { args = [] } = node.FuncCall;
  const name = builtIn(node.FuncCall) ?? "";
  const [zone, time] = args;
  if (name === "timezone")
    return wordOf(zone)?.toLowerCase() === "utc" && time !== void 0 && isNow(time) && args.length === 2;
  return CALLS.has(name) && args.length === 0;
}
__name(givesForSure, "givesForSure");
var isNow = /* @__PURE__ */ __name((node) => "SQLValueFunction" in node ? node.SQLValueFunction.op === "SVFOP_CURRENT_TIMESTAMP" : "FuncCall" in node && builtIn(node.FuncCall) === "now", "isNow");
var isEmptyArray = /* @__PURE__ */ __name((node) => "TypeCast" in node && node.TypeCast.arg !== void 0 && "A_ArrayExpr" in node.TypeCast.arg && (node.TypeCast.arg.A_ArrayExpr.elements ?? []).length === 0, "isEmptyArray");
function arrayFits(node, into) {
  const elements = "A_ArrayExpr" in node ? node.A_ArrayExpr.elements ?? [] : [];
  if (elements.length === 0) return true;
  const areTexts = elements.every((each) => {
    const [type, more] = literalOf(each)?.casts ?? [];
    return wordOf(each) !== void 0 && type?.name === "text" && type.schema === void 0 && !more;
  });
  return areTexts && into.isArray && into.name === "text" && into.schema === void 0;
}
__name(arrayFits, "arrayFits");
function wordFits(word, casts, into) {
  const [, more] = casts;
  if (more) return false;
  if (into.modifiers.length === 0 || isTime(into)) return true;
  const [length = 0] = into.modifiers;
  const isText = into.schema === void 0 && ["varchar", "bpchar"].includes(into.name) && !into.isArray;
  return isText && [...word].length <= length;
}
__name(wordFits, "wordFits");
var RANGES = { int2: 2 ** 15 - 1, int4: 2 ** 31 - 1, int8: 2 ** 63 };
function numberFits(size, { schema, name, modifiers, isArray }) {
  if (schema !== void 0 || isArray) return false;
  const limit = RANGES[name];
  if (limit !== void 0) return size <= limit;
  const [precision, scale = 0] = modifiers;
  if (name === "numeric" && precision !== void 0) return Math.round(size * 10 ** scale) < 10 ** precision;
  const takesAny = ["numeric", "float4", "float8", "text", "varchar"].includes(name);
  return takesAny && modifiers.length === 0 && size < 1e30;
}
__name(numberFits, "numberFits");

// src/schema/verdict/words.ts
var bare = /* @__PURE__ */ __name((printed) => lastPartOf(printed).toLowerCase(), "bare");
var hasWordsOf = /* @__PURE__ */ __name((item, name) => /[^ -~]/.test(name) || (name.match(/[a-z_][\w$]*/g) ?? []).every((word) => list(item, "words").includes(word)), "hasWordsOf");

// src/schema/verdict/row-types.ts
function takenWhole(relation2, both) {
  const { live, previous } = both;
  const holder = previous.ofKind("column").find((column2) => elementType(text(column2, "type")) === relation2);
  if (holder)
    return unknown(`${holder.id} holds rows of ${relation2}, and literals of them lack it`, {
      relation: text(holder, "relation"),
      columns: [text(holder, "name")]
    });
  const code = live.ofKind("function").filter((item) => previous.has(item.id) && codeIsKnown(item));
  const broken = code.find((item) => returnsOther(item, relation2));
  if (broken)
    return unknown(`${broken.id} uses rows of ${relation2} with all their columns, and might no longer fit`, {
      function: broken.id.slice("function ".length)
    });
  const called = new Set(previous.of("trigger", relation2).map((trigger2) => text(trigger2, "function")));
  const copying = code.find((item) => called.has(text(item, "name")) && copies(item));
  return copying && unknown(`${copying.id} copies whole rows, and might no longer fit`, {
    relation: relation2,
    verbs: ["insert", "update", "delete"]
  });
}
__name(takenWhole, "takenWhole");
var codeIsKnown = /* @__PURE__ */ __name((item) => ["function", "procedure"].includes(text(item, "kind")), "codeIsKnown");
var hasStar = /* @__PURE__ */ __name((item) => item.properties.star === true, "hasStar");
var copies = /* @__PURE__ */ __name((item) => hasStar(item) && list(item, "words").includes("insert"), "copies");
function returnsOther(item, relation2) {
  const result = text(item, "result");
  if ([relation2, `SETOF ${relation2}`].includes(result)) return !hasStar(item);
  if (!hasStar(item) || !hasWordsOf(item, bare(relation2))) return false;
  return resultOf(result)?.isRow === true || copies(item);
}
__name(returnsOther, "returnsOther");

// src/schema/verdict/columns.ts
var column = {
  gone: /* @__PURE__ */ __name((item) => unsafe("the column is gone", ...anyUse(item)), "gone"),
  changed: /* @__PURE__ */ __name((before, after, both) => [
    ...typeChange(before, after),
    ...nullability(before, after),
    ...valueChange(before, after),
    ...numbers(before, after),
    ...same(before, after, "collation") ? [] : [unknown("its collation changed", ...anyUse(before))],
    ...newDefaultNeeds(before, after, both)
  ], "changed"),
  added: /* @__PURE__ */ __name((item, both) => {
    const relation2 = text(item, "relation");
    const owner = both.live.find("relation", relation2);
    if (!owner || isNewRelation(relation2, both)) return void 0;
    const type = text(owner, "type");
    if (type === "composite type") return unknown("a composite type has a new attribute", { relation: relation2 });
    if (type === "view" || type === "materialized view") return hiddenFromStar(item, both);
    return requiredColumn(item, both) ?? defaultNeeds(item, both) ?? hiddenFromStar(item, both) ?? takenWhole(relation2, both);
  }, "added")
};
var anyUse = /* @__PURE__ */ __name((item) => [
  { relation: text(item, "relation"), columns: [text(item, "name")] }
], "anyUse");
var writes = /* @__PURE__ */ __name((item) => [
  { relation: text(item, "relation"), verbs: ["insert"] },
  { relation: text(item, "relation"), verbs: ["update"], columns: [text(item, "name")] }
], "writes");
var inserts = /* @__PURE__ */ __name((item) => ({ relation: text(item, "relation"), verbs: ["insert"] }), "inserts");
var reads = /* @__PURE__ */ __name((item) => ({
  relation: text(item, "relation"),
  verbs: ["select"],
  columns: [text(item, "name")]
}), "reads");
function typeChange(before, after) {
  if (same(before, after, "type")) return [];
  const from = text(before, "type");
  const to = text(after, "type");
  const why = `its type was ${from}, now it is ${to}`;
  const more = widensText(from, to) ? "longer" : widensNumeric(from, to) ? "larger" : void 0;
  return [
    more ? unknown(`${why}: ${more} values might come back`, ...anyUse(before)) : unsafe(why, ...anyUse(before))
  ];
}
__name(typeChange, "typeChange");
function widensText(from, to) {
  const length = /* @__PURE__ */ __name((printed) => {
    const { schema, name = "", isArray, modifiers = [] } = typeOfPrinted(printed) ?? {};
    const isText = schema === void 0 && !isArray && ["varchar", "text"].includes(name);
    return isText ? modifiers[0] ?? Number.POSITIVE_INFINITY : Number.NaN;
  }, "length");
  return length(to) >= length(from);
}
__name(widensText, "widensText");
function widensNumeric(from, to) {
  const limits = /* @__PURE__ */ __name((printed) => {
    const { schema, name, isArray, modifiers = [] } = typeOfPrinted(printed) ?? {};
    return schema === void 0 && name === "numeric" && !isArray ? modifiers : void 0;
  }, "limits");
  const [a, b] = [limits(from), limits(to)];
  const [precision, scale] = a ?? [];
  if (precision === void 0 || !b) return false;
  return b.length === 0 || scale === b[1] && Number(b[0]) >= precision;
}
__name(widensNumeric, "widensNumeric");
function nullability(before, after) {
  if (same(before, after, "notNull")) return [];
  return after.properties.notNull ? [unsafe("it can no longer be null", ...writes(before))] : [unknown("it can be null now, which old code has never read", reads(before))];
}
__name(nullability, "nullability");
var filled = /* @__PURE__ */ __name((item) => ["default", "identity", "generated"].some((property) => item.properties[property] !== null), "filled");
function valueChange(before, after) {
  if (!same(before, after, "generated")) return [unsafe("how it is generated changed", ...anyUse(before))];
  const notes = [];
  if (after.properties.notNull && filled(before) && !filled(after)) {
    notes.push(
      unsafe("it has no default now, so INSERTs that omit it no longer get a value", inserts(before))
    );
  } else if (!same(before, after, "default") && !(before.properties.notNull && !filled(before))) {
    notes.push(
      unknown("its default changed, so INSERTs that omit it get a different value", inserts(before))
    );
  }
  if (!same(before, after, "identity")) {
    if (after.properties.identity === "always")
      notes.push(unsafe("only the database can fill it now", ...writes(before)));
    else if (before.properties.identity === null)
      notes.push(unknown("the database now fills it from a sequence", inserts(before)));
    else if (notes.length === 0 && after.properties.identity === null)
      notes.push(unknown("it is no longer an identity column", inserts(before)));
  }
  return notes;
}
__name(valueChange, "valueChange");
function numbers(before, after) {
  const given = /* @__PURE__ */ __name((item) => list(item, "identityOptions").filter(
    (option) => !["start ", "cache "].some((word) => option.startsWith(word))
  ), "given");
  const isKept = [before, after].every((item) => item.properties.identity !== null);
  return isKept && given(before).join() !== given(after).join() ? [unknown("the numbers that it generates changed", inserts(before))] : [];
}
__name(numbers, "numbers");
function newDefaultNeeds(before, after, both) {
  if (same(before, after, "default")) return [];
  const note = defaultNeeds(after, both);
  return note ? [note] : [];
}
__name(newDefaultNeeds, "newDefaultNeeds");
function requiredColumn(item, { live }) {
  const isArray = text(item, "type").endsWith("[]");
  const domains = domainsOf(elementType(text(item, "type")), live);
  const domainDefault = isArray ? null : domains.find(hasDefault)?.properties.default ?? null;
  const required = item.properties.notNull || !isArray && domains.some(({ properties }) => properties.notNull);
  if (required && !filled(item) && domainDefault === null) {
    return unsafe("it is new and required, but INSERTs of the old code omit it", inserts(item));
  }
  const checks = domains.flatMap((domain2) => list(domain2, "constraints"));
  const isAccepted = /* @__PURE__ */ __name((check) => givenOrNull(item) && (isArray ? item.properties.default === null : accepts2(check, item, domainDefault)), "isAccepted");
  if (!checks.every(isAccepted)) {
    return unknown("it is new, and its domain checks values that the old code omits", inserts(item));
  }
  return void 0;
}
__name(requiredColumn, "requiredColumn");
var givenOrNull = /* @__PURE__ */ __name((item) => item.properties.identity === null && item.properties.generated === null, "givenOrNull");
var accepts2 = /* @__PURE__ */ __name((check, item, domainDefault) => domainCheckAccepts(check, item.properties.default ?? domainDefault), "accepts");
var hasDefault = /* @__PURE__ */ __name((domain2) => domain2.properties.default !== null, "hasDefault");
function domainsOf(type, live) {
  const domain2 = live.find("domain", type);
  return domain2 ? [domain2, ...domainsOf(text(domain2, "type"), live)] : [];
}
__name(domainsOf, "domainsOf");
function defaultNeeds(item, both) {
  const generated = generatedOf(item)?.expression;
  if (generated && text(item, "type") === "text" && !item.properties.notNull && !expressionMayFail(generated))
    return void 0;
  if (generated) return unknown("it is computed on each write, and that can fail", ...writes(item));
  const value2 = text(item, "default");
  const sequence2 = sequenceIn(value2);
  if (sequence2) return sequenceRights(item, sequence2, both);
  const stored = domainsOf(text(item, "type"), both.live).at(-1) ?? item;
  if (item.properties.default === null || surelyFits(value2, text(stored, "type"))) return void 0;
  const why = callsOwnCode(value2) ? "its default calls a function of this database" : `its default might fail: ${value2}`;
  return unknown(why, inserts(item));
}
__name(defaultNeeds, "defaultNeeds");
function sequenceRights(item, sequence2, { live, previous }) {
  const relation2 = text(item, "relation");
  const writers = [...previous.ofKind("grant"), ...previous.ofKind("column-grant")].filter(
    (g) => (value(g, "object") ?? value(g, "relation")) === relation2 && g.properties.privilege === "INSERT"
  ).map((g) => text(g, "role"));
  const may = /* @__PURE__ */ __name((role) => [role, "public"].some(
    (r) => ["USAGE", "UPDATE"].some((p) => live.has(`grant sequence ${sequence2} ${r} ${p}`))
  ), "may");
  const lacking = [...new Set(writers)].filter((role) => !may(role));
  return lacking.length > 0 ? unsafe(
    `its default needs USAGE on sequence ${sequence2}, which ${lacking.join(", ")} lacks`,
    inserts(item)
  ) : void 0;
}
__name(sequenceRights, "sequenceRights");
function hiddenFromStar(item, { previous, live }) {
  const relation2 = text(item, "relation");
  const byColumn = new Set(
    previous.of("column-grant", relation2).filter((g) => g.properties.privilege === "SELECT").map((g) => text(g, "role"))
  );
  const blind = [...byColumn].filter(
    (role) => ![role, "public"].some((r) => live.has(`grant ${relation2} ${r} SELECT`)) && !live.of("column-grant", relation2).some(
      (g) => g.properties.privilege === "SELECT" && g.properties.column === item.properties.name && [role, "public"].includes(text(g, "role"))
    )
  );
  if (blind.length === 0) return void 0;
  return unknown(`${blind.join(", ")} cannot read it, so \`select *\` fails`, {
    relation: relation2,
    verbs: ["select"],
    columns: [text(item, "name")]
  });
}
__name(hiddenFromStar, "hiddenFromStar");

// src/schema/verdict/constraints.ts
import { isDeepStrictEqual } from "node:util";

// src/schema/verdict/embeds.ts
function ambiguousEmbed(key, both) {
  const relation2 = text(key, "relation");
  const pairs = [
    [relation2, text(key, "references")],
    // Each pair once, by its first key.
    ...junctions(both.live, relation2).filter(([a2, b2]) => a2.id === key.id && a2.id < b2.id).map(([a2, b2]) => [text(a2, "references"), text(b2, "references")])
  ];
  const [a = "", b = ""] = pairs.find(([x, y]) => ways(both.previous, x, y) === 1 && ways(both.live, x, y) > 1) ?? [];
  return a ? unknown(`reads that embed ${b} into ${a}, or the reverse, must now name the foreign key`, {
    relation: a,
    verbs: ["select"]
  }) : void 0;
}
__name(ambiguousEmbed, "ambiguousEmbed");
var keysOf = /* @__PURE__ */ __name((view2, relation2) => view2.of("constraint", relation2).filter((item) => text(item, "type") === "foreign key" && item.properties.parent === void 0), "keysOf");
function junctions(view2, relation2) {
  const primary = view2.of("constraint", relation2).find((item) => text(item, "type") === "primary key");
  const keys = keysOf(view2, relation2).filter(
    (key) => primary && list(key, "columns").every((column2) => list(primary, "columns").includes(column2))
  );
  return keys.flatMap((a) => keys.filter((b) => a !== b).map((b) => [a, b]));
}
__name(junctions, "junctions");
function ways(view2, a, b) {
  const direct = [
    ...keysOf(view2, a).filter((key) => text(key, "references") === b),
    ...keysOf(view2, b).filter((key) => text(key, "references") === a)
  ];
  const between = view2.ofKind("relation").flatMap(({ id }) => junctions(view2, id.slice("relation ".length))).filter(([x, y]) => text(x, "references") === a && text(y, "references") === b);
  return direct.length + between.length;
}
__name(ways, "ways");

// src/schema/verdict/publications.ts
var publication = {
  gone: /* @__PURE__ */ __name(() => unknown("the publication is gone: subscribers get no changes"), "gone"),
  changed: /* @__PURE__ */ __name((before, after, both) => {
    const lost = ["tables", "schemas", "events"].flatMap(
      (p) => list(before, p).filter((entry) => !list(after, p).includes(entry))
    );
    const isLost = lost.length > 0 || before.properties.allTables && !after.properties.allTables;
    const note = notIdentified(after, both);
    return [
      ...isLost ? [unknown(`it no longer publishes ${lost.join(", ") || "all tables"}`)] : [],
      ...note ? [note] : []
    ];
  }, "changed"),
  added: /* @__PURE__ */ __name((item, both) => notIdentified(item, both), "added")
};
function notIdentified(item, { live, previous }) {
  const touches = CHANGES.flatMap(
    (verb) => tables(item, live).filter(
      (table) => previous.has(`relation ${table}`) && refuses(live, table, verb) && !refuses(previous, table, verb)
    ).map((relation2) => ({ relation: relation2, verbs: [verb] }))
  );
  const names2 = [...new Set(touches.map(({ relation: relation2 }) => relation2))].join(", ");
  return names2 ? unsafe(
    `it publishes updates and deletes, but nothing that it publishes identifies the rows of ${names2}`,
    ...touches
  ) : void 0;
}
__name(notIdentified, "notIdentified");
var refusedNow = /* @__PURE__ */ __name((relation2, { live, previous }) => CHANGES.filter((verb) => refuses(live, relation2, verb) && !refuses(previous, relation2, verb)), "refusedNow");
function identityChange(item, both) {
  const { live } = both;
  const relation2 = item.id.slice("relation ".length);
  const verbs = refusedNow(relation2, both);
  if (verbs.length > 0)
    return unsafe("it is published, but nothing identifies its rows any longer", { relation: relation2, verbs });
  const isPublished = live.ofKind("publication").some((one) => tables(one, live).includes(relation2));
  return isPublished && item.properties.replicaIdentity !== "f" ? unknown("its replica identity changed: subscribers get different old values", {
    relation: relation2,
    verbs: CHANGES
  }) : void 0;
}
__name(identityChange, "identityChange");
var CHANGES = ["update", "delete"];
var refuses = /* @__PURE__ */ __name((view2, table, verb) => view2.ofKind("publication").some(
  (item) => list(item, "events").includes(verb) && tables(item, view2).includes(table) && !identifies(view2, table, entryOf(item, table))
), "refuses");
function tables(item, view2) {
  return view2.ofKind("relation").filter((relation2) => text(relation2, "type").endsWith("table")).map(({ id }) => id.slice("relation ".length)).filter(
    (table) => item.properties.allTables === true || list(item, "schemas").some((schema) => table.startsWith(`${schema}.`)) || entryOf(item, table) !== void 0
  );
}
__name(tables, "tables");
var entryOf = /* @__PURE__ */ __name((item, table) => list(item, "tables").find((entry) => entry === table || entry.startsWith(`${table} `)), "entryOf");
function identifies(view2, table, entry = table) {
  const published = publishedTableOf(entry);
  if (!published) return false;
  const { columns: shown, filter } = published;
  const relation2 = view2.find("relation", table);
  if (relation2?.properties.replicaIdentity === "f") return shown === void 0;
  const identity = identityColumns(view2, table, relation2);
  if (!identity) return false;
  if (shown && !identity.every((column2) => shown.includes(column2))) return false;
  const filtered = columnsIn(filter);
  const columns = view2.of("column", table).map((column2) => text(column2, "name"));
  return columns.every((column2) => identity.includes(column2) || !filtered.includes(column2));
}
__name(identifies, "identifies");
function identityColumns(view2, table, relation2) {
  const identity = relation2 && text(relation2, "replicaIdentity");
  const by = {
    d: view2.of("constraint", table).find((constraint2) => text(constraint2, "type") === "primary key"),
    i: view2.of("index", table).find((index2) => relation2 && index2.id.endsWith(`.${text(relation2, "replicaIndex")}`))
  }[identity ?? "d"];
  return by && list(by, "columns");
}
__name(identityColumns, "identityColumns");
function columnsIn(filter) {
  const names2 = [];
  walk({ filter }, (tag, fields) => {
    if (tag === "ColumnRef") names2.push(lastName(fields.fields) ?? "");
  });
  return names2;
}
__name(columnsIn, "columnsIn");

// src/schema/verdict/constraints.ts
var on = /* @__PURE__ */ __name((item) => text(item, "relation"), "on");
var writes2 = /* @__PURE__ */ __name((item) => ({ relation: on(item), verbs: ["insert", "update"] }), "writes");
var reads2 = /* @__PURE__ */ __name((item) => ({ relation: on(item), verbs: ["select"] }), "reads");
var readsOf = /* @__PURE__ */ __name((item) => ({
  ...reads2(item),
  ...list(item, "columns").length > 0 ? { columns: list(item, "columns") } : {}
}), "readsOf");
var twin = /* @__PURE__ */ __name((item, among) => among.find((other) => same(item, other, "definition")), "twin");
function isPart(item, view2) {
  const whole = view2.get(`constraint ${text(item, "parent")}`);
  return whole !== void 0 && on(whole) === on(item);
}
__name(isPart, "isPart");
var constraint = {
  gone: /* @__PURE__ */ __name((item, both) => {
    if (isPart(item, both.live)) return void 0;
    if (twin(item, both.live.of("constraint", on(item))))
      return unknown("the constraint has a different name now", reads2(item), writes2(item));
    switch (text(item, "type")) {
      case "foreign key":
        return unsafe("the foreign key is gone: reads that embed the other table need it", reads2(item));
      case "primary key":
      case "unique": {
        const why = "the constraint is gone: ON CONFLICT and upserts need it";
        const published = { relation: on(item), verbs: refusedNow(on(item), both) };
        return unsafe(why, writes2(item), reads2(item), published);
      }
      default:
        return unknown(
          "the constraint is gone: values that old code has never read can appear",
          readsOf(item)
        );
    }
  }, "gone"),
  changed: /* @__PURE__ */ __name((before, after) => {
    if (same(before, after, "columns") && isDeepStrictEqual(ruleOf(before), ruleOf(after))) return [];
    const change = listChange(text(before, "definition"), text(after, "definition"));
    if (change && change.gone.length > 0)
      return [unsafe(`it no longer allows ${change.gone.join(", ")}`, writes2(before))];
    if (change && change.added.length === 0) return [];
    if (change) return [unknown(`it allows new values: ${change.added.join(", ")}`, readsOf(before))];
    const why = `it was ${text(before, "definition")}, now it is ${text(after, "definition")}`;
    const isKey = ["unique", "primary key"].includes(text(before, "type"));
    return [isKey ? unsafe(why, writes2(before), reads2(before)) : unknown(why, writes2(before), reads2(before))];
  }, "changed"),
  added: /* @__PURE__ */ __name((item, both) => {
    if (!isEnforced(item) || isPart(item, both.previous)) return void 0;
    const embed = ambiguousEmbed(item, both);
    if (isNewRelation(on(item), both)) return embed ?? restrictsDeletes(item, both);
    if (both.previous.of("constraint", on(item)).some((old) => same(old, item, "definition")))
      return void 0;
    const type = text(item, "type");
    if (type === "check" || type === "foreign key") {
      const rule2 = overNewColumns(item, both) ? surely(item, both) : newRule(item);
      return [rule2, embed].filter((note) => note !== void 0);
    }
    if (type === "exclusion") return unsafe("an exclusion constraint is new", writes2(item));
    return backedByOldIndex(item, both) ? void 0 : keyAdded(item, both);
  }, "added")
};
var readOf = /* @__PURE__ */ __name((item) => constraintOf(text(item, "definition")), "readOf");
function isEnforced(item) {
  const { contype, is_enforced } = readOf(item) ?? {};
  return is_enforced === true || contype !== "CONSTR_CHECK" && contype !== "CONSTR_FOREIGN";
}
__name(isEnforced, "isEnforced");
var removesWith = /* @__PURE__ */ __name((item) => ["c", "n", "d"].includes(readOf(item)?.fk_del_action ?? ""), "removesWith");
function ruleOf(item) {
  const read = readOf(item);
  if (!read) return text(item, "definition");
  const { skip_validation: _, initially_valid: __, location: ___, ...rule2 } = read;
  return withoutPlaces(rule2);
}
__name(ruleOf, "ruleOf");
function withoutPlaces(tree) {
  if (Array.isArray(tree)) return tree.map(withoutPlaces);
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).filter(([field]) => !["location", "list_start", "list_end"].includes(field)).map(([field, value2]) => [field, withoutPlaces(value2)])
  );
}
__name(withoutPlaces, "withoutPlaces");
function restrictsDeletes(item, both) {
  const target = text(item, "references");
  if (!target || isNewRelation(target, both) || removesWith(item)) return void 0;
  return {
    ...unknown(`rows of the new ${on(item)} prevent rows of ${target} from being deleted`, {
      relation: target,
      verbs: ["delete"]
    }),
    onlyIfDeclared: true
  };
}
__name(restrictsDeletes, "restrictsDeletes");
var columnsOf = /* @__PURE__ */ __name((item, both) => list(item, "columns").map((name) => ({ name, column: both.live.column(on(item), name) })), "columnsOf");
var isNewColumn = /* @__PURE__ */ __name((item, name, both) => !both.previous.column(on(item), name), "isNewColumn");
var overNewColumns = /* @__PURE__ */ __name((item, both) => list(item, "columns").length > 0 && list(item, "columns").every((name) => isNewColumn(item, name, both)), "overNewColumns");
function surely(item, both) {
  const columns = columnsOf(item, both);
  const readable = columns.length === 1 || text(item, "type") === "foreign key";
  if (readable && columns.every(({ column: column2 }) => column2 && acceptsOmitted(item, column2))) return void 0;
  return unknown(
    `a new rule on new columns might refuse rows in which old code omits them: ${text(item, "definition")}`,
    writes2(item)
  );
}
__name(surely, "surely");
function acceptsOmitted(item, column2) {
  if (column2.properties.identity !== null || column2.properties.generated !== null) return false;
  const value2 = column2.properties.default;
  if (text(item, "type") === "foreign key") return value2 === null && readOf(item)?.fk_matchtype === "s";
  return checkAccepts(text(item, "definition"), value2);
}
__name(acceptsOmitted, "acceptsOmitted");
var newRule = /* @__PURE__ */ __name((item) => unsafe(`a new rule on its rows: ${text(item, "definition")}`, writes2(item)), "newRule");
function backedByOldIndex(item, { previous }) {
  const [key, late] = [keyOf(item), deferrable(previous, on(item))];
  return !isDeferrable(item) && previous.of("index", on(item)).some(
    (index2) => index2.properties.unique === true && index2.properties.expressions === false && index2.properties.valid === true && !late.includes(index2.properties.constraint ?? "") && keyOf(index2).columns.every((column2) => key.columns.includes(column2)) && keyOf(index2).nullsAlike === key.nullsAlike
  );
}
__name(backedByOldIndex, "backedByOldIndex");
var deferrable = /* @__PURE__ */ __name((view2, relation2) => view2.of("constraint", relation2).filter(isDeferrable).map((other) => other.properties.name), "deferrable");
var isDeferrable = /* @__PURE__ */ __name((item) => readOf(item)?.deferrable === true, "isDeferrable");
function keyOf(item) {
  const definition = text(item, "definition");
  const index2 = indexOf(definition);
  if (index2) {
    const parts = (index2.indexParams ?? []).flatMap((each) => "IndexElem" in each ? each.IndexElem : []);
    const columns2 = parts.map(
      ({ name, expr, collation, opclass }) => name === void 0 || collation || opclass ? JSON.stringify([name, withoutPlaces(expr), nameList(collation), nameList(opclass)]) : name
    );
    return { columns: columns2.sort(), nullsAlike: index2.nulls_not_distinct === true };
  }
  const { keys, without_overlaps, nulls_not_distinct } = readOf(item) ?? {};
  const columns = keys ? [...nameList(keys), ...without_overlaps ? [definition] : []] : [definition];
  return { columns: columns.sort(), nullsAlike: nulls_not_distinct === true };
}
__name(keyOf, "keyOf");
function keyAdded(item, both) {
  const columns = columnsOf(item, both);
  const fresh = columns.filter(({ name }) => isNewColumn(item, name, both));
  const distinct = fresh.some(({ column: column2 }) => {
    if (!column2) return false;
    if (column2.properties.identity !== null) return true;
    const value2 = column2.properties.default;
    if (value2 === null)
      return column2.properties.generated === null && !column2.properties.notNull && !keyOf(item).nullsAlike;
    return isFresh(value2);
  });
  return distinct ? void 0 : unsafe(`values must be unique now: ${text(item, "definition")}`, writes2(item));
}
__name(keyAdded, "keyAdded");
function uniqueGone(item, { live }) {
  const late = deferrable(live, on(item));
  const still = live.of("index", on(item)).some(
    (other) => other.properties.unique === true && other.properties.valid === true && !other.properties.expressions && !item.properties.expressions && !late.includes(other.properties.constraint ?? "") && keyOf(other).columns.join() === keyOf(item).columns.join()
  );
  return still ? void 0 : unsafe("the unique index is gone: ON CONFLICT and upserts need it", writes2(item), reads2(item));
}
__name(uniqueGone, "uniqueGone");
var index = {
  gone: /* @__PURE__ */ __name((item, both) => {
    const isRule = item.properties.unique && item.properties.constraint === null;
    return isRule ? uniqueGone(item, both) : void 0;
  }, "gone"),
  changed: /* @__PURE__ */ __name((before, after, both) => {
    if (before.properties.constraint !== null && after.properties.constraint !== null) return [];
    if (!before.properties.unique && after.properties.unique)
      return [unsafe("values must be unique now", writes2(before))];
    if (!before.properties.unique)
      return !same(before, after, "definition") && indexMayFail(text(after, "definition")) ? [unknown("its expression changed and might fail", writes2(before))] : [];
    if (same(before, after, "definition", "valid", "unique")) return [];
    const lost = before.properties.expressions ? void 0 : uniqueGone(before, both);
    return [lost ?? unknown("the unique index changed", writes2(before), reads2(before))];
  }, "changed"),
  added: /* @__PURE__ */ __name((item, both) => {
    if (isNewRelation(on(item), both) || item.properties.constraint !== null) return void 0;
    if (item.properties.unique) {
      if (item.properties.expressions)
        return unsafe(`values must be unique now: ${text(item, "definition")}`, writes2(item));
      return backedByOldIndex(item, both) ? void 0 : keyAdded(item, both);
    }
    return item.properties.expressions && indexMayFail(text(item, "definition")) ? unknown("a new index computes something on each write, which can fail", writes2(item)) : void 0;
  }, "added")
};

// src/schema/verdict/rights.ts
var VERBS = {
  SELECT: ["select", "update", "delete"],
  INSERT: ["insert"],
  UPDATE: ["update"],
  DELETE: ["delete"]
};
var roles = /* @__PURE__ */ __name((item) => [text(item, "role"), "public"], "roles");
var grant = {
  gone: /* @__PURE__ */ __name((item, both) => {
    const prefix = text(item, "type") === "relation" ? "" : `${text(item, "type")} `;
    if (!stillThere(item, both)) return void 0;
    if (both.live.has(`grant ${prefix}${text(item, "object")} public ${text(item, "privilege")}`))
      return void 0;
    const why = `${text(item, "role")} lost ${text(item, "privilege")}`;
    return text(item, "type") === "relation" ? relationGrantGone(item, why, both) : unsafe(why, ...touchesOf(item, both));
  }, "gone"),
  changed: /* @__PURE__ */ __name((before, after, both) => before.properties.grantable && !after.properties.grantable ? [
    unknown(
      `${text(before, "role")} can no longer grant ${text(before, "privilege")} to others`,
      ...touchesOf(before, both)
    )
  ] : [], "changed")
};
var columnGrant = {
  gone: /* @__PURE__ */ __name((item, both) => {
    const relation2 = text(item, "relation");
    if (!both.live.column(relation2, text(item, "column"))) return void 0;
    const covered = roles(item).some((role) => both.live.has(`grant ${relation2} ${role} ${text(item, "privilege")}`)) || columnGranted(item, text(item, "column"), both, relation2);
    return covered ? void 0 : unsafe(
      `${text(item, "role")} lost ${text(item, "privilege")} on the column`,
      columnTouch(relation2, item, [text(item, "column")])
    );
  }, "gone")
};
function stillThere(item, { live }) {
  const object = text(item, "object");
  const kinds = { relation: ["relation"], type: ["enum", "domain", "type"] }[text(item, "type")] ?? [
    text(item, "type")
  ];
  return kinds.some((kind) => live.has(`${kind} ${object}`));
}
__name(stillThere, "stillThere");
function relationGrantGone(item, why, both) {
  const relation2 = text(item, "object");
  const known = both.previous.of("column", relation2).map((column2) => text(column2, "name"));
  const lost = known.filter((name) => !columnGranted(item, name, both, relation2));
  if (lost.length === 0) return void 0;
  return lost.length === known.length ? unsafe(why, columnTouch(relation2, item, void 0)) : unsafe(`${why} on ${lost.join(", ")}`, columnTouch(relation2, item, lost));
}
__name(relationGrantGone, "relationGrantGone");
var columnGranted = /* @__PURE__ */ __name((item, column2, { live }, relation2) => live.of("column-grant", relation2).some(
  (g) => g.properties.column === column2 && g.properties.privilege === value(item, "privilege") && roles(item).includes(text(g, "role"))
), "columnGranted");
function columnTouch(relation2, item, columns) {
  return { relation: relation2, verbs: VERBS[text(item, "privilege")] ?? [], ...columns ? { columns } : {} };
}
__name(columnTouch, "columnTouch");
function touchesOf(item, { previous }) {
  const object = text(item, "object");
  switch (text(item, "type")) {
    case "relation":
      return [columnTouch(object, item, void 0)];
    case "function":
      return [{ function: object }];
    case "schema":
      return [
        ...within(object, "relation", previous).map((name) => ({ relation: name })),
        ...within(object, "function", previous).map((name) => ({ function: name }))
      ];
    case "sequence":
      return ownerOf(previous.find("sequence", object), previous);
    default:
      return [];
  }
}
__name(touchesOf, "touchesOf");
var within = /* @__PURE__ */ __name((schema, kind, view2) => view2.ofKind(kind).map(({ id }) => id.slice(kind.length + 1)).filter((name) => name.startsWith(`${schema}.`)), "within");

// src/schema/verdict/partitions.ts
function partitionOfOld(item, both) {
  const { live, previous } = both;
  const name = item.id.slice("relation ".length);
  const [whole = ""] = list(item, "parents");
  if (item.properties.partitionBound === null || !previous.has(`relation ${whole}`)) return void 0;
  const hadDefault = previous.ofKind("relation").some((r) => list(r, "parents").includes(whole) && r.properties.partitionBound === "DEFAULT");
  if (!hadDefault) return void 0;
  const isOwn = /* @__PURE__ */ __name((each) => value(each, "parent") === void 0, "isOwn");
  const rules = [
    ...live.of("constraint", name).filter((c) => isOwn(c) && c.properties.inherited !== true),
    ...live.of("index", name).filter((i) => isOwn(i) && i.properties.unique && !i.properties.constraint),
    ...live.of("trigger", name).filter((t) => t.properties.whole === void 0),
    ...live.of("column", name).filter((c) => c.properties.notNull && !live.column(whole, text(c, "name"))?.properties.notNull)
  ];
  return rules.length > 0 ? unknown(
    `it takes rows of ${whole}, but has its own rules: ${rules.map((rule2) => rule2.id).join(", ")}`,
    {
      relation: whole,
      verbs: ["insert", "update"]
    }
  ) : void 0;
}
__name(partitionOfOld, "partitionOfOld");

// src/schema/verdict/tables.ts
var named2 = /* @__PURE__ */ __name((item) => item.id.slice(item.kind.length + 1), "named");
var relation = {
  gone: /* @__PURE__ */ __name((item) => unsafe(`the ${text(item, "type")} is gone`, { relation: named2(item) }), "gone"),
  added: partitionOfOld,
  changed: /* @__PURE__ */ __name((before, after, both) => {
    const touch = { relation: named2(before) };
    const notes = [];
    if (!same(before, after, "type"))
      notes.push(unknown(`it was a ${text(before, "type")}, now it is a ${text(after, "type")}`, touch));
    if (!same(before, after, "owner"))
      notes.push(unknown(`its owner was ${text(before, "owner")}, now it is ${text(after, "owner")}`, touch));
    if (list(after, "ownerLacks").some((right) => !list(before, "ownerLacks").includes(right)))
      notes.push(unsafe("its owner lost privileges on it", touch));
    if (!same(before, after, "partitionBound", "partitionKey", "parents"))
      notes.push(unknown("its partition bounds or parents changed", touch));
    const identity = !same(before, after, "replicaIdentity", "replicaIndex") && identityChange(after, both);
    if (identity) notes.push(identity);
    if (after.properties.populated === false && before.properties.populated !== false)
      notes.push(unsafe("it no longer has data, and cannot be read until it is refreshed", touch));
    const viewOptions = /* @__PURE__ */ __name((item) => list(item, "options").filter((o) => ["security_", "check_option"].some((name) => o.startsWith(name))).join(), "viewOptions");
    if (viewOptions(before) !== viewOptions(after))
      notes.push(unknown("the privileges that the view runs with, or the rows it accepts, changed", touch));
    return notes;
  }, "changed")
};
var view = {
  changed: /* @__PURE__ */ __name((before, after) => same(before, after, "definitionHash") ? [] : [unknown("the definition of the view changed", { relation: text(before, "relation") })], "changed")
};
var verbsOf = /* @__PURE__ */ __name((item) => {
  const command = text(item, "command");
  return { relation: text(item, "relation"), ...command === "all" ? {} : { verbs: [command] } };
}, "verbsOf");
var policyTwin = /* @__PURE__ */ __name((item, among) => among.some((other) => same(item, other, "command", "permissive", "roles", "using", "check")), "policyTwin");
var protects = /* @__PURE__ */ __name((item, view2) => {
  const rls2 = view2.find("rls", text(item, "relation"));
  return rls2 ? rls2.properties.enabled === true : true;
}, "protects");
var policy = {
  gone: /* @__PURE__ */ __name((item, both) => {
    if (policyTwin(item, both.live.of("policy", text(item, "relation")))) return void 0;
    if (!protects(item, both.live)) return void 0;
    return item.properties.permissive ? unsafe("the policy is gone: rows that it allowed are hidden or refused", verbsOf(item)) : unknown("a restrictive policy is gone: more rows are visible than before", verbsOf(item));
  }, "gone"),
  changed: /* @__PURE__ */ __name((before, after) => {
    const touch = verbsOf(before);
    const notes = [];
    const lost = list(before, "roles").filter(
      (role) => !list(after, "roles").includes(role) && !list(after, "roles").includes("public")
    );
    if (lost.length > 0) notes.push(unsafe(`the policy no longer applies to ${lost.join(", ")}`, touch));
    else if (!same(before, after, "roles")) notes.push(unknown("the policy applies to more roles", touch));
    if (!same(before, after, "command")) {
      const why = `the policy was for ${text(before, "command")}, now it is for ${text(after, "command")}`;
      const letsMore = text(after, "command") === "all" && before.properties.permissive;
      notes.push((letsMore ? unknown : unsafe)(why, touch, verbsOf(after)));
    }
    if (!same(before, after, "permissive"))
      notes.push(unsafe("the policy turned from permissive to restrictive or back", touch));
    if (!same(before, after, "using", "check"))
      notes.push(unknown("the condition of the policy changed", touch));
    return notes;
  }, "changed"),
  added: /* @__PURE__ */ __name((item, both) => {
    const on2 = text(item, "relation");
    if (isNewRelation(on2, both) || policyTwin(item, both.previous.of("policy", on2))) return void 0;
    if (!protects(item, both.live)) return void 0;
    return item.properties.permissive ? unknown("a new policy allows more rows", verbsOf(item)) : unsafe("a new restrictive policy hides or refuses rows", verbsOf(item));
  }, "added")
};
var rls = {
  changed: /* @__PURE__ */ __name((before, after) => {
    const touch = { relation: named2(before) };
    const notes = [];
    if (!same(before, after, "enabled")) {
      notes.push(
        after.properties.enabled ? unsafe("row-level security is on now: rows are hidden or refused", touch) : unknown("row-level security is off now: hidden rows become visible", touch)
      );
    }
    if (!same(before, after, "forced")) notes.push(unknown("whether policies bind the owner changed", touch));
    return notes;
  }, "changed")
};
var trigger = {
  gone: /* @__PURE__ */ __name((item) => unknown("the trigger is gone", onWrite(item)), "gone"),
  changed: /* @__PURE__ */ __name((before) => [unknown("the trigger changed", onWrite(before))], "changed"),
  added: /* @__PURE__ */ __name((item, both) => isNewRelation(text(item, "relation"), both) ? void 0 : unknown("a new trigger runs on writes to it", onWrite(item)), "added")
};
var onWrite = /* @__PURE__ */ __name((item) => ({
  relation: text(item, "relation"),
  verbs: ["insert", "update", "delete"]
}), "onWrite");
var rule = {
  gone: /* @__PURE__ */ __name((item) => unknown("the rewrite rule is gone", { relation: text(item, "relation") }), "gone"),
  changed: /* @__PURE__ */ __name((before) => [unknown("the rewrite rule changed", { relation: text(before, "relation") })], "changed"),
  added: /* @__PURE__ */ __name((item, both) => isNewRelation(text(item, "relation"), both) ? void 0 : unknown("a new rewrite rule changes statements on it", { relation: text(item, "relation") }), "added")
};

// src/schema/verdict/uses.ts
var CALLERS = [
  ["trigger", ["function"]],
  ["policy", ["using", "check"]],
  ["column", ["default", "generated"]],
  ["constraint", ["definition"]],
  ["index", ["definition"]],
  ["rule", ["definition"]]
];
var VERBS2 = ["select", "insert", "update", "delete"];
var Uses = class {
  static {
    __name(this, "Uses");
  }
  #relations;
  #functions;
  #code;
  #views;
  #view;
  constructor(contract, previous) {
    this.#relations = contract.uses.relations;
    this.#functions = new Set(contract.uses.functions);
    this.#code = previous.ofKind("function");
    this.#view = previous;
    this.#views = this.#usedViews(previous.ofKind("view"));
  }
  of(note) {
    if (note.touches.length === 0) return "yes";
    const answers = note.touches.map(
      (touch) => touch.function ? this.#function(touch.function) : this.#relation(touch)
    );
    return answers.includes("yes") ? "yes" : answers.includes("maybe") ? "maybe" : "no";
  }
  #relation(touch) {
    const relation2 = touch.relation ?? "";
    const declared = Object.hasOwn(this.#relations, relation2) ? this.#relations[relation2] : void 0;
    const verbs = touch.verbs ?? VERBS2;
    if (declared && verbs.some((verb) => uses(declared[verb], touch.columns))) return "yes";
    if (touch.columns && declared && this.#triggersName(relation2, touch.columns)) return "maybe";
    return this.#codeNames(relation2) ? "maybe" : "no";
  }
  #function(signature) {
    if (this.#functions.has(signature)) return "yes";
    const name = bare(signature);
    const named3 = /* @__PURE__ */ __name((value2) => typeof value2 === "string" && value2.toLowerCase().includes(name), "named");
    const holders = CALLERS.flatMap(
      ([kind, properties]) => this.#view.ofKind(kind).filter((item) => properties.some((p) => named3(value(item, p))))
    );
    const onUsed = /* @__PURE__ */ __name((item) => Object.hasOwn(this.#relations, text(item, "relation")), "onUsed");
    const called = holders.some(onUsed) || this.#view.ofKind("domain").some((d) => list(d, "constraints").some(named3)) || this.#views.some((v) => named3(v.properties.definition));
    if (called) return "yes";
    const reached = holders.some((item) => this.#codeNames(text(item, "relation")));
    return reached || this.#code.some((f) => mentions(f, name)) ? "maybe" : "no";
  }
  #triggersName(relation2, columns) {
    const called = new Set(this.#view.of("trigger", relation2).map((t) => text(t, "function")));
    return this.#code.some(
      (f) => called.has(text(f, "name")) && columns.some((column2) => mentions(f, column2.toLowerCase()))
    );
  }
  /** Views that the app reads, that code names, and those that these are made of. */
  #usedViews(all) {
    const isUsed = /* @__PURE__ */ __name((view2) => Object.hasOwn(this.#relations, text(view2, "relation")) || this.#code.some((f) => mentions(f, bare(text(view2, "relation")))), "isUsed");
    const used = new Set(all.filter(isUsed));
    for (const view2 of used) {
      for (const inner of all) if (names(view2, bare(text(inner, "relation")))) used.add(inner);
    }
    return [...used];
  }
  /** Functions, views, policies and rules may reach a table that the app never names. */
  #codeNames(relation2) {
    const name = bare(relation2);
    const reaches = /* @__PURE__ */ __name((item) => ["using", "check", "definition"].some((p) => text(item, p).toLowerCase().includes(name)), "reaches");
    return this.#code.some((f) => mentions(f, name)) || [...this.#view.ofKind("policy"), ...this.#view.ofKind("rule")].some(
      (item) => text(item, "relation") !== relation2 && reaches(item)
    ) || this.#views.some((v) => text(v, "relation") !== relation2 && names(v, name));
  }
};
var uses = /* @__PURE__ */ __name((declared, columns) => {
  if (declared === void 0 || declared === false) return false;
  if (declared === true || columns === void 0) return true;
  return columns.some((column2) => declared.includes(column2) || declared.includes("*"));
}, "uses");
var mentions = /* @__PURE__ */ __name((item, name) => item.properties.dynamic === true || hasWordsOf(item, name), "mentions");
var names = /* @__PURE__ */ __name((view2, name) => text(view2, "definition").toLowerCase().includes(name), "names");

// src/schema/verdict/verdict.ts
var RULES = {
  ...rest,
  relation,
  view,
  column,
  constraint,
  index,
  policy,
  rls,
  trigger,
  rule,
  grant,
  "column-grant": columnGrant,
  enum: enumeration,
  domain,
  sequence,
  publication,
  function: functions
};
var ruleOf2 = /* @__PURE__ */ __name((kind) => RULES[kind], "ruleOf");
function verdict(previous, live, contract = previous?.contract) {
  if (!previous) return unknownBecause("schema snapshot", "the previous release has none");
  if (previous.format !== 1 || live.format !== 1)
    return unknownBecause("schema snapshot", "this version does not know its format");
  const both = { previous: new View(previous), live: new View(live) };
  const uses2 = contract && new Uses(contract, both.previous);
  const reasons = [
    ...unreadable(previous, "when it was released"),
    ...unreadable(live, "now"),
    ...compare(both, unreadKinds(previous, live)).flatMap(({ id, note }) => weigh(id, note, uses2))
  ];
  const ordered = reasons.toSorted((a, b) => Number(b.answer === "unsafe") - Number(a.answer === "unsafe"));
  return { answer: ordered[0]?.answer ?? "safe", reasons: ordered };
}
__name(verdict, "verdict");
var unknownBecause = /* @__PURE__ */ __name((object, why) => ({
  answer: "unknown",
  reasons: [{ answer: "unknown", object, why }]
}), "unknownBecause");
var unreadable = /* @__PURE__ */ __name((snapshot, when) => snapshot.unreadable.map(({ what, why }) => ({
  answer: "unknown",
  object: what,
  why: `could not be read ${when}: ${why}`
})), "unreadable");
function compare(both, unread) {
  const notes = [];
  const { previous, live } = both;
  const ids = [.../* @__PURE__ */ new Set([...Object.keys(previous.objects), ...Object.keys(live.objects)])].sort();
  for (const id of ids) {
    const [before, after] = [previous.get(id), live.get(id)];
    const kind = (before ?? after)?.kind ?? "schema";
    const found = ruleOf2(kind);
    if (unread.has(kind) && !(before && after)) continue;
    for (const note of apply(found, before, after, both)) notes.push({ id, note });
  }
  return notes;
}
__name(compare, "compare");
function apply(found, before, after, both) {
  if (before && after) {
    const isSame = isDeepStrictEqual2(before.properties, after.properties);
    return isSame ? [] : found?.changed?.(before, after, both) ?? [];
  }
  if (before) {
    const note = isGoneRelation(text(before, "relation"), both) ? void 0 : found?.gone?.(before, both);
    return note ? [note] : [];
  }
  return [(after && found?.added?.(after, both)) ?? []].flat();
}
__name(apply, "apply");
function weigh(object, note, uses2) {
  const matters = uses2 ? uses2.of(note) : note.onlyIfDeclared ? "no" : "yes";
  if (matters === "yes") return [{ answer: note.answer, object, why: note.why }];
  if (matters === "no" || note.onlyIfDeclared) return [];
  const why = `${note.why}; the app's contract does not use it, but code in the database might`;
  return [{ answer: "unknown", object, why }];
}
__name(weigh, "weigh");

// src/schema/verdict/index.ts
async function verdictOf(previous, live, contract) {
  await loadParser();
  return verdict(previous, live, contract);
}
__name(verdictOf, "verdictOf");
export {
  verdictOf
};
