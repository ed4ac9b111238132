import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/count.ts
function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en-US")} ${plural(number, one, many)}`;
}
__name(count, "count");
function plural(number, one, many) {
  return Number(number) === 1 ? one : many;
}
__name(plural, "plural");

export {
  count,
  plural
};
