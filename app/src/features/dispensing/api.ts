import { z } from 'zod';
import { READS } from '@/lib/limits/policy';
import { NOTHING, type Operation } from '@/lib/operation';

export const readQueueMark = {
  method: 'GET',
  path: '/api/queue',
  tag: 'Pages of this site',
  summary: 'A mark that changes with the queue of the person’s pharmacy',
  callers: 'visitor',
  limit: READS,
  query: NOTHING,
  params: NOTHING,
  answers: {
    200: {
      description: 'The mark; it says nothing of what is in the queue.',
      content: { 'text/plain; charset=utf-8': z.string() },
    },
  },
} satisfies Operation;
