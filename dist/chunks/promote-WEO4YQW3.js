import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  moveTraffic,
  promote
} from "./chunk-W6K6EHE7.js";
import "./chunk-SQANDXRL.js";
import "./chunk-CZLD7WII.js";
import "./chunk-W44NXDEC.js";
import "./chunk-EZUR4JGE.js";
import "./chunk-U7W7OKRG.js";
import "./chunk-2PKHQEJD.js";
import "./chunk-YVZSIZN3.js";
import "./chunk-EXC2FD26.js";
import "./chunk-4YI7WEBE.js";
import "./chunk-IE2IBMUA.js";
import "./chunk-P4MBYWRH.js";
import "./chunk-NICL46NP.js";
import "./chunk-I6VJ7LRU.js";
import "./chunk-7VC7Q6IS.js";
import "./chunk-3VXJS7XI.js";
import "./chunk-BFJWBJKM.js";
import "./chunk-LTI6PTE6.js";
import "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-P7GBMNII.js";
import "./chunk-GGNFRYGQ.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-DOWKXZXY.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-BQJO6LBP.js";
import "./chunk-LECB5WLM.js";
import "./chunk-WYVSR7YO.js";
import "./chunk-TESE7W7D.js";
export {
  moveTraffic,
  promote
};
