import { z } from 'zod';
import { failure, ShiplockError } from '../errors.ts';
import type { NotAfter } from '../not-after.ts';
import type { AppliedMigration, Migrations } from '../ports.ts';
import { defineCall } from './define.ts';

const applied: z.ZodType<{ readonly applied: readonly AppliedMigration[] }> = z.object({
  applied: z.array(
    z.object({ version: z.string(), file: z.string(), milliseconds: z.number(), retries: z.number() }),
  ),
});

const FINDS_FIRST = {
  how: 'finds-first',
  says: 'Runs again: the engine reads its history table under its mutex first, so each file is applied at most once.',
} as const;

type Apply = Omit<Parameters<Migrations['apply']>[0], 'notAfter'> & {
  /** Tells what serves the schema; the migrations are in, whatever becomes of this. */
  readonly announce: () => Promise<void>;
};

export const migrate = defineCall({
  verb: 'migrate',
  port: 'migrations',
  method: 'apply',
  does: 'Applies the expand migrations of the plan.',
  request: z.strictObject({ versions: z.array(z.string()) }),
  result: applied,
  lost: FINDS_FIRST,
  run: async (migrations, input: Apply, notAfter) => ({ applied: await apply(migrations, input, notAfter) }),
});

export const contract = defineCall({
  verb: 'contract',
  port: 'migrations',
  method: 'apply',
  does: 'Applies contract migrations that have waited long enough.',
  request: z.strictObject({ versions: z.array(z.string()), forced: z.string().exactOptional() }),
  result: applied,
  lost: FINDS_FIRST,
  run: async (migrations, input: Apply, notAfter) => ({ applied: await apply(migrations, input, notAfter) }),
});

export const down = defineCall({
  verb: 'down',
  port: 'migrations',
  method: 'down',
  does: 'Undoes migrations with their down files, newest first.',
  request: z.strictObject({ versions: z.array(z.string()), consent: z.array(z.string()) }),
  result: z.object({ versions: z.array(z.string()) }),
  lost: {
    ...FINDS_FIRST,
    says: 'Runs again: what the history table says is undone already is not undone twice.',
  },
  run: async (migrations, input: Omit<Parameters<Migrations['down']>[0], 'notAfter'>, notAfter) => {
    const undone = await migrations.down({ ...input, notAfter });
    return { versions: undone.map(({ version }) => version) };
  },
});

/** An error that is none of the engine's own is told as one after which the job may run again. */
async function apply(
  migrations: Migrations,
  { announce, ...request }: Apply,
  notAfter: NotAfter | undefined,
): Promise<readonly AppliedMigration[]> {
  try {
    const done = await migrations.apply({ ...request, notAfter });
    await announce();
    return done;
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
