import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/sql/parser.ts
import { setFlagsFromString } from "node:v8";
var ParserError = class extends Error {
  static {
    __name(this, "ParserError");
  }
  position;
  constructor(message, position) {
    super(message);
    this.name = "ParserError";
    this.position = position;
  }
};
var loading;
var loaded;
function loadParser() {
  loading ??= load();
  return loading;
}
__name(loadParser, "loadParser");
function loadedParser() {
  if (!loaded) throw new Error("the SQL parser is not loaded yet: call loadParser() first");
  return loaded;
}
__name(loadedParser, "loadedParser");
function compileOnce() {
  setFlagsFromString("--no-wasm-tier-up");
  setFlagsFromString("--no-wasm-dynamic-tiering");
}
__name(compileOnce, "compileOnce");
async function load() {
  compileOnce();
  const library = await import("./wasm-FXYI6OL3.js");
  await library.loadModule();
  loaded = {
    parse(sql) {
      if (sql === "") return [];
      const parse = /* @__PURE__ */ __name((text) => library.parseSync(text).stmts ?? [], "parse");
      try {
        return parse(sql);
      } catch (error) {
        if (!library.hasSqlDetails(error)) throw error;
        const joined = joinedLiterals(sql, (text) => library.scanSync(text).tokens);
        if (joined !== void 0) return loaded?.parse(joined) ?? parse(joined);
        throw new ParserError(error.message, error.sqlDetails?.cursorPosition ?? 0);
      }
    },
    scan(sql) {
      return sql === "" ? [] : library.scanSync(sql).tokens;
    },
    plpgsql(sql) {
      return library.parsePlPgSQLSync(sql);
    }
  };
  return loaded;
}
__name(load, "load");
var isLiteral = /* @__PURE__ */ __name(({ tokenName, text }) => tokenName === "SCONST" ? !text.startsWith("$") : /^(?:b|x|u&)'/i.test(text), "isLiteral");
function joinedLiterals(sql, scan) {
  if (!sql.includes("--")) return void 0;
  let tokens;
  try {
    tokens = scan(sql);
  } catch {
    return void 0;
  }
  const bytes = Buffer.from(sql);
  let changed = false;
  for (const [index, token] of tokens.entries()) {
    if (!isLiteral(token)) continue;
    let next = index + 1;
    while (tokens[next]?.tokenName === "SQL_COMMENT") next += 1;
    const follows = tokens[next];
    if (next === index + 1 || follows?.tokenName !== "SCONST" || !follows.text.startsWith("'")) continue;
    for (const comment of tokens.slice(index + 1, next)) bytes.fill(" ", comment.start, comment.end);
    changed = true;
  }
  return changed ? bytes.toString() : void 0;
}
__name(joinedLiterals, "joinedLiterals");
function isComment(token) {
  return token.tokenName === "SQL_COMMENT" || token.tokenName === "C_COMMENT";
}
__name(isComment, "isComment");

// src/database/sql/walk.ts
function walk(root, visit) {
  if (Array.isArray(root)) {
    for (const item of root) walk(item, visit);
    return;
  }
  if (typeof root !== "object" || root === null) return;
  for (const key in root) {
    const value = root[key];
    if (typeof value !== "object" || value === null) continue;
    if (key >= "A" && key < "[") visit(key, value);
    walk(value, visit);
  }
}
__name(walk, "walk");
function lastName(names) {
  return nameList(names).at(-1);
}
__name(lastName, "lastName");
function nameList(names) {
  if (!Array.isArray(names)) return [];
  return names.flatMap((item) => item.String?.sval ?? []);
}
__name(nameList, "nameList");
function constant(node) {
  if (typeof node !== "object" || node === null) return void 0;
  if ("TypeCast" in node) return constant(node.TypeCast.arg);
  if (!("A_Const" in node)) return void 0;
  const value = node.A_Const;
  if (value.sval) return value.sval.sval ?? "";
  if (value.ival) return String(value.ival.ival ?? 0);
  if (value.fval) return value.fval.fval;
  if (value.boolval) return String(value.boolval.boolval ?? false);
  return void 0;
}
__name(constant, "constant");
function isNull(node) {
  return node?.A_Const?.isnull === true;
}
__name(isNull, "isNull");

export {
  ParserError,
  loadParser,
  loadedParser,
  isComment,
  walk,
  lastName,
  nameList,
  constant,
  isNull
};
