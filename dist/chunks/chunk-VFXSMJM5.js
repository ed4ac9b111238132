import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  ReleaseRecord,
  installedVersion
} from "./chunk-E3CAOJSN.js";
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/cli/with-record.ts
async function withRecord(url, work) {
  const { connect } = await import("./connection-SQT7HIV3.js");
  const database = await connect(url, {
    applicationName: "shiplock cli",
    readOnly: true
  });
  try {
    if (await installedVersion(database) === 0) {
      throw configurationError({
        code: "SHIPLOCK_RECORD_NOT_INSTALLED",
        what: "this database has no record of releases (schema shiplock)",
        next: "Check that this is the right database; the first deploy installs the record."
      });
    }
    return await work(database, new ReleaseRecord(database));
  } finally {
    await database.close();
  }
}
__name(withRecord, "withRecord");

export {
  withRecord
};
