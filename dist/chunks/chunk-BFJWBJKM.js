import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/live.ts
var url = /* @__PURE__ */ __name((domain) => domain.includes("://") ? domain : `https://${domain}`, "url");
async function domainUrls(context) {
  return (await context.hosting.domains()).map(url);
}
__name(domainUrls, "domainUrls");
async function watchedUrls({
  hosting,
  say
}) {
  const [domains, away] = await Promise.all([hosting.domains(), hosting.elsewhere?.()]);
  for (const why of away?.values() ?? []) say(`not watched: ${why}`);
  return domains.filter((domain) => !away?.has(domain)).map(url);
}
__name(watchedUrls, "watchedUrls");
async function describeProduction(context) {
  try {
    const live = await context.hosting.live();
    const where = context.environment.name;
    if (!live.deploymentId) return `${where} serves nothing yet`;
    const release = live.releaseId ? ` of release ${live.releaseId}` : "";
    return `${where} serves deployment ${live.deploymentId}${release}${live.pinned ? ", pinned by a rollback" : ""}`;
  } catch {
    return `could not read from hosting what ${context.environment.name} serves; this step moved nothing unless the lines above say so`;
  }
}
__name(describeProduction, "describeProduction");

export {
  domainUrls,
  watchedUrls,
  describeProduction
};
