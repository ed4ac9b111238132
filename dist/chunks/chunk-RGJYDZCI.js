import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  asWire,
  wireOf
} from "./chunk-GPMABSAE.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/migrations/script.ts
var ScriptError = class extends Error {
  static {
    __name(this, "ScriptError");
  }
  /** Index of the statement that failed, from 0. */
  index;
  sqlState;
  /** Character in the whole script, from 0, where the server told it. */
  position;
  constructor(cause, index) {
    super(cause.message, { cause });
    this.name = "ScriptError";
    this.index = index;
    this.sqlState = cause.code;
    this.position = cause.position === void 0 ? void 0 : Number(cause.position) - 1;
  }
};
var BETWEEN = "\n;\n";
function runScript(client, statements) {
  return new Promise((resolve, reject) => {
    client.query(new Script(statements.join(BETWEEN), resolve, reject));
  });
}
__name(runScript, "runScript");
function runBehind(client, statements) {
  return new Promise((resolve, reject) => {
    const text = statements.join(BETWEEN);
    wireOf(client).query(text);
    client.query(new Script(text, resolve, reject, true));
  });
}
__name(runBehind, "runBehind");
var Script = class {
  static {
    __name(this, "Script");
  }
  #text;
  #resolve;
  #reject;
  #touched = [];
  #sent;
  constructor(text, resolve, reject, sent = false) {
    this.#sent = sent;
    this.#text = text;
    this.#resolve = resolve;
    this.#reject = reject;
  }
  submit(connection) {
    if (!this.#sent) asWire(connection).query(this.#text);
  }
  /** The tag ends in the number of rows: `UPDATE 5`. */
  handleCommandComplete(message) {
    this.#touched.push(Number(/ (\d+)$/.exec(message.text)?.[1] ?? 0));
  }
  handleEmptyQuery() {
    this.#touched.push(0);
  }
  handleError(error) {
    this.#reject(new ScriptError(error, this.#touched.length));
  }
  handleReadyForQuery() {
    this.#resolve(this.#touched);
  }
  // Rows of a migration's SELECTs are nobody's business.
  handleRowDescription() {
  }
  handleDataRow() {
  }
  handlePortalSuspended() {
  }
  handleCopyData() {
  }
  handleCopyInResponse(connection) {
    asWire(connection).sendCopyFail("no rows here");
  }
};

export {
  ScriptError,
  BETWEEN,
  runScript,
  runBehind
};
