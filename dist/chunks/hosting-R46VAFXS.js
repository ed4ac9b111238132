import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  productionBusy,
  productionMoved
} from "./chunk-GGNFRYGQ.js";
import {
  sourceDigest
} from "./chunk-7T4UKS5A.js";
import {
  toJson
} from "./chunk-JBZYLIBD.js";
import {
  HttpClient
} from "./chunk-FMKJKW4N.js";
import {
  parsed
} from "./chunk-5IO3OIYZ.js";
import {
  OWN_PATH,
  isOwnPath,
  onSameOrigin
} from "./chunk-YQIBBOJL.js";
import {
  atOnce
} from "./chunk-PNZTQNC2.js";
import {
  OutsideCallError,
  ShiplockError,
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  cut
} from "./chunk-ZYXXDNOM.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/hosting/index.ts
import { setTimeout as sleep3 } from "node:timers/promises";

// src/hosting/answers.ts
var meta = external_exports.record(external_exports.string(), external_exports.unknown()).nullish();
var project = external_exports.object({
  id: external_exports.string(),
  name: external_exports.string(),
  autoAssignCustomDomains: external_exports.boolean().nullish(),
  /** Folder of the app inside of what is uploaded. */
  rootDirectory: external_exports.string().nullish(),
  /** The repository whose pushes Vercel deploys by itself. */
  link: external_exports.object({
    type: external_exports.string().nullish(),
    org: external_exports.string().nullish(),
    repo: external_exports.string().nullish(),
    productionBranch: external_exports.string().nullish()
  }).nullish(),
  /** Whether pushes make deployments: https://vercel.com/docs/rest-api/projects (gitProviderOptions). */
  gitProviderOptions: external_exports.object({ createDeployments: external_exports.string().nullish() }).nullish(),
  targets: external_exports.record(external_exports.string(), external_exports.object({ id: external_exports.string(), meta }).nullish()).nullish(),
  /** Configuration of rolling releases; null where the project has none. */
  rollingRelease: external_exports.object({
    stages: external_exports.array(external_exports.object({ targetPercentage: external_exports.number(), requireApproval: external_exports.boolean().nullish() })).nullish()
  }).nullish(),
  lastAliasRequest: external_exports.object({
    fromDeploymentId: external_exports.string().nullish(),
    toDeploymentId: external_exports.string(),
    type: external_exports.string(),
    jobStatus: external_exports.string(),
    requestedAt: external_exports.number()
  }).nullish()
});
var deployment = external_exports.object({
  id: external_exports.string(),
  url: external_exports.string(),
  readyState: external_exports.string(),
  projectId: external_exports.string().nullish(),
  meta,
  errorCode: external_exports.string().nullish(),
  errorMessage: external_exports.string().nullish(),
  readyStateReason: external_exports.string().nullish(),
  inspectorUrl: external_exports.string().nullish(),
  /** Milliseconds: set by the project's retention policy, https://vercel.com/docs/deployment-retention */
  expiration: external_exports.number().nullish(),
  softDeletedByRetention: external_exports.boolean().nullish()
});
var deploymentList = external_exports.object({
  deployments: external_exports.array(
    external_exports.object({
      uid: external_exports.string(),
      created: external_exports.number(),
      readyState: external_exports.string().nullish(),
      state: external_exports.string().nullish(),
      meta
    })
  ),
  pagination: external_exports.object({ next: external_exports.number().nullish() }).nullish()
});
var domainList = external_exports.object({
  domains: external_exports.array(
    external_exports.object({
      name: external_exports.string(),
      verified: external_exports.boolean(),
      redirect: external_exports.string().nullish(),
      gitBranch: external_exports.string().nullish(),
      customEnvironmentId: external_exports.string().nullish()
    })
  ),
  pagination: external_exports.object({ next: external_exports.number().nullish() }).nullish()
});
var domainConfig = external_exports.object({ misconfigured: external_exports.boolean() });
var alias = external_exports.object({
  deploymentId: external_exports.string().nullish(),
  deployment: external_exports.object({ id: external_exports.string() }).nullish()
});
var deploymentAliases = external_exports.object({ aliases: external_exports.array(external_exports.object({ alias: external_exports.string() })) });
var failedAliases = external_exports.object({
  aliases: external_exports.array(external_exports.object({ alias: external_exports.string(), status: external_exports.string().nullish() })).nullish()
});
var rolling = external_exports.object({
  rollingRelease: external_exports.object({
    state: external_exports.string(),
    startedAt: external_exports.number().nullish(),
    currentDeployment: external_exports.object({ id: external_exports.string() }).nullish(),
    canaryDeployment: external_exports.object({ id: external_exports.string() }).nullish(),
    stages: external_exports.array(external_exports.object({ targetPercentage: external_exports.number(), requireApproval: external_exports.boolean().nullish() })).nullish(),
    activeStage: external_exports.object({
      index: external_exports.number().nullish(),
      targetPercentage: external_exports.number().nullish(),
      /** Minutes, as Vercel's own CLI sends them. */
      duration: external_exports.number().nullish()
    }).nullish()
  }).nullish()
});
var errorAnswer = external_exports.object({
  error: external_exports.object({
    code: external_exports.string().nullish(),
    message: external_exports.string().nullish(),
    invalidToken: external_exports.boolean().nullish()
  })
});
var environmentOf = external_exports.object({
  env: external_exports.record(external_exports.string(), external_exports.string()).nullish(),
  buildEnv: external_exports.record(external_exports.string(), external_exports.string()).nullish()
});
var events = external_exports.array(
  external_exports.object({
    /** Milliseconds. */
    created: external_exports.number().nullish(),
    text: external_exports.string().nullish(),
    payload: external_exports.object({ text: external_exports.string().nullish() }).nullish()
  })
);
var entryName = external_exports.string().min(1).refine((name) => name !== "." && name !== ".." && !/[/\0]/.test(name), "is not the name of a file");
var fileTree = external_exports.array(
  external_exports.object({
    name: entryName,
    type: external_exports.string(),
    uid: external_exports.string().regex(/^[0-9a-f]{40}$/).nullish(),
    get children() {
      return fileTree.nullish();
    }
  })
);
var created = external_exports.object({ id: external_exports.string().min(1) });
var missingFiles = external_exports.object({
  error: external_exports.object({
    code: external_exports.literal("missing_files"),
    missing: external_exports.array(external_exports.string().regex(/^[0-9a-f]{40}$/)).min(1)
  })
});

// src/hosting/elsewhere.ts
var AT_ONCE = 8;
var known = /* @__PURE__ */ new WeakMap();
async function elsewhere(api, domains) {
  const found = /* @__PURE__ */ new Map();
  await atOnce(domains, { most: AT_ONCE }, async (domain) => {
    if (await isElsewhere(api, domain))
      found.set(domain, `${domain} does not lead to Vercel: its DNS was moved, or it expired`);
  });
  return found;
}
__name(elsewhere, "elsewhere");
function isElsewhere(api, domain) {
  const asked = known.get(api) ?? /* @__PURE__ */ new Map();
  known.set(api, asked);
  const answer = asked.get(domain) ?? read(api, domain);
  asked.set(domain, answer);
  return answer;
}
__name(isElsewhere, "isElsewhere");
async function read(api, domain) {
  try {
    const config = await api.read(
      {
        name: "vercel.domain-config",
        doing: `read where the DNS of ${domain} leads`,
        path: `/v6/domains/${encodeURIComponent(domain)}/config`,
        query: { projectIdOrName: api.options.project },
        absent: true,
        tries: 1
      },
      domainConfig
    );
    return config?.misconfigured === true;
  } catch (error) {
    if (error instanceof ShiplockError) return false;
    throw error;
  }
}
__name(read, "read");

// src/hosting/beside.ts
var vercelJson = external_exports.object({
  git: external_exports.object({ deploymentEnabled: external_exports.union([external_exports.boolean(), external_exports.record(external_exports.string(), external_exports.boolean())]).optional() }).optional()
});
async function beside(api, { project: project2, domains }, readFile) {
  const away2 = await elsewhere(api, domains);
  return [
    ...[...away2.values()].map((why) => `${why}. Shiplock does not ask it after traffic has moved.`),
    ...await pushes(project2, readFile)
  ];
}
__name(beside, "beside");
async function pushes({ link, gitProviderOptions, rootDirectory }, readFile) {
  if (!link || gitProviderOptions?.createDeployments === "disabled") return [];
  const branch = link.productionBranch ?? "main";
  const text = await readFile([rootDirectory, "vercel.json"].filter(Boolean).join("/"));
  const read2 = text === void 0 ? void 0 : parsed({ status: 200, text }, vercelJson);
  const enabled = read2 && "value" in read2 ? read2.value.git?.deploymentEnabled : void 0;
  if (enabled === false || typeof enabled === "object" && enabled[branch] === false) return [];
  const repository = [link.org, link.repo].filter(Boolean).join("/") || "the connected repository";
  return [
    `Vercel deploys pushes to ${branch} of ${repository} to production automatically, in addition to this plan. To switch that off, write {"git": {"deploymentEnabled": false}} into vercel.json, or disconnect the repository.`
  ];
}
__name(pushes, "pushes");

// src/hosting/build-log.ts
import { stripVTControlCharacters } from "node:util";
var LINES = 15;
async function withBuildLog(api, staged) {
  if (staged.state !== "failed") return staged;
  const events2 = await api.read(
    {
      name: "vercel.events",
      doing: `read the build log of deployment ${staged.id}`,
      path: `/v3/deployments/${encodeURIComponent(staged.id)}/events`,
      query: { builds: "1", limit: "-1" },
      tries: 2
    },
    events
  ).catch(() => void 0);
  const log = lastLines((events2 ?? []).map(({ text, payload }) => text ?? payload?.text ?? ""));
  return log.length > 0 ? { ...staged, log } : staged;
}
__name(withBuildLog, "withBuildLog");
var AT_ONCE2 = 100;
function followBuildLog(api, id, say) {
  let since = 0;
  let unreadable = false;
  let said = /* @__PURE__ */ new Set();
  return async () => {
    if (unreadable) return;
    const events2 = await api.read(
      {
        name: "vercel.events",
        doing: `read the build log of deployment ${id}`,
        path: `/v3/deployments/${encodeURIComponent(id)}/events`,
        query: { builds: "1", limit: "-1", since: since === 0 ? void 0 : String(since) },
        absent: true,
        tries: 1
      },
      events
    ).catch(() => {
      unreadable = true;
      return void 0;
    });
    const fresh = [];
    for (const { created: created2, text, payload } of events2 ?? []) {
      const words = text ?? payload?.text ?? "";
      if (!created2 || created2 < since || created2 === since && said.has(words)) continue;
      if (created2 > since) said = /* @__PURE__ */ new Set();
      since = created2;
      said.add(words);
      fresh.push(words);
    }
    const lines = linesOf(fresh);
    for (const line of lines.slice(0, AT_ONCE2)) say(`build log: ${line}`);
    if (lines.length > AT_ONCE2) say(`build log: ${lines.length - AT_ONCE2} more lines are at Vercel`);
  };
}
__name(followBuildLog, "followBuildLog");
function lastLines(texts) {
  return linesOf(texts).slice(-LINES);
}
__name(lastLines, "lastLines");
function linesOf(texts) {
  return texts.flatMap((text) => stripVTControlCharacters(text).split(/\r?\n|\r/)).map((line) => line.trimEnd()).filter((line) => line !== "").map((line) => cut(line, 300));
}
__name(linesOf, "linesOf");

// src/hosting/faults.ts
var UNSURE = "It might have happened. Rerun the phase: it reads what Vercel has before it does anything.";
function vercelFaults(project2) {
  return {
    vendor: "Vercel",
    codes: {
      unreachable: "SHIPLOCK_VERCEL_UNREACHABLE",
      answer: "SHIPLOCK_VERCEL_ANSWER",
      rateLimited: "SHIPLOCK_VERCEL_RATE_LIMITED",
      refused: "SHIPLOCK_VERCEL_REFUSED"
    },
    rows: [
      {
        on: [401, 403],
        code: "SHIPLOCK_VERCEL_TOKEN",
        says: /* @__PURE__ */ __name(({ status }) => `Vercel refused the token with HTTP ${status}`, "says"),
        next: "Use an unexpired token of an account that can deploy to this project, and set the team id if it belongs to a team."
      },
      {
        on: [404, 410],
        code: "SHIPLOCK_VERCEL_PROJECT_UNKNOWN",
        says: /* @__PURE__ */ __name(({ status }) => `Vercel found nothing in project "${project2}" (HTTP ${status})`, "says"),
        next: "Check the project id or name, and the team id: without it, a project of a team is invisible."
      },
      {
        // It can mean "already so".
        on: 409,
        code: "SHIPLOCK_VERCEL_CONFLICT",
        says: "Vercel answered HTTP 409, and the domains do not show that it was already done",
        next: UNSURE,
        certainty: "unknown"
      }
    ],
    said: /* @__PURE__ */ __name((body) => {
      const { error } = errorAnswer.parse(JSON.parse(body));
      return [error.code, error.message].filter(Boolean).join(": ");
    }, "said"),
    again: "Rerun the phase: it continues from here.",
    unsure: UNSURE
  };
}
__name(vercelFaults, "vercelFaults");

// src/hosting/client.ts
var VercelApi = class extends HttpClient {
  static {
    __name(this, "VercelApi");
  }
  options;
  /** When the project's last alias job was requested, as read right before this process' write (ms, Vercel's clock). */
  jobBefore;
  constructor(options) {
    const { apiUrl, token, teamId, protectionBypass, project: project2, pace, deadlineMs } = options;
    super({
      base: /* @__PURE__ */ __name(() => apiUrl, "base"),
      headers: /* @__PURE__ */ __name(() => ({ authorization: `Bearer ${token}` }), "headers"),
      query: { teamId },
      secrets: protectionBypass ? [token, protectionBypass] : [token],
      faults: vercelFaults(project2),
      limits: "x-ratelimit",
      pace: {
        tries: pace.readTries,
        firstPauseMs: pace.retryMs,
        longestWaitMs: pace.retryAfterCapMs,
        deadlineMs
      },
      fetch: options.fetch
    });
    this.options = options;
  }
};

// src/hosting/confirm.ts
import { setTimeout as sleep2 } from "node:timers/promises";

// src/hosting/evidence.ts
function evidenceOf(look) {
  const { job, serving, rolling: rolling2, aborted, failedAliases: failedAliases2, live } = look;
  return toJson({
    job: job && {
      type: job.type,
      to: job.toDeploymentId,
      from: job.fromDeploymentId ?? null,
      status: job.jobStatus,
      requestedAt: new Date(job.requestedAt).toISOString(),
      ours: job.ours
    },
    domains: serving ? Object.fromEntries([...serving].map(([domain, id]) => [domain, id ?? null])) : "not read: the job runs",
    rolling: (rolling2 ?? aborted) && rollingEvidence(rolling2 ?? aborted),
    failedAliases: failedAliases2,
    live: "skipped" in live ? { skipped: live.skipped } : { path: live.path, answers: Object.fromEntries(live.answers), leftOut: live.leftOut }
  });
}
__name(evidenceOf, "evidenceOf");
function rollingEvidence(rolling2) {
  const { to, stage: stage2, state, percent = null } = rolling2;
  return { to, state, stage: stage2, percentage: percent };
}
__name(rollingEvidence, "rollingEvidence");

// src/hosting/decide.ts
function decide(look, request, clock) {
  const evidence = evidenceOf(look);
  const { job, rolling: rolling2 } = look;
  const serving = look.serving ?? /* @__PURE__ */ new Map();
  const ours = job?.ours ? job : void 0;
  const there = [...serving].filter(([, id]) => id === request.to).map(([domain]) => domain);
  const elsewhere2 = [...serving].filter(([, id]) => id !== request.to).map(([domain, id]) => `${domain} \u2192 ${id ?? "nothing"}`);
  const ambiguous = /* @__PURE__ */ __name((why, final = false) => ({
    final,
    waitingFor: why,
    state: { state: "ambiguous", evidence, why }
  }), "ambiguous");
  const running = /* @__PURE__ */ __name((waitingFor) => ({
    final: false,
    waitingFor,
    state: { state: "running", evidence }
  }), "running");
  if (look.serving?.size === 0)
    return ambiguous("the project has no verified production domain, so nothing can prove the move", true);
  if (rolling2) {
    const stage2 = `stage ${rolling2.stage}, ${rolling2.percent ?? "?"} % of traffic`;
    if (request.canary && rolling2.to === request.to)
      return { final: true, waitingFor: "", state: { state: "done", evidence } };
    return rolling2.to === request.to ? running(`the rolling release of ${rolling2.to} is at ${stage2}`) : ambiguous(
      `a rolling release of ${rolling2.to} is in progress (${stage2}); the ${request.kind} might be queued behind it`
    );
  }
  if (request.canary && look.aborted && elsewhere2.length > 0)
    return { final: true, waitingFor: "", state: { state: "done", evidence } };
  if (job && (job.state === "running" || job.state === "stale" && job.ours)) {
    const what = `${job.type} of ${job.toDeploymentId} is ${job.jobStatus}`;
    return ours ? running(what) : ambiguous(`another job is moving the domains: ${what}`);
  }
  if (!look.serving) return ambiguous("the domains were not read");
  if (ours && (ours.state === "failed" || ours.state === "skipped"))
    return ended(look, ours.state, there, elsewhere2, evidence);
  if (elsewhere2.length > 0) {
    if (ours) return ambiguous(`the job succeeded, but not every domain followed: ${elsewhere2.join(", ")}`);
    if (there.length > 0)
      return ambiguous(
        `Vercel shows no job for this ${request.kind}, and the domains are split: ${elsewhere2.join(", ")}`
      );
    if (request.accepted)
      return ambiguous(`Vercel accepted the ${request.kind}, and shows no job for it yet`);
    if (clock.now - request.since < clock.settleMs) {
      return ambiguous(`no sign of the ${request.kind} yet, but too early to say that it did not happen`);
    }
    return { final: true, waitingFor: "", state: { state: "not-done", evidence } };
  }
  return provedLive(look, evidence, ambiguous, clock.now - request.since >= clock.silentMs);
}
__name(decide, "decide");
function ended(look, state, there, elsewhere2, evidence) {
  if (there.length === 0) return { final: true, waitingFor: "", state: { state: "not-done", evidence } };
  const names = look.failedAliases?.length ? ` (could not move ${look.failedAliases.join(", ")})` : "";
  const where = elsewhere2.length > 0 ? `; still elsewhere: ${elsewhere2.join(", ")}` : "; every domain points to it anyway";
  const why = `the job ended as ${state}${names}${where}`;
  const ambiguous = { final: true, waitingFor: "", state: { state: "ambiguous", evidence, why } };
  return state === "skipped" && elsewhere2.length === 0 ? provedLive(
    look,
    evidence,
    (reason) => ({
      ...ambiguous,
      final: false,
      waitingFor: reason,
      state: { state: "ambiguous", evidence, why: reason }
    }),
    true
  ) : ambiguous;
}
__name(ended, "ended");
function provedLive(look, evidence, ambiguous, heard) {
  if ("skipped" in look.live) return { final: true, waitingFor: "", state: { state: "done", evidence } };
  const { path, answers } = look.live;
  const told = /* @__PURE__ */ __name((state) => [...answers].filter(([, served]) => state.includes(served.state)).map(([domain, served]) => `${domain}${path}: ${served.said}`).join("; "), "told");
  const wrong = told(["other", "unreachable"]);
  if (wrong !== "") return ambiguous(`every domain points to it, but the answers do not prove it: ${wrong}`);
  const unproved = told(["silent"]);
  return unproved === "" ? { final: true, waitingFor: "", state: { state: "done", evidence } } : { final: heard, waitingFor: unproved, state: { state: "done", evidence, unproved } };
}
__name(provedLive, "provedLive");

// src/hosting/deployments.ts
import { setTimeout as sleep } from "node:timers/promises";

// src/hosting/options.ts
var PACE = {
  retryMs: 500,
  readTries: 5,
  retryAfterCapMs: 6e4,
  confirmMs: 1e3,
  skewMs: 1e4,
  settleMs: 2e4,
  staleMs: 60 * 6e4,
  silentMs: 15e3,
  buildFactor: 1,
  domainMs: 1e4
};
function resolveOptions(options) {
  if (options.token.trim() === "") {
    throw configurationError({
      code: "SHIPLOCK_VERCEL_TOKEN",
      what: "The Vercel token is empty.",
      next: "Set the secret for the input vercel-token, and check that this job can read it."
    });
  }
  checkTeam(options.teamId);
  const apiUrl = (options.apiUrl ?? "https://api.vercel.com").replace(/\/+$/, "");
  if (!URL.canParse(apiUrl) || !/^https?:/.test(apiUrl)) {
    throw configurationError({
      code: "SHIPLOCK_VERCEL_API_ADDRESS",
      what: `The Vercel API URL "${apiUrl}" is not an http(s) URL.`,
      next: "Remove it to use https://api.vercel.com."
    });
  }
  const confirmPath = options.confirmPath ?? "/api/health/ready";
  if (confirmPath !== false && !isOwnPath(confirmPath)) {
    throw configurationError({
      code: "SHIPLOCK_VERCEL_CONFIRM_PATH",
      what: `confirmPath is ${JSON.stringify(confirmPath)}; it ${OWN_PATH}.`,
      notDone: ["nothing was requested, and no secret was sent anywhere"],
      next: "Set vercel.confirmPath in shiplock.yml to a path of the app, such as /api/health/ready."
    });
  }
  return {
    ...options,
    apiUrl,
    deadlineMs: options.deadlineMs ?? 3e4,
    buildDeadlineMs: options.buildDeadlineMs ?? 50 * 6e4,
    confirmPath,
    fetch: options.fetch ?? globalThis.fetch,
    pace: { ...PACE, ...options.pace }
  };
}
__name(resolveOptions, "resolveOptions");
function checkTeam(teamId) {
  if (teamId !== void 0 && !teamId.startsWith("team_")) {
    throw configurationError({
      code: "SHIPLOCK_VERCEL_TEAM",
      what: `"${teamId}" is not a Vercel team id.`,
      next: "Use the id from Team Settings \u2192 General, which starts with team_, not the slug."
    });
  }
}
__name(checkTeam, "checkTeam");
function deploymentUrl(host, apiUrl) {
  if (/^https?:\/\//.test(host)) return host;
  return `${apiUrl.startsWith("http:") ? "http" : "https"}://${host}`;
}
__name(deploymentUrl, "deploymentUrl");
function domainUrl(domain, apiUrl) {
  const local = apiUrl.startsWith("http:") || /:\d+$/.test(domain);
  return `${local ? "http" : "https"}://${domain}`;
}
__name(domainUrl, "domainUrl");

// src/hosting/deployments.ts
var RELEASE_META = "shiplockReleaseId";
var COMMIT_META = "githubCommitSha";
var RUN_META = "shiplockRunId";
async function readDeployment(api, idOrHost) {
  const answer = await api.read(
    {
      name: "vercel.deployment",
      doing: `read deployment ${idOrHost}`,
      path: `/v13/deployments/${encodeURIComponent(idOrHost)}`,
      absent: true
    },
    deployment
  );
  return answer && toStaged(answer, api.options.apiUrl);
}
__name(readDeployment, "readDeployment");
async function findByRelease(api, projectId, releaseId) {
  const found = [];
  let until;
  for (let page = 0; page < 5; page++) {
    const list = await api.read(
      {
        name: "vercel.deployments",
        doing: `list deployments of release ${releaseId}`,
        path: "/v6/deployments",
        query: {
          projectId,
          limit: "100",
          [`meta-${RELEASE_META}`]: releaseId,
          until: until === void 0 ? void 0 : String(until)
        }
      },
      deploymentList
    );
    for (const row of list?.deployments ?? []) {
      if (row.meta?.[RELEASE_META] !== releaseId) continue;
      const state = stateOf(row.readyState ?? row.state ?? "");
      if (state === "ready" || state === "building") found.push({ id: row.uid, created: row.created });
    }
    until = list?.pagination?.next ?? void 0;
    if (found.length > 0 || until === void 0) break;
  }
  return found.sort((a, b) => a.created - b.created)[0]?.id;
}
__name(findByRelease, "findByRelease");
async function waitBuilt(api, id, say) {
  const { buildDeadlineMs, pace } = api.options;
  const start = Date.now();
  let said = "";
  let failures = 0;
  const follow = followBuildLog(api, id, say);
  for (; ; ) {
    const now = await readDeployment(api, id).catch((error) => {
      if (++failures >= 5 || !(error instanceof ShiplockError) || error.kind === "configuration") throw error;
      say(error.problem.what);
      return void 0;
    });
    if (now) failures = 0;
    if (now && now.state !== "building") return now;
    if (now) await follow();
    const elapsed = Date.now() - start;
    const state = now ? "building" : "not visible yet";
    if (elapsed >= buildDeadlineMs) throw buildDeadline(id, state, elapsed);
    const line = `${id}: ${state}, ${Math.round(elapsed / 1e3)} s`;
    if (line !== said) say(line);
    said = line;
    await sleep(Math.min(pollingStep(elapsed) * pace.buildFactor, Math.max(1, buildDeadlineMs - elapsed)));
  }
}
__name(waitBuilt, "waitBuilt");
function buildDeadline(id, state, elapsed) {
  return new OutsideCallError(
    {
      code: "SHIPLOCK_VERCEL_BUILD_DEADLINE",
      what: `Deployment ${id} is still "${state}" after ${Math.round(elapsed / 6e4)} min.`,
      next: "Check its build log at Vercel, cancel it there if it hangs, then rerun the phase."
    },
    { certainty: "unknown" }
  );
}
__name(buildDeadline, "buildDeadline");
function pollingStep(elapsedMs) {
  if (elapsedMs <= 15e3) return 1e3;
  if (elapsedMs <= 12e4) return 2e3;
  return elapsedMs <= 3e5 ? 15e3 : 3e4;
}
__name(pollingStep, "pollingStep");
function stateOf(readyState) {
  if (readyState === "READY") return "ready";
  if (readyState === "CANCELED") return "canceled";
  if (["ERROR", "DELETED", "BLOCKED"].includes(readyState) || readyState.endsWith("_ERROR")) return "failed";
  return "building";
}
__name(stateOf, "stateOf");
function releaseOf(meta2) {
  const releaseId = meta2?.[RELEASE_META];
  const commit = meta2?.[COMMIT_META];
  return {
    ...typeof releaseId === "string" ? { releaseId } : {},
    ...typeof commit === "string" ? { commit } : {}
  };
}
__name(releaseOf, "releaseOf");
function toStaged(answer, apiUrl) {
  const runId = answer.meta?.[RUN_META];
  const state = answer.softDeletedByRetention ? "failed" : stateOf(answer.readyState);
  const said = [answer.errorCode, answer.errorMessage ?? answer.readyStateReason].filter(Boolean).join(": ");
  const failure = answer.softDeletedByRetention ? "Vercel\u2019s retention policy deleted it" : answer.readyState === "BLOCKED" ? `Vercel blocked it${said ? `: ${said}` : " without a reason. Usually the author of the commit has no access to the team"}` : said;
  return {
    id: answer.id,
    url: deploymentUrl(answer.url, apiUrl),
    state,
    ...releaseOf(answer.meta),
    ...typeof runId === "string" ? { runId } : {},
    ...answer.expiration ? { expiresAt: new Date(answer.expiration).toISOString() } : {},
    ...answer.inspectorUrl ? { inspectUrl: answer.inspectorUrl } : {},
    ...state === "failed" ? { failure: failure || `deployment ended as ${answer.readyState}` } : {}
  };
}
__name(toStaged, "toStaged");

// src/hosting/domains.ts
var AT_ONCE3 = 8;
var LISTED_MS = 6e4;
var listed = /* @__PURE__ */ new WeakMap();
async function readDomains(api) {
  return (await readAllDomains(api)).asked;
}
__name(readDomains, "readDomains");
async function readAllDomains(api) {
  const given = api.options.domains?.map((domain) => domain.replace(/^https?:\/\//, "")) ?? [];
  if (given.length > 0) return split(given);
  const known2 = listed.get(api);
  if (known2 && Date.now() - known2.at < LISTED_MS) return known2.list;
  const list = listDomains(api);
  listed.set(api, { at: Date.now(), list });
  list.catch(() => listed.delete(api));
  return list;
}
__name(readAllDomains, "readAllDomains");
async function listDomains(api) {
  const { project: project2 } = api.options;
  const names = [];
  const seen = /* @__PURE__ */ new Set();
  for (let until; ; ) {
    const call = {
      name: "vercel.domains",
      doing: `list domains of project ${project2}`,
      path: `/v9/projects/${encodeURIComponent(project2)}/domains`,
      query: { limit: "100", until: until === void 0 ? void 0 : String(until) }
    };
    const list = await api.read({ ...call }, domainList);
    for (const domain of list?.domains ?? []) {
      if (domain.verified && !domain.redirect && !domain.gitBranch && !domain.customEnvironmentId)
        names.push(domain.name);
    }
    until = list?.pagination?.next ?? void 0;
    if (until === void 0) break;
    if (seen.has(until)) throw api.harmless(samePage(until), call);
    seen.add(until);
  }
  return split(names.sort());
}
__name(listDomains, "listDomains");
function split(names) {
  const wildcards = names.filter((name) => name.startsWith("*"));
  return { asked: names.filter((name) => !wildcards.includes(name)), wildcards };
}
__name(split, "split");
var samePage = /* @__PURE__ */ __name((next) => ({
  kind: "unreadable",
  status: 200,
  why: `it names page ${next} as the next one a second time`
}), "samePage");
async function readServing(api, first, other = async () => void 0) {
  const [domains, serving] = await Promise.all([readDomains(api), pointingAt(api, first)]);
  const open = /* @__PURE__ */ __name(() => domains.filter((domain) => !serving.has(domain)), "open");
  const second = open().length > 0 ? await other() : void 0;
  if (second !== first) {
    for (const [domain, at] of await pointingAt(api, second))
      if (!serving.has(domain)) serving.set(domain, at);
  }
  await atOnce(open(), { most: AT_ONCE3 }, async (domain) => {
    serving.set(domain, await readAlias(api, domain));
  });
  return new Map(domains.map((domain) => [domain, serving.get(domain)]));
}
__name(readServing, "readServing");
async function pointingAt(api, deploymentId2) {
  if (deploymentId2 === void 0) return /* @__PURE__ */ new Map();
  const answer = await api.read(
    {
      name: "vercel.deployment-aliases",
      doing: `list the domains that point at ${deploymentId2}`,
      path: `/v2/deployments/${encodeURIComponent(deploymentId2)}/aliases`,
      absent: true
    },
    deploymentAliases
  );
  return new Map((answer?.aliases ?? []).map(({ alias: alias2 }) => [alias2, deploymentId2]));
}
__name(pointingAt, "pointingAt");
async function readAlias(api, domain) {
  const answer = await api.read(
    {
      name: "vercel.alias",
      doing: `read where ${domain} points`,
      path: `/v4/aliases/${encodeURIComponent(domain)}`,
      absent: true
    },
    alias
  );
  return answer?.deploymentId ?? answer?.deployment?.id ?? void 0;
}
__name(readAlias, "readAlias");

// src/hosting/rolling.ts
function rollingPlan({ rollingRelease }) {
  return rollingRelease ? planOf(rollingRelease.stages ?? []) : void 0;
}
__name(rollingPlan, "rollingPlan");
function planOf(stages) {
  const percents = stages.map(({ targetPercentage }) => targetPercentage);
  const between = stages.filter(({ targetPercentage }) => targetPercentage < 100);
  return {
    stages: percents.at(-1) === 100 ? percents : [...percents, 100],
    automatic: between.length > 0 && between.every(({ requireApproval }) => requireApproval === false)
  };
}
__name(planOf, "planOf");
async function readRolling(api, project2) {
  if (!project2.rollingRelease) return void 0;
  const answer = await api.read(
    {
      name: "vercel.rolling-release",
      doing: `read the rolling release of ${project2.name}`,
      path: `/v1/projects/${project2.id}/rolling-release`,
      absent: true
    },
    rolling
  );
  const now = answer?.rollingRelease;
  if (!now) return void 0;
  const minutes = now.activeStage?.duration;
  return {
    // A state that we do not know is waited on, never taken for the end.
    state: now.state === "COMPLETE" ? "complete" : now.state === "ABORTED" ? "aborted" : "active",
    ...planOf(now.stages ?? project2.rollingRelease.stages ?? []),
    to: now.canaryDeployment?.id ?? "",
    ...now.currentDeployment ? { from: now.currentDeployment.id } : {},
    stage: now.activeStage?.index ?? 0,
    ...now.activeStage?.targetPercentage == null ? {} : { percent: now.activeStage.targetPercentage },
    ...minutes ? { stageMs: minutes * 6e4 } : {},
    startedAt: now.startedAt ?? 0
  };
}
__name(readRolling, "readRolling");
async function readActive(api, project2) {
  const found = await readRolling(api, project2);
  return found?.state === "active" ? found : void 0;
}
__name(readActive, "readActive");
async function step(api, project2, kind, { to, from, notAfter, say }) {
  const now = await readRolling(api, project2);
  if (now?.state !== "active" || now.to !== to || now.stage !== from)
    throw new OutsideCallError(
      {
        code: "SHIPLOCK_ROLLING_MOVED",
        what: `the rolling release of ${to} is no longer in stage ${from}: ${now ? `${now.to} is ${now.state} in stage ${now.stage}` : "there is none"}`,
        notDone: ["no traffic was moved"],
        next: "Find out who moved it, and rerun the job: it reads the stage first and goes on from there."
      },
      { certainty: "not-done" }
    );
  const doing = `${kind === "complete" ? "complete" : `advance to stage ${from + 1}`} the rolling release of ${to}`;
  say(doing);
  const next = kind === "complete" ? {} : { activeStageIndex: from, nextStageIndex: from + 1 };
  const { status } = await api.accept(
    {
      name: `vercel.rolling-${kind === "complete" ? "complete" : "approve"}`,
      doing,
      path: `/v1/projects/${project2.id}/rolling-release/${kind}`,
      json: { canaryDeploymentId: to, ...next }
    },
    { notAfter }
  );
  return { to, stage: from + 1, status };
}
__name(step, "step");

// src/hosting/served.ts
var identity = external_exports.object({ release: external_exports.string().nullish(), commit: external_exports.string().nullish() });
async function askDomain(api, domain, path, expected) {
  const { options } = api;
  try {
    const base = domainUrl(domain, options.apiUrl);
    let url = onSameOrigin(path, base);
    url.searchParams.set("shiplock", String(Date.now()));
    const signal = AbortSignal.timeout(options.pace.domainMs);
    let response = await ask(api, url, signal);
    for (let hops = 0; hops < HOPS && isRedirect(response); hops += 1) {
      const next = new URL(response.headers.get("location") ?? "", url);
      if (next.origin !== url.origin) break;
      await response.body?.cancel();
      url = next;
      response = await ask(api, url, signal);
    }
    const text = await response.text();
    const answer = parsed2(text);
    if (!answer || !answer.release && !answer.commit) {
      const state = response.status >= 500 ? "unreachable" : "silent";
      return {
        state,
        said: `HTTP ${response.status} without "release" or "commit" in JSON${away(response)}`
      };
    }
    const said = answer.release ? `release ${answer.release}` : `commit ${answer.commit}`;
    const same = answer.release ? answer.release === expected.releaseId : answer.commit === expected.commit;
    return { state: same ? "match" : "other", said };
  } catch (error) {
    return { state: "unreachable", said: `no answer (${error instanceof Error ? error.name : "error"})` };
  }
}
__name(askDomain, "askDomain");
var HOPS = 3;
var isRedirect = /* @__PURE__ */ __name(({ status, headers }) => status >= 300 && status < 400 && headers.has("location"), "isRedirect");
function ask({ options }, url, signal) {
  return options.fetch(url, {
    headers: { accept: "application/json", "cache-control": "no-cache", ...bypass(options.protectionBypass) },
    // A redirect to another host would take the secret along.
    redirect: "manual",
    signal
  });
}
__name(ask, "ask");
function away(response) {
  if (!isRedirect(response)) return "";
  const to = URL.parse(response.headers.get("location") ?? "", "https://same.invalid")?.host;
  return to && to !== "same.invalid" ? ` (it redirects to ${to})` : " (it redirects)";
}
__name(away, "away");
function bypass(secret) {
  return secret ? { "x-vercel-protection-bypass": secret } : {};
}
__name(bypass, "bypass");
function parsed2(text) {
  try {
    return identity.parse(JSON.parse(text));
  } catch {
    return void 0;
  }
}
__name(parsed2, "parsed");

// src/hosting/state.ts
async function readProject(api, tries) {
  const { project: project2 } = api.options;
  const answer = await api.read(
    {
      name: "vercel.project",
      doing: `read project ${project2}`,
      path: `/v9/projects/${encodeURIComponent(project2)}`,
      ...tries === void 0 ? {} : { tries }
    },
    project
  );
  return answer;
}
__name(readProject, "readProject");
async function readStanding(api, expected) {
  const reading = readProject(api);
  const [project2, serving] = await Promise.all([
    reading,
    readServing(api, expected, async () => (await reading).targets?.["production"]?.id)
  ]);
  const ids = new Set(serving.values());
  const [only] = ids;
  const rolling2 = await readActive(api, project2);
  return {
    project: project2,
    deploymentId: ids.size === 1 && only !== void 0 ? only : project2.targets?.["production"]?.id ?? void 0,
    pinned: isPinned(project2),
    job: liveJob(project2, rolling2, api.options.pace.staleMs)
  };
}
__name(readStanding, "readStanding");
async function readSetup(api) {
  const [project2, domains] = await Promise.all([readProject(api), readDomains(api)]);
  return { project: project2, domains };
}
__name(readSetup, "readSetup");
async function lookLive(api) {
  const [{ project: project2, deploymentId: deploymentId2, pinned, job }, { asked, wildcards }] = await Promise.all([
    readStanding(api),
    readAllDomains(api)
  ]);
  const deployment2 = deploymentId2 === void 0 ? void 0 : await readDeployment(api, deploymentId2);
  const live = {
    deploymentId: deploymentId2,
    ...deployment2?.releaseId ? { releaseId: deployment2.releaseId } : {},
    ...deployment2?.commit ? { commit: deployment2.commit } : {},
    pinned,
    ...wildcards.length > 0 ? {
      unasked: wildcards.map(
        (name) => `${name} is a wildcard: it moves with the others and is not asked`
      )
    } : {},
    ...job ? { job } : {}
  };
  return { project: project2, domains: asked, live };
}
__name(lookLive, "lookLive");
function isPinned({ autoAssignCustomDomains, lastAliasRequest }) {
  return autoAssignCustomDomains === false && lastAliasRequest?.type === "rollback";
}
__name(isPinned, "isPinned");
function liveJob(project2, rolling2, staleMs) {
  if (rolling2) {
    return {
      type: "rolling",
      to: rolling2.to,
      ...rolling2.from ? { from: rolling2.from } : {},
      ...rolling2.percent === void 0 ? {} : { percent: rolling2.percent },
      state: "running",
      requestedAt: rolling2.startedAt
    };
  }
  const last = project2.lastAliasRequest;
  if (!last) return void 0;
  return {
    type: last.type === "rollback" ? "rollback" : "promote",
    to: last.toDeploymentId,
    ...last.fromDeploymentId ? { from: last.fromDeploymentId } : {},
    state: jobState(last, staleMs),
    said: last.jobStatus,
    requestedAt: last.requestedAt
  };
}
__name(liveJob, "liveJob");
function jobState({ jobStatus, requestedAt }, staleMs) {
  if (jobStatus === "succeeded" || jobStatus === "failed" || jobStatus === "skipped") return jobStatus;
  return Date.now() - requestedAt > staleMs ? "stale" : "running";
}
__name(jobState, "jobState");

// src/hosting/confirm.ts
async function confirm(api, request) {
  const { pace } = api.options;
  const deadline = Date.now() + request.deadlineMs;
  let said = "";
  for (let pause = Math.min(FIRST_PAUSE_MS, pace.confirmMs), first = true; ; first = false) {
    const over = Date.now() >= deadline;
    const verdict = await lookOnce(api, request, { first, last: over });
    if (verdict.final || over) return verdict.state;
    if (verdict.waitingFor !== said) request.say(verdict.waitingFor);
    said = verdict.waitingFor;
    await sleep2(Math.min(pause, Math.max(1, deadline - Date.now())));
    pause = Math.min(pause * 2, pace.confirmMs);
  }
}
__name(confirm, "confirm");
var FIRST_PAUSE_MS = 100;
async function lookOnce(api, request, which) {
  try {
    const look = await gather(api, request, which);
    return decide(look, request, { now: Date.now(), ...api.options.pace });
  } catch (error) {
    if (!(error instanceof ShiplockError) || error.kind === "configuration") throw error;
    const why = error.problem.what;
    return {
      final: false,
      waitingFor: why,
      state: { state: "ambiguous", evidence: { error: error.code }, why }
    };
  }
}
__name(lookOnce, "lookOnce");
async function gather(api, request, which) {
  const reading = readProject(api);
  const from = /* @__PURE__ */ __name(async () => (await reading).lastAliasRequest?.fromDeploymentId ?? void 0, "from");
  const servingNow = /* @__PURE__ */ __name(() => readServing(api, request.to, from), "servingNow");
  const [project2, early] = await Promise.all([reading, which.first ? servingNow() : void 0]);
  const last = project2.lastAliasRequest;
  const ours = last && last.toDeploymentId === request.to && last.type === request.kind && last.requestedAt >= request.since - api.options.pace.skewMs && last.requestedAt !== api.jobBefore;
  const rolled = await readRolling(api, project2);
  const sinceThen = rolled && rolled.startedAt >= request.since - api.options.pace.skewMs;
  const job = last ? { ...last, state: jobState(last, api.options.pace.staleMs), ours: Boolean(ours) } : void 0;
  const serving = early ?? (job?.state === "running" && !which.last ? void 0 : await servingNow());
  const everywhere = serving && serving.size > 0 && [...serving.values()].every((id) => id === request.to);
  return {
    job,
    ...serving ? { serving } : {},
    ...rolled?.state === "active" ? { rolling: rolled } : {},
    ...rolled?.state === "aborted" && rolled.to === request.to && sinceThen ? { aborted: rolled } : {},
    ...ours && job?.state === "failed" ? { failedAliases: await readFailed(api, project2.id, request.kind) } : {},
    live: everywhere ? await askAll(api, { to: request.to, project: project2, domains: [...serving.keys()] }) : { skipped: "not every domain points to it yet" }
  };
}
__name(gather, "gather");
async function readFailed(api, projectId, kind) {
  try {
    const list = await api.read(
      {
        name: `vercel.${kind}-aliases`,
        doing: `list the domains that the ${kind} could not move`,
        path: `/v9/projects/${projectId}/${kind}/aliases`,
        query: { failedOnly: "true", limit: "20" },
        tries: 2
      },
      failedAliases
    );
    return (list?.aliases ?? []).map((row) => row.alias);
  } catch (error) {
    return [`(not readable: ${error instanceof ShiplockError ? error.code : "error"})`];
  }
}
__name(readFailed, "readFailed");
async function askAll(api, about) {
  const { to, project: project2, domains } = about;
  const path = api.options.confirmPath;
  if (path === false) return { skipped: "switched off (confirmPath: false)" };
  const production = project2.targets?.["production"];
  const named = production?.id === to ? releaseOf(production.meta) : void 0;
  const deployment2 = named?.releaseId ? named : await readDeployment(api, to);
  if (!deployment2?.releaseId) return { skipped: `${to} has no release id in its metadata` };
  const expected = {
    releaseId: deployment2.releaseId,
    ...deployment2.commit ? { commit: deployment2.commit } : {}
  };
  const asked = domains.map(
    async (domain) => [domain, await askDomain(api, domain, path, expected)]
  );
  const said = new Map(await Promise.all(asked));
  const strange = [...said].filter(([, { state }]) => state !== "match").map(([domain]) => domain);
  const leftOut = await elsewhere(api, strange);
  for (const domain of leftOut.keys()) said.delete(domain);
  const why = [...leftOut.values()];
  if (said.size === 0 && why.length > 0) return { skipped: why.join("; ") };
  return { path, answers: said, ...why.length > 0 ? { leftOut: why } : {} };
}
__name(askAll, "askAll");

// src/hosting/environment.ts
var OF_EACH_DEPLOYMENT = /^(VERCEL|NX|TURBO)(_|$)|^SHIPLOCK_(RELEASE_ID|COMMIT)$/;
async function environmentChanges(api, from, to) {
  const [now, then] = await Promise.all([environmentOf2(api, from), environmentOf2(api, to)]);
  return [.../* @__PURE__ */ new Set([...now.keys(), ...then.keys()])].filter((name) => !OF_EACH_DEPLOYMENT.test(name) && now.get(name) !== then.get(name)).sort();
}
__name(environmentChanges, "environmentChanges");
async function environmentOf2(api, deploymentId2) {
  const answer = await api.read(
    {
      name: "vercel.env-pull",
      doing: `read the names of the environment variables of ${deploymentId2}`,
      path: `/v3/env/pull/${encodeURIComponent(deploymentId2)}`,
      tries: 1
    },
    environmentOf
  );
  return new Map(Object.entries({ ...answer?.buildEnv, ...answer?.env }));
}
__name(environmentOf2, "environmentOf");

// src/hosting/move.ts
async function move(api, request) {
  const { kind, to, say } = request;
  const live = await readStanding(api, request.expectedFrom);
  const { project: project2 } = live;
  if (live.deploymentId === to && live.job?.state !== "running") {
    if (!(kind === "promote" && live.pinned)) return { written: false, why: `${to} already serves` };
  } else {
    refuseSurprises(request, live);
  }
  api.jobBefore = project2.lastAliasRequest?.requestedAt;
  if (live.job?.state === "stale")
    say(
      `Vercel has called the ${live.job.type} of ${live.job.to} "${live.job.said}" since ${new Date(live.job.requestedAt).toISOString()}; Shiplock does not wait for it`
    );
  say(`${kind} ${to} in ${project2.name}`);
  const call = kind === "promote" ? { name: "vercel.promote", path: `/v10/projects/${project2.id}/promote/${encodeURIComponent(to)}` } : { name: "vercel.rollback", path: `/v9/projects/${project2.id}/rollback/${encodeURIComponent(to)}` };
  try {
    const doing = `${kind} ${to} in project ${project2.name}`;
    const { status } = await api.accept({ ...call, doing, json: {} }, { notAfter: request.notAfter });
    return { written: true, status, ...status === 202 ? { queued: true } : {} };
  } catch (error) {
    if (error instanceof OutsideCallError && error.status === "409" && await alreadyServes(api, to)) {
      return {
        written: false,
        status: 409,
        why: `Vercel answered HTTP 409, and every domain already points to ${to}`
      };
    }
    throw error;
  }
}
__name(move, "move");
function refuseSurprises(request, live) {
  const { job } = live;
  const abortsIt = request.kind === "rollback" && (job?.type === "rolling" || job?.type === "promote") && (request.aborts === void 0 || job.to === request.aborts);
  if (job?.state === "running" && !abortsIt) throw refused(productionBusy(job));
  if (live.deploymentId !== request.expectedFrom)
    throw refused(productionMoved(live.deploymentId, request.expectedFrom, live.job));
}
__name(refuseSurprises, "refuseSurprises");
async function alreadyServes(api, to) {
  try {
    const serving = await readServing(api, to);
    return serving.size > 0 && [...serving.values()].every((id) => id === to);
  } catch {
    return false;
  }
}
__name(alreadyServes, "alreadyServes");
function refused(problem) {
  return new OutsideCallError(problem, { certainty: "not-done" });
}
__name(refused, "refused");

// src/hosting/owns.ts
async function owns(api, url) {
  if (!URL.canParse(url)) return false;
  const { host } = new URL(url);
  const project2 = await readProject(api);
  const [domain, deployment2] = await Promise.all([
    api.read(
      {
        name: "vercel.domains",
        doing: `list domains of project ${project2.name}`,
        path: `/v9/projects/${encodeURIComponent(project2.id)}/domains`,
        query: { limit: "100" }
      },
      domainList
    ),
    api.read(
      {
        name: "vercel.deployment",
        doing: `read deployment ${host}`,
        path: `/v13/deployments/${encodeURIComponent(host)}`,
        absent: true
      },
      deployment
    )
  ]);
  const verified = domain?.domains.some(({ name, verified: is }) => is && name === host) ?? false;
  return verified || deployment2?.projectId === project2.id;
}
__name(owns, "owns");

// src/hosting/source.ts
async function readSourceDigest(api, idOrHost) {
  const id = await deploymentId(api, idOrHost);
  if (id === void 0) return void 0;
  const tree = await api.read(
    {
      name: "vercel.files",
      doing: `list the files of deployment ${id}`,
      path: `/v6/deployments/${encodeURIComponent(id)}/files`,
      absent: true
    },
    fileTree
  );
  if (tree === void 0) return void 0;
  const files = [...walk(id, sourceOf(tree), "")];
  return files.length === 0 ? void 0 : sourceDigest(files);
}
__name(readSourceDigest, "readSourceDigest");
async function deploymentId(api, idOrHost) {
  if (idOrHost.startsWith("dpl_")) return idOrHost;
  const found = await api.read(
    {
      name: "vercel.deployment",
      doing: `read deployment ${idOrHost}`,
      path: `/v13/deployments/${encodeURIComponent(idOrHost)}`,
      absent: true
    },
    deployment
  );
  return found?.id;
}
__name(deploymentId, "deploymentId");
function sourceOf(tree) {
  const wrapped = tree.every(({ name, type }) => type === "directory" && (name === "src" || name === "out"));
  const source = tree.find(({ name }) => name === "src");
  return wrapped && source ? source.children ?? [] : tree;
}
__name(sourceOf, "sourceOf");
function* walk(id, entries, folder) {
  for (const { name, type, uid, children } of entries) {
    const path = `${folder}${name}`;
    if (type === "directory") yield* walk(id, children ?? [], `${path}/`);
    else if ((type === "file" || type === "symlink") && uid) yield { path, sha1: uid };
    else throw unlisted(id, path, type);
  }
}
__name(walk, "walk");
function unlisted(id, path, type) {
  return new OutsideCallError(
    {
      code: "SHIPLOCK_VERCEL_ANSWER",
      what: `Vercel lists ${JSON.stringify(path)} of deployment ${id} as ${JSON.stringify(type)} without a digest, so Shiplock cannot tell what the deployment contains.`,
      next: "Rerun the phase: it continues from here. If the error persists, replace that file with an ordinary one, and ship the new commit."
    },
    { certainty: "not-done" }
  );
}
__name(unlisted, "unlisted");

// src/hosting/upload.ts
var AT_ONCE4 = 50;
var BYTES_AT_ONCE = 32 * 2 ** 20;
var ROUNDS = 3;
async function upload(api, name, request, say) {
  const files = await request.source.files();
  const digest = sourceDigest(files);
  const body = bodyOf(name, request, files, api.options.git);
  say(`creating the deployment: ${count(files.length, "file")}, digest ${digest.slice(0, 12)}`);
  for (let round = 1; ; round += 1) {
    const answer = await post(api, name, body);
    if ("id" in answer) return { id: answer.id, digest };
    if (round === ROUNDS) throw answer.refusal();
    await send(api, request.source, files, answer.missing, say);
  }
}
__name(upload, "upload");
function bodyOf(name, request, files, git) {
  return {
    name,
    version: 2,
    project: request.projectId,
    ...request.target === "production" ? { target: "production", autoAssignCustomDomains: false } : {},
    meta: { ...request.meta },
    // As Vercel's own CLI describes a commit. Its author is left out: Vercel blocks a build for an author who is not in the
    // team, and who may ship is for the approvals to say. https://vercel.com/docs/deployments/troubleshoot-project-collaboration
    ...git ? {
      gitMetadata: {
        remoteUrl: git.remoteUrl,
        commitSha: request.commit,
        ...git.branch ? { commitRef: git.branch } : {},
        dirty: false
      }
    } : {},
    env: { ...request.env },
    build: { env: { ...request.env } },
    files: files.map(({ path, sha1, size, mode }) => ({ file: path, sha: sha1, size, mode }))
  };
}
__name(bodyOf, "bodyOf");
async function post(api, name, body) {
  const call = {
    name: "vercel.deploy",
    doing: `create a deployment in project ${name}`,
    path: "/v13/deployments",
    // The project's own build settings count; without this Vercel asks back when it detects others.
    query: { skipAutoDetectionConfirmation: "1" },
    json: body,
    exact: true
  };
  const answer = await api.send(call, { deadlineMs: api.options.deadlineMs * 2 });
  const created2 = "fault" in answer ? answer : parsed(answer, created);
  if ("value" in created2) return { id: created2.value.id };
  const { fault } = created2;
  const refused2 = isRefusal(fault) ? parsed(fault, missingFiles) : void 0;
  const missing = refused2 && "value" in refused2 ? refused2.value.error.missing : void 0;
  if (missing) return { missing, refusal: /* @__PURE__ */ __name(() => api.error(fault, call), "refusal") };
  throw api.error(fault, call);
}
__name(post, "post");
var isRefusal = /* @__PURE__ */ __name((fault) => fault.kind === "status" && fault.status === 400, "isRefusal");
async function send(api, source, files, missing, say) {
  const wanted = new Set(missing);
  const known2 = new Set(files.map(({ sha1 }) => sha1));
  const strange = missing.find((sha1) => !known2.has(sha1));
  const call = { name: "vercel.upload", doing: "upload the files", path: "/v2/files" };
  if (strange !== void 0) {
    const why = `it asks for a file ${strange}, which is not part of the deployment`;
    throw api.harmless({ kind: "unreadable", status: 400, why }, call);
  }
  const progress = uploadProgress(say, files, wanted);
  const deadline = Date.now() + api.options.buildDeadlineMs;
  const limit = { most: AT_ONCE4, weight: { most: BYTES_AT_ONCE, of: /* @__PURE__ */ __name(({ size }) => size, "of") } };
  const sender = api.sender(call, AT_ONCE4);
  try {
    await atOnce(source.contents(wanted), limit, async ({ sha1, size, open }) => {
      if (Date.now() > deadline) throw api.harmless({ kind: "network", error: tooLate() }, call);
      const headers = {
        "content-type": "application/octet-stream",
        "x-now-digest": sha1,
        "x-now-size": String(size)
      };
      await api.put(call, { headers, size, open }, sender);
      progress(size);
    });
  } finally {
    sender.close();
  }
}
__name(send, "send");
var tooLate = /* @__PURE__ */ __name(() => Object.assign(new Error("deadline"), { code: "ETIMEDOUT" }), "tooLate");
function uploadProgress(say, files, wanted) {
  const sizes = new Map(files.filter(({ sha1 }) => wanted.has(sha1)).map(({ sha1, size }) => [sha1, size]));
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const megabytes = /* @__PURE__ */ __name((count2) => (count2 / 1e6).toFixed(1), "megabytes");
  let [sent, sentBytes, last] = [0, 0, Date.now()];
  say(`${count(wanted.size, "file")} to upload, ${megabytes(bytes)} MB`);
  return (size) => {
    sent += 1;
    sentBytes += size;
    if (sent < wanted.size && Date.now() - last < 2e3) return;
    last = Date.now();
    say(
      `${sent} of ${count(wanted.size, "file")} uploaded, ${megabytes(sentBytes)} of ${megabytes(bytes)} MB`
    );
  };
}
__name(uploadProgress, "uploadProgress");

// src/hosting/index.ts
function vercelHosting(options) {
  const api = new VercelApi(resolveOptions(options));
  let seen;
  return {
    vendor: "vercel",
    async names() {
      const { id, name } = await readProject(api);
      return [id, name];
    },
    async domains() {
      const names = await readDomains(api);
      return names.map((name) => withScheme(api, name));
    },
    stage: /* @__PURE__ */ __name((request) => stage(api, request), "stage"),
    async findStaged(releaseId, say) {
      const project2 = await readProject(api);
      const id = await findPatiently(api, project2.id, releaseId);
      return id === void 0 ? void 0 : await withBuildLog(api, await waitBuilt(api, id, say));
    },
    deployment: /* @__PURE__ */ __name((idOrHost) => readDeployment(api, idOrHost), "deployment"),
    sourceDigest: /* @__PURE__ */ __name((idOrHost) => readSourceDigest(api, idOrHost), "sourceDigest"),
    async live() {
      const { live, ...setup } = await lookLive(api);
      seen = setup;
      return live;
    },
    move: /* @__PURE__ */ __name((request) => move(api, request), "move"),
    confirm: /* @__PURE__ */ __name((request) => confirm(api, request), "confirm"),
    // A look at what serves, if there was one, has read it a moment ago.
    rollingPlan: /* @__PURE__ */ __name(async () => rollingPlan(seen?.project ?? await readProject(api)), "rollingPlan"),
    rolling: /* @__PURE__ */ __name(async () => readRolling(api, await readProject(api)), "rolling"),
    advance: /* @__PURE__ */ __name(async (request) => step(api, await readProject(api), "approve-stage", request), "advance"),
    complete: /* @__PURE__ */ __name(async (request) => step(api, await readProject(api), "complete", request), "complete"),
    async setup() {
      const { rootDirectory, link, gitProviderOptions } = await readProject(api);
      return {
        rootDirectory: rootDirectory ?? void 0,
        deploysFrom: link ? {
          repository: [link.org, link.repo].filter(Boolean).join("/") || (link.type ?? "a repository"),
          branch: link.productionBranch ?? void 0,
          off: gitProviderOptions?.createDeployments === "disabled"
        } : void 0
      };
    },
    async beside(readFile) {
      const setup = seen ?? await readSetup(api);
      seen = void 0;
      return beside(api, setup, readFile);
    },
    environmentChanges: /* @__PURE__ */ __name((from, to) => environmentChanges(api, from, to), "environmentChanges"),
    async elsewhere() {
      const away2 = await elsewhere(api, await readDomains(api));
      return new Map([...away2].map(([domain, why]) => [withScheme(api, domain), why]));
    },
    protectionHeaders: /* @__PURE__ */ __name(() => bypass(options.protectionBypass), "protectionHeaders"),
    owns: /* @__PURE__ */ __name((url) => owns(api, url), "owns")
  };
}
__name(vercelHosting, "vercelHosting");
function withScheme({ options }, name) {
  return domainUrl(name, options.apiUrl).startsWith("http:") ? `http://${name}` : name;
}
__name(withScheme, "withScheme");
async function findPatiently(api, projectId, releaseId) {
  for (let look = 1; ; look++) {
    const id = await findByRelease(api, projectId, releaseId);
    if (id !== void 0 || look === 3) return id;
    await sleep3(api.options.pace.confirmMs * 2);
  }
}
__name(findPatiently, "findPatiently");
async function stage(api, request) {
  const { releaseId, commit, source, target, say } = request;
  const project2 = await readProject(api);
  const { id, digest } = await upload(
    api,
    project2.name,
    {
      projectId: project2.id,
      commit,
      source,
      target,
      meta: { ...request.meta, [COMMIT_META]: commit, [RELEASE_META]: releaseId },
      // How the application knows who it is, to answer so at its readiness path.
      env: { SHIPLOCK_RELEASE_ID: releaseId, SHIPLOCK_COMMIT: commit }
    },
    say
  );
  say(`${id} created`);
  try {
    return { ...await withBuildLog(api, await waitBuilt(api, id, say)), digest };
  } catch (error) {
    throw endNotSeen(id, error);
  }
}
__name(stage, "stage");
function endNotSeen(id, error) {
  if (!(error instanceof ShiplockError)) return error;
  const status = error instanceof OutsideCallError ? error.status : void 0;
  const what = `Deployment ${id} was created, but Shiplock could not see how it ended: ${error.problem.what}`;
  const done = [`deployment ${id} was created`];
  return new OutsideCallError(
    { ...error.problem, what, done },
    { certainty: "unknown", status, cause: error }
  );
}
__name(endNotSeen, "endNotSeen");
export {
  domainUrl,
  vercelHosting
};
