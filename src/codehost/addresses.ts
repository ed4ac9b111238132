/** A name and an address as git keeps them. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

/**
 * Co-authors that a commit's message names, several per commit. Wider than git's rules for trailers
 * (https://git-scm.com/docs/git-interpret-trailers): GitHub, too, takes them in any paragraph, and a name too many keeps
 * one more person from approving their own work, while a name too few lets one through.
 */
export function coAuthors(message: string): Identity[] {
  const text = message.replaceAll(/\r\n?/g, '\n');
  // A line that begins with white space goes on with the trailer before it.
  const lines = new Set([...text.split('\n'), ...text.replaceAll(/\n[ \t]+/g, ' ').split('\n')]);
  const found = new Map<string, Identity>();
  for (const line of lines) {
    const [, value] = /^\s*co-?authored-?by\s*[:=]\s*(.+)$/i.exec(line) ?? [];
    const identity = value === undefined ? undefined : identityIn(value);
    if (identity) found.set(identity.email.toLowerCase(), identity);
  }
  return [...found.values()];
}

/** `Name <address>`, or an address alone. */
function identityIn(value: string): Identity | undefined {
  const open = value.lastIndexOf('<');
  const close = value.indexOf('>', open);
  if (open >= 0 && close > open)
    return { name: value.slice(0, open).trim(), email: value.slice(open + 1, close).trim() };
  const bare = value.trim();
  return bare.includes('@') ? { name: bare, email: bare } : undefined;
}

/**
 * The account in one of GitHub's no-reply addresses: `login@` or `id+login@users.noreply.github.com`, on GHES and with data
 * residency `users.noreply.<host>`. Whoever is renamed keeps the id; the login may be another person's by now.
 * https://docs.github.com/en/account-and-profile/reference/email-addresses-reference#your-noreply-email-address
 */
export function accountInAddress(
  email: string,
): { readonly login: string; readonly id: number | undefined } | undefined {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1).toLowerCase();
  if (at < 0 || !domain.startsWith('users.noreply.')) return undefined;
  const [, id, login] = /^(?:(\d{1,15})\+)?([a-z\d][a-z\d_-]*(?:\[bot\])?)$/i.exec(email.slice(0, at)) ?? [];
  return login === undefined ? undefined : { login, id: id === undefined ? undefined : Number(id) };
}
