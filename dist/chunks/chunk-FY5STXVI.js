import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  configurationError,
  failure
} from "./chunk-GQCODBKJ.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/migrations/folder.ts
import { hash as hash2 } from "node:crypto";
import { readdirSync, readFileSync as readFileSync2 } from "node:fs";
import path from "node:path";
import { setImmediate } from "node:timers/promises";

// src/database/migrations/contents.ts
import { createHash, hash } from "node:crypto";
import { closeSync, constants, openSync, readFileSync, readSync } from "node:fs";
var PAGE = 1024 * 1024;
var ROOM = 64 * 1024;
var Contents = class {
  static {
    __name(this, "Contents");
  }
  #lengths = [];
  #pages = [];
  #page = this.#turn(Buffer.alloc(0));
  /** Reads one more file. @throws what the file system says */
  add(where) {
    if (this.#page.used + ROOM > this.#page.bytes.length) this.#page = this.#turn(Buffer.allocUnsafe(PAGE));
    const { bytes, used } = this.#page;
    const opened = openSync(where, constants.O_RDONLY);
    let length;
    try {
      length = readSync(opened, bytes, used, ROOM, null);
    } finally {
      closeSync(opened);
    }
    if (length === ROOM) {
      const large = readFileSync(where);
      this.#page = this.#turn(large);
      length = large.length;
    }
    this.#page.used += length;
    this.#lengths.push(length);
  }
  /** SHA-256 of each file's bytes, hex, in the order they were added. */
  checksums() {
    return this.#pages.flatMap(({ bytes, firstFile }, index) => {
      let from = 0;
      return this.#lengths.slice(firstFile, this.#pages[index + 1]?.firstFile).map((length) => {
        from += length;
        return hash("sha256", bytes.subarray(from - length, from));
      });
    });
  }
  /** SHA-256 over all bytes and how they are shared out among the files, hex: the same only where every file is. */
  fingerprint() {
    const all = createHash("sha256");
    for (const { bytes, used } of this.#pages) all.update(bytes.subarray(0, used));
    const lengths = createHash("sha256").update(new Uint32Array(this.#lengths));
    return hash("sha256", all.digest("hex") + lengths.digest("hex"));
  }
  #turn(bytes) {
    const page = { bytes, firstFile: this.#lengths.length, used: 0 };
    this.#pages.push(page);
    return page;
  }
};

// src/database/migrations/problems.ts
var UNTOUCHED = ["no migration was applied by this run"];
function folderProblem(kind, detail, cause) {
  return configurationError({ code: `SHIPLOCK_MIGRATION_${kind}`, notDone: UNTOUCHED, ...detail }, cause);
}
__name(folderProblem, "folderProblem");
function migrateProblem(kind, detail, cause) {
  return failure({ code: `SHIPLOCK_MIGRATE_${kind}`, ...detail }, cause);
}
__name(migrateProblem, "migrateProblem");
function downProblem(kind, detail) {
  return configurationError({
    code: `SHIPLOCK_DOWN_${kind}`,
    notDone: ["nothing was undone"],
    ...detail
  });
}
__name(downProblem, "downProblem");

// src/database/migrations/folder.ts
var NAME = /^([0-9]+)_(.*)\.sql$/;
var BASELINE_UNTIL = "20211209000000";
var BASELINE = /^([0-9]{14})_init\.sql$/;
var SLICE = 500;
var REPLACEMENT = "\uFFFD";
async function readFolder(workspace, directory) {
  const folder = path.resolve(workspace, directory);
  const shown = directory.replaceAll("\\", "/").replace(/\/+$/, "");
  const names = [];
  const ignored = [];
  const contents = new Contents();
  const prefix = folder + path.sep;
  for (const name of namesIn(folder, directory)) {
    const why = whyIgnored(name);
    if (why !== void 0) {
      ignored.push({ file: `${shown}/${name}`, why });
      continue;
    }
    try {
      contents.add(prefix + name);
    } catch (error) {
      throw unreadable(`${shown}/${name}`, error);
    }
    names.push(name);
    if (names.length % SLICE === 0) await setImmediate();
  }
  let files;
  return {
    count: names.length,
    // No name has a slash.
    fingerprint: hash2("sha256", `${contents.fingerprint()} ${names.join("/")}`),
    get files() {
      files ??= filesOf({ folder, shown, names, contents });
      return files;
    },
    ignored
  };
}
__name(readFolder, "readFolder");
function filesOf({ folder, shown, names, contents }) {
  const checksums = contents.checksums();
  const files = names.map((name, index) => {
    const [, version = "", title = ""] = NAME.exec(name) ?? [];
    const where = folder + path.sep + name;
    return {
      version,
      name: title,
      file: `${shown}/${name}`,
      path: where,
      checksum: checksums[index]
    };
  });
  files.sort((a, b) => a.version < b.version ? -1 : a.version > b.version ? 1 : 0);
  refuseDuplicates(files);
  return files;
}
__name(filesOf, "filesOf");
function namesIn(folder, directory) {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw configurationError(
      {
        code: "SHIPLOCK_MIGRATIONS_FOLDER",
        what: `could not read the migrations folder ${directory}`,
        next: "Create it, or set the right folder in the settings (database.migrations)."
      },
      error
    );
  }
}
__name(namesIn, "namesIn");
function whyIgnored(name) {
  if (name.endsWith(".down.sql")) return "down migrations are never applied as forward ones";
  if (!NAME.test(name)) return "its name is not <version>_<name>.sql";
  const baseline = name.endsWith("_init.sql") ? BASELINE.exec(name)?.[1] : void 0;
  return baseline !== void 0 && baseline < BASELINE_UNTIL ? "a baseline from the Supabase CLI\u2019s first releases, which the CLI skips too" : void 0;
}
__name(whyIgnored, "whyIgnored");
function unreadable(file, error) {
  const { code = String(error) } = error;
  return configurationError(
    {
      code: "SHIPLOCK_MIGRATIONS_FOLDER",
      what: `${file} is named like a migration, but could not be read (${code === "EISDIR" ? "it is a folder" : code})`,
      next: "Rename or remove it, or make it a file that this job can read.",
      places: [{ file }]
    },
    error
  );
}
__name(unreadable, "unreadable");
function refuseDuplicates(files) {
  const twice = /* @__PURE__ */ new Map();
  for (let index = 1; index < files.length; index += 1) {
    const before = files[index - 1];
    const file = files[index];
    if (before.version === file.version)
      twice.set(file.version, [...twice.get(file.version) ?? [before], file]);
  }
  if (twice.size === 0) return;
  throw folderProblem("DUPLICATE", {
    what: [...twice].map(
      ([version, same]) => `version ${version} belongs to ${count(same.length, "file")}: ${same.map(({ file }) => file).join(" and ")}`
    ).join("; "),
    next: "Give the newer one of each its own version. The history table has one row per version, so only one could ever be recorded.",
    places: [...twice.values()].flat().map(({ file }) => ({ file }))
  });
}
__name(refuseDuplicates, "refuseDuplicates");
function readMigration(file) {
  const bytes = readFileSync2(file.path);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const line = lineOfBadByte(bytes);
    const utf16 = bytes[0] === 255 || bytes[0] === 254;
    throw folderProblem(
      "ENCODING",
      {
        what: `${file.file}:${line} is not UTF-8${utf16 ? " (it looks like UTF-16)" : ""}`,
        next: "Save the file as UTF-8; the server would store different characters than the ones you see.",
        places: [{ file: file.file, line }]
      },
      error
    );
  }
}
__name(readMigration, "readMigration");
function lineOfBadByte(bytes) {
  const text = bytes.toString("utf8");
  for (let at = text.indexOf(REPLACEMENT); at !== -1; at = text.indexOf(REPLACEMENT, at + 1)) {
    const before = Buffer.from(text.slice(0, at));
    const genuine = bytes.subarray(before.length, before.length + 3).equals(Buffer.from(REPLACEMENT));
    if (!genuine) return text.slice(0, at).split("\n").length;
  }
  return 1;
}
__name(lineOfBadByte, "lineOfBadByte");

export {
  folderProblem,
  migrateProblem,
  downProblem,
  readFolder,
  readMigration
};
