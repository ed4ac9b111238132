import { dbmate, floor, shiplock, shiplockShort, supabaseCli, type Tool } from './tools.ts';

/** Median milliseconds by case and tool. */
export type Figures = Map<string, ReadonlyMap<Tool, number>>;

export interface Row {
  readonly name: string;
  readonly ours_ms: number;
  readonly peer: string;
  readonly peer_ms: number;
  /** Ours by theirs: below 1 we are faster. */
  readonly ratio: number;
  readonly peer_lacks: readonly string[];
}

/** A row that must not be above `at_most`. */
export interface Goal extends Row {
  readonly at_most: number;
  readonly met: boolean;
}

const PLAN_LIMIT_MS = 2000;
const LONG = 'apply one file of 20,000 lines';

export function rowsOf(figures: Figures): Row[] {
  return [...figures].flatMap(([name, times]) =>
    [...times]
      .filter(([tool]) => tool !== shiplock)
      .map(([tool, ms]) => row(name, times.get(shiplock) ?? Number.NaN, tool.name, ms, tool.lacks)),
  );
}

/** What the project promises about these figures. */
export function goalsOf(figures: Figures): Goal[] {
  const against = (name: string, tool: Tool, atMost: number): Goal[] => {
    const times = figures.get(name);
    const [ours, theirs] = [times?.get(shiplock), times?.get(tool)];
    if (ours === undefined || theirs === undefined) return [];
    return [goal(row(`goal: ${name}`, ours, tool.name, theirs, tool.lacks), atMost)];
  };
  const plan = figures.get('plan 250 pending')?.get(shiplock);
  return [
    ...against('no-op, 250 applied', supabaseCli, 0.25),
    ...against('no-op, 250 applied', floor, 1.5),
    ...['apply 250', LONG].flatMap((name) => [
      ...against(name, floor, 1.2),
      ...against(name, supabaseCli, 1),
      // The long file is not promised to be faster: all of it is parsed before any of it runs, and dbmate reads nothing.
      ...(name === LONG ? [] : against(name, dbmate, 1)),
    ]),
    ...against('no-op, 5,000 applied', shiplockShort, 1.5),
    ...(plan ? [goal(row('goal: plan 250 pending', plan, 'the limit', PLAN_LIMIT_MS, []), 1)] : []),
  ];
}

function goal(figure: Row, atMost: number): Goal {
  return { ...figure, at_most: atMost, met: figure.ratio <= atMost };
}

function row(name: string, ours: number, peer: string, theirs: number, lacks: readonly string[]): Row {
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    name,
    ours_ms: round(ours),
    peer,
    peer_ms: round(theirs),
    ratio: Math.round((ours / theirs) * 1000) / 1000,
    peer_lacks: lacks,
  };
}
