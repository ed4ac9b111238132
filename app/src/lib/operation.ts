import { z } from 'zod';
import type { Policy } from './limits/policy.ts';

/**
 * Who may ask: anyone; a page of this site with a session; that or a program with a person's bearer token; Stripe, which signs
 * what it sends.
 */
export type Callers = 'anyone' | 'visitor' | 'visitor-or-bearer' | 'stripe';

/** What is answered with one status. */
export interface Answer {
  readonly description: string;
  /** By content type. */
  readonly content?: Readonly<Record<string, z.core.$ZodType>>;
}

/**
 * What one method of a route handler takes and answers. The handler parses with it, and `features/openapi` writes the API's
 * document from it, so the two cannot part.
 */
export interface Operation<
  Query extends z.ZodObject = z.ZodObject,
  Params extends z.ZodObject = z.ZodObject,
> {
  readonly method: 'GET' | 'POST';
  /** As OpenAPI writes it: `/api/fhir/Patient/{id}`. */
  readonly path: `/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly callers: Callers;
  /** Its own answers; those that all operations of these callers have are added in the document. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** What is counted of its callers, and what it does when nobody can count. */
  readonly limit: Policy;
  readonly query: Query;
  /** Parts of the path. */
  readonly params: Params;
  /** A form: `application/x-www-form-urlencoded`. */
  readonly body?: z.ZodObject;
  /** A body in JSON. */
  readonly json?: z.core.$ZodType;
}

const problem = z
  .object({ type: z.string(), title: z.string(), status: z.number().int(), detail: z.string() })
  .meta({ id: 'Problem', externalDocs: { url: 'https://www.rfc-editor.org/rfc/rfc9457' } });

/** An answer that says why not. */
export const refused = (description: string): Answer => ({
  description,
  content: { 'application/problem+json': problem },
});

/** Of an operation that takes no query, or has no parts in its path. */
export const NOTHING = z.object({});

/** The query that the operation's schema accepts. Of a parameter that is given twice, the last one counts. */
export function parseQuery<Query extends z.ZodObject>(of: Pick<Operation<Query>, 'query'>, request: Request) {
  return of.query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
}

/** For whoever sent one that it does not accept. */
export function queryHint({ query }: Pick<Operation, 'query'>): string {
  const names = Object.keys(query.shape);
  return names.length === 0 ? 'This takes no parameters.' : `Look at the parameters: ${names.join(', ')}.`;
}
