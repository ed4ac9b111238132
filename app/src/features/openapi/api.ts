import { z } from 'zod';
import { NOT_COUNTED } from '@/lib/limits/policy';
import { NOTHING, type Operation } from '@/lib/operation';

export const readDocument = {
  method: 'GET',
  path: '/api/openapi.json',
  tag: 'This document',
  summary: 'This document',
  callers: 'anyone',
  limit: NOT_COUNTED,
  query: NOTHING,
  params: NOTHING,
  answers: {
    200: {
      description: 'OpenAPI 3.1.',
      content: { 'application/json': z.looseObject({ openapi: z.string() }) },
    },
  },
} satisfies Operation;
