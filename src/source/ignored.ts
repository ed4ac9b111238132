import ignore from 'ignore';

/** What is left out, by the rules of a .gitignore; the library and the rules are the ones of Vercel's own client. */
export function leftOut(rules: readonly string[]): (path: string) => boolean {
  if (rules.length === 0) return () => false;
  const patterns = ignore().add(rules);
  return (path) => patterns.ignores(path);
}

/** The lines of a .vercelignore. Vercel's client takes a leading `./` away, which Git's rules do not know. */
export function rulesOf(vercelignore: string): string[] {
  return vercelignore.split(/\r?\n/).map((line) => line.replace(/^(!?)\.\//, '$1'));
}
