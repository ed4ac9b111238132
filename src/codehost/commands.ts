/** What people write to approve or to stop a plan. */
export interface Command {
  readonly state: 'approved' | 'rejected';
  /** As written, lower case; may be too short to count. */
  readonly planHash?: string;
}

const COMMAND = /^ {0,3}\/(approve|reject)(?=\s|$)(?:[ \t]+`?([0-9a-f]+)`?(?=\s|$|[.,;]))?/gim;

/**
 * The commands of a comment, in their order. A command begins a line; quoted lines, code blocks and HTML comments
 * are somebody else's words, examples, or invisible, and do not count.
 */
export function commandsIn(body: string): Command[] {
  return [...visible(body).matchAll(COMMAND)].map(([, verb, hash]) => ({
    state: verb?.toLowerCase() === 'approve' ? 'approved' : 'rejected',
    ...(hash ? { planHash: hash.toLowerCase() } : {}),
  }));
}

/**
 * The plan hash that a review's free text names: by a command, or by any run of 12 to 64 hex digits that is not the
 * commit. Undefined: it names none.
 */
export function planHashIn(text: string, commit: string): string | undefined {
  const named = commandsIn(text).findLast((command) => command.planHash !== undefined);
  if (named) return named.planHash;
  const hashes = [...text.matchAll(/\b[0-9a-f]{12,64}\b/gi)].map(([hash]) => hash.toLowerCase());
  return hashes.find((hash) => !commit.toLowerCase().startsWith(hash));
}

function visible(body: string): string {
  return body
    .replaceAll('\r\n', '\n')
    .replace(/<!--[\s\S]*?(-->|$)/g, '')
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(^ {0,3}\1[`~]*[ \t]*$|(?![\s\S]))/gm, '');
}
