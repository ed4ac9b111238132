import { parse } from 'yaml';
import { z } from 'zod';

/** So many first bytes of a file are looked at. */
export const LOOK = 256 * 1024;

interface Rule {
  /** Of the lower-case path. */
  readonly path: RegExp;
  readonly why: string;
  /** Decides by the first bytes, where the name alone would refuse ordinary files. */
  readonly when?: (text: string) => boolean;
}

const EXAMPLE = /(?:^|[./_-])(?:example|sample|template|dist|schema)(?:$|[./_-])/;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/;
/** What a PEM file may hold without being secret. */
const PUBLIC_BLOCK =
  /-----BEGIN (?:TRUSTED |X509 |NEW )?(?:CERTIFICATE(?: REQUEST)?|PUBLIC KEY|RSA PUBLIC KEY|CRL|DH PARAMETERS|EC PARAMETERS|PKCS7|CMS)-----/;

/** Files that hold secrets by their name, or by their name and contents. */
const RULES: readonly Rule[] = [
  { path: /(?:^|\/)\.env(?:rc|[^a-z0-9/][^/]*)?$/, why: 'looks like environment variables' },
  { path: /(?:^|\/)[^/]+\.env$/, why: 'looks like environment variables' },
  { path: /(?:^|\/)\.dev\.vars(?:\..+)?$/, why: 'looks like environment variables' },
  { path: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/, why: 'looks like a private SSH key' },
  { path: /\.(?:p12|pfx|jks|keystore|p8|ppk|kdbx|pkcs12)$/, why: 'looks like a store of private keys' },
  // Apple's Keynote calls its presentations so too; they are ZIP archives.
  { path: /\.key$/, why: 'looks like a private key', when: (text) => !text.startsWith('PK\u0003\u0004') },
  { path: /\.pem$/, why: 'looks like a private key', when: (text) => !isPublicPem(text) },
  {
    path: /\.(?:sql|dump|backup)\.(?:gz|bz2|xz|zst|zip|lz4|7z|br|bak)$/,
    why: 'looks like a database dump',
  },
  { path: /\.(?:dump|pgdump|sqldump|rdb|backup)$/, why: 'looks like a database dump' },
  { path: /(?:^|[/._-])(?:dump|backup)[^/]*\.sql$/, why: 'looks like a database dump' },
  { path: /(?:^|\/)\.(?:npmrc|yarnrc)$/, why: 'contains a registry token', when: holdsToken },
  { path: /(?:^|\/)\.yarnrc\.yml$/, why: 'contains a registry token', when: holdsYarnToken },
  {
    path: /(?:^|\/)(?:\.netrc|_netrc|\.pgpass|\.git-credentials|\.htpasswd|\.pypirc|\.my\.cnf|\.vault-token)$/,
    why: 'looks like stored passwords',
  },
  {
    path: /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config|kubeconfig|terraform\.tfstate(?:\..+)?)$/,
    why: 'looks like stored credentials',
  },
  {
    path: /(?:^|\/)\.sentryclirc$/,
    why: 'contains a token',
    when: (text) => /^\s*token\s*=\s*[^\s$]/m.test(text),
  },
  { path: /\.json$/, why: 'is the key of a service account or a client', when: isServiceAccount },
];

/** What any file says about itself in its first bytes. */
const SIGNS: readonly { readonly starts: RegExp; readonly why: string }[] = [
  { starts: /^\s*-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/, why: 'is a private key' },
  { starts: /^PuTTY-User-Key-File-/, why: 'is a private key' },
  { starts: /^PGDMP/, why: 'is a database dump' },
];

/** How many first bytes decide about a file of this path. */
export function bytesToLookAt(path: string): number {
  return rulesFor(path).some((rule) => rule.when) ? LOOK : 64;
}

/**
 * Why a file looks as if it held a secret; undefined where it does not. A reading aid against accidents: whoever wants to
 * hide a secret in a commit can.
 */
export function secretIn(path: string, first: Buffer): string | undefined {
  const text = first.toString('latin1');
  return (
    SIGNS.find(({ starts }) => starts.test(text))?.why ??
    rulesFor(path).find(({ when }) => when?.(text) ?? true)?.why
  );
}

function rulesFor(path: string): Rule[] {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  return RULES.filter(
    (rule) => rule.path.test(lower) && !(rule.why.includes('environment') && EXAMPLE.test(name)),
  );
}

function isPublicPem(text: string): boolean {
  return PUBLIC_BLOCK.test(text) && !PRIVATE_KEY.test(text);
}

/** A literal token in an .npmrc; `${NPM_TOKEN}` is how one is kept out of the file. */
function holdsToken(text: string): boolean {
  return text.split(/\r?\n/).some((line) => {
    const at = line.indexOf('=');
    const key = line.slice(0, Math.max(0, at)).trim();
    return !/^[#;]/.test(key) && /_(?:authToken|auth|password)$/.test(key) && isLiteral(line.slice(at + 1));
  });
}

const yarnServer = z.looseObject({
  npmAuthToken: z.string().optional(),
  npmAuthIdent: z.string().optional(),
});
const yarnSettings = yarnServer.extend({
  npmScopes: z.record(z.string(), yarnServer).optional(),
  npmRegistries: z.record(z.string(), yarnServer).optional(),
});

/** The same in Yarn's settings. What cannot be read is refused: it may hold anything. */
function holdsYarnToken(text: string): boolean {
  let settings: unknown;
  try {
    settings = parse(text, { maxAliasCount: 0 });
  } catch {
    return true;
  }
  const read = yarnSettings.safeParse(settings ?? {});
  if (!read.success) return true;
  const { npmScopes = {}, npmRegistries = {}, ...top } = read.data;
  return [top, ...Object.values(npmScopes), ...Object.values(npmRegistries)].some(
    ({ npmAuthToken, npmAuthIdent }) => isLiteral(npmAuthToken ?? '') || isLiteral(npmAuthIdent ?? ''),
  );
}

function isLiteral(value: string): boolean {
  return value.replace(/\$\{[^}]*\}/g, '').replace(/["'\s]/g, '') !== '';
}

const client = z.object({ client_secret: z.string().min(1) });
/** Google's, which most are; others have a PEM file beside them. */
const account = z.union([
  z.object({ type: z.literal('service_account'), private_key: z.string().min(1) }),
  z.object({ installed: client }),
  z.object({ web: client }),
]);

function isServiceAccount(text: string): boolean {
  if (!/service_account|client_secret/.test(text)) return false;
  try {
    return account.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
