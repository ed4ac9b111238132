import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  gateMarkdown,
  sparkline
} from "./chunk-O2HW2UKB.js";
import "./chunk-FDPGNXJU.js";
import "./chunk-ZYXXDNOM.js";
import "./chunk-LECB5WLM.js";
import "./chunk-TESE7W7D.js";
export {
  gateMarkdown,
  sparkline
};
