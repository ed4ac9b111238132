import { z } from 'zod';
import type { openApiDocument } from './document.ts';

const schema = z.looseObject({});
export type Schema = z.output<typeof schema>;

const operation = z.object({
  operationId: z.string(),
  tags: z.tuple([z.string()]),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(
      z.object({
        in: z.string(),
        name: z.string(),
        required: z.boolean().default(false),
        description: z.string().optional(),
        schema,
      }),
    )
    .default([]),
  responses: z.record(
    z.string(),
    z.object({
      description: z.string(),
      content: z.record(z.string(), z.object({ schema })).default({}),
    }),
  ),
});

/** What the page shows of the document. */
const shown = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({
    schemas: z.record(z.string(), schema),
    securitySchemes: z.record(z.string(), z.object({ description: z.string() })),
  }),
});

export type ReadableOperation = z.output<typeof operation> & {
  readonly method: string;
  readonly path: string;
};

/** The document by tag, in the order in which it names them. */
export function readable(document: ReturnType<typeof openApiDocument>) {
  const { info, paths, components } = shown.parse(JSON.parse(JSON.stringify(document)));
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, of]) => ({ ...of, method: method.toUpperCase(), path })),
  );
  return { info, components, byTag: Map.groupBy(operations, ({ tags: [tag] }) => tag) };
}

const facts = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  $ref: z.string().optional(),
});

/** A schema in a word or two; the page has all of it below. */
export function schemaWords(of: Schema): string {
  const { type, format, enum: words, const: only, $ref } = facts.parse(of);
  if ($ref) return $ref.split('/').at(-1) ?? $ref;
  if (words) return words.join(', ');
  if (only !== undefined) return String(only);
  return [[type ?? 'any value'].flat().join(' or '), format && `(${format})`].filter(Boolean).join(' ');
}

/** Who may ask, as a sentence. */
export function callerWords(security: ReadableOperation['security']): string {
  const names = security.flatMap((one) => Object.keys(one));
  if (names.length === 0) return 'For anyone.';
  if (names.includes('signature')) return 'For Stripe, which signs what it sends.';
  return names.includes('bearer')
    ? 'For a signed-in person, with the session or a bearer token.'
    : 'For the pages of this site, with the session of a signed-in person.';
}
