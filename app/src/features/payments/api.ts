import { z } from 'zod';
import { NOT_COUNTED } from '@/lib/limits/policy';
import { NOTHING, type Operation } from '@/lib/operation';
import { stripeEvent } from './change.ts';
import { OUTCOMES } from './outcomes.ts';

export const receiveEvent = {
  method: 'POST',
  path: '/api/stripe/webhook',
  tag: 'Stripe',
  summary: 'An event of Stripe’s',
  description: 'Repeated and late events change nothing. 503 asks Stripe to send it again.',
  callers: 'stripe',
  limit: NOT_COUNTED,
  query: NOTHING,
  params: NOTHING,
  json: stripeEvent,
  answers: {
    200: {
      description: 'What came of it.',
      content: { 'application/json': z.object({ outcome: z.enum([...OUTCOMES, 'ignored']) }) },
    },
  },
} satisfies Operation;
