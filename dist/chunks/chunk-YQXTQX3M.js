import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  constant,
  loadedParser,
  nameList
} from "./chunk-U2BQKBZ7.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/ahead/code.ts
function piecesOf(statements) {
  let checks = true;
  return statements.flatMap((statement) => {
    checks = checksBodies(statement) ?? checks;
    const itself = {
      statement,
      text: statement.text,
      nodes: [statement.node],
      when: "runs",
      sure: true
    };
    return [itself, ...inside(loadedParser(), statement, checks)];
  });
}
__name(piecesOf, "piecesOf");
function checksBodies({ node }) {
  if (!("VariableSetStmt" in node) || node.VariableSetStmt.name !== "check_function_bodies") return void 0;
  const value = constant(node.VariableSetStmt.args?.[0]) ?? "on";
  return !["off", "false", "no", "0"].includes(value.toLowerCase());
}
__name(checksBodies, "checksBodies");
function inside(parser, statement, checks) {
  const { node } = statement;
  if ("DoStmt" in node)
    return language(node.DoStmt.args, "plpgsql") === "plpgsql" ? ofBlock(parser, statement, "runs") : [];
  if (!("CreateFunctionStmt" in node)) return [];
  const { options } = node.CreateFunctionStmt;
  const written2 = language(options, "sql");
  if (written2 === "plpgsql") return ofBlock(parser, statement, "kept");
  const body = written2 === "sql" ? option(options, "as") : void 0;
  const [text] = body && "List" in body ? nameList(body.List.items) : [];
  const nodes = text === void 0 ? void 0 : read(parser, text);
  if (!nodes || text === void 0) return [];
  return [{ statement, text, nodes, when: checks ? "checked" : "kept", sure: true }];
}
__name(inside, "inside");
function language(options, otherwise) {
  const found = option(options, "language");
  return found && "String" in found ? (found.String.sval ?? "").toLowerCase() : otherwise;
}
__name(language, "language");
function option(options, name) {
  for (const node of options ?? [])
    if ("DefElem" in node && node.DefElem.defname === name) return node.DefElem.arg;
  return void 0;
}
__name(option, "option");
var STATEMENT = 0;
var EXPRESSION = 2;
function ofBlock(parser, statement, when) {
  let tree;
  try {
    tree = parser.plpgsql(statement.text);
  } catch {
    return [];
  }
  const pieces = [];
  const add = /* @__PURE__ */ __name((text, sure) => {
    const nodes = text === void 0 ? void 0 : read(parser, text);
    if (nodes && text !== void 0) pieces.push({ statement, text, nodes, when, sure });
  }, "add");
  const visit = /* @__PURE__ */ __name((value, sure) => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, sure);
      return;
    }
    if (typeof value !== "object" || value === null) return;
    for (const [tag, held] of Object.entries(value)) {
      if (tag === "PLpgSQL_expr") add(written(parser, held), sure);
      if (tag === "PLpgSQL_stmt_dynexecute") add(given(parser, held), sure);
      visit(held, sure && !BRANCHES.has(tag));
    }
  }, "visit");
  visit(tree, true);
  return pieces;
}
__name(ofBlock, "ofBlock");
var BRANCHES = /* @__PURE__ */ new Set(["then_body", "elsif_list", "else_body", "case_when_list", "exceptions"]);
function written(parser, { query, parseMode }) {
  if (typeof query !== "string") return void 0;
  if ((parseMode ?? STATEMENT) === STATEMENT) return query;
  if (parseMode === EXPRESSION) return `SELECT ${query}`;
  const tokens = tryScan(parser, query);
  const sign = tokens.find(({ text }) => text === ":=") ?? tokens.find(({ text }) => text === "=");
  return sign ? `SELECT ${Buffer.from(query).subarray(sign.end).toString()}` : void 0;
}
__name(written, "written");
function given(parser, fields) {
  const { query } = fields["query"]?.["PLpgSQL_expr"] ?? {};
  const [select] = typeof query === "string" ? read(parser, `SELECT ${query}`) ?? [] : [];
  if (!select || !("SelectStmt" in select)) return void 0;
  const [target] = select.SelectStmt.targetList ?? [];
  return target && "ResTarget" in target ? constant(target.ResTarget.val) : void 0;
}
__name(given, "given");
function tryScan(parser, text) {
  try {
    return parser.scan(text);
  } catch {
    return [];
  }
}
__name(tryScan, "tryScan");
function read(parser, text) {
  try {
    return parser.parse(text).flatMap(({ stmt }) => stmt ? [stmt] : []);
  } catch {
    return void 0;
  }
}
__name(read, "read");

// src/database/hazards/code.ts
var cache = /* @__PURE__ */ new WeakMap();
function codeOf(statement) {
  const node = "CreateFunctionStmt" in statement.node ? statement.node.CreateFunctionStmt : void 0;
  if (!node) return [];
  const known = cache.get(statement);
  if (known) return known;
  const body = node.sql_body ? [node.sql_body] : [];
  const found = [
    ...body,
    ...piecesOf([statement]).flatMap(({ when, nodes }) => when === "runs" ? [] : nodes)
  ];
  cache.set(statement, found);
  return found;
}
__name(codeOf, "codeOf");

export {
  piecesOf,
  codeOf
};
