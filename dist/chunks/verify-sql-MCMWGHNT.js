import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  verifyFile,
  verifySql
} from "./chunk-H6K26J6Y.js";
import "./chunk-TDMNUXVL.js";
import "./chunk-5C23QCQT.js";
import "./chunk-EIRXDFOO.js";
import "./chunk-NOU2GYAC.js";
import "./chunk-U2BQKBZ7.js";
import "./chunk-GWXVWR6U.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-LECB5WLM.js";
import "./chunk-TESE7W7D.js";
export {
  verifyFile,
  verifySql
};
