import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  withRecord
} from "./chunk-VFXSMJM5.js";
import {
  defineCommand
} from "./chunk-HLHOTKEQ.js";
import {
  composeCodeHost
} from "./chunk-NPQESOTZ.js";
import {
  isExplained,
  ofThisRecord
} from "./chunk-I6VJ7LRU.js";
import "./chunk-GMZOG7RJ.js";
import "./chunk-REGHRSDI.js";
import "./chunk-BFJWBJKM.js";
import "./chunk-LTI6PTE6.js";
import {
  installedVersion,
  told
} from "./chunk-E3CAOJSN.js";
import {
  START
} from "./chunk-QVSIU3EX.js";
import "./chunk-S7L33ND5.js";
import "./chunk-64J3AN63.js";
import "./chunk-77PDGBRB.js";
import {
  runFacts
} from "./chunk-6ALLFBKM.js";
import "./chunk-CFC4G37J.js";
import "./chunk-T73DP7Z5.js";
import "./chunk-Y2WFYYS6.js";
import "./chunk-P7GBMNII.js";
import "./chunk-HWE4CUXX.js";
import "./chunk-G76CLWTK.js";
import "./chunk-7T4UKS5A.js";
import {
  Digits,
  canonical,
  canonicalAsWritten,
  sha256
} from "./chunk-JBZYLIBD.js";
import "./chunk-LI44QXIK.js";
import "./chunk-DOYQFB47.js";
import "./chunk-YQIBBOJL.js";
import "./chunk-MK4XUZCG.js";
import "./chunk-OJTFYJNB.js";
import "./chunk-DOWKXZXY.js";
import "./chunk-UUOM7QQR.js";
import "./chunk-FDPGNXJU.js";
import {
  ShiplockError,
  configurationError,
  failure
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import "./chunk-XDUIEL37.js";
import "./chunk-WYVSR7YO.js";
import {
  __name
} from "./chunk-TESE7W7D.js";

// src/release/record/known-heads.ts
var Heads = class {
  static {
    __name(this, "Heads");
  }
  #outside;
  #given;
  #seen = /* @__PURE__ */ new Set();
  #bySeq = /* @__PURE__ */ new Map();
  #givenSeen;
  constructor(given, outside) {
    const [hash = "", seq] = given?.split(":").reverse() ?? [];
    this.#given = given === void 0 ? void 0 : { text: given, seq, hash };
    this.#givenSeen = given === void 0 || hash === START.hash;
    this.#outside = outside.filter((head) => head.seq > 0);
    for (const head of this.#outside) {
      const others = this.#bySeq.get(String(head.seq)) ?? [];
      this.#bySeq.set(String(head.seq), [...others, head]);
    }
  }
  get count() {
    return this.#outside.length + (this.#given ? 1 : 0);
  }
  see({ seq, hash }) {
    const given = this.#given;
    if (given && hash?.startsWith(given.hash) && (given.seq ?? seq) === seq) this.#givenSeen = true;
    for (const head of this.#bySeq.get(seq) ?? []) if (hash?.startsWith(head.hash)) this.#seen.add(head);
  }
  /** @param end place of the newest event */
  missing(end, restored) {
    const flaws = [];
    if (!this.#givenSeen)
      flaws.push({
        kind: "cut-off",
        seq: String(end),
        why: `the event with hash ${this.#given?.text} is not in the record: the record was cut off or rewritten`
      });
    for (const head of this.#outside) {
      if (this.#seen.has(head) || isExplained(head, restored)) continue;
      const { seq, hash, by, at, deploymentId, releaseId } = head;
      flaws.push({
        kind: "cut-off",
        seq: String(seq),
        why: `deployment ${deploymentId} of release ${releaseId} at the code host has it as ${hash}, but the record ${seq > end ? `ends at event ${end}` : "has a different one there"}: the record lost its end or was changed, or somebody posted a deployment that claims a head (this one: ${by}, ${at})`
      });
    }
    return flaws;
  }
};

// node_modules/lossless-json/lib/esm/utils.js
function isInteger(value) {
  return INTEGER_REGEX.test(value);
}
__name(isInteger, "isInteger");
var INTEGER_REGEX = /^-?[0-9]+$/;
function isNumber(value) {
  return NUMBER_REGEX.test(value);
}
__name(isNumber, "isNumber");
var NUMBER_REGEX = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
function isSafeNumber(value, config2) {
  if (isInteger(value)) {
    return Number.isSafeInteger(Number.parseInt(value, 10));
  }
  const num = Number.parseFloat(value);
  if (Number.isInteger(num) && !Number.isSafeInteger(num)) {
    return false;
  }
  const parsed = String(num);
  if (value === parsed) {
    return true;
  }
  const valueDigits = extractSignificantDigits(value);
  const parsedDigits = extractSignificantDigits(parsed);
  if (valueDigits === parsedDigits) {
    return true;
  }
  if (config2?.approx === true) {
    const requiredDigits = 14;
    if (parsedDigits.length >= requiredDigits && valueDigits.startsWith(parsedDigits.substring(0, requiredDigits))) {
      return true;
    }
  }
  return false;
}
__name(isSafeNumber, "isSafeNumber");
var UnsafeNumberReason = /* @__PURE__ */ (function(UnsafeNumberReason2) {
  UnsafeNumberReason2["underflow"] = "underflow";
  UnsafeNumberReason2["overflow"] = "overflow";
  UnsafeNumberReason2["truncate_integer"] = "truncate_integer";
  UnsafeNumberReason2["truncate_float"] = "truncate_float";
  return UnsafeNumberReason2;
})({});
function getUnsafeNumberReason(value) {
  if (isSafeNumber(value, {
    approx: false
  })) {
    return void 0;
  }
  if (isInteger(value)) {
    return UnsafeNumberReason.truncate_integer;
  }
  const num = Number.parseFloat(value);
  if (!Number.isFinite(num)) {
    return UnsafeNumberReason.overflow;
  }
  if (num === 0) {
    return UnsafeNumberReason.underflow;
  }
  return UnsafeNumberReason.truncate_float;
}
__name(getUnsafeNumberReason, "getUnsafeNumberReason");
function extractSignificantDigits(value) {
  const {
    start,
    end
  } = getSignificantDigitRange(value);
  const digits = value.substring(start, end);
  const dot = digits.indexOf(".");
  if (dot === -1) {
    return digits;
  }
  return digits.substring(0, dot) + digits.substring(dot + 1);
}
__name(extractSignificantDigits, "extractSignificantDigits");
function getSignificantDigitRange(value) {
  let start = 0;
  if (value[0] === "-") {
    start++;
  }
  while (value[start] === "0" || value[start] === ".") {
    start++;
  }
  let end = value.lastIndexOf("e");
  if (end === -1) {
    end = value.lastIndexOf("E");
  }
  if (end === -1) {
    end = value.length;
  }
  while ((value[end - 1] === "0" || value[end - 1] === ".") && end > start) {
    end--;
  }
  return {
    start,
    end
  };
}
__name(getSignificantDigitRange, "getSignificantDigitRange");

// node_modules/lossless-json/lib/esm/LosslessNumber.js
var losslessNumberMarker = /* @__PURE__ */ Symbol.for("lossless-json.LosslessNumber");
var LosslessNumber = class {
  static {
    __name(this, "LosslessNumber");
  }
  // numeric value as string
  value;
  /**
   * @deprecated Use the isLosslessNumber(value) function instead.
   *
   * Ordinary objects may also have an isLosslessNumber property, so this
   * field cannot reliably identify lossless numbers.
   */
  isLosslessNumber = true;
  get [losslessNumberMarker]() {
    return true;
  }
  constructor(value) {
    if (!isNumber(value)) {
      throw new Error(`Invalid number (value: "${value}")`);
    }
    this.value = value;
  }
  /**
   * Get the value of the LosslessNumber as number or bigint.
   *
   * - a number is returned for safe numbers and decimal values that only lose some insignificant digits
   * - a bigint is returned for big integer numbers
   * - an Error is thrown for values that will overflow or underflow
   *
   * Note that you can implement your own strategy for conversion by just getting the value as string
   * via .toString(), and using util functions like isInteger, isSafeNumber, getUnsafeNumberReason,
   * and toSafeNumberOrThrow to convert it to a numeric value.
   */
  valueOf() {
    const unsafeReason = getUnsafeNumberReason(this.value);
    if (unsafeReason === void 0 || unsafeReason === UnsafeNumberReason.truncate_float) {
      return Number.parseFloat(this.value);
    }
    if (isInteger(this.value)) {
      return BigInt(this.value);
    }
    throw new Error(`Cannot safely convert to number: the value '${this.value}' would ${unsafeReason} and become ${Number.parseFloat(this.value)}`);
  }
  /**
   * Get the value of the LosslessNumber as string.
   */
  toString() {
    return this.value;
  }
  // Note: we do NOT implement a .toJSON() method, and you should not implement
  // or use that, it cannot safely turn the numeric value in the string into
  // stringified JSON since it has to be parsed into a number first.
};
function isLosslessNumber(value) {
  return value !== null && typeof value === "object" && value[losslessNumberMarker] === true;
}
__name(isLosslessNumber, "isLosslessNumber");

// node_modules/lossless-json/lib/esm/numberParsers.js
function parseLosslessNumber(value) {
  return new LosslessNumber(value);
}
__name(parseLosslessNumber, "parseLosslessNumber");

// node_modules/lossless-json/lib/esm/revive.js
function revive(json, reviver) {
  return reviveValue({
    "": json
  }, "", json, reviver);
}
__name(revive, "revive");
function reviveValue(context, key, value, reviver) {
  if (Array.isArray(value)) {
    return reviver.call(context, key, reviveArray(value, reviver));
  }
  if (value && typeof value === "object" && !isLosslessNumber(value)) {
    return reviver.call(context, key, reviveObject(value, reviver));
  }
  return reviver.call(context, key, value);
}
__name(reviveValue, "reviveValue");
function reviveObject(object, reviver) {
  for (const key of Object.keys(object)) {
    const value = reviveValue(object, key, object[key], reviver);
    if (value !== void 0) {
      object[key] = value;
    } else {
      delete object[key];
    }
  }
  return object;
}
__name(reviveObject, "reviveObject");
function reviveArray(array, reviver) {
  for (let i = 0; i < array.length; i++) {
    const value = reviveValue(array, String(i), array[i], reviver);
    if (value === void 0) {
      delete array[i];
    } else {
      array[i] = value;
    }
  }
  return array;
}
__name(reviveArray, "reviveArray");

// node_modules/lossless-json/lib/esm/parse.js
function parse(text, reviver, options) {
  const optionsObj = typeof options === "function" ? {
    parseNumber: options
  } : options;
  const parseNumber = optionsObj?.parseNumber ?? parseLosslessNumber;
  const onDuplicateKey = optionsObj?.onDuplicateKey ?? throwDuplicateKey;
  let i = 0;
  const value = parseValue();
  expectValue(value);
  expectEndOfInput();
  return reviver ? revive(value, reviver) : value;
  function parseObject() {
    if (text.charCodeAt(i) === codeOpeningBrace) {
      i++;
      skipWhitespace();
      const object = {};
      let initial = true;
      while (i < text.length && text.charCodeAt(i) !== codeClosingBrace) {
        if (!initial) {
          eatComma();
          skipWhitespace();
        } else {
          initial = false;
        }
        const start = i;
        const key = parseString();
        if (key === void 0) {
          throwObjectKeyExpected();
          return;
        }
        skipWhitespace();
        eatColon();
        const value2 = parseValue();
        if (value2 === void 0) {
          throwObjectValueExpected();
          return;
        }
        if (Object.prototype.hasOwnProperty.call(object, key) && !isDeepEqual(value2, object[key])) {
          const returnedValue = onDuplicateKey({
            key,
            position: start + 1,
            oldValue: object[key],
            newValue: value2
          });
          if (returnedValue !== void 0) {
            setObjectKey(object, key, returnedValue);
          }
        } else {
          setObjectKey(object, key, value2);
        }
      }
      if (text.charCodeAt(i) !== codeClosingBrace) {
        throwObjectKeyOrEndExpected();
      }
      i++;
      return object;
    }
  }
  __name(parseObject, "parseObject");
  function parseArray() {
    if (text.charCodeAt(i) === codeOpeningBracket) {
      i++;
      skipWhitespace();
      const array = [];
      let initial = true;
      while (i < text.length && text.charCodeAt(i) !== codeClosingBracket) {
        if (!initial) {
          eatComma();
        } else {
          initial = false;
        }
        const value2 = parseValue();
        expectArrayItem(value2);
        array.push(value2);
      }
      if (text.charCodeAt(i) !== codeClosingBracket) {
        throwArrayItemOrEndExpected();
      }
      i++;
      return array;
    }
  }
  __name(parseArray, "parseArray");
  function parseValue() {
    skipWhitespace();
    const value2 = parseString() ?? parseNumeric() ?? parseObject() ?? parseArray() ?? parseKeyword("true", true) ?? parseKeyword("false", false) ?? parseKeyword("null", null);
    skipWhitespace();
    return value2;
  }
  __name(parseValue, "parseValue");
  function parseKeyword(name, value2) {
    if (text.slice(i, i + name.length) === name) {
      i += name.length;
      return value2;
    }
  }
  __name(parseKeyword, "parseKeyword");
  function skipWhitespace() {
    while (isWhitespace(text.charCodeAt(i))) {
      i++;
    }
  }
  __name(skipWhitespace, "skipWhitespace");
  function parseString() {
    if (text.charCodeAt(i) === codeDoubleQuote) {
      i++;
      let result = "";
      while (i < text.length && text.charCodeAt(i) !== codeDoubleQuote) {
        if (text.charCodeAt(i) === codeBackslash) {
          const char = text[i + 1];
          const escapeChar = escapeCharacters[char];
          if (escapeChar !== void 0) {
            result += escapeChar;
            i++;
          } else if (char === "u") {
            if (isHex(text.charCodeAt(i + 2)) && isHex(text.charCodeAt(i + 3)) && isHex(text.charCodeAt(i + 4)) && isHex(text.charCodeAt(i + 5))) {
              result += String.fromCharCode(Number.parseInt(text.slice(i + 2, i + 6), 16));
              i += 5;
            } else {
              throwInvalidUnicodeCharacter(i);
            }
          } else {
            throwInvalidEscapeCharacter(i);
          }
        } else {
          if (isValidStringCharacter(text.charCodeAt(i))) {
            result += text[i];
          } else {
            throwInvalidCharacter(text[i]);
          }
        }
        i++;
      }
      expectEndOfString();
      i++;
      return result;
    }
  }
  __name(parseString, "parseString");
  function parseNumeric() {
    const start = i;
    if (text.charCodeAt(i) === codeMinus) {
      i++;
      expectDigit(start);
    }
    if (text.charCodeAt(i) === codeZero) {
      i++;
    } else if (isNonZeroDigit(text.charCodeAt(i))) {
      i++;
      while (isDigit(text.charCodeAt(i))) {
        i++;
      }
    } else {
      return void 0;
    }
    if (text.charCodeAt(i) === codeDot) {
      i++;
      expectDigit(start);
      while (isDigit(text.charCodeAt(i))) {
        i++;
      }
    }
    if (text.charCodeAt(i) === codeLowercaseE || text.charCodeAt(i) === codeUppercaseE) {
      i++;
      if (text.charCodeAt(i) === codeMinus || text.charCodeAt(i) === codePlus) {
        i++;
      }
      expectDigit(start);
      while (isDigit(text.charCodeAt(i))) {
        i++;
      }
    }
    if (i > start) {
      return parseNumber(text.slice(start, i));
    }
  }
  __name(parseNumeric, "parseNumeric");
  function eatComma() {
    if (text.charCodeAt(i) !== codeComma) {
      throw new SyntaxError(`Comma ',' expected after value ${gotAt()}`);
    }
    i++;
  }
  __name(eatComma, "eatComma");
  function eatColon() {
    if (text.charCodeAt(i) !== codeColon) {
      throw new SyntaxError(`Colon ':' expected after property name ${gotAt()}`);
    }
    i++;
  }
  __name(eatColon, "eatColon");
  function expectValue(value2) {
    if (value2 === void 0) {
      throw new SyntaxError(`JSON value expected ${gotAt()}`);
    }
  }
  __name(expectValue, "expectValue");
  function expectArrayItem(value2) {
    if (value2 === void 0) {
      throw new SyntaxError(`Array item expected ${gotAt()}`);
    }
  }
  __name(expectArrayItem, "expectArrayItem");
  function expectEndOfInput() {
    if (i < text.length) {
      throw new SyntaxError(`Expected end of input ${gotAt()}`);
    }
  }
  __name(expectEndOfInput, "expectEndOfInput");
  function expectDigit(start) {
    if (!isDigit(text.charCodeAt(i))) {
      const numSoFar = text.slice(start, i);
      throw new SyntaxError(`Invalid number '${numSoFar}', expecting a digit ${gotAt()}`);
    }
  }
  __name(expectDigit, "expectDigit");
  function expectEndOfString() {
    if (text.charCodeAt(i) !== codeDoubleQuote) {
      throw new SyntaxError(`End of string '"' expected ${gotAt()}`);
    }
  }
  __name(expectEndOfString, "expectEndOfString");
  function throwObjectKeyExpected() {
    throw new SyntaxError(`Quoted object key expected ${gotAt()}`);
  }
  __name(throwObjectKeyExpected, "throwObjectKeyExpected");
  function throwDuplicateKey({
    key,
    position
  }) {
    throw new SyntaxError(`Duplicate key '${key}' encountered at position ${position}`);
  }
  __name(throwDuplicateKey, "throwDuplicateKey");
  function throwObjectKeyOrEndExpected() {
    throw new SyntaxError(`Quoted object key or end of object '}' expected ${gotAt()}`);
  }
  __name(throwObjectKeyOrEndExpected, "throwObjectKeyOrEndExpected");
  function throwArrayItemOrEndExpected() {
    throw new SyntaxError(`Array item or end of array ']' expected ${gotAt()}`);
  }
  __name(throwArrayItemOrEndExpected, "throwArrayItemOrEndExpected");
  function throwInvalidCharacter(char) {
    throw new SyntaxError(`Invalid character '${char}' ${pos()}`);
  }
  __name(throwInvalidCharacter, "throwInvalidCharacter");
  function throwInvalidEscapeCharacter(start) {
    const chars = text.slice(start, start + 2);
    throw new SyntaxError(`Invalid escape character '${chars}' ${pos()}`);
  }
  __name(throwInvalidEscapeCharacter, "throwInvalidEscapeCharacter");
  function throwObjectValueExpected() {
    throw new SyntaxError(`Object value expected after ':' ${pos()}`);
  }
  __name(throwObjectValueExpected, "throwObjectValueExpected");
  function throwInvalidUnicodeCharacter(start) {
    const chars = text.slice(start, start + 6);
    throw new SyntaxError(`Invalid unicode character '${chars}' ${pos()}`);
  }
  __name(throwInvalidUnicodeCharacter, "throwInvalidUnicodeCharacter");
  function pos() {
    return `at position ${i}`;
  }
  __name(pos, "pos");
  function got() {
    return i < text.length ? `but got '${text[i]}'` : "but reached end of input";
  }
  __name(got, "got");
  function gotAt() {
    return `${got()} ${pos()}`;
  }
  __name(gotAt, "gotAt");
}
__name(parse, "parse");
function setObjectKey(object, key, value) {
  if (key === "__proto__") {
    Object.defineProperty(object, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true
    });
  } else {
    object[key] = value;
  }
}
__name(setObjectKey, "setObjectKey");
function isWhitespace(code) {
  return code === codeSpace || code === codeNewline || code === codeTab || code === codeReturn;
}
__name(isWhitespace, "isWhitespace");
function isHex(code) {
  return code >= codeZero && code <= codeNine || code >= codeUppercaseA && code <= codeUppercaseF || code >= codeLowercaseA && code <= codeLowercaseF;
}
__name(isHex, "isHex");
function isDigit(code) {
  return code >= codeZero && code <= codeNine;
}
__name(isDigit, "isDigit");
function isNonZeroDigit(code) {
  return code >= codeOne && code <= codeNine;
}
__name(isNonZeroDigit, "isNonZeroDigit");
function isValidStringCharacter(code) {
  return code >= 32 && code <= 1114111;
}
__name(isValidStringCharacter, "isValidStringCharacter");
function isDeepEqual(a, b) {
  if (a === b) {
    return true;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isDeepEqual(item, b[index]));
  }
  if (isObject(a) && isObject(b)) {
    const keys = [.../* @__PURE__ */ new Set([...Object.keys(a), ...Object.keys(b)])];
    return keys.every((key) => isDeepEqual(a[key], b[key]));
  }
  return false;
}
__name(isDeepEqual, "isDeepEqual");
function isObject(value) {
  return typeof value === "object" && value !== null;
}
__name(isObject, "isObject");
var escapeCharacters = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "	"
  // note that \u is handled separately in parseString()
};
var codeBackslash = 92;
var codeOpeningBrace = 123;
var codeClosingBrace = 125;
var codeOpeningBracket = 91;
var codeClosingBracket = 93;
var codeSpace = 32;
var codeNewline = 10;
var codeTab = 9;
var codeReturn = 13;
var codeDoubleQuote = 34;
var codePlus = 43;
var codeMinus = 45;
var codeZero = 48;
var codeOne = 49;
var codeNine = 57;
var codeComma = 44;
var codeDot = 46;
var codeColon = 58;
var codeUppercaseA = 65;
var codeLowercaseA = 97;
var codeUppercaseE = 69;
var codeLowercaseE = 101;
var codeUppercaseF = 70;
var codeLowercaseF = 102;

// src/release/record/exact.ts
function parseExact(text) {
  return parse(text, void 0, (digits) => new Digits(digits));
}
__name(parseExact, "parseExact");
function fieldsOf(value) {
  if (typeof value !== "object" || value === null || value instanceof Digits || Array.isArray(value))
    return /* @__PURE__ */ new Map();
  return new Map(Object.entries(value));
}
__name(fieldsOf, "fieldsOf");
function itemsOf(value) {
  return Array.isArray(value) ? value : [];
}
__name(itemsOf, "itemsOf");

// src/release/record/parts.ts
var PAGE = 50;
var Parts = class {
  static {
    __name(this, "Parts");
  }
  #named = /* @__PURE__ */ new Map();
  /** Takes the digests that an event names. */
  learn({ seq, format }, body) {
    if (format === "1" || format === "2") return;
    for (const [name, digest] of fieldsOf(fieldsOf(body).get("kept")))
      if (typeof digest === "string" && !this.#named.has(digest)) this.#named.set(digest, { seq, name });
  }
  /** Holds every row against what was learned, and against its own digest. */
  async compare(db) {
    const flaws = [];
    const seen = /* @__PURE__ */ new Set();
    for (let last = ""; ; ) {
      const page = await db.query(
        `select digest, content from shiplock.body where digest collate "C" > $1 order by digest collate "C" limit ${PAGE}`,
        [last]
      );
      for (const { digest, content } of page) {
        seen.add(digest);
        flaws.push(...this.#compareRow(digest, content));
      }
      last = page.at(-1)?.digest ?? last;
      if (page.length < PAGE) break;
    }
    for (const [digest, { seq, name }] of this.#named)
      if (!seen.has(digest))
        flaws.push({ kind: "missing", part: digest, why: `shiplock.body lacks the ${name} of event ${seq}` });
    return flaws;
  }
  #compareRow(digest, content) {
    const named = this.#named.get(digest);
    if (!named) return [{ kind: "added", part: digest, why: "no event names it" }];
    if (sha256(content) === digest) return [];
    return [
      {
        kind: "changed",
        part: digest,
        why: `the ${named.name} of event ${named.seq} is not what its digest says`
      }
    ];
  }
};

// src/release/record/release-rows.ts
var ReleaseRows = class {
  static {
    __name(this, "ReleaseRows");
  }
  #facts = /* @__PURE__ */ new Map();
  /** Takes what an event says of releases. The first word on a release counts. */
  learn(event, body) {
    const said = fieldsOf(body);
    const rows = event.kind === "sealed" && event.format !== "1" ? itemsOf(said.get("releases")) : event.kind === "opened" && event.format !== "1" ? [said.get("release")] : [];
    for (const row of rows) {
      const facts = fieldsOf(row);
      const id = facts.get("id");
      if (typeof id === "string" && !this.#facts.has(id)) this.#facts.set(id, facts);
    }
  }
  /** Holds every row against what was learned. */
  async compare(db) {
    const rows = await db.query(
      // As shiplock.release_facts() has it, but not by it: whoever changed a row could change a function.
      `select id::text as id, (to_jsonb(r) || jsonb_build_object('opened_at',
           to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text as facts
         from shiplock.release r order by opened_at, id`
    );
    const flaws = [];
    const seen = /* @__PURE__ */ new Set();
    for (const { id, facts } of rows) {
      seen.add(id);
      flaws.push(...this.#compareRow(id, facts));
    }
    for (const id of this.#facts.keys()) {
      if (!seen.has(id))
        flaws.push({ kind: "missing", release: id, why: "its row of shiplock.release is gone" });
    }
    return flaws;
  }
  #compareRow(id, text) {
    const said = this.#facts.get(id);
    if (!said)
      return [{ kind: "added", release: id, column: "id", why: "no event opened a release with this id" }];
    let now;
    try {
      now = fieldsOf(parseExact(text));
    } catch (error) {
      return [{ kind: "unreadable", release: id, why: `its row is unreadable: ${String(error)}` }];
    }
    return [.../* @__PURE__ */ new Set([...said.keys(), ...now.keys()])].flatMap((column) => {
      const [was, is] = [said.get(column) ?? null, now.get(column) ?? null].map((value) => canonical(value));
      if (was === is) return [];
      return [
        {
          kind: "changed",
          release: id,
          column,
          why: `${column} is ${is}, but was ${was} when the release was opened`
        }
      ];
    });
  }
};

// src/release/record/stored-event.ts
function storedEventColumns(version) {
  return `seq::text as seq, release_id as release, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
    actor, phase, kind, token::text as token, body::text as body, prev_hash as "prevHash", hash,
    ${version < 3 ? `'1'` : "format::text"} as format`;
}
__name(storedEventColumns, "storedEventColumns");
function bodyOf(event) {
  return event.body === null ? null : parseExact(event.body);
}
__name(bodyOf, "bodyOf");
function eventHash(event, body) {
  const { seq, release, at, actor, phase, kind, token, prevHash, format } = event;
  const content = {
    seq: new Digits(seq),
    release,
    at,
    actor,
    phase,
    kind,
    token: token === null ? null : new Digits(token),
    body
  };
  if (format === "1") return sha256(prevHash + canonicalAsWritten(content));
  if (format === "2" || format === "3")
    return sha256(prevHash + canonical({ ...content, format: Number(format) }));
  return void 0;
}
__name(eventHash, "eventHash");

// src/release/record/verify.ts
var PAGE2 = 500;
var MOST_FLAWS = 100;
async function verifyChain(db, options = {}) {
  return db.transaction(async (tx) => {
    await tx.query("set transaction isolation level repeatable read, read only");
    const version = await installedVersion(tx);
    const chain = new Chain(options.head, options.outside);
    const covered = version >= 3;
    try {
      for (let last; ; ) {
        const page = await readPage(tx, version, last);
        for (const event of page) chain.take(event);
        if (last === void 0 && page.length === 0) await refuseHidden(tx, "shiplock.event");
        last = page.at(-1)?.seq;
        if (page.length < PAGE2) break;
      }
      if (covered) chain.flaws.push(...await chain.rows.compare(tx));
      if (version >= 6) chain.flaws.push(...await comparedParts(tx, chain.parts));
    } catch (error) {
      if (!(error instanceof ShiplockError) || error.code !== "SHIPLOCK_DATABASE_ERROR") throw error;
      chain.flaws.push({
        kind: "unreadable",
        why: `could not read the tables of the record: ${error.problem.what}`
      });
    }
    return chain.report(covered);
  });
}
__name(verifyChain, "verifyChain");
function readPage(tx, version, last) {
  const columns = storedEventColumns(version);
  return last === void 0 ? tx.query(`select ${columns} from shiplock.event order by event.seq limit ${PAGE2}`) : tx.query(
    `select ${columns} from shiplock.event where event.seq > $1::bigint order by event.seq limit ${PAGE2}`,
    [last]
  );
}
__name(readPage, "readPage");
async function comparedParts(tx, parts) {
  const flaws = await parts.compare(tx);
  if (flaws.length > 0 && flaws.every(({ kind }) => kind === "missing"))
    await refuseHidden(tx, "shiplock.body");
  return flaws;
}
__name(comparedParts, "comparedParts");
async function refuseHidden(tx, table) {
  const [row] = await tx.query(
    `select pg_catalog.row_security_active('${table}') as hidden`
  );
  if (!row?.hidden) return;
  throw configurationError({
    code: "SHIPLOCK_DATABASE_PERMISSION",
    what: `row-level security hides the ${table === "shiplock.event" ? "events" : "parts of events"} of the record from the role in database-url`,
    notDone: ["the record was not checked"],
    next: "Use the role that owns schema shiplock, or one that can read it because of docs/sql/plan-role.sql."
  });
}
__name(refuseHidden, "refuseHidden");
var Chain = class {
  static {
    __name(this, "Chain");
  }
  rows = new ReleaseRows();
  parts = new Parts();
  flaws = [];
  #heads;
  #restored = [];
  #events = 0;
  #seq = 0;
  /** Undefined after a gap: the hash of the event before is not known. */
  #previous = START.hash;
  #last = START.hash;
  #format = 1;
  constructor(head, outside = []) {
    this.#heads = new Heads(head, outside);
  }
  take(event) {
    this.#events += 1;
    this.#place(event);
    if (this.#previous !== void 0 && event.prevHash !== this.#previous)
      this.#say("changed", event, "its prev_hash is not the hash of the previous event");
    this.#content(event);
    this.#previous = event.hash ?? "";
    this.#last = this.#previous;
    this.#heads.see(event);
  }
  #place(event) {
    const seq = Number(event.seq);
    if (!Number.isSafeInteger(seq) || seq <= this.#seq) {
      this.#say("added", event, "there is no such place in the record");
      return;
    }
    if (seq > this.#seq + 1) {
      const first = this.#seq + 1;
      const gone = seq - 1 === first ? `event ${first} is` : `events ${first} to ${seq - 1} are`;
      this.flaws.push({ kind: "missing", seq: String(first), why: `${gone} missing` });
      this.#previous = void 0;
    }
    this.#seq = seq;
  }
  #content(event) {
    try {
      const body = bodyOf(event);
      const hash = eventHash(event, body);
      if (hash === void 0) {
        this.#say("unreadable", event, `it has format ${event.format}, which this Shiplock does not know`);
        return;
      }
      if (Number(event.format) < this.#format)
        this.#say("changed", event, "its format is older than that of the previous event");
      this.#format = Math.max(this.#format, Number(event.format));
      if (hash !== event.hash)
        this.#say(
          "changed",
          event,
          "its content does not match its hash: it was changed after it was written"
        );
      this.rows.learn(event, body);
      this.parts.learn(event, body);
      if (event.kind === "restored") this.#learnRestore(event);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#say("unreadable", event, `its body is unreadable: ${why}`);
    }
  }
  #learnRestore({ seq, body }) {
    const said = told({ kind: "restored", phase: "record", body: JSON.parse(body ?? "{}") });
    if (said?.is === "restored") this.#restored.push({ ...said, seq });
  }
  #say(kind, event, why) {
    this.flaws.push({ kind, seq: event.seq, why });
  }
  report(releasesCovered) {
    this.flaws.push(...this.#heads.missing(this.#seq, this.#restored));
    return {
      intact: this.flaws.length === 0,
      events: this.#events,
      seq: this.#seq,
      head: this.#last,
      releasesCovered,
      restored: this.#restored.map(({ seq, lost, outside }) => ({
        seq,
        after: lost.after.seq,
        to: lost.to.seq,
        by: [...new Set(outside.map(({ by }) => by))].join(", ")
      })),
      compared: this.#heads.count,
      flaws: this.flaws.slice(0, MOST_FLAWS)
    };
  }
};

// src/cli/record-verify.ts
var TOLD = 10;
var HEAD = /^(\d+:)?[0-9a-f]{32,64}$/;
var recordVerify = defineCommand({
  inputs: ["environment", "database-url", "github-token"],
  required: ["database-url"],
  flags: ["json", "head"],
  run: /* @__PURE__ */ __name(({ inputs }, { head, json }) => withRecord(
    inputs["database-url"],
    async (database) => verifyRecord(database, {
      head,
      json,
      codeHost: await composeCodeHost(inputs, runFacts()),
      environment: inputs.environment
    })
  ), "run")
});
async function verifyRecord(database, options) {
  const { head, codeHost } = options;
  if (head !== void 0 && !HEAD.test(head)) throw unreadableHead(head);
  const outside = codeHost && await headsOf(database, codeHost, options.environment);
  const report = await verifyChain(database, { ...head ? { head } : {}, ...outside ? { outside } : {} });
  const [first, ...more] = report.flaws;
  if (first) throw broken(report, first, more);
  if (options.json) return JSON.stringify(report);
  const rows = report.releasesCovered ? "" : "\nnot checked: the rows of releases, which this version of the record does not cover; the next deploy upgrades it";
  const restored = report.restored.map(
    (one) => `
restored: event ${one.seq} says that the record lost events ${one.after + 1} to ${one.to}, by deployments of ${one.by}`
  );
  const compared = codeHost ? `compared with ${count(report.compared, "head")} known elsewhere` : `not compared with the code host: set GITHUB_TOKEN and GITHUB_REPOSITORY for that`;
  return `intact: ${count(report.events, "event")}, head ${report.seq}:${report.head}
${compared}${restored.join("")}${rows}`;
}
__name(verifyRecord, "verifyRecord");
async function headsOf(database, codeHost, environment) {
  const known = environment ? [{ environment }] : await database.query("select distinct environment from shiplock.release");
  const heads = await Promise.all(
    known.map((one) => codeHost.recordHeads({ environment: one.environment, which: "all" }))
  );
  return ofThisRecord(database, heads.flat());
}
__name(headsOf, "headsOf");
function unreadableHead(head) {
  return configurationError({
    code: "SHIPLOCK_INPUT_INVALID",
    what: `--head is ${JSON.stringify(head)} (expected the head of a record: PLACE:HASH or only the hash, with at least 32 of its digits)`,
    notDone: ["the record was not checked"],
    next: "Copy it from the job summary of a release\u2019s finalize step, or from an earlier output of `record verify`."
  });
}
__name(unreadableHead, "unreadableHead");
function broken(report, first, more) {
  return failure({
    code: "SHIPLOCK_RECORD_BROKEN",
    what: [first, ...more].slice(0, TOLD).map(sentence).join("; ") + unsaid(more.length + 1 - TOLD),
    done: [`${count(report.events, "event")} checked`],
    notDone: ["nothing was changed"],
    next: "Keep a copy of the database as it is, and find out who wrote to schema shiplock, or whether the database was restored: runbooks/record.md says how."
  });
}
__name(broken, "broken");
function sentence(flaw) {
  const about = flaw.part ? `part ${flaw.part.slice(0, 12)} of shiplock.body` : flaw.release ? `release ${flaw.release}` : flaw.seq === void 0 ? "the record" : `event ${flaw.seq}`;
  return `${about} ${WORDS[flaw.kind]}: ${flaw.why}`;
}
__name(sentence, "sentence");
var WORDS = {
  changed: "was changed",
  missing: "is missing",
  added: "was added without the record\u2019s functions",
  unreadable: "cannot be read",
  "cut-off": "is not the last one"
};
var unsaid = /* @__PURE__ */ __name((left) => left > 0 ? `; and ${left} more` : "", "unsaid");
export {
  recordVerify,
  sentence,
  verifyRecord
};
