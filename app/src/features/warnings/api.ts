import { READS } from '@/lib/limits/policy';
import { NOTHING, type Operation } from '@/lib/operation';
import { checked } from './answer.ts';
import { checkQuery } from './model.ts';

export const checkDraft = {
  method: 'GET',
  path: '/api/warnings',
  tag: 'Pages of this site',
  summary: 'What speaks against a prescription that is being written, and what dose is usual',
  callers: 'visitor',
  limit: READS,
  query: checkQuery,
  params: NOTHING,
  answers: { 200: { description: 'Warnings and usual dose.', content: { 'application/json': checked } } },
} satisfies Operation;
