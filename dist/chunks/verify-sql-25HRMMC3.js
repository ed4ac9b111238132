import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  verifyFile,
  verifySql
} from "./chunk-LYH7Z6ZS.js";
import "./chunk-IWOC4XEU.js";
import "./chunk-MWMXHPT5.js";
import "./chunk-PYON4J3U.js";
import "./chunk-NOU2GYAC.js";
import "./chunk-U2BQKBZ7.js";
import "./chunk-PP74UPLI.js";
import "./chunk-ODKBLE67.js";
import "./chunk-LECB5WLM.js";
import "./chunk-TESE7W7D.js";
export {
  verifyFile,
  verifySql
};
