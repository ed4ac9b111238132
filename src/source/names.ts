import { visible } from '../present/text.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The path, or undefined where it is not UTF-8: hosting takes JSON, which cannot say any other name. */
export function decodePath(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** A name as people may read it, in quotes: whatever could not be seen or is not UTF-8 is written out. */
export function shownPath(path: string | Buffer): string {
  const text = typeof path === 'string' ? path : (decodePath(path) ?? bytewise(path));
  return visible(JSON.stringify(text));
}

/** `\\xff` for what is not ASCII. Which part of the name is broken UTF-8 matters to nobody. */
function bytewise(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[^ -~]/g, (byte) => `<${byte.charCodeAt(0).toString(16)}>`);
}

/** Parts that no file system or vendor reads as a plain name. Git refuses to make such trees; others can. */
export function isStrangePart(part: string): boolean {
  return part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git';
}
