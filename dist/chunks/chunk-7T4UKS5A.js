import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/source.ts
import { createHash } from "node:crypto";
var LARGEST_TEXT = 1 << 20;
async function readSourceText(source, path) {
  const file = (await source.files()).find((one) => one.path === path);
  if (!file || file.size > LARGEST_TEXT) return void 0;
  for await (const contents of source.contents([file.sha1])) return new Response(contents.open()).text();
  return void 0;
}
__name(readSourceText, "readSourceText");
function sourceDigest(files) {
  const known = [...files].map(({ path, sha1 }) => ({ path: Buffer.from(path), sha1 }));
  known.sort((a, b) => Buffer.compare(a.path, b.path));
  const hash = createHash("sha256");
  for (const { path, sha1 } of known) hash.update(path).update("\0").update(sha1).update("\0");
  return hash.digest("hex");
}
__name(sourceDigest, "sourceDigest");

export {
  readSourceText,
  sourceDigest
};
