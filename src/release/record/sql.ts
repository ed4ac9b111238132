/**
 * The one question about bodies that the database answers by itself, since there may be thousands of approvals and few
 * of these: was something passed over? Version 6 of the schema has an index with the same words. A test compares it
 * with what `told` says of every shape.
 */
export const PASSED_OVER = `kind = 'approved' and (body ? 'brokenGlass' or body ? 'standIn')`;
