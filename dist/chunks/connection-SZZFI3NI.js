import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  connect
} from "./chunk-JRUMLVHA.js";
import "./chunk-MWMXHPT5.js";
import "./chunk-L6QN4EFZ.js";
import "./chunk-GPMABSAE.js";
import "./chunk-PP74UPLI.js";
import "./chunk-ODKBLE67.js";
import "./chunk-TESE7W7D.js";
export {
  connect
};
