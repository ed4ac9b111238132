/** Every word that was typed begins a word of the name, or the code; case and accents do not matter. */
export function matches(of: { readonly display: string; readonly code: string }, typed: string): boolean {
  const words = plain(of.display).split(/[^\p{L}\p{N}.]+/u);
  const code = plain(of.code);
  return plain(typed)
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => code.startsWith(part) || words.some((word) => word.startsWith(part)));
}

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
