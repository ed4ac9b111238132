/**
 * How much fits where Shiplock writes. What does not fit is cut with a sentence that says where the whole is, and the
 * whole is there: a comment's in the job summary, a job summary's in the log of the step, an annotation's and a Slack
 * message's in the run that they link to.
 */

/** Characters of a comment on GitHub, which answers 422 to more. */
export const COMMENT = 65_536;

/**
 * Bytes of a step's job summary; GitHub shows nothing of a longer one.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits
 */
export const SUMMARY = 1024 * 1024;

/**
 * Annotations of one kind per step, and characters of each: the runner drops what comes later, and cuts.
 * https://github.com/actions/runner/blob/main/src/Runner.Worker/ExecutionContext.cs
 */
export const ANNOTATIONS = 10;
export const ANNOTATION = 4_096;

/** https://docs.slack.dev/reference/block-kit/blocks (header, section), 50 blocks per message. */
export const SLACK = {
  header: 150,
  section: 3_000,
  blocks: 50,
  /** Slack recommends no more for `text`, and cuts at 40,000: https://docs.slack.dev/reference/methods/chat.postMessage */
  text: 4_000,
} as const;
