import { z } from 'zod';
import type { Readiness } from '@/lib/health';
import { NOT_COUNTED } from '@/lib/limits/policy';
import { NOTHING, type Operation } from '@/lib/operation';
import type { ReleaseInfo } from '@/lib/release';

const release = z.strictObject({
  commit: z.string().nullable(),
  release: z.string().nullable(),
  environment: z.string(),
}) satisfies z.ZodType<ReleaseInfo>;

const live = release.extend({ status: z.literal('ok') }).meta({ id: 'Live' });
const ready = release
  .extend({
    status: z.enum(['ok', 'degraded', 'down']),
    checks: z.record(
      z.string(),
      z.strictObject({
        status: z
          .enum(['ok', 'failed', 'timeout', 'off'])
          .meta({ description: '`off`: this server was not given one.' }),
        ms: z.number().int().min(0).meta({ description: 'Milliseconds' }),
      }),
    ),
  })
  .meta({ id: 'Readiness' }) satisfies z.ZodType<Readiness>;

const shared = {
  method: 'GET',
  tag: 'Health',
  callers: 'anyone',
  limit: NOT_COUNTED,
  query: NOTHING,
  params: NOTHING,
} as const;
const json = (schema: z.ZodType) => ({ 'application/json': schema });

export const readLive = {
  ...shared,
  path: '/api/health/live',
  summary: 'The process answers',
  answers: { 200: { description: 'It does.', content: json(live) } },
} satisfies Operation;

export const readReady = {
  ...shared,
  path: '/api/health/ready',
  summary: 'Whether this release can serve people now',
  answers: {
    200: { description: 'It can; `degraded` where a part is missing.', content: json(ready) },
    503: { description: 'It cannot.', content: json(ready) },
  },
} satisfies Operation;
