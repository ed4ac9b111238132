import { createDocument } from 'zod-openapi';
import { fhirAnswer } from '@/features/fhir/api';
import { type Answer, type Callers, type Operation, refused } from '@/lib/operation';
import { OPERATIONS } from './operations.ts';

/** What every operation of these callers may answer besides. */
const REFUSALS: Readonly<Record<Callers, Readonly<Record<number, Answer>>>> = {
  anyone: {},
  visitor: {
    400: refused('A parameter is missing or cannot be read.'),
    401: refused('Nobody is signed in.'),
    403: refused('It is not the person’s to do, or the request came from another site.'),
    429: refused('Too many requests: wait for the seconds in `Retry-After`.'),
    503: refused('It is not possible right now.'),
  },
  stripe: {
    400: refused('The signature is not Stripe’s, or of another body or time.'),
    404: refused('Payments are off.'),
    503: refused('It could not be kept.'),
  },
  'visitor-or-bearer': {
    401: fhirAnswer('Nobody is signed in, or the session has ended.', 'OperationOutcome'),
    429: fhirAnswer('Too many requests: wait for the seconds in `Retry-After`.', 'OperationOutcome'),
    503: fhirAnswer('It is not possible right now, or the API is switched off.', 'OperationOutcome'),
  },
};

const SCHEMES = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-session',
    description: 'The session of a signed-in person; over plain http the cookie is called `session`.',
  },
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'Stripe-Signature',
    description: 'Stripe’s signature of the body, by the secret of the webhook.',
  },
  bearer: { type: 'http', scheme: 'bearer', description: 'An access token of the project’s Auth server.' },
} as const;

const SECURITY: Readonly<Record<Callers, Record<string, string[]>[]>> = {
  anyone: [{}],
  visitor: [{ session: [] }],
  stripe: [{ signature: [] }],
  'visitor-or-bearer': [{ session: [] }, { bearer: [] }],
};

/** The API as OpenAPI 3.1 describes it, written from the schemas that the route handlers parse with. */
export function openApiDocument(version: string, operations: readonly Operation[] = OPERATIONS) {
  const paths: Record<string, Record<string, ReturnType<typeof describe>>> = {};
  for (const of of operations) {
    paths[of.path] = { ...paths[of.path], [of.method.toLowerCase()]: describe(of) };
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Prescriptions',
      version,
      description: 'What this service answers to programs and to its own pages.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { securitySchemes: SCHEMES },
  });
}

function describe(of: Operation) {
  const answers = { ...REFUSALS[of.callers], ...of.answers };
  return {
    operationId: `${of.method.toLowerCase()}${of.path.replaceAll(/[^A-Za-z]+(\w)/g, (_, first: string) => first.toUpperCase()).replaceAll(/[^A-Za-z]/g, '')}`,
    tags: [of.tag],
    summary: of.summary,
    ...(of.description ? { description: of.description } : {}),
    security: SECURITY[of.callers],
    requestParams: {
      ...(Object.keys(of.query.shape).length > 0 ? { query: of.query } : {}),
      ...(Object.keys(of.params.shape).length > 0 ? { path: of.params } : {}),
    },
    ...(of.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/x-www-form-urlencoded': { schema: of.body } },
          },
        }
      : {}),
    ...(of.json
      ? { requestBody: { required: true, content: { 'application/json': { schema: of.json } } } }
      : {}),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, { description, content = {} }]) => [
        status,
        {
          description,
          content: Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }])),
        },
      ]),
    ),
  };
}
