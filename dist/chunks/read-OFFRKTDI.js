import { createRequire as __cr } from 'node:module'; import { dirname as __dn } from 'node:path'; import { fileURLToPath as __fu } from 'node:url'; const require = __cr(import.meta.url); const __filename = __fu(import.meta.url); var __dirname = __dn(__filename);
import {
  GitObjects,
  decodePath,
  isStrangePart,
  openCheckout,
  shownPath,
  wrongFolder
} from "./chunk-MK4XUZCG.js";
import "./chunk-OJTFYJNB.js";
import {
  refusedFilesMarkdown
} from "./chunk-DOWKXZXY.js";
import "./chunk-UUOM7QQR.js";
import {
  atOnce
} from "./chunk-PNZTQNC2.js";
import "./chunk-FDPGNXJU.js";
import {
  configurationError
} from "./chunk-GQCODBKJ.js";
import "./chunk-ZYXXDNOM.js";
import {
  require_dist
} from "./chunk-GFJT6MBX.js";
import {
  count
} from "./chunk-LECB5WLM.js";
import {
  external_exports
} from "./chunk-WYVSR7YO.js";
import {
  __commonJS,
  __name,
  __toESM
} from "./chunk-TESE7W7D.js";

// node_modules/ignore/index.js
var require_ignore = __commonJS({
  "node_modules/ignore/index.js"(exports, module) {
    function makeArray(subject) {
      return Array.isArray(subject) ? subject : [subject];
    }
    __name(makeArray, "makeArray");
    var UNDEFINED = void 0;
    var EMPTY = "";
    var SPACE = " ";
    var ESCAPE = "\\";
    var REGEX_LITERAL_SPECIAL = /[.*+?()[\]{}^$|\\/]/;
    var BOM = "\uFEFF";
    var REGEX_ANCHORED_GLOBSTAR = /^\/\*{2,}$/;
    var REGEX_REPLACE_LEADING_EXCAPED_EXCLAMATION = /^\\!/;
    var REGEX_REPLACE_LEADING_EXCAPED_HASH = /^\\#/;
    var REGEX_SPLITALL_CRLF = /\r?\n/g;
    var DOUBLE_SLASH = "//";
    var SLASH_CODE = 47;
    var DOT_CODE = 46;
    var SLASH = "/";
    var TMP_KEY_IGNORE = "node-ignore";
    if (typeof Symbol !== "undefined") {
      TMP_KEY_IGNORE = /* @__PURE__ */ Symbol.for("node-ignore");
    }
    var KEY_IGNORE = TMP_KEY_IGNORE;
    var define = /* @__PURE__ */ __name((object, key, value) => {
      Object.defineProperty(object, key, { value });
      return value;
    }, "define");
    var RETURN_FALSE = /* @__PURE__ */ __name(() => false, "RETURN_FALSE");
    var POSIX_CLASSES = {
      alnum: "0-9A-Za-z",
      alpha: "A-Za-z",
      blank: " \\t",
      cntrl: "\\x00-\\x1f\\x7f",
      digit: "0-9",
      graph: "!-.0-~",
      lower: "a-z",
      print: " -.0-~",
      punct: "!-.:-@\\[-`{-~",
      // git's `sane-ctype.h` classifies \v and \f as control, not space,
      //   unlike C's `isspace`
      space: " \\t\\n\\r",
      upper: "A-Z",
      xdigit: "0-9A-Fa-f"
    };
    var CLASS_MEMBERS_TO_ESCAPE = "\\]^-[";
    var escapeMember = /* @__PURE__ */ __name((char) => CLASS_MEMBERS_TO_ESCAPE.indexOf(char) < 0 ? char : ESCAPE + char, "escapeMember");
    var NON_SLASH = "(?!\\/)";
    var classSource = /* @__PURE__ */ __name((negated, body) => {
      if (negated) {
        return `[^\\/${body}]`;
      }
      const source = `[${body}]`;
      return new RegExp(source).test("/") ? NON_SLASH + source : source;
    }, "classSource");
    var scanBracket = /* @__PURE__ */ __name((pattern, start) => {
      const { length } = pattern;
      let index = start + 1;
      let negated = EMPTY;
      const lead = pattern[index];
      if (lead === "!" || lead === "^") {
        negated = "^";
        index++;
      }
      let body = EMPTY;
      let prev = EMPTY;
      for (; ; ) {
        const char = pattern[index];
        if (char === UNDEFINED) {
          return null;
        }
        if (char === ESCAPE) {
          const escaped = pattern[++index];
          body += escapeMember(escaped);
          prev = escaped;
        } else if (char === "-" && prev && index + 1 < length && pattern[index + 1] !== "]") {
          index++;
          let to = pattern[index];
          if (to === ESCAPE) {
            to = pattern[index += 1];
          }
          if (prev <= to) {
            body += `-${escapeMember(to)}`;
          }
          prev = EMPTY;
        } else if (char === "[" && pattern[index + 1] === ":") {
          const nameStart = index + 2;
          let end = nameStart;
          while (end < length && pattern[end] !== "]") {
            end++;
          }
          if (end === length) {
            return null;
          }
          if (end > nameStart && pattern[end - 1] === ":") {
            const name = pattern.slice(nameStart, end - 1);
            if (!Object.prototype.hasOwnProperty.call(POSIX_CLASSES, name)) {
              return null;
            }
            body += POSIX_CLASSES[name];
            prev = EMPTY;
            index = end;
          } else {
            body += escapeMember("[");
            prev = "[";
            index = nameStart - 2;
          }
        } else {
          body += escapeMember(char);
          prev = char;
        }
        index++;
        if (pattern[index] === "]") {
          return {
            end: index,
            source: classSource(negated, body)
          };
        }
      }
    }, "scanBracket");
    var NEVER_MATCH = "[]";
    var PLACEHOLDER = "\0";
    var REGEX_RESTORE_PLACEHOLDER = new RegExp(
      `${PLACEHOLDER}(\\d+)${PLACEHOLDER}`,
      "g"
    );
    var TRAILING_WILDCARD = "\uE000";
    var TRAILING_DOUBLESTAR = "\uE001";
    var isReserved = /* @__PURE__ */ __name((char) => char === PLACEHOLDER || char === TRAILING_WILDCARD || char === TRAILING_DOUBLESTAR, "isReserved");
    var extractBrackets = /* @__PURE__ */ __name((pattern) => {
      const sources = [];
      const hold = /* @__PURE__ */ __name((source) => `${PLACEHOLDER}${sources.push(source) - 1}${PLACEHOLDER}`, "hold");
      const { length } = pattern;
      let out = EMPTY;
      let index = 0;
      while (index < length) {
        const char = pattern[index];
        if (char === ESCAPE) {
          const escaped = pattern[index + 1];
          if (escaped === SLASH && index + 2 === length) {
            out += hold(NEVER_MATCH);
          } else if (escaped === "*" || escaped === "[" || escaped === SPACE) {
            out += pattern.slice(index, index + 2);
          } else {
            out += hold(
              REGEX_LITERAL_SPECIAL.test(escaped) ? ESCAPE + escaped : isReserved(escaped) ? `[${escaped}]` : escaped
            );
          }
          index += 2;
        } else if (isReserved(char)) {
          out += hold(`[${char}]`);
          index++;
        } else if (char === "[") {
          const scanned = scanBracket(pattern, index);
          if (scanned === null) {
            out += hold(NEVER_MATCH);
            index = length;
          } else {
            out += hold(scanned.source);
            index = scanned.end + 1;
          }
        } else {
          out += char;
          index++;
        }
      }
      return {
        source: out,
        sources
      };
    }, "extractBrackets");
    var DIRECT = null;
    var REGEX_INNER_SLASH = /\/(?!$)/;
    var WILDCARD = "[^\\/]*";
    var REPLACERS = [
      // Replace (\ ) with ' '
      // Only a space: an escaped tab or other whitespace is already a literal by
      //   the time it reaches here, and a bare tab must be left as one, not turned
      //   into a space.
      // (\ ) -> ' '
      // (\\ ) -> '\\ '
      // (\\\ ) -> '\\ '
      [
        // A run of backslashes is taken whole, from its first one, so no match
        //   ever starts again inside it -- `(\\+?) ` did, which made a long run
        //   quadratic.
        /(\\+)( ?)/g,
        (_, run, space) => space ? run.slice(0, run.length - run.length % 2) + SPACE : run,
        ESCAPE + SPACE
      ],
      // git's wildmatch() reads a run of two or more asterisks as one globstar
      //   whenever the run fills a path segment: it starts the pattern or follows
      //   a `/`, and it ends the pattern or comes before a `/`. A run of two is
      //   already `**`; a longer one is folded into `**` here, so the steps
      //   below only ever have to know `**`.
      // `***/foo` -> `**/foo`, `a/***/b` -> `a/**/b`, `a/***` -> `a/**`
      // git also takes a run beside a literal prefix (`a***/b`) or beside an
      //   escaped slash (`***\/b`) as a globstar, and this does not; the README
      //   lists both, under "A run of asterisks".
      [
        /(^|\/)\*{3,}(?=\/|$)/g,
        (_, start) => `${start}**`,
        "*"
      ],
      // Escape metacharacters
      // which is written down by users but means special for regular expressions.
      // > There are 12 characters with special meanings:
      // > - the backslash \,
      // > - the caret ^,
      // > - the dollar sign $,
      // > - the period or dot .,
      // > - the vertical bar or pipe symbol |,
      // > - the question mark ?,
      // > - the asterisk or star *,
      // > - the plus sign +,
      // > - the opening parenthesis (,
      // > - the closing parenthesis ),
      // > - and the opening square bracket [,
      // > - the opening curly brace {,
      // > These special characters are often called "metacharacters".
      [
        /[\\$.|*+(){^]/g,
        (match) => `\\${match}`
      ],
      [
        // > a question mark (?) matches a single character
        /(?!\\)\?/g,
        () => "[^/]",
        "?"
      ],
      // leading slash
      [
        // > A leading slash matches the beginning of the pathname.
        // > For example, "/*.c" matches "cat-file.c" but not "mozilla-sha1/sha1.c".
        // A leading slash matches the beginning of the pathname
        /^\//,
        () => "^",
        SLASH
      ],
      // replace special metacharacter slash after the leading slash
      [
        /\//g,
        () => "\\/",
        SLASH
      ],
      [
        // > A leading "**" followed by a slash means match in all directories.
        // > For example, "**/foo" matches file or directory "foo" anywhere,
        // > the same as pattern "foo".
        // > "**/foo/bar" matches file or directory "bar" anywhere that is directly
        // >   under directory "foo".
        // Notice that the '*'s have been replaced as '\\*'
        /^\^*(?:\\\*\\\*\\\/)+/,
        // '**/foo' <-> 'foo'
        () => "(?:^|\\/)",
        "*"
      ],
      // starting
      [
        // there will be no leading '/'
        //   (which has been replaced by section "leading slash")
        // If starts with '**', adding a '^' to the regular expression also works
        DIRECT,
        (source, pattern) => {
          if (!source || source[0] === "^" || source[0] === "(") {
            return source;
          }
          const anchor = !REGEX_INNER_SLASH.test(pattern) ? "(?:^|\\/)" : "^";
          return anchor + source;
        }
      ],
      // two globstars
      [
        // Use lookahead assertions so that we could match more than one `'/**'`
        /\\\/\\\*\\\*(?=\\\/|$)/g,
        // Zero, one or several directories
        // should not use '*', or it will be replaced by the next replacer
        // Check if it is not the last `'/**'`
        (_, index, str) => index + 6 < str.length ? str.slice(index + 6) === "\\/" ? "(?:\\/[^\\/]+)+" : "(?:\\/[^\\/]+)*" : `\\/${TRAILING_DOUBLESTAR}`,
        "*"
      ],
      // normal intermediate wildcards
      [
        // Never replace escaped '*'
        // ignore rule '\*' will match the path '*'
        // 'abc.*/' -> go
        // 'abc.*'  -> skip this rule,
        //    coz trailing single wildcard will be handed by [trailing wildcard]
        /(^|[^\\])(?:\\\*)+(?!$)/g,
        // '*.js' matches '.js'
        // '*.js' doesn't match 'abc'
        // 1. An asterisk "*" matches anything except a slash.
        // 2. Other consecutive asterisks are considered regular asterisks
        //    and collapse into one non-slash wildcard run.
        (_, p1) => p1 + WILDCARD,
        "*"
      ],
      // trailing wildcard, held apart from a literal star
      [
        // The step above leaves a trailing `*` alone, so a single `\*` is all that
        //   can be left at the end here, and what stands in front of it says which
        //   kind it is. A wildcard arrives as the escaper wrote it, `\*` with
        //   nothing before it; a literal arrives as the user's own escape, which
        //   the escaper doubled, and then the star's own -- `\\` and then `\*`.
        //   There is no third case: every backslash still reaching the chain is
        //   one `\*`, `\[` or `\ ` carries itself, and each is followed by its
        //   own character, so a longer run can never form. This runs while the
        //   two are still distinct, before the unescape steps below collapse the
        //   literal onto the very `\*` a wildcard leaves behind.
        /(^|[^\\])((?:\\\\)*)\\\*$/,
        (match, p1, p2) => p2 === EMPTY ? p1 + TRAILING_WILDCARD : match,
        "*"
      ],
      [
        // unescape, revert step 3 except for back slash
        // For example, if a user escape a '\\*',
        // after step 3, the result will be '\\\\\\*'
        /\\\\\\(?=[$.|*+(){^])/g,
        () => ESCAPE,
        ESCAPE + ESCAPE
      ],
      [
        // '\\\\' -> '\\'
        /\\\\/g,
        () => ESCAPE,
        ESCAPE + ESCAPE
      ],
      [
        // Every real bracket expression -- POSIX classes included -- has already
        //   been held aside by `extractBrackets`, so the only `[` left in the
        //   pattern is an escaped, literal one.
        // A backslash could only stand at the end of the range if it quoted the
        //   `]`, and `\]` is held aside long before this.
        /\\\[([^\]/]*?)($|\])/g,
        // '\\[bar]' -> '\\\\[bar]'
        (match, range, close) => `\\[${range}${close}`,
        "["
      ],
      // ending
      [
        // 'js' will not match 'js.'
        // 'ab' will not match 'abc'
        DIRECT,
        // WTF!
        // https://git-scm.com/docs/gitignore
        // changes in [2.22.1](https://git-scm.com/docs/gitignore/2.22.1)
        // which re-fixes #24, #38
        // > If there is a separator at the end of the pattern then the pattern
        // > will only match directories, otherwise the pattern can match both
        // > files and directories.
        // 'js*' will not match 'a.js'
        // 'js/' will not match 'a.js'
        // 'js' will match 'a.js' and 'a.js/'
        (source) => {
          const last = source[source.length - 1];
          if (!last || last === TRAILING_WILDCARD || last === TRAILING_DOUBLESTAR) {
            return source;
          }
          return last === SLASH ? `${source}$` : `${source}(?=$|\\/$)`;
        }
      ]
    ];
    var REGEX_REPLACE_TRAILING_WILDCARD = /(^|\\\/)?\uE000$/;
    var MODE_IGNORE = "regex";
    var MODE_CHECK_IGNORE = "checkRegex";
    var UNDERSCORE = "_";
    var replaceTrailingWildcard = /* @__PURE__ */ __name((_, p1) => {
      const prefix = p1 ? `${p1}[^/]+` : "[^/]*";
      return `${prefix}(?=$|\\/$)`;
    }, "replaceTrailingWildcard");
    var REGEX_REPLACE_TRAILING_DOUBLESTAR = /\uE001$/;
    var replaceTrailingDoublestar = /* @__PURE__ */ __name(() => "[\\s\\S]", "replaceTrailingDoublestar");
    var separatorAfter = /* @__PURE__ */ __name((run, at) => {
      let separator = EMPTY;
      for (let index = at + 1; index < run.length && !run[index].wildcard; index++) {
        separator += run[index].single;
      }
      return separator;
    }, "separatorAfter");
    var pinWildcards = /* @__PURE__ */ __name((source) => {
      if (source.indexOf(WILDCARD) < 0) {
        return source;
      }
      const tokens = [];
      const { length } = source;
      let index = 0;
      while (index < length) {
        const char = source[index];
        if (source.startsWith(WILDCARD, index)) {
          tokens.push({ wildcard: true });
          index += WILDCARD.length;
        } else if (char === "[") {
          let end = index + 1;
          if (source[end] === "^") {
            end++;
          }
          if (source[end] === "]") {
            end++;
          }
          while (end < length && source[end] !== "]") {
            end += source[end] === ESCAPE ? 2 : 1;
          }
          end++;
          tokens.push({ single: source.slice(index, end) });
          index = end;
        } else if (char === ESCAPE) {
          tokens.push({ single: source.slice(index, index + 2) });
          index += 2;
        } else if (char === "(") {
          let depth = 0;
          let end = index;
          do {
            if (source[end] === ESCAPE) {
              end++;
            } else if (source[end] === "(") {
              depth++;
            } else if (source[end] === ")") {
              depth--;
            }
            end++;
          } while (end < length && depth > 0);
          if ("*+?".indexOf(source[end]) >= 0) {
            end++;
          }
          tokens.push({ boundary: source.slice(index, end) });
          index = end;
        } else if (char === "^" || char === "$") {
          tokens.push({ boundary: char });
          index++;
        } else {
          tokens.push({ single: char });
          index++;
        }
      }
      let out = EMPTY;
      let run = [];
      const flush = /* @__PURE__ */ __name(() => {
        let lastWildcard;
        run.forEach((token, at) => {
          if (token.wildcard) {
            lastWildcard = at;
          }
        });
        run.forEach((token, at) => {
          if (!token.wildcard) {
            out += token.single;
            return;
          }
          out += at === lastWildcard ? WILDCARD : `(?:(?!${separatorAfter(run, at)})[^\\/])*`;
        });
        run = [];
      }, "flush");
      tokens.forEach((token) => {
        if (token.boundary === void 0) {
          run.push(token);
          return;
        }
        flush();
        out += token.boundary;
      });
      flush();
      return out;
    }, "pinWildcards");
    var makeRegexPrefix = /* @__PURE__ */ __name((pattern) => {
      if (REGEX_ANCHORED_GLOBSTAR.test(pattern)) {
        pattern = "**";
      }
      const { source, sources } = extractBrackets(pattern);
      const replaced = REPLACERS.reduce(
        // A pass whose matcher finds nothing hands back the very string it was
        //   given, so asking first costs a search and saves a rewrite. Ten of the
        //   fifteen passes never fire for a typical .gitignore line, and between
        //   them they were 45% of this chain.
        (prev, [matcher, replacer, required]) => {
          if (matcher === DIRECT) {
            return replacer(prev, pattern);
          }
          if (required !== UNDEFINED && prev.indexOf(required) < 0) {
            return prev;
          }
          return matcher.test(prev) ? prev.replace(matcher, replacer.bind(pattern)) : prev;
        },
        source
      );
      return sources.length ? replaced.replace(
        REGEX_RESTORE_PLACEHOLDER,
        (match, index) => sources[index]
      ) : replaced;
    }, "makeRegexPrefix");
    var checkSourceOf = /* @__PURE__ */ __name((body, prefix) => {
      if (body[body.length - 1] === SLASH) {
        prefix = makeRegexPrefix(body.slice(0, -1));
      }
      const head = prefix.slice(0, -1);
      const last = prefix[prefix.length - 1];
      return last === TRAILING_WILDCARD ? `${head}$` : last === TRAILING_DOUBLESTAR ? head : NEVER_MATCH;
    }, "checkSourceOf");
    var matchesBasename = /* @__PURE__ */ __name((body) => {
      const index = body.indexOf(SLASH);
      return index < 0 || index === body.length - 1;
    }, "matchesBasename");
    var basenameOf = /* @__PURE__ */ __name((path4) => {
      const end = path4.length - 1;
      const index = path4.lastIndexOf(
        SLASH,
        path4[end] === SLASH ? end - 1 : end
      );
      return index < 0 ? path4 : path4.slice(index + 1);
    }, "basenameOf");
    var parentOf = /* @__PURE__ */ __name((path4) => {
      if (path4.charCodeAt(0) === SLASH_CODE || path4.indexOf(DOUBLE_SLASH) >= 0) {
        const slices = path4.split(SLASH).filter(Boolean);
        slices.pop();
        return slices.length ? slices.join(SLASH) + SLASH : EMPTY;
      }
      const end = path4.length - 1;
      const cut = path4.lastIndexOf(
        SLASH,
        path4.charCodeAt(end) === SLASH_CODE ? end - 1 : end
      );
      return cut < 0 ? EMPTY : path4.slice(0, cut + 1);
    }, "parentOf");
    var isString = /* @__PURE__ */ __name((subject) => typeof subject === "string", "isString");
    var checkPattern = /* @__PURE__ */ __name((pattern) => pattern && isString(pattern), "checkPattern");
    var splitPattern = /* @__PURE__ */ __name((pattern) => (pattern[pattern.length - 1] === "\r" ? pattern.slice(0, -1) : pattern).split(REGEX_SPLITALL_CRLF).filter(Boolean), "splitPattern");
    var IgnoreRule = class {
      static {
        __name(this, "IgnoreRule");
      }
      constructor(pattern, mark, body, ignoreCase, negative, prefix) {
        this.pattern = pattern;
        this.mark = mark;
        this.negative = negative;
        define(this, "body", body);
        define(this, "ignoreCase", ignoreCase);
        define(this, "regexPrefix", prefix);
      }
      // Worked out on first use and kept behind an own property, the way `regex`
      //   caches itself in `_regex`. Deciding it in the constructor instead would
      //   add a fourth `defineProperty` to every rule ever built, which cost 4% of
      //   every compile -- including the compiles of rules that are never matched
      //   against anything.
      get _basenameOnly() {
        return define(this, "_basenameOnly", matchesBasename(this.body));
      }
      get regex() {
        const key = UNDERSCORE + MODE_IGNORE;
        if (this[key]) {
          return this[key];
        }
        return this._make(MODE_IGNORE, key);
      }
      get checkRegex() {
        const key = UNDERSCORE + MODE_CHECK_IGNORE;
        if (this[key]) {
          return this[key];
        }
        return this._make(MODE_CHECK_IGNORE, key);
      }
      _make(mode, key) {
        const str = pinWildcards(
          mode === MODE_IGNORE ? this.regexPrefix.replace(REGEX_REPLACE_TRAILING_WILDCARD, replaceTrailingWildcard).replace(REGEX_REPLACE_TRAILING_DOUBLESTAR, replaceTrailingDoublestar) : checkSourceOf(this.body, this.regexPrefix)
        );
        const regex = this.ignoreCase ? new RegExp(str, "i") : new RegExp(str);
        return define(this, key, regex);
      }
    };
    var hasTrailingBackslash = /* @__PURE__ */ __name((str) => {
      let count2 = 0;
      while (str[str.length - count2 - 1] === ESCAPE) {
        count2++;
      }
      return count2 % 2 === 1;
    }, "hasTrailingBackslash");
    var trimEnd = /* @__PURE__ */ __name((body, stripLineEnd) => {
      let lineEnd = body.length;
      let end;
      for (; ; ) {
        if (stripLineEnd && body[lineEnd - 1] === "\r") {
          lineEnd--;
        }
        end = lineEnd;
        while (body[end - 1] === SPACE) {
          end--;
        }
        if (!stripLineEnd || body[end - 1] !== "\n") {
          break;
        }
        lineEnd = end - 1;
      }
      if (end === lineEnd) {
        return body.slice(0, lineEnd);
      }
      let backslashes = 0;
      while (body[end - backslashes - 1] === ESCAPE) {
        backslashes++;
      }
      return backslashes % 2 ? body.slice(0, end - 1) + SPACE : body.slice(0, end);
    }, "trimEnd");
    var createRule = /* @__PURE__ */ __name((pattern, mark, ignoreCase, stripLineEnd, stripBOM) => {
      let body = stripBOM && pattern[0] === BOM ? pattern.slice(1) : pattern;
      if (body[0] === "#") {
        return;
      }
      let negative = false;
      if (body[0] === "!") {
        negative = true;
        body = body.slice(1);
      }
      const last = body[body.length - 1];
      if (last === SPACE || stripLineEnd && (last === "\r" || last === "\n")) {
        body = trimEnd(body, stripLineEnd);
      }
      if (!body || hasTrailingBackslash(body)) {
        return;
      }
      body = body.replace(REGEX_REPLACE_LEADING_EXCAPED_EXCLAMATION, "!").replace(REGEX_REPLACE_LEADING_EXCAPED_HASH, "#");
      const regexPrefix = makeRegexPrefix(body);
      return new IgnoreRule(
        pattern,
        mark,
        body,
        ignoreCase,
        negative,
        regexPrefix
      );
    }, "createRule");
    var RuleManager = class {
      static {
        __name(this, "RuleManager");
      }
      constructor(ignoreCase) {
        this._ignoreCase = ignoreCase;
        this._rules = [];
        this._basenameCount = 0;
      }
      _add(pattern, index) {
        if (pattern && pattern[KEY_IGNORE]) {
          this._rules = this._rules.concat(pattern._rules._rules);
          this._basenameCount += pattern._rules._basenameCount;
          this._added = true;
          return;
        }
        const isStr = isString(pattern);
        const raw = isStr ? pattern : pattern.pattern;
        const rule = checkPattern(raw) && createRule(
          raw,
          isStr ? UNDEFINED : pattern.mark,
          this._ignoreCase,
          !this._split,
          this._stripBOM && !index
        );
        if (rule) {
          this._added = true;
          this._rules.push(rule);
          if (matchesBasename(rule.body)) {
            this._basenameCount++;
          }
        }
      }
      // @param {Array<string> | string | Ignore} pattern
      add(pattern) {
        this._added = false;
        this._split = isString(pattern);
        this._stripBOM = !this._split || pattern[0] === BOM;
        makeArray(
          this._split ? splitPattern(pattern) : pattern
        ).forEach(this._add, this);
        if (this._added) {
          this._literalRules = UNDEFINED;
        }
        return this._added;
      }
      // Match the literal 'abc/' for `checkIgnore`, last rule wins. Only a rule
      //   ending in a wildcard can match it (see `checkSourceOf`), so the rest
      //   are left out once, rather than tested or compiled for every path.
      testLiteral(path4) {
        const rules = this._literalRules || (this._literalRules = this._rules.filter(
          ({ body }) => body[body.length - (body[body.length - 1] === SLASH ? 2 : 1)] === "*"
        ));
        let ignored = false;
        let unignored = false;
        let matchedRule;
        for (let index = rules.length - 1; index >= 0; index--) {
          const rule = rules[index];
          if (rule.checkRegex.test(path4)) {
            ignored = !rule.negative;
            unignored = rule.negative;
            matchedRule = rule.negative ? UNDEFINED : rule;
            break;
          }
        }
        const ret = {
          ignored,
          unignored
        };
        if (matchedRule) {
          ret.rule = matchedRule;
        }
        return ret;
      }
      // Test one single path without recursively checking parent directories
      //
      // - mode `string` either `MODE_IGNORE` or `MODE_CHECK_IGNORE`
      // @returns {TestResult}
      test(path4, mode) {
        const rules = this._rules;
        const { length } = rules;
        const shortcut = this._basenameCount * 2 >= length;
        const basename = shortcut ? basenameOf(path4) : path4;
        for (let index = length - 1; index >= 0; index--) {
          const rule = rules[index];
          if (rule[mode].test(
            shortcut && rule._basenameOnly ? basename : path4
          )) {
            const { negative } = rule;
            const ret = {
              ignored: !negative,
              unignored: negative
            };
            if (!negative) {
              ret.rule = rule;
            }
            return ret;
          }
        }
        return {
          ignored: false,
          unignored: false
        };
      }
    };
    var throwError = /* @__PURE__ */ __name((message, Ctor) => {
      throw new Ctor(message);
    }, "throwError");
    var checkPath = /* @__PURE__ */ __name((path4, originalPath, doThrow) => {
      if (!isString(path4)) {
        return doThrow(
          `path must be a string, but got \`${originalPath}\``,
          TypeError
        );
      }
      if (!path4) {
        return doThrow(`path must not be empty`, TypeError);
      }
      if (checkPath.isNotRelative(path4)) {
        const r = "`path.relative()`d";
        return doThrow(
          `path should be a ${r} string, but got "${originalPath}"`,
          RangeError
        );
      }
      return true;
    }, "checkPath");
    var isNotRelative = /* @__PURE__ */ __name((path4) => {
      const first = path4.charCodeAt(0);
      if (first === SLASH_CODE) {
        return true;
      }
      if (first !== DOT_CODE) {
        return false;
      }
      if (path4.length === 1) {
        return true;
      }
      const second = path4.charCodeAt(1);
      if (second === SLASH_CODE) {
        return true;
      }
      if (second !== DOT_CODE) {
        return false;
      }
      return path4.length === 2 || path4.charCodeAt(2) === SLASH_CODE;
    }, "isNotRelative");
    checkPath.isNotRelative = isNotRelative;
    checkPath.convert = (p) => p;
    var convertPath = /* @__PURE__ */ __name((target) => isString(target) && checkPath.convert(target), "convertPath");
    var Ignore = class {
      static {
        __name(this, "Ignore");
      }
      constructor({
        ignorecase = true,
        ignoreCase = ignorecase,
        allowRelativePaths = false
      } = {}) {
        define(this, KEY_IGNORE, true);
        this._rules = new RuleManager(ignoreCase);
        this._strictPathCheck = !allowRelativePaths;
        this._initCache();
      }
      _initCache() {
        this._ignoreCache = /* @__PURE__ */ Object.create(null);
        this._testCache = /* @__PURE__ */ Object.create(null);
      }
      add(pattern) {
        if (this._rules.add(pattern)) {
          this._initCache();
        }
        return this;
      }
      // legacy
      addPattern(pattern) {
        return this.add(pattern);
      }
      // @returns {TestResult}
      _test(originalPath, cache, path4) {
        checkPath(
          path4,
          originalPath,
          this._strictPathCheck ? throwError : RETURN_FALSE
        );
        return path4 ? this._t(path4, cache) : {
          ignored: false,
          unignored: false
        };
      }
      checkIgnore(target) {
        const path4 = convertPath(target);
        if (!path4 || path4.charCodeAt(path4.length - 1) !== SLASH_CODE) {
          return this._test(target, this._testCache, path4);
        }
        const dir = this._t(path4, this._testCache);
        if (dir.ignored) {
          return dir;
        }
        const literal = this._rules.testLiteral(path4);
        return literal.ignored || literal.unignored ? literal : dir;
      }
      _t(path4, cache) {
        const cached = cache[path4];
        if (cached) {
          return cached;
        }
        const parentPath = parentOf(path4);
        const parent = parentPath ? this._t(parentPath, cache) : UNDEFINED;
        return cache[path4] = parent && parent.ignored ? parent : this._rules.test(path4, MODE_IGNORE);
      }
      ignores(path4) {
        return this._test(path4, this._ignoreCache, convertPath(path4)).ignored;
      }
      createFilter() {
        return (path4) => !this.ignores(path4);
      }
      filter(paths) {
        return makeArray(paths).filter(this.createFilter());
      }
      // @returns {TestResult}
      test(path4) {
        return this._test(path4, this._testCache, convertPath(path4));
      }
    };
    var factory = /* @__PURE__ */ __name((options) => new Ignore(options), "factory");
    var isPathValid = /* @__PURE__ */ __name((path4) => checkPath(convertPath(path4), path4, RETURN_FALSE), "isPathValid");
    var setupWindows = /* @__PURE__ */ __name(() => {
      const makePosix = /* @__PURE__ */ __name((str) => /^\\\\\?\\/.test(str) || /["<>|\u0000-\u001F]+/u.test(str) ? str : str.replace(/\\/g, "/"), "makePosix");
      checkPath.convert = makePosix;
      const REGEX_TEST_WINDOWS_PATH_ABSOLUTE = /^[a-z]:\//i;
      checkPath.isNotRelative = (path4) => REGEX_TEST_WINDOWS_PATH_ABSOLUTE.test(path4) || isNotRelative(path4);
    }, "setupWindows");
    if (
      // Detect `process` so that it can run in browsers.
      typeof process !== "undefined" && process.platform === "win32"
    ) {
      setupWindows();
    }
    module.exports = factory;
    factory.default = factory;
    module.exports.isPathValid = isPathValid;
    define(module.exports, /* @__PURE__ */ Symbol.for("setupWindows"), setupWindows);
  }
});

// src/source/read.ts
import path3 from "node:path";

// src/source/committed.ts
import { createHash } from "node:crypto";

// src/source/entry.ts
var FILE = 33188;
var EXECUTABLE = 33261;
var LINK = 40960;

// src/source/lfs.ts
var POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:[^\n]+\n)*?oid sha256:([0-9a-f]{64})\nsize (\d{1,15})\n/;
var LARGEST_POINTER = 1024;
function lfsPointer(text) {
  const found = POINTER.exec(text);
  return found ? { sha256: found[1], size: Number(found[2]) } : void 0;
}
__name(lfsPointer, "lfsPointer");

// src/source/secrets.ts
var import_yaml = __toESM(require_dist(), 1);
var LOOK = 256 * 1024;
var EXAMPLE = /(?:^|[./_-])(?:example|sample|template|dist|schema)(?:$|[./_-])/;
var PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/;
var PUBLIC_BLOCK = /-----BEGIN (?:TRUSTED |X509 |NEW )?(?:CERTIFICATE(?: REQUEST)?|PUBLIC KEY|RSA PUBLIC KEY|CRL|DH PARAMETERS|EC PARAMETERS|PKCS7|CMS)-----/;
var RULES = [
  { path: /(?:^|\/)\.env(?:rc|[^a-z0-9/][^/]*)?$/, why: "looks like environment variables" },
  { path: /(?:^|\/)[^/]+\.env$/, why: "looks like environment variables" },
  { path: /(?:^|\/)\.dev\.vars(?:\..+)?$/, why: "looks like environment variables" },
  { path: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/, why: "looks like a private SSH key" },
  { path: /\.(?:p12|pfx|jks|keystore|p8|ppk|kdbx|pkcs12)$/, why: "looks like a store of private keys" },
  // Apple's Keynote calls its presentations so too; they are ZIP archives.
  { path: /\.key$/, why: "looks like a private key", when: /* @__PURE__ */ __name((text) => !text.startsWith("PK"), "when") },
  { path: /\.pem$/, why: "looks like a private key", when: /* @__PURE__ */ __name((text) => !isPublicPem(text), "when") },
  {
    path: /\.(?:sql|dump|backup)\.(?:gz|bz2|xz|zst|zip|lz4|7z|br|bak)$/,
    why: "looks like a database dump"
  },
  { path: /\.(?:dump|pgdump|sqldump|rdb|backup)$/, why: "looks like a database dump" },
  { path: /(?:^|[/._-])(?:dump|backup)[^/]*\.sql$/, why: "looks like a database dump" },
  { path: /(?:^|\/)\.(?:npmrc|yarnrc)$/, why: "contains a registry token", when: holdsToken },
  { path: /(?:^|\/)\.yarnrc\.yml$/, why: "contains a registry token", when: holdsYarnToken },
  {
    path: /(?:^|\/)(?:\.netrc|_netrc|\.pgpass|\.git-credentials|\.htpasswd|\.pypirc|\.my\.cnf|\.vault-token)$/,
    why: "looks like stored passwords"
  },
  {
    path: /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config|kubeconfig|terraform\.tfstate(?:\..+)?)$/,
    why: "looks like stored credentials"
  },
  {
    path: /(?:^|\/)\.sentryclirc$/,
    why: "contains a token",
    when: /* @__PURE__ */ __name((text) => /^\s*token\s*=\s*[^\s$]/m.test(text), "when")
  },
  { path: /\.json$/, why: "is the key of a service account or a client", when: isServiceAccount }
];
var SIGNS = [
  { starts: /^\s*-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/, why: "is a private key" },
  { starts: /^PuTTY-User-Key-File-/, why: "is a private key" },
  { starts: /^PGDMP/, why: "is a database dump" }
];
function bytesToLookAt(path4) {
  return rulesFor(path4).some((rule) => rule.when) ? LOOK : 64;
}
__name(bytesToLookAt, "bytesToLookAt");
function secretIn(path4, first) {
  const text = first.toString("latin1");
  return SIGNS.find(({ starts }) => starts.test(text))?.why ?? rulesFor(path4).find(({ when }) => when?.(text) ?? true)?.why;
}
__name(secretIn, "secretIn");
function rulesFor(path4) {
  const lower = path4.toLowerCase();
  const name = lower.slice(lower.lastIndexOf("/") + 1);
  return RULES.filter(
    (rule) => rule.path.test(lower) && !(rule.why.includes("environment") && EXAMPLE.test(name))
  );
}
__name(rulesFor, "rulesFor");
function isPublicPem(text) {
  return PUBLIC_BLOCK.test(text) && !PRIVATE_KEY.test(text);
}
__name(isPublicPem, "isPublicPem");
function holdsToken(text) {
  return text.split(/\r?\n/).some((line) => {
    const at = line.indexOf("=");
    const key = line.slice(0, Math.max(0, at)).trim();
    return !/^[#;]/.test(key) && /_(?:authToken|auth|password)$/.test(key) && isLiteral(line.slice(at + 1));
  });
}
__name(holdsToken, "holdsToken");
var yarnServer = external_exports.looseObject({
  npmAuthToken: external_exports.string().optional(),
  npmAuthIdent: external_exports.string().optional()
});
var yarnSettings = yarnServer.extend({
  npmScopes: external_exports.record(external_exports.string(), yarnServer).optional(),
  npmRegistries: external_exports.record(external_exports.string(), yarnServer).optional()
});
function holdsYarnToken(text) {
  let settings;
  try {
    settings = (0, import_yaml.parse)(text, { maxAliasCount: 0 });
  } catch {
    return true;
  }
  const read = yarnSettings.safeParse(settings ?? {});
  if (!read.success) return true;
  const { npmScopes = {}, npmRegistries = {}, ...top } = read.data;
  return [top, ...Object.values(npmScopes), ...Object.values(npmRegistries)].some(
    ({ npmAuthToken, npmAuthIdent }) => isLiteral(npmAuthToken ?? "") || isLiteral(npmAuthIdent ?? "")
  );
}
__name(holdsYarnToken, "holdsYarnToken");
function isLiteral(value) {
  return value.replace(/\$\{[^}]*\}/g, "").replace(/["'\s]/g, "") !== "";
}
__name(isLiteral, "isLiteral");
var client = external_exports.object({ client_secret: external_exports.string().min(1) });
var account = external_exports.union([
  external_exports.object({ type: external_exports.literal("service_account"), private_key: external_exports.string().min(1) }),
  external_exports.object({ installed: client }),
  external_exports.object({ web: client })
]);
function isServiceAccount(text) {
  if (!/service_account|client_secret/.test(text)) return false;
  try {
    return account.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
__name(isServiceAccount, "isServiceAccount");

// src/source/committed.ts
var MODES = {
  "100644": FILE,
  "100664": FILE,
  "100755": EXECUTABLE,
  "120000": LINK
};
var LONGEST_TARGET = 4096;
function namedFiles(files, isLeftOut, refuse) {
  return files.flatMap(({ path: bytes, mode: kind, oid }) => {
    const path4 = decodePath(bytes);
    if (path4 === void 0) {
      refuse({ path: bytes, why: "has a name that is not UTF-8" });
      return [];
    }
    if (path4.split("/").some(isStrangePart)) {
      refuse({ path: path4, why: "has a name that leaves the folder, or is git\u2019s own" });
      return [];
    }
    if (isLeftOut(path4)) return [];
    const mode = Object.hasOwn(MODES, kind) ? MODES[kind] : void 0;
    if (mode !== void 0) return [{ path: path4, mode, oid }];
    refuse({
      path: path4,
      why: kind === "160000" ? "is a submodule, whose files are not in this commit: name its folder in app.include, or exclude it with app.exclude" : `is of a kind that Shiplock does not upload (mode ${kind})`
    });
    return [];
  });
}
__name(namedFiles, "namedFiles");
async function lookInto(objects, files, suspect) {
  const byObject = Map.groupBy(files, ({ oid }) => oid);
  const looked = [];
  await objects.each([...byObject.keys()], ({ oid, size }) => {
    const named = byObject.get(oid);
    const digest = createHash("sha1");
    const first = new FirstBytes(Math.max(...named.map(bytesOf)));
    return {
      piece(bytes) {
        digest.update(bytes);
        first.add(bytes);
      },
      end() {
        const sha1 = digest.digest("hex");
        for (const { path: path4, mode } of named) {
          const entry = { path: path4, mode, size, sha1, from: { oid } };
          looked.push({ entry, ...told(entry, first.bytes, suspect) });
        }
      }
    };
  });
  return looked;
}
__name(lookInto, "lookInto");
var bytesOf = /* @__PURE__ */ __name(({ path: path4, mode }) => mode === LINK ? LONGEST_TARGET : Math.max(bytesToLookAt(path4), LARGEST_POINTER), "bytesOf");
function told({ path: path4, mode, size }, first, suspect) {
  if (mode === LINK) {
    const target = size <= LONGEST_TARGET ? decodePath(first) : void 0;
    return { target: target ?? "/" };
  }
  const why = secretIn(path4, first);
  if (why !== void 0) suspect(path4, why);
  const lfs = size <= LARGEST_POINTER ? lfsPointer(first.toString("latin1")) : void 0;
  return lfs ? { lfs } : {};
}
__name(told, "told");
var FirstBytes = class {
  static {
    __name(this, "FirstBytes");
  }
  #most;
  #pieces = [];
  #length = 0;
  constructor(most) {
    this.#most = most;
  }
  add(piece) {
    const room = this.#most - this.#length;
    if (room <= 0) return;
    const kept = Buffer.from(piece.subarray(0, room));
    this.#pieces.push(kept);
    this.#length += kept.length;
  }
  get bytes() {
    return this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces);
  }
};

// src/source/ignored.ts
var import_ignore = __toESM(require_ignore(), 1);
function leftOut(rules) {
  if (rules.length === 0) return () => false;
  const patterns = (0, import_ignore.default)().add(rules);
  return (path4) => patterns.ignores(path4);
}
__name(leftOut, "leftOut");
function rulesOf(vercelignore2) {
  return vercelignore2.split(/\r?\n/).map((line) => line.replace(/^(!?)\.\//, "$1"));
}
__name(rulesOf, "rulesOf");

// src/source/included.ts
import { constants } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import path from "node:path";
var NEVER = /* @__PURE__ */ new Set([".git", "node_modules"]);
async function includedFiles(directory, include, refuse) {
  const found = [];
  for (const name of include) {
    const parts = name.split("/").filter((part) => part !== "" && part !== ".");
    const through = await linkOnTheWay(directory, parts);
    if (through !== void 0)
      refuse({
        path: name,
        why: `is named by app.include, but is behind the link ${JSON.stringify(through)}`
      });
    else await visit(Buffer.from(parts.join("/")), directory, found, refuse);
  }
  return found;
}
__name(includedFiles, "includedFiles");
async function linkOnTheWay(directory, parts) {
  for (let length = 1; length < parts.length; length += 1) {
    const above = parts.slice(0, length).join("/");
    const stats = await lstat(path.join(directory, above)).catch(() => void 0);
    if (stats?.isSymbolicLink()) return above;
  }
  return void 0;
}
__name(linkOnTheWay, "linkOnTheWay");
async function visit(relative, directory, found, refuse) {
  const place = relative.length === 0 ? Buffer.from(directory) : join(Buffer.from(directory), relative);
  const stats = await lstat(place, { bigint: true }).catch(() => void 0);
  const name = decodePath(relative);
  if (!stats)
    return refuse({
      path: relative,
      why: "is named by app.include, but does not exist: build it before this step"
    });
  if (stats.isDirectory()) {
    const entries2 = await readdir(place, { encoding: "buffer" });
    for (const entry of entries2.sort(Buffer.compare)) {
      if (NEVER.has(entry.toString())) continue;
      await visit(relative.length === 0 ? entry : join(relative, entry), directory, found, refuse);
    }
    return;
  }
  if (name === void 0) return refuse({ path: relative, why: "has a name that is not UTF-8" });
  const kind = special(stats);
  if (kind) return refuse({ path: name, why: `is ${kind}, not a file` });
  const file = place.toString();
  if (stats.isSymbolicLink()) {
    const target = decodePath(await readlink(place, { encoding: "buffer" }));
    if (target === void 0) return refuse({ path: name, why: "is a link to a name that is not UTF-8" });
    found.push({ path: name, file, mode: 40960, size: Buffer.byteLength(target), target });
    return;
  }
  const mode = Number(stats.mode) & constants.S_IXUSR ? 33261 : 33188;
  found.push({ path: name, file, mode, size: Number(stats.size) });
}
__name(visit, "visit");
function special(stats) {
  if (stats.isFIFO()) return "a FIFO";
  if (stats.isSocket()) return "a socket";
  if (stats.isCharacterDevice() || stats.isBlockDevice()) return "a device";
  return void 0;
}
__name(special, "special");
var join = /* @__PURE__ */ __name((folder, name) => Buffer.concat([folder, Buffer.from("/"), name]), "join");

// src/source/links.ts
var MOST = 40;
function linkFault(path4, target, links) {
  if (target.startsWith("/") || /^[A-Za-z]:/.test(target) || target.includes("\\")) return "is absolute";
  const at = path4.split("/").slice(0, -1);
  const todo = target.split("/");
  let followed = 0;
  for (let part = todo.shift(); part !== void 0; part = todo.shift()) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (at.pop() === void 0) return "leaves the folder";
      continue;
    }
    at.push(part);
    const next = links.get(at.join("/"));
    if (next === void 0) continue;
    followed += 1;
    if (followed > MOST) return "is circular";
    if (next.startsWith("/")) return "leaves the folder";
    at.pop();
    todo.unshift(...next.split("/"));
  }
  return void 0;
}
__name(linkFault, "linkFault");

// src/source/refusals.ts
var IN_THE_MESSAGE = 50;
function refused(refusals, folder) {
  const lines = refusals.map(({ path: path4, why }) => `${shownPath(path4)} ${why}`).sort();
  const more = lines.length - IN_THE_MESSAGE;
  return configurationError({
    code: "SHIPLOCK_UPLOAD_REFUSED",
    what: `${count(lines.length, "file")} of ${shownPath(folder)} must not be uploaded: ${lines.slice(0, IN_THE_MESSAGE).join("; ")}${more > 0 ? `; and ${more} more, which the job summary lists` : ""}`,
    notDone: ["nothing was uploaded"],
    next: nextStep(refusals),
    places: refusals.flatMap(
      ({ path: path4, why }) => typeof path4 === "string" ? [placeOf(folder, path4, why)] : []
    ),
    evidence: refusedFilesMarkdown(lines)
  });
}
__name(refused, "refused");
function placeOf(folder, path4, why) {
  return { file: folder === "." ? path4 : `${folder}/${path4}`, message: `This file ${why}.` };
}
__name(placeOf, "placeOf");
function nextStep(refusals) {
  const example = refusals.find(({ allowable, path: path4 }) => allowable && typeof path4 === "string");
  const remove = "Remove these files from the commit (git rm --cached), or exclude them from the upload with app.exclude in shiplock.yml.";
  if (!example) return remove;
  return `${remove} Replace every secret that was ever committed: others can know it. If a file is not a secret, allow it by name: app: { allowFiles: [{ path: ${shownPath(example.path)}, reason: "why it is not secret" }] }`;
}
__name(nextStep, "nextStep");

// src/source/tree.ts
var TREE = "40000";
async function treeOf(objects, commit) {
  const { type, bytes } = await objects.whole(commit);
  const tree = /^tree ([0-9a-f]{40})\n/.exec(bytes.toString("latin1", 0, 64))?.[1];
  if (type !== "commit" || tree === void 0) throw new RangeError(`${commit} is not a commit`);
  return tree;
}
__name(treeOf, "treeOf");
async function entryAt(objects, tree, parts) {
  let at = { oid: tree, isFolder: true };
  for (const part of parts) {
    if (!at.isFolder) return void 0;
    const name = Buffer.from(part);
    const entry = entries((await objects.whole(at.oid)).bytes).find((one) => one.name.equals(name));
    if (!entry) return void 0;
    at = { oid: entry.oid, isFolder: entry.mode === TREE };
  }
  return at;
}
__name(entryAt, "entryAt");
async function filesBelow(objects, tree) {
  const files = [];
  let level = [{ prefix: Buffer.alloc(0), oid: tree }];
  while (level.length > 0) {
    const trees = await objects.wholes(level.map(({ oid }) => oid));
    const next = [];
    for (const { prefix, oid: folder } of level) {
      for (const { mode, name, oid } of entries(trees.get(folder).bytes)) {
        const path4 = Buffer.concat([prefix, name]);
        if (mode === TREE) next.push({ prefix: Buffer.concat([path4, Buffer.from("/")]), oid });
        else files.push({ path: path4, mode, oid });
      }
    }
    level = next;
  }
  return files;
}
__name(filesBelow, "filesBelow");
function entries(bytes) {
  const found = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const end = bytes.indexOf(0, space);
    if (space === -1 || end === -1 || end + 21 > bytes.length) throw new RangeError("not a tree object");
    const mode = bytes.toString("latin1", at, space);
    const name = bytes.subarray(space + 1, end);
    found.push({ mode, name, oid: bytes.toString("hex", end + 1, end + 21) });
    at = end + 21;
  }
  return found;
}
__name(entries, "entries");

// src/source/working-tree.ts
import { createHash as createHash2 } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat as lstat2 } from "node:fs/promises";
import path2 from "node:path";
var AT_ONCE = { most: 8 };
async function lookIntoIncluded(files, suspect) {
  const looked = [];
  await atOnce(files, AT_ONCE, async ({ path: name, file, mode, target }) => {
    if (target !== void 0) {
      const bytes = Buffer.from(target);
      const sha12 = createHash2("sha1").update(bytes).digest("hex");
      const entry = { path: name, mode: LINK, size: bytes.length, sha1: sha12, from: { bytes } };
      looked.push({ entry, target });
      return;
    }
    const { sha1, size, first } = await digests(file, bytesToLookAt(name));
    const why = secretIn(name, first);
    if (why !== void 0) suspect(name, why);
    looked.push({ entry: { path: name, mode, size, sha1, from: { file } } });
  });
  return looked;
}
__name(lookIntoIncluded, "lookIntoIncluded");
async function withLfs(looked, directory, refuse, suspect) {
  const settled = /* @__PURE__ */ new Map();
  const pointers = looked.filter(({ lfs }) => lfs !== void 0);
  await atOnce(pointers, AT_ONCE, async (one) => {
    const { entry, lfs } = one;
    const file = path2.join(directory, entry.path);
    const found = (await lstat2(file).catch(() => void 0))?.isFile() ? await digests(file, bytesToLookAt(entry.path)) : void 0;
    if (found?.sha256 !== lfs?.sha256 || !found) {
      refuse({
        path: entry.path,
        why: "is kept in Git LFS, and its contents are missing: check out with lfs: true"
      });
      return;
    }
    const why = secretIn(entry.path, found.first);
    if (why !== void 0) suspect(entry.path, why);
    settled.set(one, { entry: { ...entry, size: found.size, sha1: found.sha1, from: { file } } });
  });
  return looked.map((one) => settled.get(one) ?? one);
}
__name(withLfs, "withLfs");
async function digests(file, look) {
  const [sha1, sha256] = [createHash2("sha1"), createHash2("sha256")];
  const first = new FirstBytes(look);
  let size = 0;
  for await (const piece of createReadStream(file)) {
    sha1.update(piece);
    sha256.update(piece);
    first.add(piece);
    size += piece.length;
  }
  return { sha1: sha1.digest("hex"), sha256: sha256.digest("hex"), size, first: first.bytes };
}
__name(digests, "digests");

// src/source/read.ts
async function readSource(options) {
  const checkout = await openCheckout(options);
  const objects = new GitObjects(checkout.root);
  try {
    return { root: checkout.root, entries: await collect(objects, checkout, options) };
  } finally {
    objects.close();
  }
}
__name(readSource, "readSource");
async function collect(objects, { folder: parts }, options) {
  const { directory, include = [], exclude = [], say = /* @__PURE__ */ __name(() => {
  }, "say") } = options;
  const folder = parts.join("/") || ".";
  const refusals = [];
  const refuse = /* @__PURE__ */ __name((refusal) => void refusals.push(refusal), "refuse");
  const allowed = new Map((options.allowFiles ?? []).map((one) => [one.path, one.reason]));
  const suspect = /* @__PURE__ */ __name((file, why) => {
    const reason = allowed.get(file);
    if (reason === void 0) refuse({ path: file, why, allowable: true });
    else say(`${shownPath(file)} ${why}, but is allowed: ${reason}`);
  }, "suspect");
  const committed = await filesOf(objects, options, parts);
  const rules = await vercelignore(objects, committed);
  const excluded = leftOut(exclude);
  const isIncluded = coveredBy(include);
  const ignoredByVercel = leftOut(rules);
  const named = namedFiles(
    committed,
    (file) => excluded(file) || isIncluded(file) || ignoredByVercel(file),
    refuse
  );
  const added = (await includedFiles(directory, include, refuse)).filter(({ path: file }) => !excluded(file));
  const looked = [
    ...await withLfs(await lookInto(objects, named, suspect), directory, refuse, suspect),
    ...await lookIntoIncluded(added, suspect)
  ];
  refuseLinks(looked, refuse);
  refuseBoth(looked, refuse);
  if (refusals.length > 0) throw refused(refusals, folder);
  if (looked.length === 0) throw wrongFolder(folder, options.commit, await whyEmpty(committed, directory));
  say(summary(looked, named.length, committed.length, options.commit));
  return looked.map(({ entry }) => ({ entry, key: Buffer.from(entry.path) })).sort((a, b) => Buffer.compare(a.key, b.key)).map(({ entry }) => entry);
}
__name(collect, "collect");
async function filesOf(objects, options, parts) {
  const tree = await treeOf(objects, options.commit);
  const at = await entryAt(objects, tree, parts);
  if (at && !at.isFolder) throw wrongFolder(parts.join("/"), options.commit, "it is a file there");
  if (at) return filesBelow(objects, at.oid);
  return [];
}
__name(filesOf, "filesOf");
async function vercelignore(objects, files) {
  const file = files.find(({ path: name, mode }) => mode.startsWith("100") && name.equals(VERCELIGNORE));
  return file ? rulesOf((await objects.whole(file.oid)).bytes.toString()) : [];
}
__name(vercelignore, "vercelignore");
var VERCELIGNORE = Buffer.from(".vercelignore");
function coveredBy(include) {
  const folders = include.map((name) => path3.posix.normalize(name).replace(/\/+$/, ""));
  return (file) => folders.some((folder) => folder === "." || file === folder || file.startsWith(`${folder}/`));
}
__name(coveredBy, "coveredBy");
function refuseLinks(looked, refuse) {
  const links = new Map(
    looked.flatMap(({ entry, target }) => target === void 0 ? [] : [[entry.path, target]])
  );
  for (const [file, target] of links) {
    const fault = linkFault(file, target, links);
    if (fault) refuse({ path: file, why: `is a link to ${shownPath(target)}, which ${fault}` });
  }
}
__name(refuseLinks, "refuseLinks");
function refuseBoth(looked, refuse) {
  const names = new Set(looked.map(({ entry }) => entry.path));
  const told2 = /* @__PURE__ */ new Set();
  for (const name of names) {
    for (let at = name.indexOf("/"); at !== -1; at = name.indexOf("/", at + 1)) {
      const above = name.slice(0, at);
      if (!names.has(above) || told2.has(above)) continue;
      told2.add(above);
      refuse({ path: above, why: "is both a file and a folder" });
    }
  }
}
__name(refuseBoth, "refuseBoth");
async function whyEmpty(committed, directory) {
  if (committed.length > 0)
    return `app.exclude or .vercelignore exclude everything in it (${count(committed.length, "file")})`;
  const { stat } = await import("node:fs/promises");
  const there = await stat(directory).catch(() => void 0);
  if (!there) return "there is no such folder";
  return "the folder exists, but no file in it is committed";
}
__name(whyEmpty, "whyEmpty");
function summary(looked, named, committed, commit) {
  const bytes = looked.reduce((sum, { entry }) => sum + entry.size, 0);
  const besides = looked.length - named;
  return [
    `${count(looked.length, "file")} of commit ${commit.slice(0, 12)}, ${(bytes / 1e6).toFixed(1)} MB`,
    ...besides > 0 ? [`${besides} of them from app.include`] : [],
    ...committed > named ? [`${committed - named} excluded`] : []
  ].join("; ");
}
__name(summary, "summary");
export {
  readSource
};
