import { expect, test } from 'vitest';
import { checked } from './answer.ts';
import { readChecked } from './read.ts';

const WARNING = { rule: 'dose:x', kind: 'dose', severity: 'high', description: 'Too much', reason: null };
const GUIDE = { dose: '1.5', times: 2, most_per_day: 6, unit: 'tablet', advice: null };

test.each([
  { warnings: [], guide: null },
  { warnings: [WARNING, { ...WARNING, reason: 'As before' }], guide: GUIDE },
  // What a later release adds.
  { warnings: [{ ...WARNING, more: 1 }], guide: { ...GUIDE, advice: 'With food', more: 1 }, more: 1 },
  { warnings: [{ ...WARNING, reason: undefined }], guide: { ...GUIDE, dose: 2 } },
  { warnings: [{ ...WARNING, severity: 3 }], guide: null },
  { warnings: [{ ...WARNING, rule: undefined }], guide: null },
  { warnings: ['x'], guide: null },
  { warnings: [], guide: { ...GUIDE, dose: 'much' } },
  { warnings: [], guide: { ...GUIDE, unit: undefined } },
  { warnings: [], guide: { ...GUIDE, advice: 1 } },
  { warnings: [] },
  { guide: null },
  null,
  'text',
])('%j is read as the schema reads it', (answer) => {
  const { data = null } = checked.safeParse(answer);
  expect(readChecked(answer)).toEqual(data);
});
