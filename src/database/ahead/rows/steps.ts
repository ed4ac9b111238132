import type { Node } from 'libpg-query';
import { nested } from '../../hazards/nested.ts';
import type { Statement } from '../../sql/parse.ts';
import { type Source, sourceOf, statementsIn } from './text.ts';

/** A statement, or one that a DO block runs. */
export interface Step {
  readonly statement: Statement;
  readonly node: Node;
  /** Places in the tree count from the beginning of its text. */
  readonly source: Source;
  /** It runs, or what it does is done already. */
  readonly sure: boolean;
  /** Only where the catalog says that it is still to be done. */
  readonly guarded: boolean;
}

/** Everything that a statement runs, in order; `opaque`: and code that nobody can read. */
export function stepsOf(statement: Statement): { readonly steps: readonly Step[]; readonly opaque: boolean } {
  const { nodes, opaque } = nested(statement);
  const texts =
    statement.kind === 'DoStmt'
      ? nodes.filter(({ text }, index) => text !== nodes[index - 1]?.text)
      : [{ text: statement.text, sure: true, guarded: false }];
  const steps = texts.flatMap(({ text, sure, guarded }) =>
    statementsIn(text).map(
      (each): Step => ({ statement, node: each.node, source: sourceOf(each.text), sure, guarded }),
    ),
  );
  return { steps, opaque };
}
