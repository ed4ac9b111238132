import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/http/same-origin.ts
var NOWHERE = ["https://a.invalid", "http://b.invalid:1"];
var PLAIN = /^\/(?![/\\]|%2f|%5c)[^\s\\\p{Cc}]*$/iu;
function isOwnPath(path) {
  return PLAIN.test(path) && NOWHERE.every((origin) => URL.parse(path, origin)?.origin === origin);
}
__name(isOwnPath, "isOwnPath");
var OWN_PATH = "must be a path on the same host: it must start with a single / and name no other host (as //host and /\\host do)";
function onSameOrigin(path, base) {
  const { origin } = new URL(base);
  const url = new URL(path, base);
  if (!isOwnPath(path) || url.origin !== origin) throw new RangeError("the path leads to another host");
  return url;
}
__name(onSameOrigin, "onSameOrigin");
function isDomain(text) {
  const bare = text.replace(/^https?:\/\//, "");
  if (!/^[\p{L}\p{N}.-]+(?::\d{1,5})?$/u.test(bare) || !URL.canParse(`https://${bare}`)) return false;
  const { pathname, username, search, hash } = new URL(`https://${bare}`);
  return pathname === "/" && username === "" && search === "" && hash === "";
}
__name(isDomain, "isDomain");
function isWebAddress(text) {
  if (!/^https?:\/\/[^\s\\/]/i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === "" && password === "";
}
__name(isWebAddress, "isWebAddress");

export {
  isOwnPath,
  OWN_PATH,
  onSameOrigin,
  isDomain,
  isWebAddress
};
