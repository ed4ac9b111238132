import { failure, ShiplockError } from '../errors.ts';
import type { AppliedMigration, Migrations, NotAfter } from '../ports.ts';
import type { Session } from '../session.ts';

/**
 * Applies through the engine. An error that is none of its own is told as one after which the job may run again: the
 * engine reads the history table under its mutex before it applies anything, so each file runs at most once.
 */
export async function applyMigrations(
  { context: { migrations, schema, say, warn } }: Session,
  wanted: Parameters<Migrations['apply']>[0]['migrations'],
  {
    waiting = [],
    notAfter,
  }: { waiting?: readonly { readonly version: string }[]; notAfter?: NotAfter | undefined },
): Promise<readonly AppliedMigration[]> {
  if (!migrations) return [];
  try {
    const applied = await migrations.apply({
      migrations: wanted,
      waiting: waiting.map(({ version }) => version),
      say,
      notAfter,
    });
    // The migrations are in, whatever becomes of this: `verify` says it again, and looks.
    await schema
      .announce?.()
      .catch((error: unknown) => warn(`could not notify the Data API of the new schema: ${String(error)}`));
    return applied;
  } catch (error) {
    if (error instanceof ShiplockError) throw error;
    throw failure(
      {
        code: 'SHIPLOCK_MIGRATE_FAILED',
        what: error instanceof Error ? error.message : String(error),
        next: 'Rerun the job: the engine reads its history table and continues where it stopped.',
      },
      error,
    );
  }
}
