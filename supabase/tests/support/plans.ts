import { z } from 'zod';
import { PEOPLE, type Person, type SeededDatabase } from './database.ts';

/** A node of a plan as EXPLAIN (FORMAT JSON) writes it: https://www.postgresql.org/docs/current/sql-explain.html */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Actual Rows'?: number | undefined;
  readonly 'Actual Loops'?: number | undefined;
  readonly 'Rows Removed by Filter'?: number | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}
const planNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.looseObject({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Name': z.string().optional(),
    'Actual Rows': z.number().optional(),
    'Actual Loops': z.number().optional(),
    'Rows Removed by Filter': z.number().optional(),
    Plans: z.array(planNode).optional(),
  }),
);
const logged = z.looseObject({ 'Query Text': z.string(), Plan: planNode });

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

export interface Asked {
  readonly answer: unknown;
  /** Every scan of every statement that ran, those within functions too: `Index Scan prescriptions`. */
  readonly scans: ReadonlySet<string>;
  /** Tables of which a sequential scan read so many rows. A plan may have one that never runs, or ends at once. */
  readonly readWhole: ReadonlyMap<string, number>;
  /** Tables of which scans of any kind read so many rows, those that a filter removed too. */
  readonly read: ReadonlyMap<string, number>;
  readonly statements: number;
}

/**
 * What a function of the app answers to somebody, and by which plans: PostgreSQL itself says those of the statements that
 * run within functions (https://www.postgresql.org/docs/current/auto-explain.html), in JSON.
 */
export async function explained(database: SeededDatabase, person: Person, call: string): Promise<Asked> {
  const plans: PlanNode[] = [];
  const listen = ({ message }: { message?: string | undefined }) => {
    const at = message?.indexOf('{') ?? -1;
    if (message?.includes('plan:') && at >= 0) plans.push(logged.parse(JSON.parse(message.slice(at))).Plan);
  };
  await database.client.query("load 'auto_explain'");
  database.client.on('notice', listen);
  try {
    return await database.undone(async () => {
      await database.client.query(`select set_config('auto_explain.log_min_duration', '0', true),
        set_config('auto_explain.log_nested_statements', 'on', true), set_config('auto_explain.log_analyze', 'on', true),
        set_config('auto_explain.log_timing', 'off', true), set_config('auto_explain.log_format', 'json', true),
        set_config('client_min_messages', 'log', true)`);
      await database.become('authenticated', PEOPLE[person]);
      const { rows } = await database.client.query<{ answer: unknown }>(`select public.${call} as answer`);
      const scans = plans
        .flatMap(nodesOf)
        .flatMap((node) => (node['Relation Name'] ? [`${node['Node Type']} ${node['Relation Name']}`] : []));
      return {
        answer: rows[0]?.answer,
        scans: new Set(scans),
        readWhole: rowsOf(plans, (type) => type === 'Seq Scan'),
        read: rowsOf(plans, () => true),
        statements: plans.length,
      };
    });
  } finally {
    database.client.off('notice', listen);
  }
}

/** By table, the most rows that one scan read. */
function rowsOf(plans: readonly PlanNode[], counts: (type: string) => boolean): Map<string, number> {
  const read = new Map<string, number>();
  for (const node of plans.flatMap(nodesOf)) {
    const table = node['Relation Name'];
    if (!counts(node['Node Type']) || table === undefined) continue;
    const rows =
      ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 0);
    read.set(table, Math.max(rows, read.get(table) ?? 0));
  }
  return read;
}

/** The middle of five, in milliseconds. */
export async function timed(database: SeededDatabase, person: Person, call: string): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    await database.undone(async () => {
      await database.become('authenticated', PEOPLE[person]);
      const began = performance.now();
      await database.client.query(`select public.${call}`);
      times.push(performance.now() - began);
    });
  }
  return times.sort((a, b) => a - b)[2] ?? 0;
}
