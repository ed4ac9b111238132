import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/gates/variables.ts
function variablesOf(source) {
  switch (source.use) {
    case "json":
      return Object.values(source.headers);
    case "prometheus":
      return source.authorization === void 0 ? [] : [source.authorization];
    case "datadog":
      return [source.apiKey, source.applicationKey];
    case "supabase":
      return [source.key];
    case "stripe-webhook":
      return [source.secret];
    case "http":
    case "sentry":
    case "sql":
      return [];
  }
}
__name(variablesOf, "variablesOf");

export {
  variablesOf
};
