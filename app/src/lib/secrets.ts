/** Names of variables whose values never leave the process. What begins with NEXT_PUBLIC_ is in every browser anyway. */
const SECRET_NAME = /(?:KEYS?|TOKEN|SECRET|PASSWORD|PASS|CREDENTIALS|DATABASE_URL|_DSN)$/i;
const SHORTEST = 8;

type Environment = Readonly<Record<string, string | undefined>>;

/** Secrets of the environment, and what stands in them. */
function valuesOf(env: Environment): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    SECRET_NAME.test(name) && !name.startsWith('NEXT_PUBLIC_') && value && value.length >= SHORTEST
      ? [value, ...partsOf(value), ...passwordOf(value)]
      : [],
  );
}

/** In the forms in which errors say them back; longest first. */
function formsOf(values: readonly string[]): string[] {
  const forms = values.flatMap((value) => [
    value,
    encodeURIComponent(value),
    encodeURIComponent(value).replace(/%../g, (code) => code.toLowerCase()),
    JSON.stringify(value).slice(1, -1),
    ...base64Of(value),
  ]);
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST).sort((a, b) => b.length - a.length);
}

/** Of a list of keys, each without its name: `new:<key>,old:<key>`. */
const partsOf = (value: string): string[] =>
  URL.canParse(value) && value.includes('://')
    ? []
    : value.split(/[:,]/).filter((part) => part.length >= SHORTEST);

function passwordOf(value: string): string[] {
  if (!URL.canParse(value)) return [];
  const { password } = new URL(value);
  try {
    return [password, decodeURIComponent(password)].filter((each) => each.length >= SHORTEST);
  } catch {
    return [password];
  }
}

/** What is the same of it wherever it stands in a longer text: without the characters shared with its neighbours. */
function base64Of(value: string): string[] {
  const bytes = new TextEncoder().encode(value);
  return [0, 1, 2].flatMap((before) => {
    const binary = String.fromCharCode(...new Uint8Array(before), ...bytes);
    const text = btoa(binary).replace(/=+$/, '');
    const fixed = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return [fixed, fixed.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** Fewer characters of a token in a row stand in texts by chance. */
const SHORTEST_PIECE = 12;
/** Of any piece of that length, one of these begins at a place that is looked at. */
const GRAM = 6;
const SHORTEST_TOKEN = 20;

/** What a machine made: pieces of a host or of words would hide facts. All JWTs begin with how they are signed. */
function tokensOf(values: readonly string[]): string[] {
  const parts = values
    .filter((value) => !value.includes('://'))
    .flatMap((value) =>
      value.split(/[\s:/@?#&=.,;"'\\|]+/).filter((part, at) => at > 0 || !part.startsWith('eyJ')),
    );
  return [...new Set(parts)].filter(
    (part) => part.length >= SHORTEST_TOKEN && /[a-z]/i.test(part) && /\d/.test(part),
  );
}

/** Vendors cut what they say back, or put it into two fields. */
function withoutPieces(text: string, tokens: readonly string[]): string {
  let shown = '';
  let done = 0;
  for (let at = 0; at + GRAM <= text.length; at += GRAM) {
    if (at < done) continue;
    const gram = text.slice(at, at + GRAM);
    for (const token of tokens) {
      const place = token.indexOf(gram);
      if (place === -1) continue;
      const { from, to } = extended(text, token, { at, place, after: done });
      if (to - from < SHORTEST_PIECE) continue;
      shown += `${text.slice(done, from)}[secret]`;
      done = to;
      break;
    }
  }
  return shown + text.slice(done);
}

/** As far as text and token agree to both sides of a place, and no further back than `after`. */
function extended(
  text: string,
  token: string,
  { at, place, after }: { readonly at: number; readonly place: number; readonly after: number },
): { readonly from: number; readonly to: number } {
  let before = 0;
  const most = Math.min(at - after, place);
  while (before < most && text[at - before - 1] === token[place - before - 1]) before += 1;
  let length = GRAM;
  while (place + length < token.length && text[at + length] === token[place + length]) length += 1;
  return { from: at - before, to: at + length };
}

interface Known {
  readonly forms: readonly string[];
  readonly tokens: readonly string[];
}
let known: Known | undefined;

function knownOf(env: Environment): Known {
  const values = valuesOf(env);
  return { forms: formsOf(values), tokens: tokensOf(values) };
}

/** The text without the values of the server's own secrets. */
export function withoutSecrets(text: string, env?: Environment): string {
  if (!env) known ??= knownOf(process.env);
  const { forms, tokens } = env ? knownOf(env) : (known ?? { forms: [], tokens: [] });
  return withoutPieces(
    forms.reduce((rest, form) => rest.replaceAll(form, '[secret]'), text),
    tokens,
  );
}
