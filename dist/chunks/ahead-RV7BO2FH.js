import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  readProject
} from "./chunk-Q7FKY43Q.js";
import "./chunk-XQVBSQ4W.js";
import {
  absentExtensions,
  firstBeyond,
  reason,
  runFile,
  withThrowaway
} from "./chunk-2X6X3VIR.js";
import {
  schemaSnapshot
} from "./chunk-BJEJBUK6.js";
import "./chunk-TDMNUXVL.js";
import {
  readFolder,
  readMigration
} from "./chunk-FY5STXVI.js";
import "./chunk-G5532VYC.js";
import "./chunk-5C23QCQT.js";
import "./chunk-HWE4CUXX.js";
import {
  mentions
} from "./chunk-ZOAJ2OWH.js";
import "./chunk-GPMABSAE.js";
import "./chunk-YQXTQX3M.js";
import "./chunk-SU3H5PD6.js";
import {
  parseSql
} from "./chunk-EIRXDFOO.js";
import "./chunk-AOW2UBHG.js";
import {
  functionNamesOf,
  namesOf
} from "./chunk-4DOZPKNJ.js";
import "./chunk-NOU2GYAC.js";
import {
  loadParser
} from "./chunk-U2BQKBZ7.js";
import "./chunk-GWXVWR6U.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/project/bodies.ts
var BODIES = `
select format('%I.%I', n.nspname, p.proname) as name, pg_get_function_identity_arguments(p.oid) as arguments,
  coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) as body
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname not in ('pg_catalog', 'information_schema') and p.prokind <> 'a' order by 1, 2`;
async function bodiesOf(db) {
  const parser = await loadParser();
  const bodies = /* @__PURE__ */ new Map();
  for (const { name, arguments: given, body } of await db.query(BODIES))
    bodies.set(name, `${bodies.get(name) ?? ""}
${given}: ${plain(parser, body)}`);
  return bodies;
}
__name(bodiesOf, "bodiesOf");
function plain(parser, body) {
  try {
    return parser.scan(body).filter(({ tokenName }) => !/COMMENT/.test(tokenName)).map(({ text }) => text).join(" ");
  } catch {
    return body;
  }
}
__name(plain, "plain");

// src/database/project/compare.ts
import { isDeepStrictEqual } from "node:util";
var KINDS = /* @__PURE__ */ new Set([
  ...[
    "relation",
    "rls",
    "column",
    "constraint",
    "index",
    "view",
    "rule",
    "enum",
    "domain",
    "type"
  ],
  ...["sequence", "function", "trigger", "policy"]
]);
var LEFT_OUT = /* @__PURE__ */ new Set([
  "owner",
  "ownerLacks",
  "replicaIdentity",
  "replicaIndex",
  "words",
  "bodyHash",
  "populated",
  "validated"
]);
function ahead(migrated, declared) {
  const found = [];
  const add = /* @__PURE__ */ __name(([object, { properties }], message) => found.push({ object, names: bareNames(object, properties), message }), "add");
  const ours = Object.entries(declared.snapshot.objects).filter(([, { kind }]) => KINDS.has(kind));
  const isMissing = /* @__PURE__ */ __name((id) => !Object.hasOwn(migrated.snapshot.objects, id), "isMissing");
  for (const [id, object] of ours) {
    const before = migrated.snapshot.objects[id];
    const whole = `relation ${String(object.properties["relation"] ?? "")}`;
    if (!before) {
      if (id !== whole && isMissing(whole) && Object.hasOwn(declared.snapshot.objects, whole)) continue;
      if (object.kind === "rls" && isMissing(`relation ${id.slice("rls ".length)}`)) continue;
      add([id, object], "no migration creates it");
      continue;
    }
    const changed = changedProperties(before, object);
    if (object.kind === "function") {
      const name = String(object.properties["name"] ?? "");
      if (migrated.bodies.get(name) !== declared.bodies.get(name)) changed.push("body");
    }
    if (changed.length > 0) add([id, object], `the migrations create it differently (${changed.join(", ")})`);
  }
  for (const [id, object] of Object.entries(migrated.snapshot.objects)) {
    if (object.kind !== "column" || Object.hasOwn(declared.snapshot.objects, id)) continue;
    if (Object.hasOwn(declared.snapshot.objects, `relation ${String(object.properties["relation"])}`))
      add([id, object], "the migrations create it, but the schema file no longer has it");
  }
  return found;
}
__name(ahead, "ahead");
function changedProperties(before, now) {
  const keys = /* @__PURE__ */ new Set([...Object.keys(before.properties), ...Object.keys(now.properties)]);
  return [...keys].filter(
    (key) => !LEFT_OUT.has(key) && !isDeepStrictEqual(before.properties[key], now.properties[key])
  );
}
__name(changedProperties, "changedProperties");
function bareNames(id, { relation, name }) {
  const named = String(relation ?? name ?? id.slice(id.indexOf(" ") + 1));
  return [(namesOf(named) ?? functionNamesOf(named))?.at(-1) ?? ""];
}
__name(bareNames, "bareNames");

// src/database/project/declared.ts
import { glob, readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
async function declaredFiles(workspace, project) {
  const root = await realpath(workspace);
  const folder = path.join(root, project.folder);
  const found = /* @__PURE__ */ new Set();
  const patterns = project.schemaPaths.length > 0 ? project.schemaPaths : [project.schemaFolder];
  for (const pattern of patterns) for (const name of await matches(folder, pattern)) found.add(name);
  const files = [];
  for (const name of found) {
    const real = await realpath(name);
    if (!real.startsWith(root + path.sep)) continue;
    files.push({
      file: path.relative(root, name).replaceAll(path.sep, "/"),
      sql: await readFile(real, "utf8")
    });
  }
  return files;
}
__name(declaredFiles, "declaredFiles");
async function matches(folder, pattern) {
  const names = [];
  for await (const name of glob(pattern, { cwd: folder })) {
    const full = path.resolve(folder, name);
    if ((await stat(full)).isDirectory()) {
      for await (const inside of glob("**/*.sql", { cwd: full })) names.push(path.join(full, inside));
    } else names.push(full);
  }
  return names.filter((name) => name.endsWith(".sql")).sort((a, b) => a < b ? -1 : 1);
}
__name(matches, "matches");

// src/database/project/ahead.ts
var NONE = { ahead: [], remarks: [] };
async function schemaAhead(options) {
  const project = await readProject(options.workspace, options.migrations);
  const files = await declaredFiles(options.workspace, project);
  if (files.length === 0) return NONE;
  const { adminUrl, template = "template1" } = options;
  const unknown = /* @__PURE__ */ __name((why) => ({
    ahead: [],
    remarks: [
      `Could not check whether a migration is missing for the schema files (${files[0]?.file}${files.length > 1 ? ` and ${files.length - 1} more` : ""}): ${why}`
    ]
  }), "unknown");
  if (!adminUrl)
    return unknown("set rehearsal-database-url to a server on which Shiplock can build and compare both");
  const { files: listed } = await readFolder(options.workspace, options.migrations);
  const migrations = listed.map((file) => ({ file: file.file, sql: readMigration(file) }));
  const beyond = await firstBeyond([...migrations, ...files]);
  if (beyond) return unknown(beyond);
  try {
    const build = /* @__PURE__ */ __name((run) => withThrowaway(adminUrl, template, async (bare) => {
      const stage = { ...bare, absent: await absentExtensions(bare.worker, EMPTY) };
      await run(stage);
      return { snapshot: await schemaSnapshot(stage.observer), bodies: await bodiesOf(stage.observer) };
    }), "build");
    const migrated = await build((stage) => inOrder(stage, migrations));
    const declared = await build((stage) => inAnyOrder(stage, files));
    return { ahead: await findings(migrated, declared, files, commandFor(project.schemaPaths)), remarks: [] };
  } catch (error) {
    return unknown(reason(error));
  }
}
__name(schemaAhead, "schemaAhead");
var EMPTY = { format: 1, schemas: [], objects: {}, unreadable: [] };
var commandFor = /* @__PURE__ */ __name((schemaPaths) => schemaPaths.length > 0 ? "supabase db diff --use-migra -f <name>" : "supabase db schema declarative sync --name <name> --no-apply", "commandFor");
async function inOrder(stage, files) {
  for (const file of files) {
    try {
      await runFile(stage, file);
    } catch (error) {
      throw new Error(`could not run ${file.file}: ${reason(error)}`);
    }
  }
}
__name(inOrder, "inOrder");
async function inAnyOrder(stage, files) {
  for (let left = files; left.length > 0; ) {
    const failed = [];
    for (const file of left) {
      try {
        await runDeclared(stage.worker, stage, file);
      } catch (error) {
        failed.push({ file, error });
      }
    }
    const [first] = failed;
    if (first && failed.length === left.length)
      throw new Error(`could not run ${first.file.file}: ${reason(first.error)}`);
    left = failed.map(({ file }) => file);
  }
}
__name(inAnyOrder, "inAnyOrder");
async function runDeclared(db, { absent }, { file, sql }) {
  const statements = await parseSql(sql, file);
  try {
    await db.transaction(async (tx) => {
      await tx.query("set local check_function_bodies = off");
      for (const statement of statements) await tx.query(absent?.instead(statement) ?? statement.text);
    });
  } finally {
    await db.client.query("reset all");
  }
}
__name(runDeclared, "runDeclared");
async function findings(migrated, declared, files, command) {
  const different = ahead(migrated, declared);
  if (different.length === 0) return [];
  const named = await Promise.all(
    files.map(async ({ file, sql }) => {
      const { relations, functions, types } = mentions(await parseSql(sql, file));
      return { file, names: /* @__PURE__ */ new Set([...relations, ...functions, ...types]) };
    })
  );
  return different.map(({ object, names, message }) => {
    const file = named.find((each) => names.some((name) => each.names.has(name)))?.file ?? files[0]?.file ?? "";
    return { object, message, place: { file }, mend: command };
  });
}
__name(findings, "findings");
export {
  schemaAhead
};
