import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  composeGate,
  composeReady,
  probeOnly
} from "./chunk-URPPKP73.js";
import "./chunk-KJ6EZCGK.js";
import "./chunk-WRGWFEIE.js";
import "./chunk-BZBFRA2C.js";
import "./chunk-P7GBMNII.js";
import "./chunk-LZSHMPLZ.js";
import "./chunk-G76CLWTK.js";
import "./chunk-L6QN4EFZ.js";
import "./chunk-DOYQFB47.js";
import "./chunk-YQIBBOJL.js";
import "./chunk-VTK5KXEX.js";
import "./chunk-PQMOFYZS.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import "./chunk-ODKBLE67.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-XDUIEL37.js";
import "./chunk-WYVSR7YO.js";
import "./chunk-TESE7W7D.js";
export {
  composeGate,
  composeReady,
  probeOnly
};
