import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  look,
  open,
  orderOf,
  plan
} from "./chunk-TKSXV3DM.js";
import "./chunk-M3TT6DPO.js";
import "./chunk-Q7FKY43Q.js";
import "./chunk-XQVBSQ4W.js";
import "./chunk-FY5STXVI.js";
import "./chunk-G5532VYC.js";
import "./chunk-5C23QCQT.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-RGJYDZCI.js";
import "./chunk-GPMABSAE.js";
import "./chunk-EIRXDFOO.js";
import "./chunk-4DOZPKNJ.js";
import "./chunk-NOU2GYAC.js";
import "./chunk-U2BQKBZ7.js";
import "./chunk-GWXVWR6U.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-WYVSR7YO.js";
import "./chunk-TESE7W7D.js";
export {
  look,
  open,
  orderOf,
  plan
};
