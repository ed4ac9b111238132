import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  rollback
} from "./chunk-OJ5JMRKH.js";
import "./chunk-53BYP7NI.js";
import "./chunk-2BALZU3M.js";
import "./chunk-YKAY5ZEI.js";
import "./chunk-TSRRIRXG.js";
import "./chunk-QGFUBSCH.js";
import "./chunk-56UCFTGY.js";
import "./chunk-NREMGUFN.js";
import "./chunk-BPP7BXD5.js";
import "./chunk-PQJX4K2U.js";
import "./chunk-M2GS6LV4.js";
import "./chunk-NRTRHC4V.js";
import "./chunk-2M635MC2.js";
import "./chunk-7VC7Q6IS.js";
import "./chunk-4MSIQHX2.js";
import "./chunk-NJIHPH4N.js";
import "./chunk-KFTSNBGG.js";
import "./chunk-Q5A55XM2.js";
import "./chunk-QVSIU3EX.js";
import "./chunk-P7GBMNII.js";
import "./chunk-GBN247GH.js";
import "./chunk-JBZYLIBD.js";
import "./chunk-VTK5KXEX.js";
import "./chunk-PQMOFYZS.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import "./chunk-ODKBLE67.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-BQJO6LBP.js";
import "./chunk-LECB5WLM.js";
import "./chunk-WYVSR7YO.js";
import "./chunk-TESE7W7D.js";
export {
  rollback
};
