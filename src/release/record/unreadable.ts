import { failure, type ShiplockError } from '../errors.ts';
import type { RecordEvent } from './event.ts';

/**
 * An event that cannot be passed over, since it might be a no.
 * @param no What it may be, e.g. `a rejection`
 */
export function unreadable({ seq, phase, kind }: RecordEvent, no: string): ShiplockError {
  return failure({
    code: 'SHIPLOCK_RECORD_BROKEN',
    what: `event ${seq} (${phase} ${kind}) is of a shape that this Shiplock does not know, and may hold ${no}`,
    notDone: ['nothing was changed'],
    next: 'Use the Shiplock version that wrote it, or a newer one. If there is none, run `shiplock record verify`; see runbooks/record.md.',
  });
}
