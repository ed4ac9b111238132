import type { RangeVar } from 'libpg-query';
import type { Broken } from './trial.ts';

export interface Found {
  readonly rule: Broken;
  readonly fromFile: boolean;
  /** Of foreign keys: rows may come to it before. */
  readonly parent?: RangeVar | undefined;
}

export interface Rules {
  readonly found: readonly Found[];
  /** What no query can stand for, with the reason. */
  readonly left: readonly string[];
}
