import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  checkEnvironment,
  verify
} from "./chunk-MANBOZ2U.js";
import "./chunk-PQMOFYZS.js";
import "./chunk-NICL46NP.js";
import "./chunk-I6VJ7LRU.js";
import "./chunk-7VC7Q6IS.js";
import "./chunk-3VXJS7XI.js";
import "./chunk-LTI6PTE6.js";
import "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-P7GBMNII.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-DOWKXZXY.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-WYVSR7YO.js";
import "./chunk-TESE7W7D.js";
export {
  checkEnvironment,
  verify
};
