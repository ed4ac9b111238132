import { z } from 'zod';
import { NOTHING, type Operation } from '@/lib/operation';

export const readQueueMark = {
  method: 'GET',
  path: '/api/queue',
  tag: 'Pages of this site',
  summary: 'A mark that changes with the queue of the person’s pharmacy',
  callers: 'visitor',
  query: NOTHING,
  params: NOTHING,
  answers: {
    200: {
      description: 'The mark; it says nothing of what is in the queue.',
      content: { 'text/plain; charset=utf-8': z.string() },
    },
  },
} satisfies Operation;
