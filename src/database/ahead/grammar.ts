import type { Database } from '../../release/ports.ts';
import { BETWEEN } from '../migrations/script.ts';
import type { Piece } from './code.ts';

/** The major of the grammar that files are read by here. A server of the same one reads all that we read. */
export const PARSER_MAJOR = 18;
/** The server tells its first stumble alone, so it is asked again for the rest. */
const MOST = 20;

export interface Unread {
  readonly piece: Piece;
  /** The server's own words. */
  readonly message: string;
}

/**
 * What this server cannot read, by asking it: its own parser is the one list of its grammar that is never wrong. All
 * pieces go as one text by the extended protocol, which reads the whole and then refuses more than one statement, so
 * nothing is looked up and nothing runs.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 * Not for use inside a transaction: the refusal would end it.
 */
export async function unread(
  db: Database,
  pieces: readonly Piece[],
  serverVersion: number,
): Promise<readonly Unread[]> {
  if (Math.floor(serverVersion / 10_000) >= PARSER_MAJOR) return [];
  const found: Unread[] = [];
  let left = pieces.filter(({ nodes }) => nodes.length > 0);
  while (left.length > 0 && found.length < MOST) {
    const refused = await ask(db, left);
    if (!refused) break;
    found.push(refused);
    left = left.filter((piece) => piece !== refused.piece);
  }
  return found;
}

/** Before and after: whatever stands in between, the text is never one statement. */
const FENCE = 'select 1';

async function ask(db: Database, pieces: readonly Piece[]): Promise<Unread | undefined> {
  const texts = [FENCE, ...pieces.map(({ text }) => text), FENCE];
  try {
    await db.query(texts.join(BETWEEN), []);
  } catch (error) {
    const cause = (error as { cause?: unknown }).cause ?? error;
    const { routine, position, message } = cause as { routine?: string; position?: string; message: string };
    // All of it was read: https://github.com/postgres/postgres/blob/REL_15_STABLE/src/backend/tcop/postgres.c
    if (routine === 'exec_parse_message') return undefined;
    const piece = position === undefined ? undefined : pieceAt(texts, pieces, Number(position) - 1);
    if (piece) return { piece, message };
    throw error;
  }
  throw new Error('the server ran a text that it should only have parsed');
}

/** The piece that holds this character, counted from 0. */
function pieceAt(texts: readonly string[], pieces: readonly Piece[], position: number): Piece | undefined {
  let end = 0;
  for (const [index, text] of texts.entries()) {
    end += [...text].length + BETWEEN.length;
    // An error at the end of a statement is told at what follows it.
    if (position < end) return pieces[index - 1];
  }
  return pieces.at(-1);
}
