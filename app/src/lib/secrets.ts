/** Names of variables whose values never leave the process. What begins with NEXT_PUBLIC_ is in every browser anyway. */
const SECRET_NAME = /(?:KEYS?|TOKEN|SECRET|PASSWORD|PASS|CREDENTIALS|DATABASE_URL|_DSN)$/i;
const SHORTEST = 8;

/** Secrets of the environment, in the forms in which errors say them back; longest first. */
function formsOf(env: Readonly<Record<string, string | undefined>>): string[] {
  const values = Object.entries(env).flatMap(([name, value]) =>
    SECRET_NAME.test(name) && !name.startsWith('NEXT_PUBLIC_') && value && value.length >= SHORTEST
      ? [value, ...partsOf(value), ...passwordOf(value)]
      : [],
  );
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

let known: readonly string[] | undefined;

/** The text without the values of the server's own secrets. */
export function withoutSecrets(text: string, env?: Readonly<Record<string, string | undefined>>): string {
  if (!env) known ??= formsOf(process.env);
  const forms = env ? formsOf(env) : (known ?? []);
  return forms.reduce((rest, form) => rest.replaceAll(form, '[secret]'), text);
}
