/**
 * Whether the run says which commit it is of. Of a pull request the event's file does: it is read when it is needed, and
 * has its own error.
 */
export function knowsCommit(env: NodeJS.ProcessEnv = process.env): boolean {
  return Boolean(env['GITHUB_SHA'] || env['GITHUB_EVENT_NAME']?.startsWith('pull_request'));
}
