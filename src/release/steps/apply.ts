import type { Migrations } from '../ports.ts';
import type { Session } from '../session.ts';

/** What the engine is asked for, by the calls that apply migrations. */
export function applying(
  { context: { schema, say, warn } }: Session,
  migrations: Parameters<Migrations['apply']>[0]['migrations'],
  waiting: readonly { readonly version: string }[],
) {
  return {
    migrations,
    waiting: waiting.map(({ version }) => version),
    say,
    // The migrations are in, whatever becomes of this: `verify` says it again, and looks.
    announce: async () => {
      await schema
        .announce?.()
        .catch((error: unknown) => warn(`could not notify the Data API of the new schema: ${String(error)}`));
    },
  };
}
