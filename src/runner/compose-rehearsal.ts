import path from 'node:path';
import type { MigrationFile } from '../database/migrations/types.ts';
import type { Rehearse } from '../release/context.ts';
import type { Database } from '../release/ports.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import type { RunFacts } from './github.ts';
import type { Inputs } from './values.ts';

/**
 * Rehearses pending migrations on a throw-away database of another server, before anybody approves. Undefined without
 * `rehearsal-database-url`: the plan then says that nothing was rehearsed.
 */
export function composeRehearsal(
  inputs: Inputs,
  settings: EnvironmentSettings,
  facts: RunFacts,
  database: () => Promise<Database>,
): Rehearse | undefined {
  const adminUrl = inputs['rehearsal-database-url'];
  const sourceUrl = inputs['database-url'];
  const template = inputs['rehearsal-template'];
  if (!adminUrl || !sourceUrl) return undefined;
  return async (say, planned, versions = planned.map(({ version }) => version)) => {
    const [{ readMigration }, { look }, { readRollbacks, rehearseMigrations }] = await Promise.all([
      import('../database/migrations/folder.ts'),
      import('../database/migrations/engine.ts'),
      import('../database/rehearsal/rehearse.ts'),
    ]);
    const { migrations, rollbacks } = settings.database;
    const { workspace } = facts;
    // Whatever order they are in: the plan has said what it thinks of that.
    const outOfOrder = 'a rehearsal';
    const { checked } = await look({ url: sourceUrl, workspace, directory: migrations, outOfOrder });
    const chosen = new Set(versions);
    const read = (file: MigrationFile) => ({ ...file, sql: readMigration(file) });
    return rehearseMigrations({
      adminUrl,
      source: await database(),
      sourceUrl,
      applied: checked.applied.map(read),
      pending: checked.pending.filter(({ version }) => chosen.has(version)).map(read),
      planned,
      rollbacks: await readRollbacks(path.resolve(workspace, rollbacks), rollbacks),
      ...(template ? { template } : {}),
      say,
    });
  };
}
