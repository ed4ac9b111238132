import { VITALS } from '@/lib/limits/policy';
import { NOTHING, type Operation, refused } from '@/lib/operation';
import { vitalsInput } from './model.ts';

export const reportVitals = {
  method: 'POST',
  path: '/api/vitals',
  tag: 'Pages of this site',
  summary: 'How fast a page was for whoever opened it',
  description: 'Counted by route and hour. Nothing is kept of who it was.',
  callers: 'anyone',
  limit: VITALS,
  query: NOTHING,
  params: NOTHING,
  json: vitalsInput,
  answers: {
    204: { description: 'Counted.' },
    400: refused('It cannot be read.'),
    403: refused('No page of this site sent it.'),
    429: { description: 'Too many: wait for the seconds in `Retry-After`.' },
    503: refused('It could not be counted.'),
  },
} satisfies Operation;
