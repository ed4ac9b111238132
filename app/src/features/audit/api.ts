import { z } from 'zod';
import { READS } from '@/lib/limits/policy';
import { NOTHING, type Operation } from '@/lib/operation';
import { auditSearch } from './model.ts';

export const exportTrail = {
  method: 'GET',
  path: '/audit/export',
  tag: 'Pages of this site',
  summary: 'All events of the audit trail that a search finds; for auditors',
  callers: 'visitor',
  limit: READS,
  query: auditSearch,
  params: NOTHING,
  answers: {
    200: { description: 'One row an event.', content: { 'text/csv; charset=utf-8': z.string() } },
  },
} satisfies Operation;
