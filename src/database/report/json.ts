import { z } from 'zod';
import type { PendingMigrations } from '../../release/ports.ts';
import { LOCK_LEVELS } from '../hazards/locks/levels.ts';

const lockLevel = z.enum(LOCK_LEVELS);
const phase = z.enum(['expand', 'contract']).describe('contract: the running version does not tolerate it');

const hazard = z.object({
  rule: z.string().describe('stable id; see docs/hazards.md'),
  severity: z.enum(['info', 'warning', 'refused']),
  message: z.string(),
  instead: z.string().optional().describe('how to reach the same goal without the hazard'),
  allowed: z
    .object({ reason: z.string() })
    .optional()
    .describe('from `-- shiplock: allow=<rule> reason="…"`'),
  passing: z
    .literal(true)
    .optional()
    .describe('it can change without a decision, as rows do, and is not part of the plan’s hash'),
});

const statement = z.object({
  line: z.int().positive(),
  column: z.int().positive(),
  summary: z.string().max(120),
  kind: z.string().describe("PostgreSQL's syntax node, for example CreateStmt"),
  locks: z.array(z.object({ relation: z.string(), level: lockLevel })),
  rewrites: z.boolean(),
  scans: z.boolean(),
  losesData: z.boolean(),
  blocks: z.enum(['nothing', 'writes', 'reads-and-writes']),
  phase,
  breaks: z.array(z.string()).optional().describe('what the running version might not tolerate, in words'),
  adds: z.array(z.string()).optional().describe('what the code of the release might need'),
  hazards: z.array(hazard),
});

/** The report for machines. Its JSON Schema is published as docs/schemas/plan-migrations.schema.json. */
export const planSchema = z
  .object({
    format: z.literal(1),
    pending: z.array(
      z.object({
        version: z.string(),
        name: z.string(),
        file: z.string(),
        checksum: z.string().describe("SHA-256 of the file's bytes, hex"),
        phase,
        declared: z.boolean().optional().describe('the file itself says which phase it belongs to'),
        late: z.string().optional().describe('why it is applied after later versions'),
        transactional: z.boolean().describe('false: runs statement by statement'),
        statements: z.array(statement),
      }),
    ),
    appliedCount: z.int().nonnegative(),
    ignored: z.array(z.object({ file: z.string(), why: z.string() })),
    waiting: z
      .array(
        z.object({
          version: z.string(),
          name: z.string(),
          file: z.string(),
          checksum: z.string(),
          statements: z.array(statement).optional().describe('what they do when they are applied'),
        }),
      )
      .optional()
      .describe('waiting contract files of earlier releases, which this release skips'),
    refusals: z
      .array(z.object({ code: z.string(), what: z.string(), next: z.string() }))
      .optional()
      .describe('what prevents the files from being applied as they are'),
    facts: z.array(
      z.object({
        relation: z.string(),
        rows: z.number().describe("the planner's estimate"),
        bytes: z.number(),
        empty: z.boolean().optional().describe('nothing is stored in it'),
      }),
    ),
  })
  .meta({ title: 'Pending migrations, as Shiplock plans them' });

/** The plan as JSON text, checked against the published schema. */
export function planJson(plan: PendingMigrations): string {
  return `${JSON.stringify(planSchema.parse({ format: 1, ...plan }), undefined, 2)}\n`;
}

/** The published JSON Schema. */
export function planJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(planSchema), undefined, 2)}\n`;
}
