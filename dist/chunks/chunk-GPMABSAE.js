import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/pg-internals.ts
function wireOf(client) {
  return asWire(client.connection);
}
__name(wireOf, "wireOf");
function asWire(connection) {
  if (!isWire(connection)) throw missing("connection.query() and connection.sendCopyFail()");
  return connection;
}
__name(asWire, "asWire");
function processIdOf(client) {
  const id = Reflect.get(client, "processID");
  if (id === null) return void 0;
  if (typeof id !== "number") throw missing("client.processID");
  return id;
}
__name(processIdOf, "processIdOf");
function isWire(value) {
  return typeof value === "object" && value !== null && "query" in value && typeof value.query === "function" && "sendCopyFail" in value && typeof value.sendCopyFail === "function";
}
__name(isWire, "isWire");
function missing(what) {
  return new Error(
    `This version of pg has no ${what}, which Shiplock uses: see src/database/pg-internals.ts, and pin the version of package-lock.json`
  );
}
__name(missing, "missing");

export {
  wireOf,
  asWire,
  processIdOf
};
