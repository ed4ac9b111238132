import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/apply.ts
function applying({ context: { schema, say, warn } }, migrations, waiting) {
  return {
    migrations,
    waiting: waiting.map(({ version }) => version),
    say,
    // The migrations are in, whatever becomes of this: `verify` says it again, and looks.
    announce: /* @__PURE__ */ __name(async () => {
      await schema.announce?.().catch((error) => warn(`could not notify the Data API of the new schema: ${String(error)}`));
    }, "announce")
  };
}
__name(applying, "applying");

export {
  applying
};
