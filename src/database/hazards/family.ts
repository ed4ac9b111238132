import type { AlterTableCmd } from 'libpg-query';
import type { FieldsOf, Tag } from '../sql/nodes.ts';
import type { Effects } from './effects.ts';
import type { Rule } from './rule.ts';
import type { Target } from './target.ts';

export type StatementHandlers = { readonly [K in Tag]?: (effects: Effects, node: FieldsOf<K>) => void };
export type AlterHandler = (effects: Effects, command: AlterTableCmd, target: Target) => void;

/** Rules of one kind, with the code that recognises them. A new family is a file here, named in families/index.ts. */
export interface Family {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** By statement tag, e.g. `IndexStmt`. Several families may look at the same statement. */
  readonly statements?: StatementHandlers;
  /** By ALTER TABLE sub-command, e.g. `AT_AddColumn`. */
  readonly alterTable?: Readonly<Record<string, AlterHandler>>;
}
