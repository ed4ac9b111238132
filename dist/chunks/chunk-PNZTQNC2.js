import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/at-once.ts
async function atOnce(items, limit, work) {
  const failures = [];
  let running = 0;
  let carried = 0;
  let wake = /* @__PURE__ */ __name(() => {
  }, "wake");
  const full = /* @__PURE__ */ __name(() => running >= limit.most || carried > 0 && carried >= mostWeight, "full");
  const mostWeight = limit.weight?.most ?? Number.POSITIVE_INFINITY;
  const oneEnds = /* @__PURE__ */ __name(() => new Promise((resolve) => {
    wake = resolve;
  }), "oneEnds");
  const begin = /* @__PURE__ */ __name(async (item, weight) => {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    } finally {
      running -= 1;
      carried -= weight;
      wake();
    }
  }, "begin");
  for await (const item of items) {
    const weight = limit.weight?.of(item) ?? 0;
    running += 1;
    carried += weight;
    void begin(item, weight);
    while (failures.length === 0 && full()) await oneEnds();
    if (failures.length > 0) break;
  }
  while (running > 0) await oneEnds();
  if (failures.length > 0) throw failures[0];
}
__name(atOnce, "atOnce");

export {
  atOnce
};
