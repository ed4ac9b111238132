import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  confirmGlass,
  samePerson,
  unconfirmedGlass
} from "./chunk-5YFMOKQG.js";
import {
  firstLine
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/steps/confirmations.ts
async function noteConfirmations(session) {
  const { context, record } = session;
  const { codeHost } = context;
  if (!codeHost || session.unrecorded) return;
  try {
    for (const broken of await unconfirmedGlass(session.database, context.environment.name)) {
      const found = await codeHost.confirmations(broken);
      const [second] = found.filter((one) => !samePerson(one.by, broken.by));
      if (second) await confirmGlass(record, broken, { ...second, via: "comment" }, context.actor);
    }
  } catch (error) {
    context.warn(`could not read whether a broken glass was confirmed: ${firstLine(error)}`);
  }
}
__name(noteConfirmations, "noteConfirmations");

export {
  noteConfirmations
};
