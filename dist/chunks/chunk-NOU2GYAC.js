import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/database/sql/places.ts
function byteOffsets(text) {
  const bytes = Buffer.byteLength(text);
  if (bytes === text.length) return (byte) => Math.min(byte, bytes);
  const buffer = Buffer.from(text);
  let atByte = 0;
  let atUnit = 0;
  return (byte) => {
    if (byte < atByte) {
      atByte = 0;
      atUnit = 0;
    }
    const end = Math.min(byte, buffer.length);
    atUnit += buffer.toString("utf8", atByte, end).length;
    atByte = end;
    return atUnit;
  };
}
__name(byteOffsets, "byteOffsets");
function positions(text) {
  let line = 1;
  let lineStart = 0;
  return (offset) => {
    if (offset < lineStart) {
      line = 1;
      lineStart = 0;
    }
    for (let end = text.indexOf("\n", lineStart); end !== -1 && end < offset; end = text.indexOf("\n", lineStart)) {
      line += 1;
      lineStart = end + 1;
    }
    return { offset, line, column: offset - lineStart + 1 };
  };
}
__name(positions, "positions");
function codePointOffset(text, codePoints) {
  let offset = 0;
  for (let left = codePoints; left > 0 && offset < text.length; left -= 1) {
    offset += (text.codePointAt(offset) ?? 0) > 65535 ? 2 : 1;
  }
  return offset;
}
__name(codePointOffset, "codePointOffset");

export {
  byteOffsets,
  positions,
  codePointOffset
};
