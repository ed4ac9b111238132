import type { Directive, Statement } from '../sql/parse.ts';

/** Batched statements run in small transactions of their own. */
export function isBatched(
  statement: Statement,
  directives: ReadonlyMap<Statement, readonly Directive[]>,
): boolean {
  return (directives.get(statement) ?? []).some((directive) => directive.kind === 'batch');
}
