import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  verifyFile,
  verifySql
} from "./chunk-H6K26J6Y.js";
import {
  findProgram
} from "./chunk-DBYL4YDK.js";
import {
  USAGE_FILE,
  loadUsage
} from "./chunk-M3TT6DPO.js";
import {
  firstIssue
} from "./chunk-XQVBSQ4W.js";
import {
  LEFT_OUT,
  NOTHING_IGNORED,
  POLICIES_LOOKED_AT,
  atOneMoment,
  digests,
  fingerprint,
  goesBeyond,
  ignoredRemark,
  isNamed,
  isOfPartition,
  isPlatforms,
  partitionsOf,
  schemaSnapshot,
  settled,
  without
} from "./chunk-BJEJBUK6.js";
import {
  isPermission,
  missingGrant
} from "./chunk-TDMNUXVL.js";
import {
  View,
  generatedOf,
  list,
  propertyOf,
  same,
  text,
  unreadKinds,
  value
} from "./chunk-2VHWM25N.js";
import "./chunk-5C23QCQT.js";
import {
  forArguments
} from "./chunk-HWE4CUXX.js";
import {
  parseSql
} from "./chunk-EIRXDFOO.js";
import {
  namedConstraintOf,
  namesOf,
  onOneLine,
  publishedTableOf,
  withPartitions
} from "./chunk-4DOZPKNJ.js";
import "./chunk-NOU2GYAC.js";
import {
  loadParser,
  nameList
} from "./chunk-U2BQKBZ7.js";
import {
  ident,
  qualifiedIdent,
  quoteName
} from "./chunk-GWXVWR6U.js";
import "./chunk-JBZYLIBD.js";
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  cut
} from "./chunk-ZYXXDNOM.js";
import {
  count,
  plural
} from "./chunk-LECB5WLM.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/schema/index.ts
import { readdir as readdir2 } from "node:fs/promises";
import path4 from "node:path";

// src/schema/checks/advisors.ts
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
var answerSchema = external_exports.object({
  results: external_exports.array(
    external_exports.object({
      name: external_exports.string(),
      level: external_exports.string(),
      detail: external_exports.string(),
      remediation: external_exports.string().optional(),
      cacheKey: external_exports.string()
    })
  )
});
async function checkAdvisors(options2) {
  if (!options2) return report("skipped", "switched off");
  const binary = options2.binary ?? await findProgram("supabase", options2.workspace);
  if (!binary) return report("skipped", "the Supabase CLI is not installed here");
  const { stdout, stderr } = await run(binary, options2);
  const answer = parse(stdout);
  if (!answer) return report("unknown", `the Supabase CLI did not answer: ${why(stdout, stderr)}`);
  const { allow = [], now = /* @__PURE__ */ new Date() } = options2;
  const today = now.toISOString().slice(0, 10);
  const seen = answer.results.filter((lint) => lint.level === "ERROR" || lint.level === "WARN");
  const said = seen.map((lint) => {
    const by = allow.filter(({ finding: finding2 }) => finding2 === lint.cacheKey || finding2 === lint.name);
    return {
      lint,
      valid: by.find(({ until }) => until >= today),
      expired: by.find(({ until }) => until < today)
    };
  });
  const accepted = said.filter(({ valid }) => valid !== void 0);
  const left = said.filter(({ valid }) => valid === void 0);
  const findings = left.map(({ lint, expired }) => ({
    object: lint.cacheKey,
    message: `${lint.level}: ${lint.detail}${lint.remediation ? ` (${lint.remediation})` : ""}${expired ? `; it was accepted until ${expired.until}` : ""}`
  }));
  const errors = left.filter(({ lint }) => lint.level === "ERROR").length;
  const because = accepted.map(
    ({ lint, valid }) => `${lint.cacheKey} until ${valid?.until} (${valid?.reason})`
  );
  return report(
    errors > 0 ? "fail" : "pass",
    `${count(errors, "error")}, ${count(findings.length - errors, "warning")}${because.length > 0 ? `; accepted: ${because.join(", ")}` : ""}`,
    findings
  );
}
__name(checkAdvisors, "checkAdvisors");
var report = /* @__PURE__ */ __name((outcome, detail, findings = []) => ({
  check: "advisors",
  outcome,
  detail,
  findings
}), "report");
function run(binary, options2) {
  const { address, env: secrets } = forArguments(options2.url);
  const url = new URL(address);
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DO_NOT_TRACK: "1",
    ...secrets
  };
  const flags = ["db", "advisors", `--remote=${url.href}`, "--type=all", "--level=warn", "--fail-on=none"];
  const args = [...flags, "--output-format=json", "--agent=no", `--workdir=${tmpdir()}`];
  return new Promise((resolve) => {
    execFile(
      binary,
      args,
      { env, timeout: options2.timeoutMs ?? 6e4, maxBuffer: 32 << 20 },
      (error, stdout, stderr) => resolve({ stdout, stderr: stderr || (error?.message.split("\n")[0] ?? "") })
    );
  });
}
__name(run, "run");
function parse(stdout) {
  try {
    return answerSchema.parse(JSON.parse(stdout));
  } catch {
    return void 0;
  }
}
__name(parse, "parse");
function why(stdout, stderr) {
  const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(stdout)?.[1];
  return cut(message ?? stderr.trim().split("\n").at(-1) ?? "no output", 300);
}
__name(why, "why");

// src/schema/checks/api.ts
var OWN = [
  { schema: "shiplock", relation: "release" },
  { schema: "supabase_migrations", relation: "schema_migrations" }
];
var NOT_EXPOSED = "PGRST106";
var NOT_SERVED = "PGRST205";
var DENIED = "42501";
var TIMEOUT_MS = 1e4;
async function checkApi(options2) {
  if (!options2) return report2("skipped", "supabase-url and supabase-key are not set");
  const ask = await visitor(options2);
  await loadParser();
  const [schemas, relations2] = await Promise.all([
    Promise.all(OWN.map(async (own) => judgeSchema(own.schema, await ask(own)))),
    Promise.all(
      options2.closed.map(async (closed) => {
        const [schema = "", relation = ""] = namesOf(closed.relation) ?? [];
        return judgeRelation(closed, await ask({ schema, relation }));
      })
    )
  ]);
  const answers = [...schemas, ...relations2];
  const open = answers.flatMap((answer) => answer.state === "open" ? [answer.finding] : []);
  const undecided3 = answers.flatMap((answer) => answer.state === "undecided" ? [answer.finding] : []);
  return report2(
    open.length > 0 ? "fail" : undecided3.length > 0 ? "unknown" : "pass",
    `${count(schemas.length, "schema")} and ${count(relations2.length, "relation")} requested with the publishable key${undecided3.length > 0 ? `, ${undecided3.length} undecided` : ""}`,
    [...open, ...undecided3]
  );
}
__name(checkApi, "checkApi");
async function visitor({
  url,
  key,
  timeoutMs = TIMEOUT_MS,
  retry = true
}) {
  const { createClient } = await import("./dist-GHXESIVT.js");
  const client = createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: {
      fetch: /* @__PURE__ */ __name((input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }), "fetch")
    }
  });
  return async (of) => {
    const { data, error, status } = await client.schema(of.schema).from(encodeURIComponent(of.relation)).select("*").limit(1).retry(retry);
    return {
      rows: data?.length ?? 0,
      code: error?.code || void 0,
      status,
      message: error?.message.split("\n")[0] ?? ""
    };
  };
}
__name(visitor, "visitor");
function judgeSchema(schema, answer) {
  const object = `schema ${schema}`;
  if (answer.code === NOT_EXPOSED) return { state: "closed" };
  const served = answer.status === 200 || answer.code === DENIED || answer.code === NOT_SERVED;
  if (!served) return undecided(object, answer);
  const message = "the Data API serves it: remove it from the exposed schemas in the project's API settings";
  return { state: "open", finding: { object, message } };
}
__name(judgeSchema, "judgeSchema");
function judgeRelation({ relation, granted: granted3 }, answer) {
  if (answer.code === DENIED || answer.code === NOT_SERVED || answer.code === NOT_EXPOSED)
    return { state: "closed" };
  if (answer.status !== 200) return undecided(relation, answer);
  if (granted3 && answer.rows === 0) return { state: "closed" };
  const mend = `revoke select on ${relation} from anon;`;
  const message = answer.rows > 0 ? "the Data API returns its rows to everybody" : "the Data API lets everybody read it, although it returned no row this time";
  return { state: "open", finding: { object: relation, message, ...granted3 ? {} : { mend } } };
}
__name(judgeRelation, "judgeRelation");
function undecided(object, { status, code, message }) {
  const why2 = status > 0 ? `HTTP ${status}${code ? `, ${code}` : ""}: ${message}` : message;
  return {
    state: "undecided",
    finding: { object, message: `the Data API did not answer the question: ${why2}` }
  };
}
__name(undecided, "undecided");
var report2 = /* @__PURE__ */ __name((outcome, detail, findings = []) => ({ check: "api", outcome, detail, findings }), "report");

// src/schema/checks/api-schema.ts
import { setTimeout as sleep } from "node:timers/promises";
var WAIT_MS = 6e4;
var PAUSE_MS = 250;
var SLOWEST_PAUSE_MS = 2e3;
var MOST = 20;
var WATCHED = `select exists (select from pg_catalog.pg_event_trigger
  where evtname = 'pgrst_ddl_watch' and evtenabled in ('O', 'A')) as watched`;
async function announce(db) {
  const [row] = await db.query(WATCHED);
  if (!row?.watched) await db.query("notify pgrst, 'reload schema'");
}
__name(announce, "announce");
function servedRelations(before, now) {
  return Object.keys(now).filter((id) => id.startsWith("relation public.") && !Object.hasOwn(before, id)).map((id) => id.slice("relation ".length));
}
__name(servedRelations, "servedRelations");
async function awaitRelations(api, relations2, options2) {
  const ask = await visitor({ ...api, retry: false });
  await loadParser();
  const started = performance.now();
  const { say, waitMs = WAIT_MS } = options2;
  let missing = relations2.slice(0, MOST);
  for (let pause = PAUSE_MS; ; pause = Math.min(pause * 2, SLOWEST_PAUSE_MS)) {
    const answers = await Promise.all(
      missing.map(async (name) => {
        const [schema = "", relation = ""] = namesOf(name) ?? [];
        return { name, code: (await ask({ schema, relation })).code };
      })
    );
    missing = answers.filter(({ code }) => code === NOT_SERVED).map(({ name }) => name);
    const waited = performance.now() - started;
    if (missing.length === 0 && waited > PAUSE_MS)
      say(`the Data API serves the new schema after ${Math.round(waited)} ms`);
    if (missing.length === 0 || waited + pause > waitMs) return missing;
    await sleep(pause);
  }
}
__name(awaitRelations, "awaitRelations");

// src/schema/rls/settled.ts
import { isDeepStrictEqual } from "node:util";

// src/schema/rls/cell.ts
var LIST = /\((.*)\)$/s;
var ENTRY = /"(?:[^"]|"")*"|[^",()]+/g;
var AMBIGUOUS = /[",()]|^\s|\s$/;
var listed = /* @__PURE__ */ __name((column) => AMBIGUOUS.test(column) ? quoteName(column) : column, "listed");
function cellOf(rows, columns2) {
  return columns2 ? `${rows} (${columns2.map(listed).join(", ")})` : rows;
}
__name(cellOf, "cellOf");
function columnsOf(cell) {
  const entries = LIST.exec(cell)?.[1]?.match(ENTRY);
  return entries?.map((entry) => entry.trim()).filter((entry) => entry !== "").map((entry) => entry.startsWith('"') ? entry.slice(1, -1).replaceAll('""', '"') : entry);
}
__name(columnsOf, "columnsOf");

// src/schema/rls/settled.ts
function settledMatrix(expected, live, ignore) {
  const [want, have] = [kept(expected, ignore), kept(live, ignore)];
  const come = new Set(
    Object.keys(have.relations).filter(
      (name) => !Object.hasOwn(want.relations, name) && follows(name, have.relations)
    )
  );
  const gone = new Set(
    Object.keys(want.relations).filter(
      (name) => !Object.hasOwn(have.relations, name) && wasPartition(want.relations[name], have)
    )
  );
  const ignored = count2(live) - count2(have);
  return {
    want: less(want, gone),
    have: less(have, come),
    remarks: [
      ...come.size > 0 ? [
        `${count(come.size, "new partition")} ${plural(come.size, "follows its", "follow their")} parent`
      ] : [],
      ...gone.size > 0 ? [`${count(gone.size, "partition")} removed`] : [],
      ...ignoredRemark(ignored)
    ]
  };
}
__name(settledMatrix, "settledMatrix");
var count2 = /* @__PURE__ */ __name(({ relations: relations2, functions: functions2 }) => Object.keys(relations2).length + Object.keys(functions2).length, "count");
var less = /* @__PURE__ */ __name((matrix, names2) => ({
  ...matrix,
  relations: Object.fromEntries(Object.entries(matrix.relations).filter(([name]) => !names2.has(name)))
}), "less");
function kept(matrix, ignore) {
  const { kinds } = ignore;
  const relations2 = Object.entries(matrix.relations).filter(([name, { rls }]) => {
    const kind = rls.startsWith("view") ? "view" : "relation";
    return !isIgnoredRelation(name, ignore) && !kinds.includes(kind);
  }).map(
    ([name, rights2]) => [name, kinds.includes("policy") ? { ...rights2, policies: {} } : rights2]
  );
  return {
    ...matrix,
    relations: Object.fromEntries(relations2),
    functions: kinds.includes("function") ? {} : Object.fromEntries(
      Object.entries(matrix.functions).filter(([name]) => !isIgnoredRelation(name, ignore))
    )
  };
}
__name(kept, "kept");
function isIgnoredRelation(name, ignore) {
  return ignore.schemas.some((schema) => name.startsWith(`${schema}.`)) || isNamed([name], ignore);
}
__name(isIgnoredRelation, "isIgnoredRelation");
function follows(name, relations2) {
  const own = relations2[name];
  const parent = own && relations2[own.partitionOf ?? ""];
  if (!own || !parent) return false;
  const policies2 = Object.entries(own.policies).every(([policy, text2]) => parent.policies[policy] === text2);
  const roles = Object.entries(own.rights).every(
    ([role, cells2]) => Object.entries(cells2 ?? {}).every(
      ([verb, cell]) => width(cell) <= width(parent.rights[role]?.[verb]) && columnsWithin(cell, parent.rights[role]?.[verb])
    )
  );
  return policies2 && roles;
}
__name(follows, "follows");
function wasPartition(own, live) {
  const parents = own?.partitionOf === void 0 ? own?.parents ?? [] : [own.partitionOf];
  return parents.some((parent) => live.relations[parent]?.partitioned === true);
}
__name(wasPartition, "wasPartition");
function width(cell) {
  if (cell === void 0 || cell === "denied") return 0;
  return ["no rows", "conditional", "allowed"].findIndex((word) => cell.startsWith(word)) + 1;
}
__name(width, "width");
function columnsWithin(cell, parent) {
  const of = parent === void 0 ? void 0 : columnsOf(parent);
  return of === void 0 || isDeepStrictEqual(columnsOf(cell), of);
}
__name(columnsWithin, "columnsWithin");

// src/schema/checks/policy-expression.ts
var OF_REQUEST = /* @__PURE__ */ new Set(["auth.uid", "auth.jwt", "auth.role", "auth.email", "current_setting"]);
var isNode = /* @__PURE__ */ __name((value2) => typeof value2 === "object" && value2 !== null, "isNode");
function* children(value2) {
  if (Array.isArray(value2)) yield* value2;
  else if (isNode(value2)) yield* Object.values(value2);
}
__name(children, "children");
function calledPerRow(tree) {
  return isNode(tree) && isNode(tree.SelectStmt) ? perRow(tree.SelectStmt) : [];
}
__name(calledPerRow, "calledPerRow");
function perRow(value2) {
  if (isNode(value2) && isNode(value2.SelectStmt) && standsAlone(value2.SelectStmt)) return [];
  const called = isNode(value2) ? nameOf(value2.FuncCall) : void 0;
  const own = called !== void 0 && OF_REQUEST.has(called) ? [called] : [];
  return [...own, ...[...children(value2)].flatMap(perRow)];
}
__name(perRow, "perRow");
function standsAlone(select) {
  return select.fromClause === void 0 && !contains(select.targetList, "ColumnRef");
}
__name(standsAlone, "standsAlone");
function contains(value2, tag) {
  return isNode(value2) && tag in value2 || [...children(value2)].some((each) => contains(each, tag));
}
__name(contains, "contains");
function nameOf(call) {
  if (!isNode(call) || !Array.isArray(call.funcname)) return void 0;
  return nameList(call.funcname).filter((part) => part !== "pg_catalog").join(".");
}
__name(nameOf, "nameOf");
function comparedWithUser(tree) {
  return isNode(tree) && isNode(tree.SelectStmt) ? compared(tree.SelectStmt) : [];
}
__name(comparedWithUser, "comparedWithUser");
function compared(value2) {
  if (isNode(value2) && "SubLink" in value2) return [];
  const found = isNode(value2) && isNode(value2.A_Expr) ? sides(value2.A_Expr) : [];
  return [...found, ...[...children(value2)].flatMap(compared)];
}
__name(compared, "compared");
function sides({ name, lexpr, rexpr }) {
  if (!nameList(name).includes("=")) return [];
  return [
    [lexpr, rexpr],
    [rexpr, lexpr]
  ].flatMap(([column, user2]) => asksWho(user2) ? columnOf(column) : []);
}
__name(sides, "sides");
var asksWho = /* @__PURE__ */ __name((value2) => isNode(value2) && OF_REQUEST.has(nameOf(value2.FuncCall) ?? "") || [...children(value2)].some(asksWho), "asksWho");
function columnOf(value2) {
  if (!isNode(value2) || !isNode(value2.ColumnRef) || !Array.isArray(value2.ColumnRef.fields)) return [];
  return nameList(value2.ColumnRef.fields.slice(-1));
}
__name(columnOf, "columnOf");

// src/schema/checks/performance.ts
var LOOKED_AT = `n.nspname !~ '^pg_' and n.nspname <> all ($1::text[])
  and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')`;
var POLICIES = `
select format('%I.%I', n.nspname, c.relname) as relation, p.polname::text as name,
  case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
  p.polpermissive as permissive,
  array(select case when o = 0 then 'public' else pg_get_userbyid(o)::text end from unnest(p.polroles) o order by 1) as roles,
  pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check,
  array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = c.oid and i.indisvalid and i.indpred is null) as leading
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where ${LOOKED_AT} order by 1, 2`;
var FOREIGN_KEYS = `
select format('%I.%I', n.nspname, c.relname) as relation, k.conname::text as name, c.relkind = 'p' as partitioned,
  array(select a.attname::text from unnest(k.conkey) with ordinality u (num, place)
    join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num order by u.place) as columns
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
where ${LOOKED_AT} and k.contype = 'f' and k.conparentid = 0 and not c.relispartition
  and not exists (select from pg_index i where i.indrelid = c.oid and i.indpred is null and (i.indisvalid or c.relkind = 'p')
    and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey)
order by 1, 2`;
var VERBS = ["select", "insert", "update", "delete"];
async function checkPerformance(db, ignore) {
  const { policies: policies2, keys } = await atOneMoment(db, async (tx) => ({
    policies: await tx.query(POLICIES, [LEFT_OUT]),
    keys: await tx.query(FOREIGN_KEYS, [LEFT_OUT])
  }));
  const seen = policies2.filter(({ relation }) => !isIgnoredRelation(relation, ignore));
  const looked = keys.filter(({ relation }) => !isIgnoredRelation(relation, ignore));
  const findings = [
    ...(await Promise.all(seen.map(ofPolicy))).flat(),
    ...unindexed(looked),
    ...severalPermissive(seen)
  ];
  return {
    check: "performance",
    outcome: "pass",
    detail: `${count(seen.length, "policy", "policies")} checked, ${count(findings.length, "remark")}`,
    findings
  };
}
__name(checkPerformance, "checkPerformance");
async function ofPolicy(policy) {
  const { relation, name, leading } = policy;
  const object = `policy ${relation} ${JSON.stringify(name)}`;
  const trees = await Promise.all(
    [policy.using, policy.check].filter((text2) => text2 !== null).map(async (text2) => (await parseSql(`select (${text2})`, object))[0]?.node)
  );
  const perRow2 = [...new Set(trees.flatMap(calledPerRow))];
  const [using] = policy.using === null ? [] : trees;
  const columns2 = [...new Set(comparedWithUser(using))].filter((column) => !leading.includes(column));
  return [
    ...perRow2.length > 0 ? [
      {
        object,
        message: `${perRow2.map((called) => `${called}()`).join(", ")} is called for each row: written as (select ${perRow2[0]}()) it is called once per statement`
      }
    ] : [],
    ...columns2.map((column) => ({
      object,
      message: `it compares ${column} with the current user, but no index starts with that column`,
      mend: `create index concurrently on ${relation} (${ident(column)});`
    }))
  ];
}
__name(ofPolicy, "ofPolicy");
var unindexed = /* @__PURE__ */ __name((keys) => keys.map(({ relation, name, columns: columns2, partitioned }) => ({
  object: `constraint ${relation} ${ident(name)}`,
  message: `no index starts with ${columns2.join(", ")}: every DELETE or UPDATE of the referenced table reads all of ${relation}`,
  mend: `create index${partitioned ? "" : " concurrently"} on ${partitioned ? "only " : ""}${relation} (${columns2.map(ident).join(", ")});`
})), "unindexed");
function severalPermissive(policies2) {
  const groups = /* @__PURE__ */ new Map();
  for (const { relation, name, command, permissive, roles } of policies2) {
    if (!permissive) continue;
    for (const role of roles)
      for (const verb of command === "all" ? VERBS : [command]) {
        const key = JSON.stringify([relation, role, verb]);
        const group = groups.get(key) ?? { relation, role, verb, names: [] };
        groups.set(key, { ...group, names: [...group.names, name] });
      }
  }
  const several = /* @__PURE__ */ new Map();
  for (const { relation, role, verb, names: names2 } of groups.values()) {
    if (names2.length < 2) continue;
    const key = JSON.stringify([relation, role, names2]);
    const found = several.get(key) ?? { relation, role, verbs: [], names: names2 };
    several.set(key, { ...found, verbs: [...found.verbs, verb] });
  }
  return [...several.values()].map(({ relation, role, verbs, names: names2 }) => ({
    object: `policies ${relation}`,
    message: `${names2.map((name) => JSON.stringify(name)).join(" and ")} are all evaluated for ${verbs.join(", ")} by ${role}: one policy with OR is evaluated once`
  }));
}
__name(severalPermissive, "severalPermissive");

// src/schema/checks/pgtap.ts
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
var LOCK_TIMEOUT = "2s";
var STATEMENT_TIMEOUT = "60s";
async function checkPgtap(db, { workspace, directory }) {
  const skipped = /* @__PURE__ */ __name((detail) => ({
    check: "pgtap",
    outcome: "skipped",
    detail,
    findings: []
  }), "skipped");
  const names2 = await readdir(path.join(workspace, directory), { recursive: true }).catch(
    (error) => {
      if (error.code === "ENOENT") return [];
      throw error;
    }
  );
  const files = names2.filter((name) => name.endsWith(".sql")).sort();
  if (files.length === 0) return skipped(`${directory} has no .sql file`);
  const [extension] = await db.query(
    "select n.nspname::text as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace where extname = 'pgtap'"
  );
  if (!extension) return skipped("pgTAP is not installed in this database");
  const results = [];
  for (const name of files)
    results.push(
      await runFile(db, path.posix.join(directory, name.replaceAll("\\", "/")), workspace, extension.schema)
    );
  const failed = results.flatMap((each) => each.failed);
  const undecided3 = results.flatMap((each) => each.undecided);
  const tests = results.reduce((sum, each) => sum + each.tests, 0);
  return {
    check: "pgtap",
    outcome: failed.length > 0 ? "fail" : undecided3.length > 0 ? "unknown" : "pass",
    detail: `${count(tests, "test")} in ${count(files.length, "file")}, rolled back`,
    findings: [...failed, ...undecided3]
  };
}
__name(checkPgtap, "checkPgtap");
var RolledBack = class extends Error {
  static {
    __name(this, "RolledBack");
  }
};
async function runFile(db, file, workspace, schema) {
  const lines = [];
  let current;
  try {
    const statements = await parseSql(await readFile(path.join(workspace, file), "utf8"), file);
    const inside = withoutItsOwn(statements);
    if (!inside)
      return undecided2(
        file,
        "the only transaction statements allowed are BEGIN at its start and ROLLBACK at its end"
      );
    await db.transaction(async (tx) => {
      await tx.query(
        `select set_config('lock_timeout', '${LOCK_TIMEOUT}', true), set_config('statement_timeout', '${STATEMENT_TIMEOUT}', true),
           set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''), $1::text), true)`,
        [quoteName(schema)]
      );
      for (const statement of inside) {
        current = statement;
        for (const row of await tx.query(statement.text))
          for (const value2 of Object.values(row))
            if (typeof value2 === "string")
              for (const text2 of value2.split("\n")) lines.push({ text: text2, line: statement.line });
      }
      throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack))
      return undecided2(
        file,
        error instanceof Error ? error.message.split("\n")[0] ?? "" : String(error),
        current?.line
      );
  }
  return judge(file, lines);
}
__name(runFile, "runFile");
function withoutItsOwn(statements) {
  const kind = /* @__PURE__ */ __name(({ node }) => "TransactionStmt" in node ? node.TransactionStmt.kind : void 0, "kind");
  const [first] = statements;
  const last = statements.at(-1);
  const begins = first && ["TRANS_STMT_BEGIN", "TRANS_STMT_START"].includes(kind(first) ?? "");
  const ends = last && kind(last) === "TRANS_STMT_ROLLBACK";
  const inside = statements.slice(begins ? 1 : 0, ends ? -1 : void 0);
  const other = inside.some((statement) => {
    const found = kind(statement);
    return found !== void 0 && !/SAVEPOINT|RELEASE|ROLLBACK_TO/.test(found);
  });
  return other ? void 0 : inside;
}
__name(withoutItsOwn, "withoutItsOwn");
function judge(file, lines) {
  const failed = [];
  let tests = 0;
  let planned;
  for (const { text: text2, line } of lines) {
    const plan = /^1\.\.(\d+)/.exec(text2)?.[1];
    if (plan !== void 0) planned = Number(plan);
    const [, not, name = ""] = /^(not )?ok \d+(?: - )?(.*)$/.exec(text2) ?? [];
    if (!/^(?:not )?ok \d+/.test(text2)) continue;
    tests += 1;
    if (not && !/# (?:TODO|SKIP)/i.test(name))
      failed.push({
        object: `${file}: ${name || `test ${tests}`}`,
        message: "not ok",
        place: { file, line }
      });
  }
  if (planned === void 0 || planned !== tests)
    return {
      tests,
      failed,
      undecided: undecided2(
        file,
        planned === void 0 ? "it has no plan" : `${tests} of ${count(planned, "planned test")} ran`
      ).undecided
    };
  return { tests, failed, undecided: [] };
}
__name(judge, "judge");
var undecided2 = /* @__PURE__ */ __name((file, message, line) => ({
  tests: 0,
  failed: [],
  undecided: [{ object: file, message, place: { file, ...line ? { line } : {} } }]
}), "undecided");

// src/schema/drift/drift.ts
import { isDeepStrictEqual as isDeepStrictEqual2 } from "node:util";

// src/schema/drift/sql.ts
var literal = /* @__PURE__ */ __name((value2) => `'${value2.replaceAll("'", "''")}'`, "literal");
var named = /* @__PURE__ */ __name((item) => item.id.slice(item.kind.length + 1), "named");
var on = /* @__PURE__ */ __name((item) => text(item, "relation"), "on");
var col = /* @__PURE__ */ __name((item) => ident(text(item, "name")), "col");
var fromMigration = /* @__PURE__ */ __name((item) => `-- run again the migration that creates ${item.id}`, "fromMigration");
function alterWord(item) {
  if (item.kind === "function") return kindOf(item);
  if (item.kind === "enum") return "type";
  const { type } = item.kind === "relation" ? item.properties : { type: item.kind };
  return { "partitioned table": "table", "composite type": "type" }[type] ?? type;
}
__name(alterWord, "alterWord");
var kindOf = /* @__PURE__ */ __name((item) => ({ procedure: "procedure", aggregate: "aggregate" })[text(item, "kind")] ?? "function", "kindOf");
function settingsOf(alter, want, have) {
  const name = /* @__PURE__ */ __name((setting) => setting.split("=")[0] ?? "", "name");
  const extra = have.filter((s) => !want.some((w) => name(w) === name(s)));
  const missing = want.filter((s) => !have.includes(s));
  return [
    ...extra.map((s) => `${alter} reset ${name(s)};`),
    ...missing.map((s) => `${alter} set ${name(s)} = ${settingValue(s)};`)
  ];
}
__name(settingsOf, "settingsOf");
function settingValue(setting) {
  const [name = ""] = setting.split("=", 1);
  const value2 = setting.slice(name.length + 1);
  const isList = [
    "search_path",
    "temp_tablespaces",
    "session_preload_libraries",
    "local_preload_libraries"
  ].includes(name);
  return isList && value2 !== "" && value2 !== '""' ? value2 : literal(value2 === '""' ? "" : value2);
}
__name(settingValue, "settingValue");

// src/schema/drift/mend.ts
function mendMissing(item, both) {
  const create = createSql(item, both.want);
  if (create.startsWith("--")) return create;
  if (item.kind === "column") return withSequence(item, create, both);
  return [create, ...parts(item, both), ...belongings(item, both)].join(" ");
}
__name(mendMissing, "mendMissing");
var parts = /* @__PURE__ */ __name((item, both) => item.kind === "relation" ? ["index", "rule", "trigger"].flatMap(
  (kind) => both.want.of(kind, named(item)).map((part) => mendMissing(part, both))
) : [], "parts");
function withSequence(column, create, both) {
  const { want, have } = both;
  const id = `${on(column)}.${col(column)}`;
  const own = want.ofKind("sequence").filter((s) => text(s, "ownedBy") === id && !have.has(s.id));
  return [
    ...own.map((s) => createSql({ ...s, properties: { ...s.properties, ownedBy: null } }, want)),
    create,
    ...own.map((s) => `alter sequence ${named(s)} owned by ${id};`),
    ...own.flatMap((s) => belongings(s, both)),
    ...belongings(column, both)
  ].join(" ");
}
__name(withSequence, "withSequence");
function belongings(item, { want, have }) {
  if (item.kind === "default-privilege") return [];
  if (item.kind === "column")
    return want.of("column-grant", on(item)).filter((grant) => grant.properties.column === item.properties.name).map((grant) => grantSql(grant, true));
  const type = { enum: "type", domain: "type" }[item.kind] ?? item.kind;
  const grants = [
    ...want.ofKind("grant").filter(({ properties }) => properties.type === type && properties.object === named(item)),
    ...item.kind === "relation" ? want.of("column-grant", named(item)) : []
  ];
  const given = have.ofKind("default-privilege").filter((p) => p.properties.granted && p.properties.objects === `${type.replace("relation", "table")}s`).map((p) => text(p, "role"));
  const byDefault = /* @__PURE__ */ new Set([...type === "type" ? ["public"] : [], ...given]);
  const word = type === "relation" ? "" : `${type} `;
  return [
    ...byDefault.size > 0 ? [`revoke all on ${word}${named(item)} from ${[...byDefault].join(", ")};`] : [],
    ...grants.map((grant) => grantSql(grant, true)),
    ...value(item, "owner") ? [`alter ${alterWord(item)} ${named(item)} owner to ${ident(text(item, "owner"))};`] : []
  ];
}
__name(belongings, "belongings");
function columnOf2(item, from) {
  const type = from.find("relation", on(item))?.properties.type;
  if (type === "composite type") return "attribute";
  return String(type).endsWith("view") ? void 0 : "column";
}
__name(columnOf2, "columnOf");
var ofView = /* @__PURE__ */ __name((view) => `-- view ${view} defines it: fix the view`, "ofView");
function createSql(item, from) {
  switch (item.kind) {
    case "schema":
      return `create schema ${named(item)};`;
    case "column":
      return {
        column: `alter table ${on(item)} add column ${col(item)} ${columnType(item)};`,
        attribute: `alter type ${on(item)} add attribute ${col(item)} ${attributeType(item)};`,
        view: ofView(on(item))
      }[columnOf2(item, from) ?? "view"];
    case "constraint":
      return `alter table ${on(item)} add constraint ${col(item)} ${text(item, "definition")};`;
    case "index":
      return `${item.properties.valid ? withPartitions(text(item, "definition")) : text(item, "definition")};`;
    case "rule":
      return `${text(item, "definition")}${item.properties.enabled === "O" ? "" : ` ${enableRule(item)}`}`;
    case "view":
      return createView(item);
    case "relation": {
      const view = from.find("view", named(item));
      return view ? createView(view) : fromMigration(item);
    }
    case "event-trigger":
      return createEventTrigger(item);
    case "enum":
      return `create type ${named(item)} as enum (${list(item, "labels").map(literal).join(", ")});`;
    case "domain":
      return `create domain ${named(item)} as ${text(item, "type")}${text(item, "default") && item.properties.default !== null ? ` default ${text(item, "default")}` : ""}${item.properties.notNull ? " not null" : ""}${list(
        item,
        "constraints"
      ).map((c) => ` constraint ${c}`).join("")};`;
    case "type":
      return `create type ${named(item)} as range (subtype = ${text(item, "range")});`;
    case "sequence":
      return `create sequence ${named(item)} as ${text(item, "type")} increment ${text(item, "increment")} minvalue ${text(item, "min")} maxvalue ${text(item, "max")} start ${text(item, "start")} cache ${text(item, "cache")}${item.properties.cycle ? " cycle" : ""}${item.properties.ownedBy ? ` owned by ${text(item, "ownedBy")}` : ""};`;
    case "trigger":
      if (item.properties.whole !== void 0) return enableTrigger(item, "enabled");
      if (item.properties.argumentsHash !== null) return fromMigration(item);
      return `${text(item, "definition")};${text(item, "enabled") === "origin" ? "" : ` ${enableTrigger(item, "enabled")}`}`;
    case "policy":
      return createPolicy(item);
    case "grant":
    case "column-grant":
      return grantSql(item, true);
    case "default-privilege":
      return defaultPrivilege(item, true);
    case "extension":
      return `create extension ${named(item)} with schema ${ident(text(item, "schema"))};`;
    case "publication":
      return `create publication ${named(item)}${published(item)} with (publish = ${literal(list(item, "events").join(", "))}${item.properties.viaRoot ? ", publish_via_partition_root" : ""}${item.properties.generated ? ", publish_generated_columns = stored" : ""});`;
    default:
      return fromMigration(item);
  }
}
__name(createSql, "createSql");
function published(item) {
  const parts2 = [
    ...list(item, "tables").map((table) => `table ${table}`),
    ...list(item, "schemas").map((schema) => `tables in schema ${schema}`)
  ];
  if (item.properties.allTables) return " for all tables";
  return parts2.length > 0 ? ` for ${parts2.join(", ")}` : "";
}
__name(published, "published");
function mendExtra(item, { want, have }) {
  switch (item.kind) {
    case "column":
      return {
        column: `alter table ${on(item)} drop column ${col(item)};`,
        attribute: `alter type ${on(item)} drop attribute ${col(item)};`,
        view: ofView(on(item))
      }[columnOf2(item, have) ?? "view"];
    case "constraint":
      return `alter table ${on(item)} drop constraint ${col(item)};`;
    case "relation":
      return `drop ${alterWord(item)} ${named(item)};`;
    case "view":
      return `drop ${item.properties.materialized ? "materialized " : ""}view ${on(item)};`;
    case "trigger":
      if (item.properties.whole !== void 0) return enableTrigger(item, "whole");
      return `drop trigger ${col(item)} on ${on(item)};`;
    case "policy":
    case "rule":
      return `drop ${item.kind} ${ident(text(item, "name"))} on ${on(item)};`;
    case "enum":
    case "type":
      return `drop type ${named(item)};`;
    case "event-trigger":
      return `drop event trigger ${named(item)};`;
    case "function":
      return `drop ${kindOf(item)} ${named(item)};`;
    case "grant":
      return [grantSql(item, false), ...columnsOf2(item, want).map((grant) => grantSql(grant, true))].join(
        " "
      );
    case "column-grant":
      return grantSql(item, false);
    case "default-privilege":
      return defaultPrivilege(item, false);
    default:
      return `drop ${item.kind} ${named(item)};`;
  }
}
__name(mendExtra, "mendExtra");
var ENABLED = {
  O: "enable",
  D: "disable",
  R: "enable replica",
  A: "enable always"
};
var enableRule = /* @__PURE__ */ __name((item) => `alter table ${on(item)} ${ENABLED[text(item, "enabled")]} rule ${col(item)};`, "enableRule");
var enableEventTrigger = /* @__PURE__ */ __name((item) => `alter event trigger ${named(item)} ${ENABLED[text(item, "enabled")]};`, "enableEventTrigger");
function createEventTrigger(item) {
  const tags = list(item, "tags").map(literal).join(", ");
  const create = `create event trigger ${named(item)} on ${text(item, "event")}${tags ? ` when tag in (${tags})` : ""} execute function ${text(item, "function")}();`;
  return text(item, "enabled") === "O" ? create : `${create} ${enableEventTrigger(item)}`;
}
__name(createEventTrigger, "createEventTrigger");
var enableTrigger = /* @__PURE__ */ __name((item, as) => `alter table ${on(item)} ${{ origin: "enable", disabled: "disable", replica: "enable replica", always: "enable always" }[text(item, as)]} trigger ${col(item)};`, "enableTrigger");
var columnsOf2 = /* @__PURE__ */ __name((grant, want) => value(grant, "type") === "relation" ? want.of("column-grant", text(grant, "object")).filter((c) => ["role", "privilege"].every((p) => c.properties[p] === value(grant, p))) : [], "columnsOf");
var attributeType = /* @__PURE__ */ __name(({ properties }) => `${String(properties.type)}${properties.collation ? ` collate ${String(properties.collation)}` : ""}`, "attributeType");
var identityOptions = /* @__PURE__ */ __name((item) => {
  const options2 = list(item, "identityOptions");
  return options2.length > 0 ? ` (${options2.join(" ")})` : "";
}, "identityOptions");
function columnType(item) {
  const { identity, notNull, collation } = item.properties;
  const value2 = item.properties.default;
  const generated = generatedOf(item);
  return [
    text(item, "type"),
    ...collation ? [`collate ${String(collation)}`] : [],
    ...value2 === null ? [] : [`default ${String(value2)}`],
    ...generated ? [`generated always as (${generated.expression}) ${generated.how}`] : [],
    ...identity === null ? [] : [`generated ${String(identity)} as identity${identityOptions(item)}`],
    ...notNull ? ["not null"] : []
  ].join(" ");
}
__name(columnType, "columnType");
function createPolicy(item) {
  const roles = list(item, "roles").map((role) => role === "public" ? role : ident(role));
  const { using, check } = item.properties;
  return `create policy ${ident(text(item, "name"))} on ${on(item)} as ${item.properties.permissive ? "permissive" : "restrictive"} for ${text(item, "command")} to ${roles.join(", ")}${using === null ? "" : ` using (${String(using)})`}${check === null ? "" : ` with check (${String(check)})`};`;
}
__name(createPolicy, "createPolicy");
function grantSql(item, give, right = "") {
  const isColumn = item.kind === "column-grant";
  const word = { relation: "", function: "routine " }[text(item, "type")] ?? `${text(item, "type")} `;
  const type = isColumn ? "" : word;
  const what = `${text(item, "privilege").toLowerCase()}${isColumn ? ` (${ident(text(item, "column"))})` : ""} on ${type}${isColumn ? on(item) : text(item, "object")}`;
  return give ? `grant ${what} to ${text(item, "role")}${item.properties.grantable ? " with grant option" : ""};` : `revoke ${right}${what} from ${text(item, "role")};`;
}
__name(grantSql, "grantSql");
function defaultPrivilege(item, wanted, right = "") {
  const give = item.properties.granted === wanted;
  const schema = item.properties.schema === null ? "" : ` in schema ${text(item, "schema")}`;
  return `alter default privileges for role ${text(item, "owner")}${schema} ${give ? "grant " : `revoke ${right}`}${text(item, "privilege").toLowerCase()} on ${text(item, "objects")} ${give ? "to" : "from"} ${text(item, "role")}${give && item.properties.grantable ? " with grant option" : ""};`;
}
__name(defaultPrivilege, "defaultPrivilege");
function createView(item) {
  const options2 = list(item, "options").length > 0 ? ` with (${list(item, "options").join(", ")})` : "";
  const create = item.properties.materialized ? "create materialized view" : "create or replace view";
  return `${create} ${on(item)}${options2} as ${text(item, "definition").trim()}`;
}
__name(createView, "createView");

// src/schema/drift/mend-relation.ts
function ownRights(want, have) {
  const [expected, actual] = [list(want, "ownerLacks"), list(have, "ownerLacks")];
  const [given, taken] = [
    actual.filter((right) => !expected.includes(right)),
    expected.filter((right) => !actual.includes(right))
  ];
  const owner = ident(text(want, "owner"));
  return [
    ...given.length > 0 ? [`grant ${given.join(", ")} on ${named(want)} to ${owner};`] : [],
    ...taken.length > 0 ? [`revoke ${taken.join(", ")} on ${named(want)} from ${owner};`] : []
  ].join(" ");
}
__name(ownRights, "ownRights");
function place(want, have) {
  const table = named(want);
  const [bound, now] = [want, have].map((item) => value(item, "partitionBound"));
  const parents = /* @__PURE__ */ __name((a, b) => list(a, "parents").filter((parent) => now !== bound || !list(b, "parents").includes(parent)), "parents");
  return [
    ...parents(have, want).map(
      (parent) => now === null ? `alter table ${table} no inherit ${parent};` : `alter table ${parent} detach partition ${table};`
    ),
    ...parents(want, have).map(
      (parent) => bound === null ? `alter table ${table} inherit ${parent};` : `alter table ${parent} attach partition ${table} ${String(bound)};`
    )
  ].join(" ");
}
__name(place, "place");
function options(want, have) {
  const kind = text(want, "type").endsWith("view") ? text(want, "type") : "table";
  const missing = list(want, "options").filter((o) => !list(have, "options").includes(o));
  const extra = list(have, "options").map((o) => o.split("=")[0] ?? "").filter((name) => !list(want, "options").some((o) => o.startsWith(`${name}=`)));
  return [
    ...missing.length > 0 ? [`alter ${kind} ${named(want)} set (${missing.join(", ")});`] : [],
    ...extra.length > 0 ? [`alter ${kind} ${named(want)} reset (${extra.join(", ")});`] : []
  ].join(" ");
}
__name(options, "options");
function retyped(want, have, { want: expected, have: live }) {
  const alter = `alter table ${on(want)} alter column ${col(want)}`;
  const [to, from] = [text(want, "type"), text(have, "type")];
  const isEnum = live.has(`enum ${from}`) || expected.has(`enum ${to}`);
  const using = to === from ? "" : ` using ${col(want)}::${isEnum ? "text::" : ""}${to}`;
  const collate = value(want, "collation") ? ` collate ${text(want, "collation")}` : "";
  const drop = to !== from && value(have, "default") !== null ? `${alter} drop default; ` : "";
  return `${drop}${alter} type ${to}${collate}${using};`;
}
__name(retyped, "retyped");

// src/schema/drift/mend-types.ts
function enumLabels(want, have) {
  const [expected, actual] = [list(want, "labels"), list(have, "labels")];
  const renamed = expected.flatMap(
    (label, i) => label === actual[i] ? [] : [[actual[i] ?? "", label]]
  );
  const isRenamed = /* @__PURE__ */ __name(([from, to]) => !expected.includes(from) && !actual.includes(to), "isRenamed");
  if (expected.length === actual.length && renamed.every(isRenamed))
    return renamed.map(([from, to]) => `alter type ${named(want)} rename value ${literal(from)} to ${literal(to)};`).join(" ");
  if (actual.some((label) => !expected.includes(label)))
    return `-- PostgreSQL cannot remove a value from an enum: recreate ${named(want)} with (${expected.map(literal).join(", ")})`;
  if (actual.join("\0") !== expected.filter((label) => actual.includes(label)).join("\0"))
    return `-- PostgreSQL cannot reorder the values of an enum: recreate ${named(want)} with (${expected.map(literal).join(", ")})`;
  return expected.flatMap(
    (label, i) => actual.includes(label) ? [] : [
      `alter type ${named(want)} add value ${literal(label)}${i > 0 ? ` after ${literal(expected[i - 1] ?? "")}` : actual[0] ? ` before ${literal(actual[0])}` : ""};`
    ]
  ).join(" ");
}
__name(enumLabels, "enumLabels");
function domainConstraints(want, have) {
  const extra = list(have, "constraints").filter((c) => !list(want, "constraints").includes(c));
  const missing = list(want, "constraints").filter((c) => !list(have, "constraints").includes(c));
  return [
    ...extra.map(
      (c) => `alter domain ${named(want)} drop constraint ${ident(namedConstraintOf(c)?.conname ?? "")};`
    ),
    ...missing.map((c) => `alter domain ${named(want)} add constraint ${c};`)
  ].join(" ");
}
__name(domainConstraints, "domainConstraints");

// src/schema/drift/mend-changed.ts
function mendChanged(want, have, properties, both) {
  const differs = /* @__PURE__ */ __name((property) => properties.includes(property), "differs");
  const statements = [];
  const say = /* @__PURE__ */ __name((when, sql) => when && statements.push(sql()), "say");
  const table = `alter table ${on(want)}`;
  say(
    differs("owner"),
    () => `alter ${alterWord(want)} ${named(want)} owner to ${ident(text(want, "owner"))};`
  );
  switch (want.kind) {
    case "relation":
      if (differs("type"))
        return [want, have].every((item) => text(item, "type").endsWith("view")) ? ofView(named(want)) : fromMigration(want);
      say(differs("options"), () => options(want, have));
      say(differs("ownerLacks"), () => ownRights(want, have));
      say(differs("parents") || differs("partitionBound"), () => place(want, have));
      say(
        differs("replicaIdentity") || differs("replicaIndex"),
        () => `alter table ${named(want)} replica identity ${want.properties.replicaIndex ? `using index ${ident(text(want, "replicaIndex"))}` : { d: "default", f: "full", n: "nothing" }[text(want, "replicaIdentity")] ?? "default"};`
      );
      say(
        differs("populated") && value(have, "populated") === false,
        () => `refresh materialized view ${named(want)};`
      );
      say(
        differs("persistence"),
        () => `alter table ${named(want)} set ${text(want, "persistence") === "unlogged" ? "unlogged" : "logged"};`
      );
      break;
    case "column":
      if (differs("type") && columnOf2(want, both.want) === void 0) return ofView(on(want));
      if (columnOf2(want, both.want) === "attribute")
        return `alter type ${on(want)} alter attribute ${col(want)} type ${attributeType(want)};`;
      say(
        differs("identity") && want.properties.identity === null,
        () => `${table} alter column ${col(want)} drop identity;`
      );
      say(differs("type") || differs("collation"), () => retyped(want, have, both));
      say(
        differs("notNullNotValid") && want.properties.notNullNotValid === void 0,
        () => `${table} validate constraint ${ident(text(have, "notNullNotValid"))};`
      );
      say(
        differs("identityOptions") && !differs("identity"),
        () => `${table} alter column ${col(want)} ${sequenceOptions(want).map((option) => `set ${option}`).join(" ")};`
      );
      say(
        differs("default") || differs("type") && want.properties.default !== null,
        () => `${table} alter column ${col(want)} ${want.properties.default === null ? "drop default" : `set default ${text(want, "default")}`};`
      );
      say(
        differs("notNull"),
        () => `${table} alter column ${col(want)} ${want.properties.notNull ? "set" : "drop"} not null;`
      );
      say(
        differs("identity") && want.properties.identity !== null,
        () => `${table} alter column ${col(want)} ${value(have, "identity") === null ? `add generated ${text(want, "identity")} as identity${identityOptions(want)}` : `set generated ${text(want, "identity")}`};`
      );
      say(
        differs("generated"),
        () => want.properties.generated === null ? `${table} alter column ${col(want)} drop expression;` : `${mendExtra(have, both)} ${mendMissing(want, both)}`
      );
      break;
    case "constraint":
      say(
        true,
        () => !differs("definition") && differs("disabled") && !differs("validated") ? list(have, "disabled").join(" ") : differs("definition") ? `${table} drop constraint ${col(want)}; ${mendMissing(want, both)}` : `${table} validate constraint ${col(want)};`
      );
      break;
    case "enum":
      say(differs("labels"), () => enumLabels(want, have));
      break;
    case "domain":
      say(
        differs("default"),
        () => `alter domain ${named(want)} ${want.properties.default === null ? "drop default" : `set default ${text(want, "default")}`};`
      );
      say(
        differs("notNull"),
        () => `alter domain ${named(want)} ${want.properties.notNull ? "set" : "drop"} not null;`
      );
      say(differs("constraints"), () => domainConstraints(want, have));
      break;
    case "sequence":
      say(
        true,
        () => `alter sequence ${named(want)} as ${text(want, "type")} increment ${text(want, "increment")} minvalue ${text(want, "min")} maxvalue ${text(want, "max")} start ${text(want, "start")} cache ${text(want, "cache")} ${want.properties.cycle ? "cycle" : "no cycle"}${want.properties.ownedBy ? ` owned by ${text(want, "ownedBy")}` : " owned by none"};`
      );
      break;
    case "function":
      statements.push(...functionParts(want, have, properties));
      break;
    case "trigger":
      say(differs("enabled"), () => enableTrigger(want, "enabled"));
      say(["definition", "argumentsHash", "function"].some(differs), () => anew(want, both));
      break;
    case "rls":
      say(
        differs("enabled"),
        () => `alter table ${named(want)} ${want.properties.enabled ? "enable" : "disable"} row level security;`
      );
      say(
        differs("forced"),
        () => `alter table ${named(want)} ${want.properties.forced ? "force" : "no force"} row level security;`
      );
      break;
    case "grant":
    case "column-grant":
      say(
        true,
        () => want.properties.grantable ? grantSql(want, true) : grantSql(want, false, "grant option for ")
      );
      break;
    case "default-privilege":
      say(
        true,
        () => want.properties.grantable ? defaultPrivilege(want, true) : defaultPrivilege(want, false, "grant option for ")
      );
      break;
    case "view":
      say(true, () => replaceable(want, both) ? createView(want) : createAnew(want, have, both));
      break;
    case "extension":
      say(
        differs("version"),
        () => `alter extension ${named(want)} update to ${literal(text(want, "version"))};`
      );
      say(
        differs("schema"),
        () => `alter extension ${named(want)} set schema ${ident(text(want, "schema"))};`
      );
      break;
    case "publication":
      say(
        differs("events"),
        () => `alter publication ${named(want)} set (publish = ${literal(list(want, "events").join(", "))});`
      );
      if (differs("allTables")) return `${mendExtra(have, both)} ${mendMissing(want, both)}`;
      say(
        differs("viaRoot") || differs("generated"),
        () => `alter publication ${named(want)} set (publish_via_partition_root = ${Boolean(want.properties.viaRoot)}${differs("generated") ? `, publish_generated_columns = ${text(want, "generated") || "none"}` : ""});`
      );
      say(differs("tables") || differs("schemas"), () => publicationTables(want, have));
      break;
    case "event-trigger":
      say(
        true,
        () => properties.join() === "enabled" ? enableEventTrigger(want) : `${mendExtra(have, both)} ${mendMissing(want, both)}`
      );
      break;
    case "index":
      if (typeof value(have, "constraint") === "string")
        return `-- it belongs to constraint ${ident(text(have, "constraint"))}: drop that, and add it again`;
      say(true, () => `${mendExtra(want, both)} ${mendMissing(want, both)}`);
      break;
    case "policy":
      say(true, () => `${mendExtra(want, both)} ${mendMissing(want, both)}`);
      break;
    case "rule":
      say(properties.join() !== "enabled", () => `${mendExtra(want, both)} ${mendMissing(want, both)}`);
      say(properties.join() === "enabled", () => enableRule(want));
      break;
  }
  return statements.length > 0 ? statements.join(" ") : fromMigration(want);
}
__name(mendChanged, "mendChanged");
function replaceable(view, { want, have }) {
  if (view.properties.materialized || have.find("view", on(view))?.properties.materialized) return false;
  const columns2 = list(view, "columns");
  const present = list(have.find("view", on(view)) ?? view, "columns");
  return present.every((name, i) => {
    const [a, b] = [want, have].map((v) => v.column(on(view), name));
    return columns2[i] === name && a && b && same(a, b, "type", "collation");
  });
}
__name(replaceable, "replaceable");
function anew(item, both) {
  const create = mendMissing(item, both);
  return create.startsWith("--") ? create : `${mendExtra(item, both)} ${create}`;
}
__name(anew, "anew");
function createAnew(view, have, both) {
  const relation = both.want.get(`relation ${on(view)}`);
  return [mendExtra(have, both), relation ? mendMissing(relation, both) : createView(view)].join("\n");
}
__name(createAnew, "createAnew");
var SEQUENCE_DEFAULTS = {
  start: "start with 1",
  increment: "increment by 1",
  minvalue: "no minvalue",
  maxvalue: "no maxvalue",
  cache: "cache 1",
  cycle: "no cycle"
};
function sequenceOptions(column) {
  const kept2 = list(column, "identityOptions");
  const defaults = Object.entries(SEQUENCE_DEFAULTS).filter(([word]) => !kept2.some((option) => option.startsWith(word))).map(([, option]) => option);
  return [...kept2, ...defaults];
}
__name(sequenceOptions, "sequenceOptions");
function functionParts(want, have, properties) {
  const alter = `alter ${kindOf(want)} ${named(want)}`;
  const parts2 = [];
  const alterable = ["security", "volatility", "strict", "parallel", "leakproof", "settings"];
  if (text(want, "kind") === "aggregate" && alterable.some((p) => properties.includes(p)))
    return [`-- run again the migration that last defines ${named(want)}: an aggregate cannot be altered`];
  if (properties.includes("security")) parts2.push(`${alter} security ${text(want, "security")};`);
  if (properties.includes("volatility")) parts2.push(`${alter} ${text(want, "volatility")};`);
  if (properties.includes("strict"))
    parts2.push(`${alter} ${want.properties.strict ? "strict" : "called on null input"};`);
  if (properties.includes("parallel")) parts2.push(`${alter} parallel ${text(want, "parallel")};`);
  if (properties.includes("leakproof"))
    parts2.push(`${alter} ${want.properties.leakproof ? "" : "not "}leakproof;`);
  if (properties.includes("settings"))
    parts2.push(...settingsOf(alter, list(want, "settings"), list(have, "settings")));
  if (["bodyHash", "language", "arguments", "result", "kind"].some((p) => properties.includes(p))) {
    parts2.push(`-- run again the migration that last defines ${named(want)}: bodies are kept as hashes`);
  }
  return parts2;
}
__name(functionParts, "functionParts");
var tableOf = /* @__PURE__ */ __name((entry) => qualifiedIdent(...publishedTableOf(entry)?.names ?? []), "tableOf");
function publicationTables(want, have) {
  const extra = list(have, "tables").filter((t) => !list(want, "tables").includes(t));
  const missing = list(want, "tables").filter((t) => !list(have, "tables").includes(t));
  const schemas = /* @__PURE__ */ __name((a, b) => list(a, "schemas").filter((schema) => !list(b, "schemas").includes(schema)), "schemas");
  const alter = `alter publication ${named(want)}`;
  return [
    ...extra.map((t) => `${alter} drop table ${tableOf(t)};`),
    ...schemas(have, want).map((schema) => `${alter} drop tables in schema ${schema};`),
    ...missing.map((t) => `${alter} add table ${t};`),
    ...schemas(want, have).map((schema) => `${alter} add tables in schema ${schema};`)
  ].join(" ");
}
__name(publicationTables, "publicationTables");

// src/schema/drift/passing-by.ts
function passingBy(expected, live) {
  const [before, now] = [partitionsOf(expected.objects), partitionsOf(live.objects)];
  const has = /* @__PURE__ */ __name(({ objects }, name) => Object.hasOwn(objects, `relation ${name}`), "has");
  const come = [...now].filter((name) => !has(expected, name) && hasParent(live, name, expected));
  const gone = [...before].filter((name) => !has(live, name) && hasParent(expected, name, live));
  const passing = /* @__PURE__ */ new Set([...come, ...gone]);
  const published2 = /* @__PURE__ */ new Set();
  const versions = [];
  const opens = /* @__PURE__ */ __name((id, have) => have !== void 0 && isOfPartition(id, have, passing) && goesBeyond(id, have, live.objects), "opens");
  return {
    skips(id, want, have) {
      const item = have ?? want;
      if (!item) return false;
      if (isPlatforms(item)) {
        if (JSON.stringify(want) !== JSON.stringify(have)) published2.add(id);
        return true;
      }
      if (item.kind === "extension" && want && have) {
        const [from, to] = [want, have].map((each) => text(each, "version"));
        if (from !== to) versions.push(`${id.slice("extension ".length)} ${from} \u2192 ${to}`);
        return value(want, "schema") === value(have, "schema");
      }
      if (passing.size === 0) return false;
      return isOfPartition(id, item, passing) && !opens(id, have);
    },
    opens,
    remarks: /* @__PURE__ */ __name(() => [
      ...counted(come, "added"),
      ...counted(gone, "removed"),
      ...published2.size > 0 ? [`the platform changed ${[...published2].sort().join(", ")}`] : [],
      ...versions.length > 0 ? [`the platform updated ${versions.join(", ")}`] : []
    ], "remarks")
  };
}
__name(passingBy, "passingBy");
function hasParent(own, name, other) {
  const parents = own.objects[`relation ${name}`]?.properties.parents;
  return (Array.isArray(parents) ? parents : []).some(
    (parent) => Object.hasOwn(other.objects, `relation ${parent}`)
  );
}
__name(hasParent, "hasParent");
function counted(names2, verb) {
  if (names2.length === 0) return [];
  return [
    `${count(names2.length, "partition")} ${verb} (${names2.slice(0, 3).join(", ")}${names2.length > 3 ? ", \u2026" : ""})`
  ];
}
__name(counted, "counted");

// src/schema/drift/upgrade.ts
var PRINTED = {
  relation: ["ownerLacks", "partitionKey", "partitionBound"],
  column: ["default", "generated"],
  constraint: ["definition"],
  index: ["definition", "expressions"],
  view: ["definition", "definitionHash"],
  rule: ["definition"],
  trigger: ["definition"],
  policy: ["using", "check"],
  domain: ["default", "constraints"],
  function: ["arguments", "result", "bodyHash", "words", "dynamic", "star"],
  publication: ["generated"],
  extension: ["version"]
};
var NEW_RIGHTS = ["MAINTAIN"];
var SHOWN = 5;
var major = /* @__PURE__ */ __name((server) => Math.floor(server / 1e4), "major");
function upgradeOf(expected, live) {
  const [from, to] = [expected.server, live.server];
  if (!from || !to || major(from) === major(to)) return void 0;
  const otherwise = [];
  return {
    printedOtherwise(want, have) {
      const item = want ?? have;
      if (!item || !isPrinted(item, want, have)) return false;
      if (JSON.stringify(want?.properties) !== JSON.stringify(have?.properties)) otherwise.push(item.id);
      return true;
    },
    baseline: /* @__PURE__ */ __name(() => otherwise.length === 0 ? [] : [
      {
        object: "server",
        message: `new baseline: PostgreSQL ${major(from)} became ${major(to)}, and prints ${count(otherwise.length, "object")} differently (${otherwise.slice(0, SHOWN).join(", ")}${otherwise.length > SHOWN ? ", \u2026" : ""}). Nothing needs to be repaired: the next release saves the schema as PostgreSQL ${major(to)} prints it.`
      }
    ], "baseline")
  };
}
__name(upgradeOf, "upgradeOf");
function isPrinted(item, want, have) {
  if (!want || !have) return NEW_RIGHTS.includes(String(value(item, "privilege")));
  const printed = PRINTED[item.kind] ?? [];
  const rest = /* @__PURE__ */ __name(({ properties }) => JSON.stringify(
    Object.entries(properties).filter(([name]) => !printed.includes(name)).sort(([a], [b]) => a < b ? -1 : 1)
  ), "rest");
  return rest(want) === rest(have);
}
__name(isPrinted, "isPrinted");

// src/schema/drift/drift.ts
var DERIVED = {
  function: ["words", "dynamic", "star"],
  view: ["definitionHash", "columns", "options"],
  index: ["columns", "expressions"]
};
async function drift(expected, live, ignore = NOTHING_IGNORED) {
  if (!isDeepStrictEqual2(expected.objects, live.objects)) await loadParser();
  const [wanted, found] = [without(expected, ignore), without(live, ignore)];
  const [want, have] = [new View(wanted.snapshot), new View(found.snapshot)];
  const both = { want, have };
  const upgrade = upgradeOf(expected, live);
  const passing = passingBy(wanted.snapshot, found.snapshot);
  const ids = [.../* @__PURE__ */ new Set([...Object.keys(want.objects), ...Object.keys(have.objects)])].sort();
  const unreadable = unreadKinds(expected, live);
  const findings = [];
  for (const id of ids) {
    const [a, b] = [want.get(id), have.get(id)];
    if (passing.skips(id, a, b)) continue;
    if (upgrade?.printedOtherwise(a, b)) continue;
    if (a && b) {
      if (!followsConstraint(a, want, have)) findings.push(...changed(a, b, both, upgrade));
      continue;
    }
    const item = a ?? b;
    if (!item || unreadable.has(item.kind)) continue;
    if (!passing.opens(id, b) && (a ? follows2(a, want, have) : follows2(item, have, want))) continue;
    const mend = a ? mendMissing(a, both) : upgrade ? void 0 : mendExtra(item, both);
    findings.push(finding(id, a ? "it is missing" : "it should not exist", mend));
  }
  findings.push(...upgrade?.baseline() ?? []);
  const unread = [...expected.unreadable, ...live.unreadable].map(
    ({ what, why: why2 }) => finding(what, `could not be read: ${why2}`)
  );
  const remarks = [...passing.remarks(), ...ignoredRemark(found.ignored)];
  return {
    state: unread.length > 0 ? "unknown" : findings.length > 0 ? "drift" : "clean",
    findings: [...findings, ...unread],
    ...remarks.length > 0 ? { remarks } : {}
  };
}
__name(drift, "drift");
var finding = /* @__PURE__ */ __name((object, message, mend) => ({
  object,
  message,
  ...mend ? { mend } : {}
}), "finding");
function changed(a, b, both, upgrade) {
  const properties = [.../* @__PURE__ */ new Set([...Object.keys(a.properties), ...Object.keys(b.properties)])].filter((p) => !DERIVED[a.kind]?.includes(p)).filter((p) => JSON.stringify(propertyOf(a, p) ?? null) !== JSON.stringify(propertyOf(b, p) ?? null));
  if (properties.length === 0) return [];
  const said = properties.map(
    (p) => `${p} should be ${show(propertyOf(a, p))}, but is ${show(propertyOf(b, p))}`
  );
  return [finding(a.id, said.join("; "), upgrade ? void 0 : mendChanged(a, b, properties, both))];
}
__name(changed, "changed");
function show(value2) {
  const text2 = value2 === null || value2 === void 0 ? "none" : Array.isArray(value2) ? `[${value2.join(", ")}]` : String(value2);
  return cut(text2, 301);
}
__name(show, "show");
function followsConstraint(index, want, have) {
  if (index.kind !== "index") return false;
  const { relation, constraint } = index.properties;
  if (constraint === null) return false;
  const of = /* @__PURE__ */ __name((view) => view.of("constraint", relation).find((item) => item.properties.name === constraint), "of");
  const [a, b] = [of(want), of(have)];
  return a !== void 0 && b !== void 0 && !same(a, b, "definition");
}
__name(followsConstraint, "followsConstraint");
function follows2(item, from, other) {
  const relation = value(item, "relation");
  const [constraint, ownedBy] = [value(item, "constraint"), value(item, "ownedBy")];
  const [object, type] = [value(item, "object"), value(item, "type")];
  const absent = /* @__PURE__ */ __name((id) => from.has(id) && !other.has(id), "absent");
  if (item.kind === "relation" || item.kind === "schema") return false;
  if (item.kind === "view") return absent(`relation ${String(relation)}`);
  if (typeof relation === "string" && absent(`relation ${relation}`)) return true;
  if (inherits(item, from, other)) return true;
  if (item.kind === "rls") return absent(`relation ${item.id.slice("rls ".length)}`);
  if (item.kind === "index" && typeof constraint === "string")
    return absent(`constraint ${String(relation)} ${ident(constraint)}`);
  if (item.kind === "grant")
    return ["relation", "function", "schema", "sequence", "enum", "domain", "type"].some(
      (kind) => (kind === type || type === "type") && absent(`${kind} ${String(object)}`)
    );
  if (item.kind === "column-grant")
    return absent(`column ${String(relation)}.${ident(text(item, "column"))}`);
  return item.kind === "sequence" && typeof ownedBy === "string" && absent(`column ${ownedBy}`);
}
__name(follows2, "follows");
function inherits(item, from, other) {
  const [parent, inherited, name] = [value(item, "parent"), value(item, "inherited"), value(item, "name")];
  const relation = text(item, "relation");
  const absent = /* @__PURE__ */ __name((id) => from.has(id) && !other.has(id), "absent");
  if (typeof parent === "string") return absent(`${item.kind} ${parent}`);
  if (item.kind !== "column" && !inherited) return false;
  const table = from.find("relation", relation);
  return (table ? list(table, "parents") : []).some(
    (whole) => from.of(item.kind, whole).some((its) => value(its, "name") === name && absent(its.id))
  );
}
__name(inherits, "inherits");
async function checkDrift(expected, live, ignore = NOTHING_IGNORED) {
  if (!expected)
    return {
      check: "drift",
      outcome: "skipped",
      detail: "there is no expected schema to compare with",
      findings: []
    };
  const { state, findings, remarks = [] } = await drift(expected, live, ignore);
  const outcome = { clean: "pass", drift: "fail", unknown: "unknown" }[state];
  return {
    check: "drift",
    outcome,
    detail: [`${state}: ${count(Object.keys(live.objects).length, "object")} compared`, ...remarks].join(
      "; "
    ),
    findings
  };
}
__name(checkDrift, "checkDrift");

// src/schema/jobs.ts
async function cronJobs(db) {
  const [found] = await db.query(
    `select to_regclass('cron.job') is not null and has_schema_privilege(to_regnamespace('cron'), 'usage')
       and has_table_privilege(to_regclass('cron.job'), 'select') as there`
  );
  if (!found?.there) return [];
  return db.query(
    `select coalesce(jobname, 'job ' || jobid)::text as name, schedule::text as schedule from cron.job where active order by 1`
  );
}
__name(cronJobs, "cronJobs");

// src/schema/rls/queries.ts
var LOOKED_AT2 = `n.nspname !~ '^pg_' and n.nspname <> all ($1::text[])`;
var granted = /* @__PURE__ */ __name((privilege) => `case
  when has_table_privilege(r.oid, c.oid, '${privilege}') then to_jsonb(true)
  when has_any_column_privilege(r.oid, c.oid, '${privilege}') then (
    select to_jsonb(array_agg(a.attname::text order by a.attname collate "C")) from pg_attribute a
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and has_column_privilege(r.oid, c.oid, a.attnum, '${privilege}'))
  else to_jsonb(false) end`, "granted");
var ownerOf = /* @__PURE__ */ __name((oid) => `(select concat(rolname, case when rolbypassrls or rolsuper then ' (bypassrls)' end) from pg_roles where oid = ${oid})`, "ownerOf");
var RELATION_LOOKED_AT = `(${LOOKED_AT2} or n.nspname in (${POLICIES_LOOKED_AT.map((name) => `'${name}'`).join(", ")})
  and exists (select from pg_policy own where own.polrelid = c.oid))`;
var RIGHTS = `
select format('%I.%I', n.nspname, c.relname) as relation, r.rolname as role,
  case when c.relkind in ('v', 'm') then
      case when exists (select from unnest(c.reloptions) o
          where o like 'security\\_invoker=%' and split_part(o, '=', 2)::boolean)
        then 'view of its reader' else 'view of its owner' end
    when not c.relrowsecurity then 'off' when c.relforcerowsecurity then 'forced' else 'on' end as rls,
  has_schema_privilege(r.oid, n.oid, 'USAGE') as usage,
  r.rolbypassrls or r.rolsuper as bypass,
  pg_has_role(r.oid, c.relowner, 'USAGE') as owns,
  ${ownerOf("c.relowner")} as owner,
  array(select format('%I.%I', pn.nspname, p.relname) from pg_inherits i join pg_class p on p.oid = i.inhparent
    join pg_namespace pn on pn.oid = p.relnamespace where i.inhrelid = c.oid order by 1) as parents,
  c.relispartition and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT' as partition,
  c.relkind = 'p' as partitioned,
  case when c.relkind in ('v', 'm') then left(encode(sha256(convert_to(pg_get_viewdef(c.oid), 'UTF8')), 'hex'), 16) end as body,
  c.relkind = 'v' and exists (select from unnest(c.reloptions) o
    where o like 'security\\_barrier=%' and split_part(o, '=', 2)::boolean) as barrier,
  jsonb_build_object('select', ${granted("SELECT")}, 'insert', ${granted("INSERT")}, 'update', ${granted("UPDATE")},
    'delete', has_table_privilege(r.oid, c.oid, 'DELETE'), 'truncate', has_table_privilege(r.oid, c.oid, 'TRUNCATE')) as granted
from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join pg_roles r
where ${RELATION_LOOKED_AT} and c.relkind in ('r', 'p', 'v', 'm', 'f') and r.rolname = any ($2)
  and not exists (select from pg_depend e where e.classid = 'pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
order by 1, 2`;
var POLICIES2 = `
select format('%I.%I', n.nspname, c.relname) as relation, p.polname::text as name,
  case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
  p.polpermissive as permissive,
  array(select case when o = 0 then 'public' else quote_ident(pg_get_userbyid(o)) end from unnest(p.polroles) o order by 1) as roles,
  array(select r.rolname::text from pg_roles r where r.rolname = any ($2) and exists (
    select from unnest(p.polroles) o where o = 0 or pg_has_role(r.oid, o, 'USAGE')) order by 1) as applies,
  pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where ${RELATION_LOOKED_AT} order by 1, 2`;
var FUNCTIONS = `
select * from (
  select format('%I.%I(%s)', n.nspname, p.proname, oidvectortypes(p.proargtypes)) as name,
    case when p.prosecdef then 'definer' else 'invoker' end as security,
    array(select r.rolname::text from pg_roles r where r.rolname = any ($2)
      and has_function_privilege(r.oid, p.oid, 'EXECUTE') and has_schema_privilege(r.oid, n.oid, 'USAGE') order by 1) as execute,
    ${ownerOf("p.proowner")} as owner,
    left(encode(sha256(convert_to(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), 'UTF8')), 'hex'), 16) as body,
    array(select s from unnest(p.proconfig) s order by s collate "C") || case when p.proleakproof then '{leakproof}' else '{}' end::text[] as settings,
    exists (select from pg_depend d where d.classid = 'pg_policy'::regclass and d.refclassid = 'pg_proc'::regclass
      and d.refobjid = p.oid) as "inPolicy"
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where ${LOOKED_AT2} and p.prokind <> 'a'
    and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')
) f where "inPolicy" or (security = 'definer' and cardinality(execute) > 0)
order by name`;

// src/schema/rls/matrix.ts
var VERBS2 = ["select", "insert", "update", "delete", "truncate"];
var API_ROLES = ["anon", "authenticated", "service_role"];
async function readMatrix(db, roles = API_ROLES) {
  return atOneMoment(db, async (tx) => {
    const rights2 = await tx.query(RIGHTS, [LEFT_OUT, roles]);
    const policies2 = await tx.query(POLICIES2, [LEFT_OUT, roles]);
    if (policies2.some(({ using, check }) => [using, check].some((each) => each?.includes("\n"))))
      await loadParser();
    const functions2 = await tx.query(FUNCTIONS, [LEFT_OUT, roles]);
    const present = await tx.query(
      "select rolname as name from pg_roles where rolname = any ($1)",
      [roles]
    );
    return {
      roles: roles.filter((role) => present.some(({ name }) => name === role)),
      relations: relationsOf(rights2, policies2),
      functions: Object.fromEntries(
        functions2.map(({ name, security, execute, owner, body, settings }) => [
          name,
          { security, execute, ...security === "definer" ? { owner } : {}, body, settings }
        ])
      )
    };
  });
}
__name(readMatrix, "readMatrix");
function relationsOf(rows, policies2) {
  const byRelation = /* @__PURE__ */ new Map();
  for (const policy of policies2)
    byRelation.set(policy.relation, [...byRelation.get(policy.relation) ?? [], policy]);
  const relations2 = {};
  for (const row of rows) {
    const own = byRelation.get(row.relation) ?? [];
    relations2[row.relation] ??= {
      rls: row.rls,
      rights: {},
      policies: Object.fromEntries(own.map((p) => [p.name, definition(p)])),
      ...row.parents.length > 0 ? { parents: row.parents } : {},
      ...row.partition && row.parents[0] ? { partitionOf: row.parents[0] } : {},
      ...row.partitioned ? { partitioned: true } : {},
      ...row.rls === "view of its owner" ? { owner: row.owner, body: row.body ?? "" } : {},
      ...row.barrier ? { barrier: true } : {}
    };
    const cells2 = cellsOf(row, own);
    const relation = relations2[row.relation];
    if (relation && Object.keys(cells2).length > 0) relation.rights[row.role] = cells2;
  }
  return relations2;
}
__name(relationsOf, "relationsOf");
function cellsOf(row, policies2) {
  const cells2 = {};
  for (const verb of VERBS2) {
    const granted3 = row.usage ? row.granted[verb] : false;
    if (!granted3) continue;
    const rows = throughPolicies(row, verb, policies2);
    cells2[verb] = cellOf(rows, granted3 === true ? void 0 : granted3);
  }
  return cells2;
}
__name(cellsOf, "cellsOf");
function throughPolicies(row, verb, policies2) {
  const held = row.rls === "forced" || row.rls === "on" && !row.owns;
  if (!held || row.bypass || verb === "truncate") return "allowed";
  const applying = policies2.filter(
    (p) => p.applies.includes(row.role) && (p.command === "all" || p.command === verb)
  );
  const permissive = applying.filter((p) => p.permissive);
  if (permissive.length === 0) return "no rows";
  const open = /* @__PURE__ */ __name((p) => (verb === "insert" ? p.check ?? p.using : p.using) === "true" && (verb !== "update" || (p.check ?? "true") === "true"), "open");
  return permissive.some(open) && permissive.length === applying.length ? "allowed" : "conditional";
}
__name(throughPolicies, "throughPolicies");
function definition(policy) {
  return [
    `as ${policy.permissive ? "permissive" : "restrictive"} for ${policy.command} to ${policy.roles.join(", ")}`,
    ...policy.using === null ? [] : [`using (${onOneLine(policy.using)})`],
    ...policy.check === null ? [] : [`with check (${onOneLine(policy.check)})`]
  ].join(" ");
}
__name(definition, "definition");

// src/schema/rls/compare.ts
function compareMatrix(expected, live) {
  const missingRoles = expected.roles.filter((role) => !live.roles.includes(role)).map((role) => ({
    object: `role ${role}`,
    message: "it is expected, but does not exist",
    mend: `create role ${ident(role)} nologin;`
  }));
  return [...missingRoles, ...relations(expected, live), ...functions(expected, live)];
}
__name(compareMatrix, "compareMatrix");
var names = /* @__PURE__ */ __name((...maps) => [...new Set(maps.flatMap((map) => Object.keys(map)))].sort(), "names");
var at = /* @__PURE__ */ __name((map, key) => Object.hasOwn(map, key) ? map[key] : void 0, "at");
function relations(expected, live) {
  return names(expected.relations, live.relations).flatMap((name) => {
    const [want, have] = [at(expected.relations, name), at(live.relations, name)];
    if (!have) return [{ object: name, message: "it is expected, but does not exist" }];
    if (!want) return [{ object: name, message: `it is not in the expected matrix${describe(have)}` }];
    return [
      ...flag(name, want, have),
      ...ways(name, want, have),
      ...rights(name, want, have),
      ...policies(name, want, have)
    ];
  });
}
__name(relations, "relations");
function describe(have) {
  const open = Object.entries(have.rights).map(
    ([role, cells2]) => `${role} can ${Object.keys(cells2).join(", ")}`
  );
  return `: row-level security is ${have.rls}${open.length > 0 ? `, ${open.join("; ")}` : ", no privileges for any role"}`;
}
__name(describe, "describe");
function flag(name, want, have) {
  if (want.rls === have.rls) return [];
  const invoker = { "view of its reader": true, "view of its owner": false };
  const mend = want.rls in invoker ? `alter view ${name} set (security_invoker = ${invoker[want.rls]});` : `alter table ${name} ${want.rls === "off" ? "disable" : "enable"} row level security, ${want.rls === "forced" ? "force" : "no force"} row level security;`;
  return [{ object: `rls ${name}`, message: `expected ${want.rls}, but it is ${have.rls}`, mend }];
}
__name(flag, "flag");
function ways(name, want, have) {
  const findings = [];
  for (const parent of (have.parents ?? []).filter((p) => !want.parents?.includes(p)))
    findings.push({
      object: name,
      message: `it inherits from ${parent}, which is not expected: its rows can be read through that table`
    });
  if (want.owner !== void 0 && have.owner !== void 0 && want.owner !== have.owner)
    findings.push({
      object: name,
      message: `expected to read with the privileges of ${want.owner}, but it reads with those of ${have.owner}`,
      ...changeOwner("view", name, want.owner, have.owner)
    });
  if (want.body !== void 0 && have.body !== void 0 && want.body !== have.body)
    findings.push({
      object: name,
      message: "its definition changed, and it reads with the privileges of its owner"
    });
  if (want.barrier && !have.barrier)
    findings.push({
      object: name,
      message: "it is no longer a security barrier: functions of its reader might see rows that it hides",
      mend: `alter view ${name} set (security_barrier = true);`
    });
  return findings;
}
__name(ways, "ways");
var BYPASSES = " (bypassrls)";
function changeOwner(what, name, want, have) {
  const role = /* @__PURE__ */ __name((owner) => owner.endsWith(BYPASSES) ? owner.slice(0, -BYPASSES.length) : owner, "role");
  if (role(want) === role(have))
    return { mend: `alter role ${ident(role(want))} ${want === role(want) ? "nobypassrls" : "bypassrls"};` };
  return { mend: `alter ${what} ${name} owner to ${ident(role(want))};` };
}
__name(changeOwner, "changeOwner");
function rights(name, want, have) {
  return names(want.rights, have.rights).flatMap(
    (role) => VERBS2.flatMap((verb) => {
      const [a, b] = [at(want.rights, role)?.[verb] ?? "denied", at(have.rights, role)?.[verb] ?? "denied"];
      if (a === b) return [];
      const mend = mendRight(name, role, verb, a, b);
      return [
        {
          object: `${name} ${role} ${verb}`,
          message: `expected ${a}, but it is ${b}`,
          ...mend ? { mend } : {}
        }
      ];
    })
  );
}
__name(rights, "rights");
var columns = /* @__PURE__ */ __name((cell) => columnsOf(cell)?.map(ident).join(", "), "columns");
function mendRight(name, role, verb, want, have) {
  const grants = want === "denied" ? void 0 : columns(want);
  const had = have === "denied" ? void 0 : columns(have);
  if (want !== "denied" && have !== "denied" && grants === had) return void 0;
  const revoke = have === "denied" ? "" : `revoke ${verb} on ${name} from public, ${ident(role)};`;
  if (want === "denied") return revoke;
  return `${revoke}${revoke ? " " : ""}grant ${verb}${grants ? ` (${grants})` : ""} on ${name} to ${ident(role)};`;
}
__name(mendRight, "mendRight");
function policies(name, want, have) {
  return names(want.policies, have.policies).flatMap((policy) => {
    const [a, b] = [at(want.policies, policy), at(have.policies, policy)];
    if (a === b) return [];
    const quoted = quoteName(policy);
    const drop = `drop policy ${quoted} on ${name};`;
    const create = `create policy ${quoted} on ${name} ${a};`;
    const object = `policy ${name} ${quoted}`;
    if (b === void 0) return [{ object, message: "the policy is gone", mend: create }];
    if (a === void 0)
      return [{ object, message: `the policy is not in the expected matrix: ${b}`, mend: drop }];
    return [{ object, message: `expected ${a}, but it is ${b}`, mend: `${drop} ${create}` }];
  });
}
__name(policies, "policies");
function functions(expected, live) {
  return names(expected.functions, live.functions).flatMap((name) => {
    const [want, have] = [at(expected.functions, name), at(live.functions, name)];
    const object = `function ${name}`;
    if (!have)
      return [{ object, message: "policies used it, or roles could call it, but neither is true now" }];
    if (!want) {
      return [
        {
          object,
          message: `not in the expected matrix: runs as ${have.security}, callable by ${have.execute.join(", ") || "none of the roles"}`,
          mend: `revoke execute on routine ${name} from public, ${live.roles.map(ident).join(", ")};`
        }
      ];
    }
    const findings = [];
    if (want.security !== have.security)
      findings.push({
        object,
        message: `expected to run as ${want.security}, but it runs as ${have.security}`,
        mend: `alter routine ${name} security ${want.security};`
      });
    if (want.owner !== void 0 && have.owner !== void 0 && want.owner !== have.owner)
      findings.push({
        object,
        message: `expected to run with the privileges of ${want.owner}, but it runs with those of ${have.owner}`,
        ...changeOwner("routine", name, want.owner, have.owner)
      });
    if (want.execute.join() !== have.execute.join()) {
      findings.push({
        object,
        message: `expected to be callable by ${want.execute.join(", ") || "none"}, but it is callable by ${have.execute.join(", ") || "none"}`,
        mend: `revoke execute on routine ${name} from public, ${live.roles.map(ident).join(", ")};${want.execute.length > 0 ? ` grant execute on routine ${name} to ${want.execute.map(ident).join(", ")};` : ""}`
      });
    }
    const settings = settingsChange(name, want.settings, have.settings ?? []);
    if (settings) findings.push({ object, ...settings });
    if (want.body !== have.body)
      findings.push({
        object,
        message: "its body changed, and policies or the privileges of roles depend on it"
      });
    return findings;
  });
}
__name(functions, "functions");
function settingsChange(name, want, have) {
  if (!want || want.join() === have.join()) return void 0;
  const LEAKPROOF = "leakproof";
  const alter = `alter routine ${name}`;
  const without2 = /* @__PURE__ */ __name((list2) => list2.filter((setting) => setting !== LEAKPROOF), "without");
  const mend = [
    ...settingsOf(alter, without2(want), without2(have)),
    ...want.includes(LEAKPROOF) === have.includes(LEAKPROOF) ? [] : [`${alter} ${want.includes(LEAKPROOF) ? "" : "not "}leakproof;`]
  ].join(" ");
  const shown = /* @__PURE__ */ __name((list2) => list2.join(", ") || "nothing", "shown");
  return { message: `expected to run with ${shown(want)} set, but it runs with ${shown(have)}`, mend };
}
__name(settingsChange, "settingsChange");

// src/schema/rls/file.ts
import { readFile as readFile2, writeFile } from "node:fs/promises";
import path2 from "node:path";
var user = external_exports.strictObject({
  role: external_exports.string().default("authenticated").describe("Role that the request runs as."),
  claims: external_exports.record(external_exports.string(), external_exports.json()).default({}).describe('request.jwt.claims, for example {"sub": "\u2026"}.')
});
var probe = external_exports.strictObject({
  name: external_exports.string(),
  setup: external_exports.string().optional().describe("SQL file, relative to the workspace, that runs first in the transaction that is rolled back."),
  users: external_exports.record(external_exports.string(), user).describe("Two or more users, with names that you choose."),
  relation: external_exports.string().regex(/^[^.]+\.[^.]+$/, "must be schema.name"),
  key: external_exports.string().default("id").describe("Column that identifies rows."),
  rows: external_exports.record(external_exports.string(), external_exports.array(external_exports.string())).describe("Value of the key \u2192 names of the users who see that row.")
});
var cells = external_exports.partialRecord(external_exports.enum(VERBS2), external_exports.string());
var fileSchema = external_exports.strictObject({
  $schema: external_exports.string().optional(),
  version: external_exports.literal(1),
  roles: external_exports.array(external_exports.string()).min(1),
  relations: external_exports.record(
    external_exports.string(),
    external_exports.strictObject({
      rls: external_exports.enum(["on", "forced", "off", "view of its owner", "view of its reader"]),
      rights: external_exports.record(external_exports.string(), cells),
      policies: external_exports.record(external_exports.string(), external_exports.string()),
      parents: external_exports.array(external_exports.string()).optional(),
      partitionOf: external_exports.string().optional(),
      partitioned: external_exports.boolean().optional(),
      owner: external_exports.string().optional(),
      body: external_exports.string().optional(),
      barrier: external_exports.boolean().optional()
    })
  ),
  functions: external_exports.record(
    external_exports.string(),
    external_exports.strictObject({
      security: external_exports.enum(["definer", "invoker"]),
      execute: external_exports.array(external_exports.string()),
      owner: external_exports.string().optional(),
      body: external_exports.string(),
      settings: external_exports.array(external_exports.string()).optional()
    })
  ),
  probes: external_exports.array(probe).default([])
});
async function loadRls(workspace, file) {
  const source = await readFile2(path2.join(workspace, file), "utf8").catch((error) => {
    if (error.code === "ENOENT") return void 0;
    throw error;
  });
  if (source === void 0) return void 0;
  let json;
  try {
    json = JSON.parse(source);
  } catch (error) {
    throw invalid(file, `it is not JSON: ${error.message}`);
  }
  const result = fileSchema.safeParse(json);
  if (result.success) return result.data;
  throw invalid(file, firstIssue(result.error));
}
__name(loadRls, "loadRls");
var invalid = /* @__PURE__ */ __name((file, why2) => configurationError({
  code: "SHIPLOCK_SCHEMA_RLS_FILE",
  what: `${file} is not an RLS matrix: ${why2}`,
  notDone: ["nothing was changed"],
  next: "Generate it again (docs/schema-checks.md says how) and review the difference before you commit it.",
  places: [{ file }]
}), "invalid");
async function writeRls(db, options2) {
  const before = await loadRls(options2.workspace, options2.file);
  const matrix = await readMatrix(db, options2.roles ?? before?.roles ?? API_ROLES);
  const content = {
    version: 1,
    ...matrix,
    ...before && before.probes.length > 0 ? { probes: before.probes } : {}
  };
  await writeFile(path2.join(options2.workspace, options2.file), `${JSON.stringify(content, null, 2)}
`);
  return matrix;
}
__name(writeRls, "writeRls");

// src/schema/rls/open.ts
var EXPOSED = ["public.", "graphql_public."];
var ANYBODY = ["anon", "authenticated"];
async function openTables(db) {
  const matrix = await readMatrix(db, ANYBODY).catch((error) => {
    if (isPermission(error)) return void 0;
    throw error;
  });
  if (!matrix) return void 0;
  return Object.entries(matrix.relations).map(([name, relation]) => [name, { ...relation, rights: rowsOf(relation.rights) }]).filter(
    ([name, { rls, rights: rights2 }]) => EXPOSED.some((schema) => name.startsWith(schema)) && rls === "off" && Object.keys(rights2).length > 0
  ).map(([name, { rights: rights2 }]) => ({
    object: name,
    message: `it has no row level security, and ${Object.entries(rights2).map(([role, cells2]) => `${role} can ${Object.keys(cells2 ?? {}).join(", ")}`).join("; ")}`,
    mend: `alter table ${name} enable row level security;`
  }));
}
__name(openTables, "openTables");
function rowsOf(rights2) {
  return Object.fromEntries(
    Object.entries(rights2).flatMap(([role, cells2]) => {
      const { truncate: _, ...rows } = cells2 ?? {};
      return Object.keys(rows).length > 0 ? [[role, rows]] : [];
    })
  );
}
__name(rowsOf, "rowsOf");
function meantToBeOpen(open, meant) {
  const listed2 = /* @__PURE__ */ __name((name) => meant.find(({ table }) => table === name || table === name.replaceAll('"', "")), "listed");
  return {
    open: open.filter(({ object }) => !listed2(object)),
    allowed: open.map(({ object }) => listed2(object)).filter((one) => one !== void 0)
  };
}
__name(meantToBeOpen, "meantToBeOpen");

// src/schema/rls/probes.ts
import { readFile as readFile3 } from "node:fs/promises";
import path3 from "node:path";
var RolledBack2 = class extends Error {
  static {
    __name(this, "RolledBack");
  }
};
async function runProbe(db, probe2, workspace) {
  const object = `probe "${probe2.name}"`;
  try {
    const failed = [];
    const undecided3 = [];
    await db.transaction(async (tx) => {
      if (!probe2.setup) await tx.query("set transaction read only");
      await tx.query(`select set_config('lock_timeout', '2s', true), set_config('statement_timeout', '30s', true),
          set_config('request.jwt.claims', '{}', true)`);
      if (probe2.setup) await setUp(tx, probe2.setup, workspace);
      await look(tx, probe2, object, failed, undecided3);
      throw new RolledBack2();
    }).catch((error) => {
      if (!(error instanceof RolledBack2)) throw error;
    });
    return { failed, undecided: undecided3 };
  } catch (error) {
    return { failed: [], undecided: [{ object, message: missingGrant(error) }] };
  }
}
__name(runProbe, "runProbe");
async function setUp(tx, file, workspace) {
  const statements = await parseSql(await readFile3(path3.join(workspace, file), "utf8"), file);
  const wrong = statements.find((s) => s.kind === "TransactionStmt");
  if (wrong) throw new Error(`${file}:${wrong.line}: a probe's setup must not end its transaction`);
  for (const statement of statements) await tx.query(statement.text);
}
__name(setUp, "setUp");
async function look(tx, probe2, object, failed, undecided3) {
  const keys = Object.keys(probe2.rows);
  const present = await visible(tx, probe2, keys);
  for (const key of keys.filter((k) => !present.has(k))) {
    undecided3.push({
      object,
      message: `there is no row ${key} in ${probe2.relation}, or this role cannot see it`
    });
  }
  for (const [name, user2] of Object.entries(probe2.users)) {
    await tx.query("savepoint probe");
    await tx.query(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [
      user2.role,
      JSON.stringify({ role: user2.role, ...user2.claims })
    ]);
    const seen = await visible(tx, probe2, keys);
    await tx.query("rollback to savepoint probe");
    for (const key of keys.filter((k) => present.has(k))) {
      const expected = Boolean(Object.hasOwn(probe2.rows, key) && probe2.rows[key]?.includes(name));
      if (expected === seen.has(key)) continue;
      failed.push({
        object,
        message: `${name} (${user2.role}) ${expected ? "does not see" : "sees"} row ${key} of ${probe2.relation}`
      });
    }
  }
}
__name(look, "look");
async function visible(tx, probe2, keys) {
  const relation = probe2.relation.split(".").map(quoteName).join(".");
  const rows = await tx.query(
    `select ${quoteName(probe2.key)}::text as key from ${relation} where ${quoteName(probe2.key)}::text = any ($1)`,
    [keys]
  );
  return new Set(rows.map((row) => row.key));
}
__name(visible, "visible");

// src/schema/rls/check.ts
async function checkRls(db, options2) {
  const expected = await loadRls(options2.workspace, options2.file);
  if (!expected) return withoutFile(db, options2);
  const live = await readMatrix(db, expected.roles).catch((error) => {
    if (!isPermission(error)) throw error;
    return missingGrant(error);
  });
  if (typeof live === "string") {
    const findings = [{ object: "the matrix", message: `could not be read: ${live}` }];
    return { check: "rls", outcome: "unknown", detail: "the catalog could not be read", findings };
  }
  const place2 = { file: options2.file };
  const { want, have, remarks } = settledMatrix(expected, live, options2.ignore ?? NOTHING_IGNORED);
  const failed = compareMatrix(want, have).map((finding2) => ({ ...finding2, place: place2 }));
  const undecided3 = [];
  for (const probe2 of expected.probes) {
    const result = await runProbe(db, probe2, options2.workspace);
    failed.push(...result.failed.map((finding2) => ({ ...finding2, place: place2 })));
    undecided3.push(...result.undecided.map((finding2) => ({ ...finding2, place: place2 })));
  }
  const cells2 = Object.keys(live.relations).length * live.roles.length * 5;
  return {
    check: "rls",
    outcome: failed.length > 0 ? "fail" : undecided3.length > 0 ? "unknown" : "pass",
    detail: `${count(cells2, "cell")} (${count(live.roles.length, "role")} \xD7 ${count(Object.keys(live.relations).length, "relation")} \xD7 5 verbs), ${count(expected.probes.length, "probe")}${remarks.map((remark) => `; ${remark}`).join("")}`,
    findings: [...failed, ...undecided3]
  };
}
__name(checkRls, "checkRls");
var WRITE_MATRIX = "`shiplock rls write --environment NAME` writes it";
async function withoutFile(db, { file, ignore = NOTHING_IGNORED, meant = [] }) {
  const found = (await openTables(db))?.filter(({ object }) => !isIgnoredRelation(object, ignore));
  const open = found && meantToBeOpen(found, meant).open;
  const absent = `there is no ${file}: ${WRITE_MATRIX}`;
  if (!open) return { check: "rls", outcome: "skipped", detail: absent, findings: [] };
  return {
    check: "rls",
    outcome: open.length > 0 ? "fail" : "skipped",
    detail: open.length > 0 ? `${open.length} exposed without row level security; ${absent}` : absent,
    findings: open
  };
}
__name(withoutFile, "withoutFile");

// src/schema/usage/check.ts
function checkUsage({ file, uses, notice }, live) {
  if (!uses) return { check: "contract", outcome: "skipped", detail: `there is no ${file}`, findings: [] };
  const view = new View(live);
  const relations2 = Object.entries(uses.uses.relations);
  const findings = [
    ...relations2.flatMap(([relation, uses2]) => checkRelation(view, relation, uses2)),
    ...uses.uses.functions.flatMap((name) => checkFunction(view, name))
  ].map((finding2) => ({ ...finding2, place: { file } }));
  const unread = live.unreadable.map(({ what, why: why2 }) => ({
    object: what,
    message: `could not be read: ${why2}`
  }));
  return {
    check: "contract",
    outcome: findings.length > 0 && unread.length === 0 ? "fail" : unread.length > 0 ? "unknown" : "pass",
    detail: `${count(relations2.length, "relation")} and ${count(uses.uses.functions.length, "function")} of ${file}${notice ? `. ${notice}` : ""}`,
    findings: [...findings, ...unread]
  };
}
__name(checkUsage, "checkUsage");
function checkRelation(view, relation, uses) {
  const object = `relation ${relation}`;
  if (!view.has(object)) return [{ object, message: "the app uses it, but it does not exist" }];
  const findings = [];
  for (const verb of ["select", "insert", "update"]) {
    for (const name of uses[verb] ?? []) {
      if (name !== "*" && !view.column(relation, name))
        findings.push({
          object: `column ${relation}.${name}`,
          message: `the app uses it (${verb}), but it does not exist`
        });
      else if (verb !== "select" && view.column(relation, name)?.properties.generated)
        findings.push({
          object: `column ${relation}.${name}`,
          message: `the app gives it a value (${verb}), but the database computes it`
        });
      else if (!granted2(view, relation, verb, name))
        findings.push({
          object: `column ${relation}.${name}`,
          message: `no role other than the owner can ${verb} it`,
          mend: `grant ${verb} on ${relation} to authenticated;`
        });
    }
  }
  if (uses.delete && !granted2(view, relation, "delete", "*")) {
    findings.push({
      object,
      message: "no role other than the owner can delete from it",
      mend: `grant delete on ${relation} to authenticated;`
    });
  }
  for (const column of uses.insert ? view.of("column", relation) : []) {
    const { notNull, default: value2, identity, generated } = column.properties;
    const filled = [value2, identity, generated].some((v) => v !== null) || uses.insert?.some((name) => name === "*" || name === text(column, "name"));
    if (notNull && !filled)
      findings.push({ object: column.id, message: "it is required, but the app does not insert it" });
  }
  return findings;
}
__name(checkRelation, "checkRelation");
function granted2(view, relation, verb, column) {
  const privilege = verb.toUpperCase();
  const columns2 = column === "*" ? view.of("column", relation).map((item) => item.properties.name) : [column];
  const columnGrants = view.of("column-grant", relation).filter((g) => g.properties.privilege === privilege);
  return view.ofKind("grant").some(
    (g) => g.properties.type === "relation" && g.properties.object === relation && g.properties.privilege === privilege
  ) || columnGrants.length > 0 && columns2.every((name) => columnGrants.some((g) => g.properties.column === name));
}
__name(granted2, "granted");
function checkFunction(view, name) {
  const object = `function ${name}`;
  if (!view.has(object)) return [{ object, message: "the app calls it, but it does not exist" }];
  const callable = view.ofKind("grant").some((g) => g.properties.type === "function" && g.properties.object === name);
  return callable ? [] : [
    {
      object,
      message: "no role other than the owner can call it",
      mend: `grant execute on function ${name} to authenticated;`
    }
  ];
}
__name(checkFunction, "checkFunction");

// src/schema/index.ts
function databaseSchema(options2) {
  const { database, workspace, schemas, ignore = NOTHING_IGNORED } = options2;
  const usage = /* @__PURE__ */ __name(() => loadUsage(workspace, options2.usageFile), "usage");
  const seen = /* @__PURE__ */ __name(async ({ uses }) => schemaSnapshot(await database(), { ...schemas ? { schemas } : {}, contract: uses }), "seen");
  const snapshot = /* @__PURE__ */ __name(async () => seen(await usage()), "snapshot");
  return {
    snapshot,
    fingerprint: /* @__PURE__ */ __name(async () => fingerprint(await snapshot(), ignore), "fingerprint"),
    identity: /* @__PURE__ */ __name(async () => {
      const now = await snapshot();
      return { fingerprint: fingerprint(now, ignore), objects: digests(now, ignore) };
    }, "identity"),
    announce: /* @__PURE__ */ __name(async () => announce(await database()), "announce"),
    served: /* @__PURE__ */ __name(async (before, say) => {
      if (!options2.api) return void 0;
      const relations2 = servedRelations(before, settled(without(await snapshot(), ignore).snapshot));
      return relations2.length > 0 ? awaitRelations(options2.api, relations2, { say }) : [];
    }, "served"),
    drift: /* @__PURE__ */ __name(async (expected) => checkDrift(expected, await snapshot(), ignore), "drift"),
    jobs: /* @__PURE__ */ __name(async () => cronJobs(await database()), "jobs"),
    gaps: /* @__PURE__ */ __name(() => gaps(options2), "gaps"),
    verify: /* @__PURE__ */ __name(async (expected) => {
      const db = await database();
      const used = await usage();
      const live = await seen(used);
      const rlsOptions = { workspace, file: options2.rlsFile, ignore, meant: options2.openTables ?? [] };
      const reports = [
        await verifySql(db, { workspace, directory: options2.verifyDir }),
        checkUsage(used, live),
        await checkRls(db, rlsOptions),
        await checkDrift(expected.snapshot, live, ignore),
        await checkAdvisors(
          options2.advisorsUrl ? { url: options2.advisorsUrl, workspace, allow: options2.advisorsAllow } : void 0
        ),
        await checkApi(options2.api && { ...options2.api, closed: await closedToAnon(options2) }),
        await checkPerformance(db, ignore),
        ...options2.testsDir === void 0 ? [] : [await checkPgtap(db, { workspace, directory: options2.testsDir })]
      ];
      return reports.map(
        (one) => one.outcome === "skipped" ? { ...one, setup: setupOf(one.check, options2) } : one
      );
    }, "verify")
  };
}
__name(databaseSchema, "databaseSchema");
function setupOf(check, { verifyDir, usageFile, testsDir }) {
  const setups = {
    "verify-sql": `write a first file, ${verifyDir}/010_orders.sql: ${FIRST_VERIFY}`,
    contract: `write ${usageFile}, which declares what the app uses from the schema (docs/schema-checks.md)`,
    rls: `${WRITE_MATRIX}, review the file, and commit it`,
    drift: "the first finalized release saves the schema that later checks compare with",
    advisors: "set database.advisors: true in shiplock.yml, and install the Supabase CLI in the job",
    performance: "it always runs",
    pgtap: `write a first pgTAP file in ${testsDir ?? "supabase/tests"}, and create extension pgtap in a migration`,
    api: "set supabase-url, and supabase-key as the secret SUPABASE_PUBLISHABLE_KEY"
  };
  return setups[check];
}
__name(setupOf, "setupOf");
var FIRST_VERIFY = "`select 'orders have a customer' as check_name, count(*) as bad from orders where customer_id is null`";
async function gaps(options2) {
  const { database, workspace, rlsFile, verifyDir } = options2;
  const [{ notice }, expected, files, declared] = await Promise.all([
    loadUsage(workspace, options2.usageFile),
    loadRls(workspace, rlsFile),
    readdir2(path4.join(workspace, verifyDir)).catch(() => []),
    options2.ahead?.()
  ]);
  return {
    warnings: [
      ...notice ? [notice] : [],
      ...expected ? [] : [`There is no ${rlsFile}, so nothing checks who can read which rows: ${WRITE_MATRIX}.`],
      ...files.some((name) => name.endsWith(".sql")) ? [] : [
        `There is no verify SQL in ${verifyDir}, so nothing checks the data after migrations. An example of a first file: ${FIRST_VERIFY}.`
      ],
      ...declared?.remarks ?? []
    ],
    ...declared && declared.ahead.length > 0 ? { ahead: declared.ahead } : {},
    ...meantToBeOpen(expected ? [] : await openTables(await database()) ?? [], options2.openTables ?? [])
  };
}
__name(gaps, "gaps");
async function closedToAnon({ workspace, rlsFile }) {
  const expected = await loadRls(workspace, rlsFile).catch(() => void 0);
  return Object.entries(expected?.relations ?? {}).flatMap(([relation, { rights: rights2 }]) => {
    const select = Object.hasOwn(rights2, "anon") ? rights2.anon?.select : void 0;
    if (!relation.startsWith("public.") || select !== void 0 && select !== "no rows") return [];
    return [{ relation, granted: select !== void 0 }];
  });
}
__name(closedToAnon, "closedToAnon");
export {
  USAGE_FILE,
  databaseSchema,
  drift,
  fingerprint,
  loadRls,
  loadUsage,
  readMatrix,
  schemaSnapshot,
  verifyFile,
  writeRls
};
