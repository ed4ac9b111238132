import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/find-program.ts
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
async function findProgram(name, workspace, env = process.env) {
  const folders = [
    ...(env["PATH"] ?? "").split(path.delimiter),
    path.resolve(workspace, "node_modules", ".bin")
  ];
  for (const folder of folders.filter(path.isAbsolute)) {
    const file = path.join(folder, process.platform === "win32" ? `${name}.cmd` : name);
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false
    );
    if (found) return file;
  }
  return void 0;
}
__name(findProgram, "findProgram");

export {
  findProgram
};
