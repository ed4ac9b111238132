import { configurationError, failure, type Place, type ShiplockError } from '../../release/errors.ts';

const UNTOUCHED = ['no migration was applied by this run'];

type Detail = { readonly what: string; readonly next: string; readonly places?: readonly Place[] };

/** A folder or history that must be put right by people before anything may run. */
export function folderProblem(
  kind:
    | 'DUPLICATE'
    | 'ENCODING'
    | 'EDITED'
    | 'GAP'
    | 'FILE_MISSING'
    | 'OUT_OF_ORDER'
    | 'TRANSACTION'
    | 'CHANGED'
    | 'HISTORY'
    | 'BATCH'
    | 'CLI',
  detail: Detail,
  cause?: unknown,
): ShiplockError {
  return configurationError({ code: `SHIPLOCK_MIGRATION_${kind}`, notDone: UNTOUCHED, ...detail }, cause);
}

/** Something that went wrong while migrating. */
export function migrateProblem(
  kind: 'LOCK_TIMEOUT' | 'MUTEX_HELD' | 'MUTEX_LOST' | 'RESUME_CHANGED' | 'VERIFY' | 'CLI',
  detail: Detail & { readonly done?: readonly string[]; readonly notDone?: readonly string[] },
  cause?: unknown,
): ShiplockError {
  return failure({ code: `SHIPLOCK_MIGRATE_${kind}`, ...detail }, cause);
}

/** Why a down migration does not run. */
export function downProblem(kind: 'MISSING' | 'CONSENT' | 'ORDER', detail: Detail): ShiplockError {
  return configurationError({
    code: `SHIPLOCK_DOWN_${kind}`,
    notDone: ['nothing was undone'],
    ...detail,
  });
}
