import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  required
} from "./chunk-CFC4G37J.js";
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/runner/github.ts
import { readFileSync, statSync } from "node:fs";
function runFacts(env = process.env) {
  const repository = env["GITHUB_REPOSITORY"];
  const runId = env["GITHUB_RUN_ID"];
  const server = env["GITHUB_SERVER_URL"] ?? "https://github.com";
  const actor = env["GITHUB_TRIGGERING_ACTOR"] || env["GITHUB_ACTOR"] || env["USER"] || "unknown";
  return {
    workspace: env["GITHUB_WORKSPACE"] ?? process.cwd(),
    repository,
    ...repository ? { remoteUrl: `${server}/${repository}` } : {},
    ...branchOf(env),
    apiUrl: env["GITHUB_API_URL"] ?? "https://api.github.com",
    runId,
    runUrl: repository && runId ? `${server}/${repository}/actions/runs/${runId}` : void 0,
    actor,
    actors: [
      ...new Set(
        [env["GITHUB_ACTOR"], env["GITHUB_TRIGGERING_ACTOR"]].filter((a) => Boolean(a))
      )
    ],
    attempt: Number(env["GITHUB_RUN_ATTEMPT"] ?? "1") || 1,
    // On a pull request GITHUB_SHA is a merge commit nobody wrote: where the event cannot tell, nothing can.
    sha: env["GITHUB_EVENT_NAME"]?.startsWith("pull_request") ? pullRequestHead(env) : env["GITHUB_SHA"]
  };
}
__name(runFacts, "runFacts");
function branchOf(env) {
  const branch = env["GITHUB_HEAD_REF"] || (env["GITHUB_REF_TYPE"] === "branch" ? env["GITHUB_REF_NAME"] : void 0);
  return branch ? { branch } : {};
}
__name(branchOf, "branchOf");
var pullRequestEvent = external_exports.object({
  pull_request: external_exports.object({ head: external_exports.object({ sha: external_exports.string().regex(/^[0-9a-f]{40}$/i) }) })
});
var LARGEST_EVENT = 25 << 20;
function pullRequestHead(env) {
  const file = env["GITHUB_EVENT_PATH"];
  if (!file || !env["GITHUB_EVENT_NAME"]?.startsWith("pull_request")) return void 0;
  try {
    if (statSync(file).size > LARGEST_EVENT) return void 0;
    return pullRequestEvent.parse(JSON.parse(readFileSync(file, "utf8"))).pull_request.head.sha;
  } catch {
    return void 0;
  }
}
__name(pullRequestHead, "pullRequestHead");
function commitOf(inputs, facts) {
  const commit = inputs.commit ?? facts.sha;
  if (!commit && process.env["GITHUB_EVENT_NAME"]?.startsWith("pull_request")) throw unreadableEvent();
  if (!commit) return required(inputs, "commit");
  if (/^[0-9a-f]{40}$/i.test(commit)) return commit.toLowerCase();
  throw configurationError({
    code: "SHIPLOCK_INPUT_INVALID",
    what: `the input commit is ${JSON.stringify(commit)} (expected a full SHA of 40 hex digits)`,
    notDone: ["nothing was changed"],
    next: "Use the run\u2019s github.sha; branch and tag names move, but a plan is bound to one commit."
  });
}
__name(commitOf, "commitOf");
function unreadableEvent() {
  return configurationError({
    code: "SHIPLOCK_EVENT_FILE",
    what: "the file of this run\u2019s event (GITHUB_EVENT_PATH) is missing or does not name the head of the pull request",
    notDone: ["nothing was changed"],
    next: "Do not change GITHUB_EVENT_PATH, or set the input commit (github.event.pull_request.head.sha)."
  });
}
__name(unreadableEvent, "unreadableEvent");

export {
  runFacts,
  commitOf
};
