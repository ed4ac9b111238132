import type { z } from 'zod';
import type { Call, ErrorBody } from '../kit/index.ts';

/** An answer in Vercel's error shape, thrown from anywhere below a route. */
export class Problem extends Error {
  readonly status: number;
  readonly body: { readonly error: { readonly code: string; readonly message: string } };

  constructor(status: number, code: string, message: string, more: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.body = { error: { code, message, ...more } };
  }
}

export const errorBody: ErrorBody = (_status, code, message) => ({ error: { code, message } });

export const notFound = (what: string) => new Problem(404, 'not_found', `${what} not found.`);

/** The JSON body, checked; 400 `bad_request` with what is wrong. An absent body counts as `{}`. */
export async function bodyOf<Schema extends z.ZodType>(c: Call, schema: Schema): Promise<z.output<Schema>> {
  const text = await c.req.text();
  let json: unknown;
  try {
    json = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Problem(400, 'bad_request', 'Invalid JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  throw new Problem(400, 'bad_request', `Invalid request: \`${first?.path.join('.')}\` ${first?.message}`);
}
