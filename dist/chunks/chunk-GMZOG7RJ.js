import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  oneLine
} from "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/authors.ts
function authorNotes(work) {
  if (!work) return [];
  const unlinked = work.unlinked.map(
    ({ name, email, commit }) => `an author of commit ${commit} has an address that belongs to no account: ${oneLine(`${name} <${email}>`)}`
  );
  return [...unlinked, ...work.gaps];
}
__name(authorNotes, "authorNotes");

export {
  authorNotes
};
