/** Postgres' code of an error, however deep an adapter wrapped it. */
export function sqlState(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return undefined;
}

/** The server's own words, without those of an adapter. */
export function sqlMessage(error: unknown): string {
  let message = '';
  for (let at = error; at instanceof Error; at = at.cause) message = at.message;
  return message;
}
