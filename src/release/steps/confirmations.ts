import { firstLine } from '../errors.ts';
import { confirmGlass, samePerson, unconfirmedGlass } from '../glass.ts';
import type { Session } from '../session.ts';

/**
 * Keeps in the record what second people confirmed with a comment since the last look. A look that fails is a warning:
 * it stays unconfirmed until the next one.
 */
export async function noteConfirmations(session: Session): Promise<void> {
  const { context, record } = session;
  const { codeHost } = context;
  if (!codeHost || session.unrecorded) return;
  try {
    for (const broken of await unconfirmedGlass(session.database, context.environment.name)) {
      const found = await codeHost.confirmations(broken);
      const [second] = found.filter((one) => !samePerson(one.by, broken.by));
      if (second) await confirmGlass(record, broken, { ...second, via: 'comment' }, context.actor);
    }
  } catch (error) {
    context.warn(`could not read whether a broken glass was confirmed: ${firstLine(error)}`);
  }
}
