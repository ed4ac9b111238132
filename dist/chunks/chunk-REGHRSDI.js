import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/project.ts
function projectOf(called, ask) {
  let asked;
  return {
    called,
    names: /* @__PURE__ */ __name(async () => {
      asked ??= ask?.() ?? Promise.resolve([called]);
      try {
        return [.../* @__PURE__ */ new Set([...await asked, called])];
      } catch (error) {
        asked = void 0;
        throw error;
      }
    }, "names")
  };
}
__name(projectOf, "projectOf");
async function projectSuffix(project) {
  const [id] = await project?.names() ?? [];
  return id === void 0 ? "" : `-${id}`;
}
__name(projectSuffix, "projectSuffix");

export {
  projectOf,
  projectSuffix
};
