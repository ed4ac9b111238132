import type { Guard } from '../guard.ts';

const log = ['src/present/redact.test.ts', 'src/present/text.test.ts', 'test/attacks/row-15-log.test.ts'];
const source = ['src/source/refused.test.ts', 'src/source/source.test.ts', 'src/source/secrets.test.ts'];
const origin = ['src/http/same-origin.test.ts'];
const http = ['src/http/client.test.ts'];

/** What may leave the machine, and in which form. */
export const LEAVING: readonly Guard[] = [
  {
    name: 'log: no workflow command of anybody else’s',
    file: 'src/present/log.ts',
    find: "line.replace(/^(\\s*)::/u, '$1\\\\::')",
    replace: 'line',
    tests: log,
  },
  {
    name: 'log: no command of the old form',
    file: 'src/present/log.ts',
    find: ".replaceAll('##[', '##\\\\[');",
    replace: ';',
    tests: log,
  },
  {
    name: 'redaction: encoded forms of a secret',
    file: 'src/present/redact.ts',
    find: '    inBase64(bytes),\n    inHex(bytes),\n',
    replace: '',
    tests: ['src/present/redact.test.ts'],
  },
  {
    name: 'redaction: hex as PostgreSQL writes bytea',
    file: 'src/present/encodings.ts',
    find: '...(text === reading.text ? [] : search(asItIs(text)))',
    replace: '',
    tests: ['src/present/redact.test.ts'],
    title: 'bytea',
  },
  {
    name: 'redaction: the bytes of a secret in decimal',
    file: 'src/present/redact.ts',
    find: '    inDecimals(bytes),',
    replace: '',
    tests: ['src/present/redact.test.ts'],
    title: 'decimal',
  },
  {
    name: 'redaction: a secret in other case, or broken over lines',
    file: 'src/present/redact.ts',
    find: '    loosely(secret),',
    replace: '',
    tests: ['src/present/redact.test.ts'],
    title: 'token',
  },
  {
    name: 'redaction: percent, JSON, HTML and Markdown escapes of a secret',
    file: 'src/present/redact.ts',
    find: '...(meant.length >= SHORTEST\n',
    replace: '...(false as boolean\n',
    tests: ['src/present/redact.test.ts'],
  },
  {
    name: 'upload: files that look like secrets',
    file: 'src/source/secrets.ts',
    find: '    SIGNS.find(({ starts }) => starts.test(text))?.why ??\n    rulesFor(path).find(({ when }) => when?.(text) ?? true)?.why\n',
    replace: '    text && undefined\n',
    tests: source,
  },
  {
    name: 'upload: what a file says of itself, whatever its name',
    file: 'src/source/secrets.ts',
    find: 'SIGNS.find(({ starts }) => starts.test(text))?.why ??',
    replace: '',
    tests: source,
  },
  {
    name: 'upload: no link out of the folder',
    file: 'src/source/links.ts',
    find: "if (at.pop() === undefined) return 'leaves the folder';",
    replace: 'at.pop();',
    tests: ['src/source/links.test.ts'],
  },
  {
    name: 'upload: no absolute link',
    file: 'src/source/links.ts',
    find: "if (target.startsWith('/') ||",
    replace: 'if (',
    tests: ['src/source/links.test.ts'],
  },
  {
    name: 'secrets go to the project’s own origin alone',
    file: 'src/http/same-origin.ts',
    find: "if (!isOwnPath(path) || url.origin !== origin) throw new RangeError('the path leads to another host');",
    replace: '',
    tests: origin,
  },
  {
    name: 'a path names no host',
    file: 'src/http/same-origin.ts',
    find: 'return PLAIN.test(path) && NOWHERE.every(',
    replace: 'return true || NOWHERE.every(',
    tests: origin,
  },
  {
    name: 'http: no redirect is followed',
    file: 'src/http/client.ts',
    find: "redirect: 'manual', ",
    replace: '',
    tests: ['src/http/redirects.test.ts'],
  },
  {
    name: 'http: a longer wait than agreed is an error',
    file: 'src/http/wire.ts',
    find: ' || wait > pace.longestWaitMs',
    replace: '',
    tests: http,
  },
  {
    name: 'http: what may have been sent is not certain',
    file: 'src/http/faults.ts',
    find: "certainty: sent ? 'unknown' : 'not-done',",
    replace: "certainty: 'not-done',",
    tests: http,
  },
  {
    name: 'http: an answer after the work was done is not certain',
    file: 'src/http/wire.ts',
    find: "status >= 400 && status < 500 && status !== 408 ? 'not-done' : 'unknown'",
    replace: "status >= 400 && status < 500 ? 'not-done' : 'unknown'",
    tests: http,
  },
  {
    name: 'http: a client hides its own secrets',
    file: 'src/http/errors.ts',
    find: 'return (text) => redact(own(text));',
    replace: 'return (text) => redact(text);',
    tests: http,
  },
  {
    name: 'http: what a library throws is not passed on',
    file: 'src/http/errors.ts',
    find: 'new Error(hide(firstLine(fault.error)))',
    replace: 'new Error(firstLine(fault.error))',
    tests: http,
  },
  {
    name: 'http: a vendor that hangs is left alone',
    file: 'src/http/client.ts',
    find: "if (Date.now() < this.#quietUntil) return { fault: { kind: 'left-alone' } };",
    replace: '',
    tests: http,
  },
];
