/**
 * The one question about bodies that the database answers by itself, since there may be thousands of approvals and few
 * of these: was something passed over? Version 6 of the schema has an index with the same words. A test compares it
 * with what `told` says of every shape.
 */
export const PASSED_OVER = `kind = 'approved' and (body ? 'brokenGlass' or body ? 'standIn')`;

/** Whether a release is over. @param releaseId SQL for its id, such as `l.holder` */
export const isOver = (releaseId: string): string =>
  `exists (select from shiplock.event e where e.release_id = ${releaseId} and e.kind = 'closed')`;
