import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/canonical.ts
import { createHash } from "node:crypto";
var Digits = class {
  static {
    __name(this, "Digits");
  }
  text;
  constructor(text) {
    this.text = text;
  }
};
function canonical(value) {
  return write(value, plainDecimal);
}
__name(canonical, "canonical");
function canonicalAsWritten(value) {
  return write(value, (text) => text);
}
__name(canonicalAsWritten, "canonicalAsWritten");
function write(value, number) {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return number(numberText(value));
  if (value instanceof Digits) return number(value.text);
  if (typeof value === "string") return JSON.stringify(storable(value));
  if (isList(value)) return `[${value.map((item) => write(item, number)).join(",")}]`;
  const entries = new Map(Object.entries(value).map(([key, item]) => [storable(key), item]));
  const sorted = [...entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${write(item, number)}`).join(",")}}`;
}
__name(write, "write");
function isList(value) {
  return Array.isArray(value);
}
__name(isList, "isList");
function numberText(value) {
  if (Number.isFinite(value)) return String(value);
  throw new RangeError(`the record keeps finite numbers only; ${value} is not one`);
}
__name(numberText, "numberText");
var LONGEST_SHIFT = 15e4;
function plainDecimal(text) {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  const negative = mantissa.startsWith("-");
  const [whole = "", fraction = ""] = mantissa.replace(/^[+-]/, "").split(".");
  const shift = Number(exponent);
  if (Math.abs(shift) > LONGEST_SHIFT)
    throw new RangeError(`${text} has more digits than the record can hold`);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const left = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "";
  const right = point < 0 ? digits.padStart(digits.length - point, "0") : digits.slice(point);
  const units = left.replace(/^0+(?=\d)/, "") || "0";
  const rest = right.replace(/0+$/, "");
  const plain = rest === "" ? units : `${units}.${rest}`;
  return negative && plain !== "0" ? `-${plain}` : plain;
}
__name(plainDecimal, "plainDecimal");
function storable(text) {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}
__name(storable, "storable");
function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}
__name(sha256, "sha256");
function hashOf(value) {
  return sha256(canonical(value));
}
__name(hashOf, "hashOf");
function toJson(value) {
  return value === void 0 ? null : JSON.parse(JSON.stringify(value));
}
__name(toJson, "toJson");

export {
  Digits,
  canonical,
  canonicalAsWritten,
  storable,
  sha256,
  hashOf,
  toJson
};
