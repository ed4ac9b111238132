import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  harmlessError,
  hiding,
  judge,
  parsed,
  patiently,
  readError,
  waitAskedFor,
  writeError
} from "./chunk-5IO3OIYZ.js";
import {
  redactedValue
} from "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/http/sender.ts
import * as http from "node:http";
import * as https from "node:https";
import { pipeline, Readable } from "node:stream";
var Sender = class {
  static {
    __name(this, "Sender");
  }
  #agent;
  #request;
  #url;
  #headers;
  #idleMs;
  constructor(url, headers, options) {
    this.#url = url;
    this.#headers = headers;
    const secure = url.protocol === "https:";
    const proxy = process.env["NODE_USE_ENV_PROXY"] === "1" ? { proxyEnv: process.env } : {};
    const settings = { keepAlive: true, maxSockets: options.connections, ...proxy };
    this.#agent = secure ? new https.Agent(settings) : new http.Agent(settings);
    this.#request = secure ? https.request : http.request;
    this.#idleMs = options.idleMs;
  }
  /** One request; undefined: it was taken. `idleMs` without a byte in either direction ends it. */
  send({ headers, size, body }, limits) {
    return new Promise((resolve) => {
      const failed = /* @__PURE__ */ __name((error) => resolve({ kind: "network", error }), "failed");
      const request3 = this.#request(
        this.#url,
        {
          method: "POST",
          agent: this.#agent,
          headers: { ...this.#headers, ...headers, "content-length": size }
        },
        (response) => read(response).then((text) => resolve(faultOf(response, text, limits)), failed)
      );
      request3.on("error", failed);
      request3.setTimeout(this.#idleMs, () => {
        request3.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" }));
      });
      if (body instanceof Uint8Array) request3.end(body);
      else pipeline(Readable.fromWeb(body), request3, () => {
      });
    });
  }
  close() {
    this.#agent.destroy();
  }
};
async function read(response) {
  let text = "";
  for await (const piece of response.setEncoding("utf8")) text += String(piece);
  return text;
}
__name(read, "read");
function faultOf(response, text, limits) {
  const { statusCode: status = 0 } = response;
  if (status >= 200 && status < 300) return void 0;
  if (status < 400) return { kind: "unreadable", status, why: "a redirect" };
  const pairs = Object.entries(response.headers).flatMap(
    ([name, value]) => typeof value === "string" ? [[name, value]] : []
  );
  const headers = new Headers(pairs);
  return { kind: "status", status, text, headers, afterMs: waitAskedFor(headers, limits) };
}
__name(faultOf, "faultOf");

// src/http/client.ts
var ABSENT = /* @__PURE__ */ new Set([404, 410]);
var HttpClient = class {
  static {
    __name(this, "HttpClient");
  }
  vendor;
  #hide;
  #quietUntil = 0;
  constructor(vendor) {
    this.vendor = vendor;
    this.#hide = hiding(vendor.secrets);
  }
  /** One object; undefined for 404 and 410 where `absent` allows it. @throws ShiplockError */
  async read(call, schema) {
    return (await this.page(call, schema))?.value;
  }
  /** The same with the answer's headers, which may name the next page. Never go where a header points. */
  async page(call, schema) {
    const { pace, faults } = this.vendor;
    return patiently(
      async () => {
        const outcome = await this.#ask(call, schema);
        if ("value" in outcome) return { value: outcome };
        const { fault } = outcome;
        if (call.absent && fault.kind === "status" && ABSENT.has(fault.status)) return { value: void 0 };
        const error = readError(faults, fault, call, this.#hide);
        return { error, again: judge(faults, fault, call).again };
      },
      { ...pace, tries: call.tries ?? pace.tries }
    );
  }
  /** A write: one attempt. @throws OutsideCallError with its certainty */
  async write(call, schema, limits) {
    const outcome = await this.#ask(call, schema, limits);
    if ("fault" in outcome) throw this.error(outcome.fault, call);
    return outcome.value;
  }
  /** A write whose answer has nothing to read, or nothing that matters. @throws OutsideCallError */
  async accept(call, limits) {
    const result = await this.send(call, limits);
    if ("fault" in result) throw this.error(result.fault, call);
    if (result.text.trim() !== "" && json(result.text) === void 0)
      throw this.error({ kind: "unreadable", status: result.status, why: "not JSON" }, call);
    return result;
  }
  async #ask(call, schema, limits) {
    const result = await this.send(call, limits);
    if ("fault" in result) return result;
    const outcome = parsed(result, schema);
    return "fault" in outcome ? outcome : { value: outcome.value, headers: result.headers };
  }
  /**
   * One attempt, for callers who go on after some refusals, or whose answer has no body. Throws nothing but what
   * `notAfter` and the base address throw: then nothing was sent.
   */
  async send(call, { deadlineMs, notAfter } = {}) {
    const { pace, fetch = globalThis.fetch, quietMs, limits, refusal } = this.vendor;
    const url = this.#url(call);
    if (Date.now() < this.#quietUntil) return { fault: { kind: "left-alone" } };
    notAfter?.check(call.name ?? call.doing);
    const most = deadlineMs ?? pace.deadlineMs;
    const signal = AbortSignal.timeout(Math.max(1, Math.min(most, notAfter?.remainingMs() ?? most)));
    try {
      const response = await fetch(url, { ...this.#request(call), redirect: "manual", signal });
      const text = await response.text();
      const { status, headers } = response;
      if (status >= 200 && status < 300) {
        const word = refusal?.(json(text));
        if (word === void 0) return { status, text, headers };
        const afterMs = waitAskedFor(headers, limits);
        return { fault: { kind: "status", status, text, headers, afterMs, word } };
      }
      if (status < 400) return { fault: { kind: "unreadable", status, why: "a redirect" } };
      return {
        fault: { kind: "status", status, text, headers, afterMs: waitAskedFor(headers, limits) }
      };
    } catch (error) {
      if (quietMs !== void 0 && signal.aborted) this.#quietUntil = Date.now() + quietMs;
      return { fault: { kind: "network", error } };
    }
  }
  /**
   * Bytes that the vendor keeps by their digest: sent twice they are one, so a passing fault is outwaited as for a read.
   * @throws OutsideCallError, `not-done`: nothing that anybody sees has changed
   */
  async put(call, bytes, sender) {
    const { faults, limits, pace } = this.vendor;
    await patiently(async () => {
      const fault = await sender.send(
        { headers: bytes.headers, size: bytes.size, body: bytes.open() },
        limits
      );
      if (!fault) return { value: true };
      return { error: this.harmless(fault, call), again: judge(faults, fault, call).again };
    }, pace);
  }
  /** For `put`: so many connections that are kept open. The caller closes it. */
  sender(call, connections) {
    const { pace } = this.vendor;
    return new Sender(this.#url(call), this.#headers(call), { connections, idleMs: pace.deadlineMs });
  }
  /** The error of a write that ended so. */
  error(fault, call) {
    return writeError(this.vendor.faults, fault, call, this.#hide);
  }
  /** The error of a write that changed nothing, whatever happened to it. */
  harmless(fault, call) {
    return harmlessError(this.vendor.faults, fault, call, this.#hide);
  }
  #url({ path, query }) {
    const url = new URL(this.vendor.base() + path);
    for (const [key, value] of Object.entries({ ...query, ...this.vendor.query }))
      if (value !== void 0) url.searchParams.set(key, value);
    return url;
  }
  #headers(call) {
    return { accept: "application/json", "user-agent": "shiplock", ...this.vendor.headers(call) };
  }
  #request(call) {
    const { json: object, form, exact } = call;
    const clean = /* @__PURE__ */ __name((value) => exact ? value : redactedValue(value), "clean");
    const headers = this.#headers(call);
    if (form) {
      const body2 = asForm(clean(form));
      const type = { "content-type": "application/x-www-form-urlencoded" };
      return { method: call.method ?? "POST", headers: { ...headers, ...type }, body: body2 };
    }
    if (object === void 0) return { method: call.method ?? "GET", headers };
    const body = JSON.stringify(clean(object));
    return {
      method: call.method ?? "POST",
      headers: { ...headers, "content-type": "application/json" },
      body
    };
  }
};
function asForm(form) {
  const fields = new URLSearchParams();
  for (const [key, value] of Object.entries(form))
    if (value !== void 0) fields.set(key, typeof value === "string" ? value : JSON.stringify(value));
  return fields.toString();
}
__name(asForm, "asForm");
function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
__name(json, "json");

export {
  HttpClient
};
