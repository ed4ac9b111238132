import { expect, test } from 'vitest';
import { answerInput, renewalLabel, renewalTone, requestInput } from './model.ts';

const UUID = 'd0000000-0000-4000-8000-000000000001';

test('a refusal needs a reason, an approval does not', () => {
  const input = { key: UUID, request: UUID, because: ' ' };
  expect(answerInput.safeParse({ ...input, answer: 'refuse' }).error?.issues[0]?.path).toEqual(['because']);
  expect(answerInput.parse({ ...input, answer: 'refuse', because: ' Come in. ' }).because).toBe('Come in.');
  expect(answerInput.parse({ ...input, answer: 'approve' }).because).toBeNull();
  expect(answerInput.safeParse({ ...input, answer: 'perhaps' }).success).toBe(false);
});

test('a message is optional and short', () => {
  expect(requestInput.parse({ key: UUID, prescription: UUID }).message).toBeNull();
  expect(requestInput.safeParse({ key: UUID, prescription: UUID, message: 'x'.repeat(301) }).success).toBe(
    false,
  );
});

test('each status has a word and a tone; a new one is shown as it is', () => {
  expect(
    ['requested', 'approved', 'refused', 'withdrawn'].map(
      (one) => `${renewalLabel(one)} ${renewalTone(one)}`,
    ),
  ).toEqual(['Asked waiting', 'Approved good', 'Refused bad', 'withdrawn waiting']);
});
