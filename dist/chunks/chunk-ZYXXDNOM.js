import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/present/encodings.ts
var DEEPEST = 16;
var WRITTEN = /(?<percent>(?:%[\da-f]{2})+)|\\u\{0{0,6}(?<braced>[\da-f]{1,6})\}|\\u(?<unit>[\da-f]{4})|\\x(?<byte>[\da-f]{2})|&#0{0,6}(?<decimal>\d{1,7});?|&#x0{0,6}(?<hex>[\da-f]{1,6});?|&(?<name>[a-z]{2,16});|(?<space>(?:\\[nrt]|[\s+])+)|(?<nothing>\\|\u200b)/gi;
var NAMED = new Map(
  'quot " QUOT " num # dollar $ percnt % amp & AMP & apos \' lpar ( rpar ) ast * midast * plus + comma , period . sol / colon : semi ; lt < LT < equals = gt > GT > quest ? commat @ lsqb [ lbrack [ bsol \\ rsqb ] rbrack ] Hat ^ lowbar _ UnderBar _ grave ` lcub { lbrace { verbar | vert | rcub } rbrace } tilde ~ excl !'.split(" ").flatMap((word, at, all) => at % 2 === 0 ? [[word, all[at + 1] ?? ""]] : [])
);
function read(written) {
  let text = written;
  let from;
  let to;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const next = decoded(text);
    if (!next) break;
    const [start, end] = [from, to];
    from = next.from.map((at) => start?.[at] ?? at);
    to = next.to.map((at) => end?.[at] ?? at + 1);
    text = next.text;
  }
  return { text, from: /* @__PURE__ */ __name((at) => from?.[at] ?? at, "from"), to: /* @__PURE__ */ __name((at) => to?.[at] ?? at + 1, "to") };
}
__name(read, "read");
function decoded(written) {
  const parts = [];
  const from = new Uint32Array(written.length);
  const to = new Uint32Array(written.length);
  let length = 0;
  let done = 0;
  let changed = false;
  const put = /* @__PURE__ */ __name((text, start, end) => {
    parts.push(text);
    for (let unit = 0; unit < text.length; unit += 1) {
      from[length] = start;
      to[length] = end;
      length += 1;
    }
  }, "put");
  const copy = /* @__PURE__ */ __name((end) => {
    parts.push(written.slice(done, end));
    for (let at = done; at < end; at += 1) {
      from[length] = at;
      to[length] = at;
      length += 1;
    }
  }, "copy");
  for (const match of written.matchAll(WRITTEN)) {
    const meant = meaning(match);
    if (meant === void 0 || meant === match[0]) continue;
    changed = true;
    copy(match.index);
    if (match.groups?.["percent"])
      for (const { text, at, size } of characters(match[0]))
        put(text, match.index + at, match.index + at + size - 1);
    else put(meant, match.index, match.index + match[0].length - 1);
    done = match.index + match[0].length;
  }
  if (!changed) return void 0;
  copy(written.length);
  return { text: parts.join(""), from: from.slice(0, length), to: to.slice(0, length) };
}
__name(decoded, "decoded");
function meaning({ 0: whole, groups = {} }) {
  const { percent, braced, unit, byte, decimal, hex, name, space, nothing } = groups;
  if (space !== void 0) return " ";
  if (nothing !== void 0) return "";
  if (percent !== void 0) return "";
  if (name !== void 0) return NAMED.get(name) ?? NAMED.get(name.toLowerCase()) ?? whole;
  const code = decimal ? Number(decimal) : Number.parseInt(braced ?? unit ?? byte ?? hex ?? "", 16);
  if (!(code <= 1114111)) return void 0;
  return unit ? String.fromCharCode(code) : String.fromCodePoint(code);
}
__name(meaning, "meaning");
function characters(run) {
  const bytes = Buffer.from(run.replaceAll("%", ""), "hex");
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const width = lead < 128 ? 1 : lead >= 240 ? 4 : lead >= 224 ? 3 : 2;
    const text = bytes.subarray(at, at + width).toString("utf8");
    const size = [...text].length === 1 && text !== "\uFFFD" ? Math.min(width, bytes.length - at) : 1;
    found.push({ text: size === 1 ? String.fromCharCode(lead) : text, at: at * 3, size: size * 3 });
    at += size;
  }
  return found;
}
__name(characters, "characters");
var SHORTEST_BASE64 = 8;
var BASE64 = /[\w+/-]/;
var AT_END = /(?:\r?\n)?(?:[\w+/-]|%2[bf]){0,2}(?:=|%3d){0,2}/iy;
function inBase64(bytes) {
  const wanted = [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64").replace(/=+$/, "");
    const fixed = encoded.slice(Math.ceil(before * 8 / 6), Math.floor((before + bytes.length) * 8 / 6));
    const { text } = bare(fixed);
    return text.length < SHORTEST_BASE64 ? [] : [{ text, leads: before > 0 }];
  });
  return (text, reading) => {
    if (wanted.length === 0) return [];
    const shown = bareOf(reading);
    return wanted.flatMap(({ text: body, leads }) => {
      const found = [];
      for (let at = shown.text.indexOf(body); at !== -1; at = shown.text.indexOf(body, at + 1)) {
        const from = reading.from(shown.at(at));
        AT_END.lastIndex = reading.to(shown.at(at + body.length - 1));
        const to = AT_END.lastIndex + (AT_END.exec(text)?.[0].length ?? 0);
        found.push({ from: leads && BASE64.test(text[from - 1] ?? "") ? from - 1 : from, to });
      }
      return found;
    });
  };
}
__name(inBase64, "inBase64");
var last;
function bareOf(reading) {
  if (last?.reading !== reading) last = { reading, shown: bare(reading.text) };
  return last.shown;
}
__name(bareOf, "bareOf");
function bare(text) {
  const kept = new Uint32Array(text.length);
  let length = 0;
  const bareText = text.replace(/[\s+-]|_|[^\s+_-]+/g, (part, offset) => {
    if (/^[\s+-]/.test(part)) return "";
    for (let at = 0; at < part.length; at += 1) kept[length++] = offset + at;
    return part === "_" ? "/" : part;
  });
  return { text: bareText, at: /* @__PURE__ */ __name((index) => kept[index] ?? 0, "at") };
}
__name(bare, "bare");
function inHex(bytes) {
  const wanted = bytes.length < 6 ? void 0 : bytes.toString("hex");
  return (_, reading) => {
    if (!wanted) return [];
    const lower = reading.text.replace(/[A-F]/g, (digit) => digit.toLowerCase());
    const found = [];
    for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + 1))
      found.push({ from: reading.from(at), to: reading.to(at + wanted.length - 1) });
    return found;
  };
}
__name(inHex, "inHex");

// src/present/redact.ts
var MASK = "***";
var SHORTEST = 3;
var known = [];
var mask = redactor([]);
var maskStrong = redactor([]);
function keepSecret(secrets) {
  known = [.../* @__PURE__ */ new Set([...known, ...secrets])];
  mask = redactor(known);
  maskStrong = redactor(known.filter((secret) => !isGuessable(secret)));
}
__name(keepSecret, "keepSecret");
function redact(text) {
  return mask(text);
}
__name(redact, "redact");
function redactStored(text) {
  return maskStrong(text);
}
__name(redactStored, "redactStored");
function redactedValue(value) {
  return deep(value);
}
__name(redactedValue, "redactedValue");
function deep(value) {
  if (typeof value === "string") return redactStored(value);
  if (Array.isArray(value)) return value.map(deep);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deep(item)]));
}
__name(deep, "deep");
function isGuessable(secret) {
  return secret.length < 8 || /^(?:[a-z]{1,12}|[0-9]{1,12}|[A-Z]{1,12})$/.test(secret);
}
__name(isGuessable, "isGuessable");
function redactor(secrets) {
  const wanted = [...new Set(secrets.flatMap((secret) => [secret, secret.trim()]))].filter(
    (secret) => secret.length >= SHORTEST
  );
  if (wanted.length === 0) return (text) => text;
  let searches;
  return (text) => {
    if (text.length < SHORTEST) return text;
    searches ??= wanted.flatMap(searchesFor);
    const reading = read(text);
    return replaced(
      text,
      searches.flatMap((search) => search(text, reading))
    );
  };
}
__name(redactor, "redactor");
function searchesFor(secret) {
  const meant = read(secret).text;
  const bytes = Buffer.from(secret.toWellFormed());
  return [
    (text) => each(text, secret, (at) => ({ from: at, to: at + secret.length })),
    ...meant.length >= SHORTEST ? [
      (_, reading) => each(reading.text, meant, (at) => ({
        from: reading.from(at),
        to: reading.to(at + meant.length - 1)
      }))
    ] : [],
    inBase64(bytes),
    inHex(bytes)
  ];
}
__name(searchesFor, "searchesFor");
function each(text, wanted, found) {
  const all = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) all.push(found(at));
  return all;
}
__name(each, "each");
function replaced(text, found) {
  if (found.length === 0) return text;
  let shown = "";
  let at = 0;
  for (const { from, to } of [...found].sort((a, b) => a.from - b.from)) {
    if (from >= at && (from > at || shown === "")) shown += `${text.slice(at, from)}${MASK}`;
    at = Math.max(at, to);
  }
  return shown + text.slice(at);
}
__name(replaced, "replaced");

// src/present/text.ts
var UNSEEN = new RegExp("(\\p{Extended_Pictographic}[\\uFE0F\\p{Emoji_Modifier}]*(?:\\u200D\\p{Extended_Pictographic}[\\uFE0F\\p{Emoji_Modifier}]*)*)|[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800]", "gu");
function visible(words) {
  return words.replace(
    UNSEEN,
    (sign, emoji) => emoji !== void 0 || sign === "\n" || sign === "	" ? sign : `\\u{${sign.codePointAt(0)?.toString(16)}}`
  );
}
__name(visible, "visible");
function oneLine(words) {
  return words.replace(/\s+/g, " ").trim();
}
__name(oneLine, "oneLine");
var LONGEST_CLUSTER = 64;
var segmenter;
function cut(words, limit) {
  const whole = redact(words).toWellFormed();
  return whole.length <= limit ? whole : `${whole.slice(0, boundary(whole, Math.max(0, limit - 1)))}\u2026`;
}
__name(cut, "cut");
function boundary(whole, most) {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  const from = codePointBoundary(whole, Math.max(0, most - 4 * LONGEST_CLUSTER));
  const near = whole.slice(from, most + LONGEST_CLUSTER);
  const at = from + (segmenter.segment(near).containing(most - from)?.index ?? most - from);
  return most - at < LONGEST_CLUSTER ? at : codePointBoundary(whole, most);
}
__name(boundary, "boundary");
function codePointBoundary(whole, at) {
  const unit = whole.charCodeAt(at);
  return unit >= 56320 && unit <= 57343 ? at - 1 : at;
}
__name(codePointBoundary, "codePointBoundary");

export {
  MASK,
  keepSecret,
  redact,
  redactStored,
  redactedValue,
  redactor,
  visible,
  oneLine,
  cut
};
