import type { z } from 'zod';

/** The first thing that is wrong with a file, with its place in it. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  const inner = issue?.code === 'invalid_key' ? issue.issues[0] : undefined;
  return `${issue?.path.join('.') || 'the file'}: ${inner?.message ?? issue?.message ?? 'not understood'}`;
}
