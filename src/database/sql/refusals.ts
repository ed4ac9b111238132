import { configurationError, type ShiplockError } from '../../release/errors.ts';
import type { Parser, ParserError } from './parser.ts';
import { byteOffsets, codePointOffset, type Position, positions } from './places.ts';

/** Merge markers stand at the start of a line. https://git-scm.com/docs/git-merge#_how_conflicts_are_presented */
const MARKER = /^(?:<{7}|\|{7}|={7}|>{7})(?=\s|$)/m;
const ALL_MARKERS = [/^<{7}(?=\s|$)/m, /^={7}(?=\s|$)/m, /^>{7}(?=\s|$)/m];

/** What editors and web pages leave in a text, and PostgreSQL takes for letters. */
const UNSEEN = /[\u00A0\u2028\u2029\u202F\u2060\u3000\uFEFF]|[\u200B-\u200F]/;

/** The most helpful error for a text that the parser refused: what people really had in their files comes first. */
export function syntaxProblem(parser: Parser, text: string, file: string, error: ParserError): ShiplockError {
  const at = positions(text)(codePointOffset(text, error.position));
  if (ALL_MARKERS.every((marker) => marker.test(text))) return mergeMarkers(text, text.search(MARKER), file);
  const copy = copyBefore(parser, text, at.offset);
  if (copy) return copyFromStdinProblem(copy, file);
  const found = text[at.offset];
  if (found === '\\' || (found === ':' && /^:['"]?\w/.test(text.slice(at.offset))))
    return psql(text, at, file);
  const [unseen] = UNSEEN.exec(/^[^ \t\r\n;]*/.exec(text.slice(at.offset))?.[0] ?? '') ?? [];
  return problem(
    'SYNTAX',
    file,
    at,
    `is not valid SQL: ${error.message}`,
    unseen
      ? `Remove the invisible character U+${unseen.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} at this position.`
      : 'Correct the statement at this position.',
  );
}

/** NUL ends the text for the parser, and the server takes none: statements after it would be lost without a word. */
export function nulByte(text: string, offset: number, file: string): ShiplockError {
  const next = 'Save the file as UTF-8 text; NUL bytes often come from UTF-16.';
  return problem('SYNTAX', file, positions(text)(offset), 'contains a NUL byte', next);
}

/** `COPY … FROM STDIN` needs a client that sends the rows, which no migration engine for this layout is. */
export function copyFromStdinProblem(at: Position, file: string): ShiplockError {
  const next = 'Write the rows as INSERT statements, or load them outside migrations.';
  return problem('COPY_STDIN', file, at, 'uses COPY … FROM STDIN, but only psql can send its rows', next);
}

/** A function body is a string to the parser, so markers inside it parse; they are refused all the same. */
export function mergeMarkerInBody(parser: Parser, text: string, file: string): ShiplockError | undefined {
  if (!text.includes('<<<<<<<') || !ALL_MARKERS.every((marker) => marker.test(text))) return undefined;
  const toUnit = byteOffsets(text);
  for (const token of parser.scan(text)) {
    if (token.tokenName !== 'SCONST' || !token.text.startsWith('$')) continue;
    const inside = token.text.search(MARKER);
    if (inside !== -1) return mergeMarkers(text, toUnit(token.start) + inside, file);
  }
  return undefined;
}

function mergeMarkers(text: string, offset: number, file: string): ShiplockError {
  const next = 'Resolve the merge conflict and remove its markers.';
  return problem('MERGE_MARKERS', file, positions(text)(offset), 'still has merge markers', next);
}

function psql(text: string, at: Position, file: string): ShiplockError {
  const command = /^\S+/.exec(text.slice(at.offset))?.[0] ?? '\\';
  const next = 'Remove it, or write what it does as SQL: only psql understands it, not the server.';
  return problem('PSQL', file, at, `uses the psql command or variable ${command}`, next);
}

/**
 * The rows after `COPY … FROM STDIN;` are what the parser stumbles over, so look at the statements before that place.
 * All text before it was a valid beginning, hence the scanner can read it.
 */
function copyBefore(parser: Parser, text: string, offset: number): Position | undefined {
  const before = text.slice(0, offset);
  if (!/copy/i.test(before)) return undefined;
  try {
    const lastEnd = parser.scan(before).findLast((token) => token.text === ';');
    if (!lastEnd) return undefined;
    const toUnit = byteOffsets(before);
    const complete = before.slice(0, toUnit(lastEnd.end));
    const copy = parser.parse(complete).findLast((raw) => raw.stmt && readsStdin(raw.stmt));
    return copy && positions(text)(byteOffsets(complete)(copy.stmt_location ?? 0));
  } catch {
    // The beginning cannot be read by itself (a body of its own): the plain syntax error says enough.
    return undefined;
  }
}

/** Whether a statement is `COPY … FROM STDIN`. */
export function readsStdin(node: object): boolean {
  if (!('CopyStmt' in node)) return false;
  const copy = node.CopyStmt as { is_from?: boolean; is_program?: boolean; filename?: string };
  return copy.is_from === true && !copy.is_program && !copy.filename;
}

function problem(
  kind: 'SYNTAX' | 'PSQL' | 'COPY_STDIN' | 'MERGE_MARKERS',
  file: string,
  at: Position,
  what: string,
  next: string,
): ShiplockError {
  const place = { file, line: at.line, column: at.column, message: what };
  return configurationError({
    code: `SHIPLOCK_MIGRATION_${kind}`,
    what: `${file}:${at.line}:${at.column} ${what}`,
    next,
    notDone: ['Nothing was sent to the database.'],
    places: [place],
  });
}
