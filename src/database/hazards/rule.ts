import type { Hazard } from '../../release/ports.ts';

/** What a hazard threatens. `stall` depends on the size of the table; the others do not. */
export type Threat = 'stall' | 'loss' | 'compatibility' | 'authorization' | 'correctness' | 'style';

/** One rule: its id is what allowances name and what machines read, so it never changes. */
export interface Rule {
  readonly id: string;
  readonly severity: Hazard['severity'];
  readonly threat: Threat;
  /** One sentence for the documentation's table. */
  readonly title: string;
  readonly instead?: string;
  /**
   * What the release leaves behind, whatever serves meanwhile. Only a policy allows it, by the relation
   * (`database.openTables`): a comment in the file would be the author's own word.
   */
  readonly onlyByPolicy?: true;
  /** It is as bad where nothing serves yet. A comment with a reason allows it. */
  readonly whateverServes?: true;
  /** The server refuses it too, whoever uses the database. */
  readonly refusedByServer?: true;
  /** It is about rows, which change by themselves: allowed, or in a file that waits, it does not make a plan another one. */
  readonly ofRows?: true;
  /** squawk's rules for the same thing: https://squawkhq.com/docs/rules */
  readonly squawk?: readonly string[];
}
