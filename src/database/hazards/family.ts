import type { AlterTableCmd, AlterTableStmt } from 'libpg-query';
import type { FieldsOf, Tag } from '../sql/nodes.ts';
import type { Directive } from '../sql/parse.ts';
import type { Effects } from './effects.ts';
import type { Rule } from './rule.ts';
import type { Target } from './target.ts';

export type StatementHandlers = { readonly [K in Tag]?: (effects: Effects, node: FieldsOf<K>) => void };
export type AlterHandler = (effects: Effects, command: AlterTableCmd, target: Target) => void;

/** Where a statement stands in its file. */
export interface Around {
  /** The file runs in one transaction. */
  readonly transactional: boolean;
  /** The statement stands between the file's own BEGIN and COMMIT. */
  readonly ownTransaction: boolean;
  readonly batched: boolean;
  /** Values of enums that this transaction added before: value → type. */
  readonly unusable: ReadonlyMap<string, string>;
  /** How many relations the file had made before. */
  readonly createdBefore: number;
  /** Names as they are written, which the parser cuts. */
  readonly names: readonly string[];
}

/** Rules of one kind, with the code that recognises them. A new family is a file here, named in rules/index.ts. */
export interface Family {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** By statement tag, e.g. `IndexStmt`. Several families may look at the same statement. */
  readonly statements?: StatementHandlers;
  /** Tags of statements that take no lasting lock on user data and need no word. */
  readonly harmless?: ReadonlySet<string>;
  /** ALTER INDEX, with the table of the index. */
  readonly alterIndex?: (effects: Effects, node: AlterTableStmt, table: Target) => void;
  /** What no family knows: a statement, or a sub-command of ALTER TABLE. */
  readonly unknown?: (effects: Effects, what: string) => void;
  /** After each statement, in the light of those before it. */
  readonly after?: (effects: Effects, around: Around) => void;
  /** After all statements of a file. */
  readonly file?: (all: readonly Effects[], isBatched: (effects: Effects) => boolean) => void;
  /** When all hazards of a statement are known. */
  readonly allowances?: (effects: Effects, directives: readonly Directive[]) => void;
  /** By ALTER TABLE sub-command, e.g. `AT_AddColumn`. */
  readonly alterTable?: Readonly<Record<string, AlterHandler>>;
}
