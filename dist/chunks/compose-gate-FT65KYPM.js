import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  composeGate,
  composeReady,
  probeOnly,
  shortened
} from "./chunk-S7L33ND5.js";
import "./chunk-64J3AN63.js";
import "./chunk-77PDGBRB.js";
import "./chunk-6ALLFBKM.js";
import "./chunk-CFC4G37J.js";
import "./chunk-T73DP7Z5.js";
import "./chunk-Y2WFYYS6.js";
import "./chunk-P7GBMNII.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-G76CLWTK.js";
import "./chunk-LI44QXIK.js";
import "./chunk-DOYQFB47.js";
import "./chunk-YQIBBOJL.js";
import "./chunk-DOWKXZXY.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-XDUIEL37.js";
import "./chunk-WYVSR7YO.js";
import "./chunk-TESE7W7D.js";
export {
  composeGate,
  composeReady,
  probeOnly,
  shortened
};
