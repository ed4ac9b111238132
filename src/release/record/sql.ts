/**
 * Questions about bodies that the database answers by itself. Tests compare each with what `told` says of every shape.
 *
 * Was something passed over? There may be thousands of approvals, and few of these. Version 6 of the schema has an index
 * with the same words.
 */
export const PASSED_OVER = `kind = 'approved' and (body ? 'brokenGlass' or body ? 'standIn')`;

/** Whether a release is over. @param releaseId SQL for its id, such as `l.holder` */
export const isOver = (releaseId: string): string =>
  `exists (select from shiplock.event e where e.release_id = ${releaseId} and e.kind = 'closed')`;

/**
 * Is what opened a release of a project with one of these names? One that says no project answers for all.
 * @param body SQL for the body of an `opened` event @param names SQL for an array of texts
 */
export const isOpenedFor = (body: string, names: string): string =>
  `case when ${saysProject(body)} then ${body} -> 'project' ?| ${names} else true end`;

/** Does it say the names of its project? */
export const saysProject = (body: string): string =>
  `coalesce(jsonb_typeof(${body} -> 'project') = 'array', false)`;

/** Events that hold an environment or end that: few among thousands. A test compares it with what `told` says of every shape. */
export const OF_HOLDS = `(kind = 'observed' and phase = 'record' or kind = 'closed' and body ->> 'result' = 'rolled-back')`;
