/**
 * Replaces each secret by `***`. The runner masks what it prints; this covers what it does not: outputs, summaries,
 * errors and files. Longest first, so that a secret inside another does not leave a tail.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const ordered = [...new Set(secrets)].filter(Boolean).sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}
