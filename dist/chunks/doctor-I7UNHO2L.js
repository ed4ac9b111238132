import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  defineCommand
} from "./chunk-HLHOTKEQ.js";
import {
  withRelease
} from "./chunk-NPQESOTZ.js";
import {
  authorityOf
} from "./chunk-7VC7Q6IS.js";
import "./chunk-GMZOG7RJ.js";
import "./chunk-REGHRSDI.js";
import "./chunk-BFJWBJKM.js";
import "./chunk-LTI6PTE6.js";
import {
  installedVersion
} from "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-S7L33ND5.js";
import {
  settingsFor
} from "./chunk-64J3AN63.js";
import "./chunk-77PDGBRB.js";
import {
  runFacts
} from "./chunk-6ALLFBKM.js";
import "./chunk-CFC4G37J.js";
import "./chunk-T73DP7Z5.js";
import "./chunk-Y2WFYYS6.js";
import "./chunk-P7GBMNII.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-G76CLWTK.js";
import "./chunk-7T4UKS5A.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-LI44QXIK.js";
import "./chunk-DOYQFB47.js";
import "./chunk-YQIBBOJL.js";
import "./chunk-MK4XUZCG.js";
import "./chunk-OJTFYJNB.js";
import "./chunk-DOWKXZXY.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import {
  ShiplockError,
  failure
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import "./chunk-XDUIEL37.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/cli/doctor.ts
import path2 from "node:path";

// src/cli/doctor-checks.ts
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
var vercelJson = external_exports.object({
  git: external_exports.object({ deploymentEnabled: external_exports.union([external_exports.boolean(), external_exports.record(external_exports.string(), external_exports.boolean())]).optional() }).optional()
});
var manifest = external_exports.object({
  dependencies: external_exports.record(external_exports.string(), external_exports.string()).optional(),
  devDependencies: external_exports.record(external_exports.string(), external_exports.string()).optional()
});
async function gitDeployments(setup, app) {
  const { deploysFrom } = setup;
  if (!deploysFrom) return { seen: "the project is not connected to a repository" };
  if (deploysFrom.off)
    return { seen: `${deploysFrom.repository} is connected, and the project does not deploy its pushes` };
  const file = path.join(app.uploaded, setup.rootDirectory ?? "", "vercel.json");
  const { git } = await json(file, vercelJson);
  const enabled = git?.deploymentEnabled;
  const { repository, branch = "main" } = deploysFrom;
  if (enabled === false || typeof enabled === "object" && enabled[branch] === false)
    return { seen: `${repository} is connected, and vercel.json switches its deployments off` };
  throw wrong(
    `Vercel automatically deploys pushes to ${repository}, and pushes to ${branch} go to production without a plan`,
    `Write {"git": {"deploymentEnabled": false}} into ${path.relative(app.uploaded, file) || "vercel.json"} in the uploaded folder (${app.directory}), or disconnect the repository: Vercel \u2192 Settings \u2192 Git.`
  );
}
__name(gitDeployments, "gitDeployments");
async function appFolder(setup, app, files) {
  const { rootDirectory } = setup;
  const inside = rootDirectory ? `${rootDirectory}/package.json` : "package.json";
  const there = /* @__PURE__ */ __name((file) => files.some((one) => one.path === file), "there");
  const settings = `app.directory is ${app.directory}, and Vercel's Root Directory is ${rootDirectory ?? "empty"}`;
  if (!there(inside))
    throw wrong(
      `${settings}: the commit has no ${path.posix.join(app.directory, inside)}`,
      "Root Directory is relative to app.directory. In a monorepo, set app.directory to . and Root Directory to the folder of the app."
    );
  const { dependencies, devDependencies } = await json(path.join(app.uploaded, inside), manifest);
  const outside = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => version.startsWith("workspace:") || /^(file|link):\.\./.test(version)
  );
  if (outside.length > 0 && !rootDirectory)
    throw wrong(
      `${settings}: the app depends on ${outside.map(([name]) => name).join(", ")} outside this folder, which Shiplock does not upload`,
      `Set app.directory to the root of the workspace (.), and Vercel's Root Directory to the folder of the app.`
    );
  return { seen: `${count(files.length, "file")} of the commit, ${settings}` };
}
__name(appFolder, "appFolder");
async function readyRoute(context) {
  const live = await context.hosting.live();
  const later = "deploy, plan and migrate ask the staged deployment before anything migrates";
  if (!live.deploymentId) return { skipped: `nothing serves yet; ${later}` };
  const serving = await context.hosting.deployment(live.deploymentId);
  if (!serving) return { skipped: `could not read deployment ${live.deploymentId}; ${later}` };
  const looks = await context.ready({
    url: serving.url,
    headers: context.hosting.protectionHeaders(),
    releaseId: serving.releaseId ?? "",
    commit: serving.commit ?? ""
  });
  if (looks.length === 0) return { skipped: "the settings name no path that says which release answers" };
  const said = looks.map((look) => `${look.path} of ${serving.id}: ${look.said}`).join("; ");
  if (looks.every(({ state }) => state === "answers")) return { seen: said };
  if (!serving.releaseId)
    return { skipped: `Shiplock did not deploy the live deployment (${said}); ${later}` };
  throw wrong(
    said,
    "Add the route (docs/adopting.md), or set vercel.confirmPath: false and your own probes."
  );
}
__name(readyRoute, "readyRoute");
async function json(file, schema) {
  if (!existsSync(file)) return {};
  const read = schema.safeParse(parse(await readFile(file, "utf8")));
  if (read.success) return read.data;
  throw wrong(`could not read ${file}`, "Fix that file.");
}
__name(json, "json");
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
__name(parse, "parse");
function wrong(what, next) {
  return failure({ code: "SHIPLOCK_DOCTOR", what, notDone: ["nothing was changed"], next });
}
__name(wrong, "wrong");

// src/cli/doctor.ts
var doctor = defineCommand({
  inputs: [
    "environment",
    "environment-kind",
    "settings",
    "commit",
    "working-directory",
    "database-url",
    "vercel-token",
    "vercel-project",
    "vercel-team",
    "vercel-protection-bypass",
    "github-token",
    "sentry-token",
    "sentry-org",
    "sentry-project",
    "slack-token",
    "slack-channel"
  ],
  // Without database-url the rest can still be looked at.
  required: ["environment", "vercel-token"],
  here: true,
  run: /* @__PURE__ */ __name((door) => withRelease(door, async (context) => examine(checksOf(context, await appFolders(door))), "commit"), "run")
});
async function examine(checks) {
  const lines = [];
  let bad = 0;
  for (const [name, look] of checks) {
    const line = /* @__PURE__ */ __name((mark, text) => lines.push(`${mark.padEnd(6)}${name.padEnd(16)} ${text}`), "line");
    try {
      const found = await look();
      if ("seen" in found) line("ok", found.seen);
      else line("--", `not checked: ${found.skipped}`);
    } catch (error) {
      bad += 1;
      line(
        "FAIL",
        error instanceof ShiplockError ? `${error.message}. ${error.problem.next}` : String(error)
      );
    }
  }
  if (bad === 0) return lines.join("\n");
  throw failure({
    code: "SHIPLOCK_DOCTOR",
    what: `${bad} of ${count(checks.length, "check")} failed:
${lines.join("\n")}`,
    notDone: ["nothing was changed"],
    next: "Fix what is marked FAIL, and run doctor again."
  });
}
__name(examine, "examine");
function checksOf(context, app) {
  const { hosting, codeHost, commit } = context;
  let asked;
  const setup = /* @__PURE__ */ __name(async () => {
    asked ??= hosting.setup?.();
    return asked;
  }, "setup");
  return [
    ["database", () => database(context)],
    [
      "schema",
      async () => ({ seen: `readable, fingerprint ${(await context.schema.fingerprint()).slice(0, 12)}` })
    ],
    ["migrations", () => migrations(context)],
    [
      "hosting",
      async () => {
        const { deploymentId = "nothing yet", unasked = [] } = await hosting.live();
        const domains = (await hosting.domains()).join(", ") || "no domain";
        const away = [...(await hosting.elsewhere?.())?.values() ?? []];
        return { seen: [`serves ${deploymentId} on ${domains}`, ...unasked, ...away].join("; ") };
      }
    ],
    ["git deployments", async () => ofSetup(await setup(), (found) => gitDeployments(found, app))],
    [
      "app folder",
      async () => ofSetup(await setup(), async (found) => appFolder(found, app, await context.source.files()))
    ],
    ["ready route", () => readyRoute(context)],
    [
      "code host",
      async () => {
        if (!codeHost) return { skipped: "no github-token, or no GITHUB_REPOSITORY" };
        const { people } = await codeHost.authorship({ from: void 0, to: commit });
        return { seen: `commit by ${people.map((one) => one.login).join(", ")}` };
      }
    ],
    ["rules", async () => ({ seen: rules(await context.policy.again()) })],
    ["error tracker", async () => ({ skipped: context.errorTracker ? GIVEN : "no sentry-token" })],
    ["notices", async () => ({ skipped: context.notices ? GIVEN : "no slack-token" })]
  ];
}
__name(checksOf, "checksOf");
var GIVEN = "configured; the first release will be the first to use it";
async function database(context) {
  const db = await context.database();
  await db.query("select 1");
  const version = await installedVersion(db);
  if (version === 0) return { seen: "reachable; the first deploy installs the record (schema shiplock)" };
  const may = version >= 2 ? await authorityOf(db) : "read";
  const rights = { ship: "can ship", plan: "can plan but not ship", read: "can only read" }[may];
  return { seen: `reachable, the record has version ${version}, this role ${rights}` };
}
__name(database, "database");
async function migrations(context) {
  if (!context.migrations) return { skipped: "no database-url" };
  const live = await context.hosting.live();
  const found = await context.migrations.pending({ refuse: false, serves: live.deploymentId !== void 0 });
  const [refused] = found.refusals ?? [];
  if (refused) throw new ShiplockError(refused);
  return { seen: `${found.appliedCount} applied, ${found.pending.length} pending` };
}
__name(migrations, "migrations");
async function ofSetup(setup, look) {
  return setup ? look(setup) : { skipped: "this hosting does not say how the project is set up" };
}
__name(ofSetup, "ofSetup");
async function appFolders({ inputs }) {
  const { workspace } = runFacts();
  const { app } = await settingsFor(inputs, workspace);
  const directory = inputs["working-directory"] ?? app.directory;
  return { directory, uploaded: path2.resolve(workspace, directory) };
}
__name(appFolders, "appFolders");
function rules({ policy, sources, warnings, notes }) {
  const { changes } = policy;
  const waits = changes.filter(({ takes }) => takes === "next").map(({ key }) => key);
  return [
    `by ${sources.join(", ")}`,
    ...waits.length > 0 ? [`changes with the next release: ${waits.join(", ")}`] : [],
    ...warnings,
    ...notes
  ].join("; ");
}
__name(rules, "rules");
export {
  doctor
};
