import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/gates/sources/json/pointer.ts
function pointed(document, pointer) {
  let at = document;
  for (const token of tokensOf(pointer)) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, token)) return void 0;
    if (Array.isArray(at) && !/^(?:0|[1-9]\d*)$/.test(token)) return void 0;
    at = Reflect.get(at, token);
  }
  return at;
}
__name(pointed, "pointed");
function isPointer(text) {
  return /^(?:\/(?:[^/~]|~[01])*)*$/u.test(text);
}
__name(isPointer, "isPointer");
function tokensOf(pointer) {
  const [, ...tokens] = pointer.split("/");
  return tokens.map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}
__name(tokensOf, "tokensOf");
function pointerOf(dotted) {
  return dotted.split(".").map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
__name(pointerOf, "pointerOf");

export {
  pointed,
  isPointer,
  pointerOf
};
