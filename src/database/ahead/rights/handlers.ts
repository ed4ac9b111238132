import type { Node } from 'libpg-query';
import type { Asking } from './asking.ts';

type KeysOf<T> = T extends unknown ? keyof T : never;
type Tag = KeysOf<Node>;

/** What each kind of statement needs, by its tag. */
export type Handlers = {
  readonly [K in Tag]?: (ask: Asking, node: Extract<Node, Record<K, unknown>>[K]) => void;
};
