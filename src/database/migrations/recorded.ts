import { parseSql, type Statement } from '../sql/parse.ts';
import { BETWEEN } from './script.ts';

/**
 * A file's text in the pieces that the Supabase CLI records: each statement with the comments before it, trimmed,
 * without its semicolon; comments at the end are a piece of their own.
 */
export function recordedPieces(text: string, statements: readonly Statement[]): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const statement of statements) {
    const end = statement.offset + statement.text.length;
    pieces.push(text.slice(from, end));
    from = skipSemicolon(text, end);
  }
  pieces.push(text.slice(from));
  return pieces.map(trimPiece).filter((piece) => piece !== '');
}

/** Between a statement and its semicolon stand only white space and comments. */
function skipSemicolon(text: string, from: number): number {
  let at = from;
  for (;;) {
    if (text[at] === ';') return at + 1;
    if (/\s/.test(text[at] ?? '')) at += 1;
    else if (text.startsWith('--', at)) at = endOr(text, text.indexOf('\n', at));
    else if (text.startsWith('/*', at)) at = endOr(text, text.indexOf('*/', at) + 2);
    else return from;
  }
}

function endOr(text: string, at: number): number {
  return at < 2 ? text.length : at;
}

function trimPiece(piece: string): string {
  return piece.replace(/^[\s;\uFEFF]+/, '').replace(/[\s;]+$/, '');
}

export type Comparison =
  | { readonly result: 'same' }
  /** Recorded statements are the beginning of the file: the rest was never recorded. */
  | { readonly result: 'gap'; readonly line: number }
  | { readonly result: 'edited'; readonly line: number | undefined; readonly onlyComments: boolean };

/** Holds a file against what the history says was run. Parses only where the texts differ. */
export async function compareRecorded(
  text: string,
  recorded: readonly string[] | null,
  file: string,
): Promise<Comparison> {
  // Hosted projects and old CLI versions record a version without its statements: nothing to hold it against.
  if (recorded === null || sameText(text, recorded)) return { result: 'same' };
  try {
    const now = await parseSql(text, file);
    const then = await parseSql(recorded.join(BETWEEN), file);
    const differs = now.findIndex((statement, index) => statement.hash !== then[index]?.hash);
    if (differs === -1 && now.length === then.length)
      return { result: 'edited', line: undefined, onlyComments: true };
    const line = now[differs]?.line;
    if (differs === then.length && line !== undefined) return { result: 'gap', line };
    return { result: 'edited', line, onlyComments: false };
  } catch {
    // One of the two is not even SQL; they differ, which is all that is asked here.
    return { result: 'edited', line: undefined, onlyComments: false };
  }
}

function sameText(text: string, recorded: readonly string[]): boolean {
  const file = text.replaceAll('\r', '');
  let at = skipBlank(file, 0);
  for (const statement of recorded) {
    const piece = trimPiece(statement.replaceAll('\r', ''));
    if (!file.startsWith(piece, at)) return false;
    at = skipBlank(file, at + piece.length);
  }
  return at === file.length;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s;\uFEFF]/.test(text[at] as string)) at += 1;
  return at;
}
