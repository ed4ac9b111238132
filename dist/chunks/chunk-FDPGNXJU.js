import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  oneLine,
  redact,
  visible
} from "./chunk-ZYXXDNOM.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/markdown.ts
var APART = "&#8203;";
var MEANS = /[\\`*{}[\]<>|&~$@#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|\bGH-(?=\d)|:(?=\/\/)|www\.|(?:mailto|xmpp):/gi;
var BEGINS_BLOCK = /^(?:[-+=]|\d{1,9}(?=[.)]))/;
function text(words) {
  return visible(oneLine(redact(words))).replace(MEANS, (sign) => {
    if (/^(?:[@#]|GH-)$/i.test(sign)) return `${sign}${APART}`;
    return `${sign.slice(0, -1)}${entity(sign.slice(-1))}`;
  }).replace(
    BEGINS_BLOCK,
    (sign) => /\d/.test(sign) ? `&#${sign.charCodeAt(0)};${sign.slice(1)}` : entity(sign)
  );
}
__name(text, "text");
function entity(sign) {
  return `&#${sign.charCodeAt(0)};`;
}
__name(entity, "entity");
function code(words) {
  const shown = visible(oneLine(redact(words)));
  return /[`|]/.test(shown) || shown === "" ? `<code>${text(shown)}</code>` : `\`${shown}\``;
}
__name(code, "code");
function prose(words) {
  return words.split(/`([^`\n]+)`/).map((part, at) => at % 2 === 1 ? code(part) : spaced(part)).join("");
}
__name(prose, "prose");
function spaced(part) {
  return `${/^\s/.test(part) ? " " : ""}${text(part)}${/\S\s+$/.test(part) ? " " : ""}`;
}
__name(spaced, "spaced");
function link(words, address) {
  const target = URL.canParse(address) ? new URL(redact(address)) : void 0;
  if (!target || !/^https?:$/.test(target.protocol)) return text(words);
  const href = visible(target.href).replace(/[\s<>|\\`*_~[\](){}^"']/g, (sign) => encodeURIComponent(sign));
  return `[${text(words)}](<${href.replaceAll("&", "&amp;")}>)`;
}
__name(link, "link");
function fenced(source, language, indent = "") {
  const lines = visible(redact(source).replace(/\r\n?/g, "\n")).split("\n");
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = "`".repeat(longest + 1);
  return [`${indent}${fence}${language}`, ...lines.map((line) => `${indent}${line}`), `${indent}${fence}`];
}
__name(fenced, "fenced");

export {
  text,
  code,
  prose,
  link,
  fenced
};
