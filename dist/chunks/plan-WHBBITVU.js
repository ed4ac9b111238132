import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  computePlan,
  plan,
  recheckPlan,
  recordPlan
} from "./chunk-46EWTAD6.js";
import "./chunk-YCLXYTJM.js";
import "./chunk-4VK7KTR6.js";
import "./chunk-PQMOFYZS.js";
import "./chunk-WZTFVH4X.js";
import "./chunk-DGDVD2HK.js";
import "./chunk-EZUR4JGE.js";
import "./chunk-U7W7OKRG.js";
import "./chunk-2PKHQEJD.js";
import "./chunk-PHHJXQEC.js";
import "./chunk-YVZSIZN3.js";
import "./chunk-5YFMOKQG.js";
import "./chunk-RVISAR34.js";
import "./chunk-QLV4WSCS.js";
import "./chunk-EXC2FD26.js";
import "./chunk-4YI7WEBE.js";
import "./chunk-IE2IBMUA.js";
import "./chunk-P4MBYWRH.js";
import "./chunk-NICL46NP.js";
import "./chunk-I6VJ7LRU.js";
import "./chunk-7VC7Q6IS.js";
import "./chunk-3VXJS7XI.js";
import "./chunk-GMZOG7RJ.js";
import "./chunk-REGHRSDI.js";
import "./chunk-BFJWBJKM.js";
import "./chunk-LTI6PTE6.js";
import "./chunk-E3CAOJSN.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-XTDSYK6L.js";
import "./chunk-YSEBYVDK.js";
import "./chunk-Y2WFYYS6.js";
import "./chunk-P7GBMNII.js";
import "./chunk-7DIKCZIJ.js";
import "./chunk-GGNFRYGQ.js";
import "./chunk-7T4UKS5A.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-WYVSR7YO.js";
import "./chunk-TESE7W7D.js";
export {
  computePlan,
  plan,
  recheckPlan,
  recordPlan
};
