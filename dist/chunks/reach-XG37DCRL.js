import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  shortfallSentence,
  shortfalls,
  wantedPeople
} from "./chunk-DQWHDDH4.js";
import "./chunk-4BVWUWMU.js";
import "./chunk-SR5SIRBN.js";
import "./chunk-BQJO6LBP.js";
import "./chunk-LECB5WLM.js";
import "./chunk-TESE7W7D.js";
export {
  shortfallSentence,
  shortfalls,
  wantedPeople
};
