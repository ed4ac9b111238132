import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  pick,
  probeAnswer
} from "./chunk-JR4STKAK.js";
import {
  onSameOrigin
} from "./chunk-YQIBBOJL.js";
import {
  ShiplockError
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/gates/ready-route.ts
import { setTimeout as sleep } from "node:timers/promises";
var LOOKS = 3;
var TIMEOUT_MS = 1e4;
function identityPaths(gate, confirmPath) {
  const asked = gate.sources.flatMap(
    (source) => source.use === "http" && source.probes.some(({ path }) => path === source.identityPath) ? [source.identityPath] : []
  );
  return [.../* @__PURE__ */ new Set([...asked, ...confirmPath === false ? [] : [confirmPath]])];
}
__name(identityPaths, "identityPaths");
async function lookAtRoutes(paths, target, pauseMs = 700) {
  return Promise.all(
    paths.map(async (path) => {
      const url = onSameOrigin(path, target.url);
      for (let look = 1; ; look += 1) {
        const seen = await lookOnce(path, url, target);
        if (seen.state === "answers" || look === LOOKS) return seen;
        await sleep(pauseMs);
      }
    })
  );
}
__name(lookAtRoutes, "lookAtRoutes");
async function lookOnce(path, url, target) {
  try {
    const answer = await probeAnswer(url, TIMEOUT_MS, target, new AbortController().signal);
    if (answer === void 0) return { path, state: "unclear", said: "no answer" };
    if ("failure" in answer) return { path, state: "unclear", said: answer.failure };
    return { path, ...judge(answer, target.expect) };
  } catch (error) {
    if (error instanceof ShiplockError) return { path, state: "closed", said: error.problem.what };
    throw error;
  }
}
__name(lookOnce, "lookOnce");
function judge({ status, text, said }, expect) {
  const named = identity(text);
  if (named) {
    const { release, commit } = named;
    if (!expect) return { state: "answers", said: release ? `release ${release}` : `commit ${commit}` };
    const same = release ? release === expect.release : commit === expect.commit;
    if (same) return { state: "answers", said: release ? `release ${release}` : `commit ${commit}` };
    return { state: "absent", said: `it names another release or commit: ${said}` };
  }
  return status >= 500 ? { state: "unclear", said: `it fails before it can name release or commit: ${said}` } : { state: "absent", said: `it names neither "release" nor "commit": ${said}` };
}
__name(judge, "judge");
function identity(text) {
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    return void 0;
  }
  const [release, commit] = [pick(json, "release"), pick(json, "commit")];
  if (typeof release === "string" && release !== "") return { release };
  if (typeof commit === "string" && commit !== "") return { commit };
  return void 0;
}
__name(identity, "identity");
export {
  identityPaths,
  lookAtRoutes
};
