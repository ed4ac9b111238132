import { z } from 'zod';
import type { ReleaseContext } from './context.ts';
import { failure } from './errors.ts';
import type { Database } from './ports.ts';
import type { Release } from './record/record.ts';
import { isOver } from './record/sql.ts';
import type { Standing } from './standing.ts';

const leases = z.array(z.object({ holder: z.string(), until: z.string() }));

interface Asking {
  readonly context: ReleaseContext;
  readonly database: Database;
  readonly release: Release;
  readonly standing: Standing;
}

/** What a dry run asks instead of taking the lease. @throws SHIPLOCK_LEASE_HELD where the real run would have to wait */
export async function requireLeaseFree({ context, database, release, standing }: Asking): Promise<void> {
  const { name } = context.environment;
  if (standing.version > 0) {
    const [held] = leases.parse(
      await database.query(
        `select holder, to_char(expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as until
           from shiplock.lease where environment = $1 and holder <> $2 and expires_at > now()
              and not ${isOver('holder')}`,
        [name, release.id],
      ),
    );
    if (held)
      throw failure({
        code: 'SHIPLOCK_LEASE_HELD',
        what: `${held.holder} holds the lease of ${name} until ${held.until}`,
        notDone: ['nothing was changed: this is a dry run'],
        next: `Wait for ${held.holder} to finish, or set lease-wait-minutes: the real run waits that long.`,
      });
  }
  context.say(`dry run: would take the lease of ${name}`);
}
