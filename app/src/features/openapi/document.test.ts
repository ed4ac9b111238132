import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { searchMedicationRequests } from '@/features/fhir/api';
import { checkDraft } from '@/features/warnings/api';
import { openApiDocument } from './document.ts';
import { OPERATIONS } from './operations.ts';

const APP = join(import.meta.dirname, '../../app');
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const routes = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /(^|\/)route\.tsx?$/.test(name),
);
/** `api/(group)/x/[id]/route.ts` → `/api/x/{id}` */
const pathOf = (file: string) =>
  `/${file
    .split('/')
    .slice(0, -1)
    .filter((part) => !/^\(.*\)$/.test(part))
    // A folder that begins with `_` is not served by Next.js; `%5F` is.
    .map((part) => decodeURIComponent(part).replace(/^\[(\w+)\]$/, '{$1}'))
    .join('/')}`;

const document = openApiDocument('rel_1');
const valid = async (of: unknown) =>
  new Validator().validate(z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(of))));

describe('the document', () => {
  test('has every method of every route handler, and nothing else', async () => {
    const served = await Promise.all(
      routes.map(async (file) => {
        const exported: object = await import(join(APP, file));
        return Object.keys(exported)
          .filter((name) => METHODS.includes(name))
          .map((method) => `${method} ${pathOf(file)}`);
      }),
    );
    const described = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(served.flat()).not.toEqual([]);
    expect(described.sort()).toEqual(served.flat().sort());
    expect(OPERATIONS).toHaveLength(described.length);
  });

  // What a handler reads past its operation's schema is in no document.
  test('no route handler reads a query or its path by itself', () => {
    const selfMade = routes.filter((file) =>
      /searchParams|nextUrl|await (?:\(await )?params/.test(readFileSync(join(APP, file), 'utf8')),
    );
    expect(selfMade).toEqual([]);
  });

  test('is valid by the published schema of OpenAPI 3.1', async () => {
    expect(await valid(document)).toMatchObject({ valid: true });
  });

  test('the published schema refuses what is wrong, so that this means something', async () => {
    const { info: _, ...withoutInfo } = document;
    expect(await valid(withoutInfo)).toMatchObject({ valid: false });
    expect(await valid({ ...document, paths: { '/x': { get: { responses: { ok: 1 } } } } })).toMatchObject({
      valid: false,
    });
  });

  test('parameters are those of the schema that the handler parses with', () => {
    const parameters = (path: string) =>
      z
        .object({ parameters: z.array(z.looseObject({ in: z.string(), name: z.string() })) })
        .parse(document.paths?.[path]?.get)
        .parameters.map((one) => `${one.in} ${one.name}`);
    const names = (of: { query: z.ZodObject }) => Object.keys(of.query.shape).map((name) => `query ${name}`);
    expect(parameters('/api/fhir/MedicationRequest')).toEqual(names(searchMedicationRequests));
    expect(parameters('/api/warnings')).toEqual(names(checkDraft));
    expect(parameters('/api/fhir/Patient/{id}/$everything')).toContain('path id');
  });

  test('every part of a path has its parameter, and every operation a name of its own', () => {
    for (const { path, params } of OPERATIONS) {
      expect([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])).toEqual(Object.keys(params.shape));
    }
    const ids = Object.values(document.paths ?? {}).flatMap((item) =>
      [item.get?.operationId, item.post?.operationId].filter((id) => id !== undefined),
    );
    expect(new Set(ids).size).toBe(OPERATIONS.length);
  });

  test('who may ask is said: with a session, also a bearer token, or anybody', () => {
    const security = (path: string) => document.paths?.[path]?.get?.security;
    expect(security('/api/queue')).toEqual([{ session: [] }]);
    expect(security('/api/fhir/Patient')).toEqual([{ session: [] }, { bearer: [] }]);
    expect(security('/api/fhir/metadata')).toEqual([{}]);
  });
});
