import { createHash } from 'node:crypto';
import type { Node } from 'libpg-query';
import { isComment, type Parser } from './parser.ts';
import type { Position } from './places.ts';

/** One statement of a migration file. */
export interface Statement extends Position {
  /** Exact source, without comments before it and without the closing semicolon. */
  readonly text: string;
  /** Syntax node, e.g. `CreateStmt`. */
  readonly kind: string;
  /** The parsed statement, e.g. `{ CreateStmt: { … } }`. */
  readonly node: Node;
  /** SHA-256 of the tokens: the same before and after comments or white space change. Computed when asked for. */
  readonly hash: string;
}

/** Builds a statement whose hash costs nothing until somebody needs it: only resumed files do. */
export function makeStatement(parser: Parser, text: string, node: Node, position: Position): Statement {
  let hash: string | undefined;
  return {
    ...position,
    text,
    kind: Object.keys(node)[0] ?? 'Unknown',
    node,
    get hash() {
      hash ??= tokenHash(parser, text);
      return hash;
    },
  };
}

function tokenHash(parser: Parser, text: string): string {
  const digest = createHash('sha256');
  for (const token of parser.scan(text)) {
    if (!isComment(token)) digest.update(token.text).update('\u0000');
  }
  return digest.digest('hex');
}
