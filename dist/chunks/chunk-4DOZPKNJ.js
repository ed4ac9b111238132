import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  ParserError,
  constant,
  loadedParser,
  nameList
} from "./chunk-U2BQKBZ7.js";
import {
  ident,
  qualifiedIdent
} from "./chunk-GWXVWR6U.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/sql/definitions.ts
var expressionOf = remembered((printed) => {
  const statement = only(`SELECT ${printed}`);
  if (!statement || !("SelectStmt" in statement)) return void 0;
  const { targetList = [], op: _, limitOption: __, ...rest } = statement.SelectStmt;
  const [target, more] = targetList;
  if (!target || more || Object.keys(rest).length > 0 || !("ResTarget" in target)) return void 0;
  return target.ResTarget.name === void 0 ? target.ResTarget.val : void 0;
});
var namedConstraintOf = /* @__PURE__ */ __name((printed) => constraintOf(`CONSTRAINT ${printed}`), "namedConstraintOf");
var constraintOf = remembered((printed) => {
  const statement = only(`ALTER TABLE t ADD ${printed}`);
  if (!statement || !("AlterTableStmt" in statement)) return void 0;
  const [command, more] = statement.AlterTableStmt.cmds ?? [];
  if (!command || more || !("AlterTableCmd" in command)) return void 0;
  const { def } = command.AlterTableCmd;
  return def && "Constraint" in def ? def.Constraint : void 0;
});
var indexOf = remembered((printed) => {
  const statement = only(printed);
  return statement && "IndexStmt" in statement ? statement.IndexStmt : void 0;
});
var typeOfPrinted = remembered((printed) => {
  const cast = expressionOf(`NULL::${printed}`);
  return cast && "TypeCast" in cast ? typeOfName(cast.TypeCast.typeName) : void 0;
});
function typeOfName(type) {
  const names = nameList(type?.names);
  const name = names.at(-1);
  if (!type || name === void 0) return void 0;
  const schema = names.length > 1 && names[0] !== "pg_catalog" ? names[0] : void 0;
  const modifiers = (type.typmods ?? []).map(
    (each) => "A_Const" in each ? each.A_Const.ival?.ival ?? (each.A_Const.ival ? 0 : Number.NaN) : Number.NaN
  );
  return { name, schema, modifiers, isArray: (type.arrayBounds ?? []).length > 0 };
}
__name(typeOfName, "typeOfName");
var namesOf = remembered((printed) => {
  const [object, more] = dropped(`DROP TABLE ${printed}`);
  return object && !more && "List" in object ? nameList(object.List.items) : void 0;
});
var functionNamesOf = remembered((printed) => {
  const [object, more] = dropped(`DROP FUNCTION ${printed}`);
  if (!object || more || !("ObjectWithArgs" in object)) return void 0;
  return object.ObjectWithArgs.args_unspecified ? void 0 : nameList(object.ObjectWithArgs.objname);
});
var PRINTED_TYPES = {
  int2: "smallint",
  int4: "integer",
  int8: "bigint",
  float4: "real",
  float8: "double precision",
  decimal: "numeric",
  bool: "boolean",
  bpchar: "character",
  varchar: "character varying",
  varbit: "bit varying",
  time: "time without time zone",
  timetz: "time with time zone",
  timestamp: "timestamp without time zone",
  timestamptz: "timestamp with time zone"
};
var functionOf = remembered((written) => {
  const [object] = dropped(`DROP FUNCTION ${written}`);
  if (!object || !("ObjectWithArgs" in object)) return void 0;
  const { objname, objargs = [] } = object.ObjectWithArgs;
  const types = objargs.map(
    (each) => printedType("TypeName" in each ? typeOfName(each.TypeName) : void 0)
  );
  return { names: nameList(objname), types };
});
var signatureOf = /* @__PURE__ */ __name((written) => {
  const found = functionOf(written);
  return found && `${qualifiedIdent(...found.names)}(${found.types.join(", ")})`;
}, "signatureOf");
function printedType(type) {
  if (!type) return "?";
  const { schema, name, isArray } = type;
  const base = schema === void 0 ? PRINTED_TYPES[name] ?? ident(name) : qualifiedIdent(schema, name);
  return isArray ? `${base}[]` : base;
}
__name(printedType, "printedType");
var lastPartOf = /* @__PURE__ */ __name((printed) => lastPart(printed) ?? printed, "lastPartOf");
var lastPart = remembered((printed) => {
  let last;
  for (const { text } of loadedParser().scan(printed)) {
    if (text === "(") break;
    last = text;
  }
  return last;
});
function dropped(sql) {
  const statement = only(sql);
  return statement && "DropStmt" in statement ? statement.DropStmt.objects ?? [] : [];
}
__name(dropped, "dropped");
var resultOf = remembered((printed) => {
  const statement = only(`CREATE FUNCTION f() RETURNS ${printed}`);
  if (!statement || !("CreateFunctionStmt" in statement)) return void 0;
  const { returnType, parameters = [], options = [] } = statement.CreateFunctionStmt;
  const type = options.length === 0 ? typeOfName(returnType) : void 0;
  if (!type) return void 0;
  const isRecord = type.name === "record" && type.schema === void 0 && !type.isArray;
  return { ...type, isRow: isRecord || parameters.length > 0 };
});
var publishedTableOf = remembered((printed) => {
  const statement = only(`CREATE PUBLICATION p FOR TABLE ${printed}`);
  if (!statement || !("CreatePublicationStmt" in statement)) return void 0;
  const [object, more] = statement.CreatePublicationStmt.pubobjects ?? [];
  if (!object || more || !("PublicationObjSpec" in object)) return void 0;
  const { relation, columns, whereClause } = object.PublicationObjSpec.pubtable ?? {};
  const names = [relation?.schemaname, relation?.relname].filter((name) => name !== void 0);
  return { names, columns: columns && nameList(columns), filter: whereClause };
});
function only(sql) {
  try {
    const [statement, more] = loadedParser().parse(sql);
    return more ? void 0 : statement?.stmt;
  } catch (error) {
    if (error instanceof ParserError) return void 0;
    throw error;
  }
}
__name(only, "only");
var searchPathOf = remembered((value) => {
  if (value.trim() === "") return [];
  const statement = only(`SET search_path TO ${value}`);
  if (!statement || !("VariableSetStmt" in statement)) return void 0;
  return (statement.VariableSetStmt.args ?? []).map((arg) => constant(arg) ?? "");
});
var withPartitions = /* @__PURE__ */ __name((index) => {
  const tokens = loadedParser().scan(index);
  const is = /* @__PURE__ */ __name((at, word) => tokens[at]?.keywordName === "RESERVED_KEYWORD" && tokens[at]?.text === word, "is");
  const only2 = tokens.find((_, at) => is(at, "ONLY") && is(at - 1, "ON"));
  if (!only2) return index;
  const bytes = Buffer.from(index);
  return `${bytes.subarray(0, only2.start)}${bytes.subarray(only2.end + 1)}`;
}, "withPartitions");
function onOneLine(printed) {
  if (!printed.includes("\n")) return printed;
  const bytes = Buffer.from(printed);
  let text = "";
  let at = 0;
  for (const { start, end } of loadedParser().scan(printed)) {
    const gap = bytes.subarray(at, start).toString();
    const [first = ""] = gap.split("\n");
    text += `${gap.includes("\n") ? `${first} ` : gap}${bytes.subarray(start, end)}`;
    at = end;
  }
  return text + bytes.subarray(at).toString();
}
__name(onOneLine, "onOneLine");
function remembered(read) {
  const known = /* @__PURE__ */ new Map();
  return (printed) => {
    if (!known.has(printed)) known.set(printed, read(printed));
    return known.get(printed);
  };
}
__name(remembered, "remembered");

export {
  expressionOf,
  namedConstraintOf,
  constraintOf,
  indexOf,
  typeOfPrinted,
  typeOfName,
  namesOf,
  functionNamesOf,
  functionOf,
  signatureOf,
  lastPartOf,
  resultOf,
  publishedTableOf,
  searchPathOf,
  withPartitions,
  onOneLine
};
