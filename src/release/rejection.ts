import type { Rejection } from './ports.ts';

/** The same no with its own facts only, and without keys that are undefined: as it is kept and compared. */
export function rejectionOf(
  no: Pick<Rejection, 'by' | 'via'> & { readonly [Key in keyof Rejection]?: Rejection[Key] | undefined },
): Rejection {
  const { by, via, id, planHash, mentions, reason, url, at } = no;
  return {
    by,
    via,
    ...(id === undefined ? {} : { id }),
    ...(planHash === undefined ? {} : { planHash }),
    ...(mentions === undefined ? {} : { mentions }),
    ...(reason === undefined ? {} : { reason }),
    ...(url === undefined ? {} : { url }),
    ...(at === undefined ? {} : { at }),
  };
}
