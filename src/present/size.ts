import { count } from './count.ts';

/** `about 1,200,000 rows, 310 MB`: the planner's estimate, which is no count. `empty`: nothing is stored in it. */
export function size(facts: {
  readonly rows: number;
  readonly bytes: number;
  readonly empty?: boolean;
}): string {
  if (facts.empty) return 'empty';
  return `about ${count(Math.round(facts.rows), 'row')}, ${bytes(facts.bytes)}`;
}

function bytes(count: number): string {
  if (count < 1024 * 1024) return `${Math.ceil(count / 1024)} kB`;
  if (count < 1024 ** 3) return `${Math.round(count / 1024 ** 2)} MB`;
  return `${(count / 1024 ** 3).toFixed(1)} GB`;
}
