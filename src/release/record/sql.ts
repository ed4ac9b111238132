/**
 * All SQL of Shiplock that looks into a body, beside the schema itself: questions that the database answers by itself, so
 * that the few events that matter come back of thousands, each with an index where it is asked often. What they mean is
 * the decoder's to say: tests compare each with what `told` says of every shape, and a house test holds that no other file
 * has such SQL.
 */

/**
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

/**
 * Does it say that this run of the CI decided the rollback? One of `kind` verdict or outcome, in `phase` rollback.
 * @param run SQL for the id of the run
 */
export const isDecidedBy = (run: string): string => `body -> 'decision' ->> 'run' = ${run}`;

/**
 * The project that a release was opened for, as it stands there: of many releases at once, of which nothing else is read.
 * @param body SQL for the body of an `opened` event
 */
export const projectIn = (body: string): string => `${body} -> 'project'`;

/** Of a proposal, which is no event and no fact: the deployment that it says was staged. */
export const PROPOSED_DEPLOYMENT = `case what when 'staged' then body ->> 'deploymentId' end`;
