import { configurationError } from '../../release/errors.ts';
import { isComment, loadParser } from './parser.ts';
import { byteOffsets, type Position, positions } from './places.ts';
import type { Statement } from './statement.ts';

/** An instruction to Shiplock in a comment of a migration: `-- shiplock: allow=drop-column reason="unused since 4.2"`. */
export type Directive = Position & { readonly end: number } & (
    | { readonly kind: 'allow'; readonly rule: string; readonly reason: string }
    | { readonly kind: 'batch'; readonly options: Readonly<Record<string, string>> }
    | { readonly kind: 'irreversible'; readonly reason: string }
    | { readonly kind: 'out-of-order'; readonly reason: string }
    | { readonly kind: 'phase'; readonly phase: 'expand' | 'contract' }
  );

/** A colon makes a directive; without one, only what goes on as a directive would is held for one. */
const DIRECTIVE = /^shiplock(?:\s*(:)|(?=\s+(?:allow|batch|irreversible|out-of-order|phase)\b))\s*(.*)$/is;

/**
 * Where dbmate, goose and sql-migrate begin the part of a file that undoes the one before. To run both would leave
 * nothing, recorded as applied. https://github.com/amacneil/dbmate, https://github.com/pressly/goose, https://github.com/rubenv/sql-migrate
 */
const DOWN = /^(?:migrate:down|\+goose\s+down|\+migrate\s+down)\b/i;

/**
 * Directives in a file's comments, in order. PostgreSQL's scanner tells comments from strings and bodies, so
 * text that only looks like a directive (in a function body, in data) is none. A misspelt one is refused: a silent
 * allowance would be as bad as a silently ignored one.
 */
export async function directives(sql: string, file = 'SQL'): Promise<Directive[]> {
  if (!/shiplock|migrate:|\+goose|\+migrate/i.test(sql)) return [];
  const parser = await loadParser();
  const text = sql.startsWith('\uFEFF') ? ` ${sql.slice(1)}` : sql;
  const toUnit = byteOffsets(text);
  const toPosition = positions(text);
  const found: Directive[] = [];
  for (const token of parser.scan(text)) {
    if (!isComment(token)) continue;
    const body = commentBody(token.text);
    const match = DIRECTIVE.exec(body);
    const down = DOWN.exec(body);
    if (!match && !down) continue;
    const at = toPosition(toUnit(token.start));
    const place = { ...at, end: at.offset + token.text.length };
    if (!match) throw downPart(place, file, body);
    if (!match[1]) throw refused(place, file, 'the colon is missing', body.replace(/^\S+\s*/, ''));
    found.push(read(match[2] ?? '', place, file));
  }
  return found;
}

/** Directives that belong to each statement: those inside it, after it on its last line, or before it. */
export function directivesOf(
  sql: string,
  statements: readonly Statement[],
  all: readonly Directive[],
): ReadonlyMap<Statement, readonly Directive[]> {
  const owned = new Map<Statement, Directive[]>();
  for (const directive of all) {
    const owner = ownerOf(sql, statements, directive);
    if (owner) owned.set(owner, [...(owned.get(owner) ?? []), directive]);
  }
  return owned;
}

function ownerOf(sql: string, statements: readonly Statement[], directive: Directive): Statement | undefined {
  const next = statements.findIndex((statement) => statement.offset > directive.offset);
  const before = next === -1 ? statements.at(-1) : statements[next - 1];
  if (before) {
    const end = before.offset + before.text.length;
    if (directive.offset < end || !sql.slice(end, directive.offset).includes('\n')) return before;
  }
  return next === -1 ? undefined : statements[next];
}

function commentBody(comment: string): string {
  return comment.startsWith('--') ? comment.slice(2).trim() : comment.slice(2, -2).trim();
}

function read(body: string, place: Position & { end: number }, file: string): Directive {
  const words = parseWords(body);
  const [head] = words;
  const option = (name: string) => words.find((word) => word.name === name)?.value;
  const reason = option('reason');
  switch (head?.name) {
    case 'allow':
      if (!head.value || !reason)
        throw refused(place, file, 'allow needs a rule and a reason', 'allow=<rule> reason="…"');
      return { ...place, kind: 'allow', rule: head.value, reason };
    case 'irreversible':
      if (!reason) throw refused(place, file, 'irreversible needs a reason', 'irreversible reason="…"');
      return { ...place, kind: 'irreversible', reason };
    case 'out-of-order':
      if (!reason) throw refused(place, file, 'out-of-order needs a reason', 'out-of-order reason="…"');
      return { ...place, kind: 'out-of-order', reason };
    case 'phase':
      if (head.value !== 'contract' && head.value !== 'expand') break;
      return { ...place, kind: 'phase', phase: head.value };
    case 'batch':
      return {
        ...place,
        kind: 'batch',
        options: Object.fromEntries(words.slice(1).map((word) => [word.name, word.value])),
      };
  }
  throw refused(
    place,
    file,
    `"${body.trim()}" is unknown`,
    'allow=<rule>, batch, irreversible, out-of-order or phase=contract',
  );
}

/** `name`, `name=value` and `name="some words"`. */
function parseWords(body: string): { name: string; value: string }[] {
  const words = [...body.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|(\S+)))?/g)];
  return words.map(([, name = '', quoted, bare]) => ({ name, value: (quoted ?? bare ?? '').trim() }));
}

function downPart(place: Position, file: string, comment: string) {
  const what = `"${comment}" starts the part that undoes this file, but that part would run like the rest of the file`;
  return configurationError({
    code: 'SHIPLOCK_MIGRATION_DIRECTIVE',
    what: `${file}:${place.line}:${place.column} ${what}`,
    next: 'Move that part to rollbacks/<version>.sql, next to the migrations folder.',
    notDone: ['Nothing was sent to the database.'],
    places: [{ file, line: place.line, column: place.column, message: what }],
  });
}

function refused(place: Position, file: string, what: string, form: string) {
  return configurationError({
    code: 'SHIPLOCK_MIGRATION_DIRECTIVE',
    what: `${file}:${place.line}:${place.column} has an invalid directive: ${what}`,
    next: `Write it as: -- shiplock: ${form}`,
    notDone: ['Nothing was sent to the database.'],
    places: [{ file, line: place.line, column: place.column, message: what }],
  });
}
