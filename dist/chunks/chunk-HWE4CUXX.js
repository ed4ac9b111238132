import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/tls.ts
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import tls from "node:tls";
var MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];
var SSL = {
  true: "require",
  "1": "require",
  "no-verify": "require",
  false: "disable",
  "0": "disable"
};
var LOCAL = ["localhost", "127.0.0.1", "[::1]", "::1"];
var STRICT = ["require", "verify-ca", "verify-full"];
var OPTIONS = [
  "ssl",
  "sslmode",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "sslpassword",
  "sslcrl",
  "uselibpqcompat"
];
function addressOf(url) {
  return { host: last(url, "host") || url.hostname, port: last(url, "port") || url.port || "5432" };
}
__name(addressOf, "addressOf");
function isLocal(url) {
  const { host } = addressOf(url);
  return host.startsWith("/") || LOCAL.includes(host);
}
__name(isLocal, "isLocal");
function sslModeOf(url, input, env = process.env) {
  const given = last(url, "sslmode");
  if (given) {
    const mode = MODES.find((each) => each === given);
    if (mode) return mode;
    throw tlsProblem(`${input} has an unknown sslmode`, `Write one of ${MODES.join(", ")}.`);
  }
  const ssl = last(url, "ssl");
  if (ssl) {
    const mode = Object.hasOwn(SSL, ssl) ? SSL[ssl] : void 0;
    if (mode) return mode;
    throw tlsProblem(`${input} has an option ssl that is neither true nor false`, "Write sslmode=require.");
  }
  const asked = env["PGSSLMODE"] ?? "";
  if (STRICT.includes(asked)) return asked;
  if (rootOf(url, env) === "system") return "verify-full";
  if (rootOf(url, env) && !isLocal(url)) return "verify-full";
  return isLocal(url) ? void 0 : "require";
}
__name(sslModeOf, "sslModeOf");
function tlsOptions(url, input, env = process.env) {
  const mode = sslModeOf(url, input, env);
  if (mode === void 0 || mode === "disable") return false;
  const root = rootOf(url, env) ?? (mode.startsWith("verify") ? homeRoot() : void 0);
  if (root === "system" && mode !== "verify-full")
    throw tlsProblem(
      `${input} uses the certificates of the system (sslrootcert=system) with sslmode=${mode}, which does not check the host name of the certificate`,
      "Write sslmode=verify-full."
    );
  if (mode === "verify-ca" && root === void 0)
    throw tlsProblem(
      `${input} has sslmode=verify-ca, but names no root certificate`,
      "Name the file of the certificate authority (sslrootcert=\u2026, or PGSSLROOTCERT): Supabase offers it under Database settings, SSL configuration. For a public certificate authority, write sslmode=verify-full."
    );
  return {
    ...certificates(url, env),
    ...root === void 0 ? {} : { ca: root === "system" ? systemRoots() : readFileSync(root, "utf8") },
    ...proof(mode, root)
  };
}
__name(tlsOptions, "tlsOptions");
function proof(mode, root) {
  if (mode === "verify-full") return { rejectUnauthorized: true };
  if (root === void 0) return { rejectUnauthorized: false };
  return { rejectUnauthorized: true, checkServerIdentity: /* @__PURE__ */ __name(() => void 0, "checkServerIdentity") };
}
__name(proof, "proof");
function certificates(url, env) {
  const file = /* @__PURE__ */ __name((name, variable) => {
    const named = last(url, name) || env[variable];
    return named ? readFileSync(named, "utf8") : void 0;
  }, "file");
  const [cert, key, crl] = [
    file("sslcert", "PGSSLCERT"),
    file("sslkey", "PGSSLKEY"),
    file("sslcrl", "PGSSLCRL")
  ];
  const passphrase = last(url, "sslpassword") || env["PGSSLPASSWORD"];
  return {
    ...cert === void 0 ? {} : { cert },
    ...key === void 0 ? {} : { key },
    ...crl === void 0 ? {} : { crl },
    ...passphrase ? { passphrase } : {}
  };
}
__name(certificates, "certificates");
function withoutTls(url) {
  const rest = new URL(url);
  for (const name of OPTIONS) rest.searchParams.delete(name);
  return rest;
}
__name(withoutTls, "withoutTls");
var rootOf = /* @__PURE__ */ __name((url, env) => last(url, "sslrootcert") || env["PGSSLROOTCERT"] || void 0, "rootOf");
function homeRoot() {
  const file = path.join(homedir(), ".postgresql", "root.crt");
  return existsSync(file) ? file : void 0;
}
__name(homeRoot, "homeRoot");
function systemRoots() {
  return [.../* @__PURE__ */ new Set([...tls.rootCertificates, ...tls.getCACertificates?.("system") ?? []])];
}
__name(systemRoots, "systemRoots");
function last(url, name) {
  return url.searchParams.getAll(name).at(-1);
}
__name(last, "last");
var tlsProblem = /* @__PURE__ */ __name((what, next) => configurationError({
  code: "SHIPLOCK_DATABASE_TLS",
  what,
  notDone: ["no connection was made, so nothing was changed"],
  next
}), "tlsProblem");

// src/database/connection-string.ts
var SHAPE = /^postgres(?:ql)?:\/\/(?:[^@/?#\s]*@)?(?:[\p{L}\p{N}._-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:\/[^@?#\s]*)?(?:\?[^@#\s]*)?$/iu;
var BARE_PERCENT = /%(?![\da-f]{2})/i;
function isConnectionString(text) {
  const given = text.trim();
  if (!SHAPE.test(given) || BARE_PERCENT.test(given) || !URL.canParse(given)) return false;
  const { hostname, username, password, pathname } = new URL(given);
  return hostname !== "" && [username, password, pathname].every(isEncoded);
}
__name(isConnectionString, "isConnectionString");
function isEncoded(part) {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}
__name(isEncoded, "isEncoded");
function mustBeConnectionString(text, input) {
  if (isConnectionString(text)) return new URL(text.trim());
  throw configurationError({
    code: "SHIPLOCK_DATABASE_URL",
    what: `${input} is not a Postgres connection string, or its password is not percent-encoded (its value is not shown)`,
    notDone: ["no connection was made, so nothing was changed"],
    next: `The format is postgresql://user:password@host:5432/database. Percent-encode characters such as / @ # ? % in the password: ${ENCODE} prints it encoded (paste the password, press Enter and Ctrl-D).`
  });
}
__name(mustBeConnectionString, "mustBeConnectionString");
var ENCODE = `\`node -p "encodeURIComponent(require('fs').readFileSync(0,'utf8').trimEnd())"\``;
function forArguments(text, input = "the connection string") {
  const url = new URL(text.trim());
  const password = decodeURIComponent(url.password) || (url.searchParams.get("password") ?? "");
  const keyPassword = url.searchParams.get("sslpassword") ?? "";
  url.password = "";
  for (const name of [...url.searchParams.keys()])
    if (SECRET_OPTIONS.has(name.toLowerCase())) url.searchParams.delete(name);
  const mode = sslModeOf(url, input);
  for (const name of ["ssl", "sslmode", "uselibpqcompat"]) url.searchParams.delete(name);
  if (mode) url.searchParams.set("sslmode", mode);
  return {
    address: url.href,
    env: {
      ...password === "" ? {} : { PGPASSWORD: password },
      ...keyPassword === "" ? {} : { PGSSLPASSWORD: keyPassword }
    },
    secrets: [password, keyPassword].filter(Boolean)
  };
}
__name(forArguments, "forArguments");
var SECRET_OPTIONS = /* @__PURE__ */ new Set(["password", "sslpassword", "passfile", "oauth_client_secret"]);

export {
  addressOf,
  tlsOptions,
  withoutTls,
  isConnectionString,
  mustBeConnectionString,
  forArguments
};
