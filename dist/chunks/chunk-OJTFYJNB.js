import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/source/git.ts
import { execFile, spawn } from "node:child_process";
var HARDENED = [
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
  "--no-pager",
  "--no-optional-locks"
];
function environment() {
  const inherited = ["PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "SystemRoot"].flatMap(
    (key) => process.env[key] === void 0 ? [] : [[key, process.env[key]]]
  );
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: "C",
    // A replacement ref would put other contents behind an object's name.
    GIT_NO_REPLACE_OBJECTS: "1",
    // A partial clone must not fetch what is missing, by whatever command its configuration names: git ≥ 2.44, and before.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "",
    GIT_TERMINAL_PROMPT: "0"
  };
}
__name(environment, "environment");
function spawnGit(directory, args) {
  return spawn("git", [...HARDENED, ...args], {
    cwd: directory,
    env: environment(),
    stdio: ["pipe", "pipe", "ignore"]
  });
}
__name(spawnGit, "spawnGit");
function askGit(directory, args) {
  return new Promise((resolve) => {
    execFile(
      "git",
      [...HARDENED, ...args],
      { cwd: directory, env: environment(), timeout: 3e4 },
      (error, stdout, stderr) => {
        if (!error) return resolve({ out: stdout.replace(/\n$/, "") });
        resolve({ failed: stderr.trim() || error.message, absent: error.code === "ENOENT" });
      }
    );
  });
}
__name(askGit, "askGit");

export {
  spawnGit,
  askGit
};
