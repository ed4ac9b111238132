import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  require_dist
} from "./chunk-GFJT6MBX.js";
import "./chunk-TESE7W7D.js";
export default require_dist();
