import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  askGit,
  spawnGit
} from "./chunk-OJTFYJNB.js";
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  visible
} from "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/source/names.ts
var strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
function decodePath(bytes) {
  try {
    return strict.decode(bytes);
  } catch {
    return void 0;
  }
}
__name(decodePath, "decodePath");
function shownPath(path2) {
  const text = typeof path2 === "string" ? path2 : decodePath(path2) ?? bytewise(path2);
  return visible(JSON.stringify(text));
}
__name(shownPath, "shownPath");
function bytewise(bytes) {
  return bytes.toString("latin1").replace(/[^ -~]/g, (byte) => `<${byte.charCodeAt(0).toString(16)}>`);
}
__name(bytewise, "bytewise");
function isStrangePart(part) {
  return part === "" || part === "." || part === ".." || part.toLowerCase() === ".git";
}
__name(isStrangePart, "isStrangePart");

// src/source/checkout.ts
import { realpath, stat } from "node:fs/promises";
import path from "node:path";
async function openCheckout(where) {
  const { workspace, directory, commit } = where;
  const root = await holding(commit, [await nearestFolder(directory), workspace]);
  const folder = path.relative(root, await resolved(directory));
  if (folder.startsWith("..") || path.isAbsolute(folder))
    throw unusable(`the folder ${directory} is outside the checkout in ${root}`);
  return { root, folder: folder.split(path.sep).filter(Boolean) };
}
__name(openCheckout, "openCheckout");
async function holding(commit, places) {
  let problem = "";
  for (const place of places) {
    const asked = await askGit(place, ["rev-parse", "--show-toplevel"]);
    if ("failed" in asked) {
      problem ||= asked.absent ? "git is not installed here, or the workspace does not exist" : `${place} is not a readable git checkout: ${asked.failed}`;
      continue;
    }
    const root = await realpath(asked.out);
    const kind = await askGit(root, ["cat-file", "-t", commit]);
    if ("out" in kind && kind.out === "commit") return root;
    problem = "out" in kind ? `${commit} is a ${kind.out}, not a commit` : `the checkout in ${root} does not have commit ${commit}`;
  }
  throw unusable(problem);
}
__name(holding, "holding");
async function nearestFolder(directory) {
  const found = await stat(directory).catch(() => void 0);
  const parent = path.dirname(directory);
  return found?.isDirectory() || parent === directory ? directory : nearestFolder(parent);
}
__name(nearestFolder, "nearestFolder");
async function resolved(directory) {
  try {
    return await realpath(directory);
  } catch {
    const parent = path.dirname(directory);
    return parent === directory ? directory : path.join(await resolved(parent), path.basename(directory));
  }
}
__name(resolved, "resolved");
function unusable(what) {
  return configurationError({
    code: "SHIPLOCK_UPLOAD_NO_COMMIT",
    what: `could not read the files of the commit: ${what}`,
    notDone: ["nothing was uploaded"],
    next: "Check out the shipped commit with its files before this step: actions/checkout with `ref` set to that commit. A tarball or a copied folder cannot be shipped, because nothing ties it to the commit."
  });
}
__name(unusable, "unusable");
function wrongFolder(folder, commit, why) {
  return configurationError({
    code: "SHIPLOCK_UPLOAD_FOLDER",
    what: `there is nothing to upload from the folder ${shownPath(folder)} of commit ${commit.slice(0, 12)}: ${why}`,
    notDone: ["nothing was uploaded"],
    next: "Set app.directory in shiplock.yml (or the input working-directory) to the folder of the app, relative to the repository, and commit its files. Name files that an earlier step creates in app.include."
  });
}
__name(wrongFolder, "wrongFolder");

// src/source/objects.ts
import { createHash } from "node:crypto";

// src/source/bytes.ts
var Bytes = class {
  static {
    __name(this, "Bytes");
  }
  #chunks;
  #rest = Buffer.alloc(0);
  constructor(stream) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }
  /** Up to the next line feed, without it. */
  async line() {
    for (; ; ) {
      const end = this.#rest.indexOf(10);
      if (end !== -1) {
        const line = this.#rest.toString("latin1", 0, end);
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      this.#rest = Buffer.concat([this.#rest, await this.#more()]);
    }
  }
  /** So many bytes, in the pieces they come in. */
  async take(length, each) {
    let left = length;
    while (left > 0) {
      if (this.#rest.length === 0) this.#rest = await this.#more();
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      each(piece);
    }
  }
  async #more() {
    const { value, done } = await this.#chunks.next();
    if (done) throw new Error("git ended before it answered");
    return value;
  }
};

// src/source/objects.ts
var ObjectError = class extends Error {
  static {
    __name(this, "ObjectError");
  }
  oid;
  why;
  constructor(oid, why) {
    super(`object ${oid} is ${why}`);
    this.oid = oid;
    this.why = why;
  }
};
var GitObjects = class {
  static {
    __name(this, "GitObjects");
  }
  #child;
  #bytes;
  constructor(directory) {
    this.#child = spawnGit(directory, ["cat-file", "--batch"]);
    this.#bytes = new Bytes(this.#child.stdout);
    this.#child.on("error", () => {
    });
    this.#child.stdin.on("error", () => {
    });
  }
  /** Reads these objects in this order, each in pieces that are not kept. */
  async each(oids, open) {
    const asked = this.#ask(oids);
    asked.catch(() => {
    });
    for (const oid of oids) await this.#next(oid, open);
    await asked;
  }
  /** Objects as a whole, by their names; for commits, trees and small files. */
  async wholes(oids) {
    const found = /* @__PURE__ */ new Map();
    await this.each([...new Set(oids)], (head) => {
      const pieces = [];
      return {
        piece: /* @__PURE__ */ __name((bytes) => pieces.push(Buffer.from(bytes)), "piece"),
        end: /* @__PURE__ */ __name(() => found.set(head.oid, { type: head.type, bytes: Buffer.concat(pieces) }), "end")
      };
    });
    return found;
  }
  async whole(oid) {
    return (await this.wholes([oid])).get(oid);
  }
  close() {
    this.#child.stdin.end();
    this.#child.kill();
  }
  /** Written as fast as git reads it, while its answers are read. */
  async #ask(oids) {
    const { stdin } = this.#child;
    const AT_ONCE = 1e3;
    for (let at = 0; at < oids.length; at += AT_ONCE) {
      const text = `${oids.slice(at, at + AT_ONCE).join("\n")}
`;
      await new Promise((resolve, reject) => {
        stdin.write(text, (error) => error ? reject(error) : resolve());
      });
    }
  }
  async #next(oid, open) {
    const line = await this.#bytes.line().catch(() => "");
    const [name, type, length] = line.split(" ");
    if (name !== oid || !isType(type) || length === void 0) throw new ObjectError(oid, "missing");
    const head = { oid, type, size: Number(length) };
    const hash = createHash("sha1").update(`${type} ${length}\0`);
    const sink = open(head);
    await this.#bytes.take(head.size, (piece) => {
      hash.update(piece);
      sink.piece(piece);
    });
    await this.#bytes.take(1, () => {
    });
    if (hash.digest("hex") !== oid) throw new ObjectError(oid, "changed");
    sink.end();
  }
};
var isType = /* @__PURE__ */ __name((type) => type === "commit" || type === "tree" || type === "blob" || type === "tag", "isType");

export {
  decodePath,
  shownPath,
  isStrangePart,
  openCheckout,
  unusable,
  wrongFolder,
  ObjectError,
  GitObjects
};
