import { z } from 'zod';
import { approvalSettings, freezeSettings } from '../approval/settings.ts';
import { gateSettings } from '../gates/spec.ts';
import { OBJECT_KINDS } from '../release/snapshot.ts';
import { fastLaneSettings } from './fast-lane.ts';
import { rollbackSettings } from './rollback.ts';
import { vercelSettings } from './vercel.ts';

/** A path that stays inside of its folder, wherever it is resolved. */
const insidePath = z
  .string()
  .min(1)
  .refine(
    (path) => !path.startsWith('/') && !path.includes('\\') && !path.split('/').includes('..'),
    'must be a relative path inside the folder, with / as separator',
  );

/** What one environment is. Secrets never come from this file: they are inputs or environment variables. */
const environment = z.strictObject({
  kind: z.enum(['staging', 'production']).describe('Which phases this environment goes through.'),
  requires: z
    .string()
    .optional()
    .describe('Environment in which the same commit must have finished first, for example staging.'),
  requiresSoakHours: z
    .number()
    .min(0)
    .max(8760)
    .default(0)
    .describe(
      'Hours that the commit must have served in the environment of `requires` before anything changes here.',
    ),
  requiresDrill: z
    .boolean()
    .default(false)
    .describe(
      'Whether the rollback drill (`rollback.drill`) of the same commit must have passed in the environment of `requires`.',
    ),
  app: z
    .strictObject({
      directory: z
        .string()
        .default('.')
        .describe(
          'Folder to upload, relative to the workspace: the files that the commit has there, as git keeps them.',
        ),
      include: z
        .array(insidePath)
        .default([])
        .describe(
          'Files and folders that an earlier step created and that Shiplock uploads too, relative to `directory`: paths, not patterns. They come from the working tree, so git can ignore them; `.git` and `node_modules` are never uploaded.',
        ),
      exclude: z
        .array(z.string().min(1))
        .default([])
        .describe(
          'What not to upload, as .gitignore rules relative to `directory`. The app’s `.vercelignore` applies too.',
        ),
      allowFiles: z
        .array(
          z.strictObject({
            path: insidePath.describe('The file, relative to `directory`.'),
            reason: z.string().min(10).describe('Why it is not a secret, for readers of the log.'),
          }),
        )
        .default([])
        .describe('Files to upload although they look secret (.env, keys, dumps), each by name.'),
    })
    .prefault({}),
  vercel: vercelSettings.prefault({}),
  database: z
    .strictObject({
      migrations: z
        .string()
        .default('supabase/migrations')
        .describe('Folder of migrations, relative to the workspace.'),
      rollbacks: z.string().default('supabase/rollbacks').describe('Folder of rehearsed down files.'),
      verify: z.string().default('supabase/verify').describe('Folder of verify SQL.'),
      rls: z.string().default('supabase/rls.json').describe('Expected RLS matrix.'),
      usage: z
        .string()
        .optional()
        .describe('What the app uses from the schema (optional file). Default: `supabase/usage.json`.'),
      contract: z.string().optional().describe('The old name of `database.usage`, still read.'),
      advisors: z
        .boolean()
        .default(false)
        .describe(
          'Run Supabase’s advisors with the Supabase CLI; if the CLI cannot answer, the check fails.',
        ),
      advisorsAllow: z
        .array(
          z.strictObject({
            finding: z
              .string()
              .min(1)
              .describe('A finding as the check names it, or the name of a rule for all its findings.'),
            reason: z.string().min(10).describe('Why it is accepted, for readers of the summary.'),
            until: z.iso.date().describe('Last day on which this applies (UTC).'),
          }),
        )
        .default([])
        .describe('Findings of the advisors that are accepted until a date.'),
      tests: z
        .string()
        .default('supabase/tests')
        .describe('Folder of pgTAP tests, which run if pgTAP is installed.'),
      ignore: z
        .strictObject({
          schemas: z.array(z.string().min(1)).default([]).describe('Schemas.'),
          names: z
            .array(z.string().min(1))
            .default([])
            .describe(
              'Objects, with everything that belongs to them, by name with schema (`public.events_*`; `*` matches any text).',
            ),
          kinds: z
            .array(z.enum(OBJECT_KINDS))
            .default([])
            .describe('Kinds of objects, such as `index` or `default-privilege`.'),
        })
        .prefault({})
        .describe(
          'What drift, the RLS matrix and the schema’s fingerprint ignore; their output says how many objects that were.',
        ),
      requiredChecks: z
        .array(z.enum(['verify-sql', 'contract', 'rls', 'drift', 'advisors', 'api', 'pgtap']))
        .default([])
        .describe('Checks of `verify-schema` that must run: if one of them is skipped, it fails.'),
      engine: z.enum(['shiplock', 'supabase-cli']).default('shiplock').describe('Who applies migrations.'),
      outOfOrder: z
        .discriminatedUnion('allow', [
          z.strictObject({ allow: z.literal(false).describe('Refused.') }),
          z.strictObject({
            allow: z.literal(true).describe('Allowed.'),
            reason: z.string().min(1).describe('Why, for the approver.'),
          }),
        ])
        .default({ allow: false })
        .describe(
          'Whether a file can be applied after later versions, which teams with long-lived branches need, and why. The plan shows each such file with the reason.',
        ),
      files: z
        .record(
          z.string().regex(/^\d+$/),
          z.strictObject({
            phase: z.enum(['expand', 'contract']).optional().describe('When it is applied.'),
            allow: z.record(z.string(), z.string().min(1)).optional().describe('Rule → reason.'),
            outOfOrder: z.string().min(1).optional().describe('Why it can be applied after later versions.'),
          }),
        )
        .default({})
        .describe(
          'What a comment in the migration would say, by version: for files that are applied elsewhere and must not be edited.',
        ),
      openTables: z
        .array(
          z.strictObject({
            table: z
              .string()
              .regex(/^[^.]+\.[^.]+$/, { error: 'must be schema.table, for example public.notices' })
              .describe('The relation, as `schema.table`.'),
            reason: z.string().min(10).describe('Why everybody can read it, for the approver.'),
          }),
        )
        .default([])
        .describe(
          'Relations of an exposed schema that need no row level security. Shiplock refuses any other without it that API roles have privileges on.',
        ),
      lockTimeoutSeconds: z
        .number()
        .positive()
        .max(60)
        .default(4)
        .describe('lock_timeout of one attempt, in seconds.'),
      lockBudgetSeconds: z
        .number()
        .positive()
        .max(3600)
        .default(120)
        .describe('Limit for all attempts to get a lock together, in seconds.'),
    })
    .refine(({ usage, contract }) => usage === undefined || contract === undefined, {
      error: 'usage and contract name the same file: keep usage, which is the new name',
    })
    .prefault({}),
  traffic: z
    .strictObject({
      rolling: z
        .strictObject({
          stages: z
            .array(z.number().gt(0).lt(100))
            .min(1)
            .max(9)
            .refine((stages) => stages.every((one, i) => i === 0 || one > (stages[i - 1] ?? 0)), {
              error: 'must rise, for example [5, 25, 50]',
            })
            .describe(
              'Percent of traffic of each stage, rising; 100 follows. Vercel must have the same stages, with manual approval: Shiplock advances them, with the gate `gates.watch` in each.',
            ),
        })
        .optional()
        .describe(
          'Move traffic to the new version in stages ([rolling releases](rolling.md)). Default: all traffic in one step.',
        ),
    })
    .optional()
    .describe('How traffic moves to a new version.'),
  gates: z
    .strictObject({
      gate: gateSettings.prefault({}).describe('Before traffic moves, against the staged deployment.'),
      watch: gateSettings.prefault({}).describe('After traffic moved, against the domains.'),
    })
    .prefault({}),
  approvals: approvalSettings.prefault({}).describe('Who must approve a plan, and how many of them.'),
  fastLane: fastLaneSettings
    .prefault({})
    .describe('Fewer approvals and shorter gates for releases that bring nothing new.'),
  freeze: freezeSettings
    .prefault([])
    .describe('Times when nothing is approved, migrated or promoted. A rollback is never frozen.'),
  rollback: rollbackSettings,
  sentry: z
    .strictObject({
      org: z.string().describe('Sentry organization slug.'),
      project: z.string().describe('Sentry project slug.'),
      repository: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Name of the repository in Sentry (Settings → Repositories), if it is not that of the code host.',
        ),
      url: z
        .url()
        .default('https://sentry.io')
        .describe(
          'Base URL of Sentry: sentry.io or one of its regions. For your own server, set the variable SENTRY_URL in the job instead.',
        ),
    })
    .optional(),
  slack: z
    .strictObject({
      channel: z.string().describe('Channel id (C…), not the channel’s name: updates in place need the id.'),
      onCall: z
        .array(
          z
            .string()
            .regex(/^[UWS][A-Z0-9]{2,}$/, { error: 'must be the id of a member (U…) or of a group (S…)' }),
        )
        .default([])
        .describe(
          'Members (U…) and user groups (S…) whom Shiplock mentions in the release’s thread when a release fails or is rolled back.',
        ),
    })
    .optional(),
});

export const settingsSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1).describe('Version of this file’s format.'),
  environments: z.record(z.string(), environment).describe('Environments by name.'),
});

export type Settings = z.output<typeof settingsSchema>;
export type EnvironmentSettings = z.output<typeof environment>;
export const environmentSchema = environment;
