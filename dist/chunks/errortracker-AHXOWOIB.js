import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  findProgram
} from "./chunk-DBYL4YDK.js";
import {
  HttpClient
} from "./chunk-FMKJKW4N.js";
import {
  BRISK
} from "./chunk-5IO3OIYZ.js";
import {
  OutsideCallError,
  ShiplockError,
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  cut,
  redactor
} from "./chunk-ZYXXDNOM.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/errortracker/faults.ts
function sentryWords(body) {
  const value = external_exports.looseObject({ detail: external_exports.unknown() }).partial().parse(JSON.parse(body));
  return typeof value.detail === "string" ? value.detail : JSON.stringify(value.detail ?? value);
}
__name(sentryWords, "sentryWords");
function sentryFaults(place) {
  return {
    vendor: "Sentry",
    codes: {
      unreachable: "SHIPLOCK_SENTRY_UNREACHABLE",
      answer: "SHIPLOCK_SENTRY_ANSWER",
      rateLimited: "SHIPLOCK_SENTRY_RATE_LIMITED",
      refused: "SHIPLOCK_SENTRY_REFUSED"
    },
    rows: [
      {
        on: 401,
        code: "SHIPLOCK_SENTRY_TOKEN",
        says: "Sentry does not accept the token (HTTP 401)",
        next: /* @__PURE__ */ __name((_, { issues }) => `Set the input ${issues ? "sentry-issues-token" : "sentry-token"} to a token of this organization that has not been revoked.`, "next")
      },
      {
        on: /* @__PURE__ */ __name(({ status }, { issues }) => status === 403 && issues === true, "on"),
        code: "SHIPLOCK_SENTRY_ISSUES_FORBIDDEN",
        says: "the Sentry token is not allowed to (HTTP 403). An organization token for releases (sntrys_\u2026) can never read issues",
        next: /* @__PURE__ */ __name((_, { scope }) => `Set the input sentry-issues-token to a second token, of an internal integration or a person, with \`${scope}\`.`, "next")
      },
      {
        on: 403,
        code: "SHIPLOCK_SENTRY_FORBIDDEN",
        says: /* @__PURE__ */ __name((_, { scope }) => `the Sentry token lacks \`${scope}\` (HTTP 403)`, "says"),
        next: /* @__PURE__ */ __name((_, { scope }) => `Set the input sentry-token to a token with \`${scope}\` for ${place}.`, "next")
      },
      {
        on: [404, 410],
        code: "SHIPLOCK_SENTRY_NOT_FOUND",
        says: /* @__PURE__ */ __name(({ status }) => `Sentry found nothing in ${place} (HTTP ${status})`, "says"),
        next: "Check the organization and project slugs, the base URL of your region, and that the token can see the project."
      }
    ],
    said: sentryWords,
    again: "Rerun the phase when Sentry answers; see https://status.sentry.io.",
    unsure: "It might have happened. Rerun the phase: it looks for its own work before it writes."
  };
}
__name(sentryFaults, "sentryFaults");

// src/errortracker/host.ts
var DEFAULT = "https://sentry.io";
function baseUrl({ apiUrl, settingsUrl }) {
  const url = apiUrl ?? settingsUrl ?? DEFAULT;
  if (apiUrl === void 0 && !isSentrys(url)) throw notSentrys(url);
  return url.replace(/\/+$/, "");
}
__name(baseUrl, "baseUrl");
function isSentrys(text) {
  const url = URL.parse(text);
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") return false;
  return url.hostname === "sentry.io" || url.hostname.endsWith(".sentry.io");
}
__name(isSentrys, "isSentrys");
function notSentrys(url) {
  return configurationError({
    code: "SHIPLOCK_SENTRY_HOST",
    what: `\`sentry.url\` in the settings names ${url}, which is not a host of sentry.io over https; settings alone must not decide where tokens are sent`,
    notDone: ["Sentry was not called, and no token was sent"],
    next: "For your own Sentry server, set the variable SENTRY_URL in the job that uses it (env: in the workflow)."
  });
}
__name(notSentrys, "notSentrys");

// src/errortracker/client.ts
var SentryClient = class extends HttpClient {
  static {
    __name(this, "SentryClient");
  }
  #options;
  constructor(options, pace) {
    const { token, issuesToken = token, org, project } = options;
    super({
      base: /* @__PURE__ */ __name(() => `${baseUrl(options)}/api/0`, "base"),
      headers: /* @__PURE__ */ __name(({ issues }) => ({ authorization: `Bearer ${issues ? issuesToken : token}` }), "headers"),
      secrets: [token, issuesToken],
      faults: sentryFaults(`${org}/${project}`),
      limits: "x-sentry-rate-limit",
      pace
    });
    this.#options = options;
  }
  /** Asked for when something is sent, not before. @throws SHIPLOCK_SENTRY_HOST */
  get base() {
    return baseUrl(this.#options);
  }
  /**
   * All pages. Sentry always sends a next link; there is a next page only while it says `results="true"`.
   * https://docs.sentry.io/api/pagination/
   */
  async all(call, item) {
    const items = [];
    let cursor;
    for (; ; ) {
      const page = await this.page({ ...call, query: { ...call.query, cursor } }, external_exports.array(item));
      items.push(...page?.value ?? []);
      const next = nextCursor(page?.headers.get("link") ?? null);
      if (next === void 0 || next === cursor) return items;
      cursor = next;
    }
  }
};
function nextCursor(link) {
  const next = link?.split(/,\s*(?=<)/).find((each) => /rel="next"/.test(each) && /results="true"/.test(each));
  return /cursor="([^"]+)"/.exec(next ?? "")?.[1];
}
__name(nextCursor, "nextCursor");

// src/errortracker/seen.ts
var SCOPE = "event:read, org:read, project:read";
var sessions = external_exports.object({
  groups: external_exports.array(
    external_exports.object({
      by: external_exports.object({ release: external_exports.string().nullish() }),
      totals: external_exports.object({ "sum(session)": external_exports.number().nullish() })
    })
  )
});
var events = external_exports.object({ data: external_exports.array(external_exports.looseObject({ release: external_exports.string().nullish() })) });
var NAMES = 5;
async function seenBySessions(client, place, asked) {
  const here = await sessionsByRelease(client, place, asked, asked.environment);
  if (here.includes(asked.version)) return { seen: true };
  const [anywhere, reporting] = await Promise.all([
    sessionsByRelease(client, place, asked, void 0),
    releasesWithErrors(client, place, asked)
  ]);
  const others = [.../* @__PURE__ */ new Set([...here, ...reporting])].filter((name) => name !== asked.version);
  return { seen: false, elsewhere: anywhere.includes(asked.version), others: others.slice(0, NAMES) };
}
__name(seenBySessions, "seenBySessions");
async function sessionsByRelease(client, { org }, { version, since, end, projectId }, environment) {
  const found = await client.read(
    {
      doing: `look for sessions of release ${version}`,
      scope: SCOPE,
      issues: true,
      path: `/organizations/${org}/sessions/`,
      query: {
        ...{ field: "sum(session)", groupBy: "release", interval: "1h", project: projectId, environment },
        ...{ start: since, end }
      }
    },
    sessions
  );
  return (found?.groups ?? []).flatMap(
    ({ by, totals }) => by.release && (totals["sum(session)"] ?? 0) > 0 ? [by.release] : []
  );
}
__name(sessionsByRelease, "sessionsByRelease");
async function releasesWithErrors(client, { org }, { version, environment, since, end, projectId }) {
  const found = await client.read(
    {
      doing: `look for errors of releases other than ${version}`,
      scope: SCOPE,
      issues: true,
      path: `/organizations/${org}/events/`,
      query: {
        ...{ field: "release", dataset: "errors", per_page: "100", project: projectId, environment },
        ...{ start: since, end }
      }
    },
    events
  );
  return (found?.data ?? []).flatMap(({ release: release2 }) => release2 ? [release2] : []);
}
__name(releasesWithErrors, "releasesWithErrors");

// src/errortracker/errors.ts
var counts = external_exports.object({ data: external_exports.array(external_exports.looseObject({ "count()": external_exports.number() })) });
var issue = external_exports.object({ id: external_exports.string(), title: external_exports.string(), permalink: external_exports.string().nullish() });
async function releaseErrors(client, { org, project }, request, projectId) {
  const { version, environment } = request;
  const release2 = version.replaceAll('"', '\\"');
  const end = new Date(Math.max(Date.now(), Date.parse(request.since) + 1e3)).toISOString();
  const shared = { project: projectId, environment, start: request.since, end };
  const doing = `count the errors of release ${version} in ${environment}`;
  const [table, issues] = await Promise.all([
    client.read(
      {
        doing,
        scope: SCOPE,
        issues: true,
        path: `/organizations/${org}/events/`,
        query: { field: "count()", query: `release:"${release2}"`, dataset: "errors", ...shared }
      },
      counts
    ),
    client.all(
      {
        doing: `list the new issues of release ${version}`,
        scope: SCOPE,
        issues: true,
        path: `/organizations/${org}/issues/`,
        query: { query: `firstRelease:"${release2}"`, ...shared }
      },
      issue
    )
  ]);
  const events2 = table?.data[0]?.["count()"] ?? 0;
  return {
    events: events2,
    ...request.alsoSeen && events2 === 0 ? await seenBySessions(
      client,
      { org, project },
      { version, environment, since: request.since, end, projectId }
    ) : { seen: events2 > 0 ? true : void 0 },
    newIssues: issues.map((one) => ({
      id: one.id,
      title: one.title,
      url: one.permalink ?? `${client.base}/organizations/${org}/issues/${one.id}/?project=${project}`
    }))
  };
}
__name(releaseErrors, "releaseErrors");
async function numericProject(client, { org, project }) {
  if (/^\d+$/.test(project)) return project;
  const found = await client.read(
    {
      doing: `look up project ${project}`,
      scope: SCOPE,
      issues: true,
      path: `/projects/${org}/${project}/`
    },
    external_exports.object({ id: external_exports.coerce.string() })
  );
  return found.id;
}
__name(numericProject, "numericProject");

// src/errortracker/releases.ts
var SCOPE2 = "project:releases";
var release = external_exports.object({ version: external_exports.string(), dateReleased: external_exports.string().nullish() });
var known = external_exports.object({ name: external_exports.string() });
var NAMES2 = 5;
var deploy = external_exports.object({ environment: external_exports.string(), dateStarted: external_exports.string().nullish() });
async function openRelease(client, { org, project }, request) {
  const { version, repository, commit, previousCommit } = request;
  await client.write(
    {
      doing: `create release ${version}`,
      scope: SCOPE2,
      path: `/organizations/${org}/releases/`,
      method: "POST",
      json: { version, projects: [project] }
    },
    release
  );
  const url = `${client.base}/organizations/${org}/releases/${encodeURIComponent(version)}/`;
  if (repository === "")
    return { url, warning: `Sentry release ${version} has no commits: no repository is known` };
  try {
    await client.write(
      {
        doing: `bind the commits of release ${version} in ${repository}`,
        scope: SCOPE2,
        path: `/organizations/${org}/releases/${encodeURIComponent(version)}/`,
        method: "PUT",
        json: { refs: [{ repository, commit, ...previousCommit ? { previousCommit } : {} }] }
      },
      release
    );
    return { url };
  } catch (error) {
    if (!(error instanceof OutsideCallError && ["400", "404", "410"].includes(error.status ?? "")))
      throw error;
    const why = await repositoryAdvice(client, { org, project }, repository);
    return { url, warning: `Sentry release ${version} has no commits. ${error.problem.what} ${why}` };
  }
}
__name(openRelease, "openRelease");
async function repositoryAdvice(client, { org }, repository) {
  const add = "Add the repository to Sentry\u2019s GitHub integration";
  let names;
  try {
    const list = await client.all(
      { doing: "list the repositories", scope: "org:read", path: `/organizations/${org}/repos/` },
      known
    );
    names = list.map(({ name }) => name);
  } catch (error) {
    if (error instanceof ShiplockError) return `${add}.`;
    throw error;
  }
  if (names.includes(repository)) return "Sentry has this repository, but not this commit: push it first.";
  if (names.length === 0) return `${add}: it has none yet.`;
  const told = names.slice(0, NAMES2).join(", ");
  return `Sentry knows ${told}${names.length > NAMES2 ? ` and ${names.length - NAMES2} more` : ""}. If it is one of these, set sentry.repository in shiplock.yml to that name; if not: ${add}.`;
}
__name(repositoryAdvice, "repositoryAdvice");
async function finalizeRelease(client, { org }, version) {
  const path2 = `/organizations/${org}/releases/${encodeURIComponent(version)}/`;
  const doing = `finalize release ${version}`;
  const known2 = await client.read({ doing, scope: SCOPE2, path: path2 }, release);
  if (known2?.dateReleased) return;
  const body = { dateReleased: (/* @__PURE__ */ new Date()).toISOString() };
  await client.write({ doing, scope: SCOPE2, path: path2, method: "PUT", json: body }, release);
}
__name(finalizeRelease, "finalizeRelease");
async function recordDeploy(client, { org, project }, request) {
  const { version, environment } = request;
  const path2 = `/organizations/${org}/releases/${encodeURIComponent(version)}/deploys/`;
  const doing = `record the deploy of release ${version} to ${environment}`;
  const known2 = await client.all({ doing, scope: SCOPE2, path: path2 }, deploy);
  const began = seconds(request.startedAt);
  if (known2.some((one) => one.environment === environment && seconds(one.dateStarted ?? "") === began))
    return;
  const body = {
    environment,
    name: `shiplock ${environment}`,
    projects: [project],
    dateStarted: request.startedAt,
    dateFinished: request.finishedAt,
    ...request.url ? { url: request.url } : {}
  };
  await client.write({ doing, scope: SCOPE2, path: path2, method: "POST", json: body }, deploy);
}
__name(recordDeploy, "recordDeploy");
function seconds(iso) {
  return Math.floor(Date.parse(iso) / 1e3);
}
__name(seconds, "seconds");

// src/errortracker/source-maps.ts
import { stat } from "node:fs/promises";
import path from "node:path";
async function uploadSourceMaps(options, request) {
  const { version, directory, say } = request;
  await mustBeDirectory(directory);
  baseUrl(options);
  const tool = await findCli(options.workspace);
  const { org, project } = options;
  say(`injecting debug ids into ${directory}`);
  await run(options, tool, ["sourcemaps", "inject", directory], "inject debug ids", "not-done");
  say(`uploading source maps of ${version}`);
  const upload = [
    "sourcemaps",
    "upload",
    "--org",
    org,
    "--project",
    project,
    "--release",
    version,
    directory
  ];
  const said = await run(options, tool, upload, "upload source maps", "unknown");
  return { files: countFiles(said) };
}
__name(uploadSourceMaps, "uploadSourceMaps");
function countFiles(output) {
  return Number(/Bundled (\d+) files?/i.exec(output)?.[1] ?? 0);
}
__name(countFiles, "countFiles");
async function findCli(workspace) {
  const found = await findProgram("sentry-cli", workspace);
  if (found) return found;
  throw configurationError({
    code: "SHIPLOCK_SENTRY_CLI_MISSING",
    what: `sentry-cli is neither on PATH nor in ${path.join(workspace, "node_modules", ".bin")}, so Shiplock cannot upload source maps.`,
    notDone: ["no source map was uploaded"],
    next: "Install it with the app (npm install --save-dev @sentry/cli), and allow its install script."
  });
}
__name(findCli, "findCli");
async function mustBeDirectory(directory) {
  const found = await stat(directory).catch(() => void 0);
  if (found?.isDirectory()) return;
  throw configurationError({
    code: "SHIPLOCK_SENTRY_MAPS_DIRECTORY",
    what: `"${directory}" is not a directory, so there are no source maps to upload.`,
    next: "Build with source maps first, and set the input directory to the folder with the built JavaScript."
  });
}
__name(mustBeDirectory, "mustBeDirectory");
async function run(options, tool, args, doing, certainty) {
  const { getExecOutput } = await import("./exec-WGUS4UFW.js");
  const { exitCode, stdout, stderr } = await getExecOutput(tool, args, {
    env: { ...inherited(), ...settings(options) },
    silent: true,
    ignoreReturnCode: true
  });
  const output = redactor([options.token])(`${stdout}
${stderr}`);
  if (exitCode === 0) return output;
  const lines = output.split("\n").map((line) => line.trim());
  const why = lines.find((line) => /^error:/i.test(line)) ?? lines.findLast(Boolean) ?? "it printed nothing";
  throw new OutsideCallError(
    {
      code: "SHIPLOCK_SENTRY_CLI_FAILED",
      what: `sentry-cli could not ${doing} (exit code ${exitCode}): ${cut(why, 300)}`,
      next: "Run the same command by hand with SENTRY_LOG_LEVEL=debug; uploading the same files again is harmless."
    },
    { certainty, status: exitCode }
  );
}
__name(run, "run");
function settings(options) {
  return {
    SENTRY_AUTH_TOKEN: options.token,
    SENTRY_URL: baseUrl(options),
    SENTRY_ORG: options.org,
    SENTRY_PROJECT: options.project,
    // Neither a .env file nor an update check may change what happens here.
    SENTRY_LOAD_DOTENV: "0",
    SENTRY_DISABLE_UPDATE_CHECK: "true",
    SENTRY_LOG_LEVEL: "info"
  };
}
__name(settings, "settings");
function inherited() {
  const wanted = /^(PATH|HOME|TMPDIR|TEMP|TMP|SystemRoot|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no|all)_proxy)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry) => wanted.test(entry[0]) && entry[1] !== void 0
    )
  );
}
__name(inherited, "inherited");

// src/errortracker/index.ts
function sentryErrorTracker(options) {
  const client = new SentryClient(options, { ...BRISK, ...options.pace });
  const place = { org: options.org, project: options.project };
  let project;
  return {
    vendor: "sentry",
    openRelease: /* @__PURE__ */ __name((request) => openRelease(client, place, { ...request, repository: options.repository ?? request.repository }), "openRelease"),
    uploadSourceMaps: /* @__PURE__ */ __name((request) => uploadSourceMaps(options, request), "uploadSourceMaps"),
    finalizeRelease: /* @__PURE__ */ __name((version) => finalizeRelease(client, place, version), "finalizeRelease"),
    recordDeploy: /* @__PURE__ */ __name((request) => recordDeploy(client, place, request), "recordDeploy"),
    async errors(request) {
      project ??= numericProject(client, place);
      try {
        return await releaseErrors(client, place, request, await project);
      } catch (error) {
        project = void 0;
        throw error;
      }
    }
  };
}
__name(sentryErrorTracker, "sentryErrorTracker");
export {
  sentryErrorTracker
};
