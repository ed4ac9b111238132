/** A part of a text, in UTF-16 units. */
export interface Found {
  readonly from: number;
  readonly to: number;
}

/** A text as it is meant, and where each of its characters stands in what was written. */
export interface Reading {
  readonly text: string;
  from(at: number): number;
  to(at: number): number;
}

/**
 * Levels of escapes that are taken away. Nobody nests more than four, and a secret may itself look like escapes of
 * escapes: `&\#9` takes three. The bound keeps a vendor's `%25252525…` from taking the square of its length.
 */
const DEEPEST = 16;

/**
 * Bytes by percent signs, in hex or octal (PostgreSQL, git), escapes of JSON and of our own `visible`, HTML's references,
 * what stands for white space, and signs that nobody sees, such as the zeros of UTF-16. A backslash that is none of these goes: JSON, shells and
 * Markdown put it before other signs.
 */
const WRITTEN =
  /(?<bytes>(?:%[\da-f]{2})+|(?:\\x[\da-f]{2})+|(?:\\[0-3][0-7]{2})+)|\\u\{0{0,6}(?<braced>[\da-f]{1,6})\}|\\u(?<unit>[\da-f]{4})|&#0{0,6}(?<decimal>\d{1,7});?|&#x0{0,6}(?<hex>[\da-f]{1,6});?|&(?<name>[a-z]{2,16});|(?<space>(?:\\[nrt]|[\s+])+)|(?<nothing>\\|[\p{Cf}\0]+)/giu;

/** Names that HTML has for ASCII. https://html.spec.whatwg.org/multipage/named-characters.html */
const NAMED = new Map(
  'quot " QUOT " num # dollar $ percnt % amp & AMP & apos \' lpar ( rpar ) ast * midast * plus + comma , period . sol / colon : semi ; lt < LT < equals = gt > GT > quest ? commat @ lsqb [ lbrack [ bsol \\ rsqb ] rbrack ] Hat ^ lowbar _ UnderBar _ grave ` lcub { lbrace { verbar | vert | rcub } rbrace } tilde ~ excl !'
    .split(' ')
    .flatMap((word, at, all) => (at % 2 === 0 ? [[word, all[at + 1] ?? '']] : []) as [string, string][]),
);

/** Reads a text down to what is meant. Reading what was read gives the same. */
export function read(written: string): Reading {
  let text = written;
  let from: Uint32Array | undefined;
  let to: Uint32Array | undefined;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const next = decoded(text);
    if (!next) break;
    const [start, end]: (Uint32Array | undefined)[] = [from, to];
    from = next.from.map((at) => start?.[at] ?? at);
    to = next.to.map((at) => end?.[at] ?? at + 1);
    text = next.text;
  }
  return { text, from: (at) => from?.[at] ?? at, to: (at) => to?.[at] ?? at + 1 };
}

/** One level of escapes taken away; undefined where there is none. `to` points at the last unit until it is composed. */
function decoded(written: string): { text: string; from: Uint32Array; to: Uint32Array } | undefined {
  const parts: string[] = [];
  const from = new Uint32Array(written.length);
  const to = new Uint32Array(written.length);
  let length = 0;
  let done = 0;
  let changed = false;
  const put = (text: string, start: number, end: number) => {
    parts.push(text);
    for (let unit = 0; unit < text.length; unit += 1) {
      from[length] = start;
      to[length] = end;
      length += 1;
    }
  };
  const copy = (end: number) => {
    parts.push(written.slice(done, end));
    for (let at = done; at < end; at += 1) {
      from[length] = at;
      to[length] = at;
      length += 1;
    }
  };
  for (const match of written.matchAll(WRITTEN)) {
    const meant = meaning(match);
    if (meant === undefined || meant === match[0]) continue;
    changed = true;
    copy(match.index);
    if (match.groups?.['bytes'])
      for (const { text, at, size } of characters(match[0]))
        put(text, match.index + at, match.index + at + size - 1);
    else put(meant, match.index, match.index + match[0].length - 1);
    done = match.index + match[0].length;
  }
  if (!changed) return undefined;
  copy(written.length);
  return { text: parts.join(''), from: from.slice(0, length), to: to.slice(0, length) };
}

function meaning({ 0: whole, groups = {} }: RegExpExecArray): string | undefined {
  const { bytes, braced, unit, decimal, hex, name, space, nothing } = groups;
  if (space !== undefined) return ' ';
  if (nothing !== undefined) return '';
  if (bytes !== undefined) return '';
  if (name !== undefined) return NAMED.get(name) ?? NAMED.get(name.toLowerCase()) ?? whole;
  const code = decimal ? Number(decimal) : Number.parseInt(braced ?? unit ?? hex ?? '', 16);
  if (!(code <= 0x10ffff)) return undefined;
  return unit ? String.fromCharCode(code) : String.fromCodePoint(code);
}

/** Characters of a run of bytes, of one form; what is not UTF-8 is read byte by byte. */
function characters(run: string): { text: string; at: number; size: number }[] {
  const width = run.startsWith('%') ? 3 : 4;
  const radix = /^\\\d/.test(run) ? 8 : 16;
  const digits = Array.from({ length: run.length / width }, (_, at) =>
    run.slice(at * width, (at + 1) * width),
  );
  const bytes = Buffer.from(digits.map((one) => Number.parseInt(one.replace(/^(?:%|\\x?)/i, ''), radix)));
  const found: { text: string; at: number; size: number }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const most = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    const text = bytes.subarray(at, at + most).toString('utf8');
    const size = [...text].length === 1 && text !== '\ufffd' ? Math.min(most, bytes.length - at) : 1;
    found.push({ text: size === 1 ? String.fromCharCode(lead) : text, at: at * width, size: size * width });
    at += size;
  }
  return found;
}

/** Fewer characters than these are found in texts that have nothing to do with the secret. */
const SHORTEST_BASE64 = 8;
const BASE64 = /[\w+/-]/;
const AT_END = /(?:\r?\n)?(?:[\w+/-]|%2[bf]){0,2}(?:=|%3d){0,2}/iy;

/**
 * Base64 of a longer text that holds the secret: it begins at one of three places in a group, which fixes all but the
 * characters at its ends. Those hold some bits of the secret, so they go as well. Lines may be folded.
 */
export function inBase64(bytes: Buffer): (text: string, reading: Reading) => Found[] {
  const wanted = fixedInBase64(bytes).flatMap((fixed, before) => {
    const { text } = bare(fixed);
    return text.length < SHORTEST_BASE64 ? [] : [{ text, leads: before > 0 }];
  });
  return (text, reading) => {
    if (wanted.length === 0) return [];
    const shown = bareOf(reading);
    return wanted.flatMap(({ text: body, leads }) => {
      const found: Found[] = [];
      for (let at = shown.text.indexOf(body); at !== -1; at = shown.text.indexOf(body, at + 1)) {
        const from = reading.from(shown.at(at));
        AT_END.lastIndex = reading.to(shown.at(at + body.length - 1));
        const to = AT_END.lastIndex + (AT_END.exec(text)?.[0].length ?? 0);
        found.push({ from: leads && BASE64.test(text[from - 1] ?? '') ? from - 1 : from, to });
      }
      return found;
    });
  };
}

/** What is the same of it whatever stands before and after: for each place in a group that it may begin at. */
export function fixedInBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6)),
  );
}

let last: { reading: Reading; shown: ReturnType<typeof bare> } | undefined;

/** The same text is looked at for each secret in turn. */
function bareOf(reading: Reading): ReturnType<typeof bare> {
  if (last?.reading !== reading) last = { reading, shown: bare(reading.text) };
  return last.shown;
}

/** Without what differs between base64 and base64url, and without folds. */
function bare(text: string): { text: string; at(index: number): number } {
  const kept = new Uint32Array(text.length);
  let length = 0;
  const bareText = text.replace(/[\s+-]|_|[^\s+_-]+/g, (part, offset: number) => {
    if (/^[\s+-]/.test(part)) return '';
    for (let at = 0; at < part.length; at += 1) kept[length++] = offset + at;
    return part === '_' ? '/' : part;
  });
  return { text: bareText, at: (index) => kept[index] ?? 0 };
}

/** Fewer bytes or characters than these stand in texts by chance. */
const SHORTEST_HEX = 6;
const SHORTEST_LOOSE = 12;

/** In hex, also as PostgreSQL writes bytea, and with what people and inspectors put between bytes. */
export function inHex(bytes: Buffer): (text: string, reading: Reading) => Found[] {
  if (bytes.length < SHORTEST_HEX) return () => [];
  const hex = bytes.toString('hex');
  // Read as escapes, the first byte of `\x6b65` is a letter.
  const search = (reading: Reading) => placesIn(without(reading, SEPARATORS), hex, reading);
  return (text, reading) => [...search(reading), ...(text === reading.text ? [] : search(asItIs(text)))];
}
const SEPARATORS = /[\s:,-]+|\\x|0x/gi;

/** As JSON writes a Buffer: its bytes in decimal. */
export function inDecimals(bytes: Buffer): (text: string, reading: Reading) => Found[] {
  if (bytes.length < SHORTEST_HEX) return () => [];
  return (_, reading) => placesIn(without(reading, /\s+/g), bytes.join(','), reading);
}

/** In whatever case, and over the ends of lines. */
export function loosely(secret: string): (text: string, reading: Reading) => Found[] {
  const meant = lower(read(secret).text.replace(/\s+/g, ''));
  if (meant.length < SHORTEST_LOOSE) return () => [];
  return (_, reading) => placesIn(without(reading, /\s+/g), meant, reading);
}

const asItIs = (text: string): Reading => ({ text, from: (at) => at, to: (at) => at + 1 });
const lower = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

type Kept = ReturnType<typeof keptOf>;
const KEPT = new Map<string, Map<string, Kept>>();

/** The same text, and what it is read to, are looked at for each secret in turn. */
function without({ text }: Reading, what: RegExp): Kept {
  if (!KEPT.has(text) && KEPT.size === 2) KEPT.clear();
  const own = KEPT.get(text) ?? new Map<string, Kept>();
  const known = own.get(what.source) ?? keptOf(lower(text), what);
  KEPT.set(text, own.set(what.source, known));
  return known;
}

function keptOf(text: string, what: RegExp) {
  const places = new Uint32Array(text.length);
  let length = 0;
  let done = 0;
  const parts: string[] = [];
  const keep = (end: number) => {
    parts.push(text.slice(done, end));
    for (let at = done; at < end; at += 1) places[length++] = at;
  };
  for (const match of text.matchAll(what)) {
    keep(match.index);
    done = match.index + match[0].length;
  }
  keep(text.length);
  return { text: parts.join(''), places };
}

function placesIn({ text, places }: Kept, wanted: string, reading: Reading): Found[] {
  const found: Found[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1))
    found.push({
      from: reading.from(places[at] ?? 0),
      to: reading.to(places[at + wanted.length - 1] ?? 0),
    });
  return found;
}
