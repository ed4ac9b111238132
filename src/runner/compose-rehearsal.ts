import path from 'node:path';
import type { Rehearse } from '../release/context.ts';
import type { Database } from '../release/ports.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import type { RunFacts } from './github.ts';
import type { Inputs } from './inputs.ts';

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
  if (!adminUrl || !sourceUrl) return undefined;
  return async (say) => {
    const [{ readFolder, readMigration }, { migrationEngine }, { readRollbacks, rehearseMigrations }] =
      await Promise.all([
        import('../database/migrations/folder.ts'),
        import('../database/migrations/index.ts'),
        import('../database/rehearsal/rehearse.ts'),
      ]);
    const { migrations, rollbacks } = settings.database;
    const { workspace } = facts;
    const folder = await readFolder(workspace, migrations);
    const { pending } = await migrationEngine({
      url: sourceUrl,
      workspace,
      directory: migrations,
      rollbacks,
    }).status();
    const waiting = new Set(pending.map(({ version }) => version));
    const sources = folder.files.map((file) => ({ ...file, sql: readMigration(file) }));
    const rehearsal = await rehearseMigrations({
      adminUrl,
      source: await database(),
      sourceUrl,
      applied: sources.filter(({ version }) => !waiting.has(version)),
      pending: sources.filter(({ version }) => waiting.has(version)),
      rollbacks: await readRollbacks(path.resolve(workspace, rollbacks), rollbacks),
      ...(inputs['rehearsal-template'] ? { template: inputs['rehearsal-template'] } : {}),
      say,
    });
    return rehearsal;
  };
}
