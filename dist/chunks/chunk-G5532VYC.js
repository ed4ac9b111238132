import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  lacking
} from "./chunk-5C23QCQT.js";
import {
  addressOf,
  mustBeConnectionString,
  tlsOptions,
  withoutTls
} from "./chunk-HWE4CUXX.js";
import {
  processIdOf
} from "./chunk-GPMABSAE.js";
import {
  ShiplockError,
  configurationError,
  failure
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/database-error.ts
var DATABASE_URL = "database-url";
var BY_STATE = {
  "28P01": {
    code: "SHIPLOCK_DATABASE_PASSWORD",
    next: "Correct the user and the password in database-url."
  },
  "28000": {
    code: "SHIPLOCK_DATABASE_PASSWORD",
    next: "The server refuses this user from here: correct database-url (Supabase\u2019s pooler expects user.project-ref, and the host that the dashboard shows), or the server\u2019s access rules."
  },
  "3D000": {
    code: "SHIPLOCK_DATABASE_UNKNOWN",
    next: "Correct the database name in database-url."
  },
  "42501": {
    code: "SHIPLOCK_DATABASE_PERMISSION",
    next: "Grant it to the role in database-url, or use the role that owns the object."
  },
  "25006": {
    code: "SHIPLOCK_DATABASE_READ_ONLY",
    next: "Use the primary\u2019s connection string; if the project is read-only because its disk is full, free space first."
  },
  "53100": {
    code: "SHIPLOCK_DATABASE_DISK_FULL",
    next: "Enlarge the server\u2019s disk or free space on it, then rerun the job."
  },
  "53300": {
    code: "SHIPLOCK_DATABASE_CONNECTIONS",
    next: "The server has no connection left: close idle ones or use the session pooler, then rerun the job."
  }
};
var POOLER_SAYS = [
  [/tenant or user not found|tenant\/user .*not found/i, "28000"],
  [/max clients reached/i, "53300"]
];
function asServer(error) {
  const { code, message = "" } = error ?? {};
  const [, state] = code === "XX000" && POOLER_SAYS.find(([words]) => words.test(message)) || [];
  return state ? Object.assign(error, { code: state }) : error;
}
__name(asServer, "asServer");
var STARTUP = /unsupported startup parameter(?: in options)?: (\S+)/;
var CUT_STATES = /^(57P0[1235]|25P03|08...)$/;
var SQL_STATE = /^[0-9FHPSX][0-9A-Z]{4}$/;
var UNREACHABLE = /* @__PURE__ */ new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH"
]);
var TLS = /SSL|TLS|certificate|self.signed/i;
var CUT = /terminated|ECONNRESET|EPIPE|Connection ended|not queryable|closed/i;
function databaseError(error, where, input = DATABASE_URL) {
  if (error instanceof ShiplockError) return error;
  const {
    code = "",
    message = String(error),
    syscall = ""
  } = error ?? {};
  const known = Object.hasOwn(BY_STATE, code) ? BY_STATE[code] : void 0;
  const say = /* @__PURE__ */ __name((problem, what) => new ShiplockError(
    { ...problem, what, next: problem.next.replaceAll(DATABASE_URL, input) },
    { cause: error }
  ), "say");
  const fromServer = SQL_STATE.test(code);
  const made = syscall === "read" || syscall === "write";
  if (code === "42501") return say({ ...known, next: missingGrant(message) }, `${where}: ${message}`);
  if (known) return say(known, `${where}: ${message}`);
  const late = !fromServer && /timeout expired|connect timeout/i.test(message);
  if (UNREACHABLE.has(code) && !made || late) {
    return say(
      {
        code: "SHIPLOCK_DATABASE_UNREACHABLE",
        next: "Check host and port in database-url. GitHub\u2019s runners have no IPv6: use the session pooler there."
      },
      `could not reach ${where} (${code || message})`
    );
  }
  if (!fromServer && TLS.test(message)) {
    return say(
      {
        code: "SHIPLOCK_DATABASE_TLS",
        next: "Set sslmode in database-url to what the server offers: require (encrypted), verify-full (with a check of its certificate), disable (only in a private network)."
      },
      `${where}: ${message}`
    );
  }
  const [, parameter] = fromServer ? STARTUP.exec(message) ?? [] : [];
  if (parameter) {
    return say(
      {
        code: "SHIPLOCK_DATABASE_POOLER",
        next: `Remove ${parameter} from database-url: the pooler there does not pass it on. Set it for the role instead: alter role \u2026 set \u2026 = \u2026`
      },
      `${where} is a pooler that refuses what the connection string asks for (${message})`
    );
  }
  if (made || CUT_STATES.test(code) || code === "" && CUT.test(message) || code === "ECONNRESET" || code === "EPIPE") {
    return say(
      {
        code: "SHIPLOCK_DATABASE_CUT",
        next: "Rerun the job: it reads the record and the history table, and continues."
      },
      `${where}: the connection was lost (${message})`
    );
  }
  return failure(
    {
      code: "SHIPLOCK_DATABASE_ERROR",
      what: `${where}: ${message}${code ? ` (${code})` : ""}`,
      next: "Read the server\u2019s message; its SQLSTATE is in brackets."
    },
    error
  );
}
__name(databaseError, "databaseError");
var WIDER = {
  table: "select (or the verb that was used)",
  "foreign table": "select (or the verb that was used)",
  view: "select (or the verb that was used)",
  schema: "usage (and create, to create objects in it)"
};
function missingGrant(message) {
  const owner = /must be owner of (\S+ ?\S*) "?([^"\s]+)"?/.exec(message);
  if (owner)
    return `Only the owner can do this: use the role that owns ${owner[1]} ${owner[2]}, or grant that role to the one in database-url.`;
  const grant = lacking(message);
  if (!grant) return BY_STATE["42501"].next;
  const what = [WIDER[grant.kind] ?? grant.right, grant.on].filter(Boolean).join(" ");
  return `Missing grant: grant ${what} to the role in database-url.`;
}
__name(missingGrant, "missingGrant");

// src/database/pooler.ts
var SECOND_SESSION_MS = 5e3;
function poolerProblem(what, input = DATABASE_URL, notDone = ["nothing was changed"], next = "Use the direct host or the session pooler (port 5432): locks and settings must last from one statement to the next.") {
  return configurationError({
    code: "SHIPLOCK_DATABASE_POOLER",
    what: `${input} points at ${what}`,
    notDone,
    next
  });
}
__name(poolerProblem, "poolerProblem");
async function makeSettings(opened, settings, second) {
  if (Object.keys(settings).length === 0) return false;
  const { client } = opened;
  const pid = await backend(client);
  const pooled = processIdOf(client) !== pid;
  if (pooled) await mustBeOwnSession(opened, pid, second);
  const names = Object.keys(settings);
  await client.query(
    "select pg_catalog.set_config(n, v, false) from unnest($1::text[], $2::text[]) s (n, v)",
    [names, Object.values(settings)]
  );
  await mustHave(opened, settings);
  return pooled;
}
__name(makeSettings, "makeSettings");
async function mustHave({ client, where, input }, settings) {
  if (Object.keys(settings).length === 0) return;
  const lose = /* @__PURE__ */ __name((names) => poolerProblem(
    `${where}, which does not keep ${names.join(", ")}: the pooler there drops settings of clients`,
    input
  ), "lose");
  const asked = client.query(
    `select n as name, has, pg_catalog.set_config(n, v, true) as wanted from (
       select n, v, pg_catalog.current_setting(n, true) as has from unnest($1::text[], $2::text[]) s (n, v) offset 0) s`,
    [Object.keys(settings), Object.values(settings)]
  );
  const { rows } = await asked.catch((error) => {
    if (NO_SETTING.has(String(error.code))) throw lose(Object.keys(settings));
    throw error;
  });
  const lost = rows.filter(({ has, wanted }) => has !== wanted).map(({ name }) => name);
  if (lost.length > 0) throw lose(lost);
}
__name(mustHave, "mustHave");
var NO_SETTING = /* @__PURE__ */ new Set(["22023", "42704"]);
async function mustBeOwnSession({ client, where, input }, pid, second) {
  const shares = /* @__PURE__ */ __name(() => poolerProblem(
    `${where}, a pooler in transaction mode: its clients share the sessions of the server`,
    input
  ), "shares");
  const other = second();
  other.on("error", () => void 0);
  try {
    await other.connect();
    const theirs = await within(other.query("begin").then(() => backend(other)));
    if (theirs === pid || await within(backend(client)) !== pid) throw shares();
  } catch (error) {
    if (keepsSessions(error)) return;
    if (sharesStatements(error)) throw shares();
    throw databaseError(asServer(error), where, input);
  } finally {
    void other.end().catch(() => void 0);
  }
}
__name(mustBeOwnSession, "mustBeOwnSession");
function keepsSessions(error) {
  return /session mode/i.test(error instanceof Error ? error.message : "");
}
__name(keepsSessions, "keepsSessions");
function sharesStatements(error) {
  return /statement pooling mode/i.test(error instanceof Error ? error.message : "");
}
__name(sharesStatements, "sharesStatements");
async function within(work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error("the pooler gave no second session"), { code: "53300" })),
      SECOND_SESSION_MS
    );
  });
  work.catch(() => void 0);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
__name(within, "within");
async function backend(client) {
  const { rows } = await client.query("select pg_catalog.pg_backend_pid() as pid");
  return rows[0]?.pid ?? 0;
}
__name(backend, "backend");
function takeBack(client, settings) {
  const reset = Object.keys(settings).map((name) => `reset ${name}`);
  return client.query(reset.join("; ")).catch(() => void 0);
}
__name(takeBack, "takeBack");
function askedFor(url) {
  const settings = {};
  for (const name of ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"]) {
    const value = url.searchParams.get(name);
    if (value) settings[name] = value;
  }
  let wasFlag = false;
  for (const word of wordsOf(url.searchParams.get("options") ?? "")) {
    const given = wasFlag ? word : /^(?:-c|--)(.*)$/s.exec(word)?.[1];
    wasFlag = word === "-c";
    const equals = given?.indexOf("=") ?? -1;
    if (given === void 0 || equals <= 0) continue;
    settings[given.slice(0, equals).replaceAll("-", "_")] = given.slice(equals + 1);
  }
  return settings;
}
__name(askedFor, "askedFor");
function wordsOf(text) {
  return [...text.matchAll(/(?:\\[\s\S]|[^\s\\])+/g)].map(([word]) => word.replaceAll(/\\([\s\S])/g, "$1"));
}
__name(wordsOf, "wordsOf");

// src/database/connection.ts
var CONNECT_TIMEOUT_MS = 15e3;
var KEEP_ALIVE_MS = 3e4;
var NOT_CONNECTED = ["no connection was made, so nothing was changed"];
var TRANSACTION_POOLER_PORT = "6543";
async function connect(url, options = {}) {
  const input = options.input ?? DATABASE_URL;
  const parsed = parseUrl(url, input);
  const { host, port } = addressOf(parsed);
  const where = `${host}:${port}${parsed.pathname}`;
  const { default: pg } = await import("./esm-LK7WOVIA.js");
  const open = /* @__PURE__ */ __name(() => new pg.Client(clientConfig(parsed, input, options)), "open");
  const client = openable(open, input);
  const settings = settingsOf(options);
  let pooled;
  client.on("error", () => void 0);
  try {
    await client.connect();
    await mustHave({ client, where, input }, askedFor(parsed));
    pooled = await makeSettings({ client, where, input }, settings, open);
  } catch (error) {
    await client.end().catch(() => void 0);
    const { problem } = databaseError(asServer(error), where, input);
    throw new ShiplockError({ notDone: NOT_CONNECTED, ...problem }, { cause: error });
  }
  return wrap(client, where, input, () => pooled ? takeBack(client, settings) : Promise.resolve());
}
__name(connect, "connect");
function openable(open, input) {
  try {
    return open();
  } catch (error) {
    if (error instanceof ShiplockError) throw error;
    const { code, path: file } = error;
    throw configurationError(
      {
        code: "SHIPLOCK_DATABASE_URL",
        what: file ? `${input} names the file ${file}, which Shiplock cannot read (${code})` : `${input} has invalid percent-encoding in the user, password or database`,
        notDone: NOT_CONNECTED,
        next: file ? `Create the file in an earlier step, or correct its path in ${input}.` : `Percent-encode special characters in ${input} as UTF-8: % is %25, \xE9 is %C3%A9.`
      },
      error
    );
  }
}
__name(openable, "openable");
function parseUrl(url, input) {
  const parsed = mustBeConnectionString(url, input);
  const { host, port } = addressOf(parsed);
  if (port === TRANSACTION_POOLER_PORT)
    throw poolerProblem(
      `port ${TRANSACTION_POOLER_PORT} of ${host}, Supabase's transaction pooler`,
      input,
      NOT_CONNECTED
    );
  return parsed;
}
__name(parseUrl, "parseUrl");
function clientConfig(url, input, options) {
  return {
    connectionString: withoutTls(url).href,
    ssl: tlsOptions(url, input),
    application_name: options.applicationName ?? "shiplock",
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS
  };
}
__name(clientConfig, "clientConfig");
function settingsOf({ readOnly, statementTimeoutMs }) {
  return {
    ...readOnly ? { default_transaction_read_only: "on" } : {},
    ...statementTimeoutMs ? { statement_timeout: String(statementTimeoutMs) } : {}
  };
}
__name(settingsOf, "settingsOf");
function wrap(client, where, input, last) {
  const statements = queue();
  const units = queue();
  const query = /* @__PURE__ */ __name(async (text, values) => {
    try {
      const result = await statements(
        () => values ? client.query(extended(text, values)) : client.query(text)
      );
      return Array.isArray(result) ? result.at(-1)?.rows : result.rows;
    } catch (error) {
      throw databaseError(error, where, input);
    }
  }, "query");
  const direct = {
    query,
    transaction: /* @__PURE__ */ __name((work) => work(direct), "transaction"),
    close: /* @__PURE__ */ __name(async () => void 0, "close")
  };
  const transaction = /* @__PURE__ */ __name(async (work) => {
    await query("begin");
    try {
      const value = await work(direct);
      await query("commit");
      return value;
    } catch (error) {
      await client.query("rollback").catch(() => void 0);
      throw error;
    }
  }, "transaction");
  return {
    client,
    where,
    query: /* @__PURE__ */ __name((text, values) => units(() => query(text, values)), "query"),
    transaction: /* @__PURE__ */ __name((work) => units(() => transaction(work)), "transaction"),
    close: /* @__PURE__ */ __name(() => last().then(() => client.end()).catch(() => void 0), "close")
  };
}
__name(wrap, "wrap");
function extended(text, values) {
  return { text, values: [...values], queryMode: "extended" };
}
__name(extended, "extended");
function queue() {
  let tail = Promise.resolve();
  return (work) => {
    const next = tail.then(work, work);
    tail = next.catch(() => void 0);
    return next;
  };
}
__name(queue, "queue");

export {
  databaseError,
  poolerProblem,
  connect
};
