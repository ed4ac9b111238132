import type { z } from 'zod';
import type { Fault } from './faults.ts';

/** An answer's JSON by its schema; a body that is none, or of another shape, is a fault that names the field. */
export function parsed<Schema extends z.ZodType>(
  answer: { readonly status: number; readonly text: string },
  schema: Schema,
): { readonly value: z.infer<Schema> } | { readonly fault: Fault } {
  const unreadable = (why: string) => ({
    fault: { kind: 'unreadable', status: answer.status, why } as const,
  });
  let value: unknown;
  try {
    value = JSON.parse(answer.text);
  } catch {
    return unreadable('not JSON');
  }
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  return unreadable(mismatch(result.error));
}

/** Where a value differs from its schema, in a few words. */
export function mismatch({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'answer'}: ${issue?.message ?? 'unexpected shape'}`;
}
